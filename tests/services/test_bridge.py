"""Threads reach the loop by two calls."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator

import pytest

from services.platform.bridge import Bridge


@pytest.fixture
def bridge() -> Iterator[Bridge]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield Bridge(loop)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


class Numbers:
    """An asynchronous generator that notes where it ran and when it was closed."""

    def __init__(self, last: int, error: Exception | None = None) -> None:
        self.last = last
        self.error = error
        self.thread: int | None = None
        self.closed = threading.Event()

    async def __call__(self) -> AsyncIterator[int]:
        try:
            for number in range(self.last):
                self.thread = threading.get_ident()
                yield number
                await asyncio.sleep(0)
            if self.error:
                raise self.error
        finally:
            self.closed.set()


def test_call_returns_the_result_of_a_coroutine_on_the_loop(bridge: Bridge) -> None:
    async def where() -> int:
        return threading.get_ident()

    assert bridge.call(where()) != threading.get_ident()


def test_call_raises_what_the_coroutine_raised(bridge: Bridge) -> None:
    async def fail() -> None:
        raise LookupError("nothing there")

    with pytest.raises(LookupError, match="nothing there"):
        bridge.call(fail())


def test_iterate_yields_everything_in_order(bridge: Bridge) -> None:
    numbers = Numbers(100)
    assert list(bridge.iterate(numbers())) == list(range(100))
    assert numbers.thread != threading.get_ident()


def test_iterate_raises_what_the_generator_raised_after_its_items(bridge: Bridge) -> None:
    items = bridge.iterate(Numbers(2, LookupError())())
    assert [next(items), next(items)] == [0, 1]
    with pytest.raises(LookupError):
        next(items)


def test_leaving_the_iteration_closes_the_generator_on_the_loop(bridge: Bridge) -> None:
    numbers = Numbers(10**9)
    items = bridge.iterate(numbers())
    assert next(items) == 0
    items.close()  # type: ignore[attr-defined]  # a generator, as a for loop that breaks closes it
    assert numbers.closed.wait(30)
