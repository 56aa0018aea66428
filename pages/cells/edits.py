"""What is done to the cells as the parts of a graph: taking steps back, copying, pasting, removing."""

import streamlit as st

from pages.language.text import t
from pages.shell.state import Clipboard, StudioState, page_state
from pages.workbench import desk as edits
from pages.workbench.desk import Desk
from pages.workbench.run import is_running

COPY, DUPLICATE, DELETE = "Copy", "Duplicate", "Delete"
ACTIONS = (COPY, DUPLICATE, DELETE)  # in the menu of a cell


def show_steps(desk: Desk) -> None:
    """Show the buttons that take edits back, do them again, and paste what was copied here or in another app."""
    rests, nothing = is_running(), page_state(Clipboard).fragment == {}
    with st.container(horizontal=True, gap=None, width="content", key="notebook_steps"):
        used = _step("undo", "Undo", ":material/undo:", "Alt+Z", off=rests or not edits.can_undo(desk))
        used = _step("redo", "Redo", ":material/redo:", "Alt+Y", off=rests or not edits.can_redo(desk)) or used
        used = _step("paste", "Paste", ":material/content_paste:", None, off=rests or nothing) or used
    if used == "undo":
        edits.undo(desk)
    elif used == "redo":
        edits.redo(desk)
    elif used == "paste":
        _tell(edits.paste_nodes(desk), t("Pasted. Connect the new cells on the canvas."))
    if used:
        st.rerun()


def _step(name: str, label: str, icon: str, keys: str | None, *, off: bool) -> str:
    """Draw one button; return its name when it was pressed."""
    about = f"{t(label)} ({keys})" if keys else t(label)
    pressed = st.button(
        t(label), icon=icon, key=f"notebook_{name}", help=about, type="tertiary", disabled=off, shortcut=keys
    )
    return name if pressed else ""


def act_on_cell(desk: Desk, action: str, node_id: str) -> None:
    """Copy, duplicate or delete the node of a cell, as was chosen in its menu."""
    if action == COPY:
        edits.copy_nodes(desk, [node_id])
        page_state(StudioState).notice = t("Copied. It can be pasted here or into another app.")
    elif action == DUPLICATE:
        _tell(edits.duplicate_nodes(desk, [node_id]), t("Duplicated. Connect the copy on the canvas."))
    elif edits.delete_nodes(desk, [node_id]):
        page_state(StudioState).notice = t("Deleted. Undo brings it back.")
    st.rerun()


def _tell(made: list[str], notice: str) -> None:
    """Say what was done where something was, and select it for the canvas."""
    if made:
        state = page_state(StudioState)
        state.selected, state.selection, state.notice = made[0], tuple(made), notice
