"""The trusted tier: a process in a person's own Python environment, with files and network."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from engine.errors import NodeError
from engine.resources import CodeResult
from engine.sandbox.limits import SandboxLimits
from engine.sandbox.supervision import Child, job_of, supervised
from engine.sandbox.workplace import Ends

_SCRIPT = Path(__file__).resolve().parents[1] / "cell" / "script.py"


@dataclass(frozen=True, slots=True)
class TrustedPython:
    """Allows the trusted tier: scripts run by `interpreter` with the rights of this process's user."""

    interpreter: str = sys.executable


class TrustedSandbox:
    """Starts a process for each script."""

    def __init__(self, limits: SandboxLimits) -> None:
        self.limits = limits
        self._slots = asyncio.Semaphore(limits.processes)

    async def run(
        self,
        python: TrustedPython,
        code: str,
        inputs: Mapping[str, Any],
        outputs: Sequence[str],
        *,
        limits: SandboxLimits | None = None,
    ) -> CodeResult:
        """Return what the script gives back; its shape is as in the strict tier. `limits` go before the usual ones.

        Raises:
            NodeError: the script failed or hit a limit, or the interpreter does not start.
        """
        limits = limits or self.limits

        async def start(ends: Ends) -> Child:
            return await _start(python.interpreter, ends, limits.contained_memory)

        async with self._slots:
            job = await asyncio.to_thread(job_of, "python3", code, inputs, outputs)
            return await supervised(start, job, tier="trusted", limits=limits)


async def _start(interpreter: str, ends: Ends, memory: int) -> Child:
    try:
        process = await asyncio.create_subprocess_exec(
            *(interpreter, "-X", "utf8", str(_SCRIPT), str(ends.job), str(ends.result), str(memory), str(os.getpid())),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=ends.printed,
            stderr=ends.printed,
            cwd=ends.scratch,
            pass_fds=[ends.job, ends.result],
            start_new_session=True,
        )
    except OSError as error:
        raise NodeError(
            f"the trusted tier cannot start {interpreter}: {error.strerror}", error_type="CodeNodeError"
        ) from error
    return Child(process.pid, asyncio.ensure_future(process.wait()), lambda: _kill_tree(process.pid))


def _kill_tree(pid: int) -> None:
    """End the process and all that it started, those that left its group too."""
    try:
        family = psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        family = []
    with suppress(ProcessLookupError):  # it ended by itself and left nothing behind
        os.killpg(pid, signal.SIGKILL)
    for process in family:
        if process.is_running():
            process.kill()
