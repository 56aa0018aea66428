"""Who may come to the page for visitors, how often, and for how much, as a form."""

from decimal import Decimal
from typing import Any

import streamlit as st

from pages.language.formats import money
from pages.language.text import t
from pages.shell.guard import show_error
from pages.shell.people import Person
from pages.shell.redraw import redraw
from services.errors import ServiceError
from services.publishing import settings, spending
from services.publishing.budgets import MOST_BUDGET
from services.publishing.publications import MEMBERS, PASSWORD, PUBLIC, publication_of
from services.runtime import current
from storage.records import App, Publication

NAMES = {PUBLIC: "Everybody", PASSWORD: "Who has a password", MEMBERS: "Members"}


def show_doors(app: App) -> None:
    """Show the fields and the button that stores them."""
    rt = current()
    publication = rt.call(publication_of(rt, app))
    st.markdown(f"**{t('Who may come')}**")
    changes = _access(publication) | _limits(publication)
    st.markdown(f"**{t('What the app may cost in a month')}**")
    changes |= _budget(publication)
    _show_used(app, publication)
    if st.button(t("Save"), type="primary", icon=":material/check:", key="access_doors_save"):
        store(app, changes)


def store(app: App, changes: dict[str, Any]) -> None:
    """Store settings of the publication, or say which of them cannot be."""
    rt = current()
    try:
        rt.call(settings.change(rt, app, changes, account_id=Person.here().account_id))
    except ServiceError as error:
        show_error(error)
        return
    st.toast(t("Saved."), icon=":material/check_circle:")
    redraw()


def _access(publication: Publication) -> dict[str, Any]:
    access = st.segmented_control(
        t("Access"),
        list(NAMES),
        default=publication.access,
        required=True,
        format_func=lambda name: t(NAMES[name]),
        key="access_who",
    )
    changes: dict[str, Any] = {"access": access or publication.access}
    if access == PASSWORD:
        typed = st.text_input(
            t("Password"),
            type="password",
            autocomplete="new-password",
            placeholder=t("stays as it is") if publication.password_hash else "",
            key="access_password",
        )
        if typed:
            changes["password"] = typed
    return changes


def _limits(publication: Publication) -> dict[str, Any]:
    st.markdown(f"**{t('How often one visitor may ask')}**")
    with st.container(horizontal=True):
        minute = _number(t("Messages a minute"), publication.messages_per_minute, "access_minute")
        day = _number(t("Messages a day"), publication.messages_per_day, "access_day")
    st.caption(t("0 sets no limit."))
    return {"messages_per_minute": minute, "messages_per_day": day}


def _budget(publication: Publication) -> dict[str, Any]:
    with st.container(horizontal=True):
        budget = st.number_input(
            t("Budget in {currency}", currency=publication.budget_currency),
            0.0,
            float(MOST_BUDGET),
            float(publication.monthly_budget),
            step=1.0,
            key="access_budget",
        )
        tokens = _number(t("Tokens"), publication.monthly_tokens, "access_tokens", step=1000)
    st.caption(t("0 sets no limit. A run that uses up the budget ends, with what it has said."))
    return {"monthly_budget": str(Decimal(str(budget))), "monthly_tokens": tokens}


def _show_used(app: App, publication: Publication) -> None:
    used = current().call(spending.used_in_month(current(), app))
    price = money(used.price, used.currency) or "0"
    st.caption(t("This month: {price} and {tokens} tokens.", price=price, tokens=f"{used.tokens:,}"))
    if publication.monthly_budget:
        st.progress(min(1.0, float(used.price / publication.monthly_budget)))


def _number(label: str, value: int, key: str, *, step: int = 1) -> int:
    return int(st.number_input(label, 0, None, value, step=step, key=key))
