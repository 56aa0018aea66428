"""The dialog that adds a service: its document, what that describes, how to sign in."""

import streamlit as st

from pages.catalogue.card import plain
from pages.language.formats import counted
from pages.language.text import t
from pages.shell.guard import guarded
from pages.shell.people import Person
from pages.shell.redraw import redraw
from pages.shell.state import page_state
from pages.toolbox.connection import auth_fields
from pages.toolbox.state import ToolsState
from services.runtime import current
from services.tools import apis

SHOWN = 50  # operations of the preview


def add_api_dialog() -> None:
    """Ask for a service."""
    state = page_state(ToolsState)
    state.document, state.url, state.found = "", "", None
    st.dialog(t("Add a service"), width="large", on_dismiss="rerun")(guarded(show_add_api))()


def show_add_api() -> None:
    """Ask for the document first, then for what it leaves open."""
    if page_state(ToolsState).found is None:
        _ask_for_document()
    else:
        _show_found()


def _ask_for_document() -> None:
    st.caption(t("OpenAPI 3 or Swagger 2, as JSON or YAML."))
    url = st.text_input(
        t("Address of the document"), key="toolbox_add_url", placeholder="https://example.com/openapi.json"
    )
    text = st.text_area(t("or the document itself"), key="toolbox_add_text", height=180)
    if st.button(t("Read it"), type="primary", key="toolbox_add_read", icon=":material/search:"):
        rt, state = current(), page_state(ToolsState)
        with st.spinner(t("Reading …")):
            state.document, state.found = rt.call(apis.read_document(rt, url=url, text=text))
        state.url = url.strip() if not text.strip() else ""
        redraw()


def _show_found() -> None:
    state = page_state(ToolsState)
    found = state.found
    assert found is not None
    st.markdown(f"##### {plain(found.title)}")
    if found.description:
        st.caption(plain(found.description[:300]))
    with st.container(border=True, height=220, key="toolbox_add_operations"):
        for one in found.operations[:SHOWN]:
            st.markdown(f"`{one.method}` **{plain(one.name)}** :gray[:small[{plain(one.summary or one.path)}]]")
    st.caption(counted(len(found.operations), "{n} operation becomes a tool", "{n} operations become tools"))
    name = st.text_input(t("Name"), found.title, key="toolbox_add_name")
    servers = list(found.servers)
    server = st.selectbox(
        t("Address of the service"),
        servers,
        index=0 if servers else None,
        accept_new_options=True,
        placeholder="https://api.example.com",
        key="toolbox_add_server",
    )
    auth = auth_fields(found.auth, "toolbox_add_auth")
    with st.container(horizontal=True):
        if st.button(t("Add"), type="primary", key="toolbox_add_save", icon=":material/add:"):
            rt = current()
            work = apis.add_api(
                rt,
                Person.here().workspace_id,
                document=state.document,
                url=state.url,
                name=name,
                server=server or "",
                auth=auth,
            )
            row = rt.call(work)
            state.notice = t("{name} is set up.", name=row.name)
            st.rerun()
        if st.button(t("Another document"), key="toolbox_add_back", type="tertiary"):
            state.found = None
            redraw()
