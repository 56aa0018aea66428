"""The runs that the notebook shows: the newest after a reload, an earlier one that is opened, one to compare with."""

import time
from collections.abc import Mapping

import streamlit as st

from pages.catalogue.card import plain
from pages.cells.state import StoredRun, notebook_state
from pages.language.formats import duration, joined
from pages.language.text import t
from pages.language.words import STATUS_WORDS
from pages.shell.state import StudioState, page_state
from pages.tracing.model import picture_of_rows
from pages.workbench.desk import Desk
from pages.workbench.run import fill_in
from services.runs import notebook, run_logs
from services.runtime import current
from storage.errors import NotFound
from storage.records import Run

SHOWN = 50  # runs to choose from
DRAFT, NONE = "", ""  # what stands for the draft among the runs, and for no run


def recall(desk: Desk, *, opens: bool) -> None:
    """At the first look in a tab: find the run that the address names, else the newest one of the draft.

    With `opens`, one that is not the newest is read in place of the draft.
    """
    state = notebook_state()
    if state.is_recalled or desk.draft is None:
        return
    state.is_recalled = True
    if page_state(StudioState).run_id:
        return
    rt, asked = current(), st.query_params.get("run", "")
    newest = rt.call(notebook.newest_run(rt, desk.app))
    if newest is None:
        return
    if not asked:
        st.query_params["run"] = newest.id
    elif opens and asked != newest.id and ((live := rt.live.get(asked)) is None or live.done):
        state.opened = stored_run(desk, asked)
        fill_in(newest.inputs)


def stored_run(desk: Desk, run_id: str) -> StoredRun | None:
    """Return a stored run with what it ran, None when it is gone."""
    rt = current()
    try:
        found = rt.call(run_logs.run_detail(rt, desk.app, run_id))
        rows = rt.call(run_logs.run_nodes(rt, desk.app, run_id))
    except NotFound:
        return None
    document = desk.document.replace(graph=found.graph) if found.graph else desk.document
    return StoredRun(run_id, found.run.created_at, document, picture_of_rows(found.run, rows))


def show_choices(desk: Desk) -> None:
    """Ask which run is shown in place of the draft, and which one it is compared with."""
    state, rt = notebook_state(), current()
    runs = {run.id: run for run in rt.call(run_logs.list_runs(rt, desk.app, limit=SHOWN)).items}
    _choose_shown(desk, runs)
    here = state.opened.run_id if state.opened else page_state(StudioState).run_id
    others = [run_id for run_id in runs if run_id != here]
    against = state.against.run_id if state.against else NONE
    others = [*others, against] if against and against not in others and against != here else others
    chosen = st.selectbox(
        t("Compare with"),
        [NONE, *others],
        index=[NONE, *others].index(against) if against in others else 0,
        format_func=lambda run_id: _label(runs, run_id) if run_id else t("Compare with …"),
        key=f"notebook_against_{here}",
        label_visibility="collapsed",
        width=150,
    )
    if chosen != against:
        state.against = stored_run(desk, chosen) if chosen else None
        st.rerun()


def _choose_shown(desk: Desk, runs: Mapping[str, Run]) -> None:
    state = notebook_state()
    here = state.opened.run_id if state.opened else DRAFT
    offered = [DRAFT, *runs, *([here] if here and here not in runs else [])]
    chosen = st.selectbox(
        t("Run that is shown"),
        offered,
        index=offered.index(here),
        format_func=lambda run_id: _label(runs, run_id) if run_id else t("The draft, as it is now"),
        key=f"notebook_opened_{here}",
        label_visibility="collapsed",
        width=180,
    )
    if chosen != here:
        open_run(desk, chosen)
        st.rerun()


def open_run(desk: Desk, run_id: str) -> None:
    """Show a stored run in place of the draft; `DRAFT` leads back to the draft."""
    state, rt, mine = notebook_state(), current(), page_state(StudioState).run_id
    if not mine and (newest := rt.call(notebook.newest_run(rt, desk.app))):
        mine = newest.id
    state.opened = stored_run(desk, run_id) if run_id else None
    if state.against is not None and state.against.run_id == run_id:
        state.against = None
    if run_id or mine:
        st.query_params["run"] = run_id or mine
    else:
        st.query_params.pop("run", None)


def _label(runs: Mapping[str, Run], run_id: str) -> str:
    run = runs.get(run_id)
    if run is None:
        return run_id[-8:]
    when = time.strftime("%m-%d %H:%M:%S", time.localtime(run.created_at))
    return joined(when, t(STATUS_WORDS.get(run.status, run.status)), duration(run.elapsed))


def moment(run: StoredRun) -> str:
    """Return when a run began, as text that Markdown shows as it is."""
    return plain(time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(run.created_at)))
