"""What runs have cost: those of an app, of a key, or of a whole workspace."""

from dataclasses import dataclass
from decimal import Decimal

from storage.columns import as_time
from storage.cursor import Cursor
from storage.database import Database
from storage.ids import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What runs cost in one currency."""

    currency: str
    price: Decimal
    tokens: int


def spent_by_app(db: Database, workspace_id: str, app_id: str, *, since: float) -> list[Spent]:
    """Return what runs of an app since a time cost, by currency; the debugger's and those under way do not count."""
    return _sums(db, "app_id = ? AND triggered_from <> 'debugging'", [workspace_id, as_time(since), app_id])


def spent_by_key(db: Database, workspace_id: str, key_id: str, *, since: float) -> list[Spent]:
    """Return what runs that a key started since a time cost, by currency; those under way do not count."""
    return _sums(db, "api_key_id = ?", [workspace_id, as_time(since), key_id])


def spent_by_workspace(db: Database, workspace_id: str, *, since: float) -> list[Spent]:
    """Return what all runs since a time cost, by currency, those of deleted apps among them, but those under way."""
    gone = db.query(
        """
        SELECT currency, sum(price) AS price, sum(tokens)::BIGINT AS tokens FROM past_spending
        WHERE workspace_id = ? AND spent_at >= ? GROUP BY currency
        """,
        [workspace_id, as_time(since)],
    )
    return [*_sums(db, "true", [workspace_id, as_time(since)]), *(Spent(**row) for row in gone)]


def note_past(cursor: Cursor, workspace_id: str, app_id: str) -> None:
    """Keep what the runs of an app, which is being deleted, have cost: a row for each of their days and currencies."""
    rows = cursor.query(
        """
        SELECT currency, sum(total_price) AS price, sum(total_tokens)::BIGINT AS tokens, max(created_at) AS spent_at
        FROM runs WHERE workspace_id = ? AND app_id = ?
        GROUP BY currency, date_trunc('day', created_at) HAVING sum(total_tokens) > 0 OR sum(total_price) > 0
        """,
        [workspace_id, app_id],
    )
    cursor.insert("past_spending", [{"id": new_id(), "workspace_id": workspace_id, **row} for row in rows])


def _sums(db: Database, which: str, values: list[object]) -> list[Spent]:
    rows = db.query(
        f"""
        SELECT currency, sum(total_price) AS price, sum(total_tokens)::BIGINT AS tokens FROM runs
        WHERE workspace_id = ? AND created_at >= ? AND status <> 'running' AND {which}
        GROUP BY currency
        """,  # noqa: S608  # `which` is one of the conditions above
        values,
    )
    return [Spent(**row) for row in rows]
