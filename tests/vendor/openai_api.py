"""The OpenAI protocol: chat completions, completions, embeddings, models."""

import base64
import hashlib
import struct
from collections.abc import Iterator
from typing import Any

from tests.vendor.http import Request, Response
from tests.vendor.pieces import event, pieces, prompt_of, tokens
from tests.vendor.rules import Reply
from tests.vendor.streaming import send_pieces

MODELS = ("small-chat", "small-embed", "gpt-4o-mini")
_CREATED = 1_700_000_000


def error_body(reply: Reply) -> dict[str, Any]:
    """Return the body of a refused request."""
    return {
        "error": {"message": reply.text or "refused", "type": "vendor_error", "code": reply.error_code, "param": None}
    }


async def chat(request: Request, response: Response, reply: Reply) -> None:
    """Answer `POST /chat/completions`."""
    body = request.json
    if reply.whole or not body.get("stream"):
        response.send_json(200, _chat_answer(body, reply))
        return
    with_usage = bool((body.get("stream_options") or {}).get("include_usage"))
    events = [event(chunk) for chunk in chat_chunks(body, reply, with_usage)]
    broken = event({"error": {"message": reply.text or "overloaded", "type": "server_error", "code": reply.error_code}})
    await send_pieces(response, [*events, b"data: [DONE]\n\n"], reply, broken)


async def completion(request: Request, response: Response, reply: Reply) -> None:
    """Answer `POST /completions`."""
    body = request.json
    base = {"id": "cmpl-1", "object": "text_completion", "created": _CREATED, "model": body.get("model")}
    end = {"index": 0, "text": "", "finish_reason": reply.finish or "stop", "logprobs": None}
    usage = _usage(body, reply)
    if reply.whole or not body.get("stream"):
        response.send_json(200, {**base, "choices": [{**end, "text": reply.text}], "usage": usage})
        return
    chunks = [{**base, "choices": [{**end, "text": text, "finish_reason": None}]} for text in pieces(reply.text)]
    chunks += [{**base, "choices": [end]}, {**base, "choices": [], "usage": usage}]
    await send_pieces(response, [*(event(chunk) for chunk in chunks), b"data: [DONE]\n\n"], reply, b"data: {}\n\n")


def embeddings(request: Request, response: Response) -> None:
    """Answer `POST /embeddings` with eight numbers per text, equal for equal texts."""
    body = request.json
    texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
    as_base64 = body.get("encoding_format") == "base64"
    data = [
        {"object": "embedding", "index": index, "embedding": _encoded(vector(text)) if as_base64 else vector(text)}
        for index, text in enumerate(texts)
    ]
    count = sum(tokens(text) for text in texts)
    usage = {"prompt_tokens": count, "total_tokens": count}
    response.send_json(200, {"object": "list", "data": data, "model": body.get("model"), "usage": usage})


def rerank(request: Request, response: Response, reply: Reply) -> None:
    """Answer `POST /rerank`: best first, by the share of the query's words in a document; a reply's text is sent as it is."""
    if reply.text:
        response.send(200, reply.text.encode(), "application/json")
        return
    body = request.json
    wanted = set(body["query"].lower().split())
    scores = [len(wanted & set(text.lower().split())) / len(wanted) for text in body["documents"]]
    order = sorted(range(len(scores)), key=lambda place: -scores[place])[: body.get("top_n")]
    results = [{"index": place, "relevance_score": scores[place]} for place in order]
    response.send_json(200, {"id": "rank-1", "model": body["model"], "results": results, "meta": {}})


def models(response: Response) -> None:
    """Answer `GET /models`."""
    rows = [{"id": name, "object": "model", "created": _CREATED, "owned_by": "vendor"} for name in MODELS]
    response.send_json(200, {"object": "list", "data": rows})


def vector(text: str) -> list[float]:
    """Return the vector that the vendor gives for `text`."""
    return [byte / 255 for byte in hashlib.sha256(text.encode()).digest()[:8]]


def _encoded(values: list[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(values)}f", *values)).decode()


def _usage(body: Any, reply: Reply) -> dict[str, int]:
    prompt = tokens(prompt_of(body))
    written = tokens(reply.text) + tokens(reply.thinking) + sum(tokens(call[1]) for call in reply.tool_calls)
    return {"prompt_tokens": prompt, "completion_tokens": written, "total_tokens": prompt + written}


def usage_of(body: Any, reply: Reply | None) -> int:
    """Return how many tokens a caller of `chat` was told that an answer took: none of one that was refused or broke off."""
    if reply is None or reply.status >= 400 or reply.fault is not None:
        return 0
    return _usage(body, reply)["total_tokens"]


def _finish(reply: Reply) -> str:
    return reply.finish or ("tool_calls" if reply.tool_calls else "stop")


def _tool_call(index: int, name: str, arguments: str) -> dict[str, Any]:
    return {
        "index": index,
        "id": f"call_{index}",
        "type": "function",
        "function": {"name": name, "arguments": arguments},
    }


def _chat_answer(body: Any, reply: Reply) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": reply.text or None}
    if reply.thinking:
        message["reasoning_content"] = reply.thinking
    if reply.tool_calls:
        message["tool_calls"] = [_tool_call(index, *call) for index, call in enumerate(reply.tool_calls)]
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": _CREATED,
        "model": body.get("model"),
        "choices": [{"index": 0, "message": message, "finish_reason": _finish(reply), "logprobs": None}],
        "usage": _usage(body, reply),
    }


def chat_chunks(body: Any, reply: Reply, with_usage: bool) -> Iterator[dict[str, Any]]:
    """Yield the chunks of a streamed chat answer."""
    base = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": _CREATED, "model": body.get("model")}
    for delta in _deltas(reply):
        yield {**base, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}
    yield {**base, "choices": [{"index": 0, "delta": {}, "finish_reason": _finish(reply)}]}
    if with_usage:
        yield {**base, "choices": [], "usage": _usage(body, reply)}


def _deltas(reply: Reply) -> Iterator[dict[str, Any]]:
    yield {"role": "assistant", "content": ""}
    for text in pieces(reply.thinking):
        yield {"reasoning_content": text}
    for text in pieces(reply.text):
        yield {"content": text}
    for index, (name, arguments) in enumerate(reply.tool_calls):
        yield {"tool_calls": [_tool_call(index, name, "")]}
        for text in pieces(arguments):
            yield {"tool_calls": [{"index": index, "function": {"arguments": text}}]}
