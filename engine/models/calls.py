"""How vendors are called: retries before the first piece, time limits, one reading loop for all protocols."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import httpx2
from pydantic_core import from_json

from engine.errors import ModelError, ModelTimedOut, ModelUnavailable
from engine.models.base import Piece
from engine.models.failures import Vendor
from engine.models.metering import Timing
from engine.models.policy import CallPolicy
from engine.models.sse import EventDecoder

T = TypeVar("T")

_DONE = b"[DONE]"
_DRAIN = 0.1  # seconds


class Reader(Protocol):
    """Turns one answer's events into pieces; a new one for each attempt."""

    complete: bool  # the vendor has said how the answer ends

    def read(self, event: Any) -> Iterable[Piece]:
        """Return the pieces in one event (decoded JSON), or in a whole answer that was not streamed.

        Raises:
            ModelError: the event says that the vendor failed.
        """
        ...

    def finish(self, timing: Timing) -> Iterable[Piece]:
        """Return what is only known at the end; the last piece is `Finished`."""
        ...


class Answer(Protocol):
    """A vendor's open answer."""

    @property
    def headers(self) -> Any: ...

    def iter_bytes(self) -> AsyncIterator[bytes]: ...

    async def read(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Call:
    """All that one call needs, however often it is tried."""

    vendor: Vendor
    policy: CallPolicy
    open: Callable[[], contextlib.AbstractAsyncContextManager[Answer]]
    reader: Callable[[], Reader]


async def stream_answer(call: Call) -> AsyncIterator[Piece]:
    """Yield the pieces of an answer; closing the iterator closes the connection at once.

    Raises:
        ModelError: the call failed, after the retries that the policy allows before the first piece.
    """
    timing = Timing(time.perf_counter())
    attempt, pieces = await with_retries(lambda: _begin(call, timing), call.vendor, call.policy)
    timing.first_piece = time.perf_counter()
    try:
        while pieces:
            for piece in pieces:
                yield piece
            pieces = await attempt.more()
    finally:
        await attempt.close()


async def with_retries(work: Callable[[], Awaitable[T]], vendor: Vendor, policy: CallPolicy) -> T:
    """Return what `work` gives, tried as often as the policy allows.

    Raises:
        ModelError: the last attempt failed.
    """
    expected: tuple[type[Exception], ...] = (*vendor.errors, ModelError)
    attempt = 0
    while True:
        try:
            done = await work()
        except expected as error:
            failure = vendor.translate(error)
            policy.noted(failure)
            attempt += 1
            wait = policy.wait_before(attempt, failure)
            if wait is None:
                raise failure from (None if failure is error else error)
        else:
            policy.noted(None)
            return done
        await policy.sleep(wait)


async def _begin(call: Call, timing: Timing) -> "tuple[_Attempt, list[Piece]]":
    attempt = _Attempt(call, timing)
    try:
        await attempt.open()
        return attempt, await attempt.more()
    except BaseException:
        await attempt.close()
        raise


class _Attempt:
    """One try at an answer: its open connection, and what has been understood so far."""

    def __init__(self, call: Call, timing: Timing) -> None:
        self._call = call
        self._timing = timing
        self._deadline = time.perf_counter() + call.policy.total_timeout
        self._stack = contextlib.AsyncExitStack()
        self._decoder = EventDecoder()
        self._reader = call.reader()
        self._ended = False  # no more events will come
        self._drained = False  # nor any bytes
        self._finished = False  # and all has been handed out

    async def open(self) -> None:
        self._answer = await self._stack.enter_async_context(self._call.open())
        self._is_whole = "json" in self._answer.headers.get("content-type", "")
        self._chunks = self._answer.iter_bytes()

    async def close(self) -> None:
        await self._stack.aclose()

    async def more(self) -> list[Piece]:
        """Return the next pieces, those together that arrived together; none after the last."""
        try:
            return await self._more()
        except self._call.vendor.errors as error:
            failure = self._call.vendor.translate(error)
            self._call.policy.noted(failure)
            raise failure from error

    async def _more(self) -> list[Piece]:
        while not self._ended:
            pieces = self._read(await self._events())
            if pieces:
                return pieces
        return [] if self._finished else await self._finish()

    async def _events(self) -> list[bytes]:
        """Return the events that the next bytes complete."""
        if self._is_whole:  # although a stream was asked for
            self._ended = self._drained = self._reader.complete = True
            return [await self._answer.read()]
        chunk = await anext(self._chunks, None)
        if time.perf_counter() > self._deadline:
            most = self._call.policy.total_timeout
            vendor = self._call.vendor
            raise ModelTimedOut(
                f"{vendor.label} took longer than the {most:g} s that an answer may take", provider=vendor.id
            )
        if chunk is None:
            self._ended = self._drained = True
            return self._decoder.finish()
        return self._decoder.feed(chunk)

    def _read(self, events: Iterable[bytes]) -> list[Piece]:
        pieces: list[Piece] = []
        for data in events:
            if data == _DONE:
                self._ended = self._reader.complete = True
                break
            pieces.extend(self._reader.read(from_json(data)))
        return pieces

    async def _finish(self) -> list[Piece]:
        self._finished = True
        if not self._reader.complete:
            raise self._unavailable("broke off in the middle of its answer")
        if not self._drained:
            await self._drain()
        return list(self._reader.finish(self._timing))

    async def _drain(self) -> None:
        """Read to the end of a finished answer, so that its connection can be used again; its faults do not matter."""
        with contextlib.suppress(TimeoutError, httpx2.HTTPError):
            async with asyncio.timeout(_DRAIN):
                async for _ in self._chunks:
                    pass

    def _unavailable(self, what: str) -> ModelUnavailable:
        vendor = self._call.vendor
        return ModelUnavailable(f"{vendor.label} {what}", provider=vendor.id)
