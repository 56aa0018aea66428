"""How an app is used from outside: its page for visitors, frames on other sites, programs and their keys."""

from collections.abc import Callable

import streamlit as st

from pages.catalogue.head import app_of_address
from pages.language.text import t
from pages.sharing.embedding import show_embedding
from pages.sharing.models_context import show_models_context
from pages.sharing.programs import show_programs
from pages.sharing.shared_page import show_shared_page
from pages.shell.guard import guarded
from pages.shell.roles import may_enter
from services.accounts import Action
from storage.records import App


@guarded
def access_page() -> None:
    """Show how the app that the address names is reached, or the apps to choose from."""
    if not may_enter(Action.PUBLISH):
        return
    app = app_of_address("access.py")
    if app is None:
        return
    parts: dict[str, Callable[[App], None]] = {
        t("Shared page"): show_shared_page,
        t("Other sites"): show_embedding,
        t("API"): show_programs,
        "MCP": show_models_context,
    }
    for tab, show in zip(st.tabs(list(parts), key="access_tab", on_change="rerun"), parts.values(), strict=True):
        if tab.open:
            with tab:
                show(app)


if __name__ == "__main__":
    access_page()
