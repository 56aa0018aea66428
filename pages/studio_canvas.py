"""The canvas on the Studio's desk: what a person does to it becomes edits of the draft."""

import streamlit as st

from pages import canvas
from pages.canvas import CanvasEvent
from pages.canvas_model import CanvasModel, model_of
from pages.desk import Desk, connect, move
from pages.run_modes import node_states, ran_on
from pages.state import StudioState, page_state
from pages.studio_run import is_running
from pages.text import t
from services.inspection import drawn_document


def show_canvas(desk: Desk, *, height: int) -> bool:
    """Draw the app's graph and take in what was done to it; return whether the page must be drawn again."""
    state = page_state(StudioState)
    model = model_of(drawn_document(desk.document))
    if not model.boxes:
        st.markdown(f":gray[{t('The graph is empty.')}]")
        return False
    event = canvas.render(
        model,
        _statuses(desk),
        _selection(),
        key=f"studio_flow_{desk.app.id}",
        height=height,
        editable=desk.draft is not None,
        running=is_running(),
        layout=state.round,
    )
    return _take(desk, model, event) if event else False


def _statuses(desk: Desk) -> dict[str, str]:
    """Return the colour of each node: how it stands in the run, or what a run would find of it, or its fault.

    As soon as draft or inputs differ from those of the run that is shown, what would run again says so.
    """
    state = page_state(StudioState)
    faulty = {problem.node_id: "faulty" for problem in desk.errors if problem.node_id}
    if state.picture is None:
        return node_states(desk) | faulty
    if not state.ran_on:
        state.ran_on = ran_on(desk)
    statuses = state.picture.statuses()
    if is_running() or state.ran_on == ran_on(desk):
        return statuses
    return statuses | {name: found for name, found in node_states(desk).items() if found != "fresh"} | faulty


def _selection() -> tuple[str, ...]:
    state = page_state(StudioState)
    if state.selected in state.selection:
        return (state.selected, *(one for one in state.selection if one != state.selected))
    return (state.selected,) if state.selected else ()


def _take(desk: Desk, model: CanvasModel, event: CanvasEvent) -> bool:
    state = page_state(StudioState)
    state.selected = event.selected or state.selected  # the inspector, drawn next, shows it
    if desk.draft is None:
        return False
    changed = bool(event.moved) and move(desk, event.moved)
    for source, handle, target in event.connected:
        connect(desk, source, handle, target)
        changed = True
    return changed
