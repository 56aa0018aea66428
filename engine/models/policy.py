"""How patient calls of a vendor are."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from engine.errors import ModelError


def _unnoted(error: ModelError | None) -> None:
    """Take how a call went where nobody wants to know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPolicy:
    """How patient a call is; times in seconds. `noted` hears of each attempt how it went, None is well."""

    retries: int = 2  # after the first attempt, and only before the first piece
    first_wait: float = 1.0  # doubled each time
    longest_wait: float = 30.0  # a vendor that asks for more is not waited for
    connect_timeout: float = 5.0
    read_timeout: float = 60.0  # silence between two pieces
    total_timeout: float = 600.0
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    noted: Callable[[ModelError | None], object] = _unnoted

    def wait_before(self, attempt: int, error: ModelError) -> float | None:
        """Return how long to wait before repetition `attempt` (from 1), None to give up."""
        if not error.retryable or attempt > self.retries:
            return None
        asked = error.retry_after or 0.0
        wait = min(self.first_wait * 2 ** (attempt - 1), self.longest_wait)
        return None if asked > self.longest_wait else max(wait, asked)
