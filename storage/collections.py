"""Rows that workflows keep, in collections."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from storage.cursor import Cursor
from storage.database import Database
from storage.errors import Conflict
from storage.records import CollectedRow

TIME: Final = "{time}"  # in a key: the second in which the row is stored


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionSize:
    """A collection and what is in it."""

    name: str
    rows: int
    last_at: float  # when the last row came


def list_collections(db: Database, workspace_id: str) -> list[CollectionSize]:
    """Return the collections of a workspace by name."""
    rows = db.query(
        """
        SELECT collection AS name, count(*) AS rows, max(created_at) AS last_at
        FROM collected_rows WHERE workspace_id = ? GROUP BY collection ORDER BY collection
        """,
        [workspace_id],
    )
    return [CollectionSize(**row) for row in rows]


def list_rows(db: Database, workspace_id: str, collection: str, *, limit: int = 100) -> list[CollectedRow]:
    """Return the last rows of a collection, newest first; none for an unknown one."""
    rows = db.query(
        """
        SELECT * FROM collected_rows WHERE workspace_id = ? AND collection = ?
        ORDER BY created_at DESC, id DESC LIMIT ?
        """,
        [workspace_id, collection, limit],
    )
    return [CollectedRow(**row) for row in rows]


async def add_row(db: Database, row: CollectedRow, *, most: int) -> CollectedRow:
    """Store a row and return it with the key that it got.

    `{time}` in its key becomes the second, and a key that is taken gets `-2`, `-3` and so on behind it. All of this
    happens where nobody else writes, so two rows never share a key.

    Raises:
        Conflict: the collection has `most` rows already.
    """

    def add(cursor: Cursor) -> CollectedRow:
        where = [row.workspace_id, row.collection]
        found = cursor.one("SELECT count(*) AS n FROM collected_rows WHERE workspace_id = ? AND collection = ?", where)
        if found and found["n"] >= most:
            raise Conflict(f"the collection {row.collection!r} has {most} rows, more are not kept")
        wanted = row.key.replace(TIME, str(int(row.created_at)))
        taken = cursor.query(
            """
            SELECT key FROM collected_rows
            WHERE workspace_id = ? AND collection = ? AND (key = ? OR starts_with(key, ?))
            """,
            [*where, wanted, f"{wanted}-"],
        )
        stored = replace(row, key=_free(wanted, [one["key"] for one in taken]))
        cursor.insert(stored.table, [stored.row()])
        return stored

    return await db.write(add)


async def delete_collection(db: Database, workspace_id: str, collection: str) -> int:
    """Delete a collection; return how many rows it had."""
    where = {"workspace_id": workspace_id, "collection": collection}
    return await db.write(lambda cursor: len(cursor.delete("collected_rows", where)))


def _free(wanted: str, taken: Sequence[str]) -> str:
    """Return `wanted`, or the next of its numbered forms."""
    if wanted not in taken:
        return wanted
    numbers = [re.fullmatch(re.escape(wanted) + r"-(\d{1,9})", key) for key in taken]
    return f"{wanted}-{max((int(number[1]) for number in numbers if number), default=1) + 1}"
