"""Answers kept for requests that are sent again."""

from storage.changes import added_if_new, changed
from storage.columns import as_time
from storage.cursor import Cursor
from storage.database import Database
from storage.records import KeptAnswer


def find_answer(db: Database, answer_id: str) -> KeptAnswer | None:
    """Return what is kept under an id, which only who holds the API key can make."""
    row = db.one("SELECT * FROM kept_answers WHERE id = ?", [answer_id])
    return KeptAnswer(**row) if row else None


async def begin_answer(db: Database, answer: KeptAnswer) -> None:
    """Store that a request was taken on."""
    await db.store(added_if_new(answer))


async def note_run(db: Database, answer_id: str, run_id: str) -> None:
    """Store which run a request has started."""
    await db.store(changed("kept_answers", answer_id, run_id=run_id))


async def finish_answer(db: Database, answer_id: str, *, status: int, content_type: str, body: bytes | None) -> None:
    """Store what was answered; a body of None is too large to be kept."""
    await db.store(changed("kept_answers", answer_id, status=status, content_type=content_type, body=body))


async def forget_answer(db: Database, answer_id: str) -> None:
    """Remove a request that came to nothing, so that it may be sent again."""
    await db.write(lambda cursor: cursor.discard("kept_answers", {"id": answer_id}))


async def remove_answers(db: Database, *, before: float, most: int) -> None:
    """Remove answers that are older than a time, and the oldest of more than `most`."""

    def remove(cursor: Cursor) -> None:
        cursor.execute("DELETE FROM kept_answers WHERE created_at < ?", [as_time(before)])
        cursor.execute(
            "DELETE FROM kept_answers WHERE id IN (SELECT id FROM kept_answers ORDER BY created_at DESC OFFSET ?)",
            [most],
        )

    await db.write(remove)
