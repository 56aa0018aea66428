"""Where a run of the draft starts: at its start node, or at one of its triggers with values made up for it."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st
from pydantic import ValidationError

from engine.document import NodeSpec
from engine.nodes.base import Node
from engine.triggers.sample import sample_form
from pages.catalogue.card import plain
from pages.language.text import t
from pages.language.words import KINDS
from pages.shell.state import StudioState, page_state
from pages.workbench.desk import Desk
from services.triggers.triggers import trigger_nodes

START = ""  # what stands for the start node among the roots


def chosen_root(desk: Desk) -> str | None:
    """Return the trigger at which runs start, None for the start node and for apps without triggers."""
    roots = _roots(desk)
    chosen = page_state(StudioState).root
    return (chosen if chosen in roots else next(iter(roots), START)) or None


def chosen_trigger(desk: Desk) -> NodeSpec | None:
    """Return the node of `chosen_root`."""
    root = chosen_root(desk)
    return desk.document.node(root) if root else None


def run_form(desk: Desk) -> Sequence[Mapping[str, Any]]:
    """Return what a run asks for: the start form, or what the chosen trigger would give."""
    trigger = chosen_trigger(desk)
    if trigger is None:
        return desk.document.start_form
    try:
        return sample_form(Node.registry[trigger.kind](trigger.id, trigger.data))
    except ValidationError:  # the list of problems says what is wrong with it
        return []


def show_root_choice(desk: Desk) -> None:
    """Ask where the run starts, where there is a choice."""
    roots, state = _roots(desk), page_state(StudioState)
    if len(roots) < 2:
        return
    state.root = st.selectbox(
        t("Start at"),
        list(roots),
        index=list(roots).index(chosen_root(desk) or START),
        format_func=roots.__getitem__,
        key=f"studio_root_{desk.app.id}",
    )


def _roots(desk: Desk) -> dict[str, str]:
    """Return where a run may start, by the id of the trigger, with how people call it."""
    triggers = list(trigger_nodes(desk.document))
    if not triggers:
        return {}
    has_start = any(node.kind == "start" for node in desk.document.nodes)
    starts = {START: t("Start")} if has_start else {}
    return starts | {node.id: f"{plain(node.title or node.id)} ({t(KINDS[node.kind])})" for node in triggers}
