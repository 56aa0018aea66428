"""UUIDv7 ids (RFC 9562): text that sorts in the order of making, unguessable in its second half."""

import os
import threading
import time
from typing import Final

POOL: Final = 4096  # random bytes that are fetched at once
TAIL: Final = 8  # of them in each id

_lock = threading.Lock()
_last = 0
_pool = b""  # fetching a few bytes at a time would hand the interpreter to another thread each time, for up to 5 ms
_used = 0


def new_id() -> str:
    """Return a new id, greater than every id that this process made before.

    The 12 bits after the millisecond hold its fraction (RFC 9562, method 3), so the first 60 bits are a clock
    of about 244 ns; a tie moves on by one step.
    """
    global _last, _pool, _used  # noqa: PLW0603  # the last clock value is what makes ids monotonic
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    clock = (milliseconds << 12) | (rest * 4096 // 1_000_000)
    with _lock:
        _last = clock = max(clock, _last + 1)
        if _used >= len(_pool):
            _pool, _used = os.urandom(POOL), 0
        random = int.from_bytes(_pool[_used : _used + TAIL])
        _used += TAIL
    tail = (0b10 << 62) | (random >> 2)
    digits = f"{clock >> 12:012x}7{clock & 0xFFF:03x}{tail:016x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _forget_pool() -> None:
    """Begin with bytes of its own in a forked process."""
    global _lock, _pool  # the parent's may be held, and makes the same ids
    _lock, _pool = threading.Lock(), b""


os.register_at_fork(after_in_child=_forget_pool)
