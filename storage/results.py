"""Results of nodes that reruns may reuse."""

from collections.abc import Sequence

from storage.changes import added_if_new, changed, put
from storage.columns import as_time
from storage.cursor import Cursor
from storage.database import Database
from storage.records import StoredFrame, StoredResult, now, result_id


def find_result(db: Database, workspace_id: str, app_id: str, fingerprint: str) -> StoredResult | None:
    """Return the result that an app has for a fingerprint, None without one."""
    rows = db.query("SELECT * FROM results WHERE id = ?", [result_id(app_id, fingerprint)])
    found = [StoredResult(**row) for row in rows]
    return next((one for one in found if one.workspace_id == workspace_id), None)


def list_heads(db: Database, workspace_id: str, app_id: str) -> list[StoredResult]:
    """Return all results of an app without their payloads, oldest first."""
    rows = db.query(
        """
        SELECT id, workspace_id, app_id, node_id, contents, handle, assignments, size, created_at, used_at
        FROM results WHERE workspace_id = ? AND app_id = ? ORDER BY created_at, id
        """,
        [workspace_id, app_id],
    )
    return [StoredResult(**row, payload=b"") for row in rows]


async def put_results(db: Database, *results: StoredResult, frames: Sequence[StoredFrame] = ()) -> None:
    """Store results, in place of those with the same id, and the data frames that are new with them."""
    await db.store([*put(*results), *added_if_new(*frames)])


async def touch_results(db: Database, workspace_id: str, app_id: str, fingerprints: Sequence[str]) -> None:
    """Note that results were used."""
    at = now()
    changes = [change for one in fingerprints for change in changed("results", result_id(app_id, one), used_at=at)]
    await db.store(changes)


async def prune_results(db: Database, workspace_id: str, *, most_bytes: int) -> int:
    """Delete the results unused for longest until those of a workspace take `most_bytes`; return how many went."""

    def prune(cursor: Cursor) -> int:
        rows = cursor.query(
            """
            DELETE FROM results WHERE id IN (
                SELECT id FROM (
                    SELECT id, sum(size) OVER (ORDER BY used_at DESC, id) AS together
                    FROM results WHERE workspace_id = ?
                ) WHERE together > ?
            ) RETURNING id
            """,
            [workspace_id, most_bytes],
        )
        return len(rows)

    return await db.write(prune)


async def delete_results(db: Database, workspace_id: str, app_id: str, *, before: float | None = None) -> None:
    """Delete the results of an app, those made before a time or all."""
    await db.write(
        lambda cursor: cursor.execute(
            "DELETE FROM results WHERE workspace_id = ? AND app_id = ? AND (? IS NULL OR created_at < ?)",
            [workspace_id, app_id, None if before is None else as_time(before), as_time(before or 0)],
        )
    )


async def clear_results(db: Database, workspace_id: str) -> int:
    """Delete all results of a workspace; return how many went."""
    return await db.write(
        lambda cursor: len(cursor.query("DELETE FROM results WHERE workspace_id = ? RETURNING id", [workspace_id]))
    )


def results_size(db: Database, workspace_id: str) -> tuple[int, int]:
    """Return how many results a workspace keeps, and how many bytes they take."""
    row = db.one(
        "SELECT count(*) AS number, coalesce(sum(size), 0) AS size FROM results WHERE workspace_id = ?", [workspace_id]
    )
    return (int(row["number"]), int(row["size"])) if row else (0, 0)


async def prune_frames(db: Database, workspace_id: str) -> list[str]:
    """Delete the data frames of a workspace that no result needs; return their hashes."""

    def prune(cursor: Cursor) -> list[str]:
        rows = cursor.query(
            """
            DELETE FROM frames WHERE workspace_id = ? AND hash NOT IN (
                SELECT unnest(from_json(frames, '["VARCHAR"]'))
                FROM results WHERE workspace_id = ? AND frames IS NOT NULL
            ) RETURNING hash
            """,
            [workspace_id, workspace_id],
        )
        return [str(row["hash"]) for row in rows]

    return await db.write(prune)
