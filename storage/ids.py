"""UUIDv7 ids (RFC 9562): text that sorts in the order of making, unguessable in its second half."""

import secrets
import threading
import time

_lock = threading.Lock()
_last = 0


def new_id() -> str:
    """Return a new id, greater than every id that this process made before.

    The 12 bits after the millisecond hold its fraction (RFC 9562, method 3), so the first 60 bits are a clock
    of about 244 ns; a tie moves on by one step.
    """
    global _last  # noqa: PLW0603  # the last clock value is what makes ids monotonic
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    clock = (milliseconds << 12) | (rest * 4096 // 1_000_000)
    with _lock:
        _last = clock = max(clock, _last + 1)
    tail = (0b10 << 62) | secrets.randbits(62)
    digits = f"{clock >> 12:012x}7{clock & 0xFFF:03x}{tail:016x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
