"""The Anthropic protocol: requests as it wants them, and its answers as pieces."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from engine.models.anthropic_blocks import Blocks, as_written, call_block, may_think
from engine.models.base import (
    ChatRequest,
    Finished,
    ImagePart,
    Message,
    Part,
    Piece,
    TextPiece,
    ThinkingPiece,
    ToolCall,
)
from engine.models.failures import Vendor
from engine.models.metering import Meter, Timing

_MAX_TOKENS = 4096  # the protocol demands a limit; this one every model allows
_THINKING_BUDGET = 2048
_SAMPLING = ("temperature", "top_p", "top_k")
_STRUCTURED = "give_answer"  # the tool through which an answer of a given shape comes
_FINISH = {
    "end_turn": "stop",
    "stop_sequence": "stop",
    "pause_turn": "stop",
    "max_tokens": "length",
    "tool_use": "tool",
    "refusal": "content_filter",
}


def message_body(model: str, request: ChatRequest, provider: str = "anthropic") -> dict[str, Any]:
    """Return the arguments of a streamed `messages` call to `provider`."""
    thinks = may_think(request, provider)
    parameters = dict(request.parameters)
    if parameters.get("thinking") and not thinks:
        parameters["thinking"] = {"type": "disabled"}
    system = "\n\n".join(message.text for message in request.messages if message.role == "system" and message.text)
    said = [message for message in request.messages if message.role != "system"]
    turns = _turns(said, provider if thinks else None)
    if not turns:  # the protocol wants something said by the user
        turns, system = [{"role": "user", "content": [_text(system)]}], ""
    body: dict[str, Any] = {"model": model, "messages": turns, "stream": True}
    if system:
        body["system"] = system
    if stop := [word for word in request.stop if word.strip()]:
        body["stop_sequences"] = stop
    if request.user:
        body["metadata"] = {"user_id": request.user}
    return body | _parameters(parameters) | _tools(request)


def _parameters(values: Mapping[str, Any]) -> dict[str, Any]:
    limit = int(values.get("max_tokens") or _MAX_TOKENS)
    if values.get("thinking"):
        thinking = _thinking(values)
        return {"max_tokens": limit + int(thinking.get("budget_tokens", 0)), "thinking": thinking}
    sampling = {name: values[name] for name in _SAMPLING if values.get(name) is not None}
    if "temperature" in sampling:
        sampling.pop("top_p", None)  # newer models refuse both at once
    # The client's own method no longer knows these, though many models still take them.
    return {"max_tokens": limit} | ({"extra_body": sampling} if sampling else {})


def _thinking(values: Mapping[str, Any]) -> dict[str, Any]:
    given = values["thinking"]
    if isinstance(given, Mapping):
        return dict(given)
    return {"type": "enabled", "budget_tokens": int(values.get("thinking_budget") or _THINKING_BUDGET)}


def _tools(request: ChatRequest) -> dict[str, Any]:
    tools = [_tool(tool.name, tool.description, tool.parameters) for tool in request.tools]
    if request.json_schema is None:
        return {"tools": tools} if tools else _called_before(request)
    tools.append(_tool(_STRUCTURED, "Give the answer. Always answer by calling this tool.", request.json_schema))
    forced = not request.tools and not request.parameters.get("thinking")
    choice = {"type": "tool", "name": _STRUCTURED} if forced else {"type": "auto"}
    return {"tools": tools, "tool_choice": choice}


def _called_before(request: ChatRequest) -> dict[str, Any]:
    """Return the tools that the messages have calls of, not to be called any more: the protocol wants to know them."""
    names = dict.fromkeys(call.name for message in request.messages for call in message.tool_calls)
    tools = [_tool(name, "Was called before.", {}) for name in names]
    return {"tools": tools, "tool_choice": {"type": "none"}} if tools else {}


def _tool(name: str, description: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": name, "description": description, "input_schema": {"type": "object", **schema}}


def _turns(messages: Iterable[Message], thinker: str | None) -> list[dict[str, Any]]:
    """Return the messages with roles in turn, the user first, and nothing empty; `thinker` sees its own blocks again."""
    turns: list[dict[str, Any]] = []
    for message in messages:
        role = "assistant" if message.role == "assistant" else "user"
        blocks = as_written(message, thinker) or _blocks(message)
        if turns and turns[-1]["role"] == role:
            turns[-1]["content"] += blocks
        elif blocks:
            turns.append({"role": role, "content": blocks})
    if turns and turns[0]["role"] == "assistant":
        turns.insert(0, {"role": "user", "content": [_text("…")]})
    if turns and turns[-1]["role"] == "assistant" and turns[-1]["content"][-1]["type"] == "text":
        turns[-1]["content"][-1]["text"] = turns[-1]["content"][-1]["text"].rstrip()  # a prefill may not end in space
    return turns


def _blocks(message: Message) -> list[dict[str, Any]]:
    parts: Sequence[Part] = [message.content] if isinstance(message.content, str) else message.content
    blocks = [_block(part) for part in parts if part]
    if message.role == "tool":
        return [{"type": "tool_result", "tool_use_id": message.tool_call_id, "content": blocks or "(nothing)"}]
    return blocks + [call_block(call) for call in message.tool_calls]


def _block(part: Part) -> dict[str, Any]:
    if isinstance(part, str):
        return _text(part)
    return {"type": "image" if isinstance(part, ImagePart) else "document", "source": _source(part.url)}


def _source(url: str) -> dict[str, Any]:
    if not url.startswith("data:"):
        return {"type": "url", "url": url}
    head, _, data = url.removeprefix("data:").partition(",")
    return {"type": "base64", "media_type": head.partition(";")[0], "data": data}


def _text(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}


class AnthropicReader:
    """Understands the events of `messages`, and whole messages."""

    def __init__(self, vendor: Vendor, meter: Meter) -> None:
        self.complete = False
        self._vendor = vendor
        self._meter = meter
        self._calls: dict[int, dict[str, str]] = {}  # by the index of their block
        self._blocks = Blocks()
        self._reason = "end_turn"

    def read(self, event: Any) -> list[Piece]:
        """Return the pieces in one event."""
        match event.get("type"):
            case "content_block_delta":
                return self._read_delta(event["index"], event["delta"])
            case "content_block_start":
                return self._read_block(event["index"], event["content_block"])
            case "message_start":
                self._read_usage(event["message"].get("usage"))
            case "message_delta":
                self._read_end(event["delta"].get("stop_reason"), event.get("usage"))
            case "message":
                self._read_end(event.get("stop_reason"), event.get("usage"))
                blocks = enumerate(event.get("content") or ())
                return [piece for index, block in blocks for piece in self._read_block(index, block)]
            case "error":
                raise self._vendor.failure(200, event)
        return []

    def finish(self, timing: Timing) -> list[Piece]:
        """Return the tool calls, whole now, and the end."""
        placed = {index: ToolCall(**call) for index, call in sorted(self._calls.items())}
        calls = list(placed.values())
        self._meter.written += [call.name + call.arguments for call in calls]
        reason = "tool" if calls else _FINISH.get(self._reason, self._reason)
        if reason == "tool" and not calls:
            reason = "stop"  # the tool was the shape of the answer
        return [
            *calls,
            Finished(reason, self._meter.usage(timing), as_written=self._blocks.written(self._vendor.id, placed)),
        ]

    def _read_delta(self, index: int, delta: Mapping[str, Any]) -> list[Piece]:
        self._blocks.add(index, delta)
        match delta.get("type"):
            case "text_delta":
                return self._say(TextPiece(delta["text"]))
            case "thinking_delta":
                return self._say(ThinkingPiece(delta["thinking"]))
            case "input_json_delta" if index in self._calls:
                self._calls[index]["arguments"] += delta["partial_json"]
            case "input_json_delta":
                return self._say(TextPiece(delta["partial_json"]))
        return []

    def _read_block(self, index: int, block: Mapping[str, Any]) -> list[Piece]:
        self._blocks.begin(index, block)
        match block.get("type"):
            case "text":
                return self._say(TextPiece(block["text"]))
            case "thinking":
                return self._say(ThinkingPiece(block["thinking"]))
            case "tool_use":
                arguments = json.dumps(block["input"], ensure_ascii=False) if block.get("input") else ""
                if block["name"] == _STRUCTURED:
                    return self._say(TextPiece(arguments))
                self._calls[index] = {"id": block["id"], "name": block["name"], "arguments": arguments}
        return []

    def _read_usage(self, usage: Mapping[str, Any] | None) -> None:
        if not usage:
            return
        if usage.get("input_tokens") is not None:
            kinds = ("input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens")
            self._meter.prompt = sum(usage.get(kind) or 0 for kind in kinds)
        if usage.get("output_tokens") is not None:
            self._meter.completion = usage["output_tokens"]

    def _read_end(self, reason: str | None, usage: Mapping[str, Any] | None) -> None:
        self._read_usage(usage)
        if reason:
            self._reason = reason
            self.complete = True

    def _say(self, piece: TextPiece | ThinkingPiece) -> list[Piece]:
        if not piece.text:
            return []
        self._meter.written.append(piece.text)
        return [piece]
