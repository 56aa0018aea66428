"""Answering with a live run: as its event stream, or with its end."""

from collections.abc import Sequence

from starlette.responses import Response

from api.errors import ApiError
from api.json_text import JsonAnswer
from api.sse import EventStream
from api.wire import Identity, finished_run, metadata_of, paused_run
from engine.events import Event, MessageEnd, MessageReplaced, RunError, RunFinished, RunPaused, TextDelta, Usage
from services.runs import LiveRun
from services.runtime import Runtime

LAST_EVENTS = 0.5  # seconds for the last events of runs that the stopping server has ended


async def answer_of(rt: Runtime, live: LiveRun, *, streaming: bool) -> Response:
    """Return the answer to a call that started `live`.

    Raises:
        ApiError: blocking, and the turn failed.
    """
    if streaming:
        grace = rt.settings.shutdown_seconds + LAST_EVENTS
        return EventStream(live.subscribe(), identity_of(live), stopping=rt.stopping, grace=grace)
    last = await live.finished()
    return JsonAnswer(_workflow(live, last) if live.mode == "workflow" else _message(live, last))


def identity_of(live: LiveRun) -> Identity:
    """Return what the events of a run repeat."""
    return Identity(
        mode=live.mode,
        task_id=live.task_id,
        run_id=live.id,
        message_id=live.message_id,
        conversation_id=live.conversation_id,
        created_at=int(live.created_at),
        created_by={"id": live.user_id, "user": live.user},
    )


def _workflow(live: LiveRun, last: Event) -> dict[str, object]:
    if isinstance(last, RunPaused):
        paused = paused_run(last, live.created_at)
        data = {
            **paused,
            "id": live.id,
            "workflow_id": live.workflow_id,
            "outputs": {},
            "error": None,
            "finished_at": None,
        }
    elif isinstance(last, RunFinished):
        data = finished_run(last)
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
