"""The least that the API is measured against: Starlette alone, which echoes JSON and relays the model's bytes unread.

`python -m benchmarks.echo --port 9100 --base-url http://127.0.0.1:9000/v1`
"""

import argparse
from collections.abc import AsyncIterator

import httpx2
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, StreamingResponse
from starlette.routing import Route

LIMITS = httpx2.Limits(max_connections=None, max_keepalive_connections=None)


def application(base_url: str) -> Starlette:
    """Return the echo: one route for short requests, one that streams."""
    client = httpx2.AsyncClient(base_url=base_url, timeout=None, limits=LIMITS, trust_env=False)

    async def short(request: Request) -> JSONResponse:
        return JSONResponse({"data": await request.json()})

    async def stream(request: Request) -> StreamingResponse:
        body = await request.json()
        return StreamingResponse(pieces(client, body["query"]), media_type="text/event-stream")

    return Starlette(
        routes=[
            Route("/v1/workflows/run", short, methods=["POST"]),
            Route("/v1/chat-messages", stream, methods=["POST"]),
        ]
    )


async def pieces(client: httpx2.AsyncClient, query: str) -> AsyncIterator[bytes]:
    """Yield the model's answer as it comes."""
    asked = {"model": "bench", "messages": [{"role": "user", "content": query}], "stream": True}
    async with client.stream("POST", "/chat/completions", json=asked) as answer:
        async for piece in answer.aiter_raw():
            yield piece


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--base-url", required=True)
    options = parser.parse_args()
    uvicorn.run(application(options.base_url), host="127.0.0.1", port=options.port, log_level="error", access_log=False)
