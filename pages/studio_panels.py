"""Below the canvas: trying the app, its variables, its published versions, and how programs call it."""

import time
from collections.abc import Callable, Sequence

import streamlit as st

from engine.document import VariableSpec
from pages.app_card import plain
from pages.desk import Desk, catch_up
from pages.file_fields import Uploads, message_files
from pages.formats import ago
from pages.guard import show_error
from pages.human_form import show_waiting
from pages.input_form import input_form, shown_items
from pages.keys_dialog import keys_dialog
from pages.listening import show_listening
from pages.model_notes import show_demo_note
from pages.people import Person
from pages.redraw import redraw
from pages.run_root import chosen_root, run_form, show_root_choice
from pages.run_view import show_result, show_steps, show_summary
from pages.state import StudioState, page_state
from pages.studio_run import CHATTING, forget_run, goes_on, is_running, start_run
from pages.studio_triggers import has_triggers, show_triggers
from pages.text import t
from services import workflows
from services.errors import ServiceError
from services.runs import DEBUGGER
from services.runtime import current
from storage.records import Workflow

MORE_VERSIONS = 30


def show_panels(desk: Desk) -> None:
    """Show the tabs; only the open one is drawn."""
    panels: dict[str, Callable[[Desk], None]] = {t("Run"): show_run}
    if desk.draft is not None:
        panels |= {t("Variables"): show_variables, t("Versions"): show_versions}
        panels |= {t("Triggers"): show_triggers} if has_triggers(desk) else {}
    panels[t("API")] = show_api
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
        _show_picture(desk)


def show_inputs(desk: Desk) -> None:
    """Draw the form of what the next run gets, with its button."""
    state = page_state(StudioState)
    show_demo_note()
    if desk.app.mode in CHATTING:
        state.query = st.text_area(
            t("Message"), state.query, key="studio_query", height=90, placeholder=t("What would a user say?")
        )
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
        if state.conversation_id and desk.app.mode in CHATTING:
            st.caption(t("The next message goes on with the same conversation."))
            if st.button(t("Begin anew"), key="studio_anew", type="tertiary", disabled=is_running()):
                state.conversation_id = ""
                redraw()
    show_listening(desk)


def _show_picture(desk: Desk) -> None:
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
    show_steps(picture, key="studio_step")


def show_variables(desk: Desk) -> None:
    """List the variables that live outside of nodes."""
    left, right = st.columns(2, gap="medium")
    with left:
        _show_specs(t("Environment"), desk.document.environment_variables, t("Settings that every node may read."))
    with right:
        _show_specs(
            t("Conversation"), desk.document.conversation_variables, t("Kept from turn to turn of a conversation.")
        )


def _show_specs(title: str, specs: Sequence[VariableSpec], hint: str) -> None:
    st.markdown(f"**{title}**")
    st.caption(hint)
    if not specs:
        st.markdown(f":gray[{t('None.')}]")
    for spec in specs:
        with st.container(border=True):
            st.markdown(
                f"**{plain(spec.name)}** :gray-badge[{spec.value_type}] :gray[:small[{plain(spec.description)}]]"
            )
            if spec.value not in (None, "", [], {}):
                st.code(str(spec.value), language=None, wrap_lines=True)


def show_versions(desk: Desk) -> None:
    """List what was published, newest first, each with the way back."""
    rt = current()
    found = rt.call(workflows.versions(rt, desk.app, limit=MORE_VERSIONS))
    if not found.items:
        st.markdown(
            f":gray[{t('Nothing is published yet. Publish makes a version that the API and the chat page serve.')}]"
        )
    for number, version in enumerate(found.items):
        with st.container(
            border=True, horizontal=True, vertical_alignment="center", key=f"studio_version_{version.id}"
        ):
            name = version.marked_name or time.strftime("%Y-%m-%d %H:%M", time.localtime(version.created_at))
            st.markdown(f"**{plain(name)}**", width="content")
            if number == 0:
                st.badge(t("serving"), color="green")
            st.caption(f"{ago(version.created_at)} {plain(version.marked_comment)}", width="content")
            st.space("stretch")
            if st.button(t("Restore"), icon=":material/restore:", key=f"studio_restore_{version.id}", type="tertiary"):
                _restore(desk, version)


def _restore(desk: Desk, version: Workflow) -> None:
    rt, state = current(), page_state(StudioState)
    try:
        rt.call(workflows.restore(rt, desk.app, version.id, account_id=Person.here().account_id))
    except ServiceError as error:
        show_error(error)
        return
    state.drafts.clear()
    catch_up()
    state.notice = t("The draft is that version again.")
    st.rerun()


def show_api(desk: Desk) -> None:
    """Lead to the keys, and say what of the app is open to programs."""
    st.markdown(t("Programs call this app over HTTP, in the protocol of Dify's service API."))
    if desk.draft is not None:
        st.caption(t("They get the published version, never the draft."))
    if st.button(t("API keys and an example call"), icon=":material/vpn_key:", key="studio_keys"):
        keys_dialog(desk.app)
