"""A document's new pieces take the place of its old ones, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from storage.cursor import Cursor
from storage.database import Database
from storage.knowledge.units import add_units, remove_units
from storage.records import ChildChunk, Dataset, Segment, StoredDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPieces:
    """What one attempt has made of a document.

    `units` has the columns of `unit_schema`; `changes` are columns of the document, such as its status and counts.
    """

    document: StoredDocument  # as it was when the attempt began
    segments: Sequence[Segment]
    children: Sequence[ChildChunk]
    units: pa.Table
    changes: Mapping[str, Any]


async def replace_pieces(db: Database, dataset: Dataset, new: NewPieces) -> bool:
    """Put the new pieces in the place of the old ones; return False, having done nothing, when a later attempt began.

    A segment whose text was there before keeps its id, and so its count of hits. One that a person has changed is
    kept as it is as long as the text that it was made from is still there.
    """
    return await db.write(lambda cursor: _replace(cursor, dataset, new))


def remove_document_pieces(cursor: Cursor, dataset: Dataset, document_id: str) -> None:
    """Remove all pieces of a document."""
    remove_units(cursor, dataset, "document_id", [document_id])
    where = {"workspace_id": dataset.workspace_id, "document_id": document_id}
    for table in ("child_chunks", "segments"):
        cursor.discard(table, where)


def _replace(cursor: Cursor, dataset: Dataset, new: NewPieces) -> bool:
    where = {"id": new.document.id, "workspace_id": dataset.workspace_id, "attempt": new.document.attempt}
    if not cursor.update("documents", where, new.changes):
        return False
    old = _segments(cursor, new.document)
    edited = [segment for segment in old if segment.is_edited and segment.hash in {one.hash for one in new.segments}]
    kept = {segment.hash: segment.id for segment in reversed(old)}
    ids = {segment.id: kept.pop(segment.hash, segment.id) for segment in new.segments}
    staying = {segment.id for segment in edited}
    _remove(cursor, dataset, [segment.id for segment in old if segment.id not in staying])
    _place(cursor, edited, new.segments)
    fresh = [replace(segment, id=ids[segment.id]) for segment in new.segments if ids[segment.id] not in staying]
    children = [replace(child, segment_id=ids[child.segment_id]) for child in new.children]
    cursor.insert("segments", [segment.row() for segment in fresh])
    cursor.insert("child_chunks", [child.row() for child in children if child.segment_id not in staying])
    add_units(cursor, dataset, _renamed(new.units, ids, staying))
    return True


def _segments(cursor: Cursor, document: StoredDocument) -> list[Segment]:
    rows = cursor.query(
        "SELECT * FROM segments WHERE workspace_id = ? AND document_id = ? ORDER BY position",
        [document.workspace_id, document.id],
    )
    return [Segment(**row) for row in rows]


def _remove(cursor: Cursor, dataset: Dataset, segment_ids: Sequence[str]) -> None:
    if not segment_ids:
        return
    remove_units(cursor, dataset, "segment_id", segment_ids)
    cursor.execute("DELETE FROM child_chunks WHERE segment_id IN (SELECT unnest(?))", [list(segment_ids)])
    cursor.execute("DELETE FROM segments WHERE id IN (SELECT unnest(?))", [list(segment_ids)])


def _place(cursor: Cursor, edited: Sequence[Segment], new: Sequence[Segment]) -> None:
    """Give changed segments the place that their text now has."""
    places = {segment.hash: segment.position for segment in new}
    for segment in edited:
        cursor.update("segments", {"id": segment.id}, {"position": places[segment.hash]})


def _renamed(units: pa.Table, ids: Mapping[str, str], staying: set[str]) -> pa.Table:
    """Return the units with the ids that their segments have kept, without those of segments that stay as they are."""
    renamed = [ids[found] for found in units["segment_id"].to_pylist()]
    place = units.schema.get_field_index("segment_id")
    table = units.set_column(place, "segment_id", pa.array(renamed, pa.string()))
    return table.filter(pa.array([found not in staying for found in renamed], pa.bool_()))
