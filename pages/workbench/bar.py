"""The bar over the canvas: what app this is, how it stands, and Run, Stop, Publish."""

import time

import streamlit as st

from engine.errors import InvalidWorkflow
from pages.catalogue.card import icon_tile, plain
from pages.catalogue.keys_dialog import keys_dialog
from pages.language.text import t
from pages.shell.guard import guarded, show_error
from pages.shell.people import Person
from pages.shell.redraw import redraw
from pages.shell.state import StudioState, page_state
from pages.tracing.view import status_badge
from pages.workbench.checklist import list_problems
from pages.workbench.desk import Desk, keep_mine, take_theirs
from pages.workbench.modes import show_run_menu
from pages.workbench.run import is_running, is_waiting, stop_run
from pages.workbench.view import show_view_choice
from services.apps import workflows
from services.errors import ServiceError
from services.runtime import current
from storage.records import Workflow


def show_bar(desk: Desk) -> None:
    """Show the bar, and a choice when the draft was changed elsewhere."""
    state = page_state(StudioState)
    if state.notice:
        st.toast(state.notice, icon=":material/check_circle:")
        state.notice = ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="studio_bar"):
        st.html(icon_tile(desk.app, 32), width="content")
        st.subheader(plain(desk.app.name), anchor=False, width="content")
        st.markdown(" ".join(_badges(desk)), width="content")
        show_view_choice(desk)
        st.space("stretch")
        if desk.draft is not None:
            _show_run_state()
            _show_run_actions(desk)
        _show_actions(desk)
    if state.conflict:
        _show_conflict(desk)


def _badges(desk: Desk) -> list[str]:
    badges = [_version_badge(desk)]
    if desk.draft is not None:
        badges.append(_save_badge(desk.draft))
    return badges


def _save_badge(draft: Workflow) -> str:
    state = page_state(StudioState)
    if state.drafts or state.typed:
        return f":orange-badge[:material/edit: {t('not saved')}]"
    when = time.strftime("%H:%M:%S", time.localtime(draft.updated_at))
    return f":green-badge[:material/cloud_done: {t('saved {time}', time=when)}]"


def _version_badge(desk: Desk) -> str:
    if desk.draft is None:
        return f":green-badge[{t('live')}]"
    rt = current()
    published = rt.call(workflows.published(rt, desk.app))
    if published is None:
        return f":gray-badge[{t('draft')}]"
    name = published.marked_name or time.strftime("%m-%d %H:%M", time.localtime(published.created_at))
    if published.hash == desk.draft.hash:
        return f":green-badge[{t('published')} {plain(name)}]"
    return f":gray-badge[{t('draft, newer than {name}', name=plain(name))}]"


def _show_run_state() -> None:
    picture = page_state(StudioState).picture
    if picture is not None:
        steps = f" :gray[:small[{picture.done}/{len(picture.steps)}]]" if is_running() and picture.steps else ""
        st.markdown(status_badge(picture.status) + steps, width="content")


def _show_run_actions(desk: Desk) -> None:
    if is_running() or is_waiting():
        st.button(t("Stop"), icon=":material/stop:", key="studio_stop", on_click=guarded(stop_run))
    if not is_running():
        st.button(
            t("Run"),
            icon=":material/play_arrow:",
            type="primary",
            key="studio_run",
            help=t("Run the draft with the inputs below"),
            shortcut="Alt+Enter",
            on_click=_want_run,
        )
    show_run_menu(desk)


def _want_run() -> None:
    """Note that Run was pressed, whatever else of the page is drawn first; `start_wanted_run` begins the run."""
    st.session_state.studio_tab = t("Run")
    page_state(StudioState).wants_run = True


def _show_actions(desk: Desk) -> None:
    if desk.draft is None and st.button(t("API"), icon=":material/vpn_key:", key="studio_keys"):
        keys_dialog(desk.app)
    if desk.draft is not None and st.button(t("Publish"), icon=":material/publish:", key="studio_publish"):
        st.dialog(t("Publish {name}", name=desk.app.name))(guarded(show_publish))(desk)
    if desk.app.mode != "workflow":
        st.page_link("chat.py", label=t("Chat"), icon=":material/forum:", query_params={"app": desk.app.id})
    st.page_link("logs.py", label=t("Logs"), icon=":material/receipt_long:", query_params={"app": desk.app.id})


def _show_conflict(desk: Desk) -> None:
    with st.container(border=True, key="studio_conflict"):
        st.warning(
            t("This draft was changed elsewhere since you opened it. What you typed is kept here until you choose."),
            icon=":material/sync_problem:",
        )
        with st.container(horizontal=True):
            if st.button(t("Load the other version"), icon=":material/refresh:", key="studio_theirs"):
                take_theirs()
                redraw()
            if st.button(t("Keep my changes on top"), icon=":material/edit:", key="studio_mine"):
                keep_mine(desk)
                redraw()


def show_publish(desk: Desk) -> None:
    """Ask for a name and publish; what keeps the draft from running is listed instead."""
    if desk.errors:
        st.error(t("The draft cannot be published yet:"), icon=":material/error:")
        if list_problems(desk, desk.errors, key="studio_publish_error"):
            st.rerun()
        return
    st.markdown(
        t("The API and the chat page answer with this version from the next request on. Runs under way keep theirs.")
    )
    name = st.text_input(t("Name"), max_chars=20, placeholder=t("optional"), key="studio_publish_name")
    comment = st.text_input(t("What changed?"), max_chars=100, placeholder=t("optional"), key="studio_publish_comment")
    if st.button(t("Publish"), type="primary", icon=":material/publish:", key="studio_publish_go"):
        rt, who = current(), Person.here().account_id
        try:
            rt.call(workflows.publish(rt, desk.app, name=name.strip(), comment=comment.strip(), account_id=who))
        except InvalidWorkflow as error:
            list_problems(desk, error.problems, key="studio_publish_error")
            return
        except ServiceError as error:
            show_error(error)
            return
        page_state(StudioState).notice = t("Published.")
        st.rerun()
