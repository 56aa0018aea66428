"""Bases filled without workers, for measurements of searches."""

import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

import storage.knowledge.datasets
import storage.knowledge.documents
from config import Settings
from engine.knowledge.terms import terms
from services import accounts
from services.runtime import Runtime
from storage.knowledge.loading import NewPieces, replace_pieces
from storage.knowledge.units import unit_schema
from storage.records import Dataset, Segment, StoredDocument

Vectors = np.ndarray[Any, np.dtype[np.float32]]


@asynccontextmanager
async def product(folder: Path) -> AsyncIterator[tuple[Runtime, str]]:
    """Run the product on a data folder, without a queue; yields it and its workspace's id."""
    rt = await Runtime.start(Settings(data_dir=folder, embedded_redis=False, workers=0))
    try:
        yield rt, (await accounts.workspace(rt)).id
    finally:
        await rt.stop()


async def new_base(rt: Runtime, workspace_id: str, name: str, model: tuple[str, str], dimensions: int) -> Dataset:
    """Return a new, empty base."""
    dataset = Dataset(
        workspace_id=workspace_id,
        number=0,
        name=name,
        indexing_technique="high_quality",
        embedding_provider=model[0],
        embedding_model=model[1],
    )
    stored = await storage.knowledge.datasets.add_dataset(rt.db, dataset)
    return await storage.knowledge.datasets.update_dataset(rt.db, workspace_id, stored.id, dimensions=dimensions)


async def add_texts(rt: Runtime, dataset: Dataset, name: str, texts: Sequence[str], vectors: Vectors) -> StoredDocument:
    """Store a document with one segment for each text."""
    own: dict[str, Any] = {"workspace_id": dataset.workspace_id, "dataset_id": dataset.id}
    document = StoredDocument(**own, position=0, batch="1", name=name, attempt=1, indexing_status="completed")
    (document,) = await storage.knowledge.documents.add_documents(rt.db, [document])
    own["document_id"] = document.id
    segments = [
        Segment(**own, position=place, content=text, word_count=len(text), hash=_hash(f"{place} {text}"))
        for place, text in enumerate(texts, 1)
    ]
    size = int(vectors.shape[1])
    columns = [
        pa.array([document.id] * len(texts), pa.string()),
        pa.array([segment.id for segment in segments], pa.string()),
        pa.nulls(len(texts), pa.string()),
        pa.array([segment.hash for segment in segments], pa.string()),
        pa.array([terms(text) for text in texts], pa.list_(pa.string())),
        pa.FixedSizeListArray.from_arrays(pa.array(vectors.reshape(-1), pa.float32()), size),
    ]
    units = pa.table(columns, schema=unit_schema(size))
    new = NewPieces(document=document, segments=segments, children=[], units=units, changes={})
    if not await replace_pieces(rt.db, dataset, new):
        raise RuntimeError("the document was changed while it was filled")
    rt.base_versions[dataset.id] += 1
    return document


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
