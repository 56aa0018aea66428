"""What searches compare, made of segments and child chunks one at a time, outside of a worker."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

import storage.knowledge.datasets
from engine.knowledge.terms import terms
from services.errors import InvalidInput
from services.knowledge.spool import text_hash
from services.knowledge.vectors import CACHE, VectorCache, Vectors, embed
from services.models import models_for
from storage.knowledge.units import unit_schema
from storage.records import ChildChunk, Dataset, Segment

if TYPE_CHECKING:
    from services.runtime import Runtime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUnit:
    """A text that searches are to compare, and whose it is."""

    document_id: str
    segment_id: str
    child_id: str | None = None
    hash: str
    text: str
    searched: str  # what its terms are taken of


def units_of(segments: Iterable[Segment], children: Mapping[str, Sequence[ChildChunk]]) -> list[NewUnit]:
    """Return the units of segments: their child chunks where they have any (`children`, by segment), else themselves."""
    found: list[NewUnit] = []
    for segment in segments:
        own = children.get(segment.id, ())
        found += [unit_of_child(child, segment) for child in own] or [_of_segment(segment)]
    return found


def unit_of_child(child: ChildChunk, segment: Segment) -> NewUnit:
    """Return the unit that a child chunk of a segment is."""
    return NewUnit(
        document_id=child.document_id,
        segment_id=child.segment_id,
        child_id=child.id,
        hash=child.hash,
        text=child.content,
        searched=searched_text(child.content, keywords=segment.keywords, known=segment.content),
    )


def searched_text(content: str, answer: str | None = None, *, keywords: Sequence[str] = (), known: str = "") -> str:
    """Return what full-text search reads of a chunk: its text, and of its keywords those that people have added.

    These are the keywords with a word that stands neither in the text nor in `known`, the text that it was cut from.
    """
    text = content if answer is None else f"{content} {answer}"
    held = {*terms(text), *terms(known)}
    return " ".join([text, *(word for word in keywords if not held.issuperset(terms(word)))])


async def vectors_of(rt: "Runtime", dataset: Dataset, units: Sequence[NewUnit]) -> Vectors | None:
    """Return the vectors of units, float32 [units, dimensions]; None without units, and in a base that has no vectors.

    Raises:
        ModelNotConfigured, ModelError: the base's embedding model cannot be used.
    """
    if dataset.indexing_technique != "high_quality" or not units:
        return None
    registry = await models_for(rt, dataset.workspace_id)
    model = registry.embedding(dataset.embedding_provider or "", dataset.embedding_model or "")
    return await embed(model, [unit.text for unit in units], VectorCache(rt.settings.data_dir / CACHE))


async def sized_units(rt: "Runtime", dataset: Dataset, units: Sequence[NewUnit]) -> tuple[Dataset, pa.Table]:
    """Return units ready to be stored, and the base with the size of its vectors, which the first ones decide.

    Raises:
        InvalidInput: the model gives vectors of another size than those that the base holds.
        ModelNotConfigured, ModelError: the base's embedding model cannot be used.
    """
    vectors = await vectors_of(rt, dataset, units)
    if vectors is not None and dataset.dimensions is None:
        dataset = await storage.knowledge.datasets.update_dataset(
            rt.db, dataset.workspace_id, dataset.id, dimensions=vectors.shape[1]
        )
    if vectors is not None and dataset.dimensions != vectors.shape[1]:
        raise InvalidInput(
            f"The model {dataset.embedding_model} gives vectors of {vectors.shape[1]} numbers, but the base "
            f"{dataset.name!r} holds vectors of {dataset.dimensions}. Choose the model it was made with, or have all "
            "documents indexed anew.",
            param="embedding_model",
        )
    return dataset, await asyncio.to_thread(unit_table, units, dataset.dimensions, vectors)


def unit_table(units: Sequence[NewUnit], dimensions: int | None, vectors: Vectors | None) -> pa.Table:
    """Return units with their terms and vectors as `unit_schema(dimensions)` has them."""
    columns: list[Any] = [
        pa.array([unit.document_id for unit in units], pa.string()),
        pa.array([unit.segment_id for unit in units], pa.string()),
        pa.array([unit.child_id for unit in units], pa.string()),
        pa.array([unit.hash for unit in units], pa.string()),
        pa.array([terms(unit.searched) for unit in units], pa.list_(pa.string())),
    ]
    if dimensions is not None:
        flat = pa.array([] if vectors is None else vectors.reshape(-1), pa.float32())
        columns.append(pa.FixedSizeListArray.from_arrays(flat, dimensions))
    return pa.table(columns, schema=unit_schema(dimensions))


def _of_segment(segment: Segment) -> NewUnit:
    return NewUnit(
        document_id=segment.document_id,
        segment_id=segment.id,
        hash=text_hash(segment.content, segment.answer),
        text=segment.content,
        searched=searched_text(segment.content, segment.answer, keywords=segment.keywords),
    )
