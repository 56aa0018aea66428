"""The run of the Studio: it lives on the server, this tab holds its id and looks at it."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from engine.errors import EngineError
from engine.events import RunStarted
from pages.cells.state import notebook_state
from pages.fields.input_form import missing_items
from pages.language.text import t
from pages.shell.guard import show_error
from pages.shell.people import Person
from pages.shell.state import StudioState, page_state
from pages.tracing.live import catch_up
from pages.tracing.model import RunPicture, picture_of_rows
from pages.workbench.desk import Desk, open_desk
from pages.workbench.root import chosen_root, run_form
from services.apps import apps, workflows
from services.chats import chat
from services.errors import ServiceError
from services.runs import resumption, workflow_runs
from services.runs.extents import STALE, Extent
from services.runs.runs import DEBUGGER, LiveRun
from services.runtime import current
from storage.errors import NotFound
from storage.records import App

STORED = "stored"  # what a run was begun with, when that is not the draft with what is filled in
CHATTING = ("chat", "agent-chat", "advanced-chat")


def is_running() -> bool:
    """Return whether the run of this tab is under way."""
    picture = page_state(StudioState).picture
    return picture is not None and not picture.is_over


def is_waiting() -> bool:
    """Return whether the run of this tab waits for people."""
    picture = page_state(StudioState).picture
    return picture is not None and picture.is_waiting


def run_of_address(app: App) -> None:
    """After a reload: find the run that the address names, while it lives or as it is stored."""
    rt, state = current(), page_state(StudioState)
    run_id = st.query_params.get("run", "")
    opened = notebook_state().opened
    if not run_id or state.run_id == run_id or (opened and opened.run_id == run_id):
        return
    state.run_id, state.picture = run_id, RunPicture(run_id=run_id)
    live = rt.live.get(run_id)
    if live is None or live.resumes:
        try:
            state.picture = _stored_picture(app, run_id)
        except NotFound:
            forget_run()
            return
    state.ran_on = STORED
    if live is not None:
        state.conversation_id = state.conversation_id or live.conversation_id
    began = live.find(RunStarted) if live else None
    fill_in(began.inputs if isinstance(began, RunStarted) else state.picture.inputs)
    if goes_on():
        follow_run()


def fill_in(inputs: Mapping[str, Any]) -> None:
    """Begin with what the run was given, where nothing was filled in yet."""
    state = page_state(StudioState)
    if not state.inputs:
        state.inputs = {name: value for name, value in inputs.items() if not name.startswith("sys.")}
    state.query = state.query or str(inputs.get("sys.query") or "")
    state.conversation_id = state.conversation_id or str(inputs.get("sys.conversation_id") or "")


def _stored_picture(app: App, run_id: str) -> RunPicture:
    rt, state = current(), page_state(StudioState)
    run, rows = rt.call(workflows.run_detail(rt, app, run_id))
    state.conversation_id = state.conversation_id or run.conversation_id or ""
    return picture_of_rows(run, rows)


def follow_run() -> None:
    """Take in what has happened in the run; when it is over, draw the page once more without its timers."""
    state = page_state(StudioState)
    if not is_running() or state.picture is None:
        return
    live = current().live.get(state.run_id)
    if live is None:  # it ended while nobody looked
        rt = current()
        app = rt.call(apps.get_app(rt, Person.here().workspace_id, state.app_id))
        state.picture = _stored_picture(app, state.run_id)
    else:
        over = live.done
        catch_up(state.picture, live)
        if over and not state.picture.is_over:
            state.picture.status = "succeeded"
    if state.picture.is_over:
        st.rerun()


def goes_on() -> bool:
    """Return whether the run of this tab does something that this tab has not looked at yet; it is followed then."""
    state = page_state(StudioState)
    live = current().live.get(state.run_id)
    if state.picture is None or live is None or live.began_at <= state.picture.stretch:
        return False
    state.picture.status = "running"
    return True


def forget_run() -> None:
    """Show no run any more."""
    state = page_state(StudioState)
    state.run_id, state.picture, state.answered = "", None, ""
    st.query_params.pop("run", None)


def start_run(desk: Desk, extent: Extent = STALE) -> bool:
    """Run what is on the desk, or part of it, with what was filled in; return whether a run was started."""
    state = page_state(StudioState)
    absent = missing_items(run_form(desk), state.inputs)
    if desk.app.mode in CHATTING and not state.query.strip():
        absent.append(t("Message"))
    if absent:
        st.toast(t("Fill in first: {fields}.", fields=", ".join(absent)), icon=":material/edit:")
        return False
    try:
        live = _started(desk, state.inputs, state.query, extent)
    except (ServiceError, EngineError) as error:
        show_error(error)
        return False
    state.run_id, state.picture = live.id, RunPicture(run_id=live.id)
    state.conversation_id, state.answered = live.conversation_id, live.message_id
    state.ran_on = STORED if extent.values else ""  # "": what is drawn next notes it
    st.query_params["run"] = live.id
    return True


def start_wanted_run(app_id: str) -> None:
    """Start the run for which Run was pressed; called when the fields are drawn, so that it runs what they hold."""
    state = page_state(StudioState)
    if state.wants_run:
        state.wants_run = False
        start_run(open_desk(app_id))
        st.rerun()


def stop_run() -> None:
    """Ask the run to end, be it under way or waiting; it keeps what it has said."""
    rt, state = current(), page_state(StudioState)
    rt.call(resumption.stop_run(rt, state.run_id))
    goes_on()


def _started(desk: Desk, inputs: Mapping[str, Any], query: str, extent: Extent) -> LiveRun:
    rt, person, state = current(), Person.here(), page_state(StudioState)
    who: dict[str, Any] = {"user": person.user, "account_id": person.account_id, "invoke_from": DEBUGGER}
    who["extent"] = extent
    if desk.app.mode == "workflow":
        root = chosen_root(desk)
        work = workflow_runs.start_run(rt, desk.app, inputs=inputs, files=state.files, draft=True, root=root, **who)
        return rt.call(work)
    text = query if desk.app.mode in CHATTING else str(inputs.get("query", ""))
    turn = chat.start_turn(
        rt,
        desk.app,
        query=text,
        inputs=inputs,
        files=state.files,
        conversation_id=state.conversation_id,
        draft=desk.app.mode == "advanced-chat",
        auto_generate_name=False,
        **who,
    )
    return rt.call(turn)
