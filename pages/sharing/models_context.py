"""The app as a tool of other programs' models, by the Model Context Protocol."""

import json

import streamlit as st

from pages.language.text import t
from pages.shell.people import Person
from pages.shell.redraw import redraw
from services.publishing import mcp_servers
from services.runtime import current
from storage.records import App

_MADE = "access_mcp"  # session state: (app id, secret) of the address that was just made


def show_models_context(app: App) -> None:
    """Show the app's server, its switch, and the address when it is made."""
    rt, who = current(), Person.here()
    st.markdown(
        t("Assistants and editors that speak the Model Context Protocol can call this app as a tool of their own.")
    )
    server = rt.call(mcp_servers.server_of(rt, app))
    with st.container(horizontal=True, vertical_alignment="center"):
        label = t("Make a new address") if server else t("Make an address")
        if st.button(label, type="secondary" if server else "primary", icon=":material/hub:", key="access_mcp_new"):
            _, secret = rt.call(mcp_servers.open_server(rt, app, account_id=who.account_id))
            st.session_state[_MADE] = (app.id, secret)
            redraw()
        if server is None:
            return
        on = st.toggle(t("The server answers"), server.is_active, key=f"access_mcp_on_{server.id}")
        if st.button(t("Remove it"), type="tertiary", key="access_mcp_close"):
            rt.call(mcp_servers.close_server(rt, app, account_id=who.account_id))
            redraw()
    if on != server.is_active:
        rt.call(mcp_servers.switch_server(rt, app, on=on, account_id=who.account_id))
        redraw()
    app_id, secret = st.session_state.get(_MADE, ("", ""))
    if app_id != app.id:
        st.caption(t("The address ends in {hint}; it was shown when it was made.", hint=server.hint))
        return
    url = f"{rt.url}/mcp/{secret}"
    st.success(t("Copy the address now. It is not shown again."), icon=":material/vpn_key:")
    st.code(url, language=None)
    st.markdown(f"**{t('For a client that reads a file of servers')}**")
    st.code(json.dumps({"mcpServers": {"millrace": {"url": url}}}, indent=2), language="json")
