"""New pieces of documents take the place of the old ones, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from storage.columns import Row, encode
from storage.cursor import Cursor
from storage.database import Database
from storage.knowledge.units import add_units, check_units, remove_units
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


async def replace_pieces(db: Database, dataset: Dataset, *new: NewPieces) -> set[str]:
    """Put new pieces of documents of one base in the place of their old ones; return the ids of these documents.

    Nothing is done for a document of which a later attempt began. A segment whose text was there before keeps its id,
    and so its count of hits. One that a person has changed is kept as it is as long as the text that it was made from
    is still there. All are stored or none: many at a time cost little more than one.
    """
    return await db.write(lambda cursor: _replace(cursor, dataset, new))


def remove_document_pieces(cursor: Cursor, dataset: Dataset, document_id: str) -> None:
    """Remove all pieces of a document."""
    remove_units(cursor, dataset, "document_id", [document_id])
    where = {"workspace_id": dataset.workspace_id, "document_id": document_id}
    for table in ("child_chunks", "segments"):
        cursor.discard(table, where)


def _replace(cursor: Cursor, dataset: Dataset, new: Sequence[NewPieces]) -> set[str]:
    for given in new:
        check_units(dataset, given.units)
    latest = _latest(cursor, dataset, new)
    _change(cursor, latest)
    old = _segments(cursor, dataset, [one.document.id for one in latest])
    merged = [_merged(old.get(one.document.id, []), one) for one in latest]
    _remove(cursor, dataset, [id for one in merged for id in one.gone])
    for one in merged:
        _place(cursor, one.edited, one.places)
    cursor.insert("segments", [segment.row() for one in merged for segment in one.segments])
    cursor.insert("child_chunks", [child.row() for one in merged for child in one.children])
    if merged:
        add_units(cursor, dataset, pa.concat_tables([one.units for one in merged]))
    return {one.document.id for one in latest}


def _latest(cursor: Cursor, dataset: Dataset, new: Sequence[NewPieces]) -> list[NewPieces]:
    """Return those of which no later attempt began, and whose document is still there."""
    ids = [one.document.id for one in new]
    rows = cursor.query(
        f"SELECT id, attempt FROM documents WHERE id IN ({', '.join('?' * len(ids))}) AND workspace_id = ?",  # noqa: S608  # marks only
        [*ids, dataset.workspace_id],
    )
    attempts = {row["id"]: row["attempt"] for row in rows}
    return [one for one in new if attempts.get(one.document.id) == one.document.attempt]


def _change(cursor: Cursor, new: Sequence[NewPieces]) -> None:
    """Store what changes of the documents themselves, with one statement for those that change the same columns."""
    table = cursor.table("documents")
    alike: dict[tuple[str, ...], list[Row]] = {}
    for one in filter(lambda one: one.changes, new):
        alike.setdefault(tuple(one.changes), []).append({"id": one.document.id, **one.changes})
    for names, rows in alike.items():
        columns = table.select(("id", *names))
        cursor.update_encoded("documents", columns, [encode(table, columns, row) for row in rows])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Merged:
    """New pieces, and what of the old ones goes or stays."""

    segments: Sequence[Segment]  # that are new, or take the place of one with the same text
    children: Sequence[ChildChunk]
    units: pa.Table
    gone: Sequence[str]  # ids of old segments
    edited: Sequence[Segment]  # old ones that stay as a person changed them
    places: Mapping[str, int]  # of the new segments, by the hash of their text


def _merged(old: Sequence[Segment], new: NewPieces) -> _Merged:
    hashes = {segment.hash for segment in new.segments}
    edited = [segment for segment in old if segment.is_edited and segment.hash in hashes]
    kept = {segment.hash: segment.id for segment in reversed(old)}
    ids = {segment.id: kept.pop(segment.hash, segment.id) for segment in new.segments}
    staying = {segment.id for segment in edited}
    children = [replace(child, segment_id=ids[child.segment_id]) for child in new.children]
    return _Merged(
        segments=[replace(one, id=ids[one.id]) for one in new.segments if ids[one.id] not in staying],
        children=[child for child in children if child.segment_id not in staying],
        units=_renamed(new.units, ids, staying),
        gone=[segment.id for segment in old if segment.id not in staying],
        edited=edited,
        places={segment.hash: segment.position for segment in new.segments},
    )


def _segments(cursor: Cursor, dataset: Dataset, document_ids: Sequence[str]) -> dict[str, list[Segment]]:
    """Return the segments of documents in their order, by the document's id."""
    rows = cursor.query(
        "SELECT * FROM segments WHERE workspace_id = ? AND document_id IN (SELECT unnest(?)) ORDER BY position",
        [dataset.workspace_id, list(document_ids)],
    )
    found: dict[str, list[Segment]] = {}
    for row in rows:
        found.setdefault(row["document_id"], []).append(Segment(**row))
    return found


def _remove(cursor: Cursor, dataset: Dataset, segment_ids: Sequence[str]) -> None:
    if not segment_ids:
        return
    remove_units(cursor, dataset, "segment_id", segment_ids)
    cursor.execute("DELETE FROM child_chunks WHERE segment_id IN (SELECT unnest(?))", [list(segment_ids)])
    cursor.execute("DELETE FROM segments WHERE id IN (SELECT unnest(?))", [list(segment_ids)])


def _place(cursor: Cursor, edited: Sequence[Segment], places: Mapping[str, int]) -> None:
    """Give changed segments the place that their text now has."""
    for segment in edited:
        cursor.update("segments", {"id": segment.id}, {"position": places[segment.hash]})


def _renamed(units: pa.Table, ids: Mapping[str, str], staying: set[str]) -> pa.Table:
    """Return the units with the ids that their segments have kept, without those of segments that stay as they are."""
    renamed = [ids[found] for found in units["segment_id"].to_pylist()]
    place = units.schema.get_field_index("segment_id")
    table = units.set_column(place, "segment_id", pa.array(renamed, pa.string()))
    return table.filter(pa.array([found not in staying for found in renamed], pa.bool_()))
