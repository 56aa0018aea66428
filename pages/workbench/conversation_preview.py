"""The conversation that the Studio holds with a draft: its turns, and its variables to be looked at and changed."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from engine.errors import EngineError
from pages.catalogue.card import plain
from pages.language.text import t
from pages.shell.guard import sentence
from pages.shell.people import Person
from pages.shell.redraw import is_partial
from pages.shell.state import StudioState, page_state
from pages.talk.follow_ups import follows_up, show_follow_ups
from pages.talk.speaking import show_reader, show_sound, speaks
from pages.workbench.desk import Desk
from pages.workbench.run import is_running
from pages.workbench.value_edits import as_text, as_value
from services.chats import conversations
from services.errors import ServiceError
from services.files.files import address_here
from services.runs.given import Reading
from services.runs.runs import DEBUGGER
from services.runtime import current
from storage.errors import NotFound
from storage.records import ConversationVariable

TURNS = 20
MOST = 100  # variables


def show_conversation(desk: Desk) -> None:
    """Show the turns so far and the variables of the conversation."""
    if not page_state(StudioState).conversation_id:
        st.markdown(f":gray[:small[{t('Send a message: the conversation with the draft stands here.')}]]")
        return
    with st.container(key="notebook_turns"):
        _show_turns(desk)
    found = _variables(desk)
    if found:
        st.markdown(f":small[**{t('Conversation variables')}**]")
    for variable in found:
        _show_variable(desk, variable)


def conversation_values(desk: Desk) -> list[tuple[str, Any, str]]:
    """Return name, value and type of the conversation's variables: as they are stored, else as they begin."""
    stored = {variable.name: variable for variable in _variables(desk)}
    return [
        (spec.name, stored[spec.name].value if spec.name in stored else spec.value, spec.value_type)
        for spec in desk.document.conversation_variables
    ]


def _show_turns(desk: Desk) -> None:
    rt, state = current(), page_state(StudioState)
    work = conversations.messages(rt, desk.app, Person.here().user, state.conversation_id, limit=TURNS, **_who())
    try:
        turns = rt.call(work).items
    except NotFound:  # its first turn is not stored yet
        turns = []
    for turn in turns:
        with st.chat_message("user"):
            st.markdown(plain(turn.query))
        with st.chat_message("assistant"):
            st.markdown(address_here(rt, turn.answer))
            if turn.answer and speaks(desk.document.features):
                show_reader(desk.app, turn.id, draft=True)
            show_sound(turn.id)
    picture = state.picture
    if picture is not None and is_running():
        with st.chat_message("assistant"):
            st.markdown(picture.answer or ":shimmer[…]")
    elif state.answered and follows_up(desk.document.features):
        show_follow_ups(desk.app, state.answered, _take, draft=True)
    if state.wants_run and is_partial():  # it is begun where the whole page is drawn
        st.rerun()


def _take(question: str) -> None:
    """Ask the question that was clicked as the next message."""
    state = page_state(StudioState)
    state.query = st.session_state.studio_query = question
    state.wants_run = True


def _variables(desk: Desk) -> Sequence[ConversationVariable]:
    rt, conversation_id = current(), page_state(StudioState).conversation_id
    if not conversation_id or not desk.document.conversation_variables:
        return []
    work = conversations.variables(rt, desk.app, Person.here().user, conversation_id, limit=MOST, **_who())
    try:
        return rt.call(work).items
    except NotFound:
        return []


def _show_variable(desk: Desk, variable: ConversationVariable) -> None:
    """Draw the field of a variable; another value is what the next turn reads."""
    before = as_text(variable.value)
    label = f"{plain(variable.name)} :gray[:small[{variable.value_type}]]"
    key = f"notebook_variable_{variable.id}_{hash(before)}"
    after = st.text_area(label, before, key=key, height=80, disabled=is_running())
    if after == before:
        return
    rt = current()
    known = Reading("conversation", variable.name, variable.name, variable.value, is_known=True)
    try:
        value = as_value(after, known)
        work = conversations.set_variable(
            rt, desk.app, Person.here().user, variable.conversation_id, variable_id=variable.id, value=value, **_who()
        )
        rt.call(work)
    except ValueError as error:
        st.caption(f":red[{t('This is no JSON: {reason}', reason=error)}]")
    except (ServiceError, EngineError) as error:
        st.caption(f":red[{plain(sentence(error))}]")
    else:
        st.toast(t("The next turn reads the new value."), icon=":material/check_circle:")


def _who() -> dict[str, Any]:
    return {"invoke_from": DEBUGGER, "account_id": Person.here().account_id}
