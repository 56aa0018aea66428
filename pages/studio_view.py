"""The two ways to see a workflow: as a graph on the canvas, or as a notebook of cells; the address says which."""

import streamlit as st

from pages.desk import Desk
from pages.text import t

CANVAS, NOTEBOOK = "canvas", "notebook"
PARAMETER = "view"
_ICONS = {CANVAS: ":material/account_tree:", NOTEBOOK: ":material/view_agenda:"}
_WORDS = {CANVAS: "Canvas", NOTEBOOK: "Notebook"}


def is_notebook(desk: Desk) -> bool:
    """Return whether the app is to be shown as a notebook; apps without a graph of their own never are."""
    return desk.draft is not None and st.query_params.get(PARAMETER) == NOTEBOOK


def show_view_choice(desk: Desk) -> None:
    """Show the switch between the two."""
    if desk.draft is None:
        return
    here = NOTEBOOK if is_notebook(desk) else CANVAS
    chosen = st.segmented_control(
        t("View"),
        [CANVAS, NOTEBOOK],
        default=here,
        required=True,
        format_func=lambda view: f"{_ICONS[view]} {t(_WORDS[view])}",
        key=f"studio_view_{here}",
        label_visibility="collapsed",
    )
    if chosen and chosen != here:
        if chosen == NOTEBOOK:
            st.query_params[PARAMETER] = NOTEBOOK
        else:
            st.query_params.pop(PARAMETER, None)
        st.rerun()
