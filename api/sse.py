"""The event stream of a run: lines of `data: {...}`, a ping after silence, and a clean end in every case."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from contextlib import aclosing
from typing import Any, Protocol

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.errors import GENERAL_FAILURE
from api.json_text import dumps, quote, to_bytes
from api.wire import FLAT, FLAT_OF_WORKFLOWS, GRAPH_MODES, NESTED, WITHOUT_RUN, Identity
from engine.events import Event, PresetText, RunError, Selector, TextDelta

log = logging.getLogger(__name__)

PING = b"event: ping\n\n"
PING_AFTER = 10.0  # seconds of silence
STOPPING_GRACE = 2.0  # seconds a stream may still take when the server stops, unless told otherwise


class Lines(Protocol):
    """How one stream is written: `encode` gives the bytes of events, `ping` is sent after silence."""

    ping: bytes

    def encode(self, events: Iterable[Event]) -> bytes:
        """Return the lines of `events` as one piece; empty when callers get none of them."""
        ...


class Encoder:
    """Turns the events of one run into lines of its stream; what repeats is encoded once."""

    ping = PING

    def __init__(self, identity: Identity) -> None:
        common = identity.common()
        self._identity = identity
        self._common = _members(common)
        self._common_and_run = _members(common | {"workflow_run_id": identity.run_id})
        self._nested = NESTED if identity.mode in GRAPH_MODES else {}
        self._flat = FLAT_OF_WORKFLOWS if identity.mode == "workflow" else FLAT
        self._before_text = self._text_prefix("agent_message" if identity.mode == "agent-chat" else "message")
        self._before_preset = self._text_prefix("message")
        self._after_text: dict[Selector | None, str] = {}

    def encode(self, events: Iterable[Event]) -> bytes:
        """Return the lines of `events` as one piece; empty when callers of this mode get none of them."""
        return to_bytes("".join(map(self.line, events)))

    def line(self, event: Event) -> str:
        """Return `data: {...}` and an empty line, or "" for what callers of this mode do not get."""
        kind = type(event)
        if isinstance(event, TextDelta):
            before = self._before_preset if kind is PresetText else self._before_text
            return f"{before}{quote(event.text)}{self._text_suffix(event.selector)}"
        if flat := self._flat.get(kind):
            name, fields = flat(event, self._identity)
            return f'data: {{"event":"{name}",{self._common},{_members(fields)}}}\n\n'
        if nested := self._nested.get(kind):
            name, fields = nested(event, self._identity)
            common = self._common if kind in WITHOUT_RUN else self._common_and_run
            return f'data: {{"event":"{name}",{common},"data":{dumps(fields)}}}\n\n'
        return ""

    def _text_prefix(self, name: str) -> str:
        if self._identity.mode == "workflow":
            return f'data: {{"event":"text_chunk",{self._common},"data":{{"text":'
        return f'data: {{"event":"{name}",{self._common},"id":{dumps(self._identity.message_id)},"answer":'

    def _text_suffix(self, selector: Selector | None) -> str:
        suffix = self._after_text.get(selector)
        if suffix is None:
            braces = "}}" if self._identity.mode == "workflow" else "}"
            source = f',"from_variable_selector":{dumps(selector)}' if self._nested else ""
            suffix = self._after_text[selector] = f"{source}{braces}\n\n"
        return suffix


def _members(fields: Mapping[str, Any]) -> str:
    return dumps(fields)[1:-1]


class EventStream(Response):
    """The answer to a streaming call.

    Events that are ready together leave in one piece. The stream ends after its last event, when the
    caller goes away (`batches` is closed then), or soon after the server begins to stop, with an
    `error` event unless the run ended by itself.
    """

    def __init__(
        self,
        batches: AsyncGenerator[Sequence[Event], None],
        lines: Lines,
        *,
        stopping: asyncio.Event,
        ping_after: float | None = None,  # seconds
        grace: float | None = None,  # seconds after `stopping` in which the run may end by itself
    ) -> None:
        self.status_code = 200
        self.background = None
        self.init_headers({"content-type": "text/event-stream", "cache-control": "no-cache", "x-accel-buffering": "no"})
        self._batches = batches
        self._lines = lines
        self._stopping = stopping
        self._ping_after = PING_AFTER if ping_after is None else ping_after
        self._grace = STOPPING_GRACE if grace is None else grace
        self._sent_at = 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the stream; return when it has ended or its reader has gone."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        self._sent_at = asyncio.get_running_loop().time()
        pump = asyncio.create_task(self._pump(send))
        left = asyncio.create_task(reader_left(receive))
        others = [asyncio.create_task(self._stopping.wait()), asyncio.create_task(self._ping(send))]
        try:
            await self._wait(pump, left, others[0])
            ended, gone = pump.done(), left.done()
        finally:
            await cancel([pump, left, *others])
        if gone and not ended:
            return
        if trouble := self._trouble(pump):
            await send(_piece(self._lines.encode([trouble])))
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _wait(self, pump: asyncio.Task[None], left: asyncio.Task[None], stopping: asyncio.Task[Any]) -> None:
        await asyncio.wait((pump, left, stopping), return_when=asyncio.FIRST_COMPLETED)
        if stopping.done():
            await asyncio.wait((pump, left), timeout=self._grace, return_when=asyncio.FIRST_COMPLETED)

    async def _pump(self, send: Send) -> None:
        clock = asyncio.get_running_loop().time
        async with aclosing(self._batches):
            async for batch in self._batches:
                if piece := self._lines.encode(batch):
                    self._sent_at = clock()
                    await send(_piece(piece))

    async def _ping(self, send: Send) -> None:
        clock = asyncio.get_running_loop().time
        while True:
            silence_left = self._sent_at + self._ping_after - clock()
            if silence_left > 0:
                await asyncio.sleep(silence_left)
            else:
                self._sent_at = clock()
                await send(_piece(self._lines.ping))

    def _trouble(self, pump: asyncio.Task[None]) -> RunError | None:
        """Return what to tell a reader whose stream ends before its run, None when all is said."""
        if pump.cancelled():
            return RunError(code="service_unavailable", message="The server is stopping.", status=503)
        if error := pump.exception():
            log.error("a stream broke off", exc_info=error)
            return RunError(code="internal_server_error", message=GENERAL_FAILURE, status=500)
        return None


def _piece(body: bytes) -> dict[str, Any]:
    return {"type": "http.response.body", "body": body, "more_body": True}


async def reader_left(receive: Receive) -> None:
    """Return when the caller has closed its connection; its request must have been read."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def cancel(tasks: Sequence[asyncio.Task[Any]]) -> None:
    """Cancel tasks and wait until they have ended."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
