"""The rows of a log: conversations and runs, each of which opens beside the list."""

import streamlit as st

from pages.catalogue.card import plain
from pages.language.formats import ago, counted, duration, joined, money, tokens
from pages.language.text import t
from pages.records.filter import SOURCES
from pages.tracing.view import status_badge
from services.chats.conversation_logs import LoggedConversation
from services.runs.run_logs import LogEntry
from storage.records import Run

LONGEST = 90  # characters of a row's title


def show_conversation_row(one: LoggedConversation, *, chosen: bool) -> None:
    """Show a conversation; a click opens it."""
    facts = joined(
        plain(one.user) or t("anonymous"),
        t(SOURCES.get(one.invoke_from, one.invoke_from)),
        ago(one.updated_at),
        counted(one.messages, "{n} message", "{n} messages"),
        tokens(one.tokens),
        money(one.price, one.currency).replace("$", "\\$"),
    )
    marks = [
        f":red-badge[:material/error: {one.errors}]" if one.errors else "",
        f":green-badge[:material/thumb_up: {one.likes}]" if one.likes else "",
        f":orange-badge[:material/thumb_down: {one.dislikes}]" if one.dislikes else "",
        f":violet-badge[:material/edit_note: {one.annotated}]" if one.annotated else "",
    ]
    title, told = one.name or t("Conversation"), " ".join(filter(None, marks))
    _show_row(one.id, "conversation", title, facts=facts, marks=told, chosen=chosen)


def show_run_row(entry: LogEntry, *, chosen: bool) -> None:
    """Show a run; a click opens it."""
    run = entry.run
    who = entry.account.name if entry.account else entry.end_user.session_id if entry.end_user else ""
    facts = joined(
        plain(who) or t("anonymous"),
        t(SOURCES.get(run.invoke_from, run.invoke_from)),
        ago(run.created_at),
        duration(run.elapsed) if run.status not in ("running", "paused") else "",
        tokens(run.total_tokens),
        money(run.total_price, run.currency).replace("$", "\\$"),
    )
    _show_row(run.id, "run", title_of(run), facts=facts, marks=status_badge(run.status), chosen=chosen)


def title_of(run: Run) -> str:
    """Return what a run was asked: the message, else its inputs, else its id."""
    query = run.inputs.get("sys.query")
    if query:
        return str(query)
    given = [f"{name}: {value}" for name, value in run.inputs.items() if not name.startswith("sys.")]
    return "; ".join(given) or run.id


def _show_row(id: str, kind: str, title: str, *, facts: str, marks: str, chosen: bool) -> None:
    state = "here" if chosen else "other"
    with st.container(gap=None, key=f"logs_row_{state}_{id}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False, key=f"logs_line_{id}"):
            st.button(
                plain(title[:LONGEST]),
                type="tertiary",
                key=f"logs_open_{id}",
                on_click=open_entry,
                args=(kind, id),
                width="stretch",
            )
            if marks:
                st.markdown(marks, width="content")
        st.markdown(f":gray[:small[{facts}]]")


def open_entry(kind: str, id: str) -> None:
    """Have the address name a conversation or run, "" for none."""
    for other in ("conversation", "run"):
        st.query_params.pop(other, None)
    if id:
        st.query_params[kind] = id
