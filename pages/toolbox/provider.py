"""The dialog of one provider: its tools with their switches, what lets it in, and the way to try a tool."""

import streamlit as st

from engine.tools.base import Tool
from pages.catalogue.card import plain
from pages.language.text import t
from pages.language.tools import tool_text
from pages.shell.guard import guarded, missing
from pages.shell.people import Person
from pages.shell.redraw import redraw
from pages.shell.state import page_state
from pages.toolbox.access import show_access
from pages.toolbox.state import ToolsState
from pages.toolbox.trial import show_trial
from pages.toolbox.words import may_manage
from services.runtime import current
from services.tools import custom
from services.tools.sources import ToolProvider

OWN = (custom.API, custom.MCP)  # kinds that the workspace added itself


def provider_dialog(provider: ToolProvider) -> None:
    """Open a provider."""
    state = page_state(ToolsState)
    state.tool, state.trial, state.asks, state.arguments = "", None, False, {}
    st.dialog(tool_text(provider.label), width="large", on_dismiss="rerun")(guarded(show_provider))(
        provider.kind, provider.id
    )


def show_provider(kind: str, provider_id: str) -> None:
    """Show a provider as it is now, or the tool of it that is tried."""
    rt = current()
    provider = rt.call(rt.toolbox.catalogue(Person.here().workspace_id)).provider(kind, provider_id)
    if provider is None:
        missing(t("This provider of tools"))
        return
    tried = [tool for tool in provider.tools if tool.name == page_state(ToolsState).tool]
    if tried:
        show_trial(provider, tried[0])
        return
    if provider.description:
        st.caption(plain(provider.description))
    if provider.problem:
        st.error(plain(provider.problem), icon=":material/error:")
    if may_manage() and (provider.credentials or provider.kind in OWN):
        with st.expander(
            t("Access"), icon=":material/key:", expanded=bool(provider.needs or provider.problem), key="toolbox_access"
        ):
            show_access(provider)
    elif provider.needs:
        st.info(t("An administrator of the workspace has to enter: {names}", names=", ".join(provider.needs)))
    for place, tool in enumerate(provider.tools):
        _show_tool(provider, tool, f"toolbox_{place}")


def _show_tool(provider: ToolProvider, tool: Tool, key: str) -> None:
    """Show what a tool does, its switch where it has one, and the way to try it."""
    with st.container(border=True, key=f"{key}_tool", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"{key}_head"):
            if provider.kind in OWN and may_manage():
                _show_switch(provider, tool, f"{key}_on")
            else:
                st.markdown(f"**{plain(tool_text(tool.label))}**", width="content")
            if tool.has_side_effects:
                st.badge(t("changes something"), color="orange", icon=":material/bolt:")
            st.space("stretch")
            if st.button(t("Try it"), key=f"{key}_try", type="tertiary", icon=":material/play_arrow:"):
                page_state(ToolsState).tool = tool.name
                redraw()
        st.markdown(f":small[:gray[{plain(tool_text(tool.description))}]]")
        names = [f"{plain(one.name)}{'' if one.required else '?'}" for one in tool.parameters]
        uses = [t("good for: {uses}", uses=", ".join(map(tool_text, tool.use_cases)))] if tool.use_cases else []
        told = " · ".join([*([t("takes: {names}", names=", ".join(names))] if names else []), *uses])
        if told:
            st.markdown(f":small[:gray[{told}]]")


def _show_switch(provider: ToolProvider, tool: Tool, key: str) -> None:
    is_on = tool.name not in provider.off
    wanted = st.toggle(f"**{plain(tool_text(tool.label))}**", is_on, key=key)
    if wanted != is_on:
        rt = current()
        rt.call(custom.switch_tool(rt, Person.here().workspace_id, provider.id, tool.name, on=wanted))
        redraw()
