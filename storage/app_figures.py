"""How much an app was used, by whom, how quickly and at what price, over time; runs of the Studio do not count."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from storage.columns import as_time
from storage.database import Database

Step = Literal["hour", "day", "week"]

PLACE: Final = """
    date_trunc($step, created_at + to_minutes($ahead)) - to_minutes($ahead) AS place
"""
FIGURES: Final = """
    SELECT place AS at, count(*) AS uses, count(DISTINCT conversation_id) AS conversations,
        count(DISTINCT user_id) AS users, coalesce(sum(tokens), 0)::BIGINT AS tokens,
        count(*) FILTER (failed) AS errors, median(seconds) AS median, quantile_cont(seconds, 0.95) AS p95
    FROM used GROUP BY GROUPING SETS ((place), ()) ORDER BY place NULLS LAST
"""
OF_MESSAGES: Final = f"""
    WITH used AS (
        SELECT {PLACE}, conversation_id, coalesce(end_user_id, account_id) AS user_id, status = 'error' AS failed,
            message_tokens + answer_tokens AS tokens, CASE WHEN status = 'normal' THEN latency END AS seconds
        FROM messages
        WHERE workspace_id = $workspace AND app_id = $app AND invoke_from <> 'debugger'
          AND created_at >= $since AND created_at < $until
    )
    {FIGURES}
"""  # noqa: S608  # made of the texts above only
OF_RUNS: Final = f"""
    WITH used AS (
        SELECT {PLACE}, NULL AS conversation_id, created_by AS user_id, status = 'failed' AS failed,
            total_tokens AS tokens, CASE WHEN status IN ('succeeded', 'partial-succeeded') THEN elapsed END AS seconds
        FROM runs
        WHERE workspace_id = $workspace AND app_id = $app AND triggered_from <> 'debugging'
          AND created_at >= $since AND created_at < $until
    )
    {FIGURES}
"""  # noqa: S608  # as above


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From `since` until before `until` (epoch seconds), in steps that begin where the local clock begins them.

    `ahead` is how many minutes that clock is ahead of UTC. Weeks begin on Mondays.
    """

    since: float
    until: float
    step: Step
    ahead: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The use of an app in one step that begins at `at` (epoch seconds), or, None, in the whole span.

    What is used is a message, of a workflow a run. Median and 95th percentile of its seconds count those that went
    well; None where there was none.
    """

    at: float | None
    uses: int
    conversations: int
    users: int
    tokens: int
    errors: int
    median: float | None
    p95: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A part of one step that begins at `at` (epoch seconds): what it is named by, and how much it is."""

    at: float
    name: str
    amount: Decimal


def app_figures(db: Database, workspace_id: str, app_id: str, span: Span, *, of_runs: bool = False) -> list[Figures]:
    """Return the steps in which an app was used, in order, and last the whole span; nothing when it never was."""
    rows = db.query(OF_RUNS if of_runs else OF_MESSAGES, _parameters(workspace_id, app_id, span))
    return [Figures(**row) for row in rows if row["uses"]]


def app_sources(db: Database, workspace_id: str, app_id: str, span: Span, *, of_runs: bool = False) -> list[Share]:
    """Return by step how many messages, or runs, came from where (`invoke_from`)."""
    table, apart = ("runs", "triggered_from <> 'debugging'") if of_runs else ("messages", "invoke_from <> 'debugger'")
    return _shares(
        db,
        f"""
        SELECT {PLACE}, invoke_from AS name, count(*) AS amount FROM {table}
        WHERE workspace_id = $workspace AND app_id = $app AND {apart}
          AND created_at >= $since AND created_at < $until
        GROUP BY ALL ORDER BY ALL
        """,  # noqa: S608  # as above
        _parameters(workspace_id, app_id, span),
    )


def app_costs(db: Database, workspace_id: str, app_id: str, span: Span, *, of_runs: bool = False) -> list[Share]:
    """Return by step what was paid for models, by currency; steps that cost nothing are left out."""
    table, apart = ("runs", "triggered_from <> 'debugging'") if of_runs else ("messages", "invoke_from <> 'debugger'")
    return _shares(
        db,
        f"""
        SELECT {PLACE}, currency AS name, sum(total_price) AS amount FROM {table}
        WHERE workspace_id = $workspace AND app_id = $app AND {apart}
          AND created_at >= $since AND created_at < $until
        GROUP BY ALL HAVING sum(total_price) > 0 ORDER BY ALL
        """,  # noqa: S608  # as above
        _parameters(workspace_id, app_id, span),
    )


def app_ratings(db: Database, workspace_id: str, app_id: str, span: Span) -> list[Share]:
    """Return by step how many ratings (like, dislike) the users of an app gave."""
    return _shares(
        db,
        f"""
        SELECT {PLACE}, rating AS name, count(*) AS amount FROM feedbacks
        WHERE workspace_id = $workspace AND app_id = $app AND from_source = 'user'
          AND created_at >= $since AND created_at < $until
        GROUP BY ALL ORDER BY ALL
        """,  # noqa: S608  # as above
        _parameters(workspace_id, app_id, span),
    )


def _shares(db: Database, sql: str, parameters: dict[str, Any]) -> list[Share]:
    return [
        Share(at=row["place"], name=row["name"], amount=Decimal(row["amount"])) for row in db.query(sql, parameters)
    ]


def _parameters(workspace_id: str, app_id: str, span: Span) -> dict[str, Any]:
    return {
        "workspace": workspace_id,
        "app": app_id,
        "since": as_time(span.since),
        "until": as_time(span.until),
        "step": span.step,
        "ahead": span.ahead,
    }
