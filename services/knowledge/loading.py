"""From what a worker handed over to rows."""

import asyncio
import logging
import time
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pyarrow as pa

import storage.knowledge.datasets
from engine.plugins.errors import VectorStoreUnavailable
from services.errors import InvalidInput, ServiceError
from services.knowledge.spool import Attempt, Failure, Pieces
from storage.errors import NotFound, StorageError
from storage.ids import new_id
from storage.knowledge.loading import NewPieces, replace_pieces
from storage.knowledge.units import unit_schema
from storage.records import ChildChunk, Dataset, Segment, StoredDocument

if TYPE_CHECKING:
    from services.runtime import Runtime

logger = logging.getLogger(__name__)


async def take_in(rt: "Runtime", given: Sequence[tuple[StoredDocument, Attempt]]) -> dict[str, Failure]:
    """Put what attempts have handed over in the place of their documents' old pieces; all belong to one base.

    Returns why that cannot be done, by the document's id. Nothing is done for attempts that were overtaken, or whose
    base is gone.
    """
    workspace_id, dataset_id = given[0][0].workspace_id, given[0][0].dataset_id
    failures: dict[str, Failure] = {}
    new: list[NewPieces] = []
    try:
        dataset = await rt.db.read(lambda: storage.knowledge.datasets.get_dataset(rt.db, workspace_id, dataset_id))
        for document, attempt in given:
            try:
                pieces = await asyncio.to_thread(attempt.pieces)
                dataset = await sized(rt, dataset, pieces)
                await rt.vector_stores.prepare(dataset)
                new.append(await asyncio.to_thread(new_pieces, dataset, document, pieces))
            except (pa.ArrowException, OSError) as error:
                failures[document.id] = Failure(f"what the worker handed over is damaged: {error}", may_pass=True)
            except VectorStoreUnavailable as error:
                failures[document.id] = Failure(str(error), may_pass=True)
            except ServiceError as error:
                failures[document.id] = Failure(str(error), may_pass=False)
        failures |= await _place(rt, dataset, new)
        rt.base_versions[dataset_id] += 1
        await rt.vector_stores.try_settle(dataset)
    except NotFound:
        logger.info("The base of documents is gone. base=%s documents=%d", dataset_id, len(given))
        return {}
    return failures


async def _place(rt: "Runtime", dataset: Dataset, new: Sequence[NewPieces]) -> dict[str, Failure]:
    """Store the pieces of documents together; where that fails each alone, so that one keeps no other out."""
    if not new:
        return {}
    try:
        await replace_pieces(rt.db, dataset, *new)
    except StorageError as error:
        if len(new) == 1:
            return {new[0].document.id: Failure(str(error), may_pass=False)}
        alone = [await _place(rt, dataset, [one]) for one in new]
        return {id: failure for failures in alone for id, failure in failures.items()}
    return {}


async def sized(rt: "Runtime", dataset: Dataset, pieces: Pieces) -> Dataset:
    """Return the base with the size of its vectors, which the first ones decide.

    Raises:
        InvalidInput: they are of another size than those that the base has.
    """
    column = pieces.units.schema.get_field_index("vector")
    if column < 0:
        return dataset
    dimensions = pieces.units.schema.field(column).type.list_size
    if dataset.dimensions is None:
        return await storage.knowledge.datasets.update_dataset(
            rt.db, dataset.workspace_id, dataset.id, dimensions=dimensions
        )
    if dataset.dimensions != dimensions:
        raise InvalidInput(
            f"The model {dataset.embedding_model} gives vectors of {dimensions} numbers, but the base {dataset.name} "
            f"holds vectors of {dataset.dimensions}. Choose the model it was made with, or index all documents anew.",
            param="embedding_model",
        )
    return dataset


def new_pieces(dataset: Dataset, document: StoredDocument, pieces: Pieces) -> NewPieces:
    """Return the rows of a document's pieces; computes for a while."""
    now = time.time()
    own: dict[str, Any] = {
        "workspace_id": document.workspace_id,
        "dataset_id": document.dataset_id,
        "document_id": document.id,
    }
    segments = [
        Segment(
            **own,
            **row,
            position=place,
            word_count=len(row["content"]),
            created_by=document.created_by,
            indexing_at=document.splitting_completed_at or now,
            completed_at=now,
        )
        for place, row in enumerate(pieces.segments.to_pylist(), 1)
    ]
    children, child_ids = _children(own, segments, pieces.units)
    return NewPieces(
        document=document,
        segments=segments,
        children=children,
        units=_units(dataset, document, segments, child_ids, pieces.units),
        changes=_ended(document, segments, now),
    )


def _children(
    own: dict[str, Any], segments: list[Segment], units: pa.Table
) -> tuple[list[ChildChunk], list[str | None]]:
    """Return the child chunks, and for each unit the id of the one that it is."""
    children: list[ChildChunk] = []
    ids: list[str | None] = []
    rows = units.select(["segment", "child", "tokens", "hash"]).to_pylist()
    for place, group in groupby(rows, key=lambda row: row["segment"]):
        for position, row in enumerate(group, 1):
            if row["child"] is None:
                ids.append(None)
                continue
            ids.append(new_id())
            children.append(
                ChildChunk(
                    **own,
                    id=ids[-1] or "",
                    segment_id=segments[place].id,
                    position=position,
                    content=row["child"],
                    word_count=len(row["child"]),
                    tokens=row["tokens"],
                    hash=row["hash"],
                )
            )
    return children, ids


def _units(
    dataset: Dataset, document: StoredDocument, segments: list[Segment], child_ids: list[str | None], units: pa.Table
) -> pa.Table:
    segment_ids = [segments[place].id for place in units["segment"].to_pylist()]
    columns = [
        pa.array([document.id] * len(units), pa.string()),
        pa.array(segment_ids, pa.string()),
        pa.array(child_ids, pa.string()),
        units["hash"],
        units["terms"],
    ]
    if dataset.dimensions is not None:
        columns.append(units["vector"])
    return pa.table(columns, schema=unit_schema(dataset.dimensions))


def _ended(document: StoredDocument, segments: list[Segment], now: float) -> dict[str, Any]:
    started = document.processing_started_at or now
    return {
        "indexing_status": "completed",
        "progress": 1.0,
        "failures": 0,
        "error": None,
        "completed_segments": len(segments),
        "total_segments": len(segments),
        "word_count": sum(segment.word_count for segment in segments),
        "tokens": sum(segment.tokens for segment in segments),
        "processing_started_at": started,
        "parsing_completed_at": document.parsing_completed_at or now,
        "cleaning_completed_at": document.cleaning_completed_at or now,
        "splitting_completed_at": document.splitting_completed_at or now,
        "completed_at": now,
        "indexing_latency": now - started,
    }
