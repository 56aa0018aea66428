"""The bridge between the server's event loop and threads that cannot await: pages, tests, scripts."""

import asyncio
import queue
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine, Iterator
from concurrent.futures import Future
from typing import Any, Final, TypeVar

from services.accounts.acting import acting, acting_as

T = TypeVar("T")

END: Final = object()


class Bridge:
    """Runs coroutines on `loop` for threads other than the loop's own."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop

    def call(self, work: Coroutine[Any, Any, T], *, timeout: float | None = None) -> T:
        """Run a coroutine on the loop and return its result; after `timeout` seconds it is left to run on its own."""
        return self._started(work).result(timeout)

    def iterate(self, items: AsyncIterator[T]) -> Iterator[T]:
        """Yield what an asynchronous iterator yields; leaving early closes it, on the loop."""
        received: queue.SimpleQueue[Any] = queue.SimpleQueue()
        pump = self._started(_pump(items, received))
        try:
            while (item := received.get()) is not END:
                yield item
            pump.result()
        finally:
            pump.cancel()

    def _started(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Start a coroutine on the loop for whom this thread runs: on the loop itself nobody would be the server."""
        with acting_as(acting()):
            return asyncio.run_coroutine_threadsafe(work, self.loop)


async def _pump(items: AsyncIterator[Any], received: "queue.SimpleQueue[Any]") -> None:
    """Hand over what `items` yields; however this ends, `items` is closed and the reader told."""
    try:
        async for item in items:
            received.put(item)
    finally:
        received.put(END)
        if isinstance(items, AsyncGenerator):
            await items.aclose()
