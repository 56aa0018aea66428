"""One turn with a chat, chatflow or completion app."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from engine.events import Event, MessageEnd, PresetText, RunFinished, RunPaused, RunStatus
from engine.resources import Turn
from engine.running.run import RunRequest
from engine.values import File
from services.accounts.acting import needs
from services.accounts.actors import actor_of
from services.accounts.roles import Action
from services.apps.serving import Served, is_uuid, served, served_config, served_draft
from services.chats import presets, turns
from services.chats.presets import Preset
from services.chats.titles import start_title
from services.chats.turns import Thread
from services.errors import InvalidInput, NotChatApp
from services.files.given_files import file_reader
from services.publishing.spending import check_budget
from services.runs.execution import Execution
from services.runs.extents import STALE, Extent
from services.runs.limits import bounds_of, check_available, check_user, check_values, checked_query
from services.runs.runs import DEBUGGER, SERVICE_API, LiveRun
from storage.ids import new_id
from storage.records import App, Message

if TYPE_CHECKING:
    from services.runtime import Runtime

CONVERSATION_MODES: Final = ("chat", "agent-chat", "advanced-chat")
MODES: Final = (*CONVERSATION_MODES, "completion")


@needs(Action.RUN)
async def start_turn(
    rt: "Runtime",
    app: App,
    *,
    query: str,
    inputs: Mapping[str, Any],
    user: str,
    conversation_id: str = "",
    files: Sequence[Mapping[str, Any]] = (),
    invoke_from: str = SERVICE_API,
    workflow_id: str | None = None,
    draft: bool = False,
    auto_generate_name: bool = True,
    account_id: str | None = None,
    parent_message_id: str | None = None,
    branches: bool = False,
    trace_id: str | None = None,
    model_config: Mapping[str, Any] | None = None,
    extent: Extent = STALE,
    history: Sequence[Turn] = (),
) -> LiveRun:
    """Check a turn and start it; follow the returned run by `subscribe`, or await its `finished`.

    Its last event is `MessageEnd` (answer stored) or `RunError`; chatflows send `RunFinished` before
    it. `user` is the caller's name for its end user; with `account_id` an account of the workspace
    asks instead. `draft` runs the draft of a chatflow, `model_config` another configuration than the
    stored one, `extent` says how much of a graph runs (all for the debugger). `history` is what a new
    conversation is given to remember, oldest first. With `branches` the turn remembers what leads to its
    parent, and not the answers that were replaced when a question was asked again; else all turns before it.

    Raises:
        AppUnavailable: the app is disabled, or cannot run.
        NotChatApp: a workflow app.
        NotPublished: a chatflow without a published version.
        InvalidInput: a value breaks its rule; `param` names it.
        BadRequest: `workflow_id` is no UUID.
        NotFound: there is no such conversation of this user, or no such version.
        TooManyRequests: the app runs as often as it may.
        BudgetSpent: it has cost as much as it may in this month.
        InvalidWorkflow: the draft cannot run.
    """
    await _check_app(rt, app, invoke_from)
    query = checked_query(rt, app, query)
    check_values(rt, inputs, files)
    if account_id is None:
        check_user(rt, user)
    if conversation_id and not is_uuid(conversation_id):
        raise InvalidInput(f"conversation_id {conversation_id!r:.80} is no UUID.", param="conversation_id")
    actor = await actor_of(rt, app, user, invoke_from=invoke_from, account_id=account_id)
    serving = await _serving(rt, app, workflow_id, draft, model_config)
    thread: Thread | None = None
    if app.mode in CONVERSATION_MODES and conversation_id:
        branch = turns.Branch(parent_message_id) if branches else None
        thread = await turns.find_thread(rt, serving, actor, conversation_id, branch)
    given = {**thread.conversation.inputs, **inputs} if thread else inputs
    reader = await file_reader(rt, app, actor, [given, files], invoke_from=invoke_from)
    values = serving.inputs_of(given, reader)
    if app.mode in CONVERSATION_MODES and thread is None:
        thread = turns.new_thread(serving, actor, query=query, inputs=values, invoke_from=invoke_from)
        turns.remember(rt, serving, thread, history)
    execution = Execution(
        rt,
        serving,
        actor,
        invoke_from=invoke_from,
        message_id=new_id(),
        conversation_id=thread.conversation.id if thread else "",
        trace_id=trace_id,
        reuses=invoke_from == DEBUGGER,
        asks_anew=thread is not None and query in thread.asked_here,
    )
    turn = ChatTurn(
        execution=execution,
        thread=thread,
        query=query,
        inputs=values,
        files=serving.files_of(files, reader),
        parent_message_id=parent_message_id,
        auto_generate_name=auto_generate_name,
        parts=await extent.parts(rt, serving),
    )
    return await turn.start()


async def _check_app(rt: "Runtime", app: App, invoke_from: str) -> None:
    """Raise what keeps an app from talking: it is switched off, has spent its budget, or is no chat app."""
    check_available(app)
    await check_budget(rt, app, invoke_from=invoke_from)
    if app.mode not in MODES:
        raise NotChatApp("The app is no chat app. Use the route for workflows.")


async def _serving(
    rt: "Runtime", app: App, workflow_id: str | None, draft: bool, model_config: Mapping[str, Any] | None
) -> Served:
    if draft and app.mode == "advanced-chat":
        return await served_draft(rt, app)
    if model_config is not None and app.mode != "advanced-chat":
        return await served_config(rt, app, model_config)
    return await served(rt, app, workflow_id=workflow_id)


@dataclass(slots=True, kw_only=True)
class ChatTurn:
    """What a turn runs with, and how it ends."""

    execution: Execution
    thread: Thread | None  # None: a completion
    query: str
    inputs: Mapping[str, Any]
    files: Sequence[File]
    parent_message_id: str | None
    auto_generate_name: bool
    parts: Mapping[str, Any]  # further fields of the request

    async def start(self) -> LiveRun:
        """Start the turn on the server's loop; its conversation is known from now on. Raises TooManyRequests."""
        rt, live, thread = self.execution.rt, self.execution.live, self.thread
        await rt.live.begin(live, self.run, bounds_of(rt, self.execution.served.app))
        if thread is not None and thread.is_new:
            rt.caches.new_conversations[thread.conversation.id] = thread.conversation
        return live

    async def run(self, live: LiveRun) -> None:
        """Run the turn, store it, and only then publish its end."""
        execution, thread = self.execution, self.thread
        rt = execution.rt
        try:
            preset = await presets.find_preset(rt, execution.served, self.query, self.inputs)
            message, told = await (self._executed() if preset is None else self._told(preset))
        finally:
            if thread is not None:
                rt.caches.new_conversations.pop(thread.conversation.id, None)
        live.publish(*told)
        wants_title = self.auto_generate_name and live.invoke_from != DEBUGGER
        wants_title = wants_title and bool(message.answer or message.status == "paused")
        if thread is not None and thread.is_new and wants_title:
            start_title(rt, thread.conversation, self.query)

    async def _executed(self) -> tuple[Message, Sequence[Event]]:
        """Run the app and store the turn; return its message and the events that end it."""
        execution, thread, rt = self.execution, self.thread, self.execution.rt
        variables = turns.Variables(rt, execution.served, thread) if thread else None
        last = await execution.carry_out(await self._request(), variables.change if variables else None)
        message = self._message(last)
        return message, await turns.record(rt, execution, thread, message, last)

    async def _told(self, preset: Preset) -> tuple[Message, Sequence[Event]]:
        """Say what is there already and store the turn; there is no run."""
        execution, live = self.execution, self.execution.live
        live.publish(PresetText(text=preset.text))
        last = RunFinished(
            run_id=live.id,
            workflow_id=live.workflow_id,
            status=RunStatus.SUCCEEDED,
            started_at=live.created_at,
            answer=preset.text,
            elapsed=time.time() - live.created_at,
        )
        message = await presets.record(execution.rt, execution.served, self.thread, preset, self._message(last))
        return message, [MessageEnd(usage=last.usage, annotation=preset.annotation)]

    def _message(self, last: RunFinished | RunPaused) -> Message:
        return turns.message_of(
            self.execution,
            self.thread,
            last,
            query=self.query,
            inputs=self.inputs,
            files=self.files,
            parent=self.parent_message_id,
        )

    async def _request(self) -> RunRequest:
        thread, definitions = self.thread, self.execution.served.document.conversation_variables
        return await self.execution.request(
            history=thread.history if thread else (),
            inputs=self.inputs,
            query=self.query,
            files=self.files,
            dialogue_count=turns.dialogue_count(self.execution.served, thread),
            conversation=thread.values(definitions) if thread else {},
            **self.parts,
        )
