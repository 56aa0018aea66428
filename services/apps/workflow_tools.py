"""Published workflows, and apps that are offered as tools, as tools of other apps of their workspace.

What is called so runs as a run of its own app: with its own row, its own tokens and costs, in its own statistics. The
run that called has the link (`parent_run_id` here, `runs` of the call there), so no token is counted twice or lost.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.events import Event, MessageEnd, MessageReplaced, RunError, RunFinished, RunStatus, TextDelta, Usage
from engine.resources import AppAnswer, OfferedApp, RunInfo
from engine.tools.base import Ran, ToolInvokeError
from services.accounts.actors import Actor, actor_of
from services.apps.apps import get_app
from services.apps.offers import offer_of
from services.apps.serving import Served, served
from services.chats import turns
from services.chats.chat import CONVERSATION_MODES, MODES, ChatTurn
from services.chats.thoughts import files_made
from services.errors import ServiceError
from services.files.given_files import file_reader
from services.limiting.places import Bounds
from services.publishing.spending import check_budget
from services.runs.execution import Execution
from services.runs.limits import bounds_of, check_available, checked_query
from services.runs.runs import LiveRun
from services.runs.workflow_runs import WorkflowRun
from storage.errors import NotFound
from storage.ids import new_id

if TYPE_CHECKING:
    from services.runtime import Runtime

_GOOD = (RunStatus.SUCCEEDED, RunStatus.PARTIAL_SUCCEEDED)


@dataclass(frozen=True, slots=True)
class WorkflowTools:
    """Implements `engine.resources.Workflows` for a run: a tool's id is that of the app."""

    rt: "Runtime"
    workspace_id: str
    actor: Actor  # who runs the app that calls
    invoke_from: str

    async def start_form(self, tool_id: str) -> Sequence[Mapping[str, Any]] | None:
        """Return the start variables of a workflow, None when no app of this id has one to call."""
        try:
            serving = await self._served(tool_id, ("workflow",))
        except (NotFound, ServiceError):
            return None
        return serving.document.start_form

    async def offered(self, app_id: str) -> OfferedApp | None:
        """Return an app that is offered as a tool, None when it is not offered, or cannot be called at all."""
        try:
            serving = await self._served(app_id, (*MODES, "workflow"))
        except (NotFound, ServiceError):
            return None
        return offer_of(serving.app, serving.document)

    async def run(self, tool_id: str, inputs: Mapping[str, Any], *, caller: RunInfo) -> AppAnswer:
        """Run the published version for the caller's user and return its outputs, or why there are none.

        Raises:
            ToolInvokeError: it does not take these inputs, asks a person, or has no place.
        """
        try:
            serving = await self._served(tool_id, ("workflow",))
            live = await self._begun(serving, "", inputs, caller)
        except (NotFound, ServiceError) as error:
            raise ToolInvokeError(f"the workflow {tool_id!r} cannot be called: {error}") from error
        return await _answer(live, serving)

    async def ask(self, app: OfferedApp, query: str, inputs: Mapping[str, Any], *, caller: RunInfo) -> AppAnswer:
        """Ask an app of any mode for the caller's user; of chats each question begins a conversation. Raises as `run`."""
        try:
            serving = await self._served(app.id, (*MODES, "workflow"))
            live = await self._begun(serving, query, inputs, caller)
        except (NotFound, ServiceError) as error:
            raise ToolInvokeError(f"the app {app.label!r} cannot be called: {error}") from error
        return await _answer(live, serving)

    async def _served(self, app_id: str, modes: Sequence[str]) -> Served:
        app = await get_app(self.rt, self.workspace_id, app_id)
        check_available(app)
        if app.mode not in modes:
            raise NotFound("workflow", app_id)
        return await served(self.rt, app)

    async def _begun(self, serving: Served, query: str, inputs: Mapping[str, Any], caller: RunInfo) -> LiveRun:
        rt, app, actor = self.rt, serving.app, self.actor
        if any(node.kind == "human-input" for node in serving.plan.nodes.values()):
            raise ToolInvokeError(f"the app {app.name!r} asks a person, which one that is called cannot do")
        await check_budget(rt, app, invoke_from=self.invoke_from)
        own = await actor_of(rt, app, actor.user, invoke_from=self.invoke_from, account_id=actor.account_id)
        reader = await file_reader(rt, app, own, inputs, invoke_from=self.invoke_from)
        work: WorkflowRun | ChatTurn
        if app.mode == "workflow":
            execution = Execution(rt, serving, own, invoke_from=self.invoke_from, parent_run_id=caller.run_id)
            work = WorkflowRun(execution, serving.given(inputs, reader), depth=caller.depth + 1)
        else:
            values = serving.inputs_of(inputs, reader)
            work = self._turn(serving, own, checked_query(rt, app, query), values, caller)
        # It waits in no line: whoever calls it holds a place meanwhile.
        return await rt.live.begin(work.execution.live, work.run, Bounds(active=bounds_of(rt, app).active))

    def _turn(self, serving: Served, actor: Actor, query: str, values: Mapping[str, Any], caller: RunInfo) -> ChatTurn:
        """Return a turn in a conversation of its own."""
        thread = None
        if serving.app.mode in CONVERSATION_MODES:
            thread = turns.new_thread(serving, actor, query=query, inputs=values, invoke_from=self.invoke_from)
        execution = Execution(
            self.rt,
            serving,
            actor,
            invoke_from=self.invoke_from,
            message_id=new_id(),
            conversation_id=thread.conversation.id if thread else "",
            parent_run_id=caller.run_id,
        )
        return ChatTurn(
            execution=execution,
            thread=thread,
            query=query,
            inputs=values,
            files=(),
            parent_message_id=None,
            auto_generate_name=False,
            parts={"depth": caller.depth + 1},
        )


async def _answer(live: LiveRun, serving: Served) -> AppAnswer:
    """Wait for the end of a run and return what it gave; it ends with whoever waits."""
    try:
        last = await live.finished()
    except asyncio.CancelledError:
        live.stop("The run that called it was stopped.")
        raise
    ended = live.find(RunFinished)
    ran = _ran(live, serving.app.name, ended, last)
    error = None if live.find(MessageReplaced) else _failure(ended, last)
    if error is not None:
        kind = "workflow" if serving.app.mode == "workflow" else "app"
        return AppAnswer(ran=ran, error=f"the {kind} {serving.app.name!r} failed: {error}")
    if serving.app.mode == "workflow" and isinstance(ended, RunFinished):
        return AppAnswer(outputs=ended.outputs, ran=ran)
    closing = last if isinstance(last, MessageEnd) else None
    return AppAnswer(
        text=_said(live.events),
        files=[*(closing.files if closing else ()), *files_made(live.events)],
        citations=list(closing.citations) if closing else [],
        ran=ran,
    )


def _failure(ended: Event | None, last: Event) -> str | None:
    """Return why a run gave nothing, None for one that ended well."""
    if isinstance(last, RunError):
        return last.message
    if isinstance(ended, RunFinished) and ended.status not in _GOOD:
        return ended.error or str(ended.status)
    return None if isinstance(last, RunFinished | MessageEnd) else type(last).__name__


def _said(events: Sequence[Event]) -> str:
    """Return the answer of a turn: all its pieces, or what replaced them."""
    text = ""
    for event in events:
        if isinstance(event, TextDelta):
            text += event.text
        elif isinstance(event, MessageReplaced):
            text = event.text
    return text


def _ran(live: LiveRun, name: str, ended: Event | None, last: Event) -> Ran:
    used = last.usage if isinstance(last, MessageEnd) else ended.usage if isinstance(ended, RunFinished) else Usage()
    if isinstance(ended, RunFinished):
        status = str(ended.status)
    else:
        status = str(RunStatus.SUCCEEDED if isinstance(last, MessageEnd) else RunStatus.FAILED)
    return Ran(
        app_id=live.app_id,
        run_id=live.id,
        name=name,
        status=status,
        elapsed=round(last.at - live.created_at, 6),
        total_tokens=used.total_tokens,
        total_price=format(used.total_price, "f"),
        currency=used.currency,
    )
