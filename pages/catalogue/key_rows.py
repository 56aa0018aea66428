"""Keys of apps and of the knowledge as pages show them: what a new one is for, and one of those that there are."""

import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from pages.catalogue.budget_fields import ask_budget, budget_form
from pages.language.formats import ago, joined
from pages.language.text import t
from pages.shell.guard import guarded
from pages.shell.redraw import redraw
from services.accounts import Action, allowed, keys
from services.accounts.key_rules import SCOPES
from services.accounts.keys import KeyOptions
from services.publishing.budgets import Budget
from services.publishing.spending import budget_of_key, used_by_key
from services.runtime import current
from storage.records import ApiKey

DAY = 86_400
LIVES = {0: "Without end", 30: "30 days", 90: "90 days", 365: "One year"}
USES = {"run": "Run apps", "read": "Read", "write": "Change"}


def asked_for_key(name: str, *, starts_runs: bool = False) -> KeyOptions | None:
    """Show the button that makes a key (its widget's key is `name`), and what it is to be for; return that once.

    Keys that start runs have a budget.
    """
    if not allowed(Action.MANAGE_KEYS):
        return None
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"{name}_bar"):
        pressed = st.button(t("Create a key"), icon=":material/add:", type="primary", key=name)
        with st.popover(t("Options"), icon=":material/tune:", type="tertiary"):
            title = st.text_input(t("Name"), key=f"{name}_name", max_chars=100)
            days = st.selectbox(t("Good for"), list(LIVES), format_func=lambda one: t(LIVES[one]), key=f"{name}_life")
            scopes = st.pills(
                t("It may"),
                SCOPES,
                selection_mode="multi",
                default=SCOPES,
                format_func=lambda one: t(USES[one]),
                key=f"{name}_scopes",
            )
            signs = st.checkbox(
                t("Requests must be signed"), key=f"{name}_signs", help=t("docs/access.md says how programs sign.")
            )
            budget = ask_budget(Budget(), key=f"{name}_budget") if starts_runs else {}
            if starts_runs:
                st.caption(t("What the runs of the key may cost in a month. 0 sets no limit."))
    if not pressed:
        return None
    made = KeyOptions(name=title, expires_at=time.time() + days * DAY if days else None, scopes=scopes, must_sign=signs)
    if starts_runs:
        made |= KeyOptions(monthly_budget=budget["monthly_budget"], monthly_tokens=budget["monthly_tokens"])
    return made


def show_key(key: ApiKey, revoke: Callable[[ApiKey], None]) -> None:
    """Show a key, masked; to those who manage keys its switch, and the button that calls `revoke`."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"keys_row_{key.id}"):
        st.markdown(f"`{key.hint}`", width="content")
        st.caption(_facts(key), width="content")
        if not key.is_active:
            st.badge(t("off"), color="gray")
        elif key.expires_at is not None and key.expires_at <= time.time():
            st.badge(t("over"), color="red")
        st.space("stretch")
        if not allowed(Action.MANAGE_KEYS):
            return
        if key.app_id is not None:
            _show_budget(key)
        st.toggle(
            t("Works"),
            key.is_active,
            key=f"keys_on_{key.id}",
            label_visibility="collapsed",
            help=t("Off, it is refused from the next request on."),
            on_change=guarded(_switch),
            args=(key,),
        )
        if st.button(t("Revoke"), key=f"keys_revoke_{key.id}", type="tertiary", icon=":material/block:"):
            revoke(key)
            redraw()


def _facts(key: ApiKey) -> str:
    """Return in one line what a key is for, since when, until when, and when it was last used."""
    facts = [key.name.replace("\\", "").replace("[", "(").replace("`", "'")] if key.name else []
    facts.append(time.strftime("%Y-%m-%d", time.localtime(key.created_at)))
    facts.append(t("used {ago}", ago=ago(key.last_used_at)) if key.last_used_at else t("never used"))
    if key.expires_at is not None:
        facts.append(t("until {day}", day=time.strftime("%Y-%m-%d", time.localtime(key.expires_at))))
    if key.scopes is not None:
        facts.append(", ".join(t(USES[scope]) for scope in key.scopes))
    if key.must_sign:
        facts.append(t("signed"))
    if budget_of_key(key).is_set:
        facts.append(t("with a budget"))
    return joined(*facts)


def _show_budget(key: ApiKey) -> None:
    with st.popover(t("Budget"), icon=":material/savings:", type="tertiary", key=f"keys_budget_of_{key.id}"):
        used = current().call(used_by_key(current(), key))
        budget_form(budget_of_key(key), used, partial(_store_budget, key), key=f"keys_budget_{key.id}")


def _store_budget(key: ApiKey, changes: Mapping[str, Any]) -> None:
    rt = current()
    rt.call(keys.set_key_budget(rt, key, changes))


def _switch(key: ApiKey) -> None:
    rt = current()
    rt.call(keys.switch_key(rt, key, is_active=bool(st.session_state[f"keys_on_{key.id}"])))
