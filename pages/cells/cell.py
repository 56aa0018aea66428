"""A cell of the notebook: one node with its settings, what it read, what it gave, and the ways to run it."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from engine.document import NodeSpec
from engine.graph.network import ROOT_KINDS
from pages.catalogue.card import plain
from pages.cells.edits import ACTIONS
from pages.cells.state import notebook_state
from pages.cells.words import preview_of_reads, preview_of_settings, telling_settings
from pages.language.formats import duration, joined, money, tokens
from pages.language.kinds import kind_name
from pages.language.text import t
from pages.language.words import KIND_ICONS, OTHER_ICON
from pages.shell.state import StudioState, page_state
from pages.tracing.agent_view import show_log
from pages.tracing.compare import differs, show_comparison
from pages.tracing.model import REUSED, Step
from pages.tracing.outputs import show_outputs
from pages.tracing.view import show_values, status_badge
from pages.workbench.desk import Desk
from pages.workbench.inspector import show_settings
from pages.workbench.run import follow_run, is_running, start_run
from services.runs.extents import Extent

UNTIL, FROM, CANVAS, REPLAY = "Run up to here", "Run from here", "Show on the canvas", "Replay from here"


@dataclass(frozen=True, slots=True)
class Cell:
    """A node in the notebook: its place among all, and how many containers are around it."""

    node: NodeSpec
    number: int
    depth: int


@dataclass(frozen=True, slots=True)
class View:
    """What the notebook shows: the draft on the desk, or an earlier run; and a run that it is compared with."""

    desk: Desk
    statuses: Mapping[str, str]
    steps: Mapping[str, Step]
    is_past: bool = False
    against: Mapping[str, Step] | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen in the menu of a cell."""

    action: str
    node_id: str


def show_cell(view: View, cell: Cell) -> Chosen | None:
    """Show a cell; return what was chosen in its menu. A run is started, and settings are stored, at once."""
    node_id = cell.node.id
    step, status = _now(view, node_id)
    with st.container(border=True, gap="xsmall", key=f"nb_{min(cell.depth, 3)}_{status or 'none'}_{node_id}"):
        chosen = _show_head(view, cell, status, step)
        step = _chosen_round(view, cell, step)
        _show_settings(view, cell.node, step)
        if view.against is None:
            show_body(step, status, key=node_id)
        else:
            show_comparison(step, view.against.get(node_id), key=node_id)
    return chosen


def _now(view: View, node_id: str) -> tuple[Step | None, str]:
    """Return what the cell shows and how it stands, as of this moment where a run goes on."""
    picture = page_state(StudioState).picture
    if not view.is_past and picture is not None and is_running():
        follow_run()
        step = picture.step_of(node_id)
        if step is not None:
            return step, step.status
    return view.steps.get(node_id), view.statuses.get(node_id, "")


def _chosen_round(view: View, cell: Cell, step: Step | None) -> Step | None:
    """Ask which round of its container a cell shows, where it ran in several."""
    opened = notebook_state().opened if view.is_past else None
    picture = opened.picture if opened else page_state(StudioState).picture
    rounds = picture.rounds_of(cell.node.id) if cell.depth and picture else []
    if len(rounds) < 2 or rounds[-1] is not step or step.status == "running":
        return step
    number = st.selectbox(
        t("Round"),
        range(len(rounds)),
        index=len(rounds) - 1,
        format_func=lambda number: t("round {n}", n=number + 1),
        key=f"nb_round_{cell.node.id}_{picture.run_id if picture else ''}",
        label_visibility="collapsed",
        width=150,
    )
    return rounds[number]


def _show_head(view: View, cell: Cell, status: str, step: Step | None) -> Chosen | None:
    node = cell.node
    with st.container(horizontal=True, vertical_alignment="top", gap="small", wrap=False):
        other = view.against is not None and differs(step, view.against.get(node.id))
        differing = f" :violet-badge[{t('differs')}]" if other else ""
        st.markdown(f"{_head(cell, status, step)}{differing}{_reads(cell, step)}", width="stretch")
        runs = not view.is_past and not is_running() and node.kind not in ROOT_KINDS
        if (
            runs
            and not cell.depth
            and st.button(
                "", icon=":material/play_arrow:", type="tertiary", key=f"nb_run_{node.id}", help=t("Run this cell")
            )
            and start_run(view.desk, Extent(mode="only", node_id=node.id))
        ):
            st.rerun()
        edits = [] if is_running() else ACTIONS
        actions = [REPLAY] if view.is_past else [*([UNTIL, FROM] if runs else []), CANVAS, *edits]
        action = st.menu_button(
            ":material/more_horiz:", actions, format_func=t, type="tertiary", key=f"nb_menu_{node.id}"
        )
    return Chosen(action, node.id) if action else None


def _head(cell: Cell, status: str, step: Step | None) -> str:
    node = cell.node
    icon = KIND_ICONS.get(node.kind, OTHER_ICON)
    facts = _facts(step) if step else ""
    badge = status_badge(status) if status else ""
    kind = plain(kind_name(node.kind))
    return (
        f":gray[:small[{cell.number}]] {icon} **{plain(node.title or kind_name(node.kind))}** "
        f":gray[:small[{kind}]] {badge} :gray[:small[{facts}]]"
    )


def _reads(cell: Cell, step: Step | None) -> str:
    """Return a second line with what the node read."""
    words = preview_of_reads(step) if step and cell.node.kind not in ROOT_KINDS else ""
    return f"  \n{words}" if words else ""


def _facts(step: Step) -> str:
    """Return time, tokens and cost of an execution; a result that was taken over cost nothing this time."""
    if step.status in ("running", "paused", REUSED):
        return ""
    return joined(duration(step.elapsed), tokens(step.tokens), plain(money(step.price, step.currency)))


def _show_settings(view: View, node: NodeSpec, step: Step | None) -> None:
    """Show in a line what the node does; opened, that can be edited in place, above all that it read."""
    unfolded = notebook_state().unfolded  # kept here: an expander whose label has changed is a new one
    key = f"nb_settings_{node.id}"
    is_open = bool(st.session_state.get(key, node.id in unfolded))
    box = st.expander(
        # Opened, it has a name that never changes: a field in which somebody types must stay where it is.
        t("Settings") if is_open else preview_of_settings(node),
        expanded=is_open,
        type="compact",
        key=key,
        on_change="rerun",
    )
    if not box.open:
        unfolded.discard(node.id)
        return
    unfolded.add(node.id)
    with box, st.container(key=f"nb_form_{node.id}"):
        if view.is_past:
            show_values({name: value for name, value in node.data.items() if name not in ("type", "title", "selected")})
        elif show_settings(view.desk, node, telling_settings(node.kind)):
            st.rerun()
        if step is not None and node.kind not in ROOT_KINDS:
            _show_read(step)


def _show_read(step: Step) -> None:
    """Show all that an execution read, and what it noted on the way, such as the prompt that was sent."""
    noted = {name: value for name, value in step.process_data.items() if name != "usage"}  # stands at the title
    for name, values in ((t("Inputs"), step.inputs), (t("Details"), noted)):
        if values:
            st.caption(name)
            show_values(values)
    show_log(list(step.log.values()))


def show_body(step: Step | None, status: str, *, key: str) -> None:
    """Show what a node gives: while it runs, what it says; then its outputs, or why it failed."""
    if step is None:
        return
    if step.status == "running":
        picture = page_state(StudioState).picture
        said = picture.said.get(step.node_id, "") if picture else ""
        st.markdown(said or f":shimmer[:small[{t('at work')}]]")
        return
    if step.error:
        st.error(plain(step.error), icon=":material/error:")
    if not step.outputs:
        return
    if status in ("stale", "never"):
        with st.container(key=f"nb_out_old_{key}", gap="xsmall"):
            show_outputs(step.outputs, key=key)
    else:
        show_outputs(step.outputs, key=key)
