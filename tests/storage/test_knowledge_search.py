"""Searches: BM25 as a share of what the query could reach, only of what may be found, and vectors as one matrix."""

import math
from collections import Counter
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from storage.changes import added, changed
from storage.database import Database
from storage.knowledge.loading import NewPieces, replace_pieces
from storage.knowledge.search import keyword_scores, read_vectors, searchable_units
from storage.knowledge.units import unit_schema
from storage.records import Dataset, Segment, StoredDocument

TEXTS = ["boats go to town", "boats boats boats", "a train to town goes", "知识 识库"]


def base(number: int) -> Dataset:
    return Dataset(workspace_id="w", number=number, name=f"base {number}", dimensions=2)


async def fill(db: Database, dataset: Dataset, texts: list[str]) -> StoredDocument:
    """Store a document with one segment for each text."""
    own: dict[str, Any] = {"workspace_id": "w", "dataset_id": dataset.id}
    document = StoredDocument(**own, position=1, batch="1", name="a", attempt=1, indexing_status="completed")
    await db.store(added(document))
    segments = [
        Segment(**own, document_id=document.id, position=place, content=text, hash=f"{place}")
        for place, text in enumerate(texts, 1)
    ]
    rows = [
        {
            "document_id": document.id,
            "segment_id": one.id,
            "child_id": None,
            "hash": one.hash,
            "terms": one.content.split(),
            "vector": [1.0, one.position],
        }
        for one in segments
    ]
    units = pa.Table.from_pylist(rows, unit_schema(2))
    assert await replace_pieces(
        db, dataset, NewPieces(document=document, segments=segments, children=[], units=units, changes={})
    )
    return document


def expected(texts: list[str], query: list[str]) -> list[float]:
    """Return the scores of a plain implementation."""
    bags = [Counter(text.split()) for text in texts]
    usual = sum(bag.total() for bag in bags) / len(bags)
    weight = {
        term: math.log(1 + (len(bags) - holders + 0.5) / (holders + 0.5))
        for term in set(query)
        for holders in [sum(term in bag for bag in bags)]
    }
    return [
        sum(
            weight[term] * bag[term] / (bag[term] + 1.2 * (0.25 + 0.75 * bag.total() / usual))
            for term in weight
            if bag[term]
        )
        / sum(weight.values())
        for bag in bags
    ]


@pytest.mark.parametrize(
    "query",
    [["boats"], ["boats", "town"], ["boats", "nowhere"], ["town", "town", "train"], ["识库"]],
    ids=" ".join,
)
async def test_scores_are_those_of_bm25(db: Database, query: list[str]) -> None:
    dataset = base(1)
    await fill(db, dataset, TEXTS)
    await fill(db, base(2), ["boats"] * 50)  # of another base: counts nowhere
    numbers, scores = keyword_scores(db, dataset, query)
    places = searchable_units(db, dataset)
    found = dict(zip(numbers.tolist(), scores.tolist(), strict=True))
    wanted = {int(number): score for number, score in zip(places, expected(TEXTS, query), strict=True) if score}
    assert found == pytest.approx(wanted)
    assert all(0 < score < 1 for score in found.values())


async def test_words_that_are_nowhere_find_nothing(db: Database) -> None:
    await fill(db, base(1), TEXTS)
    for query in ([], ["nowhere"]):
        numbers, scores = keyword_scores(db, base(1), query)
        assert len(numbers) == len(scores) == 0


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("documents", {"enabled": False}),
        ("documents", {"archived": True}),
        ("documents", {"indexing_status": "indexing"}),
        ("segments", {"enabled": False}),
        ("segments", {"status": "error"}),
    ],
)
async def test_what_is_switched_off_is_not_found(db: Database, table: str, values: dict[str, Any]) -> None:
    dataset = base(1)
    await fill(db, dataset, ["one"])
    row = db.query(f"SELECT id FROM {table}")[0]
    await db.store(changed(table, row["id"], **values))
    assert len(searchable_units(db, dataset)) == 0


async def test_documents_can_be_chosen(db: Database) -> None:
    dataset = base(1)
    await fill(db, dataset, ["one", "two"])
    second = await fill(db, dataset, ["three"])
    assert len(searchable_units(db, dataset)) == 3
    assert len(searchable_units(db, dataset, [second.id])) == 1
    assert len(searchable_units(db, dataset, [])) == 0


async def test_vectors_come_as_one_matrix_in_the_order_of_their_units(db: Database) -> None:
    dataset = base(1)
    await fill(db, dataset, TEXTS)
    numbers, vectors = read_vectors(db, dataset)
    assert numbers.tolist() == sorted(numbers.tolist())
    assert vectors.dtype == np.float32
    assert vectors.tolist() == [[1, 1], [1, 2], [1, 3], [1, 4]]
