"""Places of runs: how many of an app may be under way, and the line in which others wait for their turn."""

import asyncio
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from typing import Final

from services.errors import ServiceError, TooManyRequests


@dataclass(frozen=True, slots=True)
class Bounds:
    """What bounds the runs of one app; 0 is no bound.

    `active` counts those under way and those that wait, `at_once` those under way. Whoever finds `at_once` taken
    waits for up to `wait` seconds, in a line of at most `line`.
    """

    active: int = 0
    at_once: int = 0
    wait: float = 0.0
    line: int = 0


UNBOUNDED: Final = Bounds()


@dataclass(slots=True)
class _Waiting:
    """One that waits in line; `turn` is done as soon as the place is its own."""

    at_once: int
    turn: "asyncio.Future[None]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Places:
    """The places of all apps of one runtime. A place is held from `take` or `enter` until its `leave`."""

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()  # by app id
        self._lines: defaultdict[str, deque[_Waiting]] = defaultdict(deque)  # by app id, first come first

    def taken(self, app_id: str | None = None) -> int:
        """Return how many places of an app, or of all, are held."""
        return self._taken.total() if app_id is None else self._taken[app_id]

    def waiting(self, app_id: str | None = None) -> int:
        """Return how many wait for a place of an app, or of any."""
        if app_id is None:
            return sum(map(len, self._lines.values()))
        return len(self._lines.get(app_id, ()))

    def take(self, app_id: str) -> None:
        """Hold a place, whatever the bounds: of a run that goes on."""
        self._taken[app_id] += 1

    def has_room(self, app_id: str, bounds: Bounds) -> bool:
        """Return whether `enter` would neither wait nor refuse."""
        taken = self._taken[app_id]
        return not self.waiting(app_id) and all(not most or taken < most for most in (bounds.active, bounds.at_once))

    async def enter(self, app_id: str, bounds: Bounds) -> None:
        """Hold a place, waiting for it where the bounds let one wait; nobody who came later gets one before.

        Raises:
            TooManyRequests: there is no place, or none became free in time.
            ServiceError: the server is stopping.
        """
        if not self.has_room(app_id, bounds):
            self._check(app_id, bounds)
            await self._wait(app_id, bounds)
            return
        self.take(app_id)

    def leave(self, app_id: str) -> None:
        """Give a place back: to the first in line, if there is one."""
        self._taken[app_id] -= 1
        self._advance(app_id)
        if not self._taken[app_id]:
            del self._taken[app_id]

    def close(self) -> None:
        """Send away all who wait."""
        for line in self._lines.values():
            for one in line:
                if not one.turn.done():
                    one.turn.set_exception(ServiceError("The server is stopping."))
        self._lines.clear()

    def _check(self, app_id: str, bounds: Bounds) -> None:
        waiting = self.waiting(app_id)
        if bounds.active and self._taken[app_id] + waiting >= bounds.active:
            raise TooManyRequests(
                f"Too many requests: the app answers {bounds.active} at a time. Try again in a moment."
            )
        if not bounds.wait or (bounds.line and waiting >= bounds.line):
            raise TooManyRequests(
                f"Too many requests: the app answers {bounds.at_once} at a time, and {waiting} wait already. "
                "Try again in a moment."
            )

    async def _wait(self, app_id: str, bounds: Bounds) -> None:
        one = _Waiting(bounds.at_once)
        self._lines[app_id].append(one)
        try:
            async with asyncio.timeout(bounds.wait):
                await one.turn
        except TimeoutError as error:
            self._step_out(app_id, one)
            raise TooManyRequests(
                f"Too many requests: the app answers {bounds.at_once} at a time, "
                f"and no place became free within {bounds.wait:g} s."
            ) from error
        except asyncio.CancelledError:
            self._step_out(app_id, one)
            raise

    def _step_out(self, app_id: str, one: _Waiting) -> None:
        """Leave the line; a place that came at the last moment goes to the next."""
        if one.turn.done() and not one.turn.cancelled() and one.turn.exception() is None:
            self.leave(app_id)
            return
        line = self._lines.get(app_id)
        if line and one in line:
            line.remove(one)
        self._advance(app_id)

    def _advance(self, app_id: str) -> None:
        """Give free places to those who wait, in their order."""
        line = self._lines.get(app_id)
        while line:
            first = line[0]
            if not first.turn.done():
                if first.at_once and self._taken[app_id] >= first.at_once:
                    return
                self._taken[app_id] += 1
                first.turn.set_result(None)
            line.popleft()
        self._lines.pop(app_id, None)
