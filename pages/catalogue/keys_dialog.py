"""The API keys of an app: make one, see it once, take it back; and how to call."""

from functools import partial

import streamlit as st

from pages.catalogue.key_rows import asked_for_key, show_key
from pages.language.text import t
from pages.shell.guard import guarded
from pages.shell.state import Session, page_state
from services.accounts import keys
from services.runtime import current
from storage.records import ApiKey, App

_NEW = "keys_new"  # session state: (app id, token) of the key that was just made
_CALLS = {
    "workflow": ("workflows/run", '{"inputs": {}, "response_mode": "blocking", "user": "me"}'),
    "completion": ("completion-messages", '{"inputs": {"query": "Hello"}, "response_mode": "blocking", "user": "me"}'),
}
_CHAT_CALL = ("chat-messages", '{"inputs": {}, "query": "Hello", "response_mode": "blocking", "user": "me"}')


def keys_dialog(app: App) -> None:
    """Show the keys of an app in a dialog."""
    st.session_state.pop(_NEW, None)
    st.dialog(t("API keys of {name}", name=app.name), width="medium")(guarded(show_keys_and_call))(app)


def new_token(app: App) -> str:
    """Return the key that was made in this tab just now, "" for none."""
    app_id, token = st.session_state.get(_NEW, ("", ""))
    return token if app_id == app.id else ""


def show_keys_and_call(app: App) -> None:
    """Show the keys, and an example of a call with the one that was just made."""
    show_keys(app)
    st.markdown(f"**{t('Call it')}**")
    st.code(example_call(current().url, app.mode, new_token(app) or "app-…"), language="bash", wrap_lines=True)


def show_keys(app: App) -> None:
    """Show the keys, and the button that makes one."""
    rt = current()
    options = asked_for_key("keys_create", starts_runs=True)
    if options is not None:
        _, token = rt.call(keys.create_key(rt, app, account_id=page_state(Session).account_id, **options))
        st.session_state[_NEW] = (app.id, token)
    token = new_token(app)
    if token:
        st.success(t("Copy the key now. It is not shown again."), icon=":material/vpn_key:")
        st.code(token, language=None)
    found = rt.call(keys.list_keys(rt, app))
    if not found:
        st.caption(t("No key yet. A program calls the app with one."))
    for key in found:
        show_key(key, partial(_revoke, app))


def _revoke(app: App, key: ApiKey) -> None:
    rt = current()
    rt.call(keys.delete_key(rt, app, key.id, account_id=page_state(Session).account_id))


def example_call(url: str, mode: str, token: str, *, version_id: str = "") -> str:
    """Return a curl command that calls an app of `mode` at `url`, one of its published versions where one is named."""
    path, body = _CALLS.get(mode, _CHAT_CALL)
    if version_id and mode == "workflow":
        path = f"workflows/{version_id}/run"
    elif version_id:
        body = f'{{"workflow_id": "{version_id}", {body[1:]}'
    return (
        f"curl {url}/v1/{path} \\\n  -H 'Authorization: Bearer {token}' \\\n"
        f"  -H 'Content-Type: application/json' \\\n  -d '{body}'"
    )
