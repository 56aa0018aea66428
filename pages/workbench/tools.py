"""The tools above the canvas: adding, taking back, copying, deleting, tidying; and what is still wrong."""

from collections.abc import Callable

import streamlit as st

from pages.drawing.model import model_of
from pages.language.text import t
from pages.shell.guard import guarded
from pages.shell.redraw import redraw
from pages.shell.state import Clipboard, StudioState, page_state
from pages.workbench import desk as edits
from pages.workbench.board import CHOSEN
from pages.workbench.checklist import show_checklist
from pages.workbench.desk import Desk, open_desk
from pages.workbench.palette import show_palette
from pages.workbench.run import is_running


def show_tools(desk: Desk) -> None:
    """Show the row of tools; while a run is under way they rest."""
    rests, offered = is_running(), (edits.can_undo(desk), edits.can_redo(desk))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="studio_tools"):
        if not rests:
            show_palette(desk)
        with st.container(horizontal=True, gap=None, width="content", key="studio_tools_steps"):
            used = _tool("undo", t("Undo"), ":material/undo:", _undo, desk, off=rests or not offered[0])
            used |= _tool("redo", t("Redo"), ":material/redo:", _redo, desk, off=rests or not offered[1])
        with st.container(width="content", key="studio_tools_chosen"):
            st.fragment(guarded(show_chosen_tools), key=CHOSEN)(desk.app.id)
        used |= _tool("tidy", t("Tidy up"), ":material/mediation:", _tidy, desk, off=rests)
        st.space("stretch")
        show_checklist(desk)
    if used:
        redraw()


def show_chosen_tools(app_id: str) -> None:
    """Show the tools for what is selected; they are drawn alone when only that has changed."""
    rests, desk = is_running(), open_desk(app_id)
    nodes, edges = chosen(desk)
    nothing = page_state(Clipboard).fragment == {}
    label = t("Delete the selected edge") if edges and not nodes else t("Delete the selected node")
    with st.container(horizontal=True, gap=None, width="content", key="studio_tools_parts"):
        used = _tool("copy", t("Copy"), ":material/content_copy:", _copy, desk, off=not nodes)
        used |= _tool("paste", t("Paste"), ":material/content_paste:", _paste, desk, off=rests or nothing)
        used |= _tool("duplicate", t("Duplicate"), ":material/library_add:", _duplicate, desk, off=rests or not nodes)
        used |= _tool("delete", label, ":material/delete:", _delete, desk, off=rests or not (nodes or edges))
    if used:
        st.rerun()


def chosen(desk: Desk) -> tuple[list[str], list[str]]:
    """Return the nodes, notes among them, and the edges that are selected."""
    state = page_state(StudioState)
    together = state.selection if state.selected in state.selection else ()
    marked = {*together, *([state.selected] if state.selected else [])}
    nodes = [node.id for node in (*desk.document.nodes, *desk.document.notes) if node.id in marked]
    return nodes, [edge.id for edge in desk.document.edges if edge.id in marked]


SHORTCUTS = {"undo": "Alt+Z", "redo": "Alt+Y"}


def _tool(name: str, label: str, icon: str, act: Callable[[Desk], None], desk: Desk, *, off: bool) -> bool:
    """Draw one tool and return whether it was used; its name shows on a touch of the mouse, with its keys."""
    keys = SHORTCUTS.get(name)
    about = f"{label} ({keys})" if keys else label
    used = st.button(label, icon=icon, key=f"studio_{name}", help=about, type="tertiary", disabled=off, shortcut=keys)
    if used:
        act(desk)
    return used


def _undo(desk: Desk) -> None:
    edits.undo(desk)


def _redo(desk: Desk) -> None:
    edits.redo(desk)


def _copy(desk: Desk) -> None:
    edits.copy_nodes(desk, chosen(desk)[0])
    page_state(StudioState).notice = t("Copied. It can be pasted here or into another app.")


def _paste(desk: Desk) -> None:
    _select(edits.paste_nodes(desk))


def _duplicate(desk: Desk) -> None:
    _select(edits.duplicate_nodes(desk, chosen(desk)[0]))


def _select(made: list[str]) -> None:
    state = page_state(StudioState)
    if made:
        state.selected, state.selection = made[0], tuple(made)


def _delete(desk: Desk) -> None:
    nodes, edges = chosen(desk)
    if edits.delete_nodes(desk, nodes, edges):
        state = page_state(StudioState)
        state.selected, state.selection = None, ()


def _tidy(desk: Desk) -> None:
    boxes = model_of(desk.document).boxes
    if edits.tidy(desk, {box.id: (box.width, box.height) for box in boxes}):
        page_state(StudioState).arranged += 1
