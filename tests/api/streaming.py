"""One request to an ASGI application, its answer read piece by piece as it is sent."""

import asyncio
import contextlib
import json
from collections import deque
from collections.abc import AsyncIterator, Mapping, MutableMapping
from typing import Any

from starlette.types import ASGIApp


class OpenAnswer:
    """The answer under way: `status` and `headers` are there, pieces come by `piece()`."""

    def __init__(self, app: ASGIApp, scope: dict[str, Any], body: bytes) -> None:
        self._sent: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()
        self._ready: deque[Any] = deque()
        self._requests: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._requests.put_nowait({"type": "http.request", "body": body, "more_body": False})
        self._work = asyncio.ensure_future(self._serve(app, scope))
        self.status = 0
        self.headers: dict[str, str] = {}

    async def _serve(self, app: ASGIApp, scope: dict[str, Any]) -> None:
        try:
            await app(scope, self._requests.get, self._sent.put)
        finally:
            await self._sent.put({"type": "end"})

    async def start(self) -> None:
        """Wait for the status and headers."""
        message = await self._sent.get()
        assert message["type"] == "http.response.start", "the application ended without an answer"
        self.status = message["status"]
        self.headers = {name.decode().lower(): value.decode() for name, value in message["headers"]}

    async def piece(self) -> bytes:
        """Return the next piece, empty when the answer has ended."""
        async with asyncio.timeout(30):
            message = await self._sent.get()
        return bytes(message.get("body", b""))

    async def rest(self) -> bytes:
        """Return all that is still to come."""
        pieces = []
        while piece := await self.piece():
            pieces.append(piece)
        return b"".join(pieces)

    async def events(self) -> AsyncIterator[Any]:
        """Yield the events of a stream; pings are left out. What one reading leaves, the next one begins with."""
        while True:
            while self._ready:
                yield json.loads(self._ready.popleft().removeprefix("data: "))
            if not (piece := await self.piece()):
                return
            self._ready += [line for line in piece.decode().split("\n\n") if line.startswith("data: ")]

    def leave(self) -> None:
        """Go away as a client does that closes its connection."""
        self._requests.put_nowait({"type": "http.disconnect"})

    async def close(self) -> None:
        """Wait until the application is done with the request."""
        self.leave()
        with contextlib.suppress(asyncio.CancelledError):
            await self._work


@contextlib.asynccontextmanager
async def open_answer(
    app: ASGIApp, method: str, path: str, *, headers: Mapping[str, str] | None = None, body: Any = None
) -> AsyncIterator[OpenAnswer]:
    """Send a request and give its answer as soon as the headers are there; it is left at the end."""
    content = b"" if body is None else json.dumps(body).encode()
    path, _, query = path.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [
            (b"content-type", b"application/json"),
            *((k.lower().encode(), v.encode()) for k, v in (headers or {}).items()),
        ],
        "client": ("127.0.0.1", 1),
        "server": ("test", 80),
    }
    answer = OpenAnswer(app, scope, content)
    await answer.start()
    try:
        yield answer
    finally:
        await answer.close()
