"""Runs of an app as its log shows them: filtered by what was said, by whom and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from storage.columns import as_time
from storage.conversation_logs import JUDGED
from storage.database import Database
from storage.records import Run

WANTED = """
    FROM runs
    LEFT JOIN end_users
      ON runs.created_by_role = 'end_user' AND end_users.id = runs.created_by
      AND end_users.workspace_id = runs.workspace_id
    LEFT JOIN accounts
      ON runs.created_by_role = 'account' AND accounts.id = runs.created_by
      AND accounts.workspace_id = runs.workspace_id
    LEFT JOIN rated ON rated.message_id = runs.message_id
    LEFT JOIN noted ON noted.message_id = runs.message_id
    WHERE runs.workspace_id = $workspace AND runs.app_id = $app
      AND ($debugging OR runs.triggered_from <> 'debugging')
      AND ($sources IS NULL OR list_contains($sources, runs.invoke_from))
      AND ($status IS NULL OR runs.status = $status)
      AND ($since IS NULL OR runs.created_at >= $since)
      AND ($until IS NULL OR runs.created_at <= $until)
      AND ($session IS NULL OR end_users.session_id = $session)
      AND ($account IS NULL OR (runs.created_by_role = 'account' AND runs.created_by = $account))
      AND ($user IS NULL OR contains(lower(concat_ws(' ', end_users.name, end_users.session_id, accounts.name,
           accounts.email)), lower($user)))
      AND ($annotated IS NULL OR (noted.message_id IS NOT NULL) = $annotated)
      AND CASE $rating WHEN 'like' THEN coalesce(likes, 0) > 0 WHEN 'dislike' THEN coalesce(dislikes, 0) > 0
                       WHEN 'any' THEN coalesce(likes, 0) + coalesce(dislikes, 0) > 0 ELSE true END
      AND ($keyword IS NULL OR contains(lower(runs.inputs::VARCHAR), lower($keyword))
           OR contains(lower(runs.outputs::VARCHAR), lower($keyword))
           OR contains(lower(coalesce(runs.error, '')), lower($keyword))
           OR contains(lower(coalesce(end_users.session_id, '')), lower($keyword)))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """Which runs of an app are wanted; None passes all.

    `keyword` is any part of inputs, outputs, error or the session id of the end user, `user` any part of what the
    end user or account is called, both without regard to case. Times are epoch seconds, both included.
    """

    status: str | None = None
    keyword: str | None = None
    session_id: str | None = None
    account_id: str | None = None
    user: str | None = None
    since: float | None = None
    until: float | None = None
    sources: Sequence[str] | None = None  # `invoke_from`
    with_debugging: bool = False
    rating: str | None = None  # of the answer: like or dislike, `any` for both
    annotated: bool | None = None  # an annotation was made of the answer, or was the answer


ALL: Final = LogFilter()


def list_logged_runs(
    db: Database, workspace_id: str, app_id: str, *, wanted: LogFilter = ALL, page: int = 1, limit: int = 20
) -> list[Run]:
    """Return one page of runs, newest first.

    `graph`, `state` and `under_way` are left out (None).
    """
    rows = db.query(
        f"""
        WITH {JUDGED}
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
    sql = f"WITH {JUDGED} SELECT count(*) AS found {WANTED}"
    rows = db.query(sql, _parameters(workspace_id, app_id, wanted))
    return int(rows[0]["found"])


def _parameters(workspace_id: str, app_id: str, wanted: LogFilter) -> dict[str, Any]:
    return {
        "workspace": workspace_id,
        "app": app_id,
        "status": wanted.status,
        "keyword": wanted.keyword,
        "session": wanted.session_id,
        "account": wanted.account_id,
        "user": wanted.user,
        "since": None if wanted.since is None else as_time(wanted.since),
        "until": None if wanted.until is None else as_time(wanted.until),
        "sources": None if wanted.sources is None else list(wanted.sources),
        "debugging": wanted.with_debugging,
        "rating": wanted.rating,
        "annotated": wanted.annotated,
    }
