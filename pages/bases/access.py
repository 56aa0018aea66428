"""Programs that use a base: the switch, the keys of the workspace's knowledge, and an example of a call."""

import time

import streamlit as st

from pages.language.formats import ago, joined
from pages.language.text import t
from pages.shell.guard import guarded
from pages.shell.people import Person
from pages.shell.redraw import redraw
from services.accounts import Action, allowed, keys
from services.knowledge import datasets
from services.runtime import current
from storage.records import ApiKey, Dataset

_NEW = "base_key_new"  # session state: the token of the key that was just made


def show_access(base: Dataset) -> None:
    """Show whether programs may use the base, and how."""
    rt = current()
    with st.container(border=True, key="base_settings_api"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown("**API**", width="content")
            st.space("stretch")
            wanted = st.toggle(t("Programs may use it"), base.enable_api, key="base_api")
        if wanted != base.enable_api:
            rt.call(datasets.switch_api(rt, base, enabled=wanted))
            st.rerun()
        st.caption(t("A key of the form dataset-… opens all knowledge bases of the workspace."))
        if allowed(Action.MANAGE_KEYS) and st.button(t("API keys"), icon=":material/vpn_key:", key="base_keys"):
            st.session_state.pop(_NEW, None)
            st.dialog(t("API keys of the knowledge"), width="medium")(guarded(show_keys))(base)
        st.code(example_call(rt.url, base.id, "dataset-…"), language="bash", wrap_lines=True)


def show_keys(base: Dataset) -> None:
    """Show the keys, the button that makes one, and the one that was just made."""
    rt, who = current(), Person.here()
    if st.button(t("Create a key"), icon=":material/add:", type="primary", key="base_key_create"):
        _, st.session_state[_NEW] = rt.call(keys.create_dataset_key(rt, who.workspace_id, account_id=who.account_id))
    token = str(st.session_state.get(_NEW) or "")
    if token:
        st.success(t("Copy the key now. It is not shown again."), icon=":material/vpn_key:")
        st.code(token, language=None)
    found = rt.call(keys.list_dataset_keys(rt, who.workspace_id))
    if not found:
        st.caption(t("No key yet. A program calls the knowledge bases with one."))
    for key in found:
        _show_key(key)
    st.markdown(f"**{t('Call it')}**")
    st.code(example_call(rt.url, base.id, token or "dataset-…"), language="bash", wrap_lines=True)


def _show_key(key: ApiKey) -> None:
    used = t("used {ago}", ago=ago(key.last_used_at)) if key.last_used_at else t("never used")
    with st.container(horizontal=True, vertical_alignment="center", key=f"base_key_{key.id}"):
        st.markdown(f"`{key.hint}`", width="content")
        st.caption(joined(time.strftime("%Y-%m-%d", time.localtime(key.created_at)), used), width="content")
        st.space("stretch")
        if st.button(t("Revoke"), key=f"base_key_revoke_{key.id}", type="tertiary", icon=":material/block:"):
            rt, who = current(), Person.here()
            rt.call(keys.delete_dataset_key(rt, who.workspace_id, key.id, account_id=who.account_id))
            redraw()


def example_call(url: str, base_id: str, token: str) -> str:
    """Return a curl command that searches a base."""
    return (
        f"curl {url}/v1/datasets/{base_id}/retrieve \\\n  -H 'Authorization: Bearer {token}' \\\n"
        "  -H 'Content-Type: application/json' \\\n  -d '{\"query\": \"How do I begin?\"}'"
    )
