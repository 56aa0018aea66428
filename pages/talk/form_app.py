"""Apps without a conversation: a form, and what it gives."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import streamlit as st

from engine.document import Document
from engine.errors import EngineError
from engine.files import FileRules
from pages.catalogue.card import icon_tile, plain
from pages.fields.files import Given, Uploads, message_files
from pages.fields.input_form import input_form, missing_items
from pages.language.text import t
from pages.sharing.addresses import page_url
from pages.shell.guard import show_error
from pages.shell.people import Person
from pages.shell.state import ChatState, page_state
from pages.talk.citations import show_citations
from pages.talk.human_form import show_waiting
from pages.tracing.live import show_answer
from pages.tracing.view import show_result, show_summary
from pages.workspace.model_notes import show_demo_note
from services.apps import apps, sites
from services.chats import chat
from services.errors import NotPublished, ServiceError
from services.forms import human_forms
from services.runs import workflow_runs
from services.runs.runs import WEB_APP, LiveRun
from services.runtime import current
from storage.records import App

FILES: Final = ("file", "file-list")  # fields that no cell of a table holds


def show_form_app(app: App) -> None:
    """Show the form of a completion or workflow app beside its result."""
    rt = current()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(icon_tile(app), width="content")
        st.title(plain(app.name), anchor=False)
    try:
        document = rt.call(apps.app_document(rt, app, draft=False))
    except NotPublished:
        st.info(t("{name} is not published yet. Publish it in the Studio, then use it here.", name=app.name))
        st.page_link(
            "studio.py", label=t("Open in Studio"), icon=":material/account_tree:", query_params={"app": app.id}
        )
        return
    if app.enable_site and any(item.get("type") not in FILES for item in document.start_form):
        address = page_url(rt.url, app, rt.call(sites.site_of(rt, app)))
        st.link_button(t("Run a table (CSV)"), f"{address}#batch", icon=":material/table:", type="tertiary")
    show_demo_note()
    form, result = st.columns([2, 3], gap="medium")
    with form, st.container(border=True, key="form_inputs"):
        values, files = _show_form(app, document)
        started = st.button(t("Run"), type="primary", icon=":material/play_arrow:", key="form_run")
    with result:
        _show_result(app, document, values if started else None, files)


def _show_form(app: App, document: Document) -> tuple[dict[str, Any], list[Given]]:
    """Show what the app asks for; return the values by variable, and the files that go with them."""
    uploads = Uploads(app, WEB_APP)
    values = input_form(document.start_form, key="form_input", uploads=uploads)
    takes_files = FileRules.of_features(document.features) is not None
    if not document.start_form and not takes_files:
        st.caption(t("This app asks for nothing."))
    return values, message_files(document, "form_files", uploads)


def _show_result(
    app: App, document: Document, values: Mapping[str, Any] | None, files: Sequence[Mapping[str, Any]]
) -> None:
    """Start a run when there are `values`, and show the last one of this tab."""
    state = page_state(ChatState)
    if values is not None:
        absent = missing_items(document.start_form, values)
        if absent:
            st.warning(t("Fill in first: {fields}.", fields=", ".join(absent)), icon=":material/edit:")
            return
        try:
            state.run_id = _start(app, values, files).id
        except (ServiceError, EngineError) as error:
            show_error(error)
            return
    live = current().live.get(state.run_id) if state.run_id else None
    if live is not None and live.app_id == app.id:
        picture = show_answer(live)
        if picture.error or not picture.answer:
            show_result(picture)
        show_citations(picture.citations, key="form_cited")
        show_summary(picture)
    if not _show_forms(app, live) and live is None:
        st.markdown(f":gray[{t('The result appears here.')}]")


def _show_forms(app: App, live: LiveRun | None) -> bool:
    """Show what the last run of this tab waits for; return whether it does."""
    rt, run_id = current(), page_state(ChatState).run_id
    if not run_id or not rt.call(human_forms.open_forms(rt, app, run_id)):
        return False
    if show_waiting(app, run_id, invoke_from=WEB_APP, goes_on=lambda: rt.live.get(run_id) not in (None, live)):
        st.rerun()
    return True


def _start(app: App, values: Mapping[str, Any], files: Sequence[Mapping[str, Any]]) -> LiveRun:
    rt, person = current(), Person.here()
    given: dict[str, Any] = {"inputs": values, "files": files, "user": person.user, **person.of_chat}
    if app.mode == "workflow":
        return rt.call(workflow_runs.start_run(rt, app, **given))
    return rt.call(chat.start_turn(rt, app, query=str(values.get("query", "")), **given))
