"""What lets a provider's tools in: keys that it asks for, or the whole connection of one that the workspace added."""

from typing import Any

import streamlit as st

from pages.language.formats import ago
from pages.language.text import t
from pages.language.tools import tool_text
from pages.shell.people import Person
from pages.shell.redraw import redraw
from pages.shell.state import page_state
from pages.toolbox.connection import auth_fields, server_fields
from pages.toolbox.state import ToolsState
from services.runtime import current
from services.tools import apis, credentials, custom, servers
from services.tools.sources import ToolProvider


def show_access(provider: ToolProvider) -> None:
    """Show the form that fits a provider."""
    if provider.kind == custom.API:
        _show_api(provider)
    elif provider.kind == custom.MCP:
        _show_server(provider)
    else:
        _show_credentials(provider)


def _show_credentials(provider: ToolProvider) -> None:
    """Ask for what the provider's tools need; a secret that is left empty stays what is stored."""
    rt, workspace_id = current(), Person.here().workspace_id
    stored = rt.call(credentials.shown_credentials(rt, workspace_id, provider))
    values = {}
    for field in provider.credentials:
        key, shown = f"toolbox_key_{field.name}", stored.get(field.name, "")
        if field.options:
            options = list(field.options)
            chosen = shown or str(field.default or options[0])
            index = options.index(chosen) if chosen in options else 0
            values[field.name] = st.selectbox(
                field.name, options, index, key=key, help=tool_text(field.description) or None
            )
        elif credentials.is_secret(field.name):
            hint = t("stored: {mask}", mask=shown) if shown else ""
            typed = st.text_input(
                field.name,
                type="password",
                key=key,
                placeholder=hint,
                autocomplete="off",
                help=tool_text(field.description) or None,
            )
            values[field.name] = typed.strip() or shown
        else:
            values[field.name] = st.text_input(
                field.name,
                shown,
                key=key,
                placeholder=str(field.default or ""),
                help=tool_text(field.description) or None,
            )
    with st.container(horizontal=True):
        if st.button(t("Save"), type="primary", key="toolbox_key_save", icon=":material/check:"):
            rt.call(credentials.store_credentials(rt, workspace_id, provider, values))
            page_state(ToolsState).notice = t("{name} is set up.", name=tool_text(provider.label))
            st.rerun()
        if stored and st.button(t("Forget"), type="tertiary", key="toolbox_key_forget", icon=":material/delete:"):
            rt.call(credentials.forget_credentials(rt, workspace_id, provider.id))
            st.rerun()


def _show_api(provider: ToolProvider) -> None:
    rt, workspace_id = current(), Person.here().workspace_id
    shown = rt.call(apis.shown_api(rt, workspace_id, provider.id))
    name = st.text_input(t("Name"), provider.label, key="toolbox_api_name")
    server = st.text_input(t("Address of the service"), shown["server"], key="toolbox_api_server")
    auth = auth_fields(shown["auth"], "toolbox_api_auth")
    with st.container(horizontal=True):
        if st.button(t("Save"), type="primary", key="toolbox_api_save", icon=":material/check:"):
            rt.call(apis.change_api(rt, workspace_id, provider.id, name=name, server=server, auth=auth))
            _told(provider)
        if shown["url"] and st.button(t("Read the document again"), key="toolbox_api_again", icon=":material/sync:"):
            with st.spinner(t("Reading …")):
                rt.call(apis.refresh_api(rt, workspace_id, provider.id))
            redraw()
        st.space("stretch")
        _show_removal(provider)


def _show_server(provider: ToolProvider) -> None:
    rt, workspace_id = current(), Person.here().workspace_id
    row = rt.call(custom.get_custom(rt, workspace_id, provider.id))
    shown = rt.call(servers.shown_server(rt, workspace_id, provider.id))
    name = st.text_input(t("Name"), provider.label, key="toolbox_mcp_name")
    settings = server_fields(shown, "toolbox_mcp")
    if row.listed_at:
        st.caption(t("Its tools were listed {when}.", when=ago(row.listed_at)))
    with st.container(horizontal=True):
        if st.button(t("Save"), type="primary", key="toolbox_mcp_save", icon=":material/check:"):
            _with_patience(servers.change_server(rt, workspace_id, provider.id, name=name, settings=settings))
            _told(provider)
        if st.button(t("List its tools again"), key="toolbox_mcp_again", icon=":material/sync:"):
            _with_patience(servers.refresh_server(rt, workspace_id, provider.id))
            redraw()
        st.space("stretch")
        _show_removal(provider)


def _show_removal(provider: ToolProvider) -> None:
    """Offer to remove a provider, and ask once more: apps may use its tools."""
    with st.popover(t("Remove"), icon=":material/delete:", type="tertiary"):
        st.write(t("Apps that call its tools fail from then on."))
        if st.button(t("Remove it"), key="toolbox_remove", type="primary"):
            rt = current()
            rt.call(custom.delete_custom(rt, Person.here().workspace_id, provider.id))
            page_state(ToolsState).notice = t("{name} was removed.", name=provider.label)
            st.rerun()


def _with_patience(work: Any) -> None:
    with st.spinner(t("Asking the server …")):
        current().call(work)


def _told(provider: ToolProvider) -> None:
    page_state(ToolsState).notice = t("{name} is set up.", name=provider.label)
    st.rerun()
