"""How often something may happen in a minute."""

import time
from collections import OrderedDict
from collections.abc import Callable

KNOWN = 10_000  # keys that are remembered


class Rates:
    """A bucket for each key: full at first, refilled evenly, one piece taken for each time."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # what is in it, and since when

    def take(self, key: str, per_minute: int) -> float:
        """Count one time and return 0; or return how many seconds to wait, counting nothing."""
        now = self._clock()
        left, since = self._buckets.get(key, (float(per_minute), now))
        left = min(float(per_minute), left + (now - since) * per_minute / 60)
        if left < 1:
            return (1 - left) * 60 / per_minute
        self._buckets[key] = (left - 1, now)
        self._buckets.move_to_end(key)
        if len(self._buckets) > KNOWN:
            self._buckets.popitem(last=False)
        return 0
