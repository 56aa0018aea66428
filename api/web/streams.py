"""Answers of runs as visitors read them: leaner than those of the service API, each event with an id to go on after."""

from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.errors import ApiError
from api.following import answer_text, ended, identity_of, stream_of
from api.json_text import JsonAnswer
from api.sse import PING, Encoder
from api.wire import Identity
from engine.events import Event, MessageEnd, RunError, RunPaused
from services.forms import human_forms
from services.publishing import visits
from services.publishing.spending import SPENT, BudgetSpent
from services.publishing.visible import cited, seen
from services.publishing.visitors import Visitor
from services.publishing.visits import Place
from services.runs.runs import LiveRun
from services.runtime import Runtime
from storage.records import Run

LAST_ID = "last-event-id"


class VisitorEncoder(Encoder):
    """Writes events without what they cost."""

    def __init__(self, identity: Identity) -> None:
        super().__init__(identity)
        if MessageEnd in self._flat:
            self._flat = {**self._flat, MessageEnd: _message_end}


class VisitorLines:
    """The lines of a visitor's stream; `place` goes along, so that each event has its id."""

    ping = PING

    def __init__(self, identity: Identity, place: Place, *, steps: bool) -> None:
        self._encoder = VisitorEncoder(identity)
        self._place = place
        self._steps = steps

    def encode(self, events: Iterable[Event]) -> bytes:
        """Return the lines of `events`; empty when visitors get none of them."""
        return b"".join(map(self._one, events))

    def _one(self, event: Event) -> bytes:
        id = self._place.pass_one()
        shown = seen(event, steps=self._steps)
        line = self._encoder.encode([shown]) if shown is not None else b""
        return b"id: %b\n%b" % (id.encode(), line) if line and id else line


async def answer_of(request: Request, rt: Runtime, visitor: Visitor, live: LiveRun, *, streaming: bool) -> Response:
    """Return the answer to a call that started `live`.

    Raises:
        ApiError: blocking, and the turn failed.
        ClientDisconnect: blocking, and the caller went away; the run goes on.
    """
    if streaming:
        return _stream(rt, visitor, live, identity_of(live), Place(), from_start=True)
    last = seen(await ended(request, live), steps=visitor.sees_steps)
    if live.stop_reason == SPENT:
        raise ApiError(429, BudgetSpent.code, SPENT)
    if isinstance(last, RunError):
        raise ApiError(last.status, last.code, last.message)
    if not isinstance(last, MessageEnd | RunPaused):
        raise ApiError(500, "internal_server_error", "The run ended without an answer.")
    return JsonAnswer(_message(live, last))


async def followed(
    request: Request, rt: Runtime, visitor: Visitor, run: LiveRun | Run, *, from_start: bool, over_pauses: bool
) -> Response:
    """Return the events of a run that its visitor comes back to: those after the header `Last-Event-ID`, if it is sent."""
    place = Place.of(request.headers.get(LAST_ID, ""))
    identity = identity_of(run) if isinstance(run, LiveRun) else await _identity(rt, visitor, run)
    return _stream(rt, visitor, run, identity, place, from_start=from_start, over_pauses=over_pauses)


def _stream(
    rt: Runtime,
    visitor: Visitor,
    run: LiveRun | Run,
    identity: Identity,
    place: Place,
    *,
    from_start: bool,
    over_pauses: bool = False,
) -> Response:
    batches: AsyncGenerator[Sequence[Event], None] = visits.events(
        rt, visitor, run, place, from_start=from_start, over_pauses=over_pauses
    )
    return stream_of(rt, batches, VisitorLines(identity, place, steps=visitor.sees_steps))


async def _identity(rt: Runtime, visitor: Visitor, run: Run) -> Identity:
    return Identity(
        mode=visitor.app.mode,
        task_id=await human_forms.task_of(rt, run) or run.id,
        run_id=run.id,
        message_id=run.message_id or "",
        conversation_id=run.conversation_id or "",
        created_at=int(run.created_at),
        created_by={"id": run.created_by, "user": visitor.user},
    )


def _message(live: LiveRun, last: MessageEnd | RunPaused) -> dict[str, Any]:
    body: dict[str, Any] = {
        "event": "message",
        "task_id": live.task_id,
        "id": live.message_id,
        "message_id": live.message_id,
        "conversation_id": live.conversation_id,
        "mode": live.mode,
        "answer": answer_text(live.events),
        "metadata": _metadata(last),
        "created_at": int(live.created_at),
    }
    if live.mode == "completion":
        del body["conversation_id"]
    if isinstance(last, RunPaused):
        body["workflow_run_id"] = live.id
    return body


def _metadata(last: MessageEnd | RunPaused) -> dict[str, Any]:
    citations: Sequence[Mapping[str, Any]] = last.citations if isinstance(last, MessageEnd) else ()
    return {"annotation_reply": None, "retriever_resources": cited(citations)}


def _message_end(event: MessageEnd, identity: Identity) -> tuple[str, dict[str, Any]]:
    return "message_end", {"id": identity.message_id, "metadata": _metadata(event), "files": list(event.files)}
