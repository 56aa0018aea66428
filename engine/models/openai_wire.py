"""The OpenAI protocol: requests as it wants them, and its answers as pieces."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from engine.errors import ModelBadRequest
from engine.models.base import (
    ChatRequest,
    FilePart,
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

# What `chat/completions` takes; anything else in a document is for another vendor and is left out.
_PARAMETERS = {
    *("temperature", "top_p", "max_tokens", "max_completion_tokens", "presence_penalty", "frequency_penalty"),
    *("seed", "response_format", "reasoning_effort", "verbosity", "logit_bias", "logprobs", "top_logprobs"),
    *("parallel_tool_calls", "tool_choice", "service_tier"),
}
_COMPLETION_PARAMETERS = {
    *("temperature", "top_p", "max_tokens", "presence_penalty", "frequency_penalty"),
    *("seed", "best_of", "echo", "logit_bias", "suffix"),
}
_SAMPLING = ("temperature", "top_p", "presence_penalty", "frequency_penalty", "logprobs", "top_logprobs", "logit_bias")
_FINISH = {"tool_calls": "tool", "function_call": "tool", "max_tokens": "length"}


def chat_body(model: str, request: ChatRequest, flags: Mapping[str, Any], *, reasons: bool = False) -> dict[str, Any]:
    """Return the arguments of a streamed `chat/completions` call; `reasons` says whether the model does."""
    body = {"model": model, "messages": [_message(message) for message in request.messages], "stream": True}
    body |= _parameters(request.parameters, flags, reasons=reasons)
    if request.stop:
        body["stop"] = list(request.stop)
    if request.tools:
        body["tools"] = [_tool(tool.name, tool.description, tool.parameters) for tool in request.tools]
    if request.json_schema is not None:
        body["response_format"] = _schema_format(request.json_schema)
    if request.user:
        body["user"] = request.user
    return body | _usage_option(flags)


def completion_body(model: str, request: ChatRequest, flags: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of a streamed `completions` call; the messages are one text."""
    prompt = "\n".join(message.text for message in request.messages)
    body: dict[str, Any] = {"model": model, "prompt": prompt, "stream": True}
    body |= {name: value for name, value in request.parameters.items() if name in _COMPLETION_PARAMETERS}
    if request.stop:
        body["stop"] = list(request.stop)
    if request.user:
        body["user"] = request.user
    return body | _usage_option(flags)


def _usage_option(flags: Mapping[str, Any]) -> dict[str, Any]:
    return {"stream_options": {"include_usage": True}} if flags.get("stream_usage", True) else {}


def _parameters(values: Mapping[str, Any], flags: Mapping[str, Any], *, reasons: bool) -> dict[str, Any]:
    known = {name: value for name, value in values.items() if name in _PARAMETERS and value is not None}
    if flags.get("renames_limit") and reasons:
        known = {name: value for name, value in known.items() if name not in _SAMPLING}
        if "max_tokens" in known:
            known["max_completion_tokens"] = known.pop("max_tokens")
    if isinstance(known.get("response_format"), str):
        known |= _response_format(known.pop("response_format"), values.get("json_schema"))
    extra = {name: values[name] for name in flags.get("parameters", ()) if values.get(name) is not None}
    return known | ({"extra_body": extra} if extra else {})


def _response_format(kind: str, schema: Any) -> dict[str, Any]:
    """Return the format that Dify's files name by a word, with its schema as JSON text beside it."""
    match kind.lower():
        case "json_object" | "json":
            return {"response_format": {"type": "json_object"}}
        case "json_schema" if schema:
            return {"response_format": {"type": "json_schema", "json_schema": _named_schema(schema)}}
        case _:
            return {}


def _named_schema(schema: Any) -> dict[str, Any]:
    try:
        parsed = json.loads(schema) if isinstance(schema, str) else schema
    except ValueError as error:
        raise ModelBadRequest(f"the parameter json_schema is no JSON: {error}") from error
    return parsed if "schema" in parsed else {"name": "response", "schema": parsed}


def _schema_format(schema: Mapping[str, Any]) -> dict[str, Any]:
    named = {"name": "response", "schema": schema, "strict": _is_strict(schema)}
    return {"type": "json_schema", "json_schema": named}


def _is_strict(schema: Any) -> bool:
    """Return whether every object in `schema` is closed and requires all of its properties, as strict mode demands."""
    if isinstance(schema, list):
        return all(_is_strict(item) for item in schema)
    if not isinstance(schema, Mapping):
        return True
    if schema.get("type") == "object" or "properties" in schema:
        names = set(schema.get("properties", {}))
        if schema.get("additionalProperties") is not False or set(schema.get("required", ())) != names:
            return False
    return all(_is_strict(value) for value in schema.values())


def _tool(name: str, description: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "function", "function": {"name": name, "description": description, "parameters": parameters}}


def _message(message: Message) -> dict[str, Any]:
    shown: dict[str, Any] = {"role": message.role, "content": _content(message.content)}
    if message.tool_calls:
        calls = [{"name": call.name, "arguments": call.arguments} for call in message.tool_calls]
        ids = [call.id for call in message.tool_calls]
        shown["tool_calls"] = [
            {"id": id, "type": "function", "function": call} for id, call in zip(ids, calls, strict=True)
        ]
        shown["content"] = shown["content"] or None
    if message.role == "tool":
        shown["tool_call_id"] = message.tool_call_id
    return shown


def _content(content: str | Sequence[Part]) -> str | list[dict[str, Any]]:
    if isinstance(content, str):
        return content
    if all(isinstance(part, str) for part in content):
        return "".join(str(part) for part in content)
    return [_part(part) for part in content]


def _part(part: Part) -> dict[str, Any]:
    if isinstance(part, str):
        return {"type": "text", "text": part}
    if isinstance(part, ImagePart):
        return {"type": "image_url", "image_url": {"url": part.url, "detail": part.detail}}
    return _file_part(part)


def _file_part(part: FilePart) -> dict[str, Any]:
    match part.kind:
        case "audio":
            data = part.url.partition("base64,")[2] or part.url
            kind = {"mpeg": "mp3", "x-wav": "wav"}.get(name := part.mime_type.rpartition("/")[2], name)
            return {"type": "input_audio", "input_audio": {"data": data, "format": kind}}
        case "video":
            return {"type": "video_url", "video_url": {"url": part.url}}
        case _:
            return {"type": "file", "file": {"filename": part.filename or "file", "file_data": part.url}}


class OpenAIReader:
    """Understands the chunks of `chat/completions` and `completions`, and their whole answers."""

    def __init__(self, vendor: Vendor, meter: Meter) -> None:
        self.complete = False
        self._vendor = vendor
        self._meter = meter
        self._calls: dict[int, dict[str, str]] = {}
        self._reason = "stop"

    def read(self, event: Any) -> list[Piece]:
        """Return the pieces in one chunk."""
        pieces: list[Piece] = []
        if error := event.get("error"):
            raise self._vendor.failure(_status(error), event)
        for choice in event.get("choices") or ():
            if text := choice.get("text"):
                self._say(TextPiece(text), pieces)
            if delta := choice.get("delta") or choice.get("message"):
                self._read_delta(delta, pieces)
            if reason := choice.get("finish_reason"):
                self._reason = reason
                self.complete = True
            event.setdefault("usage", choice.get("usage"))
        if usage := event.get("usage"):
            self._meter.prompt = usage.get("prompt_tokens")
            self._meter.completion = usage.get("completion_tokens")
        return pieces

    def finish(self, timing: Timing) -> list[Piece]:
        """Return the tool calls, whole now, and the end."""
        calls = [ToolCall(call["id"], call["name"], call["arguments"]) for _, call in sorted(self._calls.items())]
        self._meter.written += [call.name + call.arguments for call in calls]
        reason = "tool" if calls else _FINISH.get(self._reason, self._reason)
        return [*calls, Finished(reason, self._meter.usage(timing))]

    def _read_delta(self, delta: Mapping[str, Any], pieces: list[Piece]) -> None:
        if thinking := delta.get("reasoning_content") or delta.get("reasoning"):
            self._say(ThinkingPiece(_plain(thinking)), pieces)
        if content := delta.get("content") or delta.get("refusal"):
            self._say(TextPiece(_plain(content)), pieces)
        for part in delta.get("tool_calls") or ():
            self._read_call(part)

    def _say(self, piece: TextPiece | ThinkingPiece, pieces: list[Piece]) -> None:
        if piece.text:
            self._meter.written.append(piece.text)
            pieces.append(piece)

    def _read_call(self, part: Mapping[str, Any]) -> None:
        index = part.get("index")
        if index is None:  # some vendors send each call whole and number none
            index = len(self._calls) if part.get("id") or not self._calls else max(self._calls)
        call = self._calls.setdefault(index, {"id": f"call_{index}", "name": "", "arguments": ""})
        call["id"] = part.get("id") or call["id"]
        function = part.get("function") or {}
        call["name"] += function.get("name") or ""
        arguments = function.get("arguments") or ""
        call["arguments"] += arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False)


def _plain(content: Any) -> str:
    """Return the text of a delta; a few vendors send it in parts."""
    if isinstance(content, str):
        return content
    return "".join(part.get("text") or "" for part in content if isinstance(part, Mapping))


def _status(error: Any) -> int:
    code = error.get("code") if isinstance(error, Mapping) else None
    return code if isinstance(code, int) else 200
