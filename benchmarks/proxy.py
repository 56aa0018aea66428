"""The peer that streaming is measured against: HTTP in, the model's answer out as the same events, nothing stored.

`python -m benchmarks.proxy --port 9100 --base-url http://127.0.0.1:9000/v1`
"""

import argparse
import json
import time
import uuid
from collections.abc import AsyncIterator

import uvicorn
from openai import AsyncOpenAI
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route


def application(base_url: str) -> Starlette:
    """Return the proxy: one route that answers a chat message as a stream of Dify events."""
    client = AsyncOpenAI(base_url=base_url, api_key="none", max_retries=0)

    async def chat_messages(request: Request) -> StreamingResponse:
        body = await request.json()
        return StreamingResponse(events(client, body["query"]), media_type="text/event-stream")

    return Starlette(routes=[Route("/v1/chat-messages", chat_messages, methods=["POST"])])


async def events(client: AsyncOpenAI, query: str) -> AsyncIterator[str]:
    """Yield one `message` event for each piece of the answer, then `message_end`."""
    message_id, task_id, conversation_id = (str(uuid.uuid4()) for _ in range(3))
    common = {
        "task_id": task_id,
        "message_id": message_id,
        "conversation_id": conversation_id,
        "created_at": int(time.time()),
    }
    stream = await client.chat.completions.create(
        model="bench",
        messages=[{"role": "user", "content": query}],
        stream=True,
        stream_options={"include_usage": True},
    )
    usage = {}
    async with stream:
        async for chunk in stream:
            if chunk.usage:
                usage = chunk.usage.model_dump()
            for choice in chunk.choices[:1]:
                if choice.delta.content:
                    yield line({"event": "message", **common, "id": message_id, "answer": choice.delta.content})
    yield line({"event": "message_end", **common, "id": message_id, "metadata": {"usage": usage}})


def line(event: dict[str, object]) -> str:
    """Return an event as a line of the stream."""
    return f"data: {json.dumps(event, ensure_ascii=False)}\n\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--base-url", required=True)
    options = parser.parse_args()
    uvicorn.run(application(options.base_url), host="127.0.0.1", port=options.port, log_level="warning")
