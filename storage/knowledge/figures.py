"""What is counted about a base: its documents by state, the lengths of its chunks, how often it is searched."""

from dataclasses import dataclass

from storage.database import Database
from storage.knowledge.documents import DISPLAY


@dataclass(frozen=True, slots=True, kw_only=True)
class HourOfSearches:
    """What was asked of a base within an hour."""

    began_at: float  # epoch seconds
    source: str  # hit_testing, app, api
    searches: int
    hits: int


def count_states(db: Database, workspace_id: str, dataset_id: str) -> dict[str, int]:
    """Return how many documents of a base are in each state of `DISPLAY`."""
    columns = ", ".join(f"count(*) FILTER ({condition}) AS {state}" for state, condition in DISPLAY.items())
    row = db.one(
        f"SELECT {columns} FROM documents WHERE workspace_id = ? AND dataset_id = ?",  # noqa: S608  # texts of our own
        [workspace_id, dataset_id],
    )
    return dict(row or {})


def count_lengths(db: Database, workspace_id: str, dataset_id: str, *, width: int) -> dict[int, int]:
    """Return how many segments have a length from each multiple of `width` on, in tokens."""
    rows = db.query(
        """
        SELECT tokens // $width * $width AS least, count(*) AS n FROM segments
        WHERE workspace_id = $workspace AND dataset_id = $dataset GROUP BY 1 ORDER BY 1
        """,
        {"workspace": workspace_id, "dataset": dataset_id, "width": width},
    )
    return {row["least"]: row["n"] for row in rows}


def longest_segment(db: Database, workspace_id: str, dataset_id: str) -> int:
    """Return the length of the longest segment of a base in tokens, 0 without any."""
    row = db.one(
        "SELECT coalesce(max(tokens), 0) AS most FROM segments WHERE workspace_id = ? AND dataset_id = ?",
        [workspace_id, dataset_id],
    )
    return int(row["most"]) if row else 0


def searches_by_hour(db: Database, workspace_id: str, dataset_id: str, *, since: float) -> list[HourOfSearches]:
    """Return what was asked of a base since a time, by hour and source, oldest first."""
    rows = db.query(
        """
        SELECT epoch(date_trunc('hour', created_at)) AS began_at, source, count(*) AS searches,
            sum(json_array_length(hits))::BIGINT AS hits
        FROM retrievals WHERE workspace_id = ? AND dataset_id = ? AND epoch(created_at) >= ?
        GROUP BY 1, 2 ORDER BY 1, 2
        """,
        [workspace_id, dataset_id, since],
    )
    return [HourOfSearches(**row) for row in rows]
