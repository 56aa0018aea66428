"""The annotations of an app: answers that people wrote, when they answered, and whether they may."""

import time

import streamlit as st

from pages.catalogue.card import plain
from pages.catalogue.head import app_of_address
from pages.language.formats import ago, counted, joined
from pages.language.text import t
from pages.records.annotation_form import annotate_dialog
from pages.records.annotation_reply import show_reply_setting
from pages.records.annotation_state import AnnotationsState
from pages.shell.guard import guarded, show_error
from pages.shell.people import Person
from pages.shell.redraw import redraw
from pages.shell.roles import may_enter
from pages.shell.state import page_state
from services.accounts import Action
from services.apps import annotation_files, annotations
from services.apps.annotations import Counted
from services.errors import ServiceError
from services.runtime import current
from storage.records import Annotation, App

PER_PAGE = 20
HITS = 20
EDIT, HISTORY, DELETE = "Edit", "When it answered", "Delete"
MENU_ICONS = {EDIT: ":material/edit:", HISTORY: ":material/history:", DELETE: ":material/delete:"}


@guarded
def annotations_page() -> None:
    """Show the annotations of the app that the address names, or the apps to choose from."""
    if not may_enter(Action.EDIT_APPS):
        return
    app = app_of_address("annotations.py")
    if app is None:
        return
    if app.mode == "workflow":
        st.info(t("Workflows have no questions to annotate; apps with a conversation or a text do."))
        return
    show_notice()
    listed, setting = st.columns([7, 3], gap="medium")
    with setting, st.container(border=True, key="annotations_reply"):
        show_reply_setting(app)
    with listed:
        keyword = show_bar(app)
        show_list(app, keyword)


def show_notice() -> None:
    """Say once what the last action did."""
    state = page_state(AnnotationsState)
    if state.notice:
        st.toast(state.notice, icon=":material/check_circle:")
        state.notice = ""


def show_bar(app: App) -> str:
    """Show search, file transfer and the way to a new one; return what is searched for."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="annotations_bar"):
        keyword = st.text_input(
            t("Search"),
            placeholder=t("Search in texts"),
            icon=":material/search:",
            label_visibility="collapsed",
            key="annotations_search",
            width=240,
        )
        st.space("stretch")
        if st.button(t("Import"), icon=":material/upload:", key="annotations_import"):
            st.dialog(t("Import annotations"))(guarded(show_import))(app)
        rt = current()
        st.download_button(
            t("Export"),
            lambda: rt.call(annotation_files.export_annotations(rt, app)),
            file_name=f"annotations-{time.strftime('%Y-%m-%d')}.csv",
            mime="text/csv",
            icon=":material/download:",
            key="annotations_export",
            on_click="ignore",
        )
        if st.button(t("New annotation"), icon=":material/add:", type="primary", key="annotations_add"):
            annotate_dialog(app)
    return keyword.strip()


def show_list(app: App, keyword: str) -> None:
    """Show one page of the annotations that fit."""
    rt, number = current(), int(st.session_state.get("annotations_page") or 1)
    found = rt.call(annotations.list_annotations(rt, app, keyword=keyword, page=number, limit=PER_PAGE))
    if not found.items and number > 1:
        st.session_state.annotations_page = 1
        redraw()
    if not found.items:
        _show_nothing(keyword)
        return
    for one in found.items:
        _show_row(app, one)
    pages = -(-found.total // PER_PAGE)
    if pages > 1:
        st.pagination(pages, key="annotations_page")


def show_import(app: App) -> None:
    """Ask for a file and store what it holds."""
    st.markdown(t("A CSV file in UTF-8 with two columns: question and answer. A head is passed over."))
    uploaded = st.file_uploader(t("CSV file"), type=["csv"], max_upload_size=10, key="annotations_file")
    if (
        not st.button(t("Import"), type="primary", key="annotations_import_go", disabled=uploaded is None)
        or not uploaded
    ):
        return
    rt, account_id = current(), Person.here().account_id
    try:
        work = annotation_files.import_annotations(rt, app, uploaded.getvalue(), account_id=account_id)
        count = rt.call(work)
    except ServiceError as error:
        show_error(error)
        return
    page_state(AnnotationsState).notice = counted(
        count, "{n} annotation was imported.", "{n} annotations were imported."
    )
    st.rerun()


def show_history(app: App, annotation: Annotation) -> None:
    """Show the last times that an annotation answered."""
    rt = current()
    found = rt.call(annotations.list_hits(rt, app, annotation.id, limit=HITS))
    if not found.items:
        st.markdown(f":gray[{t('It has not answered yet.')}]")
    for hit in found.items:
        score = t("score {score}", score=f"{hit.score:.2f}")
        st.markdown(f"{plain(hit.query)}  \n:gray[:small[{joined(score, ago(hit.created_at))}]]")


def show_delete(app: App, annotation: Annotation) -> None:
    """Ask before an annotation is deleted."""
    st.markdown(plain(annotation.question))
    if st.button(t("Delete"), type="primary", icon=":material/delete:", key="annotations_delete_go"):
        rt = current()
        rt.call(annotations.delete_annotation(rt, app, annotation.id))
        page_state(AnnotationsState).notice = t("The annotation was deleted.")
        st.rerun()


def _show_row(app: App, one: Counted) -> None:
    annotation = one.annotation
    with st.container(border=True, gap="xsmall", key=f"annotations_row_{annotation.id}"):
        with st.container(
            horizontal=True, vertical_alignment="center", wrap=False, key=f"annotations_head_{annotation.id}"
        ):
            st.markdown(f"**{plain(annotation.question)}**", width="stretch")
            chosen = st.menu_button(
                ":material/more_horiz:",
                [EDIT, HISTORY, DELETE],
                format_func=lambda entry: f"{MENU_ICONS[entry]} {t(entry)}",
                type="tertiary",
                key=f"annotations_menu_{annotation.id}",
                help=t("More"),
            )
        with st.container(key=f"annotations_text_{annotation.id}"):
            st.markdown(annotation.answer)
        used = counted(one.hits, "answered {n} time", "answered {n} times") if one.hits else t("has not answered yet")
        origin = t("made of an answer") if annotation.message_id else ""
        st.markdown(f":gray[:small[{joined(used, origin, t('changed {ago}', ago=ago(annotation.updated_at)))}]]")
    if chosen == EDIT:
        annotate_dialog(app, annotation_id=annotation.id)
    elif chosen:
        show = show_history if chosen == HISTORY else show_delete
        st.dialog(t(chosen))(guarded(show))(app, annotation)


def _show_nothing(keyword: str) -> None:
    with st.container(border=True, key="annotations_nothing", horizontal_alignment="center"):
        if keyword:
            st.markdown(f":gray[{t('Nothing fits.')}]", width="content")
            return
        st.markdown(f"**{t('No annotations yet')}**", width="content")
        hint = t("Write the best answer to a question yourself, or make one of an answer in the logs.")
        st.markdown(f":gray[{hint}]", width="content")


if __name__ == "__main__":
    annotations_page()
