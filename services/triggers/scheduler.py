"""The scheduler: starts workflows when their times come, and never twice for the same time.

A time is taken by moving the stored schedule on to its next one; only then does the run start. So a
crash in between loses one run and makes up none. What came while the server was down, or longer ago than
`LATE` (the machine slept), is passed over.
"""

import asyncio
import logging
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Protocol

import storage.apps
import storage.triggers
from engine.errors import EngineError
from services.errors import AppUnavailable, ServiceError
from services.triggers import triggered_runs, triggers
from storage.errors import NotFound
from storage.records import Trigger

if TYPE_CHECKING:
    from services.runtime import Runtime

logger = logging.getLogger(__name__)

LATE: Final = 60.0  # seconds after its time at which a run still starts
LOOK: Final = 60.0  # seconds between two looks at the clock at the most: it may be set, or the machine may sleep
TROUBLE: Final = 10.0  # seconds until the next try when storage gives an error


class Clock(Protocol):
    """The time, and waiting for it."""

    def now(self) -> float:
        """Return the time in epoch seconds."""
        ...

    async def wait(self, seconds: float, changed: asyncio.Event) -> None:
        """Return after `seconds`, or as soon as `changed` is set."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> float:
        """Return the time in epoch seconds."""
        return time.time()

    async def wait(self, seconds: float, changed: asyncio.Event) -> None:
        """Return after `seconds`, or as soon as `changed` is set."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await changed.wait()


class Scheduler:
    """The schedules of all apps of one runtime."""

    def __init__(self, rt: "Runtime", clock: Clock | None = None) -> None:
        self.clock: Clock = clock or SystemClock()
        self._rt = rt
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Pass over what came while nothing ran, then wait for what comes."""
        for trigger in await self._waiting():
            if self._is_due(trigger):
                await self._take(trigger, fired=False)
        self._task = asyncio.create_task(self._run(), name="scheduler")

    async def stop(self) -> None:
        """Start nothing any more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._task = None

    def wake(self) -> None:
        """Say that schedules have changed."""
        self._changed.set()

    async def _run(self) -> None:
        while True:
            try:
                seconds = await self._round()
            except Exception:
                logger.exception("The schedules could not be looked at. next_try=%s", TROUBLE)
                seconds = TROUBLE
            await self.clock.wait(seconds, self._changed)

    async def _round(self) -> float:
        """Start what is due; return how many seconds to wait before the next round, at most `LOOK`."""
        self._changed.clear()
        waiting = await self._waiting()
        due = [trigger for trigger in waiting if self._is_due(trigger)]
        if due and not self._rt.stopping.is_set():
            for trigger in due:
                await self._fire(trigger)
            return 0
        next_at = waiting[0].next_at if waiting else None
        return LOOK if next_at is None or due else min(LOOK, next_at - self.clock.now())

    async def _fire(self, trigger: Trigger) -> None:
        is_on_time = self.clock.now() - (trigger.next_at or 0) <= LATE
        if await self._take(trigger, fired=is_on_time) and is_on_time:
            try:
                await triggered_runs.start_scheduled(self._rt, trigger)
            except AppUnavailable as error:
                logger.info("A schedule started nothing. trigger=%s reason=%s", trigger.id, error)
            except (ServiceError, EngineError, NotFound) as error:
                logger.warning("A schedule could not start its workflow. trigger=%s reason=%s", trigger.id, error)

    async def _take(self, trigger: Trigger, *, fired: bool) -> bool:
        """Move a schedule on to its next time; return whether this time was still to be had."""
        try:
            app = await self._rt.db.read(
                lambda: storage.apps.get_app(self._rt.db, trigger.workspace_id, trigger.app_id)
            )
            next_at = await triggers.next_time(self._rt, app, trigger)
        except NotFound:
            next_at = None
        if not fired:
            logger.info("A time of a schedule was missed and is passed over. trigger=%s", trigger.id)
        last_at = trigger.next_at if fired else trigger.last_at
        return await storage.triggers.move_schedule(self._rt.db, trigger, next_at=next_at, last_at=last_at)

    async def _waiting(self) -> list[Trigger]:
        return await self._rt.db.read(lambda: storage.triggers.waiting_schedules(self._rt.db))

    def _is_due(self, trigger: Trigger) -> bool:
        return trigger.next_at is not None and trigger.next_at <= self.clock.now()
