"""How much the models of a workspace are used and what they cost, day by day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from services.apps.app_figures import starts_of
from services.errors import InvalidInput
from storage.app_figures import Span
from storage.model_figures import ModelFigures, model_figures

if TYPE_CHECKING:
    from services.runtime import Runtime

LONGEST: Final = 366  # days that are shown at once
READING: Final = 60.0  # seconds that the figures of a long time may take


@dataclass(slots=True)
class ModelTotal:
    """What one model did in the whole time; `prices` by currency."""

    model: str
    calls: int = 0
    failed: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    prices: dict[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelUsage:
    """The use of all models: by day and model, and the models with the most tokens first."""

    span: Span
    starts: Sequence[float]  # of the days, epoch seconds
    figures: Sequence[ModelFigures]
    totals: Sequence[ModelTotal]

    def by_day(self, model: str, name: str) -> Mapping[float, float]:
        """Return a figure of a model by the start of its day: calls, tokens or price."""
        found: dict[float, float] = {}
        for one in self.figures:
            if one.model == model:
                value = one.prompt_tokens + one.completion_tokens if name == "tokens" else getattr(one, name)
                found[one.at] = found.get(one.at, 0.0) + float(value)
        return found


async def model_usage(rt: "Runtime", workspace_id: str, first: date, last: date, *, ahead: int = 0) -> ModelUsage:
    """Return the use of the models from one day to another; `ahead` is the clock's distance to UTC in minutes.

    Raises:
        InvalidInput: the days are not in order, or more than `LONGEST`.
    """
    days = (last - first).days + 1
    if not 1 <= days <= LONGEST:
        raise InvalidInput(f"The range has {days} days; it must be from 1 to {LONGEST}.", param="last")
    begin = datetime(first.year, first.month, first.day, tzinfo=UTC) - timedelta(minutes=ahead)
    end = begin + timedelta(days=days)
    span = Span(since=begin.timestamp(), until=end.timestamp(), step="day", ahead=ahead)
    figures = await rt.db.read(lambda: model_figures(rt.db, workspace_id, span), timeout=READING)
    return ModelUsage(span=span, starts=starts_of(span), figures=figures, totals=_totals(figures))


def _totals(figures: Sequence[ModelFigures]) -> list[ModelTotal]:
    found: dict[str, ModelTotal] = {}
    for one in figures:
        total = found.setdefault(one.model, ModelTotal(one.model))
        total.calls += one.calls
        total.failed += one.failed
        total.prompt_tokens += one.prompt_tokens
        total.completion_tokens += one.completion_tokens
        if one.price:
            total.prices[one.currency] = total.prices.get(one.currency, Decimal(0)) + one.price
    return sorted(found.values(), key=lambda total: -(total.prompt_tokens + total.completion_tokens))
