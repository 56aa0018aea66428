"""Who carries out attempts: RQ workers, or where there are none a child process, one at a time."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol

from services.knowledge.spool import Attempt
from services.platform.children import leashed
from services.platform.queue import PROJECT, JobQueue

logger = logging.getLogger(__name__)

FUNCTION: Final = "workers.jobs.index_document"
SECONDS: Final = 3600  # that one attempt may take
ALIVE: Final = 30.0  # seconds since a worker's last heartbeat


class Runner(Protocol):
    """Carries out attempts, some time; may lose one."""

    async def run(self, attempt: Attempt) -> None:
        """Have an attempt carried out."""
        ...

    async def holds(self, attempt: Attempt) -> bool:
        """Return whether an attempt is still to come, or under way."""
        ...

    async def has_workers(self) -> bool:
        """Return whether anybody is there to carry it out."""
        ...

    async def close(self) -> None:
        """Let go of what was started here."""
        ...


class QueueRunner:
    """Workers that take jobs from Redis; while there are to be none, `alone` carries attempts out."""

    def __init__(self, queue: JobQueue, alone: "ChildRunner", may_have_workers: Callable[[], bool]) -> None:
        self._queue = queue
        self._alone = alone
        self._may_have_workers = may_have_workers

    async def run(self, attempt: Attempt) -> None:
        """Put the attempt on the queue of heavy jobs."""
        if self._may_have_workers():
            await self._queue.enqueue("heavy", FUNCTION, str(attempt.folder), seconds=SECONDS, job_id=attempt.name)
        else:
            await self._alone.run(attempt)

    async def holds(self, attempt: Attempt) -> bool:
        """Return whether Redis knows the job as waiting or just taken, and somebody may come for it."""
        if await self._alone.holds(attempt):
            return True
        return self._may_have_workers() and await self._queue.holds(attempt.name)

    async def has_workers(self) -> bool:
        """Return whether a worker's heart has beaten lately."""
        if not self._may_have_workers():
            return True
        return any(worker.heartbeat_age < ALIVE for worker in await self._queue.workers())

    async def close(self) -> None:
        """End what is under way here; workers belong to the runtime."""
        await self._alone.close()


class ChildRunner:
    """A process for each attempt, one after another."""

    def __init__(self, *, withheld: Sequence[str] = ()) -> None:
        self._withheld = withheld
        self._place = asyncio.Lock()
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def run(self, attempt: Attempt) -> None:
        """Start the attempt when those before it have ended."""
        task = asyncio.create_task(self._run(attempt), name=f"index {attempt.name}")
        self._tasks[attempt.name] = task
        task.add_done_callback(lambda _: self._tasks.pop(attempt.name, None))

    async def holds(self, attempt: Attempt) -> bool:
        """Return whether its turn is still to come, or it is under way."""
        return attempt.name in self._tasks

    async def has_workers(self) -> bool:
        """Return True: this process starts them."""
        return True

    async def close(self) -> None:
        """End what is under way; the next start begins it again."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, attempt: Attempt) -> None:
        async with self._place:
            if not attempt.wanted:
                return
            command = leashed([sys.executable, "-m", "workers.indexing", str(attempt.folder)], signal.SIGKILL)
            process = await asyncio.create_subprocess_exec(*command, cwd=PROJECT, env=self._environment())
            try:
                code = await process.wait()
            except asyncio.CancelledError:
                process.kill()
                await process.wait()
                raise
            if code:
                logger.error("Indexing in a child process broke off. attempt=%s exit=%d", attempt.name, code)

    def _environment(self) -> Mapping[str, str]:
        return {name: value for name, value in os.environ.items() if name not in self._withheld}
