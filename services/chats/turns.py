"""The turns of a conversation: what a turn builds on, and what it leaves behind."""

import asyncio
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import storage.conversations
import storage.messages
from engine.document import VariableSpec
from engine.events import Event, MessageEnd, RunError, RunFinished, RunPaused, Usage
from engine.resources import Turn
from engine.values import File
from services.accounts.actors import Actor
from services.apps.serving import Served
from services.chats.thoughts import files_made, thoughts_of
from services.runs.execution import Execution, public_code
from services.runs.pauses import store_end
from services.runs.traces import plain
from storage.errors import NotFound
from storage.ids import new_id
from storage.records import Conversation, ConversationVariable, Message

if TYPE_CHECKING:
    from services.runtime import Runtime

TITLE_LENGTH: Final = 50  # characters of a title made of the question
LOOKED_BACK: Final = 500  # messages of a conversation among which a branch is found

BUDGET: Final = "budget_exceeded"  # the code of runs that end for want of money
_STATUSES: Final = {"failed": "error", "stopped": "stopped"}  # of a run -> of its message, else normal
_PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")


@dataclass(slots=True, kw_only=True)
class Thread:
    """A conversation as a turn finds it."""

    conversation: Conversation
    is_new: bool = False
    history: Sequence[Turn] = ()  # oldest first
    answered: int = 0  # earlier messages that have an answer
    asked_here: frozenset[str] = frozenset()  # the questions that were asked where a branch goes on
    variables: dict[str, ConversationVariable] = field(default_factory=dict)  # by the id of their definition

    def values(self, definitions: Sequence[VariableSpec]) -> dict[str, Any]:
        """Return the conversation variables by name: stored ones, and defaults of those defined since."""
        return {
            spec.name: self.variables[spec.id].value if spec.id in self.variables else spec.value
            for spec in definitions
        }


def new_thread(served: Served, actor: Actor, *, query: str, inputs: Mapping[str, Any], invoke_from: str) -> Thread:
    """Return a conversation that begins; it is stored with its first turn."""
    app = served.app
    opening = served.document.features.get("opening_statement")
    conversation = Conversation(
        workspace_id=app.workspace_id,
        app_id=app.id,
        end_user_id=actor.end_user.id if actor.end_user else None,
        account_id=actor.account_id,
        name=short_title(query),
        inputs=plain(inputs),
        introduction=_filled(opening, inputs) if isinstance(opening, str) else "",
        from_source=actor.source,
        invoke_from=invoke_from,
    )
    return Thread(conversation=conversation, is_new=True)


def remember(rt: "Runtime", served: Served, thread: Thread, history: Sequence[Turn]) -> None:
    """Let a conversation that begins remember what its caller says went before."""
    thread.answered = len(history)
    most = min(served.history, rt.settings.history_messages)
    thread.history = history[-most:] if most else ()


@dataclass(frozen=True, slots=True)
class Branch:
    """Where a turn goes on in a conversation whose questions may have been asked again: after `leaf`, None: anew."""

    leaf: str | None = None


async def find_thread(
    rt: "Runtime", served: Served, actor: Actor, conversation_id: str, branch: Branch | None = None
) -> Thread:
    """Return a conversation of this actor; with a branch it remembers what leads to its leaf alone. Raises NotFound."""
    running = rt.caches.new_conversations.get(conversation_id)
    if running is not None and running.app_id == served.app.id and is_owner(actor, running):
        return Thread(conversation=running)
    return await rt.db.read(lambda: _stored_thread(rt, served, actor, conversation_id, branch))


async def thread_of_message(rt: "Runtime", served: Served, message: Message) -> Thread:
    """Return the conversation of a stored message as its turn found it. Raises NotFound."""
    return await rt.db.read(lambda: _thread_before(rt, served, message))


def is_owner(actor: Actor, conversation: Conversation) -> bool:
    """Return whether a conversation is this actor's."""
    if actor.end_user is not None:
        return conversation.end_user_id == actor.end_user.id
    return conversation.account_id == actor.account_id


def dialogue_count(served: Served, thread: Thread | None) -> int:
    """Return what `sys.dialogue_count` says in the next turn of a conversation."""
    first = 0 if served.app.settings.get("dialogue_count_from_zero") else 1
    return first + (thread.answered if thread else 0)


def message_of(
    execution: Execution,
    thread: Thread | None,
    last: RunFinished | RunPaused,
    *,
    query: str,
    inputs: Any,
    files: Any,
    parent: str | None,
) -> Message:
    """Return the row of a turn's message; what was said so far is kept, also of a turn that failed or was stopped."""
    live, actor = execution.live, execution.actor
    ended = last if isinstance(last, RunFinished) else None
    usage = ended.usage if ended else Usage()
    is_failed = ended is not None and ended.status == "failed"
    status = "paused" if ended is None else _STATUSES.get(ended.status, "normal")
    return Message(
        id=live.message_id,
        workspace_id=execution.served.app.workspace_id,
        app_id=live.app_id,
        conversation_id=thread.conversation.id if thread else None,
        parent_message_id=parent,
        workflow_run_id=live.id,
        end_user_id=actor.end_user.id if actor.end_user else None,
        account_id=actor.account_id,
        query=query,
        answer=last.answer if isinstance(last, RunFinished) else str(last.state["tally"]["said"]),
        inputs=plain(inputs),
        files=[
            *(_message_file(file, "user") for file in files),
            *(_message_file(file, "assistant") for file in (ended.files if ended else ())),
            *(_message_file(file, "assistant") for file in files_made(live.events)),
        ],
        message_tokens=usage.prompt_tokens,
        answer_tokens=usage.completion_tokens,
        total_price=usage.total_price,
        currency=usage.currency,
        latency=last.elapsed,
        status=status,
        error=ended.error if ended and (is_failed or ended.error_code == BUDGET) else None,
        metadata={
            "usage": usage.as_mapping(),
            "retriever_resources": plain(shown_citations(execution.served, ended)),
            "annotation_reply": None,
        },
        agent_thoughts=thoughts_of(live.events, live.message_id),
        from_source=actor.source,
        invoke_from=live.invoke_from,
        created_at=live.created_at,
        updated_at=time.time(),
    )


def shown_citations(served: Served, ended: RunFinished | None) -> Sequence[Mapping[str, Any]]:
    """Return the citations of an answer, none when the app does not show them."""
    feature = served.document.features.get("retriever_resource")
    is_off = isinstance(feature, Mapping) and feature.get("enabled") is False
    return () if ended is None or is_off else ended.citations


def closing(served: Served, last: RunFinished | RunPaused) -> list[Event]:
    """Return the events that end a run for its readers, in order."""
    if served.app.mode == "workflow" or isinstance(last, RunPaused):
        return [last]
    before: list[Event] = [last] if served.app.mode == "advanced-chat" else []
    if last.error_code == BUDGET:
        return [*before, RunError(code=BUDGET, message=last.error or "", status=429)]
    if last.status == "failed":
        code, message, status = public_code(last)
        return [*before, RunError(code=code, message=message, status=status)]
    return [*before, MessageEnd(usage=last.usage, citations=shown_citations(served, last), files=last.files)]


def short_title(query: str) -> str:
    """Return the first words of a question as the title of its conversation."""
    text = " ".join(query.split())
    return text if len(text) <= TITLE_LENGTH else f"{text[: TITLE_LENGTH - 1].rstrip()}…"


class Variables:
    """The conversation variables of one running turn: written when an assigner changes them, all at the first turn."""

    def __init__(self, rt: "Runtime", served: Served, thread: Thread) -> None:
        self._rt = rt
        self._app = served.app
        self._definitions = {spec.name: spec for spec in served.document.conversation_variables}
        self._thread = thread

    async def change(self, values: Mapping[str, Any]) -> None:
        """Store changed values at once: a run that fails later keeps them."""
        rows = [
            self._row(self._definitions[name], value) for name, value in values.items() if name in self._definitions
        ]
        await self._put(rows)

    async def fill_in(self) -> None:
        """Store the defaults of variables that the conversation lacks, so that later defaults do not reach it."""
        lacking = [spec for spec in self._definitions.values() if spec.id not in self._thread.variables]
        await self._put([self._row(spec, spec.value) for spec in lacking])

    async def _put(self, rows: list[ConversationVariable]) -> None:
        if rows:
            self._thread.variables |= {row.id: row for row in rows}
            await storage.conversations.put_conversation_variables(self._rt.db, *rows)

    def _row(self, spec: VariableSpec, value: Any) -> ConversationVariable:
        return ConversationVariable(
            id=spec.id,
            workspace_id=self._app.workspace_id,
            app_id=self._app.id,
            conversation_id=self._thread.conversation.id,
            name=spec.name,
            value_type=spec.value_type,
            value=plain(value),
            description=spec.description,
        )


async def record(
    rt: "Runtime", execution: Execution, thread: Thread | None, message: Message, last: RunFinished | RunPaused
) -> Sequence[Event]:
    """Store a turn and wait for its commit; return the events that end it for its readers."""
    is_new = thread is not None and thread.is_new
    conversation = replace(thread.conversation, updated_at=message.updated_at) if thread and is_new else None
    work = store_end(execution, last, message=message, new_conversation=conversation)
    if thread is None:
        paused = await work
    else:
        paused, _ = await asyncio.gather(work, Variables(rt, execution.served, thread).fill_in())
    return paused or closing(execution.served, last)


def _stored_thread(rt: "Runtime", served: Served, actor: Actor, conversation_id: str, branch: Branch | None) -> Thread:
    app, db = served.app, rt.db
    conversation = storage.conversations.get_conversation(db, app.workspace_id, app.id, conversation_id)
    if not is_owner(actor, conversation):
        raise NotFound("conversation", conversation_id)
    return _filled_thread(rt, served, conversation, branch=branch)


def _thread_before(rt: "Runtime", served: Served, message: Message) -> Thread:
    app, conversation_id = served.app, message.conversation_id or ""
    conversation = storage.conversations.get_conversation(rt.db, app.workspace_id, app.id, conversation_id)
    return _filled_thread(rt, served, conversation, before=message.created_at)


def _filled_thread(
    rt: "Runtime",
    served: Served,
    conversation: Conversation,
    *,
    before: float | None = None,
    branch: Branch | None = None,
) -> Thread:
    app, db, conversation_id = served.app, rt.db, conversation.id
    thread = Thread(conversation=conversation)
    thread.answered = storage.messages.count_answered(db, app.workspace_id, conversation_id, before=before)
    limit = min(served.history, rt.settings.history_messages)
    if branch is not None and thread.answered:
        messages = storage.messages.list_messages(db, app.workspace_id, conversation_id, limit=LOOKED_BACK)
        thread.asked_here = frozenset(one.query for one in messages if one.parent_message_id == branch.leaf)
        path = _leading_to(branch.leaf, messages) if limit else []
        thread.history = [turn_of(message) for message in path if message.answer][-limit:]
    elif limit and thread.answered:
        messages = storage.messages.history(db, app.workspace_id, conversation_id, before=before, limit=limit)
        thread.history = [turn_of(message) for message in messages]
    if served.document.conversation_variables:
        stored = storage.conversations.list_conversation_variables(db, app.workspace_id, app.id, conversation_id)
        thread.variables = {variable.id: variable for variable in stored}
    return thread


def _leading_to(leaf: str | None, messages: Sequence[Message]) -> list[Message]:
    """Return the messages from the first one to `leaf`, each the parent of the next; `messages` are oldest first."""
    path: list[Message] = []
    for message in reversed(messages):
        if message.id == leaf:
            path.insert(0, message)
            leaf = message.parent_message_id
    return path


def turn_of(message: Message) -> Turn:
    """Return a stored turn as models remember it."""
    asked = [File.from_mapping(file) for file in message.files if file.get("belongs_to") != "assistant"]
    return Turn(message.query, message.answer, asked, message.agent_thoughts)


def _message_file(file: Any, belongs_to: str) -> dict[str, Any]:
    """Return a file of a message as it is stored; a remote one gets an id here."""
    mapping: dict[str, Any] = plain(file)
    return {**mapping, "id": mapping["related_id"] or new_id(), "belongs_to": belongs_to}


def _filled(opening: str, inputs: Mapping[str, Any]) -> str:
    """Return an opening statement with the inputs in it; unknown placeholders stay."""
    return _PLACEHOLDER.sub(lambda found: str(inputs.get(found[1], found[0])), opening)
