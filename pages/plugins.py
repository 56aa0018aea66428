"""The page of plugins: what there is, what each asks for, what is wrong with it, and who needs what is missing."""

import streamlit as st

from pages.extensions.bring import bring_dialog
from pages.extensions.card import show_plugin
from pages.extensions.needed import show_needed
from pages.language.text import t
from pages.shell.guard import guarded
from pages.shell.roles import may_enter
from pages.shell.state import PluginsState, page_state
from services.accounts import Action
from services.plugins.views import plugins
from services.runtime import current


@guarded
def plugins_page() -> None:
    """Show the plugins of the server, those that run first."""
    if not may_enter(Action.MANAGE_SETTINGS):
        return
    show_header()
    rt = current()
    found = rt.call(plugins(rt))
    if not found:
        st.info(t("There are no plugins yet. Add one, or put a folder into the folder of plugins."), icon="🧩")
    for view in sorted(found, key=lambda one: (one.state != "enabled", one.id)):
        show_plugin(view)
    show_needed()


def show_header() -> None:
    """Show the title, the way to add a plugin, and once what the last action did."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.title(t("Plugins"), anchor=False)
        if st.button(t("Add a plugin"), icon=":material/add:", type="primary", key="plugins_add"):
            bring_dialog()
    st.caption(
        t(
            "Plugins belong to the whole server. Their code runs locked into a process of its own: without network, "
            "keys or files, and with the models and hosts that it asks for and you agree to."
        )
    )
    state = page_state(PluginsState)
    if state.notice:
        st.success(state.notice, icon=":material/check_circle:")
        state.notice = ""


if __name__ == "__main__":
    plugins_page()
