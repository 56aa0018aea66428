"""Runs while they live: tasks on the server's loop that any number of readers may follow.

A run belongs to nobody's connection. Its events are kept in a list, readers wait for the list to
grow, and a reader that leaves changes nothing (unless the app asks for it). Ended runs stay here for
a short while, so that a reader who comes back finds them; after that, storage has them.
"""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import Final

from engine.errors import EngineError
from engine.events import Event, MessageEnd, RunError, RunFinished, RunPaused
from services.errors import ServiceError
from services.limiting.places import Bounds, Places
from storage.ids import new_id

logger = logging.getLogger(__name__)

FAILURE: Final = "The server met an internal error and could not finish the run."
DEBUGGER: Final = "debugger"  # `invoke_from` of runs in the studio; they count in no statistics
SERVICE_API: Final = "service-api"
WEB_APP: Final = "web-app"
WEBHOOK: Final = "webhook"
SCHEDULE: Final = "schedule"
PLUGIN: Final = "plugin"
TRIGGERED_FROM: Final = {DEBUGGER: "debugging", WEBHOOK: WEBHOOK, SCHEDULE: SCHEDULE, PLUGIN: PLUGIN}  # else app-run


class LiveRun:
    """One run from its start until shortly after its end.

    Ids: `id` of the run, `task_id` to stop it by, `message_id` and `conversation_id` ("" where the
    mode has none). `user` is the caller's own name for its user, `user_id` the id of the end user or
    account, `key_id` that of the API key that started it, `created_at` epoch seconds. A run that goes on after a pause keeps its ids; `resumes` tells it, and
    `began_at` when this stretch of it began.
    """

    def __init__(
        self,
        *,
        app_id: str,
        mode: str,
        user: str,
        user_id: str,
        invoke_from: str = SERVICE_API,
        workflow_id: str = "",
        message_id: str = "",
        conversation_id: str = "",
        stop_on_disconnect: bool = False,
        id: str = "",
        task_id: str = "",
        created_at: float | None = None,
        workspace_id: str = "",
        key_id: str = "",
    ) -> None:
        self.id = id or new_id()
        self.task_id = task_id or new_id()
        self.resumes = bool(id)
        self.app_id = app_id
        self.workspace_id = workspace_id
        self.key_id = key_id
        self.mode = mode
        self.user = user
        self.user_id = user_id
        self.invoke_from = invoke_from
        self.workflow_id = workflow_id
        self.message_id = message_id
        self.conversation_id = conversation_id
        self.began_at = time.time()
        self.created_at = self.began_at if created_at is None else created_at
        self.stop_on_disconnect = stop_on_disconnect
        self.events: list[Event] = []
        self.done = False
        self.said = ""  # what the run had said before this stretch
        self.is_told = False  # whether somebody has read it to its end
        self.on_stop: Callable[[str], None] | None = None  # set by what runs; takes the reason
        self.called_as = ""  # by which the caller may take its call back, "" where that is no way to stop it
        self.stop_code = ""  # of the error that stopped it, "" where a person did
        self._stop_reason: str | None = None
        self._readers = 0
        self._waiting: list[asyncio.Future[None]] = []

    @property
    def last(self) -> Event | None:
        """Return the event that ended the run (`RunFinished`, `RunPaused`, `MessageEnd` or `RunError`), if it has."""
        return self.events[-1] if self.done and self.events else None

    @property
    def stop_reason(self) -> str | None:
        """Return why the run was asked to stop, None when it was not."""
        return self._stop_reason

    @property
    def stretch(self) -> str:
        """Return what this stretch of the run is called in the ids of its events."""
        return format(int(self.began_at * 1000), "x")

    def publish(self, *events: Event) -> None:
        """Add events and wake the readers."""
        self.events += events
        self._wake()

    def end(self) -> None:
        """Say that no more events come."""
        self.done = True
        self._wake()

    def stop(self, reason: str = "Stopped by the user.", *, code: str = "") -> None:
        """End the run soon, keeping what it has said so far; nothing happens to one that has ended.

        With the `code` of an error, callers learn that it stopped the run.
        """
        if self.done or self._stop_reason is not None:
            return
        self._stop_reason, self.stop_code = reason, code
        if self.on_stop is not None:
            self.on_stop(reason)

    async def subscribe(self, *, after: int = 0) -> AsyncGenerator[Sequence[Event], None]:
        """Yield the events in batches of those that are ready together, from the beginning to the last one.

        `after` leaves out that many from the beginning. Close the iterator to leave early; the run
        goes on, except for an app with `stop_on_disconnect` whose last reader this was.
        """
        position = after
        self._readers += 1
        try:
            while True:
                if position < len(self.events):
                    batch = self.events[position:]
                    position = len(self.events)
                    yield batch
                elif self.done:
                    self.is_told = True
                    return
                else:
                    await self._changed()
        finally:
            self._readers -= 1
            self.reader_left()

    async def finished(self) -> Event:
        """Wait for the end and return the last event, for callers that want no stream.

        Raises:
            ServiceError, EngineError: never; a failure is a `RunError` or a `RunFinished` with its status.
        """
        self._readers += 1
        try:
            while not self.done:
                await self._changed()
        finally:
            self._readers -= 1
            self.reader_left()
        self.is_told = True
        return self.events[-1]

    async def ended(self) -> None:
        """Wait for the end without counting as a reader."""
        while not self.done:
            await self._changed()

    def reader_left(self) -> None:
        """Stop the run when its app wants that and nobody reads it any more."""
        if self.stop_on_disconnect and not self._readers and not self.done:
            self.stop("The caller went away.")

    @property
    def is_paused(self) -> bool:
        """Return whether this stretch has ended in a pause."""
        return isinstance(self.last, RunPaused)

    def find(self, kind: type[Event]) -> Event | None:
        """Return the last event of a class, None when there is none."""
        return next((event for event in reversed(self.events) if isinstance(event, kind)), None)

    def _wake(self) -> None:
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def _changed(self) -> None:
        future = asyncio.get_running_loop().create_future()
        self._waiting.append(future)  # taken out by the next `_wake`, also when its reader has gone
        await future


Work = Callable[[LiveRun], Awaitable[None]]


class LiveRuns:
    """All runs of one runtime that live, and the last ones that have ended.

    `keep` and `keep_seconds` bound how many ended runs are kept, and for how long.
    """

    def __init__(self, *, keep: int = 200, keep_seconds: float = 60) -> None:
        self._keep = keep
        self._keep_seconds = keep_seconds
        self._running: dict[str, LiveRun] = {}  # by run id
        self._tasks: dict[str, asyncio.Task[None]] = {}  # by run id
        self._ended: OrderedDict[str, tuple[float, LiveRun]] = OrderedDict()  # by run id, oldest first
        self._by_task: dict[str, LiveRun] = {}
        self._by_message: dict[str, LiveRun] = {}
        self.places = Places()  # one for each that is under way
        self._awaited: dict[str, list[asyncio.Future[LiveRun]]] = {}  # stretches that readers wait for, by run id
        self._closed = False

    async def begin(self, live: LiveRun, work: Work, bounds: Bounds) -> LiveRun:
        """Start a run as `start` does, as soon as the app has a place for it.

        Raises:
            TooManyRequests: the app has none, or none became free in time.
            ServiceError: the server is stopping.
        """
        self._check_open()
        await self.places.enter(live.app_id, bounds)
        if self._closed:
            self.places.leave(live.app_id)
        self._check_open()
        return self._start(live, work)

    def start(self, live: LiveRun, work: Work) -> LiveRun:
        """Run `work(live)` as a task of this loop, which must publish what happens, and return `live`.

        Nothing bounds it: this is for runs that go on. An exception of `work` is logged and becomes the run's `RunError`.

        Raises:
            ServiceError: the server is stopping.
        """
        self._check_open()
        self.places.take(live.app_id)
        return self._start(live, work)

    def _check_open(self) -> None:
        if self._closed:
            raise ServiceError("The server is stopping.")

    def _start(self, live: LiveRun, work: Work) -> LiveRun:
        """Start a run that holds a place, which it gives back when it has ended."""
        self._running[live.id] = live
        self._by_task[live.task_id] = live
        if live.message_id:
            self._by_message[live.message_id] = live
        self._tasks[live.id] = asyncio.create_task(self._run(live, work), name=f"run {live.id}")
        for future in self._awaited.pop(live.id, ()):
            if not future.done():
                future.set_result(live)
        return live

    def get(self, run_id: str) -> LiveRun | None:
        """Return the run with this id while it is here."""
        live = self._running.get(run_id)
        if live is not None:
            return live
        self._drop_old()
        ended = self._ended.get(run_id)
        return ended[1] if ended else None

    async def next_stretch(self, run_id: str, after: LiveRun | None) -> LiveRun:
        """Return what a paused run does when it goes on, waiting for it; `after` is the stretch known so far."""
        live = self.get(run_id)
        if live is not None and live is not after:
            return live
        future: asyncio.Future[LiveRun] = asyncio.get_running_loop().create_future()
        self._awaited.setdefault(run_id, []).append(future)
        try:
            return await future
        finally:
            waiting = self._awaited.get(run_id, [])
            if future in waiting:
                waiting.remove(future)
            if not waiting:
                self._awaited.pop(run_id, None)

    def of_task(self, task_id: str) -> LiveRun | None:
        """Return the run with this task id while it is here."""
        self._drop_old()
        return self._by_task.get(task_id)

    def of_message(self, message_id: str) -> LiveRun | None:
        """Return the run that answers this message while it is here."""
        self._drop_old()
        return self._by_message.get(message_id)

    def running(self, app_id: str | None = None) -> list[LiveRun]:
        """Return the runs under way, those of one app or all, oldest first."""
        return [live for live in self._running.values() if app_id in (None, live.app_id)]

    def in_conversation(self, conversation_id: str) -> LiveRun | None:
        """Return the newest run under way in a conversation."""
        of_it = [live for live in self._running.values() if live.conversation_id == conversation_id]
        return of_it[-1] if of_it else None

    def stop(self, task_id: str, *, app_id: str | None = None, user: str | None = None) -> bool:
        """Stop the run with this task id; return whether there was one to stop.

        `app_id` and `user` are compared when they are given: a task of another one is left alone.
        """
        live = self._by_task.get(task_id)
        if live is None or live.done:
            return False
        if app_id not in (None, live.app_id) or user not in (None, live.user):
            return False
        live.stop()
        return True

    async def close(self, seconds: float) -> None:
        """Let runs take up to `seconds` to end, then stop them; return when each is stored as stopped."""
        self._closed = True
        self.places.close()
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=seconds)
        for live in self.running():
            live.stop("The server is stopping.")
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=5)
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _run(self, live: LiveRun, work: Work) -> None:
        try:
            await work(live)
        except asyncio.CancelledError:
            live.publish(RunError(code="service_unavailable", message="The server is stopping.", status=503))
            raise
        except (ServiceError, EngineError) as error:
            live.publish(RunError(code=error.code, message=str(error)))
        except Exception:
            logger.exception("A run broke off. run=%s app=%s", live.id, live.app_id)
            live.publish(RunError(code="internal_server_error", message=FAILURE, status=500))
        finally:
            self._end(live)

    def _end(self, live: LiveRun) -> None:
        live.end()
        live.on_stop = None
        self._running.pop(live.id, None)
        self._tasks.pop(live.id, None)
        self.places.leave(live.app_id)
        self._ended.pop(live.id, None)  # an earlier stretch of the same run
        self._ended[live.id] = (time.monotonic(), live)
        self._drop_old()

    def _drop_old(self) -> None:
        oldest = time.monotonic() - self._keep_seconds
        while self._ended:
            run_id, (ended_at, live) = next(iter(self._ended.items()))
            if len(self._ended) <= self._keep and ended_at >= oldest:
                return
            del self._ended[run_id]
            for known, key in ((self._by_task, live.task_id), (self._by_message, live.message_id)):
                if known.get(key) is live:
                    del known[key]


__all__ = ["LiveRun", "LiveRuns", "MessageEnd", "RunError", "RunFinished", "RunPaused"]
