"""Runs that called others: apps used as tools by other apps, one inside the other."""

from dataclasses import dataclass
from decimal import Decimal

from storage.database import Database

_COLUMNS = """runs.id, runs.parent_run_id, runs.app_id, runs.status, runs.elapsed, runs.total_tokens, runs.total_price,
    runs.currency, runs.created_at"""
DEEPEST = 100  # levels that are looked at, more than apps may call each other


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledRun:
    """A run in a tree of calls; `app_name` is "" when the app is gone."""

    id: str
    parent_run_id: str | None
    app_id: str
    app_name: str
    status: str
    elapsed: float
    total_tokens: int  # its own, not those of what it called in turn
    total_price: Decimal
    currency: str
    created_at: float


def called_runs(db: Database, workspace_id: str, run_id: str, *, limit: int = 500) -> list[CalledRun]:
    """Return all runs that a run called, and those that they called, in the order of their starts; no replays."""
    rows = db.query(
        f"""
        WITH RECURSIVE called AS (
            SELECT {_COLUMNS}, 1 AS depth FROM runs
            WHERE workspace_id = $workspace AND parent_run_id = $run AND replayed_from IS NULL
            UNION ALL
            SELECT {_COLUMNS}, called.depth + 1 FROM runs JOIN called ON runs.parent_run_id = called.id
            WHERE runs.workspace_id = $workspace AND runs.replayed_from IS NULL AND called.depth < {DEEPEST}
        )
        SELECT called.* EXCLUDE (depth), coalesce(apps.name, '') AS app_name
        FROM called LEFT JOIN apps ON apps.id = called.app_id AND apps.workspace_id = $workspace
        ORDER BY called.created_at, called.id LIMIT $limit
        """,  # noqa: S608  # made of the texts above only
        {"workspace": workspace_id, "run": run_id, "limit": limit},
    )
    return [CalledRun(**row) for row in rows]


def caller_of(db: Database, workspace_id: str, run_id: str) -> CalledRun | None:
    """Return the run that called this one, None for one that was not called."""
    rows = db.query(
        f"""
        SELECT {_COLUMNS}, coalesce(apps.name, '') AS app_name
        FROM runs AS inner_run JOIN runs ON runs.id = inner_run.parent_run_id AND runs.workspace_id = $workspace
        LEFT JOIN apps ON apps.id = runs.app_id AND apps.workspace_id = $workspace
        WHERE inner_run.workspace_id = $workspace AND inner_run.id = $run AND inner_run.replayed_from IS NULL
        """,  # noqa: S608  # as above
        {"workspace": workspace_id, "run": run_id},
    )
    return CalledRun(**rows[0]) if rows else None
