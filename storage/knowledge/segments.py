"""Segments and child chunks, one at a time: what people and programs change by hand."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from storage.cursor import Cursor
from storage.database import Database
from storage.errors import NotFound
from storage.knowledge.units import add_units, remove_units
from storage.records import ChildChunk, Dataset, Segment, StoredDocument

COUNTS = """
    UPDATE documents SET
        total_segments = (SELECT count(*) FROM segments WHERE document_id = documents.id),
        completed_segments = (SELECT count(*) FROM segments WHERE document_id = documents.id AND status = 'completed'),
        word_count = (SELECT coalesce(sum(word_count), 0) FROM segments WHERE document_id = documents.id),
        tokens = (SELECT coalesce(sum(tokens), 0) FROM segments WHERE document_id = documents.id)
    WHERE id = ?
"""


def list_segments(
    db: Database,
    document: StoredDocument,
    *,
    keyword: str = "",
    statuses: Sequence[str] = (),
    enabled: bool | None = None,
    least_hits: int = 0,
    page: int = 1,
    limit: int = 20,
) -> tuple[list[Segment], int]:
    """Return one page of a document's segments in order, and how many there are.

    `keyword` is a part of the text or answer, or of one of the keywords.
    """
    rows = db.query(
        """
        SELECT *, count(*) OVER () AS together FROM segments
        WHERE workspace_id = $workspace AND document_id = $document
          AND (contains(lower(content), lower($keyword)) OR contains(lower(coalesce(answer, '')), lower($keyword))
              OR len(list_filter(keywords::VARCHAR[], lambda one: contains(lower(one), lower($keyword)))) > 0)
          AND ($hits = 0 OR id IN (SELECT segment_id FROM segment_hits WHERE document_id = $document AND count >= $hits))
          AND (len($statuses) = 0 OR list_contains($statuses, status))
          AND ($enabled IS NULL OR enabled = $enabled)
        ORDER BY position, id LIMIT $limit OFFSET $offset
        """,
        {
            "workspace": document.workspace_id,
            "document": document.id,
            "keyword": keyword,
            "statuses": list(statuses),
            "enabled": enabled,
            "hits": least_hits,
            "limit": limit,
            "offset": (page - 1) * limit,
        },
    )
    together = rows[0]["together"] if rows else 0
    return [Segment(**{name: value for name, value in row.items() if name != "together"}) for row in rows], together


def get_segment(db: Database, document: StoredDocument, segment_id: str) -> Segment:
    """Return a segment of a document. Raises: NotFound."""
    row = db.one(
        "SELECT * FROM segments WHERE workspace_id = ? AND document_id = ? AND id = ?",
        [document.workspace_id, document.id, segment_id],
    )
    if row is None:
        raise NotFound("segment", segment_id)
    return Segment(**row)


def find_segments(db: Database, workspace_id: str, ids: Sequence[str]) -> dict[str, Segment]:
    """Return those of the segments that exist, by id."""
    return {row["id"]: Segment(**row) for row in _found(db, "segments", workspace_id, ids)}


def edited_segments(db: Database, dataset: Dataset) -> list[Segment]:
    """Return the segments of a base that people have changed; these stay when their documents are indexed again."""
    rows = db.query(
        "SELECT * FROM segments WHERE workspace_id = ? AND dataset_id = ? AND is_edited",
        [dataset.workspace_id, dataset.id],
    )
    return [Segment(**row) for row in rows]


def list_children(
    db: Database, workspace_id: str, segment_ids: Sequence[str], *, keyword: str = ""
) -> dict[str, list[ChildChunk]]:
    """Return the child chunks of each segment in order."""
    rows = db.query(
        """
        SELECT * FROM child_chunks WHERE workspace_id = ? AND segment_id IN (SELECT unnest(?))
        AND contains(lower(content), lower(?)) ORDER BY position, id
        """,
        [workspace_id, list(segment_ids), keyword],
    )
    found: dict[str, list[ChildChunk]] = {id: [] for id in segment_ids}
    for row in rows:
        found[row["segment_id"]].append(ChildChunk(**row))
    return found


def find_children(db: Database, workspace_id: str, ids: Sequence[str]) -> dict[str, ChildChunk]:
    """Return those of the child chunks that exist, by id."""
    return {row["id"]: ChildChunk(**row) for row in _found(db, "child_chunks", workspace_id, ids)}


async def put_segments(
    db: Database,
    dataset: Dataset,
    document_id: str,
    segments: Sequence[Segment],
    *,
    children: Sequence[ChildChunk],
    units: pa.Table,
) -> list[Segment]:
    """Add segments, or put them in the place of those with the same ids, with all their child chunks and units.

    A segment whose position is 0 goes behind the others. Returns the segments as stored.
    """

    def change(cursor: Cursor) -> list[Segment]:
        ids = [segment.id for segment in segments]
        _remove(cursor, dataset, ids)
        row = cursor.one("SELECT coalesce(max(position), 0) AS last FROM segments WHERE document_id = ?", [document_id])
        last = row["last"] if row else 0
        rows = []
        for segment in segments:
            last += segment.position == 0
            rows.append(segment.row() | {"position": segment.position or last})
        cursor.insert("segments", rows)
        cursor.insert("child_chunks", [child.row() for child in children])
        add_units(cursor, dataset, units)
        cursor.execute(COUNTS, [document_id])
        return [Segment(**one) for one in rows]

    return await db.write(change)


async def set_segments(db: Database, document: StoredDocument, ids: Sequence[str], **changes: Any) -> list[str]:
    """Set the same columns of segments, such as whether they are enabled; return the ids of those that exist."""

    def change(cursor: Cursor) -> list[str]:
        where = {"workspace_id": document.workspace_id, "document_id": document.id}
        return [id for id in ids if cursor.update("segments", {"id": id, **where}, changes)]

    return await db.write(change)


async def delete_segments(db: Database, dataset: Dataset, document: StoredDocument, ids: Sequence[str]) -> None:
    """Delete segments with what belongs to them. Raises: NotFound when one of them does not exist."""

    def delete(cursor: Cursor) -> None:
        known = {
            row["id"]
            for row in cursor.query(
                "SELECT id FROM segments WHERE document_id = ? AND id IN (SELECT unnest(?))", [document.id, list(ids)]
            )
        }
        for id in ids:
            if id not in known:
                raise NotFound("segment", id)
        _remove(cursor, dataset, ids)
        cursor.execute("DELETE FROM segment_hits WHERE segment_id IN (SELECT unnest(?))", [list(ids)])
        cursor.execute(COUNTS, [document.id])

    await db.write(delete)


async def put_child(db: Database, dataset: Dataset, child: ChildChunk, units: pa.Table) -> ChildChunk:
    """Add a child chunk, or put it in the place of the one with the same id, with its unit; position 0 is the end."""

    def change(cursor: Cursor) -> ChildChunk:
        remove_units(cursor, dataset, "child_id", [child.id])
        cursor.discard("child_chunks", {"id": child.id, "workspace_id": dataset.workspace_id})
        row = cursor.one(
            "SELECT coalesce(max(position), 0) AS last FROM child_chunks WHERE segment_id = ?", [child.segment_id]
        )
        last = row["last"] if row else 0
        stored = child.row() | {"position": child.position or last + 1}
        cursor.insert("child_chunks", [stored])
        add_units(cursor, dataset, units)
        return ChildChunk(**stored)

    return await db.write(change)


async def delete_child(db: Database, dataset: Dataset, segment_id: str, child_id: str) -> None:
    """Delete a child chunk with its unit. Raises: NotFound."""

    def delete(cursor: Cursor) -> None:
        remove_units(cursor, dataset, "child_id", [child_id])
        where = {"id": child_id, "workspace_id": dataset.workspace_id, "segment_id": segment_id}
        if not cursor.delete("child_chunks", where):
            raise NotFound("child chunk", child_id)

    await db.write(delete)


def _found(db: Database, table: str, workspace_id: str, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Return rows by id; only ids that stand in a list are looked up in the index."""
    if not ids:
        return []
    marks = ", ".join("?" * len(ids))
    rows = db.query(f"SELECT * FROM {table} WHERE id IN ({marks})", list(ids))  # noqa: S608  # names of ours
    return [row for row in rows if row["workspace_id"] == workspace_id]


def _remove(cursor: Cursor, dataset: Dataset, segment_ids: Sequence[str]) -> None:
    remove_units(cursor, dataset, "segment_id", segment_ids)
    for table, column in (("child_chunks", "segment_id"), ("segments", "id")):
        cursor.execute(
            f"DELETE FROM {table} WHERE workspace_id = ? AND {column} IN (SELECT unnest(?))",  # noqa: S608  # names of ours
            [dataset.workspace_id, list(segment_ids)],
        )
