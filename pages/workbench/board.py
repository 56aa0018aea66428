"""The canvas on the Studio's desk: what a person does to it becomes edits of the draft."""

import streamlit as st
from streamlit.errors import StreamlitAPIException

from pages import canvas
from pages.canvas import CanvasEvent, Surroundings
from pages.drawing.edits import choose, edit
from pages.drawing.feed import feed_address
from pages.drawing.model import model_of
from pages.shell.state import StudioState, page_state
from pages.workbench.desk import Desk
from pages.workbench.palette import offered
from pages.workbench.run import is_running
from pages.workbench.statuses import node_statuses

INSPECTOR, CHOSEN = "studio_inspector_part", "studio_chosen_part"  # the fragments that show what is selected


def show_canvas(desk: Desk, *, height: int) -> bool:
    """Draw the app's graph and take in what was done to it; return whether the page must be drawn again."""
    event = canvas.render(
        model_of(desk.document),
        node_statuses(desk),
        _selection(),
        key=f"studio_flow_{desk.app.id}",
        height=height,
        running=is_running(),
        layout=page_state(StudioState).round,
        around=_surroundings(desk),
        on_choice=_choose_alone,
    )
    if event is None:
        return False
    choose(event)
    return edit(desk, event)


def _choose_alone(event: CanvasEvent) -> None:
    """Note what is selected and draw only what shows it; the canvas shows it already."""
    choose(event)
    try:
        st.rerun([INSPECTOR, CHOSEN])
    except StreamlitAPIException:  # not drawn yet: the run that this one broke off did not come so far
        return


def _surroundings(desk: Desk) -> Surroundings:
    run_id = page_state(StudioState).run_id
    feed = feed_address(run_id) if is_running() and run_id else None
    return Surroundings(
        palette=offered(desk),
        base=desk.revision,
        feed=feed,
        arranged=page_state(StudioState).arranged,
    )


def _selection() -> tuple[str, ...]:
    """Return what is selected, that which the inspector shows first."""
    state = page_state(StudioState)
    if state.selected in state.selection:
        return (state.selected, *(one for one in state.selection if one != state.selected))
    return (state.selected,) if state.selected else ()
