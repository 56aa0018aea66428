"""Over the cells: what is stale and what running it costs, the automatic mode, and which run is shown."""

from collections.abc import Mapping

import streamlit as st

from engine.errors import EngineError
from pages.catalogue.card import plain
from pages.cells.edits import show_steps
from pages.cells.runs import DRAFT, moment, open_run, show_choices
from pages.cells.state import notebook_state
from pages.language.formats import counted, joined, money, tokens
from pages.language.text import t
from pages.shell.guard import show_error
from pages.shell.people import Person
from pages.tracing.model import Step
from pages.tracing.replay_form import changes_of
from pages.tracing.view import status_badge
from pages.workbench.desk import Desk
from pages.workbench.modes import ran_on
from pages.workbench.run import is_running, is_waiting, start_run
from services.errors import ServiceError
from services.runs import estimates, replays, run_logs
from services.runs.extents import Extent
from services.runtime import current

TO_RUN = frozenset({"stale", "never", "failed", "stopped"})


def show_top(desk: Desk, statuses: Mapping[str, str], steps: Mapping[str, Step]) -> None:
    """Show the line over the cells; in automatic mode, run what an edit has made stale."""
    state = notebook_state()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="notebook_top"):
        if state.opened is not None:
            _show_past(desk)
        else:
            show_steps(desk)
            _show_stale(desk, statuses, steps)
        st.space("stretch")
        show_choices(desk)
    if state.opened is None and state.automatic:
        _run_by_itself(desk, statuses)


def _show_past(desk: Desk) -> None:
    past = notebook_state().opened
    assert past is not None
    words = t("This is what ran then. The draft is as it was.")
    st.markdown(
        f"**{moment(past)}** {status_badge(past.picture.status)}  \n:gray[:small[{words}]]",
        width="content",
    )
    if st.button(t("Back to the draft"), icon=":material/arrow_back:", key="notebook_back"):
        open_run(desk, DRAFT)
        st.rerun()


def _show_stale(desk: Desk, statuses: Mapping[str, str], steps: Mapping[str, Step]) -> None:
    waiting = _to_run(statuses)
    if is_running():
        st.markdown(f":gray[:small[{t('The run is under way.')}]]", width="content")
    elif desk.errors:
        st.markdown(f":gray[:small[{t('Correct the problems first; they stand at their fields.')}]]", width="content")
    elif not waiting:
        st.markdown(f":green[:material/check_circle:] :small[{t('Every result is up to date.')}]", width="content")
    else:
        if st.button(
            counted(len(waiting), "Run 1 stale cell", "Run {n} stale cells"),
            icon=":material/bolt:",
            key="notebook_run_stale",
            help=t("Cells whose result still stands are not called again."),
        ) and start_run(desk, Extent()):
            st.rerun()
        st.markdown(f":gray[:small[{_cost(desk, waiting, steps)}]]", width="content")
    _show_automatic(desk)


def _cost(desk: Desk, waiting: frozenset[str], steps: Mapping[str, Step]) -> str:
    """Return what a run would use, by what each node used the last time."""
    found = estimates.estimate(desk.document, waiting, steps)
    if not found.paid:
        return t("calls no model")
    if found.unknown == found.paid:
        return counted(found.paid, "1 cell of unknown cost", "{n} cells of unknown cost")
    used = joined(tokens(found.tokens), plain(money(found.price, found.currency)))
    unknown = t("{n} unknown", n=found.unknown) if found.unknown else ""
    return joined(t("about {used}", used=used), unknown)


def _to_run(statuses: Mapping[str, str]) -> frozenset[str]:
    return frozenset(node_id for node_id, status in statuses.items() if status in TO_RUN)


def _show_automatic(desk: Desk) -> None:
    state = notebook_state()
    with st.popover(
        t("Automatic") if state.automatic else t("By hand"),
        icon=":material/autorenew:",
        key="notebook_auto",
        type="tertiary",
    ):
        state.automatic = st.toggle(
            t("Run what is stale after each edit"), state.automatic, key=f"notebook_automatic_{desk.app.id}"
        )
        state.spends = st.toggle(
            t("Also cells that cost money"),
            state.spends,
            key=f"notebook_spends_{desk.app.id}",
            disabled=not state.automatic,
            help=t("Cells that call models wait for you unless this is on."),
        )


def _run_by_itself(desk: Desk, statuses: Mapping[str, str]) -> None:
    """Run what is stale, once for each state of draft and inputs, without what costs money unless that is allowed."""
    state, busy = notebook_state(), is_running() or is_waiting()
    waiting = _to_run(statuses)
    moment = f"{ran_on(desk)} {state.spends}"
    if busy or desk.errors or not waiting or state.tried == moment:
        return
    state.tried = moment
    free = estimates.free_of_charge(desk.document, waiting)
    extent = Extent() if state.spends else Extent(mode="leading", nodes=free)
    if (state.spends or free) and start_run(desk, extent):
        st.rerun()


def show_replay(desk: Desk, node_id: str) -> None:
    """Ask with what the run that is shown runs again from a node on; then start that and show it."""
    rt, past, person = current(), notebook_state().opened, Person.here()
    assert past is not None
    places = {place.node_id: place for place in rt.call(replays.places(rt, desk.app, past.run_id))}
    place = places.get(node_id)
    if place is None:
        st.info(t("It runs inside a container: replay from the container."))
        return
    st.markdown(f"**{plain(place.title)}**")
    st.caption(t("Only the nodes from there on call anything; the others give what this run stored."))
    run = rt.call(run_logs.run_detail(rt, desk.app, past.run_id)).run
    changes = changes_of(place, run, key=f"notebook_change_{node_id}")
    if not st.button(
        t("Replay now"), icon=":material/replay:", type="primary", key="notebook_replay_go", disabled=changes is None
    ):
        return
    assert changes is not None
    work = replays.replay(rt, desk.app, past.run_id, node_id, changes, user=person.user, account_id=person.account_id)
    try:
        live = rt.call(work)
        with st.spinner(t("The run is under way.")):
            rt.call(live.ended())
    except (ServiceError, EngineError) as error:
        show_error(error)
        return
    notebook_state().against = past
    open_run(desk, live.id)
    st.rerun()
