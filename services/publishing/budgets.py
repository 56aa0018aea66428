"""What may be spent in a month, what is left of it, and how that is told."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from services.errors import InvalidInput

SPENT: Final = "The app has used up its budget for this month."  # all that visitors are told
MOST_TOKENS: Final = 10**15
MOST_BUDGET: Final = Decimal(10_000_000)
FIELDS: Final = ("monthly_budget", "budget_currency", "monthly_tokens")

_CURRENCY: Final = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What may be spent in a calendar month: an amount in one currency, a number of tokens; 0 sets no limit."""

    monthly_budget: Decimal = Decimal(0)
    budget_currency: str = "USD"
    monthly_tokens: int = 0

    @property
    def is_set(self) -> bool:
        """Return whether it limits anything."""
        return bool(self.monthly_budget or self.monthly_tokens)


@dataclass(slots=True)
class Purse:
    """What may still be spent: a price in one currency, tokens; None is no bound. `whose` names the budget."""

    currency: str
    price: Decimal | None
    tokens: int | None
    whose: str = "the app"
    budget: Budget = Budget()

    @classmethod
    def of(cls, budget: Budget, whose: str, *, price: Decimal, tokens: int) -> "Purse":
        """Return what is left of a budget of which `price` and `tokens` are spent."""
        return cls(
            budget.budget_currency,
            budget.monthly_budget - price if budget.monthly_budget else None,
            budget.monthly_tokens - tokens if budget.monthly_tokens else None,
            whose,
            budget,
        )

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is left."""
        return (self.price is not None and self.price <= 0) or (self.tokens is not None and self.tokens <= 0)

    @property
    def told(self) -> str:
        """Return in a sentence whose budget is used up, what was used, and the limit."""
        used = []
        if self.price is not None and self.price <= 0:
            used.append(f"{_amount(self.budget.monthly_budget - self.price)} of {_amount(self.budget.monthly_budget)} ")
            used[-1] += self.currency
        if self.tokens is not None and self.tokens <= 0:
            used.append(f"{self.budget.monthly_tokens - self.tokens:,} of {self.budget.monthly_tokens:,} tokens")
        return f"The budget of {self.whose} for this month is used up: {' and '.join(used)}."

    def take(self, price: Decimal, currency: str, tokens: int) -> None:
        """Take out what something cost; another currency than the purse's counts by its tokens alone."""
        if self.price is not None and currency == self.currency:
            self.price -= price
        if self.tokens is not None:
            self.tokens -= tokens


def checked_budget(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return those fields of a budget that are given, as they are stored. Raises InvalidInput."""
    return {name: CHECKS[name](given[name]) for name in FIELDS if name in given}


def _money(value: Any) -> Decimal:
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        amount = Decimal(-1)
    if isinstance(value, bool) or not amount.is_finite() or not 0 <= amount <= MOST_BUDGET:
        message = f"monthly_budget must be an amount from 0 to {MOST_BUDGET}, got {value!r:.80}."
        raise InvalidInput(message, param="monthly_budget")
    return amount


def _currency(value: Any) -> str:
    if not isinstance(value, str) or not _CURRENCY.fullmatch(value):
        raise InvalidInput(f"budget_currency is a code such as USD, got {value!r:.80}.", param="budget_currency")
    return value


def _tokens(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_TOKENS:
        message = f"monthly_tokens must be a whole number from 0 to {MOST_TOKENS}, got {value!r:.80}."
        raise InvalidInput(message, param="monthly_tokens")
    return value


def _amount(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


CHECKS: Final = {"monthly_budget": _money, "budget_currency": _currency, "monthly_tokens": _tokens}
