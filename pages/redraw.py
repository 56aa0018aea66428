"""Drawing again what has changed, and no more than that."""

from typing import NoReturn

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx


def redraw() -> NoReturn:
    """Run the fragment or dialog anew that this run is of; in a run of the whole page, the page."""
    context = get_script_run_ctx()
    st.rerun(scope="fragment" if context and context.fragment_ids_this_run else "app")
