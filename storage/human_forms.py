"""Forms that runs wait for: finding them, answering each once, what is due.

DuckDB looks a value up in an index only when nothing else stands in the WHERE; hence the materialized first steps.
"""

from collections.abc import Sequence
from typing import Any

from storage.changes import Change, changed
from storage.columns import as_time
from storage.cursor import Cursor
from storage.database import Database
from storage.records import HumanForm

WAITING, SUBMITTED, EXPIRED, CLOSED = "waiting", "submitted", "expired", "closed"


def find_form(db: Database, token: str) -> HumanForm | None:
    """Return the form with this unguessable token, in any workspace."""
    row = db.one("SELECT * FROM human_forms WHERE token = ?", [token])
    return HumanForm(**row) if row else None


def find_mailed_form(db: Database, mail_token: str) -> HumanForm | None:
    """Return the form whose mails carry this unguessable token, in any workspace."""
    row = db.one("SELECT * FROM human_forms WHERE mail_token = ?", [mail_token])
    return HumanForm(**row) if row else None


def list_forms(db: Database, workspace_id: str, run_id: str) -> list[HumanForm]:
    """Return all forms of a run, oldest first; none for an unknown run."""
    rows = db.query(
        """
        WITH found AS MATERIALIZED (SELECT * FROM human_forms WHERE run_id = ?)
        SELECT * FROM found WHERE workspace_id = ? ORDER BY created_at, id
        """,
        [run_id, workspace_id],
    )
    return [HumanForm(**row) for row in rows]


def forms_of_runs(db: Database, workspace_id: str, run_ids: Sequence[str]) -> dict[str, list[HumanForm]]:
    """Return the forms of runs by run id, oldest first, in one query; runs without any are left out."""
    rows = db.query(
        "SELECT * FROM human_forms WHERE workspace_id = ? AND list_contains(?, run_id) ORDER BY created_at, id",
        [workspace_id, list(run_ids)],
    )
    found: dict[str, list[HumanForm]] = {}
    for row in rows:
        found.setdefault(row["run_id"], []).append(HumanForm(**row))
    return found


def find_waiting_run(db: Database, workspace_id: str, app_id: str, task_id: str) -> str | None:
    """Return the id of the run of an app that is stopped by `task_id`, if forms of it are open."""
    row = db.one(
        """
        SELECT run_id FROM human_forms
        WHERE workspace_id = ? AND app_id = ? AND task_id = ? AND status = 'waiting' LIMIT 1
        """,
        [workspace_id, app_id, task_id],
    )
    return str(row["run_id"]) if row else None


def due_forms(db: Database, now: float) -> list[HumanForm]:
    """Return the open forms of all workspaces whose time is over, those due first in front."""
    rows = db.query(
        "SELECT * FROM human_forms WHERE status = 'waiting' AND expires_at <= ? ORDER BY expires_at, id", [as_time(now)]
    )
    return [HumanForm(**row) for row in rows]


def next_expiry(db: Database) -> float | None:
    """Return when the next open form expires, None when none is open."""
    row = db.one("SELECT min(expires_at) AS next FROM human_forms WHERE status = 'waiting'")
    return row["next"] if row else None


def unmailed_forms(db: Database) -> list[HumanForm]:
    """Return the open forms of all workspaces whose mails were not sent yet, oldest first."""
    rows = db.query(
        """
        SELECT * FROM human_forms
        WHERE status = 'waiting' AND mail_token IS NOT NULL AND mailed_at IS NULL
        ORDER BY created_at, id
        """
    )
    return [HumanForm(**row) for row in rows]


def runs_with_answers(db: Database) -> list[str]:
    """Return the paused runs of all workspaces that have not gone on yet although people answered them."""
    rows = db.query(
        """
        SELECT DISTINCT run_id FROM human_forms
        WHERE status IN ('submitted', 'expired') AND NOT is_applied
          AND run_id IN (SELECT id FROM runs WHERE status = 'paused')
        ORDER BY run_id
        """
    )
    return [row["run_id"] for row in rows]


async def answer_form(
    db: Database, form_id: str, *, status: str, at: float, answer: Any, answered_by: str | None = None
) -> bool:
    """Give an open form its answer; return False, having changed nothing, when it is not open any more."""

    def change(cursor: Cursor) -> bool:
        values = {"status": status, "answer": answer, "answered_by": answered_by, "answered_at": at}
        return bool(cursor.update("human_forms", {"id": form_id, "status": WAITING}, values))

    return await db.write(change)


async def close_forms(db: Database, run_id: str) -> None:
    """Close the open forms of a run that does not wait for them any more."""
    await db.write(
        lambda cursor: cursor.update("human_forms", {"run_id": run_id, "status": WAITING}, {"status": CLOSED})
    )


async def close_forgotten_forms(db: Database) -> None:
    """Close the open forms of runs, in all workspaces, that do not wait: a crash cut them off after a pause."""

    def change(cursor: Cursor) -> None:
        cursor.execute(
            """
            UPDATE human_forms SET status = 'closed'
            WHERE status = 'waiting' AND run_id NOT IN (SELECT id FROM runs WHERE status = 'paused')
            """
        )

    await db.write(change)


async def note_mailed(db: Database, form_id: str, at: float) -> None:
    """Note that the mails of a form were sent."""
    await db.store(changed("human_forms", form_id, mailed_at=at))


def applied_answers(form_ids: Sequence[str]) -> list[Change]:
    """Return the change that notes that runs went on with the answers to these forms."""
    return [Change("human_forms", [{"id": form_id, "is_applied": True} for form_id in form_ids], "update")]
