"""Cohere's protocol: requests as `chat` wants them, and its answers as pieces."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.models.base import (
    ChatRequest,
    FilePart,
    Finished,
    Message,
    Part,
    Piece,
    TextPiece,
    ThinkingPiece,
    ToolCall,
)
from engine.models.failures import Vendor
from engine.models.metering import Meter, Timing

_SAMPLING = {
    "temperature": "temperature",
    "top_p": "p",
    "top_k": "k",
    "max_tokens": "max_tokens",
    "presence_penalty": "presence_penalty",
    "frequency_penalty": "frequency_penalty",
    "seed": "seed",
}
_FINISH = {
    "COMPLETE": "stop",
    "STOP_SEQUENCE": "stop",
    "MAX_TOKENS": "length",
    "TOOL_CALL": "tool",
    "ERROR_TOXIC": "content_filter",
}
_MOST_STOPS = 5


def chat_body(model: str, request: ChatRequest) -> dict[str, Any]:
    """Return the body of a streamed `chat` call."""
    values = request.parameters
    body: dict[str, Any] = {"model": model, "messages": [_message(one) for one in request.messages], "stream": True}
    body |= {theirs: values[ours] for ours, theirs in _SAMPLING.items() if values.get(ours) is not None}
    if stop := [word for word in request.stop if word]:
        body["stop_sequences"] = stop[:_MOST_STOPS]
    if request.tools:
        body["tools"] = [
            {
                "type": "function",
                "function": {"name": tool.name, "description": tool.description, "parameters": tool.parameters},
            }
            for tool in request.tools
        ]
    if request.json_schema is not None:
        body["response_format"] = {"type": "json_object", "json_schema": request.json_schema}
    return body


def _message(message: Message) -> dict[str, Any]:
    if message.role == "tool":
        return {"role": "tool", "tool_call_id": message.tool_call_id, "content": message.text}
    if message.tool_calls:
        calls = [
            {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments or "{}"}}
            for call in message.tool_calls
        ]
        said = {"tool_plan": message.text} if message.text else {}
        return {"role": "assistant", "tool_calls": calls, **said}
    if isinstance(message.content, str):
        return {"role": message.role, "content": message.content}
    return {"role": message.role, "content": _parts(message.content)}


def _parts(parts: Sequence[Part]) -> list[dict[str, Any]]:
    return [
        {"type": "text", "text": part} if isinstance(part, str) else _picture(part)
        for part in parts
        if not isinstance(part, FilePart)  # the protocol has pictures alone
    ]


def _picture(part: Any) -> dict[str, Any]:
    return {"type": "image_url", "image_url": {"url": part.url}}


class CohereReader:
    """Understands the events of `chat`, and whole answers."""

    def __init__(self, vendor: Vendor, meter: Meter) -> None:
        self.complete = False
        self._vendor = vendor
        self._meter = meter
        self._calls: dict[int, dict[str, str]] = {}
        self._reason = "stop"

    def read(self, event: Any) -> list[Piece]:
        """Return the pieces in one event, or in a whole answer."""
        delta = event.get("delta") or {}
        message = delta.get("message") or {}
        match event.get("type"):
            case "content-delta":
                return self._say(message.get("content") or {})
            case "tool-call-start":
                self._begin(event.get("index", len(self._calls)), message["tool_calls"])
            case "tool-call-delta":
                self._calls[event.get("index", 0)]["arguments"] += message["tool_calls"]["function"]["arguments"]
            case "message-end":
                self._end(delta.get("finish_reason"), delta.get("usage"), delta.get("error"))
            case None if "message" in event and "finish_reason" in event:
                return self._whole(event)
            case None if "message" in event:
                raise self._vendor.failure(200, event)
        return []

    def finish(self, timing: Timing) -> list[Piece]:
        """Return the tool calls, whole now, and the end."""
        calls = [ToolCall(call["id"], call["name"], call["arguments"] or "{}") for call in self._calls.values()]
        self._meter.written += [call.name + call.arguments for call in calls]
        return [*calls, Finished("tool" if calls else self._reason, self._meter.usage(timing))]

    def _whole(self, answer: Mapping[str, Any]) -> list[Piece]:
        message = answer["message"]
        for place, call in enumerate(message.get("tool_calls") or ()):
            self._begin(place, call)
        self._end(answer["finish_reason"], answer.get("usage"), None)
        return [piece for content in message.get("content") or () for piece in self._say(content)]

    def _begin(self, place: int, call: Mapping[str, Any]) -> None:
        function = call["function"]
        self._calls[place] = {
            "id": call.get("id") or f"call_{place}",
            "name": function["name"],
            "arguments": function.get("arguments") or "",
        }

    def _end(self, reason: str | None, usage: Mapping[str, Any] | None, error: str | None) -> None:
        tokens = (usage or {}).get("tokens") or {}
        if tokens.get("input_tokens") is not None:
            self._meter.prompt = int(tokens["input_tokens"])
        if tokens.get("output_tokens") is not None:
            self._meter.completion = int(tokens["output_tokens"])
        if reason in ("ERROR", "TIMEOUT"):
            raise self._vendor.failure(500, {"message": error or f"the answer ended with {reason}"})
        self._reason = _FINISH.get(str(reason), "stop")
        self.complete = True

    def _say(self, content: Mapping[str, Any]) -> list[Piece]:
        text, thought = content.get("text"), content.get("thinking")
        if not (text or thought):
            return []
        self._meter.written.append(text or thought or "")
        return [TextPiece(text)] if text else [ThinkingPiece(str(thought))]
