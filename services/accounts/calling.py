"""The API key that a request came with: what runs for the request, and for runs that it starts, is done with it.

Bound where keys are opened (`api/auth.py`), read by what counts costs; nobody passes it along.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from storage.records import ApiKey

_key: ContextVar[ApiKey | None] = ContextVar("key", default=None)


def calls_with(key: ApiKey) -> None:
    """Have the rest of this task, and the tasks that it starts, run for who holds `key`."""
    _key.set(key)


@contextmanager
def calling_with(key: ApiKey | None) -> Iterator[None]:
    """Have the block, and the tasks that it starts, run for who holds `key`, or for nobody with a key."""
    before = _key.set(key)
    try:
        yield
    finally:
        _key.reset(before)


def calling_key() -> ApiKey | None:
    """Return the key that the code runs for, None where there is none."""
    return _key.get()
