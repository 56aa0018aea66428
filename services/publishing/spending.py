"""How much an app may cost in a month, and how often one visitor may ask.

A budget counts every run of an app but those of its makers' trials: those that are stored, and what the ones under way
have used so far. It is looked at before a run begins and after each call of a model, so a run that uses up the budget
ends there, with what it has said.
"""

import logging
import math
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from redis.exceptions import RedisError

import storage.spending
from engine.events import NodeFinished, Usage
from services import accounts
from services.errors import TooManyCalls
from services.limiting.windows import Window, standing
from services.publishing.budgets import Purse
from services.publishing.publications import publication_of
from services.publishing.visitors import Visitor
from services.runs.runs import DEBUGGER, WEB_APP, LiveRun
from storage.records import App, Publication

if TYPE_CHECKING:
    from services.runtime import Runtime

logger = logging.getLogger(__name__)

MINUTE: Final = 60.0
DAY: Final = 86_400.0
ASIDES: Final = 4  # for each message
SPENT: Final = "The app has used up its budget for this month."


class VisitorLimited(TooManyCalls):
    """A visitor asks more often than the app's makers allow."""

    code = "rate_limit_error"


class BudgetSpent(TooManyCalls):
    """The app has cost as much as it may in this month."""

    code = "budget_exceeded"

    def __init__(self, retry_after: float) -> None:
        super().__init__(SPENT, retry_after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """What an app cost in this month, which ends at `until`; `price` is in the currency of its budget."""

    price: Decimal
    currency: str
    tokens: int
    since: float
    until: float


async def check_visitor(rt: "Runtime", visitor: Visitor) -> None:
    """Count that a visitor asks something of the app. Raises VisitorLimited: not as often as that."""
    await _count(rt, visitor, "", 1)


async def check_aside(rt: "Runtime", visitor: Visitor) -> None:
    """Count what goes with messages and costs something: follow-up questions, titles, speech, uploads.

    Raises:
        VisitorLimited: there are more than `ASIDES` for each message that the visitor may send.
        BudgetSpent: the app has cost as much as it may in this month.
    """
    await _count(rt, visitor, ":aside", ASIDES)
    await check_budget(rt, visitor.app, invoke_from=WEB_APP)


async def _count(rt: "Runtime", visitor: Visitor, what: str, times: int) -> None:
    publication, key = visitor.shared.publication, f"visitor:{visitor.app.id}:{visitor.user}{what}"
    windows = [
        Window(f"{key}:60", publication.messages_per_minute * times, MINUTE, "minute"),
        Window(f"{key}:86400", publication.messages_per_day * times, DAY, "day"),
    ]
    limiting = [window for window in windows if window.most]
    if not limiting:
        return
    try:
        found = standing(limiting, await rt.limits.store.take(limiting))
    except RedisError as error:
        logger.error("Visitors are not limited: what counts them gives an error. error=%r", error)
        return
    if found.is_refused:
        wait = math.ceil(found.frees_after)
        message = f"{found.window.most} a {found.window.whose} are allowed here. Try again in {wait} seconds."
        raise VisitorLimited(message, found.frees_after)


async def check_budget(rt: "Runtime", app: App, *, invoke_from: str) -> None:
    """Refuse a run of an app whose budget is used up. Raises BudgetSpent."""
    if invoke_from == DEBUGGER:
        return
    publication = await publication_of(rt, app)
    if not publication.monthly_budget and not publication.monthly_tokens:
        rt.caches.purses.pop(app.id, None)
        return
    used = await used_in_month(rt, app)
    purse = rt.caches.purses[app.id] = _left(publication, used)
    if purse.is_empty:
        raise BudgetSpent(used.until - time.time())


def spend(rt: "Runtime", live: LiveRun, usage: Usage) -> None:
    """Note what a step of a run cost; when that was the last of the budget, all runs of the app end."""
    purse = rt.caches.purses.get(live.app_id)
    if purse is None or live.invoke_from == DEBUGGER:
        return
    purse.take(usage.total_price, usage.currency, usage.total_tokens)
    if purse.is_empty:
        for one in rt.live.running(live.app_id):
            if one.invoke_from != DEBUGGER:
                one.stop(SPENT)


async def used_in_month(rt: "Runtime", app: App) -> Used:
    """Return what an app cost in the current month of its workspace's time zone."""
    currency = (await publication_of(rt, app)).budget_currency
    zone = await accounts.timezone(rt, app.workspace_id)
    now = datetime.now(UTC).astimezone(zone)
    first = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    following = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    since = first.timestamp()
    stored = await rt.db.read(lambda: storage.spending.spent_by_app(rt.db, app.workspace_id, app.id, since=since))
    live = [
        event.usage
        for run in rt.live.running(app.id)
        if run.invoke_from != DEBUGGER
        for event in run.events
        if isinstance(event, NodeFinished) and event.usage is not None
    ]
    return Used(
        price=sum((one.price for one in stored if one.currency == currency), Decimal(0))
        + sum((usage.total_price for usage in live if usage.currency == currency), Decimal(0)),
        currency=currency,
        tokens=sum(one.tokens for one in stored) + sum(usage.total_tokens for usage in live),
        since=since,
        until=following.timestamp(),
    )


def _left(publication: Publication, used: Used) -> Purse:
    return Purse(
        used.currency,
        publication.monthly_budget - used.price if publication.monthly_budget else None,
        publication.monthly_tokens - used.tokens if publication.monthly_tokens else None,
    )
