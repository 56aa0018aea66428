"""Worker processes of our own, as many as are wanted at the moment."""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from typing import Final

from services.platform.children import Child
from services.platform.queue import PROJECT

MOST: Final = 64


class WorkerPool:
    """Workers of one Redis; `children` is the list that the watchdog looks after, which they join and leave.

    Call it on the thread that lives as long as the process does, as `Child` wants it.
    """

    def __init__(self, children: list[Child], redis_url: str, *, withheld: Sequence[str] = ()) -> None:
        self._children = children
        self._environment = {name: value for name, value in os.environ.items() if name not in withheld}
        self._environment["REDIS_URL"] = redis_url
        self._workers: list[Child] = []
        self._leaving: list[Child] = []  # those that still finish their job
        self._started = 0

    @property
    def count(self) -> int:
        """Return how many workers are wanted."""
        return len(self._workers)

    def resize(self, count: int) -> None:
        """Start workers, or ask the youngest to end when they have finished what they do."""
        self._leaving = [worker for worker in self._leaving if worker.alive]
        while len(self._workers) < count:
            self._start()
        for worker in self._workers[count:]:
            worker.ask_to_stop()
            self._children.remove(worker)
            self._leaving.append(worker)
        del self._workers[count:]

    def ask_to_stop(self) -> None:
        """Ask all workers to end."""
        for worker in self._workers:
            worker.ask_to_stop()

    async def stop(self, seconds: float) -> None:
        """End all workers; what they do gets that long to finish."""
        await asyncio.gather(*(worker.stop(seconds) for worker in [*self._workers, *self._leaving]))

    def _start(self) -> None:
        """Start a worker: a fresh interpreter, since one forked from this process would inherit the open database."""
        self._started += 1
        command = [sys.executable, "-m", "workers"]
        name = f"worker {self._started}"
        worker = Child(name, command, cwd=PROJECT, env=self._environment, death_signal=signal.SIGKILL)
        worker.start()
        self._workers.append(worker)
        self._children.append(worker)
