"""Google's protocol: contents, streamed and whole, embeddings, the list of models."""

import json
from collections.abc import Iterator
from typing import Any

from tests.vendor.http import Request, Response
from tests.vendor.pieces import event, pieces, prompt_of, tokens
from tests.vendor.rules import Reply
from tests.vendor.streaming import send_pieces

ROUTES = (":streamGenerateContent", ":generateContent", ":batchEmbedContents")
Event = dict[str, Any]


def error_body(reply: Reply) -> Event:
    """Return the body of a refused request."""
    words = {"status": reply.error_code} if reply.error_code else {}
    return {"error": {"code": reply.status, "message": reply.text or "refused", **words}}


def models(response: Response) -> None:
    """Answer `GET /v1beta/models`."""
    names = {"small-chat": "generateContent", "small-embedding": "embedContent", "small-film": "predict"}
    listed = [{"name": f"models/{name}", "supportedGenerationMethods": [method]} for name, method in names.items()]
    response.send_json(200, {"models": listed})


def embeddings(request: Request, response: Response) -> None:
    """Answer `:batchEmbedContents`: the length of each text, and how many vowels it has."""
    texts = [one["content"]["parts"][0]["text"] for one in request.json["requests"]]
    vectors = [{"values": [float(len(text)), float(sum(text.count(letter) for letter in "aeiou"))]} for text in texts]
    response.send_json(200, {"embeddings": vectors})


async def contents(request: Request, response: Response, reply: Reply) -> None:
    """Answer `:streamGenerateContent`."""
    events = list(_events(request.json, reply))
    if reply.whole:
        response.send_json(200, events)
        return
    fault = Reply(text=reply.text or "overloaded", error_code=reply.error_code or "UNAVAILABLE", status=reply.status)
    broken = event(error_body(fault))
    await send_pieces(response, [event(value) for value in events], reply, broken)


def _events(body: Any, reply: Reply) -> Iterator[Event]:
    for text in pieces(reply.thinking):
        yield _candidate({"text": text, "thought": True})
    for text in pieces(reply.text):
        yield _candidate({"text": text})
    for place, (name, arguments) in enumerate(reply.tool_calls):
        call = {"functionCall": {"name": name, "args": json.loads(arguments)}, "thoughtSignature": f"signed {place}"}
        yield _candidate(call)
    written = tokens(reply.text) + sum(tokens(call[1]) for call in reply.tool_calls)
    usage = {
        "promptTokenCount": tokens(prompt_of(body)),
        "candidatesTokenCount": written,
        "thoughtsTokenCount": tokens(reply.thinking),
    }
    yield {"candidates": [{"finishReason": reply.finish or "STOP"}], "usageMetadata": usage}


def _candidate(part: Event) -> Event:
    return {"candidates": [{"content": {"role": "model", "parts": [part]}}]}
