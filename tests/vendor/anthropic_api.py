"""The Anthropic protocol: messages, streamed and whole."""

import json
from collections.abc import Iterator
from typing import Any

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
    if reply.whole or not body.get("stream"):
        response.send_json(200, _message(body, reply, _blocks(reply), _stop_reason(reply)))
        return
    events = [event(value, value["type"]) for value in _events(body, reply)]
    fault = {"type": reply.error_code or "overloaded_error", "message": reply.text or "overloaded"}
    broken = event({"type": "error", "error": fault}, "error")
    await send_pieces(response, events, reply, broken)


def _stop_reason(reply: Reply) -> str:
    return reply.finish or ("tool_use" if reply.tool_calls else "end_turn")


def _blocks(reply: Reply) -> list[Event]:
    blocks: list[Event] = []
    if reply.thinking:
        blocks.append({"type": "thinking", "thinking": reply.thinking, "signature": "s"})
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
            empty, deltas = (
                {**block, "thinking": "", "signature": ""},
                _deltas("thinking_delta", "thinking", block["thinking"]),
            )
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
