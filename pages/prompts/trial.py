"""Trying an app without a graph beside its settings: a conversation, or a form and its text."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from pages.fields.files import Uploads, message_files
from pages.fields.input_form import input_form, shown_items
from pages.language.text import t
from pages.shell.guard import guarded
from pages.shell.people import Person
from pages.shell.state import StudioState, page_state
from pages.talk.follow_ups import follows_up, show_follow_ups
from pages.talk.speaking import heard, listens, show_reader, speaks
from pages.talk.turns import bubble, show_message
from pages.tracing.agent_view import calling
from pages.workbench.cost import show_forecast
from pages.workbench.desk import Desk, open_desk
from pages.workbench.panels import show_inputs, show_picture
from pages.workbench.parts import show_run_parts
from pages.workbench.run import CHATTING, follow_run, forget_run, is_running, start_run, stop_run
from pages.workspace.model_notes import show_demo_note
from services.chats import conversations
from services.files.files import address_here
from services.runs.runs import DEBUGGER
from services.runtime import current
from storage.errors import NotFound
from storage.records import Message

HEIGHT = 470  # pixels of the conversation
LOW = 220  # the same, while inputs are asked for below it
TURNS = 30


def show_trial(app_id: str) -> None:
    """Show what is said and take what is said next; the settings serve as they were stored last."""
    follow_run()
    desk = open_desk(app_id)
    _show_head(desk)
    if desk.app.mode in CHATTING:
        if not is_running():
            show_forecast(desk)
        _show_chat(desk)
        return
    show_inputs(desk)
    if page_state(StudioState).picture is not None:
        st.divider()
        show_picture(desk)


def _show_head(desk: Desk) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="prompt_trial_head"):
        st.markdown(f"**{t('Try it')}**", width="content")
        st.space("stretch")
        if is_running():
            st.button(t("Stop"), icon=":material/stop:", key="prompt_stop", on_click=guarded(stop_run))
        elif page_state(StudioState).conversation_id and desk.app.mode in CHATTING:
            st.button(t("Begin anew"), icon=":material/restart_alt:", key="prompt_anew", on_click=_begin_anew)


def _begin_anew() -> None:
    state = page_state(StudioState)
    state.conversation_id = state.query = ""
    forget_run()


def _show_chat(desk: Desk) -> None:
    state = page_state(StudioState)
    asks = not state.conversation_id and bool(shown_items(desk.document.start_form))
    with st.container(height=LOW if asks else HEIGHT, border=False, key="prompt_turns"):
        if state.conversation_id:
            _show_turns(desk)
        else:
            _show_opening(desk)
    if asks:
        with st.expander(t("Inputs"), icon=":material/input:", expanded=True, key="prompt_inputs"):
            uploads = Uploads(desk.app, DEBUGGER)
            state.inputs = input_form(
                desk.document.start_form, key=f"prompt_input_{desk.app.id}", given=state.inputs, uploads=uploads
            )
    state.files = message_files(desk.document, f"prompt_files_{desk.app.id}", Uploads(desk.app, DEBUGGER))
    said = _typed(desk) or st.session_state.pop("prompt_asked", "")
    if said:
        _ask(desk, said)
    if state.picture is not None and state.picture.is_over:
        with st.expander(t("Behind the last answer"), icon=":material/troubleshoot:", key="prompt_behind"):
            show_run_parts(desk, state.picture)


def _ask(desk: Desk, text: str) -> None:
    state = page_state(StudioState)
    state.query = text
    if start_run(desk):
        st.rerun()
    state.query = ""


def _typed(desk: Desk) -> str:
    """Take what is said next, written or, where the app listens, spoken."""
    can_speak = listens(desk.document.features)
    typed: Any = st.chat_input(
        t("What would a user say?"), key="prompt_query", disabled=is_running(), accept_audio=can_speak
    )
    if not typed or not can_speak:
        return str(typed or "")
    said = heard(desk.app, typed.audio, draft=True) if typed.audio else ""
    return "\n\n".join(filter(None, (typed.text, said)))


def _take_suggestion() -> None:
    _take(st.session_state.prompt_suggested)


def _take(question: str) -> None:
    st.session_state.prompt_asked = question


def _show_opening(desk: Desk) -> None:
    """Show how a conversation begins; a suggested question is asked by a click."""
    features = desk.document.features
    show_demo_note()
    opening = str(features.get("opening_statement") or "")
    if opening:
        bubble("assistant").markdown(opening)
    else:
        hint = t("Say something: the answer comes with the settings at the left, and nothing of it counts as use.")
        st.markdown(f":gray[{hint}]")
    questions = [str(question) for question in features.get("suggested_questions") or [] if question]
    if questions:
        st.pills(
            t("Suggested"),
            questions,
            key="prompt_suggested",
            label_visibility="collapsed",
            on_change=_take_suggestion,
        )


def _show_turns(desk: Desk) -> None:
    state = page_state(StudioState)
    live = current().live.get(state.run_id) if is_running() else None
    for message in _stored_turns(desk):
        if live is None or message.id != live.message_id:
            show_message(desk.app, message, beside=partial(_show_reader, desk, message.id))
    picture = state.picture
    if live is not None and picture is not None:
        bubble("user").markdown(str(picture.inputs.get("sys.query") or state.query))
        said = address_here(current(), picture.answer)
        waits = calling(list(picture.thoughts.values()))
        with bubble("assistant"):
            st.markdown("\n\n".join(filter(None, (said, waits))) or ":shimmer[…]")
    elif state.answered and follows_up(desk.document.features):
        show_follow_ups(desk.app, state.answered, _take, draft=True)
    elif picture is not None and picture.blames_models:
        st.page_link("models.py", label=t("Open Models"), icon=":material/key:")


def _show_reader(desk: Desk, message_id: str) -> None:
    if speaks(desk.document.features):
        show_reader(desk.app, message_id, draft=True)


def _stored_turns(desk: Desk) -> Sequence[Message]:
    rt, person, conversation_id = current(), Person.here(), page_state(StudioState).conversation_id
    who: dict[str, Any] = {"invoke_from": DEBUGGER, "account_id": person.account_id}
    work = conversations.messages(rt, desk.app, person.user, conversation_id, limit=TURNS, **who)
    try:
        return rt.call(work).items
    except NotFound:  # its first turn is not stored yet
        return []
