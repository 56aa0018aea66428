"""One app of the list: what it is, how it stands, what can be done with it."""

import html
import re

import streamlit as st

from engine.document import GRAPH_MODES
from pages.catalogue.dialogs import delete_dialog, export_dialog
from pages.catalogue.keys_dialog import keys_dialog
from pages.catalogue.settings import settings_dialog
from pages.drawing.pictures import preview_dialog
from pages.language.formats import ago, joined
from pages.language.text import t
from pages.language.words import APP_STATE_COLOURS, APP_STATES, MODE_ICONS, MODES, STATUS_WORDS
from pages.shell.state import AppsState, Session, page_state
from services.accounts import Action, allowed
from services.apps import apps
from services.apps.overview import AppCard
from services.runtime import current
from storage.records import App

LOOK, EDIT, OVERVIEW, LOGS = "Look at the graph", "Settings", "Overview", "Logs"
EXPORT, COPY, KEYS, SWITCH_OFF, SWITCH_ON, DELETE = "Export", "Duplicate", "API keys", "Disable", "Enable", "Delete"
_TAKES = {LOGS: Action.READ_CONVERSATIONS, KEYS: Action.MANAGE_KEYS}  # all but these and the overview: to edit
SHOWN_TAGS = 3  # on a card
MENU_ICONS = {
    LOOK: ":material/visibility:",
    EDIT: ":material/tune:",
    OVERVIEW: ":material/monitoring:",
    LOGS: ":material/receipt_long:",
    EXPORT: ":material/download:",
    COPY: ":material/content_copy:",
    KEYS: ":material/vpn_key:",
    SWITCH_OFF: ":material/toggle_off:",
    SWITCH_ON: ":material/toggle_on:",
    DELETE: ":material/delete:",
}


def show_card(card: AppCard) -> None:
    """Show an app; the whole card leads to the Studio, its buttons elsewhere."""
    app = card.app
    with st.container(border=True, key=f"app_card_{app.id}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"app_head_{app.id}"):
            st.html(icon_tile(app), width="content")
            with st.container(gap=None):
                page = "studio.py" if allowed(Action.EDIT_APPS) else "chat.py"
                st.page_link(page, label=f"**{plain(app.name)}**", icon="", query_params={"app": app.id})
                badge = f":{APP_STATE_COLOURS[card.state]}-badge[{t(APP_STATES[card.state])}]"
                st.markdown(f":gray[:small[{MODE_ICONS[app.mode]} {t(MODES[app.mode])}]] {badge}")
        st.html(f'<p class="mr-clamp">{html.escape(app.description)}</p>')
        badges = " ".join(f":violet-badge[{plain(tag.name)}]" for tag in card.tags[:SHOWN_TAGS])
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"app_foot_{app.id}"):
            st.markdown(f"{badges} :gray[:small[{_last_use(card)}]]".strip())
            _chat_link(app)
            _menu(card)


def icon_tile(app: App, size: int = 38) -> str:
    """Return HTML of the app's icon on its colour; an icon that is no emoji shows as the first letter."""
    background = app.icon_background or ""
    colour = background if re.fullmatch(r"#[0-9A-Fa-f]{3,8}", background) else "#E8EEF9"
    icon = app.icon or ""
    if app.icon_type != "emoji" or icon.isascii():
        icon = app.name[:1].upper() or "·"
    style = f"background:{colour};width:{size}px;height:{size}px;line-height:{size}px;font-size:{size * 0.5:.0f}px"
    return f'<div class="mr-tile" style="{style}">{html.escape(icon)}</div>'


def plain(text: str) -> str:
    """Return text so that Markdown shows it as it is."""
    return re.sub(r"([\\`*_{}\[\]()<>#+\-.!|~$:@^=])", r"\\\1", " ".join(text.split()))


def _last_use(card: AppCard) -> str:
    activity = card.activity
    if activity is None or activity.last_run_at is None:
        return t("never used")
    status = t(STATUS_WORDS.get(activity.last_status, "")) if activity.last_status else ""
    return joined(t("used {ago}", ago=ago(activity.last_run_at)), status)


def _chat_link(app: App) -> None:
    if app.mode != "workflow":
        st.page_link("chat.py", label=t("Chat"), icon=":material/forum:", query_params={"app": app.id})


def _menu(card: AppCard) -> None:
    switch = SWITCH_ON if card.state == "disabled" else SWITCH_OFF
    chosen = st.menu_button(
        ":material/more_horiz:",
        [
            *([LOOK] if card.app.mode in GRAPH_MODES else []),
            *(entry for entry in (EDIT, OVERVIEW, LOGS, COPY, EXPORT, KEYS, switch, DELETE) if _may(entry)),
        ],
        format_func=lambda entry: f"{MENU_ICONS[entry]} {t(entry)}",
        type="tertiary",
        key=f"app_menu_{card.app.id}",
        help=t("More"),
    )
    if chosen:
        _act(chosen, card)


def _may(entry: str) -> bool:
    """Return whether an entry of the menu is for the person."""
    return entry == OVERVIEW or allowed(_TAKES.get(entry, Action.EDIT_APPS))


def _act(chosen: str, card: AppCard) -> None:
    """Do what was chosen from the menu of an app."""
    rt, session, state, app = current(), page_state(Session), page_state(AppsState), card.app
    match chosen:
        case "Look at the graph":
            preview_dialog(app)
        case "Settings":
            settings_dialog(app, card.tags)
        case "Overview":
            st.switch_page("app_overview.py", query_params={"app": app.id})
        case "Logs":
            st.switch_page("logs.py", query_params={"app": app.id})
        case "Export":
            export_dialog(app)
        case "API keys":
            keys_dialog(app)
        case "Delete":
            delete_dialog(app)
        case "Duplicate":
            copy = rt.call(apps.copy_app(rt, app, account_id=session.account_id))
            state.notice = t("{name} was duplicated.", name=copy.name)
            st.rerun()
        case "Disable" | "Enable":
            status = "disabled" if chosen == SWITCH_OFF else "normal"
            rt.call(apps.update_app(rt, app, account_id=session.account_id, status=status))
            st.rerun()
