"""Adding a plugin: an archive, a git repository, or one that an index offers."""

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import streamlit as st

from engine.errors import EngineError
from pages.catalogue.card import plain
from pages.language.text import t
from pages.shell.guard import guarded, show_error
from pages.shell.state import PluginsState, page_state
from services.errors import ServiceError
from services.plugins import lifecycle
from services.runtime import current
from storage.errors import NotFound


def bring_dialog() -> None:
    """Ask where the plugin comes from."""
    st.dialog(t("Add a plugin"), width="medium")(guarded(show_bringing))()


def show_bringing() -> None:
    """Show the three ways; none of them runs anything of the plugin."""
    archive, repository, index = st.tabs([t("Archive"), t("Git repository"), t("Index")])
    with archive:
        given = st.file_uploader(t("Zip archive with a plugin.toml"), type="zip", key="plugin_archive")
        if st.button(t("Add"), key="plugin_archive_add", disabled=given is None) and given is not None:
            data, name = given.getvalue(), given.name
            _bring(lambda: lifecycle.install_archive(current(), data, filename=name))
    with repository:
        url = st.text_input(t("Address, and a branch or tag behind #"), key="plugin_git")
        if st.button(t("Add"), key="plugin_git_add", disabled=not url.strip()):
            _bring(lambda: lifecycle.install_repository(current(), url))
    with index:
        _show_index()


def _show_index() -> None:
    rt = current()
    address = st.text_input(t("Address of the index"), key="plugin_index")
    if not address.strip():
        return
    for offer in rt.call(lifecycle.offers(rt, address)):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(offer.name)}** {plain(offer.version)}  \n:small[{plain(offer.description)}]")
            if st.button(t("Add"), key=f"plugin_offer_{offer.id}"):
                _bring(partial(lifecycle.install_offer, rt, address, offer.id))


def _bring(act: Callable[[], Coroutine[Any, Any, str]]) -> None:
    try:
        with st.spinner(t("Working …")):
            plugin_id = current().call(act())
    except (ServiceError, EngineError, NotFound) as error:
        show_error(error)
        return
    page_state(PluginsState).notice = t("{name} is there. Look at what it asks for, and switch it on.", name=plugin_id)
    st.rerun()
