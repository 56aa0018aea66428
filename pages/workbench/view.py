"""The two ways to see an app; the address says which.

A workflow is a graph on the canvas or a notebook of cells; an app without a graph is a prompt, or several side by side.
"""

import streamlit as st

from pages.language.text import t
from pages.workbench.desk import Desk

CANVAS, NOTEBOOK = "canvas", "notebook"
PROMPT, COMPARE = "prompt", "compare"
PARAMETER = "view"
_ICONS = {CANVAS: ":material/account_tree:", NOTEBOOK: ":material/view_agenda:"}
_ICONS |= {PROMPT: ":material/edit_note:", COMPARE: ":material/view_column:"}
_WORDS = {CANVAS: "Canvas", NOTEBOOK: "Notebook", PROMPT: "Prompt", COMPARE: "Compare"}


def is_notebook(desk: Desk) -> bool:
    """Return whether the app is to be shown as a notebook; apps without a graph of their own never are."""
    return desk.draft is not None and st.query_params.get(PARAMETER) == NOTEBOOK


def is_comparing(desk: Desk) -> bool:
    """Return whether prompts of the app are to be shown side by side; only apps without a graph have that."""
    return desk.draft is None and st.query_params.get(PARAMETER) == COMPARE


def show_view_choice(desk: Desk) -> None:
    """Show the switch between the two."""
    usual, other = (PROMPT, COMPARE) if desk.draft is None else (CANVAS, NOTEBOOK)
    here = other if is_notebook(desk) or is_comparing(desk) else usual
    chosen = st.segmented_control(
        t("View"),
        [usual, other],
        default=here,
        required=True,
        format_func=lambda view: f"{_ICONS[view]} {t(_WORDS[view])}",
        key=f"studio_view_{here}",
        label_visibility="collapsed",
    )
    if chosen and chosen != here:
        if chosen == other:
            st.query_params[PARAMETER] = other
        else:
            st.query_params.pop(PARAMETER, None)
        st.rerun()
