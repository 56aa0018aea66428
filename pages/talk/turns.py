"""The middle of the chat page: what was said, what is being said, what can be asked next."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from engine.document import Document
from engine.errors import EngineError
from engine.files import FileRules
from pages.fields.files import LOCAL, Given, Uploads, files_markdown
from pages.fields.input_form import input_form, missing_items, shown_items
from pages.language.formats import duration, joined, tokens
from pages.language.text import t
from pages.shell.guard import missing, show_error
from pages.shell.people import Person
from pages.shell.state import ChatState, page_state
from pages.talk.citations import show_citations
from pages.talk.follow_ups import follows_up, show_follow_ups
from pages.talk.history import open_conversation
from pages.talk.human_form import show_waiting
from pages.talk.rating import show_rating
from pages.talk.speaking import heard, listens, read_aloud, show_reader, show_sound, speaks, speaks_by_itself
from pages.tracing.agent_view import show_thoughts
from pages.tracing.live import show_answer
from pages.tracing.model import RunPicture
from pages.workspace.model_notes import show_demo_note
from services.apps import apps
from services.chats import chat, conversations, messages
from services.errors import NotPublished, ServiceError
from services.files.files import address_here, largest_upload, taken_extensions
from services.runs.runs import WEB_APP, LiveRun
from services.runtime import current
from storage.errors import NotFound
from storage.records import App, Feedback, Message

PAGE_OF_MESSAGES = 50
PICTURES = {"user": ":material/person:", "assistant": ":material/water:"}


def show_conversation(app: App) -> None:
    """Show the conversation of this tab and take the next question."""
    document = _served(app)
    if document is None:
        return
    state = page_state(ChatState)
    live = _under_way(state)
    if state.conversation_id:
        if not _show_messages(app, document, without=live.message_id if live else ""):
            return
        inputs: Mapping[str, Any] = {}
    else:
        inputs = _show_opening(app, document)
    if live:
        _show_turn(app, document, _question(live), live)
    elif state.answered and follows_up(document.features):
        show_follow_ups(app, state.answered, _take)
    query, files = _typed(app, document)
    query, state.asked = query or state.asked, ""
    if query or files:
        _ask(app, document, query, inputs, files)


def _typed(app: App, document: Document) -> tuple[str, list[Given]]:
    """Take the next message, written or spoken, and the files that come with it, as far as the app takes such."""
    rules = FileRules.of_features(document.features)
    options: dict[str, Any] = {}
    if rules is not None and LOCAL in (rules.methods or (LOCAL,)):
        options["accept_file"] = True if rules.limit == 1 else "multiple"
        options["file_type"] = taken_extensions(rules)
        options["max_upload_size"] = largest_upload(current()) // 2**20
    if listens(document.features):
        options["accept_audio"] = True
    typed: Any = st.chat_input(
        t("Message {name}", name=app.name),
        key="chat_query",
        submit_mode="stop",
        max_chars=current().settings.max_query_chars,
        **options,
    )
    if not typed or not options:
        return str(typed or ""), []
    said = heard(app, typed.audio) if options.get("accept_audio") and typed.audio else ""
    files = Uploads(app, WEB_APP).given(typed.files) if "accept_file" in options else []
    return "\n\n".join(filter(None, (typed.text, said))), files


def _served(app: App) -> Document | None:
    """Return the document that answers; None, having said why, when there is none."""
    rt = current()
    try:
        return rt.call(apps.app_document(rt, app, draft=False))
    except NotPublished:
        st.info(t("{name} is not published yet. Publish it in the Studio, then talk to it here.", name=app.name))
        st.page_link(
            "studio.py", label=t("Open in Studio"), icon=":material/account_tree:", query_params={"app": app.id}
        )
        return None


def _under_way(state: ChatState) -> LiveRun | None:
    """Return the turn of this conversation that is still running, whoever began it."""
    live = current().live
    found = live.get(state.run_id) if state.run_id else None
    if found is None and state.conversation_id:
        found = live.in_conversation(state.conversation_id)
    return found if found and not found.done else None


def _question(live: LiveRun) -> str:
    started = live.events[0] if live.events else None
    return str(getattr(started, "inputs", {}).get("sys.query", ""))


def _show_messages(app: App, document: Document, *, without: str) -> bool:
    """Show what was said; return False, having said so, when the conversation is gone."""
    rt, person, state = current(), Person.here(), page_state(ChatState)
    try:
        work = conversations.messages(
            rt, app, person.user, state.conversation_id, limit=PAGE_OF_MESSAGES, **person.of_chat
        )
        found = rt.call(work)
    except NotFound:
        open_conversation("")
        missing(t("This conversation"))
        return False
    if found.has_more:
        st.caption(t("Only the last {n} messages are shown.", n=PAGE_OF_MESSAGES))
    rated = rt.call(messages.own_feedbacks(rt, app, found.items))
    for message in found.items:
        if message.id != without:
            show_message(app, message, beside=partial(_show_ways, app, document, message, rated.get(message.id)))
    return True


def _show_ways(app: App, document: Document, message: Message, rating: Feedback | None) -> None:
    """Show what can be done with an answer: it is listened to, and rated."""
    if speaks(document.features):
        show_reader(app, message.id)
    show_rating(app, message, rating)


def show_message(app: App, message: Message, *, beside: Callable[[], None] | None = None) -> None:
    """Show one stored turn: the question, and the answer with what was done for it and its sources.

    `beside` draws what stands beside the time and tokens of an answer.
    """
    given = [file for file in message.files if file.get("belongs_to") != "assistant"]
    if message.query:
        _show_question(message.query, given)
    with bubble("assistant"):
        show_thoughts(message.agent_thoughts, key=f"chat_thoughts_{message.id}")
        if message.answer:
            st.markdown(address_here(current(), message.answer))
        if message.error:
            st.error(message.error, icon=":material/error:")
        elif message.status == "stopped":
            st.caption(t("Stopped."))
        elif message.status == "paused":
            _show_forms(app, message)
        show_citations(message.metadata.get("retriever_resources") or (), key=f"chat_cited_{message.id}")
        spent = tokens(message.message_tokens + message.answer_tokens)
        if message.answer:
            with st.container(horizontal=True, vertical_alignment="center", key=f"chat_foot_{message.id}"):
                st.caption(joined(duration(message.latency), spent), width="content")
                if beside:
                    beside()
            show_sound(message.id)


def _show_forms(app: App, message: Message) -> None:
    """Show what a turn waits for; when it goes on, the page shows it like any turn under way."""
    run_id, state = message.workflow_run_id or "", page_state(ChatState)

    def goes_on() -> bool:
        live = current().live.get(run_id)
        return live is not None and live.began_at > message.updated_at

    if show_waiting(app, run_id, invoke_from=WEB_APP, goes_on=goes_on):
        state.run_id = run_id
        st.rerun()


def _show_question(query: str, files: Sequence[Mapping[str, Any]]) -> None:
    with bubble("user"):
        st.markdown(query)
        if files:
            st.markdown(files_markdown(files))


def bubble(role: str) -> Any:
    """Return the place of what the user or the assistant says."""
    return st.chat_message(role, avatar=PICTURES[role])


def _show_opening(app: App, document: Document) -> dict[str, Any]:
    """Show how a conversation begins and return the inputs that were filled in."""
    features = document.features
    opening = str(features.get("opening_statement") or "")
    with st.container(key="chat_opening"):
        if opening:
            bubble("assistant").markdown(opening)
        else:
            st.title(document.name, anchor=False)
            st.markdown(f":gray[{document.description}]")
        show_demo_note()
        values: dict[str, Any] = {}
        if shown_items(document.start_form):
            with st.container(border=True, key="chat_inputs"):
                values = input_form(document.start_form, key="chat_input", uploads=Uploads(app, WEB_APP))
        questions = [str(question) for question in features.get("suggested_questions") or [] if question]
        if questions:
            st.pills(
                t("Suggested"),
                questions,
                key="chat_suggested",
                label_visibility="collapsed",
                on_change=_take_suggestion,
            )
    return values


def _take_suggestion() -> None:
    _take(st.session_state.chat_suggested or "")


def _take(question: str) -> None:
    page_state(ChatState).asked = question


def _ask(
    app: App, document: Document, query: str, inputs: Mapping[str, Any], files: Sequence[Mapping[str, Any]]
) -> None:
    """Start a turn and show it; afterwards the page is drawn again from what is stored."""
    rt, person, state = current(), Person.here(), page_state(ChatState)
    absent = missing_items(document.start_form, inputs) if not state.conversation_id else []
    if absent:
        st.warning(t("Fill in first: {fields}.", fields=", ".join(absent)), icon=":material/edit:")
        return
    turn = chat.start_turn(
        rt,
        app,
        query=query,
        inputs=inputs,
        files=files,
        user=person.user,
        conversation_id=state.conversation_id,
        **person.of_chat,
    )
    try:
        live = rt.call(turn)
    except (ServiceError, EngineError) as error:
        show_error(error)
        return
    state.run_id, state.answered = live.id, live.message_id
    if live.conversation_id:
        state.conversation_id = live.conversation_id
        st.query_params["conversation"] = live.conversation_id
    _show_turn(app, document, query, live)


def _show_turn(app: App, document: Document, query: str, live: LiveRun) -> None:
    """Show a turn until it is over, then draw the page from what is stored."""
    if query:
        bubble("user").markdown(query)
    with bubble("assistant"):
        picture = show_answer(live)
        if picture.error:
            _show_failure(picture)
            return
        if speaks_by_itself(document.features):
            with st.spinner(t("The answer is being spoken …")):
                read_aloud(app, live.message_id, draft=False)
    st.rerun()


def _show_failure(picture: RunPicture) -> None:
    st.error(picture.error, icon=":material/error:")
    if picture.blames_models:
        st.page_link("models.py", label=t("Open Models"), icon=":material/key:")
