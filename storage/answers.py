"""Answers of models that apps keep to give again, and what that has saved."""

from dataclasses import dataclass

from storage.changes import put
from storage.columns import as_time
from storage.cursor import Cursor
from storage.database import Database
from storage.records import Answer, AnswerFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a kept answer answers."""

    id: str
    question: str
    vector: bytes  # float32, of length 1


def find_kept(db: Database, workspace_id: str, app_id: str, kept_id: str, *, since: float) -> Answer | None:
    """Return the answer with an id, None when there is none or it is older than `since`."""
    row = db.one(
        "SELECT * FROM answers WHERE workspace_id = ? AND app_id = ? AND id = ? AND created_at >= ?",
        [workspace_id, app_id, kept_id, as_time(since)],
    )
    return Answer(**row) if row else None


def list_questions(
    db: Database, workspace_id: str, app_id: str, *, surroundings: str, vector_model: str, since: float
) -> list[Question]:
    """Return the questions that were asked in the same surroundings and have a vector of a model, the newest first."""
    rows = db.query(
        """
        SELECT id, question, vector FROM answers
        WHERE workspace_id = ? AND app_id = ? AND surroundings = ? AND vector_model = ? AND vector IS NOT NULL
          AND created_at >= ?
        ORDER BY created_at DESC
        """,
        [workspace_id, app_id, surroundings, vector_model, as_time(since)],
    )
    return [Question(**row) for row in rows]


def count_kept(db: Database, workspace_id: str, app_id: str, *, since: float) -> int:
    """Return how many answers of an app are younger than `since`."""
    row = db.one(
        "SELECT count(*) AS kept FROM answers WHERE workspace_id = ? AND app_id = ? AND created_at >= ?",
        [workspace_id, app_id, as_time(since)],
    )
    return int(row["kept"]) if row else 0


def answer_figures(db: Database, workspace_id: str, app_id: str) -> AnswerFigures | None:
    """Return what keeping answers has brought an app, None when it never kept any."""
    row = db.one("SELECT * FROM answer_figures WHERE workspace_id = ? AND app_id = ?", [workspace_id, app_id])
    return AnswerFigures(**row) if row else None


async def keep(db: Database, answer: Answer, *, since: float, most: int) -> None:
    """Keep an answer, also in place of an older one; those of its app before `since` go, and the oldest over `most`."""
    await db.store(put(answer))

    def tidy(cursor: Cursor) -> None:
        cursor.execute("DELETE FROM answers WHERE app_id = ? AND created_at < ?", [answer.app_id, as_time(since)])
        cursor.execute(
            """
            DELETE FROM answers WHERE id IN (
                SELECT id FROM answers WHERE app_id = ? ORDER BY created_at DESC, id DESC OFFSET ?
            )
            """,
            [answer.app_id, most],
        )

    await db.write(tidy)


async def count_look(
    db: Database, workspace_id: str, app_id: str, *, exact: int = 0, alike: int = 0, saved_tokens: int = 0
) -> None:
    """Count that an answer was looked for, and what came of it."""
    more = {"asked": 1, "exact": exact, "alike": alike, "saved_tokens": saved_tokens}

    def count(cursor: Cursor) -> None:
        row = cursor.one("SELECT * FROM answer_figures WHERE workspace_id = ? AND app_id = ?", [workspace_id, app_id])
        if row is None:
            first = {**AnswerFigures(workspace_id=workspace_id, app_id=app_id).row(), **more}
            cursor.insert("answer_figures", [first], "ON CONFLICT DO NOTHING")
        else:
            counted = {name: row[name] + number for name, number in more.items()}
            cursor.update("answer_figures", {"workspace_id": workspace_id, "app_id": app_id}, counted)

    await db.write(count)


async def clear_answers(db: Database, workspace_id: str, app_id: str) -> int:
    """Remove all answers of an app; return how many there were."""
    where = {"workspace_id": workspace_id, "app_id": app_id}
    return await db.write(lambda cursor: len(cursor.delete("answers", where)))


async def remove_old_answers(db: Database, *, before: float) -> None:
    """Remove the answers of all apps that are older than a time."""
    await db.write(lambda cursor: cursor.execute("DELETE FROM answers WHERE created_at < ?", [as_time(before)]))
