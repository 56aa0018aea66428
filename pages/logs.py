"""The log of an app: its conversations and runs, found by what was said, by whom, when and how it went."""

import streamlit as st

from pages.catalogue.head import app_of_address
from pages.language.text import t
from pages.records.conversation import show_conversation
from pages.records.filter import Asked, ask, forget
from pages.records.rows import open_entry, show_conversation_row, show_run_row
from pages.shell.guard import guarded, missing
from pages.shell.redraw import redraw
from pages.shell.roles import may_enter
from pages.tracing.trace_view import show_trace
from services.accounts import Action
from services.chats import conversation_logs
from services.chats.conversation_logs import ConversationFilter, LoggedConversation
from services.paging import Page
from services.runs import run_logs
from services.runs.run_logs import LogEntry
from services.runtime import current
from storage.errors import NotFound
from storage.records import App

PER_PAGE = 20
TALKS, TEXTS, RUNS = "Conversations", "Messages", "Runs"


@guarded
def logs_page() -> None:
    """Show the log of the app that the address names, or the apps to choose from."""
    if not may_enter(Action.READ_CONVERSATIONS):
        return
    app = app_of_address("logs.py")
    if app is None:
        return
    of_runs = choose_view(app)
    asked = ask(of_runs=of_runs, with_ratings=app.mode != "workflow")
    kind = "run" if of_runs else "conversation"
    chosen = st.query_params.get(kind, "")
    if not chosen:
        show_list(app, asked, of_runs=of_runs)
        return
    entries, entry = st.columns([2, 3], gap="small")
    with entries:
        show_list(app, asked, of_runs=of_runs, chosen=chosen)
    with entry, st.container(border=True, key="logs_entry"):
        show_entry(app, kind, chosen)


def choose_view(app: App) -> bool:
    """Show the choice between conversations and runs; return whether runs are wanted."""
    if app.mode == "workflow":
        return True
    talks = TEXTS if app.mode == "completion" else TALKS
    view = st.segmented_control(
        t("Log"),
        [talks, RUNS],
        default=RUNS if "run" in st.query_params else talks,
        required=True,
        format_func=t,
        label_visibility="collapsed",
        key="logs_view",
        on_change=_first_page,
    )
    return view == RUNS


def show_list(app: App, asked: Asked, *, of_runs: bool, chosen: str = "") -> None:
    """Show one page of the entries that fit."""
    number = int(st.session_state.get("logs_page") or 1)
    found = _runs(app, asked, number) if of_runs else _conversations(app, asked, number)
    if not found.items:
        if number > 1:
            _first_page()
            redraw()
        _show_nothing(app, asked)
        return
    with st.container(border=True, gap=None, key="logs_list"):
        for one in found.items:
            if isinstance(one, LogEntry):
                show_run_row(one, chosen=one.run.id == chosen)
            else:
                show_conversation_row(one, chosen=one.id == chosen)
    pages = -(-found.total // PER_PAGE)
    with st.container(horizontal=True, vertical_alignment="center", key="logs_foot"):
        st.caption(t("{n} found", n=f"{found.total:,}"), width="content")
        st.space("stretch")
        if pages > 1:
            st.pagination(pages, key="logs_page", width="content")


def show_entry(app: App, kind: str, id: str) -> None:
    """Show what was chosen in the list."""
    st.button(
        ":material/close:", key="logs_close", type="tertiary", help=t("Close"), on_click=open_entry, args=("", "")
    )
    try:
        if kind == "run":
            show_trace(app, id)
        else:
            show_conversation(app, id)
    except NotFound:
        missing(t("This run") if kind == "run" else t("This conversation"))


def _conversations(app: App, asked: Asked, page: int) -> Page[LoggedConversation]:
    rt = current()
    wanted = ConversationFilter(
        keyword=asked.keyword,
        user=asked.user,
        status=asked.status,
        sources=asked.sources,
        since=asked.since,
        until=asked.until,
        rating=asked.rating,
        annotated=asked.annotated,
    )
    return rt.call(conversation_logs.list_conversations(rt, app, wanted, page=page, limit=PER_PAGE))


def _runs(app: App, asked: Asked, page: int) -> Page[LogEntry]:
    rt = current()
    work = run_logs.list_logs(
        rt,
        app,
        status=asked.status,
        keyword=asked.keyword,
        user=asked.user,
        sources=asked.sources,
        since=asked.since,
        until=asked.until,
        rating=asked.rating,
        annotated=asked.annotated,
        page=page,
        limit=PER_PAGE,
    )
    return rt.call(work)


def _show_nothing(app: App, asked: Asked) -> None:
    with st.container(border=True, key="logs_nothing", horizontal_alignment="center"):
        if asked.is_anything:
            st.markdown(f":gray[{t('Nothing fits.')}]", width="content")
            st.button(t("Show all"), on_click=forget, key="logs_clear")
            return
        st.markdown(f"**{t('Nobody has used this app yet')}**", width="content")
        hint = t(
            "What people and programs ask appears here with its answers. Runs of the Studio show under its source."
        )
        st.markdown(f":gray[{hint}]", width="content")
        where = {"app": app.id}
        page, words = (
            ("studio.py", t("Try it in the Studio")) if app.mode == "workflow" else ("chat.py", t("Talk to it"))
        )
        st.page_link(page, label=words, icon=":material/arrow_forward:", query_params=where, width="content")


def _first_page() -> None:
    st.session_state.logs_page = 1
    open_entry("", "")


if __name__ == "__main__":
    logs_page()
