"""Runs of an app as its log shows them: filtered by what was said, by whom and when."""

from dataclasses import dataclass
from typing import Any, Final

from storage.columns import as_time
from storage.database import Database
from storage.records import Run

WANTED = """
    FROM runs LEFT JOIN end_users
      ON runs.created_by_role = 'end_user' AND end_users.id = runs.created_by
      AND end_users.workspace_id = runs.workspace_id
    WHERE runs.workspace_id = $workspace AND runs.app_id = $app AND runs.triggered_from <> 'debugging'
      AND ($status IS NULL OR runs.status = $status)
      AND ($since IS NULL OR runs.created_at >= $since)
      AND ($until IS NULL OR runs.created_at <= $until)
      AND ($session IS NULL OR end_users.session_id = $session)
      AND ($account IS NULL OR (runs.created_by_role = 'account' AND runs.created_by = $account))
      AND ($keyword IS NULL OR contains(lower(runs.inputs::VARCHAR), lower($keyword))
           OR contains(lower(runs.outputs::VARCHAR), lower($keyword))
           OR contains(lower(coalesce(end_users.session_id, '')), lower($keyword)))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """Which runs of an app are wanted; None passes all.

    `keyword` is any part of inputs, outputs or the session id of the end user, without regard to case. Times are
    epoch seconds, both included.
    """

    status: str | None = None
    keyword: str | None = None
    session_id: str | None = None
    account_id: str | None = None
    since: float | None = None
    until: float | None = None


ALL: Final = LogFilter()


def list_logged_runs(
    db: Database, workspace_id: str, app_id: str, *, wanted: LogFilter = ALL, page: int = 1, limit: int = 20
) -> list[Run]:
    """Return one page of runs, newest first, without those of debugging.

    `graph`, `state` and `under_way` are left out (None).
    """
    rows = db.query(
        f"""
        SELECT runs.* REPLACE (NULL AS graph, NULL AS state, NULL AS under_way)
        {WANTED}
        ORDER BY runs.created_at DESC, runs.id DESC
        LIMIT $limit OFFSET $offset
        """,
        {**_parameters(workspace_id, app_id, wanted), "limit": limit, "offset": (page - 1) * limit},
    )
    return [Run(**row) for row in rows]


def count_logged_runs(db: Database, workspace_id: str, app_id: str, *, wanted: LogFilter = ALL) -> int:
    """Return how many runs `list_logged_runs` has on all its pages."""
    rows = db.query(f"SELECT count(*) AS found {WANTED}", _parameters(workspace_id, app_id, wanted))
    return int(rows[0]["found"])


def _parameters(workspace_id: str, app_id: str, wanted: LogFilter) -> dict[str, Any]:
    return {
        "workspace": workspace_id,
        "app": app_id,
        "status": wanted.status,
        "keyword": wanted.keyword,
        "session": wanted.session_id,
        "account": wanted.account_id,
        "since": None if wanted.since is None else as_time(wanted.since),
        "until": None if wanted.until is None else as_time(wanted.until),
    }
