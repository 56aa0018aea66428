"""API keys; only their hashes are stored."""

from typing import Any

from storage.changes import added
from storage.columns import as_time
from storage.cursor import Cursor
from storage.database import Database
from storage.errors import NotFound
from storage.records import ApiKey

_ONE = "SELECT * FROM api_keys WHERE workspace_id = ? AND id = ? AND app_id IS NOT DISTINCT FROM ?"


def find_key_by_hash(db: Database, hash: str) -> ApiKey | None:
    """Return the key with this hash, in any workspace; whether it has expired is for the caller to see."""
    row = db.one("SELECT * FROM api_keys WHERE hash = ?", [hash])
    return ApiKey(**row) if row else None


def list_keys(db: Database, workspace_id: str, *, type: str = "app", app_id: str | None = None) -> list[ApiKey]:
    """Return the keys of one app, or those of type `dataset` of the workspace (`app_id` None), oldest first."""
    rows = db.query(
        """
        SELECT * FROM api_keys
        WHERE workspace_id = ? AND type = ? AND app_id IS NOT DISTINCT FROM ?
        ORDER BY created_at, id
        """,
        [workspace_id, type, app_id],
    )
    return [ApiKey(**row) for row in rows]


async def add_key(db: Database, key: ApiKey) -> None:
    """Store a new key."""
    await db.store(added(key))


async def update_key(
    db: Database, workspace_id: str, key_id: str, *, app_id: str | None = None, **changes: Any
) -> ApiKey:
    """Set columns of a key of an app, or of the workspace (`app_id` None), and return it. Raises: NotFound."""

    def change(cursor: Cursor) -> ApiKey:
        if not cursor.one(_ONE, [workspace_id, key_id, app_id]):
            raise NotFound("API key", key_id)
        return ApiKey(**cursor.update("api_keys", {"id": key_id}, changes)[0])

    return await db.write(change)


async def delete_key(db: Database, workspace_id: str, key_id: str, *, app_id: str | None = None) -> ApiKey:
    """Delete a key of an app, or of the workspace (`app_id` None), and return it as it was. Raises: NotFound."""

    def delete(cursor: Cursor) -> ApiKey:
        row = cursor.one(_ONE, [workspace_id, key_id, app_id])
        if not row:
            raise NotFound("API key", key_id)
        cursor.delete("api_keys", {"id": key_id})
        return ApiKey(**row)

    return await db.write(delete)


async def touch_keys(db: Database, used_at: dict[str, float]) -> None:
    """Set when keys were last used, by id; meant for a whole minute's keys at once."""

    def touch(cursor: Cursor) -> None:
        for key_id, at in used_at.items():
            cursor.execute("UPDATE api_keys SET last_used_at = ? WHERE id = ?", [as_time(at), key_id])

    await db.write(touch)
