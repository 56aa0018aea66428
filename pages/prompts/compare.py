"""Prompts and models side by side: one input, two to six columns that answer it at once, and one that is kept."""

from dataclasses import replace
from typing import Any

import streamlit as st

from engine.errors import EngineError
from pages.catalogue.card import plain
from pages.fields.files import Uploads, message_files
from pages.fields.input_form import input_form, missing_items, shown_items
from pages.fields.models import edit_model, model_label
from pages.language.text import t
from pages.prompts.answers import answer_of, earlier_turns, facts, is_answering, stop_answers
from pages.prompts.config_form import config_pen, edit_prompt_text
from pages.prompts.state import CompareState
from pages.shell.guard import guarded, show_error
from pages.shell.people import Person
from pages.shell.state import StudioState, page_state
from pages.talk.citations import show_citations
from pages.tracing.agent_view import calling, show_thoughts
from pages.tracing.model import RunPicture
from pages.tracing.view import status_badge
from pages.workbench.desk import Desk, open_desk
from pages.workbench.run import CHATTING
from pages.workspace.model_notes import show_demo_note
from services.chats import comparisons
from services.chats.comparisons import LEAST, MOST, Column, Comparison
from services.errors import ServiceError
from services.files.files import address_here
from services.runs.runs import DEBUGGER
from services.runtime import current

IN_A_ROW = 4  # columns
HEIGHT = 320  # pixels of an answer

__all__ = ["is_answering", "show_comparison"]


def show_comparison(app_id: str) -> None:
    """Show the input and the columns; when the last answer has come, the page is drawn without its timer."""
    desk, state = open_desk(app_id), page_state(CompareState)
    comparison = _comparison(desk)
    was_answering = any(not picture.is_over for picture in state.pictures.values())
    if state.notice:
        st.toast(state.notice, icon=":material/check_circle:")
        state.notice = ""
    _show_input(desk, comparison)
    count = len(comparison.columns)
    for first in range(0, count, IN_A_ROW):
        places = st.columns(min(count, IN_A_ROW), gap="small")
        for number, place in zip(range(first, count), places, strict=False):
            with place, st.container(border=True, key=f"compare_column_{number}"):
                _show_column(desk, comparison, comparison.columns[number], number)
    if was_answering and not is_answering():
        st.rerun()


def _comparison(desk: Desk) -> Comparison:
    """Return what was compared last in this app, read from storage at the first look."""
    state, rt = page_state(CompareState), current()
    if state.app_id != desk.app.id or state.comparison is None:
        found = rt.call(comparisons.find_comparison(rt, desk.app, Person.here().user))
        st.session_state[CompareState.__name__] = CompareState(app_id=desk.app.id, comparison=found)
        if is_answering():  # begun before a reload: the page has to be drawn with a timer
            st.rerun()
        return found
    return state.comparison


def _save(desk: Desk, comparison: Comparison, *, redraws: bool = False) -> None:
    rt, state = current(), page_state(CompareState)
    state.comparison = rt.call(comparisons.save_comparison(rt, desk.app, Person.here().user, comparison))
    state.round += redraws


def _show_input(desk: Desk, comparison: Comparison) -> None:
    chats, answering = desk.app.mode in CHATTING, is_answering()
    with st.container(border=True, key="compare_input"):
        show_demo_note()
        query = comparison.query
        if chats:
            query = st.text_area(
                t("Message"),
                query,
                key=f"compare_query_{desk.app.id}",
                height=80,
                placeholder=t("What would a user say?"),
            )
        inputs: dict[str, Any] = {}
        uploads = Uploads(desk.app, DEBUGGER)
        if shown_items(desk.document.start_form):
            inputs = input_form(
                desk.document.start_form,
                key=f"compare_given_{desk.app.id}",
                given=comparison.inputs,
                uploads=uploads,
            )
        files = message_files(desk.document, f"compare_files_{desk.app.id}", uploads)
        with st.container(horizontal=True, vertical_alignment="center", key="compare_actions"):
            if st.button(
                t("Ask all columns"),
                icon=":material/play_arrow:",
                type="primary",
                key="compare_ask",
                disabled=answering,
            ):
                _ask(desk, comparison, query if chats else str(inputs.get("query", "")), inputs, files)
            if any(column.conversation_id for column in comparison.columns) and st.button(
                t("Ask further"),
                icon=":material/forum:",
                key="compare_further",
                disabled=answering,
                help=t("The message goes to all columns as the next one of the conversation that each of them has."),
            ):
                _ask(desk, comparison, query, inputs, files, goes_on=True)
            if answering:
                runs = [column.run_id for column in comparison.columns if column.run_id]
                st.button(
                    t("Stop all"), icon=":material/stop:", key="compare_stop", on_click=guarded(stop_answers), args=runs
                )
            st.space("stretch")
            full = len(comparison.columns) >= MOST
            if st.button(t("Add a column"), icon=":material/add:", key="compare_add", disabled=full, type="tertiary"):
                added = Column(settings=comparison.columns[-1].settings)
                _save(desk, replace(comparison, columns=(*comparison.columns, added)))
                st.rerun()


def _ask(
    desk: Desk, comparison: Comparison, query: str, inputs: dict[str, Any], files: Any, *, goes_on: bool = False
) -> None:
    absent = missing_items(desk.document.start_form, inputs)
    if desk.app.mode in CHATTING and not query.strip():
        absent.append(t("Message"))
    if absent:
        st.toast(t("Fill in first: {fields}.", fields=", ".join(absent)), icon=":material/edit:")
        return
    rt, person, state = current(), Person.here(), page_state(CompareState)
    given: dict[str, Any] = {"query": query, "inputs": inputs, "files": files, "goes_on": goes_on}
    who: dict[str, Any] = {"user": person.user, "account_id": person.account_id}
    try:
        state.comparison = rt.call(comparisons.ask(rt, desk.app, comparison, **given, **who))
    except (ServiceError, EngineError) as error:
        show_error(error)
        return
    state.pictures.clear()
    state.turns.clear()
    st.rerun()


def _show_column(desk: Desk, comparison: Comparison, column: Column, number: int) -> None:
    picture = answer_of(desk.app, column)
    _show_head(desk, comparison, column, number)
    _edit(desk, comparison, column, number)
    with st.container(height=HEIGHT, border=False, key=f"compare_answer_{number}"):
        _show_earlier(desk, comparison, column)
        _show_answer(column, picture, number)
    _show_foot(desk, comparison, column, picture, number)


def _show_head(desk: Desk, comparison: Comparison, column: Column, number: int) -> None:
    config = comparisons.config_of(desk.app, column)
    model = config.get("model") or {}
    label = model_label(str(model.get("provider") or ""), str(model.get("name") or "")) or t("no model")
    with st.container(
        horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False, key=f"compare_head_{number}"
    ):
        st.markdown(f":blue-badge[**{chr(65 + number)}**] **{plain(label)}** :gray[:small[{_about(column)}]]")
        st.space("stretch")
        few = len(comparison.columns) <= LEAST
        if st.button(
            "", icon=":material/close:", key=f"compare_gone_{number}", type="tertiary", help=t("Remove"), disabled=few
        ):
            stop_answers(*([column.run_id] if column.run_id else []))
            _save(desk, replace(comparison, columns=_without(comparison, column)), redraws=True)
            st.rerun()


def _without(comparison: Comparison, column: Column) -> tuple[Column, ...]:
    return tuple(other for other in comparison.columns if other.id != column.id)


def _edit(desk: Desk, comparison: Comparison, column: Column, number: int) -> None:
    """Draw what the column answers with; what it changes of the app is stored at once."""
    config, state = comparisons.config_of(desk.app, column), page_state(CompareState)
    # A name that never changes: a field in which somebody types must stay where it is.
    with st.expander(t("Prompt and model"), icon=":material/tune:", key=f"compare_settings_{number}"):
        pen = config_pen(f"compare_{state.round}_{column.id}")
        edited = {**config, **edit_prompt_text(config, pen)}
        model = edit_model(config.get("model"), pen.at("model"))
    if model != config.get("model"):
        edited["model"] = model
    if edited != config:
        changed = replace(column, settings=comparisons.changes_of(desk.app, edited))
        columns = tuple(changed if other.id == column.id else other for other in comparison.columns)
        _save(desk, replace(comparison, columns=columns))
        st.rerun()


def _about(column: Column) -> str:
    """Return in words what a column has of its own."""
    if not column.settings:
        return t("As the app")
    if "model" not in column.settings:
        return t("Own prompt")
    return t("Own model") if len(column.settings) == 1 else t("Own model and prompt")


def _show_earlier(desk: Desk, comparison: Comparison, column: Column) -> None:
    """Show what was said before the last answer, where the conversation has several turns."""
    earlier = earlier_turns(desk.app, column)
    for message in earlier:
        _show_question(message.query)
        st.markdown(address_here(current(), message.answer) or f":gray[:small[{t('no answer')}]]")
    if earlier:
        _show_question(comparison.query)


def _show_question(query: str) -> None:
    st.markdown(f":gray-background[:small[:material/person: {plain(query)}]]")


def _show_answer(column: Column, picture: RunPicture | None, number: int) -> None:
    if column.refusal:
        st.error(plain(column.refusal), icon=":material/error:")
    if picture is None:
        if not column.refusal:
            st.markdown(f":gray[:small[{t('The answer comes here.')}]]")
        return
    thoughts = list(picture.thoughts.values())
    show_thoughts(thoughts, key=f"compare_thoughts_{number}")
    if picture.error:
        st.error(plain(picture.error), icon=":material/error:")
        if picture.blames_models:
            st.page_link("models.py", label=t("Open Models"), icon=":material/key:")
    waits = "" if picture.is_over else calling(thoughts)
    said = "\n\n".join(filter(None, (address_here(current(), picture.answer), waits)))
    if said or not picture.is_over:
        st.markdown(said or ":shimmer[…]")
    show_citations(picture.citations, key=f"compare_cited_{number}")


def _show_foot(desk: Desk, comparison: Comparison, column: Column, picture: RunPicture | None, number: int) -> None:
    if picture is not None:
        is_good = picture.status == "succeeded"  # the figures say so, and need the place
        badge = ":green[:material/check_circle:]" if is_good else status_badge(picture.status)
        st.markdown(f"{badge} :gray[:small[{facts(picture)}]]")
    if picture is not None and not picture.is_over:
        st.button(
            t("Stop"),
            icon=":material/stop:",
            key=f"compare_stop_{number}",
            on_click=guarded(stop_answers),
            args=[column.run_id],
            width="stretch",
        )
    elif not column.settings:
        st.button(t("In use"), icon=":material/check:", key=f"compare_keep_{number}", disabled=True, width="stretch")
    elif st.button(
        t("Keep this one"),
        icon=":material/check:",
        key=f"compare_keep_{number}",
        width="stretch",
        help=t("The app answers so from now on, here and for everybody who uses it."),
    ):
        _keep(desk, comparison, column)


def _keep(desk: Desk, comparison: Comparison, column: Column) -> None:
    rt, person, state = current(), Person.here(), page_state(CompareState)
    who: dict[str, Any] = {"user": person.user, "account_id": person.account_id}
    try:
        state.comparison = rt.call(comparisons.keep(rt, desk.app, comparison, column.id, **who))
    except (ServiceError, EngineError) as error:
        show_error(error)
        return
    letter = chr(65 + comparison.columns.index(column))
    state.notice = t("Kept: the app now answers as column {letter}.", letter=letter)
    state.round += 1
    studio = page_state(StudioState)
    studio.round += 1
    studio.drafts.pop(desk.app.id, None)
    st.rerun()
