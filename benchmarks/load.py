"""A light HTTP client for load: raw asyncio streams, so that measuring costs less than what is measured."""

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

IDLE = 2.0  # seconds; servers close connections that are idle for longer


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as the caller saw it; times in seconds from the moment the request was sent."""

    status: int
    first: float  # until the first byte of the body that holds an answer piece, or of the body
    total: float
    pieces: int  # events that carry a piece of the answer
    body: bytes


class Connection:
    """One kept-alive connection."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host, self._port = str(parts.hostname), int(parts.port or 80)
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._used_at = 0.0

    async def request(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, *, token: str = "", mark: bytes = b""
    ) -> Answer:
        """Send a request and read the whole answer; `mark` is what an event with a piece contains."""
        await self._connect()
        assert self._writer is not None
        payload = json.dumps(body).encode() if body is not None else b""
        head = f"{method} {path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\nContent-Length: {len(payload)}\r\n"
        head += "Content-Type: application/json\r\nAccept-Encoding: identity\r\n"
        head += f"Authorization: Bearer {token}\r\n\r\n" if token else "\r\n"
        clock = time.perf_counter()
        self._writer.write(head.encode() + payload)
        await self._writer.drain()
        answer = await self._read(clock, mark)
        self._used_at = time.monotonic()
        return answer

    async def _connect(self) -> None:
        """Open the connection, again where the server will have closed it meanwhile."""
        if self._writer is None or time.monotonic() - self._used_at > IDLE:
            self.close()
            self._reader, self._writer = await asyncio.open_connection(self._host, self._port, limit=2**20)

    async def _read(self, clock: float, mark: bytes) -> Answer:
        assert self._reader is not None
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode().lower()
        status = int(head.split(" ", 2)[1])
        headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        first, body = 0.0, bytearray()
        if "chunked" in headers.get("transfer-encoding", ""):
            while size := int(await self._reader.readline(), 16):
                chunk = await self._reader.readexactly(size)
                await self._reader.readexactly(2)
                if not first and mark in chunk:
                    first = time.perf_counter() - clock
                body += chunk
            await self._reader.readexactly(2)
        else:
            body += await self._reader.readexactly(int(headers.get("content-length", 0)))
            first = time.perf_counter() - clock
        pieces = body.count(mark) if mark else 0
        return Answer(status, first, time.perf_counter() - clock, pieces, bytes(body))

    def close(self) -> None:
        """Close the connection."""
        if self._writer is not None:
            self._writer.close()


async def call(url: str, method: str, path: str, body: Mapping[str, Any] | None = None, *, token: str = "") -> Any:
    """Make one request on a connection of its own and return the answer's JSON."""
    connection = Connection(url)
    try:
        answer = await connection.request(method, path, body, token=token)
    finally:
        connection.close()
    if answer.status >= 400:
        raise RuntimeError(f"{method} {path} answered {answer.status}: {answer.body[:500]!r}")
    return json.loads(answer.body) if answer.body else None
