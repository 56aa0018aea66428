"""JSON-RPC as the Model Context Protocol uses it, and what a call of an app comes to."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from api.errors import answer
from api.following import answer_text
from api.json_text import dumps, to_bytes
from engine.events import Event, MessageEnd, NodeFinished, RunError, RunFinished, RunPaused
from services.runs.runs import LiveRun

Json = dict[str, Any]

INVALID_REQUEST: Final = -32600
METHOD_NOT_FOUND: Final = -32601
INVALID_PARAMS: Final = -32602


def result_of(id: Any, result: Mapping[str, Any]) -> Json:
    """Return the answer to a request."""
    return {"jsonrpc": "2.0", "id": id, "result": result}


def error_of(id: Any, code: int, message: str) -> Json:
    """Return the answer to a request that cannot be carried out."""
    return {"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}}


def refused(error: Exception) -> Json:
    """Return what a call of a tool gives that was refused: told to the model, which may try again."""
    return _failed(str(json.loads(bytes(answer(error).body))["message"]))


class Calls:
    """Turns the events of one run into a streamed answer: progress where it was asked for, and the result last."""

    ping = b": ping\n\n"

    def __init__(self, live: LiveRun, id: Any, progress_token: Any) -> None:
        self._live = live
        self._id = id
        self._token = progress_token
        self._progress = 0

    def encode(self, events: Iterable[Event]) -> bytes:
        """Return the lines of `events` as one piece."""
        return to_bytes("".join(map(self._lines, events)))

    def _lines(self, event: Event) -> str:
        if isinstance(event, NodeFinished) and self._token is not None:
            self._progress += 1
            told = {"progressToken": self._token, "progress": self._progress, "message": event.title}
            return _line({"jsonrpc": "2.0", "method": "notifications/progress", "params": told})
        if (result := self._result(event)) is not None:
            return _line(result_of(self._id, result))
        return ""

    def _result(self, event: Event) -> Json | None:
        match event:
            case RunError():
                return _failed(event.message)
            case RunPaused():
                return _failed("The run waits for a person's answer to a form, which this protocol has no word for.")
            case RunFinished() if self._live.mode == "workflow":
                return _of_workflow(event)
            case MessageEnd():
                return self._of_message()
        return None

    def _of_message(self) -> Json:
        live, text = self._live, answer_text(self._live.events)
        ids = {"conversation_id": live.conversation_id} if live.conversation_id else {}
        return _told(text, {"answer": text, "message_id": live.message_id, **ids})


def _of_workflow(event: RunFinished) -> Json:
    if event.status == "failed":
        return _failed(event.error or "The run failed.")
    outputs = dict(event.outputs)
    (only,) = outputs.values() if len(outputs) == 1 else (None,)
    return _told(only if isinstance(only, str) else dumps(outputs), outputs)


def _told(text: str, values: Json) -> Json:
    return {"content": [{"type": "text", "text": text}], "structuredContent": values, "isError": False}


def _failed(message: str) -> Json:
    return {"content": [{"type": "text", "text": message}], "isError": True}


def _line(message: Json) -> str:
    return f"event: message\ndata: {dumps(message)}\n\n"
