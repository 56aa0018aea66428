"""Below the canvas: trying the app, its variables, its published versions, and how programs call it."""

from collections.abc import Callable

import streamlit as st

from pages.catalogue.keys_dialog import keys_dialog
from pages.fields.files import Uploads, message_files
from pages.fields.input_form import input_form, shown_items
from pages.language.text import t
from pages.shell.guard import guarded
from pages.shell.redraw import redraw
from pages.shell.state import StudioState, page_state
from pages.talk.human_form import show_waiting
from pages.talk.speaking import heard, listens
from pages.tracing.view import show_result, show_summary
from pages.workbench.cost import show_forecast
from pages.workbench.desk import Desk
from pages.workbench.listening import show_listening
from pages.workbench.parts import show_run_parts
from pages.workbench.root import chosen_root, run_form, show_root_choice
from pages.workbench.run import CHATTING, forget_run, goes_on, is_running, start_run
from pages.workbench.triggers import has_triggers, show_triggers
from pages.workbench.variables import show_variables
from pages.workbench.versions import show_versions
from pages.workspace.model_notes import show_demo_note
from services.runs.runs import DEBUGGER


def show_panels(desk: Desk) -> None:
    """Show the tabs; only the open one is drawn."""
    panels: dict[str, Callable[[Desk], None]] = {
        t("Run"): show_run,
        t("Variables"): show_variables,
        t("Versions"): show_versions,
        **({t("Triggers"): show_triggers} if has_triggers(desk) else {}),
        t("API"): show_api,
    }
    for tab, show in zip(st.tabs(list(panels), key="studio_tab", on_change="rerun"), panels.values(), strict=True):
        if tab.open:
            with tab:
                show(desk)


def show_run(desk: Desk) -> None:
    """Show what the next run gets, beside how the last one went."""
    form, result = st.columns([3, 7], gap="medium")
    with form, st.container(border=True, key="studio_inputs"):
        show_inputs(desk)
    with result:
        show_picture(desk)


def show_inputs(desk: Desk) -> None:
    """Draw the form of what the next run gets, with its button."""
    state = page_state(StudioState)
    show_demo_note()
    if desk.app.mode in CHATTING:
        st.session_state.setdefault("studio_query", state.query)
        state.query = st.text_area(t("Message"), key="studio_query", height=90, placeholder=t("What would a user say?"))
        if listens(desk.document.features):
            st.audio_input(t("or say it"), key="studio_voice", on_change=guarded(_take_voice), args=(desk,))
    state.files = message_files(desk.document, f"studio_files_{desk.app.id}", Uploads(desk.app, DEBUGGER))
    show_root_choice(desk)
    form = run_form(desk)
    if shown_items(form):
        key = "_".join(filter(None, ("studio_input", desk.app.id, chosen_root(desk))))
        state.inputs = input_form(form, key=key, given=state.inputs, uploads=Uploads(desk.app, DEBUGGER))
    elif desk.app.mode not in CHATTING:
        st.caption(t("This app asks for nothing."))
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(
            t("Run"), icon=":material/play_arrow:", key="studio_run_below", disabled=is_running()
        ) and start_run(desk):
            st.rerun()
        if not is_running():
            show_forecast(desk, query=state.query)
        if state.conversation_id and desk.app.mode in CHATTING:
            st.caption(t("The next message goes on with the same conversation."))
            if st.button(t("Begin anew"), key="studio_anew", type="tertiary", disabled=is_running()):
                state.conversation_id = ""
                redraw()
    show_listening(desk)


def _take_voice(desk: Desk) -> None:
    """Write what was said into the message."""
    if recording := st.session_state.studio_voice:
        page_state(StudioState).query = st.session_state.studio_query = heard(desk.app, recording, draft=True)


def show_picture(desk: Desk) -> None:
    """Show how the last run of this tab went, and what came of it."""
    picture = page_state(StudioState).picture
    if picture is None:
        with st.container(key="studio_nothing_run", border=True):
            st.markdown(
                f":gray[{t('Run the draft: every node shows here what it got, what it gave, and how long it took.')}]"
            )
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        show_summary(picture)
        st.space("stretch")
        if picture.is_over and picture.run_id:
            address = {"app": page_state(StudioState).app_id, "run": picture.run_id}
            st.page_link("runs.py", label=t("Look at the stored run"), icon=":material/history:", query_params=address)
        if picture.is_over:
            st.button(t("Clear"), key="studio_clear", type="tertiary", icon=":material/close:", on_click=forget_run)
    if picture.is_waiting and show_waiting(desk.app, picture.run_id, invoke_from=DEBUGGER, goes_on=goes_on):
        goes_on()
        st.rerun()
    show_result(picture)
    show_run_parts(desk, picture)


def show_api(desk: Desk) -> None:
    """Lead to the keys, and say what of the app is open to programs."""
    st.markdown(t("Programs call this app over HTTP, in the protocol of Dify's service API."))
    st.caption(t("They get the published version, never the draft."))
    if st.button(t("API keys and an example call"), icon=":material/vpn_key:", key="studio_keys"):
        keys_dialog(desk.app)
