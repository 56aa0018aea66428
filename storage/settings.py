"""Settings of a workspace, and the log of who changed what."""

from collections.abc import Mapping
from typing import Any

from storage.changes import added, put
from storage.columns import as_time
from storage.cursor import Cursor
from storage.database import Database
from storage.records import AuditEntry, Setting

COMPARISON = "comparison:"  # what a person compared last in an app: this, the app's id, a colon, the person


def get_setting(db: Database, workspace_id: str, key: str, default: Any = None) -> Any:
    """Return the value of a setting; `default` when it was never set."""
    row = db.one("SELECT value FROM settings WHERE workspace_id = ? AND key = ?", [workspace_id, key])
    return row["value"] if row else default


def list_settings(db: Database, workspace_id: str) -> dict[str, Any]:
    """Return all settings of a workspace by key."""
    rows = db.query("SELECT key, value FROM settings WHERE workspace_id = ? ORDER BY key", [workspace_id])
    return {row["key"]: row["value"] for row in rows}


async def put_setting(db: Database, workspace_id: str, key: str, value: Any) -> None:
    """Set a setting to any JSON value."""
    await db.store(put(Setting(workspace_id=workspace_id, key=key, value=value)))


async def delete_setting(db: Database, workspace_id: str, key: str) -> None:
    """Forget a setting, if it was set."""
    await db.write(lambda cursor: cursor.discard("settings", {"workspace_id": workspace_id, "key": key}))


def list_audit(
    db: Database, workspace_id: str, *, target_id: str | None = None, page: int = 1, limit: int = 50
) -> list[AuditEntry]:
    """Return one page of the log, newest first; with `target_id`, what was done to that object."""
    rows = db.query(
        """
        SELECT * FROM audit_log
        WHERE workspace_id = $workspace AND ($target IS NULL OR target_id = $target)
        ORDER BY created_at DESC, id DESC
        LIMIT $limit OFFSET $offset
        """,
        {"workspace": workspace_id, "target": target_id, "limit": limit, "offset": (page - 1) * limit},
    )
    return [AuditEntry(**row) for row in rows]


def count_audit(db: Database, workspace_id: str, *, target_id: str | None = None) -> int:
    """Return how many lines `list_audit` has in all its pages."""
    row = db.one(
        "SELECT count(*) AS lines FROM audit_log WHERE workspace_id = ? AND (? IS NULL OR target_id = ?)",
        [workspace_id, target_id, target_id],
    )
    return int(row["lines"]) if row else 0


async def add_audit(db: Database, *entries: AuditEntry) -> None:
    """Add lines to the log."""
    await db.store(added(*entries))


async def delete_audit_before(db: Database, before: Mapping[str, float]) -> None:
    """Delete the lines of each workspace, by id, that are older than its time."""

    def delete(cursor: Cursor) -> None:
        for workspace_id, at in before.items():
            cursor.execute(
                "DELETE FROM audit_log WHERE workspace_id = ? AND created_at < ?", [workspace_id, as_time(at)]
            )

    await db.write(delete)
