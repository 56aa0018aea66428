"""A base whose vectors are in Qdrant, by the plugin that ships as an example: the same answers as the database's."""

import shutil
from collections.abc import AsyncIterator, Iterator
from types import SimpleNamespace
from typing import Any, cast

import pyarrow as pa
import pytest

from config import PROJECT
from engine.plugins.errors import VectorStoreUnavailable
from engine.web.guard import guarded_client
from services.errors import InvalidInput
from services.knowledge import datasets, documents, segments
from services.knowledge.datasets import DatasetChanges
from services.knowledge.exporting import export_base
from services.knowledge.ingest import Ingest
from services.knowledge.loading import take_in
from services.knowledge.retrieval import retrieve
from services.knowledge.runners import ChildRunner
from services.knowledge.spool import SEGMENTS, Attempt, Pieces, units_schema
from services.knowledge.stores import collection_of
from services.plugins import lifecycle
from services.runtime import Runtime
from storage.knowledge.kept import count_kept, waiting_vectors
from storage.records import Dataset
from tests.services.bases import add_document, make_base
from tests.services.plugins import switch_on
from tests.services.qdrant_server import QdrantServer, qdrant_server

STORE = "qdrant/qdrant"


@pytest.fixture
def server() -> Iterator[QdrantServer]:
    with qdrant_server() as running:
        yield running


@pytest.fixture
async def stored(rt: Runtime, server: QdrantServer) -> AsyncIterator[Runtime]:
    """A runtime with the plugin switched on."""
    shutil.copytree(PROJECT / "examples/plugins/qdrant", rt.plugins.folders.home / "qdrant")
    rt.http = guarded_client(allowed=["127.0.0.1"])
    rt.ingest = Ingest(rt, ChildRunner(withheld=[]))
    await lifecycle.put_settings(rt, "qdrant", {"url": server.url, "api_key": server.api_key})
    await switch_on(rt, "qdrant")
    yield rt
    await rt.background.idle()
    await rt.plugins.stop()
    await rt.http.aclose()


TEXTS = ["the ferry leaves at nine", "bread is baked at night", "ships carry grain", "the harbour is cold"]


async def filled(rt: Runtime, workspace_id: str, name: str, **columns: object) -> Dataset:
    base = await make_base(rt, workspace_id, name, **columns)
    await add_document(rt, base, TEXTS[:2], name="one")
    await add_document(rt, base, TEXTS[2:], name="two")
    return base


async def found(
    rt: Runtime, base: Dataset, query: str = "when does the ferry leave", **settings: Any
) -> list[tuple[str, float]]:
    model = {"search_method": "semantic_search", "top_k": 10, "reranking_enable": False, **settings}
    return [(one.segment.content, round(one.score, 4)) for one in await retrieve(rt, base, query, model)]


WEIGHTS = {"vector_setting": {"vector_weight": 0.5}, "keyword_setting": {"keyword_weight": 0.5}}
HYBRID = {"search_method": "hybrid_search", "reranking_mode": "weighted_score", "weights": WEIGHTS}
FULL_TEXT = {"search_method": "full_text_search"}
OF_ONE = {
    "logical_operator": "and",
    "conditions": [{"name": "document_name", "comparison_operator": "is", "value": "one"}],
}


async def test_a_store_answers_as_the_database_does_whatever_is_switched_off_filtered_or_deleted(
    stored, workspace_id, server
):
    here = await filled(stored, workspace_id, "Here", has_built_in_fields=True)
    base = await filled(stored, workspace_id, "There", has_built_in_fields=True, vector_store=STORE)
    for settings in ({}, HYBRID, FULL_TEXT):
        assert await found(stored, base, **settings) == await found(stored, here, **settings)
    await stored.background.idle()
    assert len(server.points[collection_of(base)]) == count_kept(stored.db, base) == 4
    assert waiting_vectors(stored.db, base, 10) == []

    one, two = sorted(await datasets.documents_in(stored, base), key=lambda document: document.name)
    await documents.switch(stored, base, [one.id], "disable")
    assert {text for text, _ in await found(stored, base)} == set(TEXTS[2:])
    await documents.switch(stored, base, [one.id], "enable")
    assert {text for text, _ in await found(stored, base, metadata_filtering_conditions=OF_ONE)} == set(TEXTS[:2])

    (segment, _) = (await segments.page_of(stored, two)).items
    await segments.delete(stored, base, two, [segment.id])
    await documents.delete(stored, base, [one.id])
    await stored.background.idle()
    assert len(server.points[collection_of(base)]) == 1
    await datasets.delete(stored, base)
    assert collection_of(base) not in server.points


async def test_while_a_store_is_down_nothing_is_lost_and_everybody_is_told(stored, workspace_id, server, tmp_path):
    base = await filled(stored, workspace_id, "There", vector_store=STORE)
    (document, *_) = await datasets.documents_in(stored, base)
    await stored.vector_stores.settle(base)
    server.is_down = True
    with pytest.raises(VectorStoreUnavailable, match="Qdrant answered 503"):
        await found(stored, base)
    late = await add_document(stored, base, ["tides rise twice a day"], name="late")
    await stored.vector_stores.try_settle(base)
    assert [point["document"] for point in waiting_vectors(stored.db, base, 10)] == [late.id]
    assert await found(stored, base, "tides", **FULL_TEXT)
    failures = await take_in(stored, [(document, handed(base))])
    assert failures[document.id].may_pass
    assert "Qdrant answered 503" in failures[document.id].message
    server.is_down = False
    assert (await found(stored, base, "tides rise twice a day"))[0][0] == "tides rise twice a day"
    await stored.vector_stores.settle(base)
    assert len(server.points[collection_of(base)]) == 5

    with pytest.raises(InvalidInput, match="cannot hold them"):
        await export_base(stored, base, tmp_path / "base.zip")
    with pytest.raises(InvalidInput, match="there are qdrant/qdrant"):
        await datasets.update(stored, base, DatasetChanges(vector_store="nowhere/store"))
    await lifecycle.disable(stored, "qdrant")
    with pytest.raises(VectorStoreUnavailable, match="not switched on"):
        await found(stored, base)


async def test_a_base_moves_to_a_store_and_back_with_its_documents_indexed_anew(stored, workspace_id, server):
    base = await filled(stored, workspace_id, "Base")
    moved = await datasets.update(stored, base, DatasetChanges(vector_store=STORE))
    assert moved.vector_store == STORE
    assert {one.indexing_status for one in await datasets.documents_in(stored, moved)} == {"waiting"}
    assert collection_of(base) in server.points
    await add_document(stored, moved, TEXTS[:1], name="new")
    assert await found(stored, moved) == [(TEXTS[0], (await found(stored, moved))[0][1])]
    for document in await datasets.documents_in(stored, moved):
        await stored.ingest.cancel(document) if document.indexing_status == "waiting" else None
    back = await datasets.update(stored, moved, DatasetChanges(vector_store=""))
    assert back.vector_store is None
    assert collection_of(base) not in server.points


def handed(base: Dataset) -> Attempt:
    """Return an attempt that hands over one text."""
    text, hashed = "a text", "h"
    segment: dict[str, Any] = {
        "content": text,
        "answer": None,
        "page": None,
        "headings": [],
        "keywords": [],
        "tokens": 2,
        "hash": hashed,
    }
    unit: dict[str, Any] = {
        "segment": 0,
        "child": None,
        "tokens": 0,
        "hash": hashed,
        "terms": ["text"],
        "vector": [1.0] * 384,
    }
    pieces = Pieces(
        pa.Table.from_pylist([segment], SEGMENTS), pa.Table.from_pylist([unit], units_schema(base.dimensions))
    )
    return cast(Attempt, SimpleNamespace(pieces=lambda: pieces))
