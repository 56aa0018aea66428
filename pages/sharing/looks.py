"""How the page for visitors looks, as a form."""

from typing import Any

import streamlit as st

from pages.catalogue.icon import edit_icon
from pages.language.text import t
from pages.shell.guard import show_error
from pages.shell.people import Person
from pages.shell.redraw import redraw
from services.apps import sites
from services.errors import ServiceError
from services.publishing import settings
from services.publishing.publications import publication_of
from services.runtime import current
from storage.records import App, Site

LANGUAGES = {"en-US": "English", "zh-Hans": "简体中文"}
THEMES = {"auto": "As the visitor's device", "light": "Light", "dark": "Dark"}


def show_looks(app: App, site: Site) -> None:
    """Show the fields and the button that stores them."""
    rt = current()
    theme = rt.call(publication_of(rt, app)).theme
    st.markdown(f"**{t('How it looks')}**")
    changes, theme_now = _fields(app, site), _theme(theme)
    if st.button(t("Save"), type="primary", icon=":material/check:", key="access_looks_save"):
        try:
            rt.call(sites.update_site(rt, app, **changes))
            if theme_now != theme:
                rt.call(settings.change(rt, app, {"theme": theme_now}, account_id=Person.here().account_id))
        except ServiceError as error:
            show_error(error)
            return
        st.toast(t("Saved."), icon=":material/check_circle:")
        redraw()


def _fields(app: App, site: Site) -> dict[str, Any]:
    key = f"access_{app.id}"
    icon, colour = edit_icon(site.icon or "", site.icon_background or "", key=key)
    title = st.text_input(t("Title"), site.title, max_chars=sites.LONGEST["title"], key=f"{key}_title")
    description = st.text_area(
        t("Description"), site.description, height=80, max_chars=sites.LONGEST["description"], key=f"{key}_description"
    )
    with st.container(horizontal=True):
        codes = list(LANGUAGES) if site.default_language in LANGUAGES else [*LANGUAGES, site.default_language]
        language = st.selectbox(
            t("Language"),
            codes,
            index=codes.index(site.default_language),
            format_func=lambda code: LANGUAGES.get(code, code),
            key=f"{key}_language",
        )
        accent = st.color_picker(t("Main colour"), site.chat_color_theme or "#155EEF", key=f"{key}_accent")
    rights = st.text_input(t("Copyright"), site.copyright or "", max_chars=255, key=f"{key}_copyright")
    privacy = st.text_input(
        t("Link to the privacy policy"), site.privacy_policy or "", placeholder="https://…", key=f"{key}_privacy"
    )
    note = st.text_input(
        t("Disclaimer"), site.custom_disclaimer, max_chars=sites.MAX_DISCLAIMER, key=f"{key}_disclaimer"
    )
    steps = st.toggle(t("Visitors see the steps of a workflow"), site.show_workflow_steps, key=f"{key}_steps")
    changes: dict[str, Any] = {
        "title": title.strip(),
        "description": description.strip(),
        "default_language": language,
        "copyright": rights.strip() or None,
        "privacy_policy": privacy.strip() or None,
        "custom_disclaimer": note.strip(),
        "show_workflow_steps": steps,
    }
    if accent.lower() != (site.chat_color_theme or "#155EEF").lower():
        changes["chat_color_theme"] = accent
    if icon != (site.icon or "") or colour != (site.icon_background or ""):
        changes |= {"icon_type": "emoji", "icon": icon, "icon_background": colour}
    return changes


def _theme(now: str) -> str:
    names = list(THEMES)
    chosen = st.segmented_control(
        t("Theme"), names, default=now, required=True, format_func=lambda name: t(THEMES[name]), key="access_theme"
    )
    return chosen or now
