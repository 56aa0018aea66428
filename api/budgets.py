"""Budgets of a month in requests and answers of the console."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from pydantic import Field

from api.bodies import Body
from services.publishing.budgets import FIELDS, Budget
from services.publishing.spending import Used


class BudgetFields(Body):
    """What may be spent in a calendar month; what is not named stays as it is."""

    monthly_budget: Decimal | None = Field(None, description="An amount; 0: any.")
    budget_currency: str | None = Field(None, description="The currency of the budget, such as USD.")
    monthly_tokens: int | None = Field(None, description="0: any number.")

    @property
    def budget(self) -> dict[str, Any]:
        """Return the fields that the caller sent."""
        return {name: getattr(self, name) for name in FIELDS if getattr(self, name) is not None}


def budget_shape(budget: Budget) -> dict[str, Any]:
    """Return a budget."""
    return {
        "monthly_budget": format(budget.monthly_budget, "f"),
        "budget_currency": budget.budget_currency,
        "monthly_tokens": budget.monthly_tokens,
    }


def used_of(used: Used) -> dict[str, Any]:
    """Return what was spent in this month."""
    return {
        "total_price": format(used.price, "f"),
        "currency": used.currency,
        "total_tokens": used.tokens,
        "since": datetime.fromtimestamp(used.since, UTC).isoformat(),
        "until": datetime.fromtimestamp(used.until, UTC).isoformat(),
    }
