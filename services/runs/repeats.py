"""Requests that are sent again: the first one runs, and whoever repeats it gets the same answer.

A request is known by an id that its sender chose. While its run is under way the run itself answers; then its answer
is stored for a day. A request that came to nothing (it was refused before a run began) may be sent again.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import storage.kept_answers
from services.errors import RequestChanged, RequestCutOff
from services.runs.runs import LiveRun
from storage.records import App, KeptAnswer

if TYPE_CHECKING:
    from services.runtime import Runtime

logger = logging.getLogger(__name__)

HOUR: Final = 3600.0  # seconds
SWEEP_EVERY: Final = 100  # requests


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered, as bytes."""

    status: int
    content_type: str
    body: bytes


@dataclass(slots=True)
class First:
    """A request that was sent for the first time; whoever has it says how it goes on."""

    repeats: "Repeats"
    id: str
    request: str
    begun: "asyncio.Future[LiveRun | None]"

    def started(self, live: LiveRun, encode: Callable[[LiveRun], Answer]) -> None:
        """Say that a run is under way; `encode` gives its answer when it has ended."""
        self.begun.set_result(live)
        self.repeats.keep(self, live, encode)

    async def came_to_nothing(self) -> None:
        """Let the request be sent again."""
        try:
            await storage.kept_answers.forget_answer(self.repeats.rt.db, self.id)
        finally:
            self.repeats.let_go(self)


class Repeats:
    """The requests of one runtime that may be sent again."""

    def __init__(self, rt: "Runtime") -> None:
        self.rt = rt
        self.first: dict[str, First] = {}  # by id: those under way
        self._keeping: set[asyncio.Task[None]] = set()
        self._count = 0

    async def take(self, app: App, id: str, request: str) -> First | LiveRun | KeptAnswer:
        """Return how a request stands: sent for the first time, under way, or answered. `request` is its hash.

        Raises:
            RequestChanged: the id belongs to another request.
            RequestCutOff: the server ended before the answer was known, or the answer is too large to be kept.
        """
        while (first := self.first.get(id)) is not None:
            _check_same(first.request, request)
            live = await asyncio.shield(first.begun)
            if live is not None:
                return live
        first = self.first[id] = First(self, id, request, asyncio.get_running_loop().create_future())
        try:
            kept = await self._kept(id)
            if kept is None:
                await self._begin(app, first)
                return first
        except BaseException:
            self.let_go(first)
            raise
        self.let_go(first)
        _check_same(kept.request, request)
        if kept.body is None:
            raise RequestCutOff(kept.run_id)
        return kept

    def keep(self, first: First, live: LiveRun, encode: Callable[[LiveRun], Answer]) -> None:
        """Store the answer of a run when it has ended."""
        task = asyncio.create_task(self._keep(first, live, encode))
        self._keeping.add(task)
        task.add_done_callback(self._keeping.discard)

    async def close(self) -> None:
        """Store the answers of runs that have ended, and keep no others."""
        if self._keeping:
            await asyncio.wait(self._keeping, timeout=1)
        for task in self._keeping:
            task.cancel()
        await asyncio.gather(*self._keeping, return_exceptions=True)

    async def sweep(self) -> None:
        """Remove answers that are too old, or too many."""
        limits = self.rt.settings
        before = time.time() - limits.idempotency_hours * HOUR
        await storage.kept_answers.remove_answers(self.rt.db, before=before, most=limits.idempotency_answers)

    async def _kept(self, id: str) -> KeptAnswer | None:
        found = await self.rt.db.read(lambda: storage.kept_answers.find_answer(self.rt.db, id))
        if found is None or found.created_at >= time.time() - self.rt.settings.idempotency_hours * HOUR:
            return found
        await storage.kept_answers.forget_answer(self.rt.db, id)
        return None

    async def _begin(self, app: App, first: First) -> None:
        begun = KeptAnswer(id=first.id, workspace_id=app.workspace_id, app_id=app.id, request=first.request)
        await storage.kept_answers.begin_answer(self.rt.db, begun)
        self._count += 1
        if self._count % SWEEP_EVERY == 0:
            await self.sweep()

    def let_go(self, first: First) -> None:
        """Let those who wait for a request see for themselves how it stands."""
        self.first.pop(first.id, None)
        first.begun.set_result(None)

    async def _keep(self, first: First, live: LiveRun, encode: Callable[[LiveRun], Answer]) -> None:
        try:
            await storage.kept_answers.note_run(self.rt.db, first.id, live.id)
            await live.ended()
            answer = encode(live)
            is_small = len(answer.body) <= self.rt.settings.idempotency_answer_kb * 1024
            await storage.kept_answers.finish_answer(
                self.rt.db,
                first.id,
                status=answer.status,
                content_type=answer.content_type,
                body=answer.body if is_small else None,
            )
        except Exception:
            logger.exception("The answer to a request could not be kept. run=%s", live.id)
        finally:
            self.first.pop(first.id, None)


def _check_same(known: str, request: str) -> None:
    if known != request:
        raise RequestChanged
