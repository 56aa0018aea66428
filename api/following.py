"""Answering with a live run: as its event stream, or with its end."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from api.errors import ApiError
from api.json_text import JsonAnswer
from api.sse import Encoder, EventStream, Lines, cancel, reader_left
from api.wire import Identity, finished_run, metadata_of, paused_run
from engine.events import Event, MessageEnd, MessageReplaced, RunError, RunFinished, RunPaused, TextDelta, Usage
from services.chats.autoplay import Say, spoken
from services.forms import human_forms
from services.runs.following import follow
from services.runs.limits import bounds_of
from services.runs.runs import LiveRun
from services.runtime import Runtime
from storage.records import Account, App, Run

T = TypeVar("T")

LAST_EVENTS = 0.5  # seconds for the last events of runs that the stopping server has ended


async def answer_of(
    request: Request,
    rt: Runtime,
    live: LiveRun,
    *,
    streaming: bool,
    account: Account | None = None,
    say: Say | None = None,
) -> Response:
    """Return the answer to a call that started `live`; `account` is who called from the console.

    With `say`, a streamed answer is spoken as it comes.

    Raises:
        ApiError: blocking, and the turn failed.
        ClientDisconnect: blocking, and the caller went away; the run goes on.
    """
    if streaming:
        batches = live.subscribe()
        return stream_of(rt, spoken(batches, say) if say else batches, Encoder(identity_of(live, account)))
    await ended(request, live)
    return JsonAnswer(body_of(live, account))


def body_of(live: LiveRun, account: Account | None = None) -> dict[str, object]:
    """Return the whole answer of a run that has ended. Raises ApiError: the turn failed."""
    last = live.events[-1]
    return _workflow(live, last, identity_of(live, account)) if live.mode == "workflow" else _message(live, last)


async def followed(
    rt: Runtime, app: App, user: str, run: LiveRun | Run, *, from_start: bool, over_pauses: bool = False
) -> Response:
    """Return the events of a run that its user comes back to; see `services.runs.following.follow`."""
    if isinstance(run, LiveRun):
        identity = identity_of(run)
    else:
        identity = Identity(
            mode=app.mode,
            task_id=await human_forms.task_of(rt, run) or run.id,
            run_id=run.id,
            message_id=run.message_id or "",
            conversation_id=run.conversation_id or "",
            created_at=int(run.created_at),
            created_by={"id": run.created_by, "user": user},
        )
    return stream_of(rt, follow(rt, app, run, from_start=from_start, over_pauses=over_pauses), Encoder(identity))


async def begun(request: Request, rt: Runtime, app: App, start: Callable[[], Coroutine[Any, Any, LiveRun]]) -> LiveRun:
    """Return the run that `start` starts, which may have to wait in line for a place.

    Raises:
        ClientDisconnect: the caller has left the line.
    """
    if rt.live.places.has_room(app.id, bounds_of(rt, app)):
        return await start()
    return await while_read(request, start())


async def ended(request: Request, live: LiveRun) -> Event:
    """Return the last event of a run. Raises ClientDisconnect: the caller went away; the run goes on."""
    return await while_read(request, live.finished())


def stream_of(rt: Runtime, batches: AsyncGenerator[Sequence[Event], None], lines: Lines) -> EventStream:
    """Return events as an answer that ends with the server at the latest."""
    grace = rt.settings.shutdown_seconds + LAST_EVENTS
    return EventStream(batches, lines, stopping=rt.stopping, grace=grace)


async def while_read(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """Return what `work` gives, leaving it when the caller goes away before. Raises ClientDisconnect: it did."""
    working, leaving = asyncio.create_task(work), asyncio.create_task(reader_left(request.receive))
    try:
        await asyncio.wait((working, leaving), return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientDisconnect
        return working.result()
    finally:
        await cancel([working, leaving])


def identity_of(live: LiveRun, account: Account | None = None) -> Identity:
    """Return what the events of a run repeat."""
    person = {"id": live.user_id, "user": live.user}
    if account is not None:
        person = {"id": account.id, "name": account.name, "email": account.email}
    return Identity(
        mode=live.mode,
        task_id=live.task_id,
        run_id=live.id,
        message_id=live.message_id,
        conversation_id=live.conversation_id,
        created_at=int(live.created_at),
        created_by=person,
    )


def _workflow(live: LiveRun, last: Event, identity: Identity) -> dict[str, object]:
    if isinstance(last, RunPaused):
        paused = paused_run(last, live.created_at)
        data = {
            **paused,
            "id": live.id,
            "workflow_id": live.workflow_id,
            "outputs": {},
            "error": None,
            "finished_at": None,
            "created_by": identity.created_by or {},
            "exceptions_count": 0,
            "files": [],
        }
    elif isinstance(last, RunFinished):
        data = finished_run(last, identity)
    else:
        raise _failure(last)
    return {"task_id": live.task_id, "workflow_run_id": live.id, "data": data}


def _message(live: LiveRun, last: Event) -> dict[str, object]:
    if not isinstance(last, MessageEnd | RunPaused):
        raise _failure(last)
    metadata = metadata_of(last if isinstance(last, MessageEnd) else MessageEnd(usage=_usage(live)))
    body: dict[str, object] = {
        "event": "message",
        "task_id": live.task_id,
        "id": live.message_id,
        "message_id": live.message_id,
        "conversation_id": live.conversation_id,
        "mode": live.mode,
        "answer": answer_text(live.events),
        "metadata": metadata,
        "created_at": int(live.created_at),
    }
    if live.mode == "completion":
        del body["conversation_id"]
    if isinstance(last, RunPaused):
        body["workflow_run_id"] = live.id
    return body


def _usage(live: LiveRun) -> Usage:
    ended = live.find(RunFinished)
    return ended.usage if isinstance(ended, RunFinished) else Usage()


def answer_text(events: Sequence[Event]) -> str:
    """Return what a run has said: all pieces joined, or what replaced them."""
    text = ""
    for event in events:
        if isinstance(event, TextDelta):
            text += event.text
        elif isinstance(event, MessageReplaced):
            text = event.text
    return text


def _failure(last: Event) -> ApiError:
    if isinstance(last, RunError):
        return ApiError(last.status, last.code, last.message)
    return ApiError(500, "internal_server_error", "The run ended without an answer.")
