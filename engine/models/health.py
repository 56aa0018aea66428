"""How the accounts of providers do: told by the calls that are made anyway, never by calls of its own."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from engine.errors import ModelAuthError, ModelError, ModelQuotaExceeded, ModelRateLimited, ModelUnavailable

RESTS: Final[dict[type[ModelError], float]] = {  # seconds, where the vendor names none
    ModelRateLimited: 30.0,
    ModelUnavailable: 10.0,
    ModelQuotaExceeded: 600.0,
    ModelAuthError: 600.0,
}


def rest_after(error: ModelError) -> float | None:
    """Return for how many seconds an account is better left alone; None when the fault is not the account's."""
    usual = next((seconds for kind, seconds in RESTS.items() if isinstance(error, kind)), None)
    return usual if usual is None or error.retry_after is None else error.retry_after


@dataclass(slots=True)
class AccountHealth:
    """How one account does; times are seconds of the clock that it is given, by default since the epoch.

    A request that the vendor finds wrong says nothing about the account, and changes nothing here.
    """

    failing_since: float | None = None
    worked_at: float | None = None
    rests_until: float = 0.0
    error: str = ""  # the class of the last failure, "" while it works
    reason: str = ""  # its message, for people who may see it
    clock: Callable[[], float] = time.time

    @property
    def is_known(self) -> bool:
        """Return whether it was asked anything yet."""
        return self.failing_since is not None or self.worked_at is not None

    @property
    def is_resting(self) -> bool:
        """Return whether others are asked in its place for now."""
        return self.rests_until > self.clock()

    def note(self, error: ModelError | None) -> None:
        """Note how a call went; None is well."""
        now = self.clock()
        if error is None:
            self.failing_since, self.worked_at, self.rests_until = None, now, 0.0
            self.error = self.reason = ""
            return
        rest = rest_after(error)
        if rest is None:
            return
        self.failing_since = self.failing_since or now
        self.rests_until = now + rest
        self.error, self.reason = type(error).__name__, str(error)
