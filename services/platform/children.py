"""Processes of our own: started from the main thread, restarted when they die, gone when we are."""

import asyncio
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

logger = logging.getLogger(__name__)

LEASH = Path(__file__).with_name("leash.py")
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds between the death of a child and its next start
HEALTHY_AFTER = 60.0  # seconds of life after which the next death is a first one again


def leashed(command: Sequence[str], death_signal: signal.Signals = signal.SIGTERM) -> list[str]:
    """Return a command that gets `death_signal` when this process ends, however it ends."""
    return [sys.executable, "-I", "-S", str(LEASH), str(int(death_signal)), str(os.getpid()), *command]


class Child:
    """One child process.

    Start it from the thread that lives as long as the process does: the signal on the parent's death
    follows the thread that started the child.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        cwd: Path,
        env: Mapping[str, str] | None = None,
        death_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.name = name
        self._command = leashed(command, death_signal)
        self._cwd = cwd
        self._env = env
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._pause = FIRST_PAUSE
        self._start_at: float | None = None  # when a dead child is to be started again
        self._wanted = False
        self.restarts = 0

    @property
    def pid(self) -> int | None:
        """Return the process id, None while it does not run."""
        return self._process.pid if self._process and self._process.poll() is None else None

    @property
    def alive(self) -> bool:
        """Return whether the process runs."""
        return self.pid is not None

    def start(self) -> None:
        """Start the process, in a session of its own so that Ctrl-C in our terminal does not reach it."""
        self._process = subprocess.Popen(  # noqa: S603 - our own programs, no shell
            self._command, cwd=self._cwd, env=self._env, stdin=subprocess.DEVNULL, start_new_session=True
        )
        self._wanted = True
        self._started_at = time.monotonic()
        self._start_at = None

    def tend(self) -> None:
        """Start the process again when it has died, after a pause that doubles with each death in a row."""
        now = time.monotonic()
        if self.alive or not self._wanted:
            return
        if self._start_at is None:
            lived = now - self._started_at
            self._pause = FIRST_PAUSE if lived > HEALTHY_AFTER else min(self._pause * 2, LONGEST_PAUSE)
            self._start_at = now + self._pause
            code = self._process.returncode if self._process else None
            logger.error("A child process died. name=%s exit=%s restart_in=%.1fs", self.name, code, self._pause)
        elif now >= self._start_at:
            self.restarts += 1
            self.start()
            logger.warning("A child process was started again. name=%s pid=%s", self.name, self.pid)

    async def stop(self, seconds: float) -> None:
        """Ask the process to end and wait that long for it; then end it."""
        self.ask_to_stop()
        if self._process is None:
            return
        try:
            await asyncio.to_thread(self._process.wait, seconds)
        except subprocess.TimeoutExpired:
            logger.warning("A child process did not stop in time and was killed. name=%s", self.name)
            self._process.kill()
            self._process.wait()

    def ask_to_stop(self) -> None:
        """Send SIGTERM, once, and return; from now on the process may stay ended."""
        if self._process and self._wanted and self.alive:
            self._process.terminate()  # a second one would end a worker's job in the middle
        self._wanted = False


class Watchdog:
    """Looks after children until it is stopped."""

    def __init__(self, children: Sequence[Child], *, seconds: float = 0.5) -> None:
        self._children = children
        self._seconds = seconds
        self._task = asyncio.create_task(self._watch(), name="watchdog")

    async def stop(self) -> None:
        """Stop looking: from now on a child that ends stays ended."""
        self._task.cancel()
        await asyncio.wait([self._task])

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(self._seconds)
            for child in self._children:
                child.tend()
