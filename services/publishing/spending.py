"""What an app, a key of it and the whole workspace may cost in a month.

The budget of an app counts every run of it but its makers' trials, that of a key the runs that it starts, that of a
workspace all runs: those that are stored, and what the ones under way have used so far. Budgets are looked at before a
run begins and after each call of a model, so a run that uses one up ends there, with what it has said.
"""

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import storage.settings
import storage.spending
from engine.events import NodeFinished, Usage
from services import accounts
from services.accounts import audit
from services.accounts.acting import needs
from services.accounts.calling import calling_key
from services.accounts.roles import Action
from services.errors import TooManyCalls
from services.publishing.budgets import SPENT, Budget, Purse, checked_budget
from services.publishing.publications import publication_of
from services.runs.runs import DEBUGGER, WEB_APP, LiveRun
from storage.records import ApiKey, App
from storage.spending import Spent

if TYPE_CHECKING:
    from services.runtime import Runtime

Stored = Callable[[float], Sequence[Spent]]  # reads what was spent since a time

WORKSPACE: Final = "budget"  # the setting of a workspace


class BudgetSpent(TooManyCalls):
    """A budget of this month is used up; visitors are not told which one, and how large it is."""

    code = "budget_exceeded"

    def __init__(self, purse: Purse, retry_after: float, *, to_visitor: bool) -> None:
        super().__init__(SPENT if to_visitor else purse.told, retry_after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """What was spent in this month, which ends at `until`; `price` is in the currency of the budget."""

    price: Decimal
    currency: str
    tokens: int
    since: float
    until: float


async def check_budget(rt: "Runtime", app: App, *, invoke_from: str) -> None:
    """Refuse a run for which one of the budgets has nothing left.

    Raises:
        BudgetSpent: that of the app (not for a maker's trial), of the key, or of the workspace.
    """
    held: list[_Held] = []
    if invoke_from != DEBUGGER:
        held.append(_Held(app.id, f"the app {app.name!r}", await app_budget(rt, app), partial(used_in_month, rt, app)))
    key = calling_key()
    if key is not None:
        whose = f"the API key {key.name or key.hint!r}"
        held.append(_Held(key.id, whose, budget_of_key(key), partial(used_by_key, rt, key)))
    workspace_id = app.workspace_id
    budget = await workspace_budget(rt, workspace_id)
    held.append(_Held(workspace_id, "the workspace", budget, partial(used_by_workspace, rt, workspace_id)))
    for one in held:
        await _check(rt, one, to_visitor=invoke_from == WEB_APP)


def spend(rt: "Runtime", live: LiveRun, usage: Usage) -> None:
    """Note what a step of a run cost; when that was the last of a budget, all runs end that it pays for."""
    for place in (live.app_id, live.key_id, live.workspace_id):
        purse = rt.caches.purses.get(place) if place and _pays(place, live) else None
        if purse is None:
            continue
        purse.take(usage.total_price, usage.currency, usage.total_tokens)
        if purse.is_empty:
            for one in rt.live.running():
                if _pays(place, one):
                    one.stop(purse.told, code=BudgetSpent.code)


async def app_budget(rt: "Runtime", app: App) -> Budget:
    """Return what an app may cost."""
    return _budget_in(await publication_of(rt, app))


def budget_of_key(key: ApiKey) -> Budget:
    """Return what the runs may cost that a key starts."""
    return _budget_in(key)


async def workspace_budget(rt: "Runtime", workspace_id: str) -> Budget:
    """Return what all runs of a workspace may cost together."""
    return await rt.caches.budgets.load(workspace_id, lambda: rt.db.read(lambda: _stored_budget(rt, workspace_id)))


@needs(Action.MANAGE_SETTINGS)
async def set_workspace_budget(
    rt: "Runtime", workspace_id: str, changes: dict[str, Any], *, account_id: str | None = None
) -> Budget:
    """Set some of `monthly_budget`, `budget_currency`, `monthly_tokens` and return what holds now. Raises InvalidInput."""
    before = await workspace_budget(rt, workspace_id)
    kept = {"monthly_budget": before.monthly_budget, "budget_currency": before.budget_currency}
    budget = Budget(**{**kept, "monthly_tokens": before.monthly_tokens, **checked_budget(changes)})
    value = {
        "monthly_budget": str(budget.monthly_budget),
        "budget_currency": budget.budget_currency,
        "monthly_tokens": budget.monthly_tokens,
    }
    await storage.settings.put_setting(rt.db, workspace_id, WORKSPACE, value)
    rt.caches.budgets.forget(workspace_id)
    target = ("workspace", workspace_id)
    await audit.note(rt, workspace_id, "settings.change", target=target, account_id=account_id, budget=value)
    return budget


async def used_in_month(rt: "Runtime", app: App) -> Used:
    """Return what an app cost in the current month of its workspace's time zone, trials of its makers left out."""
    budget = await app_budget(rt, app)

    def stored(since: float) -> Sequence[Spent]:
        return storage.spending.spent_by_app(rt.db, app.workspace_id, app.id, since=since)

    return await _used(rt, app.workspace_id, app.id, budget.budget_currency, stored)


async def used_by_key(rt: "Runtime", key: ApiKey) -> Used:
    """Return what the runs cost that a key started in this month."""

    def stored(since: float) -> Sequence[Spent]:
        return storage.spending.spent_by_key(rt.db, key.workspace_id, key.id, since=since)

    return await _used(rt, key.workspace_id, key.id, key.budget_currency, stored)


async def used_by_workspace(rt: "Runtime", workspace_id: str) -> Used:
    """Return what all runs of a workspace cost in this month."""
    budget = await workspace_budget(rt, workspace_id)

    def stored(since: float) -> Sequence[Spent]:
        return storage.spending.spent_by_workspace(rt.db, workspace_id, since=since)

    return await _used(rt, workspace_id, workspace_id, budget.budget_currency, stored)


@dataclass(frozen=True, slots=True)
class _Held:
    """A budget, the id of what has it, and how to learn what is spent of it."""

    place: str
    whose: str
    budget: Budget
    used: Callable[[], Awaitable[Used]]


async def _check(rt: "Runtime", held: _Held, *, to_visitor: bool) -> None:
    """Make the purse of a budget as it stands. Raises BudgetSpent: it is empty."""
    if not held.budget.is_set:
        rt.caches.purses.pop(held.place, None)
        return
    spent = await held.used()
    purse = Purse.of(held.budget, held.whose, price=spent.price, tokens=spent.tokens)
    rt.caches.purses[held.place] = purse
    if purse.is_empty:
        raise BudgetSpent(purse, spent.until - time.time(), to_visitor=to_visitor)


async def _used(rt: "Runtime", workspace_id: str, place: str, currency: str, stored: Stored) -> Used:
    """Return what is spent of the budget that is kept at `place`."""
    zone = await accounts.timezone(rt, workspace_id)
    now = datetime.now(UTC).astimezone(zone)
    first = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    following = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    since = first.timestamp()
    ended = await rt.db.read(lambda: stored(since))
    live = [
        event.usage
        for run in rt.live.running()
        if _pays(place, run)
        for event in run.events
        if isinstance(event, NodeFinished) and event.usage is not None
    ]
    return Used(
        price=sum((one.price for one in ended if one.currency == currency), Decimal(0))
        + sum((usage.total_price for usage in live if usage.currency == currency), Decimal(0)),
        currency=currency,
        tokens=sum(one.tokens for one in ended) + sum(usage.total_tokens for usage in live),
        since=since,
        until=following.timestamp(),
    )


def _pays(place: str, live: LiveRun) -> bool:
    """Return whether the budget of an app, a key or a workspace (by id) pays for a run; an app's for no trials."""
    if place == live.app_id:
        return live.invoke_from != DEBUGGER
    return place in (live.key_id, live.workspace_id)


def _budget_in(row: Any) -> Budget:
    return Budget(
        monthly_budget=row.monthly_budget, budget_currency=row.budget_currency, monthly_tokens=row.monthly_tokens
    )


def _stored_budget(rt: "Runtime", workspace_id: str) -> Budget:
    return Budget(**checked_budget(storage.settings.get_setting(rt.db, workspace_id, WORKSPACE, {})))
