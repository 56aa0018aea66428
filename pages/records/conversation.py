"""A conversation in the log: what was said, how the answers came about, what people think of them."""

import time
from collections.abc import Sequence

import streamlit as st

from pages.catalogue.card import plain
from pages.language.formats import duration, joined, money, tokens
from pages.language.text import t
from pages.records.annotation_form import annotate_dialog
from pages.records.filter import SOURCES
from pages.shell.people import Person
from pages.shell.redraw import redraw
from pages.talk.citations import show_citations
from pages.tracing.agent_view import show_thoughts
from pages.tracing.trace_view import trace_dialog
from pages.tracing.view import show_values
from services.chats import conversation_logs, messages
from services.files.files import address_here
from services.runtime import current
from storage.records import App, Feedback, Message

LIKE, DISLIKE = "like", "dislike"
THUMBS = {LIKE: ":material/thumb_up:", DISLIKE: ":material/thumb_down:"}


def show_conversation(app: App, id: str) -> None:
    """Show a conversation, or a message that stands alone. Raises NotFound."""
    rt = current()
    found = rt.call(conversation_logs.read_conversation(rt, app, id))
    st.markdown(f"**{plain(found.name)}**")
    if found.has_more:
        st.caption(t("Only the last {n} messages are shown.", n=conversation_logs.MOST_MESSAGES))
    for message in found.messages:
        _show_message(app, message, found.feedbacks.get(message.id, ()), found.annotations.get(message.id))


def _show_message(app: App, message: Message, feedbacks: Sequence[Feedback], annotation_id: str | None) -> None:
    with st.chat_message("user", avatar=":material/person:"):
        if message.query:
            st.markdown(message.query)
        if message.inputs:
            with st.expander(t("Inputs"), icon=":material/input:", key=f"logs_inputs_{message.id}"):
                show_values(message.inputs)
    with st.chat_message("assistant", avatar=":material/auto_awesome:"):
        show_thoughts(message.agent_thoughts, key=f"logs_thoughts_{message.id}")
        if message.answer:
            st.markdown(address_here(current(), message.answer))
        if message.error:
            st.error(plain(message.error), icon=":material/error:")
        elif message.status == "stopped":
            st.caption(t("Stopped."))
        show_citations(message.metadata.get("retriever_resources") or (), key=f"logs_cited_{message.id}")
        _show_facts(message)
        _show_feedbacks(feedbacks)
        _show_actions(app, message, feedbacks, annotation_id)


def _show_facts(message: Message) -> None:
    facts = joined(
        time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(message.created_at)),
        t(SOURCES.get(message.invoke_from, message.invoke_from)),
        duration(message.latency),
        tokens(message.message_tokens + message.answer_tokens),
        money(message.total_price, message.currency).replace("$", "\\$"),
    )
    st.markdown(f":gray[:small[{facts}]]")


def _show_feedbacks(feedbacks: Sequence[Feedback]) -> None:
    """Show what users think; what the team thinks is told by the buttons."""
    for feedback in feedbacks:
        if feedback.from_source == "user":
            colour, word = ("green", t("Liked")) if feedback.rating == LIKE else ("orange", t("Disliked"))
            comment = f" {plain(feedback.content)}" if feedback.content else ""
            st.markdown(f":{colour}-badge[{THUMBS[feedback.rating]} {word}]{comment}")


def _show_actions(app: App, message: Message, feedbacks: Sequence[Feedback], annotation_id: str | None) -> None:
    mine = next((one.rating for one in feedbacks if one.from_source != "user"), None)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"logs_actions_{message.id}"):
        if message.workflow_run_id and st.button(
            t("Trace"), icon=":material/timeline:", key=f"logs_trace_{message.id}", type="tertiary"
        ):
            trace_dialog(app, message.workflow_run_id)
        label = t("Edit the annotation") if annotation_id else t("Annotate")
        if message.query and st.button(
            label, icon=":material/edit_note:", key=f"logs_annotate_{message.id}", type="tertiary"
        ):
            annotate_dialog(app, message=message, annotation_id=annotation_id)
        for rating, icon in THUMBS.items():
            pressed = st.button(
                f":blue[{icon}]" if mine == rating else icon,
                key=f"logs_{rating}_{message.id}",
                type="tertiary",
                help=t("Our rating: good answer") if rating == LIKE else t("Our rating: bad answer"),
            )
            if pressed:
                _rate(app, message, None if mine == rating else rating)


def _rate(app: App, message: Message, rating: str | None) -> None:
    rt = current()
    rt.call(messages.rate_as_admin(rt, app, message.id, rating=rating, account_id=Person.here().account_id))
    redraw()
