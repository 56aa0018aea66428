"""Beside the cells: what the next run gets, when each node worked, all values, and the conversation."""

from collections.abc import Callable

import streamlit as st

from pages.cells.state import notebook_state
from pages.language.text import t
from pages.shell.redraw import is_partial
from pages.shell.state import StudioState, page_state
from pages.talk.human_form import show_waiting
from pages.tracing.model import RunPicture
from pages.tracing.outputs import show_outputs
from pages.tracing.timeline import show_timeline
from pages.tracing.values import show_run_values
from pages.tracing.view import show_result, show_summary
from pages.workbench.conversation_preview import show_conversation
from pages.workbench.desk import Desk, open_desk
from pages.workbench.panels import show_inputs
from pages.workbench.run import CHATTING, follow_run, goes_on
from services.runs.runs import DEBUGGER


def show_rail(desk: Desk) -> None:
    """Show the tabs; only the open one is drawn."""
    follow_run()
    desk, past = open_desk(desk.app.id) if is_partial() else desk, notebook_state().opened
    picture = past.picture if past else page_state(StudioState).picture
    tabs: dict[str, Callable[[Desk, RunPicture | None], None]] = {t("Inputs"): _show_inputs}
    tabs |= {t("Run"): _show_run, t("Values"): _show_values}
    if desk.app.mode in CHATTING:
        tabs[t("Conversation")] = lambda desk, _: show_conversation(desk)
    with st.container(key="notebook_rail"):
        for tab, show in zip(st.tabs(list(tabs), key="notebook_tab", on_change="rerun"), tabs.values(), strict=True):
            if tab.open:
                with tab:
                    show(desk, picture)


def _show_inputs(desk: Desk, picture: RunPicture | None) -> None:
    before = dict(page_state(StudioState).inputs), page_state(StudioState).query
    show_inputs(desk)
    waits = picture is not None and picture.is_waiting and notebook_state().opened is None
    if picture and waits and show_waiting(desk.app, picture.run_id, invoke_from=DEBUGGER, goes_on=goes_on):
        goes_on()
        st.rerun()
    if before != (page_state(StudioState).inputs, page_state(StudioState).query):
        st.rerun()  # what is stale now stands at the cells


def _show_run(_: Desk, picture: RunPicture | None) -> None:
    if picture is None:
        st.markdown(f":gray[:small[{t('Nothing has run yet.')}]]")
        return
    show_summary(picture)
    show_timeline(picture)
    if picture.status == "stopped":
        return
    if picture.error or not picture.outputs.keys() - {"answer", "files"}:
        show_result(picture)
    else:
        show_outputs(picture.outputs, key="rail")


def _show_values(desk: Desk, picture: RunPicture | None) -> None:
    show_run_values(desk, picture, key="notebook_values")
