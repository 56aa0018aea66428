"""Imports that wait to be confirmed."""

from storage.columns import as_time
from storage.cursor import Cursor
from storage.database import Database
from storage.errors import NotFound
from storage.records import PendingImport


def find_import(db: Database, workspace_id: str, import_id: str, now: float) -> PendingImport | None:
    """Return an import that waits; None when unknown or, at `now`, over."""
    row = db.one(
        "SELECT * FROM pending_imports WHERE workspace_id = ? AND id = ? AND expires_at > ?",
        [workspace_id, import_id, as_time(now)],
    )
    return PendingImport(**row) if row else None


async def add_import(db: Database, pending: PendingImport) -> None:
    """Store an import that waits; those that were over when it was made go."""

    def add(cursor: Cursor) -> None:
        cursor.execute("DELETE FROM pending_imports WHERE expires_at <= ?", [as_time(pending.created_at)])
        cursor.insert("pending_imports", [pending.row()])

    await db.write(add)


async def take_import(db: Database, workspace_id: str, import_id: str, now: float) -> PendingImport:
    """Delete an import that waits and return it, so that only one caller gets it. Raises: NotFound."""

    def take(cursor: Cursor) -> PendingImport:
        rows = cursor.query(
            "DELETE FROM pending_imports WHERE workspace_id = ? AND id = ? AND expires_at > ? RETURNING *",
            [workspace_id, import_id, as_time(now)],
        )
        if not rows:
            raise NotFound("import", import_id)
        return PendingImport(**rows[0])

    return await db.write(take)
