"""The knowledge retrieval node over knowledge bases in memory."""

from typing import Any

import pytest

from engine.errors import NodeError, VariableNotFound
from engine.knowledge.in_memory import KnowledgeBase, MemoryRetrieval, Segment
from engine.knowledge.metadata import passes
from engine.knowledge.search import Dataset, MetadataCondition, RetrievalSettings
from engine.knowledge.terms import terms
from engine.models.base import Abilities, ToolCall
from engine.nodes.base import Result
from engine.resources import Resources
from tests.engine.alone import node, run_alone
from tests.engine.models import Scripted

GUIDE = KnowledgeBase(
    Dataset("guide", "Guide", "How to use the product", metadata_fields=["year"]),
    [
        Segment(content="Refunds are paid within 14 days.", document_name="refunds.md", metadata={"year": 2024}),
        Segment(content="Parcels arrive after three days.", document_name="parcels.md", metadata={"year": 2020}),
        Segment(content="退款将在十四天内支付。", document_name="退款.md", metadata={"year": 2024}),
        Segment(content="When are refunds refused?", answer="After 30 days.", document_name="faq.md"),
    ],
)
NEWS = KnowledgeBase(Dataset("news", "News"), [Segment(content="Refunds became faster.", document_name="news.md")])
RETRIEVAL = MemoryRetrieval([GUIDE, NEWS])


async def search(query: Any = "refunds paid", *, ids: Any = ("guide",), models: Any = None, **data: Any) -> Result:
    """Run a knowledge retrieval node."""
    settings = {"query_variable_selector": ["start", "q"], "dataset_ids": list(ids), **data}
    resources = Resources(retrieval=RETRIEVAL, models=models)
    return await run_alone(
        "knowledge-retrieval", {"start": {"q": query, "year": "2024"}}, resources=resources, **settings
    )


def contents(result: Result) -> list[str]:
    return [item["content"] for item in result.outputs["result"]]


async def test_pieces_come_best_first_with_where_they_are_from():
    result = await search(multiple_retrieval_config={"top_k": 2, "score_threshold": None})
    first, second = result.outputs["result"]
    assert first == {
        "content": "Refunds are paid within 14 days.",
        "title": "refunds.md",
        "metadata": {
            "_source": "knowledge",
            "position": 1,
            "dataset_id": "guide",
            "dataset_name": "Guide",
            "document_id": "guide/refunds.md",
            "document_name": "refunds.md",
            "data_source_type": "upload_file",
            "segment_id": "guide/1",
            "retriever_from": "workflow",
            "score": first["metadata"]["score"],
            "segment_hit_count": 0,
            "segment_word_count": 32,
            "segment_position": 1,
            "segment_index_node_hash": None,
            "doc_metadata": {"year": 2024},
        },
    }
    assert second["content"] == "question:When are refunds refused? \nanswer:After 30 days."
    assert 1 >= first["metadata"]["score"] > second["metadata"]["score"] > 0


async def test_chinese_is_found_by_pairs_of_characters():
    assert contents(await search("什么时候退款")) == ["退款将在十四天内支付。"]
    assert terms("退款 in 14 days") == ["退款", "in", "14", "day"]


async def test_several_bases_are_searched_together_and_unknown_ones_skipped():
    result = await search("refunds", ids=["news", "gone", "guide"])
    assert {item["metadata"]["dataset_id"] for item in result.outputs["result"]} == {"news", "guide"}
    assert result.metadata == {"missing_datasets": ["gone"]}


@pytest.mark.parametrize(
    ("query", "ids"), [("refunds", ["gone"]), ("refunds", []), ("zebra", ["guide"])], ids=["unknown", "none", "no-hit"]
)
async def test_nothing_to_search_or_find_is_an_empty_success(query, ids):
    assert (await search(query, ids=ids)).outputs == {"result": []}


async def test_without_knowledge_bases_at_all_the_result_is_empty():
    given = {"query_variable_selector": ["start", "q"], "dataset_ids": ["a"]}
    result = await run_alone("knowledge-retrieval", {"start": {"q": "x"}}, **given)
    assert (result.outputs, result.metadata) == ({"result": []}, {"missing_datasets": ["a"]})


@pytest.mark.parametrize(("threshold", "found"), [(None, 2), (0, 2), (0.99, 0)])
async def test_a_threshold_above_zero_counts(threshold, found):
    result = await search("refunds", multiple_retrieval_config={"top_k": 5, "score_threshold": threshold})
    assert len(contents(result)) == found


async def test_top_k_limits_what_is_given():
    assert len(contents(await search("refunds days", multiple_retrieval_config={"top_k": 1}))) == 1


async def test_the_weighted_score_weighs_both_scores():
    def weighted(vector: float, keyword: float) -> RetrievalSettings:
        return RetrievalSettings(reranking="weighted_score", vector_weight=vector, keyword_weight=keyword)

    async def best(settings: RetrievalSettings) -> float:
        return (await RETRIEVAL.retrieve("refunds paid", ["guide"], settings))[0].score

    vector, keyword = await best(weighted(1, 0)), await best(weighted(0, 1))
    assert vector != keyword
    assert await best(weighted(0.5, 0.5)) == pytest.approx((vector + keyword) / 2, abs=1e-5)
    assert await best(RetrievalSettings()) == vector


async def test_the_settings_of_the_file_reach_the_search():
    config = {
        "top_k": 3,
        "score_threshold": 0.2,
        "reranking_enable": True,
        "reranking_mode": "weighted_score",
        "weights": {
            "vector_setting": {"vector_weight": 0.6, "embedding_provider_name": "p", "embedding_model_name": "m"},
            "keyword_setting": {"keyword_weight": 0.4},
        },
    }
    made = node("knowledge-retrieval", multiple_retrieval_config=config).config.multiple_retrieval_config.as_settings()
    assert made == RetrievalSettings(
        top_k=3,
        score_threshold=0.2,
        reranking="weighted_score",
        vector_weight=0.6,
        keyword_weight=0.4,
        embedding_model=("p", "m"),
    )


@pytest.mark.parametrize("value", [5, None, ["a"]])
async def test_a_query_that_is_no_text_fails(value):
    with pytest.raises(NodeError, match=r"Query variable is not string type\."):
        await search(value)


async def test_a_missing_or_empty_query_fails():
    with pytest.raises(VariableNotFound):
        await search(query_variable_selector=["start", "gone"])
    with pytest.raises(NodeError, match="empty"):
        await search(" ")


async def test_a_manual_filter_keeps_documents_whose_metadata_fit():
    conditions = [{"id": "c", "name": "year", "comparison_operator": "=", "value": "{{#start.year#}}"}]
    result = await search(
        "days refunds 退款",
        metadata_filtering_mode="manual",
        metadata_filtering_conditions={"logical_operator": "and", "conditions": conditions},
    )
    assert {item["metadata"]["document_name"] for item in result.outputs["result"]} == {"refunds.md", "退款.md"}


async def test_an_automatic_filter_asks_the_model():
    reply = '{"conditions": [{"name": "year", "comparison_operator": "=", "value": "2020"}, {"name": "x"}]}'
    model = Scripted(reply)
    result = await search(
        "days", metadata_filtering_mode="automatic", metadata_model_config={"name": "m"}, models=model
    )
    assert contents(result) == ["Parcels arrive after three days."]
    assert "year" in model.prompt[0][1]
    assert result.usage is not None


SINGLE = {"retrieval_mode": "single", "single_retrieval_config": {"model": {"provider": "p", "name": "m"}}}


@pytest.mark.parametrize(
    ("reply", "abilities", "found"),
    [
        (ToolCall("1", "search", '{"dataset_id": "news"}'), Abilities(), ["Refunds became faster."]),
        ('{"dataset_id": "news"}', Abilities(tools=False), ["Refunds became faster."]),
        ("none of them", Abilities(), []),
    ],
    ids=["call", "text", "none"],
)
async def test_in_single_mode_a_model_picks_the_base(reply, abilities, found):
    model = Scripted(reply, abilities=abilities)
    result = await search("refunds", ids=["guide", "news"], models=model, **SINGLE)
    assert contents(result) == found
    assert "How to use the product" in model.prompt[0][1]


async def test_one_base_alone_is_searched_without_asking():
    model = Scripted("x")
    assert contents(await search("refunds", ids=["news"], models=model, **SINGLE)) == ["Refunds became faster."]
    assert model.requests == []


@pytest.mark.parametrize(
    ("operator", "actual", "expected", "holds"),
    [
        ("contains", "abc", "b", True),
        ("not contains", "abc", "b", False),
        ("start with", "abc", "a", True),
        ("end with", "abc", "a", False),
        ("is", "2024", 2024, True),
        ("is not", "a", "b", True),
        ("empty", None, None, True),
        ("empty", "", None, True),
        ("not empty", "a", None, True),
        ("=", 3, "3.0", True),
        ("≠", 3, "4", True),
        (">", 3, "2", True),
        ("<", "x", "2", False),
        ("≥", 3, 3, True),
        ("≤", 4, "3", False),
        ("before", "2024-01-01", "2024-06-01", True),
        ("after", 1700000000, "2023-01-01", True),
        ("in", "a", ["a", "b"], True),
        ("in", "a", "b, a", True),
        ("not in", "a", ["a"], False),
        ("is not", None, "b", False),
    ],
)
def test_metadata_operators(operator, actual, expected, holds):
    assert passes({"f": actual}, [MetadataCondition("f", operator, expected)]) is holds


def test_conditions_are_joined():
    tests = [MetadataCondition("a", "is", "1"), MetadataCondition("a", "is", "2")]
    assert not passes({"a": "1"}, tests)
    assert passes({"a": "1"}, tests, "or")
    with pytest.raises(NodeError, match="'like'"):
        passes({"a": "1"}, [MetadataCondition("a", "like", "x")])
