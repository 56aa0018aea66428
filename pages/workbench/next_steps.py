"""Where a node leads, as a form: what the mouse does on the canvas, by keyboard."""

import streamlit as st

from engine.document import NodeSpec
from engine.graph import Graph
from engine.graph.network import INNER_START_KINDS, ROOT_KINDS
from pages.catalogue.card import plain
from pages.drawing.labels import branches
from pages.language.text import t
from pages.shell.state import StudioState, page_state
from pages.workbench.desk import Desk, connect, disconnect

ENDS = frozenset({"end", "loop-end"})  # kinds behind which nothing comes


def show_next_steps(desk: Desk, node: NodeSpec) -> bool:
    """Show where every branch of a node leads, each with the ways to take an edge away and to draw another.

    Return whether that was done.
    """
    if node.kind in ENDS:
        return False
    label, key = t("Next steps"), f"next_{node.id}"
    steps = st.expander(label, icon=":material/arrow_forward:", key=key, on_change="rerun")
    if not steps.open:  # in a large graph every branch offers hundreds of nodes
        return False
    graph, changed = Graph.of(desk.document), False
    with steps:
        for handle, label in list(branches(node)) or [("source", "")]:
            if label:
                st.markdown(f":gray[:small[{plain(label)}]]")
            changed |= _show_branch(desk, graph, node, handle)
    return changed


def _show_branch(desk: Desk, graph: Graph, node: NodeSpec, handle: str) -> bool:
    key = f"next_{page_state(StudioState).round}_{node.id}_{handle}"
    changed = False
    edges = [edge for edge in graph.successors(node.id) if edge.source_handle == handle]
    for edge in edges:
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
            st.markdown(f":material/subdirectory_arrow_right: {plain(_title(graph, edge.target))}")
            st.space("stretch")
            icon, about = ":material/link_off:", t("Remove this edge")
            if st.button("", icon=icon, key=f"{key}_cut_{edge.target}", type="tertiary", help=about):
                changed |= disconnect(desk, edge.id)
    offered = _candidates(graph, node.id, {edge.target for edge in edges})
    if not offered:
        return changed
    target = st.selectbox(
        t("Connect to"),
        offered,
        index=None,
        format_func=lambda one: _title(graph, one),
        placeholder=t("Connect to …"),
        label_visibility="collapsed",
        key=f"{key}_to",
    )
    if target is not None and connect(desk, node.id, handle, target):
        page_state(StudioState).round += 1
        changed = True
    return changed


def _candidates(graph: Graph, node_id: str, taken: set[str]) -> list[str]:
    """Return the nodes to which an edge may lead: of the same container, not before this one, no starts."""
    before = {node_id, *graph.ancestors(node_id)}
    return [
        one.id
        for one in graph.nodes.values()
        if one.id not in taken | before
        and one.kind not in ROOT_KINDS | INNER_START_KINDS
        and graph.container_of(one.id) == graph.container_of(node_id)
    ]


def _title(graph: Graph, node_id: str) -> str:
    return graph.nodes[node_id].title or graph.nodes[node_id].kind
