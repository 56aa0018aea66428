"""Triggers of workflows: addresses that start them, and times."""

from collections.abc import Iterable
from typing import Any

from storage.changes import added_if_new, changed
from storage.cursor import Cursor
from storage.database import Database
from storage.errors import NotFound
from storage.records import Trigger


def list_triggers(db: Database, workspace_id: str, app_id: str) -> list[Trigger]:
    """Return the triggers of an app, oldest first; those that only its draft has are of no workflow."""
    rows = db.query(
        "SELECT * FROM triggers WHERE workspace_id = ? AND app_id = ? ORDER BY created_at, id", [workspace_id, app_id]
    )
    return [Trigger(**row) for row in rows]


def find_trigger_by_code(db: Database, kind: str, code: str) -> Trigger | None:
    """Return the trigger with this unguessable code, in any workspace."""
    row = db.one("SELECT * FROM triggers WHERE kind = ? AND code = ?", [kind, code])
    return Trigger(**row) if row else None


def waiting_schedules(db: Database) -> list[Trigger]:
    """Return the schedules of all workspaces that wait for a time, the next one first."""
    rows = db.query(
        "SELECT * FROM triggers WHERE kind = 'schedule' AND is_enabled AND next_at IS NOT NULL ORDER BY next_at, id"
    )
    return [Trigger(**row) for row in rows]


async def add_trigger(db: Database, trigger: Trigger) -> None:
    """Store a trigger, unless it is there already."""
    await db.store(added_if_new(trigger))


async def replace_triggers(db: Database, workspace_id: str, app_id: str, triggers: Iterable[Trigger]) -> None:
    """Make these the triggers of an app; rows that are there keep what only time and people change.

    A trigger with the id of a stored one leaves its code, its switch and its last time as they are.
    """

    def replace(cursor: Cursor) -> None:
        owner = {"workspace_id": workspace_id, "app_id": app_id}
        gone = {row["id"]: row for row in cursor.delete("triggers", owner)}
        rows = [_kept(trigger, gone.get(trigger.id)) for trigger in triggers]
        cursor.insert("triggers", rows)

    await db.write(replace)


async def update_trigger(db: Database, workspace_id: str, app_id: str, trigger_id: str, **changes: Any) -> Trigger:
    """Set columns of a trigger and return it. Raises: NotFound."""

    def change(cursor: Cursor) -> Trigger:
        where = {"workspace_id": workspace_id, "app_id": app_id, "id": trigger_id}
        rows = cursor.update("triggers", where, changes)
        if not rows:
            raise NotFound("trigger", trigger_id)
        return Trigger(**rows[0])

    return await db.write(change)


async def move_schedule(db: Database, seen: Trigger, *, next_at: float | None, last_at: float | None) -> bool:
    """Set the times of a schedule that still stands as it was seen; return whether it did.

    Whoever gets True owns the time that the schedule had: nobody else gets True for it.
    """

    def move(cursor: Cursor) -> bool:
        row = cursor.one("SELECT * FROM triggers WHERE id = ?", [seen.id])
        if row is None or (row["next_at"], row["is_enabled"]) != (seen.next_at, seen.is_enabled):
            return False
        cursor.update("triggers", {"id": seen.id}, {"next_at": next_at, "last_at": last_at})
        return True

    return await db.write(move)


async def note_use(db: Database, trigger_id: str, at: float) -> None:
    """Store when a trigger last started a run; one that is gone meanwhile is no error."""
    await db.store(changed("triggers", trigger_id, last_at=at))


def _kept(trigger: Trigger, stored: dict[str, Any] | None) -> dict[str, Any]:
    row = trigger.row()
    if stored is None:
        return row
    kept = {name: stored[name] for name in ("code", "is_enabled", "last_at", "created_at")}
    return row | kept | {"next_at": trigger.next_at if stored["is_enabled"] else None}
