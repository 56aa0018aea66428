"""Answers of apps in OpenAI's chat protocol, whole and as streams."""

from collections.abc import Iterable, Mapping
from typing import Any

from api.errors import ApiError
from api.following import answer_text
from api.json_text import dumps, to_bytes
from api.openai_chat.failures import failure
from engine.events import Event, MessageEnd, MessageReplaced, RunError, RunFinished, RunPaused, TextDelta, Usage
from services.runs.runs import LiveRun

Json = dict[str, Any]

PAUSED = "The run waits for a person's answer to a form; the other routes tell of it."


def whole(live: LiveRun, model: str, *, tells_as_it_comes: bool) -> Json:
    """Return the answer of a run that has ended. Raises ApiError: it failed, or waits for somebody."""
    last = live.events[-1]
    if refused := _broken_off(last, is_workflow=live.mode == "workflow"):
        raise ApiError(**refused)
    assert isinstance(last, RunFinished | MessageEnd)
    text = answer_text(live.events)
    if isinstance(last, RunFinished) and not (text and tells_as_it_comes):
        text = text_of(last.outputs)
    is_replaced = any(isinstance(event, MessageReplaced) for event in live.events)
    message = {"role": "assistant", "content": text, "refusal": None}
    reason = "content_filter" if is_replaced else "stop"
    return {
        **_head(live, model, "chat.completion"),
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": reason}],
        "usage": usage_of(last.usage),
    }


class Chunks:
    """Turns the events of one run into the pieces of a streamed answer."""

    ping = b": ping\n\n"  # a comment: clients of this protocol take every event for JSON

    def __init__(self, live: LiveRun, model: str, *, include_usage: bool, tells_as_it_comes: bool) -> None:
        self._head = _head(live, model, "chat.completion.chunk")
        self._is_workflow = live.mode == "workflow"
        self._include_usage = include_usage
        self._tells = tells_as_it_comes
        self._reason = "stop"
        self._has_begun = False
        self._has_text = False

    def encode(self, events: Iterable[Event]) -> bytes:
        """Return the lines of `events` as one piece."""
        return to_bytes("".join(map(self._lines, events)))

    def _lines(self, event: Event) -> str:
        if refused := _broken_off(event, is_workflow=self._is_workflow):
            return _line(failure(**refused))
        match event:
            case MessageReplaced():
                self._reason = "content_filter"
                return self._said(event.text)
            case TextDelta():
                return self._said(event.text) if self._tells else ""
            case RunFinished() if self._is_workflow:
                return self._rest(event) + self._end(event.usage)
            case MessageEnd():
                return self._end(event.usage)
        return ""

    def _rest(self, event: RunFinished) -> str:
        return "" if self._has_text else self._said(text_of(event.outputs))

    def _said(self, text: str) -> str:
        delta: Json = {"content": text}
        if not self._has_begun:
            delta = {"role": "assistant", **delta}
        self._has_begun = self._has_text = True
        return self._chunk([{"index": 0, "delta": delta, "logprobs": None, "finish_reason": None}])

    def _end(self, usage: Usage) -> str:
        last = self._chunk([{"index": 0, "delta": {}, "logprobs": None, "finish_reason": self._reason}])
        counted = _line({**self._head, "choices": [], "usage": usage_of(usage)}) if self._include_usage else ""
        return f"{last}{counted}data: [DONE]\n\n"

    def _chunk(self, choices: list[Json]) -> str:
        return _line({**self._head, "choices": choices, **({"usage": None} if self._include_usage else {})})


def text_of(outputs: Mapping[str, Any]) -> str:
    """Return the outputs of a workflow as a text: the only one when it is a text, else all as JSON."""
    if len(outputs) == 1:
        (only,) = outputs.values()
        return only if isinstance(only, str) else dumps(only)
    return dumps(dict(outputs))


def usage_of(usage: Usage) -> Json:
    """Return tokens as OpenAI's clients read them."""
    return {
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "total_tokens": usage.total_tokens,
    }


def _head(live: LiveRun, model: str, kind: str) -> Json:
    ids = {"conversation_id": live.conversation_id, "message_id": live.message_id}
    if live.mode == "workflow":
        ids = {"workflow_run_id": live.id}
    return {
        "id": f"chatcmpl-{live.message_id or live.id}",
        "object": kind,
        "created": int(live.created_at),
        "model": model or live.app_id,
        "system_fingerprint": None,
        **{name: value for name, value in ids.items() if value},
        "task_id": live.task_id,
    }


def _broken_off(event: Event, *, is_workflow: bool) -> Json | None:
    """Return what is told of an event after which no answer comes, None for others."""
    match event:
        case RunError():
            return {"status": event.status, "code": event.code, "message": event.message}
        case RunPaused():
            return {"status": 400, "code": "human_input_required", "message": PAUSED}
        case RunFinished(status="failed") if is_workflow:
            return {"status": 400, "code": "completion_request_error", "message": event.error or "The run failed."}
    return None


def _line(value: Json) -> str:
    return f"data: {dumps(value)}\n\n"
