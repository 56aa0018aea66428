"""Windows that several servers share, in a Redis: one script, one round trip, the clock of the Redis."""

import secrets
from collections.abc import Callable, Sequence
from typing import Any, Final

import redis.asyncio

from services.limiting.windows import Fill, Taken, Window

PATIENCE: Final = 0.25  # seconds that a Redis may take to answer before it counts as out of order
MICROSECONDS: Final = 1_000_000

# KEYS: a sorted set for each window. ARGV: the time in microseconds ("" for the Redis's own), the member that stands for
# this time, then for each window how many it takes and how long it is. Returns whether it counted, then for each window
# how many are in it and when one leaves.
_TAKE: Final = """
local now = tonumber(ARGV[1])
if now == nil then
  local clock = redis.call('TIME')
  now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
end
local counts, has_room = {}, 1
for i, key in ipairs(KEYS) do
  local most, span = tonumber(ARGV[2 * i + 1]), tonumber(ARGV[2 * i + 2])
  redis.call('ZREMRANGEBYSCORE', key, '-inf', string.format('%.0f', now - span))
  counts[i] = redis.call('ZCARD', key)
  if counts[i] >= most then has_room = 0 end
end
local answer = {has_room}
for i, key in ipairs(KEYS) do
  local most, span = tonumber(ARGV[2 * i + 1]), tonumber(ARGV[2 * i + 2])
  if has_room == 1 then
    redis.call('ZADD', key, string.format('%.0f', now), ARGV[2])
    redis.call('PEXPIRE', key, math.ceil(span / 1000) + 1000)
    counts[i] = counts[i] + 1
  end
  local first = redis.call('ZRANGE', key, math.max(counts[i] - most, 0), math.max(counts[i] - most, 0), 'WITHSCORES')
  answer[2 * i] = counts[i]
  answer[2 * i + 1] = first[2] and (tonumber(first[2]) + span - now) or 0
end
return answer
"""


class SharedWindows:
    """Counts in a Redis; `clock` (epoch seconds) replaces its own for tests."""

    def __init__(self, url: str, *, prefix: str = "millrace:", clock: Callable[[], float] | None = None) -> None:
        self._redis = redis.asyncio.Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
        self._script = self._redis.register_script(_TAKE)
        self._prefix = prefix
        self._clock = clock
        self._own = secrets.token_hex(6)  # two servers never make the same member
        self._number = 0

    async def take(self, windows: Sequence[Window]) -> Taken:
        """Count one time in all of `windows` if each has room, else in none. Raises redis.RedisError."""
        self._number += 1
        now = "" if self._clock is None else f"{self._clock() * MICROSECONDS:.0f}"
        arguments: list[Any] = [now, f"{self._own}:{self._number}"]
        for window in windows:
            arguments += [window.most, f"{window.seconds * MICROSECONDS:.0f}"]
        found = await self._script(keys=[self._prefix + window.key for window in windows], args=arguments)
        fills = [
            Fill(int(count), int(frees) / MICROSECONDS) for count, frees in zip(found[1::2], found[2::2], strict=True)
        ]
        return Taken(bool(found[0]), fills)

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.aclose()
