"""Plugins that are missing, with the apps and bases that need them."""

import streamlit as st

from pages.catalogue.card import plain
from pages.language.text import t
from pages.shell.people import Person
from services.plugins.needed import needed_plugins
from services.runtime import current


def show_needed() -> None:
    """Show what is missing; nothing where nothing is."""
    rt = current()
    found = rt.call(needed_plugins(rt, Person.here().workspace_id))
    if not found:
        return
    st.markdown(f"##### {t('Needed, and not here')}")
    with st.container(border=True, key="plugins_needed"):
        for one in found:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(f"`{plain(one.id)}`", width="content")
                for app_id, name in one.apps:
                    st.page_link("studio.py", label=plain(name), query_params={"app": app_id})
                for base_id, name in one.bases:
                    st.page_link("knowledge_base.py", label=plain(name), query_params={"base": base_id})
