"""Indexes in memory: renewed by what has changed, bounded, with the scores of the database."""

from pathlib import Path

import numpy as np
import pytest

import storage.knowledge.documents
import storage.knowledge.segments
from config import Settings
from services.knowledge import matrix
from services.knowledge.matrix import Indexes, MemoryIndex, MemoryQuestion
from services.runtime import Runtime
from storage.knowledge import search
from storage.records import Dataset
from tests.services.bases import add_document, make_base


async def index_of(rt: Runtime, dataset: Dataset) -> MemoryIndex:
    index = await rt.indexes.of(dataset)
    assert isinstance(index, MemoryIndex)
    return index


def words_of(index: MemoryIndex, *terms: str) -> dict[int, float]:
    """Return the keyword scores of an index by unit number."""
    units, scores = MemoryQuestion(index, None, search.term_hashes(index.db, terms), None).words()
    return dict(zip(index.numbers[units].tolist(), scores.tolist(), strict=True))


async def test_an_index_is_kept_until_its_base_changes(rt: Runtime, workspace_id: str) -> None:
    dataset = await make_base(rt, workspace_id)
    await add_document(rt, dataset, ["one", "two"])
    first = await index_of(rt, dataset)
    assert await index_of(rt, dataset) is first
    await add_document(rt, dataset, ["three"])
    second = await index_of(rt, dataset)
    assert (len(first.numbers), len(second.numbers)) == (2, 3)
    assert second.numbers[:2].tolist() == first.numbers.tolist()


async def test_keyword_scores_are_those_of_the_database_through_every_change(rt: Runtime, workspace_id: str) -> None:
    dataset = await make_base(rt, workspace_id)
    texts = ["boats go to town", "boats boats boats", "a train to town goes", "知识库"]
    documents = [await add_document(rt, dataset, [text, f"{text} and {text}"]) for text in texts]
    await index_of(rt, dataset)
    for number in range(12):
        await add_document(rt, dataset, [f"boats number {number} to town", "town"])
        if number % 4 == 3:
            gone = documents.pop()
            await storage.knowledge.documents.delete_documents(rt.db, dataset, [gone.id])
            rt.base_versions[dataset.id] += 1
        index = await index_of(rt, dataset)
        for terms in (["boats"], ["boats", "town", "nowhere"], ["知识"], ["to", "boats", "10"]):
            numbers, scores = search.keyword_scores(rt.db, dataset, terms)
            assert words_of(index, *terms) == pytest.approx(dict(zip(numbers.tolist(), scores.tolist(), strict=True)))
    assert len(index.postings.parts) < 5


async def test_vectors_are_those_of_the_database(rt: Runtime, workspace_id: str) -> None:
    dataset = await make_base(rt, workspace_id)
    for number in range(3):
        await add_document(rt, dataset, [f"text {number}", f"another {number}"])
        index = await index_of(rt, dataset)
    numbers, rows = search.read_vectors(rt.db, dataset)
    assert index.numbers.tolist() == numbers.tolist()
    assert index.matrix is not None
    assert np.array_equal(index.matrix.products(rows[4], np.arange(6)), rows @ rows[4])


@pytest.mark.parametrize(("deleted", "is_made_anew"), [(1, False), (2, True)])
async def test_rows_that_are_gone_are_given_up_when_there_are_many(
    rt: Runtime, workspace_id: str, monkeypatch: pytest.MonkeyPatch, deleted: int, is_made_anew: bool
) -> None:
    monkeypatch.setattr(matrix, "LEAST_WASTE", 20)
    dataset = await make_base(rt, workspace_id)
    documents = [await add_document(rt, dataset, [f"{n} {m}" for m in range(10)]) for n in range(10)]
    await index_of(rt, dataset)
    gone = [document.id for document in documents[:deleted]]
    await storage.knowledge.documents.delete_documents(rt.db, dataset, gone)
    rt.base_versions[dataset.id] += 1
    index = await index_of(rt, dataset)
    assert len(index.numbers) == 100 - 10 * deleted * is_made_anew
    assert len(index.searchable) == 100 - 10 * deleted


def test_the_waste_that_is_given_up_is_a_fifth_of_at_least_a_thousand() -> None:
    assert (matrix.WASTE, matrix.LEAST_WASTE) == (0.2, 1000)


async def test_indexes_used_last_stay_within_the_memory(rt: Runtime, workspace_id: str, tmp_path: Path) -> None:
    rt.settings = Settings(data_dir=tmp_path, embedded_redis=False, knowledge_memory_mb=1)
    rt.indexes = Indexes(rt)
    bases = [await make_base(rt, workspace_id, f"{number}") for number in range(4)]
    for dataset in bases:
        await add_document(rt, dataset, [f"text {number}" for number in range(300)], vectors=np.eye(300, 384).tolist())
    kept = [await index_of(rt, dataset) for dataset in bases]
    assert 0 < rt.indexes.bytes <= 2**20
    assert await index_of(rt, bases[-1]) is kept[-1]
    assert await index_of(rt, bases[0]) is not kept[0]


async def test_a_base_whose_vectors_get_another_size_is_read_anew(rt: Runtime, workspace_id: str) -> None:
    dataset = await make_base(rt, workspace_id, dimensions=2)
    document = await add_document(rt, dataset, ["a"], vectors=[[1, 0]])
    await index_of(rt, dataset)
    await storage.knowledge.documents.delete_documents(rt.db, dataset, [document.id])
    dataset = await storage.knowledge.datasets.update_dataset(rt.db, workspace_id, dataset.id, dimensions=3)
    await add_document(rt, dataset, ["a", "b"], vectors=[[1, 0, 0], [0, 1, 0]])
    index = await index_of(rt, dataset)
    assert index.matrix is not None
    assert (len(index.numbers), index.matrix.dimensions) == (2, 3)
