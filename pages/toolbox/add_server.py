"""The dialog that adds an MCP server."""

import streamlit as st

from pages.language.text import t
from pages.shell.guard import guarded
from pages.shell.people import Person
from pages.shell.state import page_state
from pages.toolbox.connection import server_fields
from pages.toolbox.state import ToolsState
from services.runtime import current
from services.tools import servers


def add_server_dialog() -> None:
    """Ask for a server."""
    st.dialog(t("Add an MCP server"), width="medium", on_dismiss="rerun")(guarded(show_add_server))()


def show_add_server() -> None:
    """Ask where the server is, then have it list its tools."""
    name = st.text_input(t("Name"), key="toolbox_new_name")
    identifier = st.text_input(
        t("Identifier"), key="toolbox_new_identifier", help=t("What apps call it. It is made of the name when empty.")
    )
    settings = server_fields({}, "toolbox_new")
    if st.button(t("Add"), type="primary", key="toolbox_new_save", icon=":material/add:"):
        rt = current()
        work = servers.add_server(rt, Person.here().workspace_id, name=name, identifier=identifier, settings=settings)
        with st.spinner(t("Asking the server …")):
            row = rt.call(work)
        done = t("{name} is set up.", name=row.name)
        page_state(ToolsState).notice = (
            t("{name} was added, but does not answer.", name=row.name) if row.problem else done
        )
        st.rerun()
