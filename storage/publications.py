"""How apps are published, and the answers that their visitors keep."""

from dataclasses import replace
from typing import Any

from storage.changes import added_if_new
from storage.cursor import Cursor
from storage.database import Database
from storage.errors import NotFound
from storage.records import Message, Publication, SavedMessage


def find_publication(db: Database, workspace_id: str, app_id: str) -> Publication | None:
    """Return how an app is published; None: as by default."""
    row = db.one("SELECT * FROM publications WHERE workspace_id = ? AND app_id = ?", [workspace_id, app_id])
    return Publication(**row) if row else None


async def update_publication(db: Database, workspace_id: str, app_id: str, **changes: Any) -> Publication:
    """Set columns of how an app is published and return it; the first change makes the row. Raises: NotFound."""

    def change(cursor: Cursor) -> Publication:
        if not cursor.one("SELECT 1 FROM apps WHERE workspace_id = ? AND id = ?", [workspace_id, app_id]):
            raise NotFound("app", app_id)
        rows = cursor.update("publications", {"workspace_id": workspace_id, "app_id": app_id}, changes)
        if rows:
            return Publication(**rows[0])
        made = replace(Publication(workspace_id=workspace_id, app_id=app_id), **changes)
        cursor.insert("publications", [made.row()])
        return made

    return await db.write(change)


def list_saved(
    db: Database, workspace_id: str, app_id: str, *, end_user_id: str, last_id: str | None = None, limit: int = 20
) -> list[Message]:
    """Return answers that a visitor keeps, the last kept first, after the message `last_id`."""
    rows = db.query(
        """
        SELECT messages.* FROM saved_messages AS saved JOIN messages ON messages.id = saved.message_id
        WHERE saved.workspace_id = $workspace AND saved.app_id = $app AND saved.end_user_id = $user
          AND ($last IS NULL OR (saved.created_at, saved.id) < (
              SELECT (created_at, id) FROM saved_messages WHERE message_id = $last AND end_user_id = $user
          ))
        ORDER BY saved.created_at DESC, saved.id DESC LIMIT $limit
        """,
        {"workspace": workspace_id, "app": app_id, "user": end_user_id, "last": last_id, "limit": limit},
    )
    return [Message(**row) for row in rows]


async def save_message(db: Database, saved: SavedMessage) -> None:
    """Keep an answer for a visitor; one that is kept already stays where it was."""
    await db.store(added_if_new(saved))


async def forget_saved(db: Database, workspace_id: str, app_id: str, message_id: str, *, end_user_id: str) -> bool:
    """Keep an answer no longer; return whether it was kept."""
    where = {"workspace_id": workspace_id, "app_id": app_id, "message_id": message_id, "end_user_id": end_user_id}
    return await db.write(lambda cursor: bool(cursor.delete("saved_messages", where)))
