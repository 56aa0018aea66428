"""Answers of runs as visitors read them: leaner than those of the service API, each event with an id to go on after."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.asked import NumberedLines
from api.errors import ApiError
from api.following import answer_text, ended, identity_of, stream_of
from api.json_text import JsonAnswer
from api.sse import Encoder
from api.wire import Identity
from engine.events import Event, MessageEnd, RunError, RunPaused
from services.chats.autoplay import Say, spoken, voice_of
from services.forms import human_forms
from services.publishing import visits
from services.publishing.budgets import SPENT
from services.publishing.spending import BudgetSpent
from services.publishing.visible import cited, seen
from services.publishing.visitors import Visitor
from services.runs.runs import LiveRun
from services.runtime import Runtime
from storage.records import Run


class VisitorEncoder(Encoder):
    """Writes what visitors learn of events, without what it costs."""

    def __init__(self, identity: Identity, *, steps: bool) -> None:
        super().__init__(identity)
        self._steps = steps
        if MessageEnd in self._flat:
            self._flat = {**self._flat, MessageEnd: _message_end}

    def line(self, event: Event) -> str:
        """Return the line of an event, "" for what visitors do not get."""
        shown = seen(event, steps=self._steps)
        return "" if shown is None else super().line(shown)


async def answer_of(
    request: Request, rt: Runtime, visitor: Visitor, live: LiveRun, *, streaming: bool, speaks: bool = False
) -> Response:
    """Return the answer to a call that started `live`; with `speaks`, a stream is spoken where the app does that by itself.

    Raises:
        ApiError: blocking, and the turn failed.
        ClientDisconnect: blocking, and the caller went away; the run goes on.
    """
    if streaming:
        say = await voice_of(rt, visitor.app, visitor.user) if speaks else None
        return _stream(rt, visitor, live, identity_of(live), say, from_start=True)
    last = seen(await ended(request, live), steps=visitor.sees_steps)
    if live.stop_code == BudgetSpent.code:
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
    last_id = request.headers.get("last-event-id", "")
    identity = identity_of(run) if isinstance(run, LiveRun) else await _identity(rt, visitor, run)
    return _stream(rt, visitor, run, identity, None, last_id=last_id, from_start=from_start, over_pauses=over_pauses)


def _stream(
    rt: Runtime, visitor: Visitor, run: LiveRun | Run, identity: Identity, say: Say | None, **place: Any
) -> Response:
    lines = NumberedLines(VisitorEncoder(identity, steps=visitor.sees_steps))
    batches = visits.events(rt, visitor, run, lines.begin, **place)
    return stream_of(rt, spoken(batches, say) if say else batches, lines)


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
