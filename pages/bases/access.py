"""Programs that use a base: the switch, the keys of the workspace's knowledge, and an example of a call."""

import streamlit as st

from pages.catalogue.key_rows import asked_for_key, show_key
from pages.language.text import t
from pages.shell.guard import guarded
from pages.shell.people import Person
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
    options = asked_for_key("base_key_create")
    if options is not None:
        made = rt.call(keys.create_dataset_key(rt, who.workspace_id, account_id=who.account_id, **options))
        st.session_state[_NEW] = made[1]
    token = str(st.session_state.get(_NEW) or "")
    if token:
        st.success(t("Copy the key now. It is not shown again."), icon=":material/vpn_key:")
        st.code(token, language=None)
    found = rt.call(keys.list_dataset_keys(rt, who.workspace_id))
    if not found:
        st.caption(t("No key yet. A program calls the knowledge bases with one."))
    for key in found:
        show_key(key, _revoke)
    st.markdown(f"**{t('Call it')}**")
    st.code(example_call(rt.url, base.id, token or "dataset-…"), language="bash", wrap_lines=True)


def _revoke(key: ApiKey) -> None:
    rt, who = current(), Person.here()
    rt.call(keys.delete_dataset_key(rt, who.workspace_id, key.id, account_id=who.account_id))


def example_call(url: str, base_id: str, token: str) -> str:
    """Return a curl command that searches a base."""
    return (
        f"curl {url}/v1/datasets/{base_id}/retrieve \\\n  -H 'Authorization: Bearer {token}' \\\n"
        "  -H 'Content-Type: application/json' \\\n  -d '{\"query\": \"How do I begin?\"}'"
    )
