"""Debug addresses that somebody listens at: the next request to one runs the draft."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from storage.records import App

SECONDS: Final = 600.0  # that an address is listened at, unless that is renewed


@dataclass(slots=True)
class Listener:
    """A person who waits for a request to a trigger of a draft."""

    app: App
    node_id: str
    code: str
    user: str
    account_id: str | None
    until: float
    run_id: str = ""  # of the run that a request has started


class Listeners:
    """Who listens where, in this process."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._by_code: dict[str, Listener] = {}

    def listen(self, app: App, node_id: str, code: str, *, user: str = "", account_id: str | None = None) -> Listener:
        """Wait for a request to the debug address `code`, instead of whoever waited there before."""
        self._forget_old()
        until = self._clock() + SECONDS
        found = self._by_code[code] = Listener(app, node_id, code, user, account_id, until)
        return found

    def at(self, code: str) -> Listener | None:
        """Return who waits for a request to an address, None when nobody does."""
        self._forget_old()
        found = self._by_code.get(code)
        return found if found and not found.run_id else None

    def result(self, code: str) -> Listener | None:
        """Return the listener at an address whether or not it has been served; it stays longer for being asked for."""
        self._forget_old()
        found = self._by_code.get(code)
        if found is not None:
            found.until = self._clock() + SECONDS
        return found

    def leave(self, code: str) -> None:
        """Wait no more."""
        self._by_code.pop(code, None)

    def _forget_old(self) -> None:
        now = self._clock()
        for code in [code for code, listener in self._by_code.items() if listener.until < now]:
            del self._by_code[code]
