"""Google's protocol: requests as `generateContent` wants them, and its answers as pieces."""

import json
from collections.abc import Iterable, Mapping, Sequence
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
    "top_p": "topP",
    "top_k": "topK",
    "max_tokens": "maxOutputTokens",
    "presence_penalty": "presencePenalty",
    "frequency_penalty": "frequencyPenalty",
    "seed": "seed",
}
_MOST_STOPS = 5
_FINISH = {"STOP": "stop", "MAX_TOKENS": "length"}  # all others are refusals of one kind or another
_UNDECIDED = ("FINISH_REASON_UNSPECIFIED", "OTHER", "MALFORMED_FUNCTION_CALL")


def content_body(request: ChatRequest) -> dict[str, Any]:
    """Return the body of a `streamGenerateContent` call."""
    system = "\n\n".join(message.text for message in request.messages if message.role == "system" and message.text)
    turns = _turns([message for message in request.messages if message.role != "system"])
    if not turns:  # the protocol wants something said by the user
        turns, system = [{"role": "user", "parts": [{"text": system}]}], ""
    body: dict[str, Any] = {"contents": turns}
    if system:
        body["systemInstruction"] = {"parts": [{"text": system}]}
    if request.tools:
        body["tools"] = [
            {
                "functionDeclarations": [
                    {"name": tool.name, "description": tool.description, "parametersJsonSchema": tool.parameters}
                    for tool in request.tools
                ]
            }
        ]
    if config := _config(request):
        body["generationConfig"] = config
    return body


def _config(request: ChatRequest) -> dict[str, Any]:
    values = request.parameters
    config: dict[str, Any] = {
        theirs: values[ours] for ours, theirs in _SAMPLING.items() if values.get(ours) is not None
    }
    if stop := [word for word in request.stop if word]:
        config["stopSequences"] = stop[:_MOST_STOPS]
    if request.json_schema is not None:
        config |= {"responseMimeType": "application/json", "responseJsonSchema": request.json_schema}
    if thinking := _thinking(values):
        config["thinkingConfig"] = thinking
    return config


def _thinking(values: Mapping[str, Any]) -> dict[str, Any]:
    thinking: dict[str, Any] = {}
    if values.get("thinking") or values.get("include_thoughts"):
        thinking["includeThoughts"] = True
    if values.get("thinking_budget") is not None:
        thinking["thinkingBudget"] = int(values["thinking_budget"])
    return thinking


def _turns(messages: Sequence[Message]) -> list[dict[str, Any]]:
    """Return the messages with roles in turn, the user first, and nothing empty."""
    names = {call.id: call.name for message in messages for call in message.tool_calls}
    turns: list[dict[str, Any]] = []
    for message in messages:
        role = "model" if message.role == "assistant" else "user"
        parts = _parts(message, names)
        if turns and turns[-1]["role"] == role:
            turns[-1]["parts"] += parts
        elif parts:
            turns.append({"role": role, "parts": parts})
    if turns and turns[0]["role"] == "model":
        turns.insert(0, {"role": "user", "parts": [{"text": "…"}]})
    return turns


def _parts(message: Message, names: Mapping[str, str]) -> list[dict[str, Any]]:
    if message.role == "tool":
        id = message.tool_call_id or ""
        answer = {"id": id, "name": names.get(id, id), "response": {"result": message.text}}
        return [{"functionResponse": answer}]
    parts: Sequence[Part] = [message.content] if isinstance(message.content, str) else message.content
    return [_part(part) for part in parts if part] + [_call(call) for call in message.tool_calls]


def _part(part: Part) -> dict[str, Any]:
    if isinstance(part, str):
        return {"text": part}
    if not part.url.startswith("data:"):
        kind = {"mimeType": part.mime_type} if isinstance(part, FilePart) and part.mime_type else {}
        return {"fileData": {"fileUri": part.url, **kind}}
    head, _, data = part.url.removeprefix("data:").partition(",")
    return {"inlineData": {"mimeType": head.partition(";")[0], "data": data}}


def _call(call: ToolCall) -> dict[str, Any]:
    part: dict[str, Any] = {"functionCall": {"id": call.id, "name": call.name, "args": call.mapping}}
    return part | ({"thoughtSignature": call.signature} if call.signature else {})


class GeminiReader:
    """Understands the events of `streamGenerateContent`, and whole answers."""

    def __init__(self, vendor: Vendor, meter: Meter) -> None:
        self.complete = False
        self._vendor = vendor
        self._meter = meter
        self._calls: list[ToolCall] = []
        self._reason = "stop"

    def read(self, event: Any) -> list[Piece]:
        """Return the pieces in one event, or in a list of all of them."""
        if isinstance(event, list):
            return [piece for one in event for piece in self.read(one)]
        if "error" in event:
            raise self._vendor.failure(_status(event["error"]), event)
        self._read_usage(event.get("usageMetadata") or {})
        if (event.get("promptFeedback") or {}).get("blockReason"):
            self._reason, self.complete = "content_filter", True
        return [piece for candidate in (event.get("candidates") or ())[:1] for piece in self._read_candidate(candidate)]

    def finish(self, timing: Timing) -> list[Piece]:
        """Return the tool calls and the end."""
        self._meter.written += [call.name + call.arguments for call in self._calls]
        return [*self._calls, Finished("tool" if self._calls else self._reason, self._meter.usage(timing))]

    def _read_candidate(self, candidate: Mapping[str, Any]) -> Iterable[Piece]:
        if reason := candidate.get("finishReason"):
            self._reason = "stop" if reason in _UNDECIDED else _FINISH.get(reason, "content_filter")
            self.complete = True
        for part in (candidate.get("content") or {}).get("parts") or ():
            if "functionCall" in part:
                self._calls.append(self._read_call(part))
            elif text := part.get("text"):
                self._meter.written.append(text)
                yield ThinkingPiece(text) if part.get("thought") else TextPiece(text)

    def _read_call(self, part: Mapping[str, Any]) -> ToolCall:
        call = part["functionCall"]
        return ToolCall(
            id=call.get("id") or f"call_{len(self._calls)}",
            name=call["name"],
            arguments=json.dumps(call.get("args") or {}, ensure_ascii=False),
            signature=part.get("thoughtSignature", ""),
        )

    def _read_usage(self, usage: Mapping[str, Any]) -> None:
        if usage.get("promptTokenCount") is not None:
            self._meter.prompt = usage["promptTokenCount"]
        if usage.get("candidatesTokenCount") is not None:
            self._meter.completion = usage["candidatesTokenCount"] + (usage.get("thoughtsTokenCount") or 0)


def _status(error: Any) -> int:
    code = error.get("code") if isinstance(error, Mapping) else None
    return code if isinstance(code, int) and code >= 400 else 200
