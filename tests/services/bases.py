"""Knowledge bases filled without workers, for the tests of searches."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

import storage.knowledge.datasets
import storage.knowledge.documents
from engine.knowledge.terms import terms
from services.knowledge.vectors import embed
from services.models import models_for
from services.runtime import Runtime
from storage.knowledge.loading import NewPieces, replace_pieces
from storage.knowledge.units import unit_schema
from storage.records import ChildChunk, Dataset, Segment, StoredDocument

Text = str | tuple[str, str] | tuple[str, list[str]]  # a segment; a question and its answer; a parent and its children


async def make_base(rt: Runtime, workspace_id: str, name: str = "Base", **columns: Any) -> Dataset:
    """Return a new base that embeds with the demo model."""
    usual: dict[str, Any] = {
        "indexing_technique": "high_quality",
        "embedding_provider": "demo",
        "embedding_model": "demo-embedding",
        "dimensions": 384,
    }
    dataset = Dataset(workspace_id=workspace_id, number=0, name=name, **{**usual, **columns})
    stored = await storage.knowledge.datasets.add_dataset(rt.db, dataset)
    return await storage.knowledge.datasets.update_dataset(
        rt.db, workspace_id, stored.id, dimensions=dataset.dimensions
    )


async def add_document(
    rt: Runtime,
    dataset: Dataset,
    texts: Sequence[Text],
    *,
    name: str = "document",
    vectors: Sequence[Sequence[float]] | None = None,
    **columns: Any,
) -> StoredDocument:
    """Index a document of these segments; `vectors` are those of its units, else the base's model makes them."""
    own: dict[str, Any] = {"workspace_id": dataset.workspace_id, "dataset_id": dataset.id}
    usual: dict[str, Any] = {"indexing_status": "completed", "attempt": 1, "batch": "1", "position": 0}
    document = StoredDocument(**own, name=name, **{**usual, **columns})
    (document,) = await storage.knowledge.documents.add_documents(rt.db, [document])
    segments, children, units = _rows(document, texts)
    given = np.asarray(vectors, np.float32) if vectors is not None else await _vectors(rt, dataset, units)
    for unit, vector in zip(units, [] if given is None else given, strict=False):
        unit["vector"] = vector.tolist()
    table = pa.Table.from_pylist(units, unit_schema(dataset.dimensions))
    new = NewPieces(document=document, segments=segments, children=children, units=table, changes={})
    assert await replace_pieces(rt.db, dataset, new)
    rt.base_versions[dataset.id] += 1
    return document


def _rows(
    document: StoredDocument, texts: Sequence[Text]
) -> tuple[list[Segment], list[ChildChunk], list[dict[str, Any]]]:
    own: dict[str, Any] = {
        "workspace_id": document.workspace_id,
        "dataset_id": document.dataset_id,
        "document_id": document.id,
    }
    segments, children, units = [], [], []
    for position, text in enumerate(texts, 1):
        content, more = (text, None) if isinstance(text, str) else text
        answer = more if isinstance(more, str) else None
        hash = f"{document.id}-{position}"
        segment = Segment(
            **own, position=position, content=content, answer=answer, word_count=len(content), hash=hash, page=position
        )
        segments.append(segment)
        parts = [
            ChildChunk(**own, segment_id=segment.id, position=place, content=part, hash=part)
            for place, part in enumerate(more if isinstance(more, list) else [], 1)
        ]
        children += parts
        compared_parts: list[ChildChunk | None] = [*parts] or [None]
        for child in compared_parts:
            compared = child.content if child else content
            row = {"document_id": document.id, "segment_id": segment.id, "child_id": child.id if child else None}
            units.append({**row, "hash": hash, "terms": terms(f"{compared} {answer or ''}"), "text": compared})
    return segments, children, units


async def _vectors(rt: Runtime, dataset: Dataset, units: Sequence[Mapping[str, Any]]) -> Any:
    if dataset.dimensions is None:
        return None
    registry = await models_for(rt, dataset.workspace_id)
    model = registry.embedding(dataset.embedding_provider or "", dataset.embedding_model or "")
    return await embed(model, [unit["text"] for unit in units])
