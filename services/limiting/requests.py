"""How often programs may call: for each key, app, end user and route, and for a workspace in a day."""

import hashlib
import logging
import math
import time
from collections.abc import Callable, Sequence
from typing import Final

from config import Settings
from services.errors import TooManyCalls
from services.limiting.windows import Standing, Window, WindowStore, standing
from storage.records import ApiKey, App

logger = logging.getLogger(__name__)

MINUTE: Final = 60.0
HOUR: Final = 3600.0
DAY: Final = 86_400.0
WORKSPACE: Final = "the workspace"
LONGEST_USER: Final = 64  # characters of a name that stand in a key as they are
DAILY: Final = "system_generate_rate_limit"
SILENCE: Final = 5.0  # seconds for which a store that gave an error is not asked again


class RateLimited(TooManyCalls):
    """A caller asks more often than it may; `standing` tells by which limit."""

    def __init__(self, message: str, standing: Standing) -> None:
        super().__init__(message, standing.frees_after)
        self.standing = standing


class RequestLimits:
    """Counts the requests of one server; a limit of 0 is none. A store that fails lets everybody pass."""

    def __init__(self, settings: Settings, store: WindowStore, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.store = store
        self._settings = settings
        self._clock = clock
        self._asks_from = -math.inf  # on the clock; later than now while the store is out of order
        self._is_broken = False

    async def admit(self, key: ApiKey, app: App, *, runs: bool) -> Standing | None:
        """Count a request of an app's key; `runs` says that the app is to work. None: nothing limits it.

        Raises:
            RateLimited: the key, the app or the workspace has no room for it.
        """
        limits = self._settings
        windows = [
            Window(f"rate_limit:{key.id}:60", limits.key_requests_per_minute, MINUTE, "this key"),
            Window(f"rate_limit:{key.id}:3600", limits.key_requests_per_hour, HOUR, "this key"),
            Window(f"rate_limit:{app.id}:60", limits.app_requests_per_minute, MINUTE, "callers of this app"),
            Window(f"rate_limit:{app.id}:3600", limits.app_requests_per_hour, HOUR, "callers of this app"),
        ]
        if runs:
            windows.append(Window(f"{DAILY}:{app.workspace_id}", limits.app_daily_rate_limit, DAY, WORKSPACE))
        return await self._counted(windows)

    async def admit_knowledge(self, key: ApiKey) -> Standing | None:
        """Count a request of a knowledge key. Raises RateLimited: the key or its workspace has no room for it."""
        limits, keys = self._settings, f"rate_limit:knowledge:{key.workspace_id}"
        windows = [
            Window(f"rate_limit:{key.id}:60", limits.key_requests_per_minute, MINUTE, "this key"),
            Window(f"rate_limit:{key.id}:3600", limits.key_requests_per_hour, HOUR, "this key"),
            Window(f"{keys}:60", limits.knowledge_requests_per_minute, MINUTE, "knowledge keys of this workspace"),
            Window(f"{keys}:3600", limits.knowledge_requests_per_hour, HOUR, "knowledge keys of this workspace"),
        ]
        return await self._counted(windows)

    async def admit_user(self, app: App, user: str, route: str) -> Standing | None:
        """Count a request that a program sends to a route for one of its users. Raises RateLimited."""
        limits = self._settings
        name = user if len(user) <= LONGEST_USER else hashlib.blake2b(user.encode("utf-8", "replace")).hexdigest()
        key = f"rate_limit:{app.id}:{name}:{route}"
        return await self._counted([Window(key, limits.user_requests, limits.user_requests_seconds, "one user")])

    async def _counted(self, windows: Sequence[Window]) -> Standing | None:
        limiting = [window for window in windows if window.most > 0]
        if not limiting or not self._settings.rate_limits or self._clock() < self._asks_from:
            return None
        try:
            taken = await self.store.take(limiting)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with the store: callers are not to suffer from it
            self._note_trouble(error)
            return None
        self._is_broken = False
        found = standing(limiting, taken)
        if found.is_refused:
            raise RateLimited(_message(found), found)
        return found

    def _note_trouble(self, error: Exception) -> None:
        """Leave the store alone for a moment; the trouble is logged once, until it has answered again."""
        self._asks_from = self._clock() + SILENCE
        if not self._is_broken:
            self._is_broken = True
            logger.error("Requests are not limited: what counts them gives an error. error=%r", error)


def _message(found: Standing) -> str:
    window, wait = found.window, math.ceil(found.frees_after)
    if window.whose == WORKSPACE:
        return f"Rate limit exceeded: the workspace's RPD was {window.most} requests/day. Try again in {wait} s."
    span = {MINUTE: "a minute", HOUR: "an hour"}.get(window.seconds, f"{window.seconds:g} s")
    return f"Too many requests: {window.whose} may send {window.most} in {span}. Try again in {wait} s."
