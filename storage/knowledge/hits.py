"""What searches leave behind: a log of them, and how often segments were found."""

from collections.abc import Sequence

from storage.columns import as_time
from storage.cursor import Cursor
from storage.database import Database
from storage.records import Retrieval, SegmentHits


async def record_retrievals(db: Database, retrievals: Sequence[Retrieval], hits: Sequence[SegmentHits]) -> None:
    """Store searches, and add to the counts of the segments that they found; a segment stands among `hits` once."""

    def record(cursor: Cursor) -> None:
        cursor.insert("retrievals", [one.row() for one in retrievals])
        cursor.insert(
            "segment_hits",
            [one.row() for one in hits],
            "ON CONFLICT (segment_id) DO UPDATE SET count = count + excluded.count, last_at = excluded.last_at",
        )

    await db.write(record)


async def remove_retrievals(db: Database, *, before: float) -> int:
    """Remove the searches of before a time from the log; return how many. Counts of hits stay."""
    sql = "DELETE FROM retrievals WHERE created_at < ? RETURNING id"
    return len(await db.write(lambda cursor: cursor.query(sql, [as_time(before)])))


def list_retrievals(
    db: Database, workspace_id: str, dataset_id: str, *, source: str | None = None, page: int = 1, limit: int = 20
) -> tuple[list[Retrieval], int]:
    """Return one page of the searches of a base, newest first, and how many there are."""
    rows = db.query(
        """
        SELECT *, count(*) OVER () AS together FROM retrievals
        WHERE workspace_id = $workspace AND dataset_id = $dataset AND ($source IS NULL OR source = $source)
        ORDER BY created_at DESC, id DESC LIMIT $limit OFFSET $offset
        """,
        {
            "workspace": workspace_id,
            "dataset": dataset_id,
            "source": source,
            "limit": limit,
            "offset": (page - 1) * limit,
        },
    )
    together = rows[0]["together"] if rows else 0
    return [Retrieval(**{name: value for name, value in row.items() if name != "together"}) for row in rows], together
