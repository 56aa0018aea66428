"""The workspace itself: its name, what all its runs may cost in a month, and its end."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.catalogue.budget_fields import budget_form
from pages.language.text import t
from pages.shell.guard import show_error
from pages.shell.people import Person
from pages.shell.state import SettingsState, page_state
from services import accounts
from services.accounts import Action, allowed, workspaces
from services.errors import ServiceError
from services.publishing import spending
from services.runtime import current
from storage.records import Workspace


def show_name() -> None:
    """Show what the workspace is called; owners may change that."""
    rt = current()
    here = rt.call(accounts.workspace(rt, Person.here().workspace_id))
    st.markdown(f"##### {t('Name')}")
    with st.container(border=True, horizontal=True, vertical_alignment="bottom", key="settings_name"):
        name = st.text_input(
            t("Name of the workspace"), here.name, key="settings_name_text", disabled=not allowed(Action.OWN)
        )
        wanted = name.strip()
        changes = bool(wanted) and wanted != here.name
        if allowed(Action.OWN) and st.button(t("Rename"), key="settings_name_save", disabled=not changes):
            _rename(here, wanted)


def show_budget() -> None:
    """Show what all runs of the workspace may cost in a month, and what they have cost so far."""
    rt, workspace_id = current(), Person.here().workspace_id
    budget = rt.call(spending.workspace_budget(rt, workspace_id))
    st.markdown(f"##### {t('Budget of the month')}")
    with st.container(border=True, key="settings_budget", gap="small"):
        st.caption(t("For all runs of all apps together, trials in the Studio included."))
        used = rt.call(spending.used_by_workspace(rt, workspace_id))
        may_change = allowed(Action.MANAGE_SETTINGS)
        budget_form(budget, used, _store_budget, key="settings_budget", may_change=may_change)


def show_end() -> None:
    """Show owners the button that deletes the workspace, which wants its name typed."""
    if not allowed(Action.OWN):
        return
    rt = current()
    here = rt.call(accounts.workspace(rt, Person.here().workspace_id))
    st.markdown(f"##### {t('Delete the workspace')}")
    with st.container(border=True, key="settings_end", gap="small"):
        if here.id == rt.call(accounts.workspace(rt)).id:
            st.caption(t("The first workspace stays: the server itself needs it."))
            return
        st.caption(t("Its apps, knowledge, keys, members and logs go with it. Nothing brings them back."))
        typed = st.text_input(t("Type its name, {name}, to confirm", name=here.name), key="settings_end_name")
        is_sure = typed.strip() == here.name
        if st.button(
            t("Delete"), icon=":material/delete_forever:", type="primary", key="settings_end_go", disabled=not is_sure
        ):
            rt.call(workspaces.delete(rt, here.id))
            st.rerun()


def _rename(here: Workspace, name: str) -> None:
    rt = current()
    try:
        rt.call(workspaces.rename(rt, here.id, name))
    except ServiceError as error:
        show_error(error)
        return
    page_state(SettingsState).notice = t("{name} was saved.", name=name)
    st.rerun()


def _store_budget(changes: Mapping[str, Any]) -> None:
    rt = current()
    rt.call(spending.set_workspace_budget(rt, Person.here().workspace_id, dict(changes)))
    page_state(SettingsState).notice = t("Saved.")
