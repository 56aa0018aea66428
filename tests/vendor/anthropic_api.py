"""The Anthropic protocol: messages, streamed and whole."""

import json
from collections.abc import Iterator
from typing import Any
from zlib import crc32

from tests.vendor.http import Request, Response
from tests.vendor.pieces import event, pieces, prompt_of, tokens
from tests.vendor.rules import Reply
from tests.vendor.streaming import send_pieces

Event = dict[str, Any]


def error_body(reply: Reply) -> dict[str, Any]:
    """Return the body of a refused request."""
    kind = reply.error_code or "api_error"
    return {"type": "error", "error": {"type": kind, "message": reply.text or "refused"}, "request_id": "req_1"}


async def messages(request: Request, response: Response, reply: Reply) -> None:
    """Answer `POST /v1/messages`."""
    body = request.json
    if fault := _thinking_fault(body):
        refused = Reply(text=fault, error_code="invalid_request_error")
        response.send_json(400, error_body(refused))
        return
    if reply.whole or not body.get("stream"):
        response.send_json(200, _message(body, reply, _blocks(reply), _stop_reason(reply)))
        return
    events = [event(value, value["type"]) for value in _events(body, reply)]
    broken_off = {"type": reply.error_code or "overloaded_error", "message": reply.text or "overloaded"}
    broken = event({"type": "error", "error": broken_off}, "error")
    await send_pieces(response, events, reply, broken)


def _signature(thinking: str) -> str:
    return f"signed {crc32(thinking.encode())}"


def _thinking_fault(body: Any) -> str | None:
    """Return what is wrong with the reasoning that comes back: changed, or missing before the first call of a turn."""
    turns = [turn for turn in body["messages"] if isinstance(turn["content"], list)]
    for block in (block for turn in turns for block in turn["content"]):
        if block["type"] == "thinking" and block.get("signature") != _signature(block["thinking"]):
            return "Invalid `signature` in `thinking` block"
    asked = max((place for place, turn in enumerate(turns) if _is_question(turn)), default=-1)
    answers = [turn["content"] for turn in turns[asked + 1 :] if turn["role"] == "assistant"]
    if (body.get("thinking") or {}).get("type") != "enabled" or not answers:
        return None
    first, calls = answers[0][0]["type"], any(block["type"] == "tool_use" for block in answers[0])
    if not calls or first in ("thinking", "redacted_thinking"):
        return None
    return f"Expected `thinking` or `redacted_thinking`, but found `{first}`"


def _is_question(turn: Event) -> bool:
    return turn["role"] == "user" and any(block["type"] != "tool_result" for block in turn["content"])


def _stop_reason(reply: Reply) -> str:
    return reply.finish or ("tool_use" if reply.tool_calls else "end_turn")


def _blocks(reply: Reply) -> list[Event]:
    blocks: list[Event] = []
    if reply.thinking:
        blocks.append({"type": "thinking", "thinking": reply.thinking, "signature": _signature(reply.thinking)})
    if reply.redacted:
        blocks.append({"type": "redacted_thinking", "data": reply.redacted})
    if reply.text:
        blocks.append({"type": "text", "text": reply.text})
    blocks += [
        {"type": "tool_use", "id": f"toolu_{index}", "name": name, "input": json.loads(arguments)}
        for index, (name, arguments) in enumerate(reply.tool_calls)
    ]
    return blocks


def _usage(body: Any, reply: Reply) -> dict[str, int]:
    written = tokens(reply.text) + tokens(reply.thinking) + sum(tokens(call[1]) for call in reply.tool_calls)
    return {"input_tokens": tokens(prompt_of(body)), "output_tokens": written}


def _message(body: Any, reply: Reply, content: list[Event], stop_reason: str | None) -> Event:
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": body.get("model"),
        "content": content,
        "stop_reason": stop_reason,
        "stop_sequence": None,
        "usage": _usage(body, reply),
    }


def _events(body: Any, reply: Reply) -> Iterator[Event]:
    start = _message(body, reply, [], None)
    start["usage"] = {**start["usage"], "output_tokens": 1}
    yield {"type": "message_start", "message": start}
    yield {"type": "ping"}
    for index, block in enumerate(_blocks(reply)):
        yield from _block_events(index, block)
    delta = {"stop_reason": _stop_reason(reply), "stop_sequence": None}
    yield {"type": "message_delta", "delta": delta, "usage": {"output_tokens": _usage(body, reply)["output_tokens"]}}
    yield {"type": "message_stop"}


def _block_events(index: int, block: Event) -> Iterator[Event]:
    match block["type"]:
        case "thinking":
            empty = {**block, "thinking": "", "signature": ""}
            signature = {"type": "signature_delta", "signature": block["signature"]}
            deltas = [*_deltas("thinking_delta", "thinking", block["thinking"]), signature]
        case "redacted_thinking":
            empty, deltas = block, []
        case "text":
            empty, deltas = {**block, "text": ""}, _deltas("text_delta", "text", block["text"])
        case _:
            empty, deltas = (
                {**block, "input": {}},
                _deltas("input_json_delta", "partial_json", json.dumps(block["input"])),
            )
    yield {"type": "content_block_start", "index": index, "content_block": empty}
    for delta in deltas:
        yield {"type": "content_block_delta", "index": index, "delta": delta}
    yield {"type": "content_block_stop", "index": index}


def _deltas(kind: str, key: str, text: str) -> list[Event]:
    return [{"type": kind, key: piece} for piece in pieces(text)]
