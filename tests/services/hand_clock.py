"""A clock that a test moves on by hand, for what waits for times."""

import asyncio
from datetime import UTC, datetime


class HandClock:
    """Stands still until `advance`; `asleep` returns once whoever reads it waits for a later time."""

    def __init__(self, start: str) -> None:
        self._now = datetime.fromisoformat(start).replace(tzinfo=UTC).timestamp()
        self._moved = asyncio.Event()
        self._asleep = asyncio.Event()
        self._changed = asyncio.Event()  # of who waits

    def now(self) -> float:
        return self._now

    async def wait(self, seconds: float, changed: asyncio.Event) -> None:
        until, self._changed = self._now + seconds, changed
        while self._now < until and not changed.is_set():
            self._moved.clear()
            self._asleep.set()
            waits = [asyncio.create_task(event.wait()) for event in (self._moved, changed)]
            try:
                await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in waits:
                    task.cancel()
        self._asleep.clear()

    async def asleep(self) -> None:
        """Wait until nothing is to be done before a later time."""
        async with asyncio.timeout(30):
            await self._asleep.wait()
            while self._changed.is_set():  # it has not noticed yet
                self._asleep.clear()
                await self._asleep.wait()

    async def advance(self, seconds: float) -> None:
        """Move on, and wait until all that was to be done at the new time is done."""
        await self.asleep()
        self._now += seconds
        self._asleep.clear()
        self._moved.set()
        await self.asleep()
