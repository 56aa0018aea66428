"""Child processes that render Jinja templates, each bounded in memory and time and used again."""

import asyncio
import atexit
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from jinja2 import TemplateError

from engine.templating.bounds import TemplateLimits

START_LIMIT = 60.0  # seconds until a child must be ready, generous to a busy machine
WALL_FACTOR = 10.0  # seconds on the wall for each of computing, should their limit not bite

_PROGRAM = Path(__file__).with_name("jinja_worker.py")
_INHERITED = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH")  # no secret of this process goes along


class _Child:
    """A process that renders one template at a time."""

    def __init__(self, limits: TemplateLimits) -> None:
        self._seconds = limits.seconds
        bounds = (limits.characters, limits.seconds, limits.memory)
        self._process = subprocess.Popen(  # noqa: S603 - our own program, without a shell
            [sys.executable, "-P", str(_PROGRAM), *map(str, bounds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={name: os.environ[name] for name in _INHERITED if name in os.environ},
            start_new_session=True,  # a Ctrl-C in the terminal is for this process alone
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._requests = self._process.stdin
        self._answers = self._process.stdout
        try:
            self._read_line(START_LIMIT)
        except (TimeoutError, EOFError) as error:
            raise TemplateError(f"no process can be had for it: {self.end()}") from error

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def render(self, request: bytes) -> str:
        """Return the text of the template in `request`, one JSON line.

        Raises:
            TemplateError: the template failed or used up its bounds; in the latter case the
                process is gone.
        """
        try:
            self._requests.write(request)
            self._requests.flush()
            answer = json.loads(self._read_line(self._seconds * WALL_FACTOR))
        except (OSError, TimeoutError, EOFError) as error:
            raise TemplateError(self.end()) from error
        if "error" in answer:
            raise TemplateError(answer["error"])
        return str(answer["output"])

    def _read_line(self, seconds: float) -> bytes:
        deadline = time.monotonic() + seconds
        poll = select.poll()
        poll.register(self._answers, select.POLLIN)
        pieces: list[bytes] = []
        while not (pieces and pieces[-1].endswith(b"\n")):
            if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
                raise TimeoutError
            pieces.append(os.read(self._answers.fileno(), 1 << 16))
            if not pieces[-1]:
                raise EOFError
        return b"".join(pieces)

    def end(self) -> str:
        """Make sure that the process is gone, and return why it had to go."""
        self.kill()
        status = self._process.wait()
        self._answers.close()
        with suppress(BrokenPipeError):  # it did not read all of the request
            self._requests.close()
        if status in (-signal.SIGXCPU, -signal.SIGKILL):
            return f"it takes longer than {self._seconds} seconds"
        return f"its process ended with status {status}"

    def kill(self) -> None:
        """End the process at once; whoever waits for its answer learns that there is none."""
        self._process.kill()


class _Pool:
    """Children that wait for work or do it; the one that was used last is the first to be used."""

    def __init__(self, limits: TemplateLimits) -> None:
        self.limits = limits
        self.threads = ThreadPoolExecutor(limits.processes, thread_name_prefix="jinja")
        self._lock = Lock()
        self._idle: list[_Child] = []
        self._busy: set[_Child] = set()

    def render(self, template: str, values: Mapping[str, Any]) -> str:
        """Return the rendered text; blocks, so call it in one of `threads`."""
        request = json.dumps({"template": template, "values": values}).encode() + b"\n"
        child = self._taken()
        try:
            return child.render(request)
        finally:
            with self._lock:
                self._busy.discard(child)
                if child.is_alive:
                    self._idle.append(child)

    def _taken(self) -> _Child:
        with self._lock:
            living = [child for child in self._idle if child.is_alive]
            child = living.pop() if living else _Child(self.limits)
            self._idle = living
            self._busy.add(child)
        return child

    def close(self) -> None:
        """End all children, busy ones too."""
        with self._lock:
            for child in self._busy:
                child.kill()  # its thread sees to the rest
            for child in self._idle:
                child.end()
            self._idle.clear()
        self.threads.shutdown(cancel_futures=True)


_limits = TemplateLimits()


@cache
def _shared_pool() -> _Pool:
    return _Pool(_limits)


def bound_templates(limits: TemplateLimits) -> None:
    """Have every template of this process render within `limits` from now on."""
    global _limits  # noqa: PLW0603 - the children are the process's, and so are their bounds
    if limits != _limits:
        close_jinja()
        _limits = limits


def template_limits() -> TemplateLimits:
    """Return the limits that hold now."""
    return _limits


async def render_in_child(template: str, values: Mapping[str, Any]) -> str:
    """Return `template` with `values`, which are JSON values.

    Raises:
        TemplateError: it is wrong or used up its bounds; the message says which.
    """
    pool = _shared_pool()
    return await asyncio.get_running_loop().run_in_executor(pool.threads, pool.render, template, values)


def close_jinja() -> None:
    """End the child processes; the next rendering that needs one starts it again."""
    if _shared_pool.cache_info().currsize:
        _shared_pool().close()
        _shared_pool.cache_clear()


atexit.register(close_jinja)
os.register_at_fork(after_in_child=_shared_pool.cache_clear)  # the threads stay with the parent
