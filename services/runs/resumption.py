"""Going on after a pause: a stored run continues with the answers that it has got, or ends without them."""

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import storage.apps
import storage.conversations
import storage.human_forms
import storage.keys
import storage.messages
import storage.runs
from engine.errors import EngineError
from engine.events import Event, MessageEnd, RunError, RunStatus
from engine.human_forms import answer_form
from engine.values import revive
from services.accounts.acting import needs
from services.accounts.actors import Actor, actor_of
from services.accounts.calling import calling_with
from services.accounts.roles import Action
from services.apps.serving import served_run
from services.chats.chat import ChatTurn
from services.chats.turns import thread_of_message
from services.errors import ServiceError
from services.publishing.spending import check_budget
from services.runs.execution import Execution
from services.runs.pauses import close, waiting_state
from services.runs.recording import Recorder
from services.runs.runs import DEBUGGER, LiveRun, Work
from services.runs.stored_events import finished_event
from services.runs.workflow_runs import WorkflowRun
from services.webhooks.notices import notices_of
from storage.errors import NotFound
from storage.records import ApiKey, App, HumanForm, Message, NodeExecution, Run

if TYPE_CHECKING:
    from services.runtime import Runtime

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Paused:
    """A run that waits, and all forms that it has ever waited for."""

    app: App
    row: Run
    forms: Sequence[HumanForm]

    @property
    def answered(self) -> list[HumanForm]:
        """Return the forms with whose answers the run has not gone on yet."""
        return [form for form in self.forms if form.answer is not None and not form.is_applied]


async def go_on(rt: "Runtime", run_id: str) -> None:
    """Let a paused run go on with the answers that it has not got yet; one under way gets them when it pauses again.

    What keeps it from going on ends it as failed.
    """
    async with rt.expiry.turn_of(run_id):
        if rt.stopping.is_set():
            return  # the next start lets it go on
        live = rt.live.get(run_id)
        if live is not None and not live.done:
            rt.expiry.later(_go_on_after(rt, live))
            return
        paused = await rt.db.read(lambda: _paused(rt, run_id))
        if paused is None or not paused.answered:
            return
        with calling_with(await _key(rt, paused)):
            await _begin(rt, paused)


async def _begin(rt: "Runtime", paused: Paused) -> None:
    """Start the next stretch of a run; what keeps it from going on ends it."""
    try:
        await check_budget(rt, paused.app, invoke_from=paused.row.invoke_from)
        work, live = await _stretch(rt, paused)
    except (ServiceError, EngineError, NotFound, OSError) as error:
        logger.warning("A paused run cannot go on. run=%s reason=%s", paused.row.id, error)
        _end(rt, paused, RunStatus.FAILED, str(error))
        return
    if not rt.stopping.is_set():
        rt.live.start(live, work)


async def _key(rt: "Runtime", paused: Paused) -> ApiKey | None:
    """Return the key that started a run, None where there was none or it is gone."""
    row = paused.row
    keys = await rt.db.read(lambda: storage.keys.list_keys(rt.db, row.workspace_id, app_id=row.app_id))
    return next((key for key in keys if key.id == row.api_key_id), None)


@needs(Action.RUN)
async def stop(rt: "Runtime", app: App, task_id: str, *, user: str | None = None) -> None:
    """Stop the run of an app that has this task id, be it under way or waiting; an unknown one is no error.

    With `user`, only a run that this user of the service API started is stopped.
    """
    if rt.live.stop(task_id, app_id=app.id, user=user):
        return
    find = storage.human_forms.find_waiting_run
    run_id = await rt.db.read(lambda: find(rt.db, app.workspace_id, app.id, task_id))
    if run_id is not None:
        await stop_run(rt, run_id, user=user)


@needs(Action.RUN)
async def stop_run(
    rt: "Runtime", run_id: str, *, user: str | None = None, reason: str = "Stopped by the user."
) -> LiveRun | None:
    """Stop a run that waits, or has just gone on; return what it does last, None where there was nothing to stop."""
    async with rt.expiry.turn_of(run_id):
        live = rt.live.get(run_id)
        if live is not None and not live.done:
            if user in (None, live.user):
                live.stop(reason)
            return live
        paused = await rt.db.read(lambda: _paused(rt, run_id))
        if paused is None or (user is not None and (await _actor(rt, paused)).user != user):
            return None
        return _end(rt, paused, RunStatus.STOPPED, reason)


async def stop_waiting(rt: "Runtime", app: App, *, reason: str, conversation_id: str | None = None) -> None:
    """Stop all runs of an app, or of one conversation, that wait, and return when that is stored."""
    find = storage.runs.list_paused_runs
    found = await rt.db.read(lambda: find(rt.db, app.workspace_id, app.id, conversation_id=conversation_id))
    stopped = [await stop_run(rt, run_id, reason=reason) for run_id in found]
    await asyncio.gather(*(live.ended() for live in stopped if live is not None))


async def _go_on_after(rt: "Runtime", live: LiveRun) -> None:
    await live.ended()
    await go_on(rt, live.id)


def _paused(rt: "Runtime", run_id: str) -> Paused | None:
    row = storage.runs.find_paused_run(rt.db, run_id)
    if row is None:
        return None
    app = storage.apps.get_app(rt.db, row.workspace_id, row.app_id)
    return Paused(app, row, storage.human_forms.list_forms(rt.db, row.workspace_id, run_id))


async def _stretch(rt: "Runtime", paused: Paused) -> tuple[Work, LiveRun]:
    """Return what carries a run on, and the live run that it is."""
    app, row = paused.app, paused.row
    serving, waiting = await served_run(rt, app, row), await waiting_state(rt, row)
    state = dict(waiting.state)
    for form in paused.answered:
        state = answer_form(state, form.id, form.answer or {})
    execution = Execution(
        rt,
        serving,
        await _actor(rt, paused),
        invoke_from=row.invoke_from,
        message_id=row.message_id or "",
        conversation_id=row.conversation_id or "",
        reuses=row.invoke_from == DEBUGGER,
        row=row,
        forms=paused.forms,
    )
    execution.live.said = str(state["tally"]["said"])
    parts: dict[str, Any] = {
        "resumed": state,
        "tables": waiting.tables,
        "until": waiting.until,
        "afresh": waiting.afresh,
    }
    root, system = state["root"], state["pool"]["sys"]
    inputs, files = revive(dict(state["pool"].get(root, {}))), revive(list(system.get("files") or ()))
    if not row.message_id:
        return WorkflowRun(execution, inputs, files, root=root, parts=parts).run, execution.live
    message = await _message(rt, row)
    turn = ChatTurn(
        execution=execution,
        thread=await thread_of_message(rt, serving, message),
        query=message.query,
        inputs=message.inputs,
        files=files,
        parent_message_id=message.parent_message_id,
        auto_generate_name=False,
        parts=parts | {"root": root},
    )
    return turn.run, execution.live


async def _actor(rt: "Runtime", paused: Paused) -> Actor:
    """Return who started a run. Raises NotFound."""
    app, row = paused.app, paused.row
    if row.created_by_role == "account":
        return await actor_of(rt, app, "", invoke_from=row.invoke_from, account_id=row.created_by)
    find = storage.conversations.get_end_user
    found = await rt.db.read(lambda: find(rt.db, app.workspace_id, app.id, row.created_by or ""))
    return Actor(user=found.session_id, name=found.name or found.session_id, end_user=found)


async def _message(rt: "Runtime", row: Run) -> Message:
    get = storage.messages.get_message
    return await rt.db.read(lambda: get(rt.db, row.workspace_id, row.app_id, row.message_id or ""))


def _end(rt: "Runtime", paused: Paused, status: RunStatus, reason: str) -> LiveRun:
    """End a run that waits, as a last stretch of it, so that whoever follows the run is told; return that stretch."""
    row, now = paused.row, time.time()
    ended = replace(
        row,
        status=str(status),
        error=reason,
        finished_at=now,
        elapsed=now - row.created_at,
        state=None,
        under_way=None,
    )
    live = LiveRun(
        app_id=row.app_id,
        mode=paused.app.mode,
        user=row.created_by or "",
        user_id=row.created_by or "",
        invoke_from=row.invoke_from,
        workflow_id=row.workflow_id or "",
        message_id=row.message_id or "",
        conversation_id=row.conversation_id or "",
        id=row.id,
        task_id=paused.forms[0].task_id if paused.forms else "",
        created_at=row.created_at,
    )

    async def work(live: LiveRun) -> None:
        message = await _ended_message(rt, ended) if row.message_id else None
        told = await notices_of(rt, paused.app, ended, message, task_id=live.task_id, user=live.user)
        await storage.messages.record_turn(
            rt.db, message=message, run=ended, nodes=_cut_off(row), resumed=True, deliveries=told
        )
        rt.webhooks.wake()
        await close(rt, row.id)
        live.publish(*_told(ended, message))

    return rt.live.start(live, work)


async def _ended_message(rt: "Runtime", ended: Run) -> Message:
    is_failed = ended.status == RunStatus.FAILED
    marks: dict[str, Any] = {"status": "error", "error": ended.error} if is_failed else {"status": "stopped"}
    return replace(await _message(rt, ended), **marks, latency=ended.elapsed, updated_at=time.time())


def _cut_off(row: Run) -> list[NodeExecution]:
    recorder = Recorder(under_way=row.under_way or ())
    return recorder.cut_off_rows(workspace_id=row.workspace_id, app_id=row.app_id, run_id=row.id)


def _told(ended: Run, message: Message | None) -> list[Event]:
    last = finished_event(ended)
    if message is None:
        return [last]
    last = replace(last, answer=message.answer)
    if message.error is not None:
        return [last, RunError(code="invalid_param", message=message.error)]
    return [last, MessageEnd(usage=last.usage)]
