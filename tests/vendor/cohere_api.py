"""Cohere's protocol: chat, streamed and whole, embeddings, the list of models. Ranking is as in `openai_api`."""

from collections.abc import Iterator
from typing import Any

from tests.vendor.http import Request, Response
from tests.vendor.openai_api import vector
from tests.vendor.pieces import event, pieces, prompt_of, tokens
from tests.vendor.rules import Reply
from tests.vendor.streaming import send_pieces

ROUTES = ("/v2/chat", "/v2/embed")
Event = dict[str, Any]


def error_body(reply: Reply) -> Event:
    """Return the body of a refused request."""
    return {
        "id": "error-1",
        "message": reply.text or "refused",
        **({"code": reply.error_code} if reply.error_code else {}),
    }


def models(response: Response) -> None:
    """Answer `GET /v1/models`."""
    response.send_json(200, {"models": [{"name": "small-chat", "endpoints": ["chat"]}]})


def embeddings(request: Request, response: Response) -> None:
    """Answer `POST /v2/embed`."""
    response.send_json(200, {"embeddings": {"float": [vector(text) for text in request.json["texts"]]}})


async def chat(request: Request, response: Response, reply: Reply) -> None:
    """Answer `POST /v2/chat`."""
    if reply.whole:
        response.send_json(200, _whole(request.json, reply))
        return
    broken = event(error_body(Reply(text=reply.text or "overloaded", error_code=reply.error_code)))
    await send_pieces(response, [event(value) for value in _events(request.json, reply)], reply, broken)


def _events(body: Any, reply: Reply) -> Iterator[Event]:
    yield {"type": "message-start", "id": "1", "delta": {"message": {"role": "assistant"}}}
    for kind, text in (("thinking", reply.thinking), ("text", reply.text)):
        for piece in pieces(text):
            yield {"type": "content-delta", "index": 0, "delta": {"message": {"content": {kind: piece}}}}
    for place, (name, arguments) in enumerate(reply.tool_calls):
        begun = {"id": f"call-{place}", "type": "function", "function": {"name": name, "arguments": ""}}
        yield {"type": "tool-call-start", "index": place, "delta": {"message": {"tool_calls": begun}}}
        for piece in pieces(arguments):
            part = {"function": {"arguments": piece}}
            yield {"type": "tool-call-delta", "index": place, "delta": {"message": {"tool_calls": part}}}
        yield {"type": "tool-call-end", "index": place}
    yield {"type": "message-end", "delta": {"finish_reason": _reason(reply), "usage": _usage(body, reply)}}


def _whole(body: Any, reply: Reply) -> Event:
    content = [
        {"type": kind, kind: text} for kind, text in (("thinking", reply.thinking), ("text", reply.text)) if text
    ]
    calls = [
        {"id": f"call-{place}", "type": "function", "function": {"name": name, "arguments": arguments}}
        for place, (name, arguments) in enumerate(reply.tool_calls)
    ]
    message = {"role": "assistant", "content": content, "tool_calls": calls}
    return {"id": "1", "finish_reason": _reason(reply), "message": message, "usage": _usage(body, reply)}


def _reason(reply: Reply) -> str:
    return reply.finish or ("TOOL_CALL" if reply.tool_calls else "COMPLETE")


def _usage(body: Any, reply: Reply) -> Event:
    written = tokens(reply.text) + tokens(reply.thinking) + sum(tokens(call[1]) for call in reply.tool_calls)
    return {"tokens": {"input_tokens": tokens(prompt_of(body)), "output_tokens": written}}
