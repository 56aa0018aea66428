"""Programs that call the app: its address, its keys, and calls that can be copied and run."""

import streamlit as st

from pages.catalogue.keys_dialog import new_token, show_keys
from pages.language.text import t
from pages.sharing.snippets import LANGUAGES, snippet
from pages.shell.people import Person
from pages.shell.redraw import redraw
from pages.workbench.webhooks import show_webhooks
from services.apps import apps
from services.runtime import current
from storage.records import App


def show_programs(app: App) -> None:
    """Show what a program needs."""
    rt, who = current(), Person.here()
    left, right = st.columns(2, gap="medium")
    with left:
        with st.container(border=True, key="access_api"):
            enabled = st.toggle(t("Programs may call the app"), app.enable_api, key=f"access_api_on_{app.id}")
            if enabled != app.enable_api:
                rt.call(apps.set_api_enabled(rt, app, enabled, account_id=who.account_id))
                redraw()
            st.markdown(f"**{t('Base URL')}**")
            st.code(f"{rt.url}/v1", language=None)
            st.caption(t("The protocol is that of Dify's service API, so its clients work as they are."))
            st.link_button(t("All operations"), f"{rt.url}/docs", icon=":material/menu_book:")
        with st.container(border=True, key="access_keys"):
            show_keys(app)
    with right, st.container(border=True, key="access_snippets"):
        language = st.segmented_control(
            t("Language"),
            list(LANGUAGES),
            default="curl",
            required=True,
            format_func=lambda name: LANGUAGES[name],
            key="access_snippet",
        )
        code, look = snippet(language or "curl", rt.url, app.mode, new_token(app) or "app-…")
        st.code(code, language=look, wrap_lines=True)
        if not new_token(app):
            st.caption(t("With a key that you make here, the snippet can be run as it is."))
    with right, st.container(border=True, key="access_webhooks"):
        show_webhooks(app)
