"""The view of what models are used and what they cost, by model and by day."""

from datetime import datetime, timedelta, timezone
from decimal import Decimal

import streamlit as st

from pages.language.formats import money
from pages.language.text import t
from pages.records.charts import bars
from pages.records.filter import ahead
from pages.shell.people import Person
from services import models
from services.models import ModelUsage
from services.models.usage import LONGEST, ModelTotal
from services.runtime import current

USUAL = 30  # days
COLOURS = ("blue", "teal", "amber", "green", "red", "grey")


def show_usage() -> None:
    """Show how much the models did between two days that the person chooses."""
    minutes = ahead()
    today = datetime.now(timezone(timedelta(minutes=minutes))).date()
    chosen = st.date_input(
        t("From and to"),
        (today - timedelta(days=USUAL - 1), today),
        max_value=today,
        min_value=today - timedelta(days=LONGEST - 1),
        width=280,
        key="models_days",
    )
    if not isinstance(chosen, tuple) or len(chosen) != 2:
        st.caption(t("Choose the last day, too."))
        return
    rt = current()
    usage = rt.call(models.model_usage(rt, Person.here().workspace_id, *chosen, ahead=minutes))
    if not usage.totals:
        show_nothing()
        return
    show_totals(usage)
    show_charts(usage)
    show_table(usage)


def show_nothing() -> None:
    """Say what brings figures here."""
    with st.container(border=True, key="models_usage_none"):
        st.markdown(f"**{t('No model was called in this time')}**")
        st.markdown(t("Every call of a model by an app or in the Studio counts here: tokens, cost and how it ended."))


def show_totals(usage: ModelUsage) -> None:
    """Show what all models did together."""
    costs: dict[str, Decimal] = {}
    for total in usage.totals:
        for currency, price in total.prices.items():
            costs[currency] = costs.get(currency, Decimal(0)) + price
    with st.grid(min_column_width=180, gap="small", key="models_usage_totals"):
        st.metric(t("Calls"), f"{sum(total.calls for total in usage.totals):,}", border=True)
        st.metric(t("Failed"), f"{sum(total.failed for total in usage.totals):,}", border=True)
        st.metric(t("Tokens"), f"{sum(_tokens(total) for total in usage.totals):,}", border=True)
        st.metric(
            t("Cost"), " + ".join(money(price, currency) for currency, price in costs.items()) or "–", border=True
        )


def show_charts(usage: ModelUsage) -> None:
    """Show cost and tokens of each day, the models in colours; those that did little are taken together."""
    left, right = st.columns(2, gap="small")
    with left, st.container(border=True, gap="xsmall", key="models_usage_cost"):
        st.markdown(f"**{t('Cost by day')}**")
        _bars(usage, "price", t("Cost"))
    with right, st.container(border=True, gap="xsmall", key="models_usage_tokens"):
        st.markdown(f"**{t('Tokens by day')}**")
        _bars(usage, "tokens", t("Tokens"))


def show_table(usage: ModelUsage) -> None:
    """Show each model's figures."""
    rows = [
        {
            t("Model"): total.model,
            t("Calls"): total.calls,
            t("Failed"): total.failed,
            t("Tokens in"): total.prompt_tokens,
            t("Tokens out"): total.completion_tokens,
            t("Cost"): " + ".join(money(price, currency) for currency, price in total.prices.items()) or "–",
        }
        for total in usage.totals
    ]
    st.dataframe(rows, hide_index=True, key="models_usage_table")


def _bars(usage: ModelUsage, name: str, unit: str) -> None:
    shown = [total.model for total in usage.totals[: len(COLOURS) - 1]]
    series = {model: dict(usage.by_day(model, name)) for model in shown}
    others: dict[float, float] = {}
    for total in usage.totals[len(shown) :]:
        for day, value in usage.by_day(total.model, name).items():
            others[day] = others.get(day, 0.0) + value
    if others:
        series[t("others")] = others
    bars(usage, series, COLOURS[: len(series)], unit)


def _tokens(total: ModelTotal) -> int:
    return total.prompt_tokens + total.completion_tokens
