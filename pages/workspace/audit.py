"""Who did what in the workspace, newest first, page by page."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import streamlit as st

from pages.language.text import t
from pages.language.words import ACTIONS
from pages.shell.people import Person
from pages.shell.state import SettingsState, page_state
from services import accounts
from services.accounts import audit
from services.paging import Page
from services.runtime import current
from storage.errors import NotFound
from storage.records import AuditEntry

ON_A_PAGE = 20


def show_audit() -> None:
    """Show one page of the log and the ways to the next ones."""
    rt, who, state = current(), Person.here(), page_state(SettingsState)
    found = rt.call(audit.entries(rt, who.workspace_id, page=state.page, limit=ON_A_PAGE))
    st.caption(
        t("Logins, keys, credentials, settings, and what was made, published or deleted. No line holds a secret.")
    )
    _show_keeping()
    if not found.total:
        st.markdown(f":gray[{t('Nothing yet.')}]")
        return
    zone = rt.call(accounts.timezone(rt, who.workspace_id))
    names = {entry.account_id: _name(entry.account_id) for entry in found.items}
    rows = [
        {
            t("Time"): f"{datetime.fromtimestamp(entry.created_at, zone):%Y-%m-%d %H:%M:%S}",
            t("Who"): names[entry.account_id],
            t("What"): t(ACTIONS.get(entry.action, entry.action)),
            t("Details"): details(entry),
            t("From"): entry.ip,
        }
        for entry in found.items
    ]
    st.dataframe(rows, hide_index=True, key="settings_audit")
    _show_pages(found)


def _show_keeping() -> None:
    """Let the person say for how long the log is kept."""
    rt, who = current(), Person.here()
    kept = rt.call(audit.kept_days(rt, who.workspace_id))
    days = st.number_input(
        t("Keep the log for so many days"),
        0,
        audit.MOST_DAYS,
        kept,
        key="settings_audit_days",
        help=t("0 keeps it for ever."),
        width=280,
    )
    if days != kept:
        rt.call(audit.keep_for(rt, who.workspace_id, days))
        page_state(SettingsState).notice = t("Saved.")
        st.rerun()


def _show_pages(found: Page[AuditEntry]) -> None:
    state = page_state(SettingsState)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(t("Newer"), key="settings_newer", disabled=found.page == 1, on_click=_turn, args=(-1,))
        st.button(t("Older"), key="settings_older", disabled=not found.has_more, on_click=_turn, args=(1,))
        st.caption(t("Page {page} of {pages}", page=state.page, pages=-(-found.total // found.limit)))


def _turn(pages: int) -> None:
    page_state(SettingsState).page += pages


def _name(account_id: str | None) -> str:
    """Return who did it; without an account it was the owner at the machine itself, or nobody known."""
    if account_id is None:
        return "–"
    rt = current()
    try:
        return rt.call(accounts.get_account(rt, Person.here().workspace_id, account_id)).name
    except NotFound:
        return account_id


def details(entry: AuditEntry) -> str:
    """Return what is known of an action in one line."""
    detail: Mapping[str, Any] = entry.detail
    what = detail.get("name") or detail.get("provider") or _target(entry)
    rest = [f"{name}: {_word(value)}" for name, value in detail.items() if name not in ("name", "provider", "app")]
    return " · ".join(str(part) for part in (what, *rest) if part not in (None, ""))


def _target(entry: AuditEntry) -> str:
    if not entry.target_id or entry.target_type == "app":
        return ""
    return _name(entry.target_id) if entry.target_type == "account" else entry.target_id


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return t("on") if value else t("off")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
