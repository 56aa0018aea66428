"""What the pages about one app have in common: which app it is, the ways to its other pages, the choice of one."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from pages.catalogue.card import icon_tile, plain
from pages.language.text import t
from pages.language.words import APP_STATE_COLOURS, APP_STATES, MODE_ICONS, MODES
from pages.shell.guard import missing
from pages.shell.people import Person
from services.accounts import Action, allowed
from services.apps import apps, overview
from services.runtime import current
from storage.errors import NotFound
from storage.records import App

MOST = 48  # apps among which one is chosen; more are found by name
PAGES: Final[Mapping[str, tuple[str, str]]] = {  # file -> title, icon
    "app_overview.py": ("Overview", ":material/monitoring:"),
    "logs.py": ("Logs", ":material/receipt_long:"),
    "annotations.py": ("Annotations", ":material/edit_note:"),
    "access.py": ("Share and API", ":material/share:"),
    "studio.py": ("Studio", ":material/account_tree:"),
    "chat.py": ("Chat", ":material/forum:"),
}


TAKES = {  # what the pages of an app take, where it is more than to look
    "logs.py": Action.READ_CONVERSATIONS,
    "annotations.py": Action.EDIT_APPS,
    "access.py": Action.PUBLISH,
}


def app_of_address(page: str) -> App | None:
    """Return the app that the address names, its head shown; None when one has to be chosen, or is gone."""
    rt, app_id = current(), st.query_params.get("app", "")
    if not app_id:
        choose_app(page)
        return None
    try:
        app = rt.call(apps.get_app(rt, Person.here().workspace_id, app_id))
    except NotFound:
        missing(t("This app"))
        return None
    show_app_head(app)
    return app


def show_app_head(app: App) -> None:
    """Show the app's name and how it stands, beside the links to its pages."""
    rt = current()
    state = rt.call(overview.card(rt, app)).state
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="app_page_head"):
        st.html(icon_tile(app, 32), width="content")
        st.subheader(plain(app.name), anchor=False, width="content")
        badge = f":{APP_STATE_COLOURS[state]}-badge[{t(APP_STATES[state])}]"
        st.markdown(f":gray[:small[{MODE_ICONS[app.mode]} {t(MODES[app.mode])}]] {badge}", width="content")
        st.space("stretch")
        with st.container(horizontal=True, gap="xsmall", width="content", key="app_page_links"):
            for page, (title, icon) in PAGES.items():
                is_theirs = page not in TAKES or allowed(TAKES[page])
                if is_theirs and (app.mode != "workflow" or page != "annotations.py"):
                    st.page_link(page, label=t(title), icon=icon, query_params={"app": app.id}, width="content")


def choose_app(page: str) -> None:
    """Show the apps of the workspace; a click leads to the page of one."""
    rt, (title, _) = current(), PAGES[page]
    st.title(t(title), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        name = st.text_input(
            t("Search"),
            placeholder=t("Search by name"),
            icon=":material/search:",
            label_visibility="collapsed",
            key="choice_search",
            width=280,
        )
        st.caption(t("Choose an app."), width="content")
    found = rt.call(overview.cards(rt, Person.here().workspace_id, limit=MOST, name=name.strip()))
    if not found.items:
        st.markdown(f":gray[{t('No app fits.') if name.strip() else t('There is no app yet.')}]")
        st.page_link("apps.py", label=t("To the apps"), icon=":material/apps:")
    with st.grid(min_column_width=280, gap="small", key="choice_grid"):
        for card in found.items:
            label = f"{MODE_ICONS[card.app.mode]} {plain(card.app.name)}"
            with st.container(border=True, key=f"choice_{card.app.id}"):
                st.page_link(page, label=label, query_params={"app": card.app.id}, width="stretch")
    if found.has_more:
        st.caption(t("Only the newest {n} are shown; the others are found by name.", n=MOST))
