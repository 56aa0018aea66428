"""The side of the chat page: the conversations with an app, and what can be done with each."""

import streamlit as st

from pages.catalogue.card import icon_tile, plain
from pages.language.formats import ago
from pages.language.text import t
from pages.language.words import MODES
from pages.shell.guard import guarded
from pages.shell.people import Person
from pages.shell.state import ChatState, page_state
from services.chats import conversations
from services.runtime import current
from storage.records import App, Conversation

SHOWN = 50
RENAME, DELETE = "Rename", "Delete"


def show_history(app: App) -> None:
    """Show app, new conversation, and the earlier ones, newest first."""
    with st.sidebar:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
            st.html(icon_tile(app, 30), width="content")
            st.markdown(f"**{plain(app.name)}**  \n:gray[:small[{t(MODES[app.mode])}]]")
        with st.container(horizontal=True):
            st.page_link("studio.py", label=t("Studio"), icon=":material/account_tree:", query_params={"app": app.id})
            st.page_link("apps.py", label=t("Other app"), icon=":material/apps:")
        st.button(
            t("New conversation"),
            icon=":material/edit_square:",
            key="chat_new",
            width="stretch",
            on_click=open_conversation,
            args=("",),
        )
        rt, person = current(), Person.here()
        work = conversations.list_conversations(rt, app, person.user, limit=SHOWN, **person.of_chat)
        for conversation in rt.call(work).items:
            _show_entry(app, conversation)


def open_conversation(conversation_id: str) -> None:
    """Show another conversation, "" for a new one."""
    state = page_state(ChatState)
    state.conversation_id, state.run_id, state.answered = conversation_id, "", ""
    if conversation_id:
        st.query_params["conversation"] = conversation_id
    else:
        st.query_params.pop("conversation", None)


def _show_entry(app: App, conversation: Conversation) -> None:
    here = page_state(ChatState).conversation_id == conversation.id
    mark = "here" if here else "other"
    with st.container(
        horizontal=True, vertical_alignment="center", gap=None, key=f"chat_entry_{mark}_{conversation.id}"
    ):
        st.button(
            plain(conversation.name) or t("Conversation"),
            key=f"chat_select_{conversation.id}",
            type="tertiary",
            width="stretch",
            help=ago(conversation.updated_at),
            on_click=open_conversation,
            args=(conversation.id,),
        )
        chosen = st.menu_button(
            ":material/more_horiz:",
            [RENAME, DELETE],
            format_func=t,
            type="tertiary",
            key=f"chat_menu_{conversation.id}",
        )
    if chosen == RENAME:
        st.dialog(t("Rename the conversation"))(guarded(_rename))(app, conversation)
    elif chosen == DELETE:
        st.dialog(t("Delete the conversation?"))(guarded(_delete))(app, conversation)


def _rename(app: App, conversation: Conversation) -> None:
    name = st.text_input(t("Name"), conversation.name, max_chars=100, key="chat_rename")
    if st.button(t("Save"), type="primary", key="chat_rename_go", disabled=not name.strip()):
        rt, person = current(), Person.here()
        work = conversations.rename(rt, app, person.user, conversation.id, name=name.strip(), **person.of_chat)
        rt.call(work)
        st.rerun()


def _delete(app: App, conversation: Conversation) -> None:
    st.markdown(t("Its messages are gone for good."))
    if st.button(t("Delete"), type="primary", icon=":material/delete:", key="chat_delete_go"):
        rt, person = current(), Person.here()
        rt.call(conversations.delete(rt, app, person.user, conversation.id, **person.of_chat))
        if page_state(ChatState).conversation_id == conversation.id:
            open_conversation("")
        st.rerun()
