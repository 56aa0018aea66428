"""What people think of answers: one rating per message and person."""

from collections.abc import Sequence

from storage.changes import put
from storage.cursor import Cursor
from storage.database import Database
from storage.records import Feedback


def list_feedbacks(db: Database, workspace_id: str, app_id: str, *, page: int = 1, limit: int = 20) -> list[Feedback]:
    """Return one page of all ratings of an app's answers, newest first."""
    rows = db.query(
        """
        SELECT * FROM feedbacks
        WHERE workspace_id = ? AND app_id = ?
        ORDER BY created_at DESC, id DESC
        LIMIT ? OFFSET ?
        """,
        [workspace_id, app_id, limit, (page - 1) * limit],
    )
    return [Feedback(**row) for row in rows]


def feedbacks_of_messages(db: Database, workspace_id: str, message_ids: Sequence[str]) -> list[Feedback]:
    """Return all ratings of some messages in one query, oldest first."""
    rows = db.query(
        "SELECT * FROM feedbacks WHERE workspace_id = ? AND list_contains(?, message_id) ORDER BY created_at, id",
        [workspace_id, list(message_ids)],
    )
    return [Feedback(**row) for row in rows]


async def put_feedback(db: Database, feedback: Feedback) -> None:
    """Store a rating over the one that the same person gave before."""
    await db.store(put(feedback, update=("rating", "content", "updated_at")))


async def remove_feedback(db: Database, workspace_id: str, feedback_id: str) -> bool:
    """Delete a rating; return whether there was one."""

    def delete(cursor: Cursor) -> bool:
        return bool(cursor.delete("feedbacks", {"workspace_id": workspace_id, "id": feedback_id}))

    return await db.write(delete)
