"""Sliding windows: how often something may happen in so many seconds, every time counted by itself."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

KNOWN: Final = 20_000  # windows that are remembered; those unused for longest are forgotten first


@dataclass(frozen=True, slots=True)
class Window:
    """At most `most` times in any `seconds`; windows with the same key share their count."""

    key: str
    most: int
    seconds: float
    whose: str = ""  # whom a refusal names


@dataclass(frozen=True, slots=True)
class Fill:
    """How full a window is, this time included if it counted."""

    count: int
    frees_after: float  # seconds until one more fits than now; 0 in an empty window


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of counting one time in several windows: in all of them, or in none as one was full."""

    is_counted: bool
    fills: Sequence[Fill]  # in the order of the windows


@dataclass(frozen=True, slots=True)
class Standing:
    """How a caller stands: by the window that leaves the least room, or refuses for longest."""

    window: Window
    is_refused: bool
    remaining: int
    frees_after: float  # seconds


class WindowStore(Protocol):
    """What counts. Any error of it means that nobody knows how full the windows are."""

    async def take(self, windows: Sequence[Window]) -> Taken:
        """Count one time in all of `windows` if each has room, else in none."""
        ...


class LocalWindows:
    """Counts in the memory of this process."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic, known: int = KNOWN) -> None:
        self._clock = clock
        self._known = known
        self._times: OrderedDict[str, deque[float]] = OrderedDict()  # by key of the window, oldest time first

    async def take(self, windows: Sequence[Window]) -> Taken:
        """Count one time in all of `windows` if each has room, else in none."""
        now = self._clock()
        counted = [self._times_in(window, now) for window in windows]
        has_room = all(len(times) < window.most for window, times in zip(windows, counted, strict=True))
        if has_room:
            for times in counted:
                times.append(now)
        return Taken(has_room, [_fill(window, times, now) for window, times in zip(windows, counted, strict=True)])

    def _times_in(self, window: Window, now: float) -> deque[float]:
        """Return the times that still count: one does from its moment until just before `seconds` later."""
        times = self._times.get(window.key)
        if times is None:
            times = self._times[window.key] = deque()
            if len(self._times) > self._known:
                self._times.popitem(last=False)
        else:
            self._times.move_to_end(window.key)
        while times and times[0] + window.seconds <= now:
            times.popleft()
        return times


def _fill(window: Window, times: deque[float], now: float) -> Fill:
    if not times:
        return Fill(0, 0.0)
    frees = times[max(len(times) - window.most, 0)]  # a limit that was lowered may have let in more
    return Fill(len(times), frees + window.seconds - now)


def standing(windows: Sequence[Window], taken: Taken) -> Standing:
    """Return how the caller of `take` stands."""
    rows = list(zip(windows, taken.fills, strict=True))
    if taken.is_counted:
        window, fill = min(rows, key=lambda row: (row[0].most - row[1].count, -row[1].frees_after))
        return Standing(window, False, window.most - fill.count, fill.frees_after)
    full = [row for row in rows if row[1].count >= row[0].most]
    window, fill = max(full, key=lambda row: row[1].frees_after)
    return Standing(window, True, 0, fill.frees_after)
