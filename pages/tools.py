"""The Tools page: what agents and workflows can call, what that takes, and a way to try it."""

from collections.abc import Sequence

import streamlit as st

from pages.language.text import t
from pages.language.tools import tool_text
from pages.shell.guard import guarded
from pages.shell.people import Person
from pages.shell.roles import may_enter
from pages.shell.state import page_state
from pages.toolbox.add_api import add_api_dialog
from pages.toolbox.add_server import add_server_dialog
from pages.toolbox.card import show_cards
from pages.toolbox.state import ToolsState
from pages.toolbox.words import SOURCES, may_manage
from services.accounts import Action
from services.runtime import current
from services.tools.sources import ToolProvider


@guarded
def tools_page() -> None:
    """Show the providers of tools, and the ways to further ones."""
    if not may_enter(Action.EDIT_APPS):
        return
    show_header()
    rt = current()
    catalogue = rt.call(rt.toolbox.catalogue(Person.here().workspace_id))
    search, kind = show_filter(catalogue.providers)
    found = [one for one in catalogue.providers if _fits(one, search, kind)]
    if found:
        show_cards(found)
    elif search or kind not in ("api", "mcp"):
        st.info(t("No tool fits. Search for something else, or look at all sources."), icon=":material/search_off:")
    else:
        show_beginning(kind)


def show_header() -> None:
    """Show the title, once what the last action did, and the ways to further tools."""
    state = page_state(ToolsState)
    if state.notice:
        st.toast(state.notice, icon=":material/check_circle:")
        state.notice = ""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="tools_header"):
        with st.container(gap=None):
            st.title(t("Tools"), anchor=False)
            st.caption(t("What agents and workflows can call. Keys are stored encrypted and never shown again."))
        if may_manage():
            if st.button(t("Add a service"), icon=":material/api:", key="tools_add_api"):
                add_api_dialog()
            if st.button(t("Add an MCP server"), icon=":material/hub:", key="tools_add_server"):
                add_server_dialog()


def show_filter(providers: Sequence[ToolProvider]) -> tuple[str, str]:
    """Ask what to look for, and from which source; "" stands for all."""
    there = {provider.kind for provider in providers} | {"builtin", "api", "mcp"}
    kinds = ["", *(kind for kind in SOURCES if kind in there)]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="tools_filter"):
        search = st.text_input(
            t("Search"),
            key="tools_search",
            placeholder=t("Search tools"),
            label_visibility="collapsed",
            icon=":material/search:",
            width=320,
        )
        kind = st.segmented_control(
            t("Source"),
            kinds,
            default="",
            format_func=lambda one: t(SOURCES[one]) if one else t("All"),
            key="tools_kind",
            label_visibility="collapsed",
        )
    return (search or "").strip().casefold(), kind or ""


def show_beginning(kind: str) -> None:
    """Say what a source is good for while a workspace has nothing of it."""
    with st.container(border=True, key="tools_beginning"):
        if kind == "api":
            st.markdown(f"##### {t('Every HTTP service can be a tool')}")
            st.write(t("Paste its OpenAPI document or give its address; each operation becomes a tool."))
        else:
            st.markdown(f"##### {t('MCP servers bring tools of their own')}")
            st.write(t("Give the address of a server, or, as the owner, the command of one that runs on this machine."))
        if not may_manage():
            st.caption(t("An administrator of the workspace can add one."))


def _fits(provider: ToolProvider, search: str, kind: str) -> bool:
    if kind and provider.kind != kind:
        return False
    texts = [provider.label, provider.description, provider.id]
    texts += [text for tool in provider.tools for text in (tool.label, tool.name, tool.description, *tool.use_cases)]
    texts += [tool_text(text) for text in texts]
    return all(word in " ".join(texts).casefold() for word in search.split())


if __name__ == "__main__":
    tools_page()
