"""The Studio: one app as a graph, with the settings of its nodes beside it and its runs below; or as a notebook."""

import streamlit as st

from pages.catalogue.head import choose_app
from pages.cells.notebook import show_notebook
from pages.cells.runs import recall
from pages.language.text import t
from pages.prompts.prompt import show_prompt_page
from pages.shell.guard import guarded, missing
from pages.shell.redraw import redraw
from pages.shell.state import StudioState, page_state
from pages.workbench.bar import show_bar
from pages.workbench.board import INSPECTOR, show_canvas
from pages.workbench.desk import open_desk
from pages.workbench.following import has_caught_up
from pages.workbench.inspector import fields_of, save_what_was_left, show_inspector
from pages.workbench.listening import follow_listener, is_listening
from pages.workbench.panels import show_panels
from pages.workbench.reading import show_read_only, show_why
from pages.workbench.run import follow_run, is_running, run_of_address, start_wanted_run
from pages.workbench.tools import show_tools
from pages.workbench.view import is_notebook
from services.accounts import Action, allowed
from storage.errors import NotFound

LOOK_SECONDS = 0.6  # between two looks at a run
HEIGHT = 540  # pixels of canvas and inspector


@guarded
def studio_page() -> None:
    """Show the app that the address names, or the apps to choose from."""
    app_id = st.query_params.get("app") or page_state(StudioState).app_id
    if not app_id:
        if not allowed(Action.EDIT_APPS):
            show_why()
        choose_app("studio.py")
        return
    if not allowed(Action.EDIT_APPS):
        _read(app_id)
        return
    enter(app_id)
    try:
        desk = open_desk(app_id)
    except NotFound:
        st.session_state.pop(StudioState.__name__, None)
        missing(t("This app"))
        return
    recall(desk, opens=is_notebook(desk))
    run_of_address(desk.app)
    every = LOOK_SECONDS if is_running() or is_listening() else None
    if desk.draft is None:
        show_prompt_page(desk)
        return
    if is_notebook(desk):
        show_notebook(desk, every=every)
        return
    st.fragment(guarded(workbench), run_every=every, key="studio_workbench")(app_id)
    st.fragment(guarded(panels), run_every=every, key="studio_panels")(app_id)


def _read(app_id: str) -> None:
    """Show the app to somebody who may not change it."""
    st.query_params["app"] = app_id
    try:
        show_read_only(app_id)
    except NotFound:
        missing(t("This app"))


def enter(app_id: str) -> None:
    """Begin with a clear desk when the app is another one than before."""
    if page_state(StudioState).app_id != app_id:
        st.session_state[StudioState.__name__] = StudioState(app_id=app_id)
    st.query_params["app"] = app_id


def workbench(app_id: str) -> None:
    """Show bar, canvas and inspector; they follow a run and each other without the rest of the page.

    What shows the selected node is drawn by fragments inside of this one, so that a click draws no more than them.
    """
    follow_listener()
    follow_run()
    desk = open_desk(app_id)
    show_bar(desk)
    tools = st.container()  # filled when it is known what a click on the canvas has selected
    canvas, beside = st.columns([7, 3], gap="small")
    with canvas, st.container(border=True, key="studio_canvas", height=HEIGHT + 2):
        changed = show_canvas(desk, height=HEIGHT)
    page_state(StudioState).drawn = "" if changed else desk.revision
    with tools:
        show_tools(desk)
    with beside:
        st.fragment(guarded(inspector), key=INSPECTOR)(app_id)
    start_wanted_run(app_id)
    if changed:
        redraw()


def inspector(app_id: str) -> None:
    """Show the settings of what is selected; a change that shows elsewhere draws the whole page again.

    So does one that an earlier run has stored, but was broken off before it could say so.
    """
    state, desk = page_state(StudioState), open_desk(app_id)
    if save_what_was_left(desk) or state.drawn not in ("", desk.revision):
        st.rerun()
    was_open = bool(state.drafts or state.typed)
    with st.container(border=True, key="studio_inspector", height=HEIGHT + 2):
        changed = show_inspector(desk)
    state.shown = (state.selected, fields_of(state.selected)) if state.selected else None
    if changed or has_caught_up(desk) or was_open != bool(state.drafts or state.typed):
        st.rerun()


def panels(app_id: str) -> None:
    """Show what lies below the canvas."""
    follow_listener()
    follow_run()
    show_panels(open_desk(app_id))


if __name__ == "__main__":
    studio_page()
