"""Runs that a program asks about by their id: live ones, and what storage knows of those that have left memory."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import storage.messages
import storage.runs
from engine.document import GRAPH_MODES
from engine.events import Event, MessageEnd, MessageReplaced, RunError, RunStatus, TextDelta, Usage
from services.accounts.actors import actor_of
from services.runs.runs import SERVICE_API, LiveRun
from services.runs.stored_events import events_before, finished_event
from storage.errors import NotFound
from storage.records import App, Message, Run

if TYPE_CHECKING:
    from services.runtime import Runtime

STATUSES: Final = {"error": RunStatus.FAILED, "stopped": RunStatus.STOPPED, "paused": RunStatus.PAUSED}  # of a message


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run as its rows; a turn that no run answered has a message alone, a workflow a run alone."""

    run: Run | None
    message: Message | None

    @property
    def status(self) -> str:
        """Return how it stands."""
        if self.run is not None:
            return self.run.status
        return STATUSES.get(self.message.status if self.message else "", RunStatus.SUCCEEDED)

    @property
    def created_at(self) -> float:
        """Return when it began."""
        return (self.run or self._message).created_at

    @property
    def _message(self) -> Message:
        assert self.message is not None
        return self.message


async def find_asked(rt: "Runtime", app: App, user: str, id: str) -> LiveRun | StoredRun:
    """Return a run that this user of the service API started, by its id or that of its message.

    Raises:
        NotFound: there is none, or somebody else started it.
    """
    live = rt.live.get(id) or rt.live.of_message(id)
    if live is not None:
        if (live.app_id, live.user, live.invoke_from) != (app.id, user, SERVICE_API):
            raise NotFound("run", id)
        return live
    actor = await actor_of(rt, app, user, invoke_from=SERVICE_API)
    found = await rt.db.read(lambda: _stored(rt, app, id))
    owners = (found.run and found.run.created_by, found.message and found.message.end_user_id)
    if any(owner not in (None, actor.id) for owner in owners) or not any(owners):
        raise NotFound("run", id)
    return found


def _stored(rt: "Runtime", app: App, id: str) -> StoredRun:
    try:
        run: Run | None = storage.runs.get_run(rt.db, app.workspace_id, app.id, id)
    except NotFound:
        run = None
    message_id = run.message_id if run else id
    if message_id is None:
        return StoredRun(run, None)
    try:
        message = storage.messages.get_message(rt.db, app.workspace_id, app.id, message_id)
    except NotFound:
        if run is None:
            raise NotFound("run", id) from None
        return StoredRun(run, None)  # a turn that is stored as it goes on has no message yet
    if run is None and message.workflow_run_id:
        run = storage.runs.get_run(rt.db, app.workspace_id, app.id, message.workflow_run_id)
    return StoredRun(run, message)


async def told_again(rt: "Runtime", app: App, found: StoredRun, *, is_new_reader: bool) -> list[Event]:
    """Return the events that tell a reader of a run that has ended what it misses.

    A new one is told everything that storage knows; one that had read some of it is told the whole answer in place
    of what it has, and the end.
    """
    message, run = found.message, found.run
    is_graph = app.mode in GRAPH_MODES and run is not None
    before: Sequence[Event] = []
    if not is_new_reader:
        before = [MessageReplaced(text=message.answer, reason="resumed")] if message and message.answer else []
    elif is_graph and run is not None:
        nodes = await rt.db.read(lambda: storage.runs.list_nodes(rt.db, run.workspace_id, run.id))
        before = events_before(run, nodes, said=message.answer if message else "", until=math.inf)
    elif message is not None:
        before = [TextDelta(text=message.answer)]
    return [*before, *_ends(found, is_graph=is_graph)]


def _ends(found: StoredRun, *, is_graph: bool) -> list[Event]:
    message, run = found.message, found.run
    finished: list[Event] = [finished_event(run)] if is_graph and run is not None else []
    if message is None:
        return finished
    if message.status == "error":
        error = RunError(code="completion_request_error", message=message.error or "The run failed.", status=400)
        return [*finished, error]
    return [*finished, MessageEnd(**end_of(message))]


def end_of(message: Message) -> dict[str, Any]:
    """Return the fields of the event with which a stored turn ended."""
    usage = Usage(
        prompt_tokens=message.message_tokens,
        completion_tokens=message.answer_tokens,
        completion_price=message.total_price,
        currency=message.currency,
        latency=message.latency,
    )
    return {
        "usage": usage,
        "citations": list(message.metadata.get("retriever_resources") or []),
        "annotation": message.metadata.get("annotation_reply"),
    }
