"""The chat page: one app, its conversations, and the turn under way."""

import streamlit as st

from pages.language.text import t
from pages.language.words import MODE_ICONS, MODES
from pages.shell.guard import guarded, missing
from pages.shell.people import Person
from pages.shell.state import ChatState, page_state
from pages.talk.form_app import show_form_app
from pages.talk.history import show_history
from pages.talk.turns import show_conversation
from services.apps import apps, overview
from services.runtime import current
from storage.errors import NotFound
from storage.records import App

CONVERSING = ("chat", "agent-chat", "advanced-chat")


@guarded
def chat_page() -> None:
    """Show the app that the address names, or the apps to choose from."""
    app_id = st.query_params.get("app") or page_state(ChatState).app_id
    if not app_id:
        choose_app()
        return
    try:
        app = open_app(app_id)
    except NotFound:
        page_state(ChatState).app_id = ""
        missing(t("This app"))
        return
    if app.mode in CONVERSING:
        show_history(app)
        show_conversation(app)
    else:
        show_form_app(app)


def open_app(app_id: str) -> App:
    """Return the app and remember it, and the conversation that the address names, for this tab.

    Raises:
        NotFound: the workspace has no such app.
    """
    rt, state = current(), page_state(ChatState)
    app = rt.call(apps.get_app(rt, Person.here().workspace_id, app_id))
    if state.app_id != app.id:
        state.app_id, state.run_id = app.id, ""
        state.conversation_id = st.query_params.get("conversation", "")
    st.query_params["app"] = app.id
    return app


def choose_app() -> None:
    """Show the apps that can be used here."""
    rt = current()
    found = rt.call(overview.cards(rt, Person.here().workspace_id, limit=100)).items
    ready = [card for card in found if card.state in ("live", "published")]
    st.title(t("Chat"), anchor=False)
    if not ready:
        st.markdown(f":gray[{t('Nothing to talk to yet: create an app, or publish one in the Studio.')}]")
        st.page_link("apps.py", label=t("To the apps"), icon=":material/apps:")
        return
    st.caption(t("Choose an app."))
    with st.grid(min_column_width=260, gap="small", key="chat_choice"):
        for card in ready:
            label = f"{MODE_ICONS[card.app.mode]} {card.app.name}"
            if st.button(label, key=f"chat_open_{card.app.id}", help=t(MODES[card.app.mode]), width="stretch"):
                page_state(ChatState).app_id = card.app.id
                st.rerun()


if __name__ == "__main__":
    chat_page()
