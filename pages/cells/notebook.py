"""The notebook of a workflow: every node a cell in the order of execution, results beside what produced them."""

from collections.abc import Mapping

import streamlit as st

from pages.cells.cell import CANVAS, FROM, REPLAY, UNTIL, Cell, Chosen, View, show_cell
from pages.cells.edits import ACTIONS, act_on_cell
from pages.cells.rail import show_rail
from pages.cells.state import NotebookState, notebook_state
from pages.cells.top import show_replay, show_top
from pages.language.text import t
from pages.shell.guard import guarded
from pages.shell.redraw import is_partial, redraw
from pages.shell.state import StudioState, page_state
from pages.tracing.model import Step, step_of_row
from pages.workbench.bar import show_bar
from pages.workbench.desk import Desk, open_desk
from pages.workbench.following import has_caught_up
from pages.workbench.listening import follow_listener
from pages.workbench.modes import show_run_from
from pages.workbench.run import follow_run, start_run, start_wanted_run
from pages.workbench.statuses import node_statuses
from services.runs import notebook
from services.runs.extents import Extent
from services.runtime import current

INHERITED = frozenset({"fresh", "stale", "never", "skipped", "reused"})
LIVELY = frozenset({"running", "paused"})  # states in which a cell looks at the run by itself


def show_notebook(desk: Desk, *, every: float | None) -> None:
    """Show the notebook; `every` are the seconds between two looks at a run that goes on, None without one."""
    st.fragment(guarded(_show_pulse), run_every=every, key="notebook_pulse")(desk)
    view = _view(desk)
    cells, rail = st.columns([7, 3], gap="medium")
    with cells:
        show_top(view.desk, view.statuses, view.steps)
        _show_cells(view, every)
    with rail:
        st.fragment(guarded(show_rail), run_every=every, key="notebook_rail")(desk)
    start_wanted_run(desk.app.id)


def _show_pulse(desk: Desk) -> None:
    """Show the bar and follow the run: as soon as a node stands otherwise, the cells are drawn anew."""
    before = _standing()
    follow_listener()
    follow_run()
    if is_partial():
        desk = open_desk(desk.app.id)
    show_bar(desk)
    if is_partial():  # cells are fragments of their own and have taken what was typed
        start_wanted_run(desk.app.id)
    if has_caught_up(desk):
        redraw()
    if is_partial() and _standing() != before:
        st.rerun()


def _standing() -> Mapping[str, str]:
    picture = page_state(StudioState).picture
    return {step.id: step.status for step in picture.steps.values()} if picture else {}


def _view(desk: Desk) -> View:
    """Return what is shown: the draft with the results that there are, or the earlier run that was opened."""
    state = notebook_state()
    against = state.against.picture.latest() if state.against else None
    if state.opened is not None:
        past = state.opened
        shown = Desk(desk.app, past.document, desk.draft, [])
        statuses = dict.fromkeys((node.id for node in past.document.nodes), "skipped") | past.picture.statuses()
        return View(shown, statuses, past.picture.latest(), is_past=True, against=against)
    return View(desk, _with_inner(desk, node_statuses(desk)), _steps(desk, state), against=against)


def _with_inner(desk: Desk, statuses: Mapping[str, str]) -> Mapping[str, str]:
    """Return how nodes stand, those inside a container that have not run themselves as the container does."""
    inherited = {}
    for node_id, container in notebook.containers(desk.document).items():
        status = statuses.get(container, "")
        if node_id not in statuses and status in INHERITED:
            inherited[node_id] = status
    return {**statuses, **inherited}


def _steps(desk: Desk, state: NotebookState) -> Mapping[str, Step]:
    """Return what each node gave last: in the run that is shown, else in any run of the draft before."""
    picture = page_state(StudioState).picture
    moment = f"{desk.app.id} {picture.run_id} {picture.is_over}" if picture else desk.app.id
    if state.kept_of != moment:
        rt = current()
        rows = rt.call(notebook.last_executions(rt, desk.app))
        state.kept, state.kept_of = {node_id: step_of_row(row) for node_id, row in rows.items()}, moment
    return {**state.kept, **(picture.latest() if picture else {})}


def _show_cells(view: View, every: float | None) -> None:
    found = notebook.in_order(view.desk.document)
    if not found:
        st.markdown(f":gray[{t('The graph is empty.')}]")
    for number, (node, depth) in enumerate(found, 1):
        is_lively = not view.is_past and view.statuses.get(node.id) in LIVELY
        st.fragment(guarded(_show_one), run_every=every if is_lively else None, key=f"notebook_cell_{node.id}")(
            view, Cell(node, number, depth)
        )


def _show_one(view: View, cell: Cell) -> None:
    chosen = show_cell(view, cell)
    if chosen is not None:
        _act(view, chosen)


def _act(view: View, chosen: Chosen) -> None:
    """Do what was chosen in the menu of a cell."""
    desk, node_id = view.desk, chosen.node_id
    title = desk.document.node(node_id).title or node_id
    if chosen.action == UNTIL and start_run(desk, Extent(mode="until", node_id=node_id)):
        st.rerun()
    elif chosen.action == FROM:
        st.dialog(t("Run from {name}", name=title))(guarded(show_run_from))(desk, node_id)
    elif chosen.action == REPLAY:
        st.dialog(t("Replay"), width="large")(guarded(show_replay))(desk, node_id)
    elif chosen.action in ACTIONS:
        act_on_cell(desk, chosen.action, node_id)
    elif chosen.action == CANVAS:
        page_state(StudioState).selected = node_id
        st.query_params.pop("view", None)
        st.rerun()
