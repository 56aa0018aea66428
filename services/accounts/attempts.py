"""How often someone may try something before they have to wait."""

import time
from collections import OrderedDict
from collections.abc import Callable

FORGOTTEN_AFTER = 3600.0  # seconds without a try
KNOWN = 10_000  # keys that are remembered


class Attempts:
    """Counts tries in a row by key: after `most` of them each further one waits, twice as long every time."""

    def __init__(
        self, most: int, *, wait: float = 60, longest: float = 900, clock: Callable[[], float] = time.time
    ) -> None:
        self._most = most
        self._wait = wait
        self._longest = longest
        self._clock = clock
        self._tries: OrderedDict[str, tuple[int, float]] = OrderedDict()  # count, time of the last one

    def begin(self, key: str) -> float:
        """Count a try and return 0; or return how many seconds to wait, counting nothing."""
        now = self._clock()
        count, last = self._tries.get(key, (0, now))
        if now - last > FORGOTTEN_AFTER:
            count = 0
        left = last + self._delay(count) - now
        if left > 0:
            return left
        self._tries[key] = (count + 1, now)
        self._tries.move_to_end(key)
        if len(self._tries) > KNOWN:
            self._tries.popitem(last=False)
        return 0

    def succeeded(self, key: str) -> None:
        """Begin to count anew."""
        self._tries.pop(key, None)

    def _delay(self, count: int) -> float:
        return 0 if count < self._most else min(self._wait * 2.0 ** min(count - self._most, 10), self._longest)
