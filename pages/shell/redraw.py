"""Drawing again what has changed, and no more than that."""

from typing import NoReturn

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx


def redraw() -> NoReturn:
    """Run the fragment or dialog anew that this run is of; in a run of the whole page, the page."""
    st.rerun(scope="fragment" if is_partial() else "app")


def is_partial() -> bool:
    """Return whether this is a run of a fragment or dialog alone, not of the whole page."""
    context = get_script_run_ctx()
    return bool(context and context.fragment_ids_this_run)
