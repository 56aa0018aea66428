"""Runs of visitors that they come back to: found again, followed from where they were left, stopped."""

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import storage.conversations
import storage.human_forms
import storage.messages
import storage.runs
from engine.events import Event, MessageEnd, MessageReplaced, RunError, RunStarted, RunStatus, Usage
from engine.values import as_plain
from services.accounts.actors import actor_of
from services.forms import human_forms
from services.publishing.budgets import SPENT
from services.publishing.spending import BudgetSpent
from services.publishing.visitors import Visitor
from services.runs.following import events_so_far, follow
from services.runs.resumption import stop_run
from services.runs.runs import LiveRun
from services.runs.stored_events import finished_event
from storage.errors import NotFound
from storage.records import Message, Run

if TYPE_CHECKING:
    from services.runtime import Runtime

MOST_DIGITS: Final = 10  # of the number in an event's id
Begin = Callable[[str, int], None]
CHAT_MODES: Final = ("chat", "agent-chat", "advanced-chat", "completion")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderWay:
    """A run of a visitor that goes on or waits; `query` and `inputs` are what it was asked."""

    task_id: str
    run_id: str
    message_id: str
    conversation_id: str
    created_at: float
    status: str  # running or paused
    query: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    files: Sequence[Any] = ()


async def under_way(rt: "Runtime", visitor: Visitor, *, conversation_id: str | None = None) -> list[UnderWay]:
    """Return the runs of a visitor that wait for a person, then those that go on; of one conversation or all."""
    app = visitor.app
    me = await actor_of(rt, app, **visitor.who)
    mine = [live for live in rt.live.running(app.id) if live.user_id == me.id]
    waiting = await rt.db.read(lambda: _waiting_runs(rt, visitor, me.id, conversation_id))
    goes_on = {live.id for live in mine}
    return [
        *[await _stored_told(rt, row) for row in waiting if row.id not in goes_on],
        *[_told(live) for live in mine if conversation_id in (None, live.conversation_id)],
    ]


async def find_run(rt: "Runtime", visitor: Visitor, run_id: str) -> LiveRun | Run:
    """Return a run of a visitor by its id or that of its message: live, or as a row. Raises NotFound."""
    me = await actor_of(rt, visitor.app, **visitor.who)
    live = rt.live.get(run_id) or _of_message(rt, visitor, run_id)
    if live is None:
        row = await rt.db.read(lambda: _stored(rt, visitor, run_id))
        owner: tuple[str, str | None] = (row.app_id, row.created_by)
    else:
        owner = (live.app_id, live.user_id)
    if owner != (visitor.app.id, me.id):
        raise NotFound("run", run_id)
    return live or row


async def events(
    rt: "Runtime",
    visitor: Visitor,
    run: LiveRun | Run,
    begin: Begin,
    *,
    last_id: str = "",
    from_start: bool = False,
    over_pauses: bool = False,
) -> AsyncGenerator[Sequence[Event], None]:
    """Yield the events of a visitor's run that follow the one with the id `last_id`.

    Without that id those to come or, `from_start`, all. `begin` hears of each stretch of the run before its events: how
    it is called in ids, and how many events of it are left out. Of a run that ended some time ago its end is told, with
    the whole answer.
    """
    known, _, number = last_id.rpartition("-")
    read = int(number) if number.isdecimal() and len(number) < MOST_DIGITS else 0
    if isinstance(run, LiveRun):
        live = run
        if from_start and live.resumes and not last_id:
            yield await _before(rt, visitor, live)
        after = min(read, len(live.events)) if known == live.stretch else 0
        if not (from_start or last_id or live.resumes):
            after = len(live.events)
    elif run.status == RunStatus.PAUSED:
        if from_start and not last_id:
            async for batch in follow(rt, visitor.app, run, from_start=True):
                yield batch
            if not over_pauses:
                return
        live, after = await rt.live.next_stretch(run.id, None), 0
    else:
        yield await _end(rt, visitor, run)
        return
    while True:
        begin(live.stretch, after)
        async for batch in live.subscribe(after=after):
            yield batch
        if live.stop_code == BudgetSpent.code and not isinstance(live.last, RunError):
            yield [RunError(code=BudgetSpent.code, message=SPENT, status=429)]
        if not (over_pauses and live.is_paused):
            return
        live, after = await rt.live.next_stretch(live.id, live), 0


async def stop(rt: "Runtime", visitor: Visitor, task_id: str) -> None:
    """Stop a run of a visitor, be it under way or waiting; another's, or an unknown one, is no error."""
    app = visitor.app
    me = await actor_of(rt, app, **visitor.who)
    live = rt.live.of_task(task_id)
    if live is not None and not live.done:
        if (live.app_id, live.user_id) == (app.id, me.id):
            live.stop()
        return
    waiting = await rt.db.read(lambda: _waiting(rt, visitor, task_id))
    if waiting is not None and waiting.created_by == me.id:
        await stop_run(rt, waiting.id)


def _waiting_runs(rt: "Runtime", visitor: Visitor, person: str, conversation_id: str | None) -> list[Run]:
    app = visitor.app
    ids = storage.runs.list_paused_runs(
        rt.db, app.workspace_id, app.id, conversation_id=conversation_id, created_by=person
    )
    return [storage.runs.get_run(rt.db, app.workspace_id, app.id, run_id) for run_id in ids]


async def _stored_told(rt: "Runtime", row: Run) -> UnderWay:
    return _under_way(
        row.inputs,
        task_id=await human_forms.task_of(rt, row) or row.id,
        run_id=row.id,
        message_id=row.message_id or "",
        conversation_id=row.conversation_id or "",
        created_at=row.created_at,
        status="paused",
    )


def _told(live: LiveRun) -> UnderWay:
    started = live.find(RunStarted)
    return _under_way(
        as_plain(dict(started.inputs)) if isinstance(started, RunStarted) else {},
        task_id=live.task_id,
        run_id=live.id,
        message_id=live.message_id,
        conversation_id=live.conversation_id,
        created_at=live.created_at,
        status="running",
    )


def _under_way(inputs: Mapping[str, Any], **about: Any) -> UnderWay:
    """Return a run by what it was given, the `sys.` ones among it."""
    return UnderWay(
        query=str(inputs.get("sys.query") or ""),
        inputs={name: value for name, value in inputs.items() if not name.startswith("sys.")},
        files=inputs.get("sys.files") or (),
        **about,
    )


def _of_message(rt: "Runtime", visitor: Visitor, message_id: str) -> LiveRun | None:
    running = rt.live.running(visitor.app.id)
    return next((live for live in running if live.message_id == message_id), None)


def _stored(rt: "Runtime", visitor: Visitor, run_id: str) -> Run:
    app = visitor.app
    try:
        return storage.runs.get_run(rt.db, app.workspace_id, app.id, run_id)
    except NotFound:
        message = storage.messages.get_message(rt.db, app.workspace_id, app.id, run_id)
        return storage.runs.get_run(rt.db, app.workspace_id, app.id, message.workflow_run_id or "")


def _waiting(rt: "Runtime", visitor: Visitor, task_id: str) -> Run | None:
    app = visitor.app
    run_id = storage.human_forms.find_waiting_run(rt.db, app.workspace_id, app.id, task_id)
    return storage.runs.get_run(rt.db, app.workspace_id, app.id, run_id) if run_id else None


async def _before(rt: "Runtime", visitor: Visitor, live: LiveRun) -> Sequence[Event]:
    """Return what a run did before the stretch that it is in."""
    app = visitor.app
    row = await rt.db.read(lambda: storage.runs.get_run(rt.db, app.workspace_id, app.id, live.id))
    return await events_so_far(rt, row, until=live.began_at)


async def _end(rt: "Runtime", visitor: Visitor, row: Run) -> list[Event]:
    """Return how a stored run ended; of a chat or completion with the whole answer."""
    if visitor.app.mode not in CHAT_MODES or row.message_id is None:
        return [finished_event(row)]
    message = await rt.db.read(lambda: _message(rt, row))
    citations = message.metadata.get("retriever_resources") or ()
    said: Event = MessageReplaced(text=message.answer, reason="")
    if message.status == "error":
        return [said, RunError(code="completion_request_error", message=message.error or "")]
    return [said, MessageEnd(usage=Usage(), citations=citations)]


def _message(rt: "Runtime", row: Run) -> Message:
    found = storage.messages.get_message(rt.db, row.workspace_id, row.app_id, row.message_id or "")
    if found.conversation_id is not None:  # a deleted one hides its messages
        storage.conversations.get_conversation(rt.db, row.workspace_id, row.app_id, found.conversation_id)
    return found
