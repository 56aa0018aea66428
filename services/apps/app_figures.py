"""What the overview of an app shows: its use in a span of time, step by step, and compared with the span before."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from storage import app_figures as rows
from storage.app_figures import Figures, Share, Span, Step
from storage.records import App

if TYPE_CHECKING:
    from services.runtime import Runtime

STEPS: Final[Mapping[int, Step]] = {1: "hour", 7: "day", 30: "day", 90: "day", 365: "week"}  # of spans of so many days
LENGTHS: Final[Mapping[Step, timedelta]] = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """The whole of a span; prices by currency."""

    figures: Figures
    costs: Mapping[str, Decimal]
    likes: int
    dislikes: int

    @property
    def satisfaction(self) -> float | None:
        """Return which part of the ratings are likes, 0..1; None without any."""
        rated = self.likes + self.dislikes
        return self.likes / rated if rated else None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppFigures:
    """The use of an app: every step of the span, also those in which nothing happened, and what there is by step."""

    span: Span
    starts: Sequence[float]  # of the steps, epoch seconds
    steps: Mapping[float, Figures]  # by start; without those in which nothing happened
    sources: Sequence[Share]
    costs: Sequence[Share]
    ratings: Sequence[Share]
    total: Total
    before: Total  # of the span of the same length before


async def figures_of(rt: "Runtime", app: App, days: int, *, ahead: int = 0, now: float | None = None) -> AppFigures:
    """Return the use of an app in the last `days` (a key of `STEPS`); `ahead` is the clock's distance to UTC in minutes.

    The last step is the one that is under way.
    """
    span = _span(days, ahead, time.time() if now is None else now)
    earlier = Span(since=2 * span.since - span.until, until=span.since, step=span.step, ahead=ahead)
    return await rt.db.read(lambda: _read(rt, app, span, earlier))


async def was_used(rt: "Runtime", app: App) -> bool:
    """Return whether anything but the Studio has ever used an app."""
    forever = Span(since=0.0, until=time.time() + 1, step="week")
    found = await rt.db.read(
        lambda: rows.app_figures(rt.db, app.workspace_id, app.id, forever, of_runs=app.mode == "workflow")
    )
    return bool(found)


def starts_of(span: Span) -> list[float]:
    """Return where the steps of a span begin, in epoch seconds."""
    shift = timedelta(minutes=span.ahead)
    place = _floor(datetime.fromtimestamp(span.since, UTC) + shift, span.step)
    end = datetime.fromtimestamp(span.until, UTC) + shift
    found = []
    while place < end:
        found.append((place - shift).timestamp())
        place += LENGTHS[span.step]
    return found


def _span(days: int, ahead: int, now: float) -> Span:
    step, shift = STEPS[days], timedelta(minutes=ahead)
    first = datetime.fromtimestamp(now, UTC) + shift - timedelta(days=days) + LENGTHS[step]
    return Span(since=(_floor(first, step) - shift).timestamp(), until=now, step=step, ahead=ahead)


def _floor(moment: datetime, step: Step) -> datetime:
    if step == "hour":
        return moment.replace(minute=0, second=0, microsecond=0)
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight if step == "day" else midnight - timedelta(days=midnight.weekday())


def _read(rt: "Runtime", app: App, span: Span, earlier: Span) -> AppFigures:
    owner, of_runs = (rt.db, app.workspace_id, app.id), app.mode == "workflow"
    figures, costs = rows.app_figures(*owner, span, of_runs=of_runs), rows.app_costs(*owner, span, of_runs=of_runs)
    ratings = rows.app_ratings(*owner, span)
    before = _total(
        rows.app_figures(*owner, earlier, of_runs=of_runs),
        rows.app_costs(*owner, earlier, of_runs=of_runs),
        rows.app_ratings(*owner, earlier),
    )
    return AppFigures(
        span=span,
        starts=starts_of(span),
        steps={one.at: one for one in figures if one.at is not None},
        sources=rows.app_sources(*owner, span, of_runs=of_runs),
        costs=costs,
        ratings=ratings,
        total=_total(figures, costs, ratings),
        before=before,
    )


def _total(figures: Sequence[Figures], costs: Sequence[Share], ratings: Sequence[Share]) -> Total:
    paid: dict[str, Decimal] = {}
    for share in costs:
        paid[share.name] = paid.get(share.name, Decimal(0)) + share.amount
    rated = {name: int(sum(one.amount for one in ratings if one.name == name)) for name in ("like", "dislike")}
    return Total(
        figures=figures[-1] if figures else NOTHING, costs=paid, likes=rated["like"], dislikes=rated["dislike"]
    )


NOTHING: Final = Figures(at=None, uses=0, conversations=0, users=0, tokens=0, errors=0, median=None, p95=None)
