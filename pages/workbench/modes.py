"""How much of the draft the next run calls: the menu beside Run, and what every node's result is worth now."""

import json
from hashlib import sha256

import streamlit as st

from engine.errors import EngineError
from pages.catalogue.card import plain
from pages.language.text import t
from pages.shell.guard import guarded
from pages.shell.people import Person
from pages.shell.state import StudioState, page_state
from pages.tracing.model import RunPicture
from pages.workbench.desk import Desk
from pages.workbench.root import chosen_root
from pages.workbench.run import is_running, start_run
from pages.workbench.value_edits import edit_values
from services.errors import ServiceError
from services.runs import extents
from services.runs.extents import Extent
from services.runtime import current
from storage.errors import StorageError


def show_run_menu(desk: Desk) -> None:
    """Show the other ways to run than the usual one, those of the chosen node among them."""
    if is_running():
        return
    with st.popover(
        "", icon=":material/tune:", help=t("More ways to run"), key="studio_run_menu", on_change="rerun"
    ) as menu:
        if not menu.open:  # what it offers is told by what is selected then
            return
        node = next((node for node in desk.document.nodes if node.id == page_state(StudioState).selected), None)
        if st.button(t("Run what is stale"), icon=":material/bolt:", key="studio_run_stale", type="tertiary"):
            _begin(desk, Extent())
        if st.button(t("Run all again"), icon=":material/restart_alt:", key="studio_run_all", type="tertiary"):
            _begin(desk, Extent(mode="all"))
        if node is None:
            st.caption(t("Choose a node to run up to it or from it."))
            return
        st.caption(plain(node.title or node.kind))
        if st.button(
            t("Run up to here"), icon=":material/vertical_align_top:", key="studio_run_until", type="tertiary"
        ):
            _begin(desk, Extent(mode="until", node_id=node.id))
        if st.button(t("Run from here"), icon=":material/start:", key="studio_run_from", type="tertiary"):
            st.dialog(t("Run from {name}", name=plain(node.title or node.kind)))(guarded(show_run_from))(desk, node.id)


def show_run_from(desk: Desk, node_id: str) -> None:
    """Ask for the values that the node gets from those before it, then run it and all that follows."""
    rt = current()
    readings = rt.call(extents.draft_readings(rt, desk.app, node_id, root=chosen_root(desk)))
    st.caption(t("The node and all that follow run again. What they read may be changed for this run."))
    edits = edit_values(readings, key="studio_from")
    if st.button(t("Run"), type="primary", icon=":material/play_arrow:", key="studio_from_go", disabled=edits is None):
        _begin(desk, Extent(mode="from", node_id=node_id, values=edits or {}))


def _begin(desk: Desk, extent: Extent) -> None:
    st.session_state.studio_tab = t("Run")
    if start_run(desk, extent):
        st.rerun()


def node_states(desk: Desk) -> dict[str, str]:
    """Return what each node's kept result is worth for what is filled in now; none while the draft cannot run."""
    state = page_state(StudioState)
    if desk.errors:
        return {}
    asked = _asked(desk)
    if state.freshness_of != asked:
        state.freshness, state.freshness_of = _looked_up(desk), asked
    return state.freshness


def ran_on(desk: Desk) -> str:
    """Return what stands for the draft and the inputs that a run begins with; where nodes lie is no part of it."""
    state, document = page_state(StudioState), desk.document
    graph = [
        [(node.id, node.data) for node in document.nodes],
        [(edge.source, edge.source_handle, edge.target) for edge in document.edges],
        [(one.name, one.value_type, one.value) for one in document.environment_variables],
        [(one.name, one.value_type, one.value) for one in document.conversation_variables],
    ]
    what = [graph, chosen_root(desk), state.inputs, state.query, state.conversation_id]
    return sha256(json.dumps(what, sort_keys=True, default=str).encode()).hexdigest()


def _asked(desk: Desk) -> str:
    picture: RunPicture | None = page_state(StudioState).picture
    shown = (picture.run_id, picture.is_over) if picture else ()
    return json.dumps([ran_on(desk), shown])


def _looked_up(desk: Desk) -> dict[str, str]:
    rt, state, person = current(), page_state(StudioState), Person.here()
    work = extents.draft_states(
        rt,
        desk.app,
        inputs=state.inputs,
        query=state.query,
        conversation_id=state.conversation_id,
        root=chosen_root(desk),
        user=person.user,
        account_id=person.account_id,
    )
    try:
        return {node_id: str(found) for node_id, found in rt.call(work).items()}
    except (ServiceError, EngineError, StorageError):  # a draft that cannot run has no states; the bar says why
        return {}
