"""What a plugin wants to be told."""

import streamlit as st

from pages.language.text import language, t
from pages.shell.state import PluginsState, page_state
from services.plugins import lifecycle
from services.plugins.views import PluginView
from services.runtime import current


def show_settings(view: PluginView) -> None:
    """Show a field for each setting; a secret that is left empty stays as it is."""
    assert view.manifest is not None
    values = {}
    for setting in view.manifest.settings:
        is_there = setting.name in view.entered
        values[setting.name] = st.text_input(
            setting.name + (" *" if setting.required else ""),
            "" if setting.secret else view.entered.get(setting.name, setting.default),
            type="password" if setting.secret else "default",
            placeholder=t("stored") if setting.secret and is_there else "",
            help=setting.description.get(language()) or setting.description.get("en"),
            autocomplete="off",
            key=f"plugin_setting_{setting.name}",
        )
    if st.button(t("Save"), type="primary", key="plugin_settings_save"):
        rt = current()
        rt.call(lifecycle.put_settings(rt, view.id, values))
        page_state(PluginsState).notice = t("Saved.")
        st.rerun()
