"""Runs that a program starts and asks about later: where to ask, how they stand, and their events from any place on."""

from collections.abc import AsyncGenerator, Iterable, Sequence
from typing import Any, Final
from urllib.parse import quote

from api.errors import ApiError
from api.following import body_of, identity_of, stream_of
from api.json_text import JsonAnswer
from api.sse import PING, Encoder, EventStream
from api.wire import Identity, finished_run, metadata_of
from engine.events import Event, MessageEnd, RunError, RunFinished, RunPaused, RunStatus
from services.chats.autoplay import SPEECH
from services.runs.asked import StoredRun, end_of, told_again
from services.runs.following import follow
from services.runs.runs import LiveRun
from services.runs.stored_events import finished_event
from services.runtime import Runtime
from storage.records import App

Json = dict[str, Any]

STORED: Final = "stored"  # in ids of events that storage told


class NumberedLines:
    """Lines with an id each, `<stretch>-<number>`, by which a reader says how far it has read."""

    ping = PING

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._stretch = STORED
        self._number = 0

    def begin(self, stretch: str, after: int) -> None:
        """Number what comes as events of a stretch, of which so many are left out."""
        self._stretch, self._number = stretch, after

    def encode(self, events: Iterable[Event]) -> bytes:
        """Return the lines of `events` as one piece."""
        piece = bytearray()
        for event in events:
            is_of_run = not isinstance(event, SPEECH)  # speech is not told again, so it counts in no id
            self._number += is_of_run
            if line := self._encoder.line(event):
                id = f"id: {self._stretch}-{self._number}\n" if is_of_run else ""
                piece += (id + line).encode("utf-8", "replace")
        return bytes(piece)


def accepted(rt: Runtime, live: LiveRun) -> JsonAnswer:
    """Return what tells the caller of a run where to ask for its answer."""
    path = f"{rt.url}/v1/runs/{live.message_id or live.id}"
    user = quote(live.user, safe="")
    body = {
        "run_id": live.id,
        "task_id": live.task_id,
        "message_id": live.message_id or None,
        "conversation_id": live.conversation_id or None,
        "mode": live.mode,
        "status": str(RunStatus.RUNNING),
        "created_at": int(live.created_at),
        "poll_url": f"{path}?user={user}",
        "events_url": f"{path}/events?user={user}",
    }
    return JsonAnswer(body, 202)


def state_of(app: App, found: LiveRun | StoredRun, user: str) -> Json:
    """Return how a run stands: with the whole answer once it has ended, as a blocking call would have got it."""
    return _live_state(found) if isinstance(found, LiveRun) else _stored_state(app, found, user)


def events_of(rt: Runtime, app: App, found: LiveRun | StoredRun, user: str, *, last_id: str) -> EventStream:
    """Return the events of a run from the one after `last_id` on; "" begins at the first."""
    identity = identity_of(found) if isinstance(found, LiveRun) else _identity(app, found, user)
    lines = NumberedLines(Encoder(identity))
    batches = (
        _live(rt, found, lines, last_id) if isinstance(found, LiveRun) else _stored(rt, app, found, lines, last_id)
    )
    return stream_of(rt, batches, lines)


async def _live(
    rt: Runtime, live: LiveRun, lines: NumberedLines, last_id: str
) -> AsyncGenerator[Sequence[Event], None]:
    """Yield what a reader misses; one that has read a pause already gets what comes after it."""
    stretch, _, number = last_id.rpartition("-")
    after = int(number) if stretch == live.stretch and number.isdecimal() else 0
    if live.is_paused and after >= len(live.events):
        live, after = await rt.live.next_stretch(live.id, live), 0
    lines.begin(live.stretch, after)
    async for batch in live.subscribe(after=after):
        yield batch


async def _stored(
    rt: Runtime, app: App, found: StoredRun, lines: NumberedLines, last_id: str
) -> AsyncGenerator[Sequence[Event], None]:
    if found.run is None or found.run.status != RunStatus.PAUSED:
        yield await told_again(rt, app, found, is_new_reader=not last_id)
        return
    if not last_id:
        async for batch in follow(rt, app, found.run, from_start=True):
            yield batch
        return
    live = await rt.live.next_stretch(found.run.id, None)
    lines.begin(live.stretch, 0)
    async for batch in live.subscribe():
        yield batch


def _live_state(live: LiveRun) -> Json:
    result: Json | None = None
    error: Json | None = None
    if live.done and not live.is_paused:
        try:
            result = body_of(live)
        except ApiError as failure:
            error = _told(failure)
    ended = live.find(RunFinished)
    return {
        "run_id": live.id,
        "task_id": live.task_id,
        "message_id": live.message_id or None,
        "conversation_id": live.conversation_id or None,
        "mode": live.mode,
        "status": _status(live),
        "created_at": int(live.created_at),
        "finished_at": int(ended.at) if isinstance(ended, RunFinished) else None,
        "result": result,
        "error": error,
    }


def _status(live: LiveRun) -> str:
    if not live.done:
        return str(RunStatus.RUNNING)
    match live.find(RunFinished) or live.last:
        case RunFinished() as ended:
            return str(ended.status)
        case RunPaused():
            return str(RunStatus.PAUSED)
        case RunError():
            return str(RunStatus.FAILED)
    return str(RunStatus.SUCCEEDED)


def _stored_state(app: App, found: StoredRun, user: str) -> Json:
    run, message, status = found.run, found.message, found.status
    failure = message.error if message and message.status == "error" else None
    has_ended = status not in (RunStatus.RUNNING, RunStatus.PAUSED) and failure is None
    finished = run.finished_at if run else message and message.updated_at
    return {
        "run_id": run.id if run else None,
        "task_id": None,
        "message_id": message.id if message else None,
        "conversation_id": message.conversation_id if message else None,
        "mode": app.mode,
        "status": status,
        "created_at": int(found.created_at),
        "finished_at": int(finished) if finished and status not in (RunStatus.RUNNING, RunStatus.PAUSED) else None,
        "result": _stored_result(app, found, user) if has_ended else None,
        "error": _told(ApiError(400, "completion_request_error", failure)) if failure is not None else None,
    }


def _stored_result(app: App, found: StoredRun, user: str) -> Json | None:
    run, message = found.run, found.message
    if message is not None:
        metadata = metadata_of(MessageEnd(**end_of(message)))
        about: Json = {"event": "message", "task_id": "", "id": message.id, "message_id": message.id}
        if app.mode != "completion":
            about["conversation_id"] = message.conversation_id
        usage = message.metadata.get("usage") or metadata["usage"]
        said = {"mode": app.mode, "answer": message.answer, "metadata": metadata | {"usage": usage}}
        return {**about, **said, "created_at": int(message.created_at)}
    if run is None:
        return None
    data = finished_run(finished_event(run), _identity(app, found, user))
    return {"task_id": "", "workflow_run_id": run.id, "data": data}


def _told(failure: ApiError) -> Json:
    """Return an error as its envelope has it."""
    return {"code": failure.code, "message": str(failure), "status": failure.status}


def _identity(app: App, found: StoredRun, user: str) -> Identity:
    run, message = found.run, found.message
    return Identity(
        mode=app.mode,
        task_id=run.id if run else "",
        run_id=run.id if run else "",
        message_id=message.id if message else "",
        conversation_id=(message.conversation_id if message else None) or "",
        created_at=int(found.created_at),
        created_by={"id": run.created_by if run else None, "user": user},
    )
