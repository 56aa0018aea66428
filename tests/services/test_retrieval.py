"""Retrieval: which segments come, in which order, with which scores."""

import itertools
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

import storage.knowledge.datasets
import storage.knowledge.documents
import storage.knowledge.segments
from config import Settings
from engine.errors import ModelError
from engine.knowledge.search import MetadataCondition, RetrievalSettings
from engine.models.demo.provider import DemoEmbedding
from services.errors import InvalidInput
from services.knowledge.matrix import Indexes, MemoryIndex, StoredIndex
from services.knowledge.retrieval import Record, retrieve, retrieve_many
from services.knowledge.vectors import key_of
from services.runtime import Runtime
from storage.knowledge.hits import list_retrievals
from storage.records import Dataset, MetadataField
from tests.services.bases import add_document, make_base
from tests.services.parts import sign_in
from tests.vendor import Vendor

TEXTS = [
    "Refunds are paid within 14 days.",
    "Parcels arrive after three days.",
    "退款将在十四天内支付。",
    "The office in Rome opens at nine.",
    "Version v1.2.3 repairs the login with gpt-4o.",
    "A parcel that is lost is refunded after an inquiry of two weeks.",
]
METHODS = ["semantic_search", "full_text_search", "keyword_search", "hybrid_search"]


def settings(method: str = "hybrid_search", **values: Any) -> dict[str, Any]:
    """Return a `retrieval_model`."""
    usual = {"search_method": method, "reranking_enable": False, "top_k": 4, "score_threshold_enabled": False}
    return {**usual, **values}


def know_the_query(rt: Runtime, query: str) -> None:
    """Have the demo embedding give a query the vector (1, 0)."""
    key = key_of(DemoEmbedding("demo", "demo-embedding"), query)
    rt.caches.query_vectors.put(key, np.array([1, 0], np.float32))


def rounded(scores: Mapping[str, float | None]) -> list[float | None]:
    return [None if score is None else round(score, 4) for score in scores.values()]


def contents(records: list[Record]) -> list[str]:
    return [record.segment.content for record in records]


@pytest.fixture
async def base(rt: Runtime, workspace_id: str) -> Dataset:
    dataset = await make_base(rt, workspace_id)
    await add_document(rt, dataset, TEXTS)
    return dataset


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("query", "best"),
    [("When are refunds paid?", 0), ("十四天内退款", 2), ("v1.2.3", 4), ("Rome office", 3)],
    ids=["english", "chinese", "version", "words"],
)
async def test_every_method_finds_the_fitting_segment_first(
    rt: Runtime, base: Dataset, method: str, query: str, best: int
) -> None:
    records = await retrieve(rt, base, query, settings(method))
    assert contents(records)[0] == TEXTS[best]
    scores = [record.score for record in records]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


async def test_each_hit_shows_the_scores_that_its_own_is_made_of(rt: Runtime, base: Dataset) -> None:
    weights = {"vector_setting": {"vector_weight": 0.6}, "keyword_setting": {"keyword_weight": 0.4}}
    for record in await retrieve(rt, base, "refunds paid", settings(weights=weights)):
        shown = record.scores
        assert shown["final"] == record.score
        assert shown["vector"] is not None
        assert shown["relative_keyword"] is not None
        assert record.score == pytest.approx(0.6 * shown["vector"] + 0.4 * shown["relative_keyword"], abs=2e-6)
        assert shown["rerank"] is None


@pytest.mark.parametrize(("method", "part"), [("semantic_search", "vector"), ("full_text_search", "keyword")])
async def test_the_score_of_one_method_is_its_own(rt: Runtime, base: Dataset, method: str, part: str) -> None:
    for record in await retrieve(rt, base, "refunds paid", settings(method)):
        assert record.score == record.scores[part]


async def test_the_vector_score_is_the_cosine_and_0_where_it_is_negative(rt: Runtime, workspace_id: str) -> None:
    dataset = await make_base(rt, workspace_id, dimensions=2)
    await add_document(rt, dataset, ["a", "b", "c"], vectors=[[1, 0], [0.6, 0.8], [-1, 0]])
    know_the_query(rt, "zzz")
    records = await retrieve(rt, dataset, "zzz", settings("semantic_search"))
    assert [(record.segment.content, record.score) for record in records] == [("a", 1), ("b", 0.6), ("c", 0)]


@pytest.mark.parametrize(
    ("threshold", "found"), [(0.6, ["a", "b"]), (0.600001, ["a"]), (1.0, ["a"]), (0.0, ["a", "b", "c"])]
)
async def test_the_threshold_is_inclusive_and_applies_to_the_score_that_is_shown(
    rt: Runtime, workspace_id: str, threshold: float, found: list[str]
) -> None:
    dataset = await make_base(rt, workspace_id, dimensions=2)
    await add_document(rt, dataset, ["a", "b", "c"], vectors=[[1, 0], [0.6, 0.8], [-1, 0]])
    know_the_query(rt, "zzz")
    model = settings("semantic_search", score_threshold_enabled=True, score_threshold=threshold)
    assert contents(await retrieve(rt, dataset, "zzz", model)) == found
    off = settings("semantic_search", score_threshold_enabled=False, score_threshold=threshold)
    assert len(await retrieve(rt, dataset, "zzz", off)) == 3


RERANKED: dict[str, Any] = {
    "reranking_enable": True,
    "reranking_mode": "reranking_model",
    "reranking_model": {"reranking_provider_name": "demo", "reranking_model_name": "demo-rerank"},
}
WAYS: dict[str, dict[str, Any]] = {
    **{method: settings(method) for method in METHODS},
    "ranks": settings(reranking_mode="reciprocal_rank_fusion"),
    "rerank": settings(**RERANKED),
    "blend": settings(**RERANKED, weights={"rerank_setting": {"rerank_weight": 0.3}}),
    "threshold": settings(score_threshold_enabled=True, score_threshold=0.1),
}


@pytest.mark.parametrize("way", WAYS)
async def test_a_greater_top_k_only_appends(rt: Runtime, workspace_id: str, way: str) -> None:
    dataset = await make_base(rt, workspace_id)
    words = ["boat", "ferry", "town", "nine", "train", "tax"]
    texts = [" ".join(pair) for pair in itertools.product(words, words)] * 4  # with equals
    await add_document(rt, dataset, texts)
    found = [
        [
            (record.segment.id, record.score)
            for record in await retrieve(rt, dataset, "ferry to town", {**WAYS[way], "top_k": k})
        ]
        for k in (1, 2, 3, 7, 20, 41, 100)
    ]
    for shorter, longer in itertools.pairwise(found):
        assert longer[: len(shorter)] == shorter
    assert len(found[2]) == 3


async def test_fused_ranks_are_a_share_of_the_best_that_could_be(rt: Runtime, base: Dataset) -> None:
    records = await retrieve(rt, base, "office Rome opens", settings(reranking_mode="reciprocal_rank_fusion"))
    assert records[0].segment.content == TEXTS[3]
    assert records[0].score == 1  # first of both lists
    assert all(record.score < 1 for record in records[1:])


async def test_a_model_ranks_the_candidates_and_its_score_is_the_hit_s(rt: Runtime, base: Dataset) -> None:
    records = await retrieve(rt, base, "days three parcels", settings(**RERANKED))
    assert contents(records)[0] == TEXTS[1]
    assert (records[0].score, records[0].scores["rerank"]) == (1, 1)
    assert all(record.score == record.scores["rerank"] for record in records)


async def test_a_model_s_score_can_be_mixed_with_the_one_before(rt: Runtime, base: Dataset) -> None:
    weights = {"rerank_setting": {"rerank_weight": 0.3}}
    plain = {record.segment.id: record.score for record in await retrieve(rt, base, "days three", settings(top_k=6))}
    for record in await retrieve(rt, base, "days three", settings(**RERANKED, weights=weights)):
        mixed = 0.7 * plain[record.segment.id] + 0.3 * (record.scores["rerank"] or 0)
        assert record.score == pytest.approx(mixed, abs=2e-6)


async def test_candidates_have_a_threshold_and_a_number_of_their_own(rt: Runtime, base: Dataset) -> None:
    all_of_them = await retrieve(rt, base, "refunds paid days", settings(**RERANKED, top_k=6))
    plain = await retrieve(rt, base, "refunds paid days", settings(top_k=6))
    assert len(all_of_them) == len(plain) == 6
    least = plain[2].score
    fewer = await retrieve(rt, base, "refunds paid days", settings(**RERANKED, top_k=6, candidate_threshold=least))
    assert {record.segment.id for record in fewer} == {record.segment.id for record in plain[:3]}
    few = await retrieve(rt, base, "refunds paid days", settings(**RERANKED, top_k=6, candidates=2))
    assert {record.segment.id for record in few} == {record.segment.id for record in plain[:2]}


async def test_a_ranking_model_that_nobody_named_ranks_nothing(rt: Runtime, base: Dataset) -> None:
    named_none = settings(reranking_enable=True, reranking_mode="reranking_model")
    ranked = await retrieve(rt, base, "refunds", named_none)
    assert [record.scores for record in ranked] == [r.scores for r in await retrieve(rt, base, "refunds", settings())]


async def test_a_ranking_server_that_fails_fails_the_search(
    rt: Runtime, workspace_id: str, base: Dataset, vendor: Vendor
) -> None:
    await sign_in(rt, workspace_id, vendor)
    model = {"reranking_provider_name": "cohere", "reranking_model_name": "r"}
    with pytest.raises(ModelError, match="Cohere"):
        await retrieve(rt, base, "refunds", settings(**{**RERANKED, "reranking_model": model}))


@pytest.mark.parametrize(
    "wrong",
    [
        {"search_method": "magic"},
        {"top_k": 0},
        {"score_threshold_enabled": True, "score_threshold": 1.5},
        {"score_threshold_enabled": True, "score_threshold": 0.3, "candidate_threshold": 0.5},
        {"metadata_filtering_conditions": {"conditions": [{"name": "a", "comparison_operator": "like"}]}},
        {"metadata_filtering_conditions": {"logical_operator": "xor"}},
    ],
    ids=["method", "top-k", "threshold", "candidates", "operator", "logic"],
)
async def test_settings_that_make_no_sense_are_refused(rt: Runtime, base: Dataset, wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        await retrieve(rt, base, "refunds", settings(**wrong))


async def test_a_base_is_searched_by_its_own_settings_unless_told_otherwise(rt: Runtime, workspace_id: str) -> None:
    dataset = await make_base(rt, workspace_id, retrieval_model=settings("full_text_search", top_k=1))
    await add_document(rt, dataset, TEXTS)
    (record,) = await retrieve(rt, dataset, "days")
    assert record.scores["vector"] is None


@pytest.mark.parametrize("query", ["", "  "])
async def test_nothing_asked_nothing_found(rt: Runtime, base: Dataset, query: str) -> None:
    assert await retrieve(rt, base, query, settings()) == []


@pytest.mark.parametrize("dimensions", [None, 384])
async def test_an_empty_base_finds_nothing_and_is_no_error(
    rt: Runtime, workspace_id: str, dimensions: int | None
) -> None:
    dataset = await make_base(rt, workspace_id, dimensions=dimensions)
    assert await retrieve(rt, dataset, "refunds", settings()) == []


async def test_a_base_without_vectors_is_searched_by_words(rt: Runtime, workspace_id: str) -> None:
    dataset = await make_base(rt, workspace_id, indexing_technique="economy", dimensions=None, embedding_model=None)
    await add_document(rt, dataset, TEXTS)
    for method in METHODS:
        records = await retrieve(rt, dataset, "refunds paid", settings(method))
        assert contents(records) == [TEXTS[0], TEXTS[5]]
        assert records[0].scores["vector"] is None


async def test_a_model_of_another_size_than_the_base_is_told(rt: Runtime, workspace_id: str) -> None:
    dataset = await make_base(rt, workspace_id, dimensions=2)
    await add_document(rt, dataset, ["a"], vectors=[[1, 0]])
    with pytest.raises(ModelError, match="vectors of 384 numbers, but the base Base holds vectors of 2"):
        await retrieve(rt, dataset, "a", settings())


async def test_children_are_compared_and_their_parents_returned(rt: Runtime, workspace_id: str) -> None:
    dataset = await make_base(rt, workspace_id, doc_form="hierarchical_model")
    await add_document(rt, dataset, [("All about boats", ["ferry at nine", "boat at ten"]), ("Taxes", ["income tax"])])
    records = await retrieve(rt, dataset, "ferry at nine", settings("hybrid_search"))
    assert contents(records) == ["All about boats", "Taxes"]
    children = [(chunk.content, score) for chunk, score in records[0].children]
    assert [content for content, _ in children] == ["ferry at nine", "boat at ten"]
    assert children[0][1] == records[0].score
    assert children[0][1] > children[1][1]


async def test_a_question_is_compared_and_comes_with_its_answer(rt: Runtime, workspace_id: str) -> None:
    dataset = await make_base(rt, workspace_id, doc_form="qa_model")
    await add_document(rt, dataset, [("When does the ferry leave?", "At nine."), ("Who pays taxes?", "Everyone.")])
    first = (await retrieve(rt, dataset, "ferry leave", settings(**RERANKED)))[0]
    assert (first.segment.content, first.segment.answer) == ("When does the ferry leave?", "At nine.")


@pytest.mark.parametrize(
    "change",
    [{"enabled": False}, {"archived": True}, {"indexing_status": "indexing"}],
    ids=["disabled", "archived", "being indexed"],
)
@pytest.mark.parametrize("tells", [True, False], ids=["told", "untold"])
async def test_documents_that_are_switched_off_are_never_found(
    rt: Runtime, base: Dataset, change: dict[str, Any], tells: bool
) -> None:
    other = await add_document(rt, base, ["Refunds are paid."])
    assert len(await retrieve(rt, base, "refunds paid", settings(top_k=1))) == 1
    await storage.knowledge.documents.update_document(rt.db, other, **change)
    rt.base_versions[base.id] += tells
    records = await retrieve(rt, base, "refunds paid", settings(top_k=2))
    assert len(records) == 2
    assert other.id not in {record.document.id for record in records}


async def test_segments_that_are_switched_off_or_deleted_are_never_found(rt: Runtime, base: Dataset) -> None:
    other = await add_document(rt, base, ["Refunds one.", "Refunds two."])
    one, two = storage.knowledge.segments.list_segments(rt.db, other)[0]
    await retrieve(rt, base, "refunds", settings())
    await storage.knowledge.segments.set_segments(rt.db, other, [one.id], enabled=False)
    await storage.knowledge.segments.delete_segments(rt.db, base, other, [two.id])
    for tells in (False, True):
        rt.base_versions[base.id] += tells
        found = await retrieve(rt, base, "refunds one two", settings(top_k=10))
        assert other.id not in {record.document.id for record in found}
        assert len(found) == len(TEXTS)


async def test_new_segments_are_found_at_once(rt: Runtime, base: Dataset) -> None:
    assert await retrieve(rt, base, "zebra", settings("full_text_search")) == []
    await add_document(rt, base, ["A zebra has stripes."])
    assert contents(await retrieve(rt, base, "zebra", settings("full_text_search"))) == ["A zebra has stripes."]


async def filtered(rt: Runtime, workspace_id: str) -> tuple[Dataset, MetadataField]:
    """Return a base of three documents with years."""
    dataset = await make_base(rt, workspace_id, "Years")
    year = MetadataField(workspace_id=workspace_id, dataset_id=dataset.id, name="year", type="number")
    await storage.knowledge.datasets.add_field(rt.db, year)
    for number in (2019, 2022, 2024):
        await add_document(rt, dataset, [f"Refunds in {number}"], name=f"{number}.md", doc_metadata={year.id: number})
    await add_document(rt, dataset, ["Refunds at any time"], name="any.md")
    return dataset, year


@pytest.mark.parametrize(
    ("conditions", "operator", "found"),
    [
        ([("year", "≥", 2022)], "and", {"2022.md", "2024.md"}),
        ([("year", ">", 2019), ("year", "<", 2024)], "and", {"2022.md"}),
        ([("year", "=", 2019), ("year", "empty", None)], "or", {"2019.md", "any.md"}),
        ([("year", "in", ["2019", "2024"])], "and", {"2019.md", "2024.md"}),
        ([("year", "=", 1900)], "and", set()),
        ([("nothing", "is", "x")], "and", set()),
    ],
)
async def test_documents_are_filtered_by_their_metadata(
    rt: Runtime, workspace_id: str, conditions: list[Any], operator: str, found: set[str]
) -> None:
    dataset, _ = await filtered(rt, workspace_id)
    items = [dict(zip(("name", "comparison_operator", "value"), one, strict=True)) for one in conditions]
    given = {"logical_operator": operator, "conditions": items}
    for method in METHODS:
        records = await retrieve(rt, dataset, "refunds", settings(method, metadata_filtering_conditions=given))
        assert {record.document.name for record in records} == found


async def test_built_in_fields_count_where_the_base_has_them(rt: Runtime, workspace_id: str) -> None:
    dataset, _ = await filtered(rt, workspace_id)
    given = {"conditions": [{"name": "document_name", "comparison_operator": "start with", "value": "20"}]}
    model = settings(metadata_filtering_conditions=given)
    assert await retrieve(rt, dataset, "refunds", model) == []
    dataset = await storage.knowledge.datasets.update_dataset(rt.db, workspace_id, dataset.id, has_built_in_fields=True)
    assert len(await retrieve(rt, dataset, "refunds", model)) == 3


async def test_several_bases_are_searched_by_their_own_settings_and_put_in_one_order(
    rt: Runtime, workspace_id: str
) -> None:
    first = await make_base(rt, workspace_id, "First", retrieval_model=settings("semantic_search", top_k=1))
    second = await make_base(rt, workspace_id, "Second", indexing_technique="economy", dimensions=None)
    await add_document(rt, first, TEXTS[:3])
    await add_document(rt, second, TEXTS[3:])
    records = await retrieve_many(rt, [first, second], "parcels refunded", RetrievalSettings(top_k=4))
    assert {record.dataset.name for record in records} == {"First", "Second"}
    scores = [record.score for record in records]
    assert scores == sorted(scores, reverse=True)
    assert len(records) == 4
    least = RetrievalSettings(top_k=4, score_threshold=scores[1])
    assert len(await retrieve_many(rt, [first, second], "parcels refunded", least)) == 2


async def test_weights_over_several_bases_use_what_scores_there_are(rt: Runtime, workspace_id: str) -> None:
    first = await make_base(rt, workspace_id, "First", retrieval_model=settings("full_text_search"))
    second = await make_base(rt, workspace_id, "Second", indexing_technique="economy", dimensions=None)
    await add_document(rt, first, TEXTS[:3])
    await add_document(rt, second, TEXTS[3:])
    weighing = RetrievalSettings(top_k=9, reranking="weighted_score", vector_weight=0.8, keyword_weight=0.2)
    records = await retrieve_many(rt, [first, second], "days parcel office", weighing)
    best = max(record.scores["keyword"] or 0 for record in records)
    for record in records:
        vector, keyword = record.scores["vector"], record.scores["keyword"]
        assert keyword is not None
        assert (vector is None) == (record.dataset.id == second.id)
        expected = keyword if vector is None else 0.8 * vector + 0.2 * keyword / best
        assert record.score == pytest.approx(expected, abs=2e-6)


async def test_a_model_ranks_what_several_bases_found(rt: Runtime, workspace_id: str) -> None:
    bases = [await make_base(rt, workspace_id, name) for name in ("First", "Second")]
    await add_document(rt, bases[0], ["boat"])
    await add_document(rt, bases[1], ["boat at nine"])
    ranking = RetrievalSettings(reranking="reranking_model", reranking_model=("demo", "demo-rerank"))
    records = await retrieve_many(rt, bases, "boat nine", ranking)
    assert [(record.segment.content, record.score) for record in records] == [("boat at nine", 1), ("boat", 0.5)]


async def test_conditions_hold_in_every_base(rt: Runtime, workspace_id: str, base: Dataset) -> None:
    dataset, _ = await filtered(rt, workspace_id)
    conditions = RetrievalSettings(conditions=[MetadataCondition("year", "=", 2019)])
    records = await retrieve_many(rt, [base, dataset], "refunds", conditions)
    assert contents(records) == ["Refunds in 2019"]


async def test_searches_are_logged_and_hits_counted_in_the_background(rt: Runtime, base: Dataset) -> None:
    for _ in range(3):
        found = await retrieve(rt, base, "refunds paid", settings(top_k=2), source="hit_testing", user="u")
    await retrieve_many(rt, [base], "refunds paid", RetrievalSettings(top_k=1), app_id="a")
    await rt.background.idle()
    log, total = list_retrievals(rt.db, base.workspace_id, base.id)
    assert total == 4
    assert [(one.source, one.app_id, one.query) for one in log] == [
        ("app", "a", "refunds paid"),
        *[("hit_testing", None, "refunds paid")] * 3,
    ]
    assert [hit["segment_id"] for hit in log[-1].hits] == [record.segment.id for record in found]
    assert log[-1].hits[0]["scores"]["final"] == found[0].score
    assert list_retrievals(rt.db, base.workspace_id, base.id, source="app")[1] == 1
    counts = storage.knowledge.documents.hit_counts(
        rt.db, base.workspace_id, "segment_id", [record.segment.id for record in found]
    )
    assert sorted(counts.values()) in ([3, 4], [4, 3])


async def test_a_query_is_embedded_once(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    await sign_in(rt, workspace_id, vendor)
    dataset = await make_base(rt, workspace_id, embedding_provider="openai", embedding_model="small", dimensions=8)
    await add_document(rt, dataset, ["one", "two"])
    asked = len(vendor.requests)
    for _ in range(3):
        await retrieve(rt, dataset, "one", settings("semantic_search"))
    assert len(vendor.requests) == asked + 1


async def test_a_base_too_large_for_the_memory_is_searched_in_the_database_alike(
    rt: Runtime, base: Dataset, tmp_path: Any
) -> None:
    other = await add_document(rt, base, ["Refunds are paid by a clerk.", "Taxes"])
    gone = await add_document(rt, base, ["Refunds nowhere"])
    await storage.knowledge.documents.update_document(rt.db, gone, enabled=False)
    rt.base_versions[base.id] += 1
    queries = ["refunds paid days", "退款", "parcel", "nothing of this"]

    async def answers() -> list[Any]:
        given = {"conditions": [{"name": "x", "comparison_operator": "empty"}]}
        return [
            [(record.segment.id, rounded(record.scores)) for record in found]
            for query in queries
            for way in WAYS.values()
            for conditions in (None, given)
            for found in [await retrieve(rt, base, query, {**way, "metadata_filtering_conditions": conditions})]
        ]

    in_memory = await answers()
    assert isinstance(await rt.indexes.of(base), MemoryIndex)
    rt.settings = Settings(data_dir=tmp_path, embedded_redis=False, knowledge_memory_mb=0)
    rt.indexes = Indexes(rt)
    assert isinstance(await rt.indexes.of(base), StoredIndex)
    assert await answers() == in_memory
    assert other.id in {record.document.id for record in await retrieve(rt, base, "clerk", settings())}
