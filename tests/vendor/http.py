"""A small HTTP/1.1 server: light enough that what talks to it is measured, not the server itself."""

import asyncio
import json
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import parse_qs, unquote, urlsplit

import httptools

Headers = dict[str, str]


@dataclass(slots=True)
class Request:
    """A request, read whole; header names are lower case."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: Headers
    body: bytes = b""
    connection: int = 0  # equal for requests that came over one connection

    @property
    def json(self) -> Any:
        """Return the body as JSON, None when it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


class Response:
    """Where the answer to one request is written."""

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection
        self._chunked = False

    def send(self, status: int, body: bytes, content_type: str, headers: Headers | None = None) -> None:
        """Write a whole answer."""
        head = _head(status, {"content-type": content_type, "content-length": str(len(body)), **(headers or {})})
        self._connection.transport.write(head + body)

    def send_json(self, status: int, value: Any, headers: Headers | None = None) -> None:
        """Write a whole answer of JSON."""
        self.send(status, json.dumps(value, ensure_ascii=False).encode(), "application/json", headers)

    def start_stream(self, headers: Headers | None = None) -> None:
        """Begin an answer that comes in pieces."""
        self._chunked = True
        fields = {"content-type": "text/event-stream; charset=utf-8", "transfer-encoding": "chunked"}
        self._connection.transport.write(_head(200, {**fields, **(headers or {})}))

    async def write(self, data: bytes) -> None:
        """Write one piece; waits while the reader is slow, and lets other streams have their turn."""
        self._connection.transport.write(b"%x\r\n%b\r\n" % (len(data), data))
        await self._connection.writable.wait()
        await asyncio.sleep(0)

    def end(self) -> None:
        """End an answer that came in pieces."""
        self._connection.transport.write(b"0\r\n\r\n")

    def drop(self) -> None:
        """Break the connection off in the middle."""
        self._connection.transport.abort()


Handler = Callable[[Request, Response], Awaitable[None]]


@dataclass(slots=True)
class _Incoming:
    """The request that is being read."""

    url: bytes = b""
    headers: Headers = field(default_factory=dict)
    body: bytearray = field(default_factory=bytearray)


class Connection(asyncio.Protocol):
    """One kept-alive connection. A handler is cancelled when its caller goes away."""

    transport: asyncio.Transport

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._parser = httptools.HttpRequestParser(self)
        self._incoming = _Incoming()
        self._task: asyncio.Task[None] | None = None
        self.writable = asyncio.Event()
        self.writable.set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's is none by inheritance

    def connection_lost(self, error: Exception | None) -> None:
        self.writable.set()
        if self._task is not None:
            self._task.cancel()

    def pause_writing(self) -> None:
        self.writable.clear()

    def resume_writing(self) -> None:
        self.writable.set()

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self.transport.abort()

    def on_message_begin(self) -> None:
        self._incoming = _Incoming()

    def on_url(self, url: bytes) -> None:
        self._incoming.url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self._incoming.headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_body(self, body: bytes) -> None:
        self._incoming.body += body

    def on_message_complete(self) -> None:
        request = self._request()
        self._task = asyncio.get_running_loop().create_task(self._handle(request))

    def _request(self) -> Request:
        parts = urlsplit(self._incoming.url.decode("latin-1"))
        return Request(
            method=self._parser.get_method().decode(),
            path=unquote(parts.path),
            query=parse_qs(parts.query, keep_blank_values=True),
            headers=self._incoming.headers,
            body=bytes(self._incoming.body),
            connection=id(self),
        )

    async def _handle(self, request: Request) -> None:
        try:
            await self._handler(request, Response(self))
        except asyncio.CancelledError:
            return
        except Exception:
            self.transport.abort()
            raise
        if request.headers.get("connection", "").lower() == "close":
            self.transport.close()


def _head(status: int, headers: Headers) -> bytes:
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "Unknown"
    lines = [f"HTTP/1.1 {status} {phrase}", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


async def serve(handler: Handler, port: int = 0, *, tls: ssl.SSLContext | None = None) -> asyncio.Server:
    """Listen on a loopback port; 0 takes a free one."""
    loop = asyncio.get_running_loop()
    return await loop.create_server(lambda: Connection(handler), "127.0.0.1", port, backlog=1024, ssl=tls)
