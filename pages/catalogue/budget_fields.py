"""Budgets of a month on pages: the fields that set one, and how much of it is used."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import streamlit as st

from pages.language.formats import money
from pages.language.text import t
from pages.shell.guard import guarded
from services.publishing.budgets import MOST_BUDGET, Budget
from services.publishing.spending import Used

Store = Callable[[Mapping[str, Any]], None]


def ask_budget(budget: Budget, *, key: str, disabled: bool = False) -> dict[str, Any]:
    """Show the fields; return the budget that they mean, as services take it."""
    with st.container(horizontal=True):
        price = st.number_input(
            t("Budget in {currency}", currency=budget.budget_currency),
            0.0,
            float(MOST_BUDGET),
            float(budget.monthly_budget),
            step=1.0,
            key=f"{key}_price",
            disabled=disabled,
        )
        tokens = st.number_input(
            t("Tokens"), 0, None, budget.monthly_tokens, step=1000, key=f"{key}_tokens", disabled=disabled
        )
    return {"monthly_budget": str(Decimal(str(price))), "monthly_tokens": int(tokens)}


def show_used(budget: Budget, used: Used) -> None:
    """Show what was spent in this month, and how much of the budget that is."""
    price = money(used.price, used.currency) or "0"
    st.caption(
        t("This month: {price} and {tokens} tokens.", price=price, tokens=f"{used.tokens:,}").replace("$", "\\$")
    )
    shares = [float(used.price / budget.monthly_budget)] if budget.monthly_budget else []
    shares += [used.tokens / budget.monthly_tokens] if budget.monthly_tokens else []
    if shares:
        st.progress(min(1.0, max(shares)))


def budget_form(budget: Budget, used: Used, store: Store, *, key: str, may_change: bool = True) -> None:
    """Show a budget, what is used of it, and the button that stores another one."""
    changes = ask_budget(budget, key=key, disabled=not may_change)
    st.caption(t("0 sets no limit. A run that uses up the budget ends, with what it has said."))
    show_used(budget, used)
    if may_change:
        st.button(t("Save the budget"), key=f"{key}_save", on_click=guarded(store), args=(changes,))
