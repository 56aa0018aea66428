"""The palette: every kind of node that can be put into the draft, own ones among them, and own files that are broken."""

from collections.abc import Iterator, Mapping, Sequence

import streamlit as st

from engine.nodes.base import Node
from pages.catalogue.card import plain
from pages.language.kinds import kind_name
from pages.language.text import t
from pages.language.words import KIND_ICONS, OTHER_ICON
from pages.shell.redraw import redraw
from pages.shell.state import StudioState, page_state
from pages.workbench.desk import Desk, add, insert_on_edge
from services.editing import free_title
from services.nodes import OwnKind, own_nodes
from services.runtime import current

GROUPS: Mapping[str, Sequence[str]] = {
    "Start and end": ("start", "trigger-webhook", "trigger-schedule", "end", "answer"),
    "With a model": ("llm", "agent", "question-classifier", "parameter-extractor", "knowledge-retrieval"),
    "Flow": ("if-else", "iteration", "loop", "loop-end", "human-input", "variable-aggregator", "assigner"),
    "Data": ("code", "millrace-sql", "template-transform", "list-operator", "document-extractor"),
    "Outside": ("http-request", "tool"),
}
ONLY = {"end": "workflow", "answer": "advanced-chat", "trigger-webhook": "workflow", "trigger-schedule": "workflow"}
OWN_ICON = ":material/extension:"


def show_palette(desk: Desk) -> None:
    """Show the button that opens the palette; what is chosen follows the node that is selected."""
    with st.popover(t("Add node"), icon=":material/add:", key="studio_palette", width="content"):
        own = current().call(own_nodes(current()))
        for title, kinds in _groups(desk, [one.kind for one in own.kinds]):
            st.markdown(f":gray[:small[{t(title)}]]")
            with st.container(horizontal=True, gap="xsmall", key=f"palette_{title}"):
                for kind in kinds:
                    _show_kind(desk, kind, {one.kind: one for one in own.kinds})
        for problem in own.broken:
            line = f" ({t('line {n}', n=problem.line)})" if problem.line else ""
            st.error(f"**{plain(problem.path.name)}**{line}: {plain(problem.message)}", icon=":material/extension_off:")
        st.caption(t("Python files in the folder `nodes` of the data folder are nodes, too."))


def offered(desk: Desk) -> list[tuple[str, Sequence[str]]]:
    """Return the kinds that can be added to the draft, in groups that are named in the language of the session."""
    own = current().call(own_nodes(current()))
    return [(t(title), kinds) for title, kinds in _groups(desk, [one.kind for one in own.kinds])]


def new_title(desk: Desk, kind: str) -> str:
    """Return what a new node of a kind is called: a title that no node of the draft has."""
    return free_title(kind_name(kind), {node.title for node in desk.document.nodes})


def _groups(desk: Desk, own: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    for title, kinds in GROUPS.items():
        known = [kind for kind in kinds if kind in Node.registry and ONLY.get(kind, desk.app.mode) == desk.app.mode]
        if known:
            yield title, known
    if own:
        yield "Own nodes", own


def _show_kind(desk: Desk, kind: str, own: Mapping[str, OwnKind]) -> None:
    known = own.get(kind)
    icon = KIND_ICONS.get(kind, OWN_ICON if known else OTHER_ICON)
    about = plain(f"{known.description} ({known.file})") if known else None
    if st.button(plain(kind_name(kind)), icon=icon, key=f"palette_add_{kind}", help=about):
        state = page_state(StudioState)
        added = _put(desk, kind, state.selected)
        if added:
            state.selected = added
        redraw()


def _put(desk: Desk, kind: str, selected: str | None) -> str | None:
    """Put a new node on the edge that is selected, else behind the node that is; return its id."""
    title = new_title(desk, kind)
    if any(edge.id == selected for edge in desk.document.edges):
        return insert_on_edge(desk, kind, title, str(selected))
    return add(desk, kind, title=title, after=selected)
