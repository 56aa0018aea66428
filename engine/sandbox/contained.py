"""The contained tier: CPython, or V8, in a child of a fork server under Landlock, seccomp and limits."""

import ast
import asyncio
import json
import math
import os
import socket
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.cell.locks import NOBODY
from engine.cell.server import PACKET
from engine.errors import NodeError
from engine.resources import CodeResult
from engine.sandbox.limits import SandboxLimits
from engine.sandbox.supervision import Child, job_of, supervised
from engine.sandbox.workplace import Ends
from engine.values import holds_tables

_ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); from engine.cell.server import main; del sys.path[0];"
    " main(int(sys.argv[2]), int(sys.argv[3]))"
)
_LARGE = frozenset({"numpy", "pandas", "polars", "pyarrow"})  # loaded once, in the server; duckdb starts threads
_ENGINE_OF_JAVASCRIPT = "engine.cell.javascript"
_START = 60.0  # seconds until a script must have begun, generous to a busy machine
_THREADS = 4  # that may compute at the same time before the limit of processor time says more than the clock


class _ServerGone(Exception):
    """The fork server ended before the script began or while it ran."""


class ContainedSandbox:
    """Runs scripts side by side; the fork server starts with the first and ends after a time without any."""

    def __init__(self, limits: SandboxLimits) -> None:
        self.limits = limits
        self._server: _Server | None = None
        self._slots = asyncio.Semaphore(limits.processes)
        self._running = 0
        self._idle: asyncio.TimerHandle | None = None

    async def run(
        self,
        language: str,
        code: str,
        inputs: Mapping[str, Any],
        outputs: Sequence[str],
        *,
        limits: SandboxLimits | None = None,
    ) -> CodeResult:
        """Return what the script gives back; its shape is as in the strict tier. `limits` go before the usual ones.

        Raises:
            NodeError: the script failed, was refused or hit a limit.
        """
        limits = limits or self.limits
        await self._take_slot()
        try:
            has_tables = holds_tables(inputs)
            job = await asyncio.to_thread(job_of, language, code, inputs, outputs)
            modules = _wanted(code, has_tables) if language == "python3" else [_ENGINE_OF_JAVASCRIPT]
            owner = NOBODY if os.getuid() == 0 else None

            async def start(ends: Ends) -> Child:
                return await self._start(ends, language, modules, limits)

            return await supervised(start, job, tier="contained", limits=limits, owner=owner)
        except _ServerGone as error:
            raise NodeError(
                "the contained sandbox ended while the script ran; run it again", error_type="CodeExecutionError"
            ) from error
        finally:
            self._free_slot()

    async def close(self) -> None:
        """End the fork server and with it all that still runs."""
        if self._idle is not None:
            self._idle.cancel()
        server, self._server = self._server, None
        if server is not None:
            await server.close()

    @property
    def server_pid(self) -> int | None:
        """Return the id of the fork server's process, None while there is none."""
        return self._server.pid if self._server is not None and self._server.is_alive else None

    async def _start(self, ends: Ends, language: str, modules: Sequence[str], limits: SandboxLimits) -> Child:
        request = {
            "language": language,
            "modules": modules,
            "scratch": ends.scratch,
            "memory": limits.contained_memory,
            "file": limits.files,
            "cpu": math.ceil(limits.seconds) * _THREADS + 1,
        }
        for attempt in (1, 2):  # a server that died while nothing ran is noticed here
            if self._server is None or not self._server.is_alive:
                self._server = _Server()
            try:
                return await self._server.launch(request, [ends.job, ends.result, ends.printed])
            except _ServerGone:
                if attempt == 2:
                    raise
        raise AssertionError("the loop returns or raises")

    async def _take_slot(self) -> None:
        try:
            async with asyncio.timeout(self.limits.waiting):
                await self._slots.acquire()
        except TimeoutError as error:
            raise NodeError(
                f"all {self.limits.processes} sandbox processes were busy for {self.limits.waiting:g} s; try again later",
                error_type="CodeExecutionError",
            ) from error
        self._running += 1
        if self._idle is not None:
            self._idle.cancel()

    def _free_slot(self) -> None:
        self._slots.release()
        self._running -= 1
        if self._running == 0 and self._server is not None:
            loop = asyncio.get_running_loop()
            self._idle = loop.call_later(self.limits.idle, lambda: loop.create_task(self._rest()))

    async def _rest(self) -> None:
        if self._running == 0:  # none has begun since the clock rang
            await self.close()


class _Server:
    """Our end of one fork server."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            arguments = (str(_ROOT), str(theirs.fileno()), str(os.getpid()))
            self._process = subprocess.Popen(  # noqa: S603 - our own program, no shell
                [sys.executable, "-I", "-X", "utf8", "-c", _PROGRAM, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={},
                cwd="/",
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self.is_alive = True
        self._socket = ours
        self._number = 0
        self._begun: dict[int, asyncio.Future[Mapping[str, int]]] = {}
        self._exits: dict[int, asyncio.Future[int]] = {}
        self._loop = asyncio.get_running_loop()
        ours.setblocking(False)
        self._loop.add_reader(ours, self._read)

    @property
    def pid(self) -> int:
        return self._process.pid

    async def launch(self, request: Mapping[str, Any], descriptors: Sequence[int]) -> Child:
        """Have a child forked for `request`.

        Raises:
            _ServerGone: the server is dead.
        """
        self._number += 1
        number = self._number
        begun = self._begun[number] = self._loop.create_future()
        exited = self._exits[number] = self._loop.create_future()
        try:
            socket.send_fds(self._socket, [json.dumps({**request, "id": number}).encode()], descriptors)
            async with asyncio.timeout(_START):
                reply = await begun
        except (OSError, _ServerGone) as error:
            self._lose()
            raise _ServerGone from error
        except BaseException:
            self.kill(number)
            raise
        finally:
            self._begun.pop(number, None)
        return Child(reply["pid"], exited, lambda: self.kill(number), reply["resident"])

    def kill(self, number: int) -> None:
        """Have a child killed, if it still runs."""
        if self.is_alive and number in self._exits:
            self._socket.send(json.dumps({"kill": number}).encode())

    def _read(self) -> None:
        try:
            packet = self._socket.recv(PACKET)
        except BlockingIOError:
            return
        except ConnectionResetError:
            packet = b""
        if not packet:
            self._lose()
            return
        reply = json.loads(packet)
        if "pid" in reply:
            waiting = self._begun.get(reply["id"])
            if waiting is not None and not waiting.done():
                waiting.set_result(reply)
        else:
            exited = self._exits.pop(reply["id"])
            if not exited.done():
                exited.set_result(reply["status"])

    def _lose(self) -> None:
        """The server is gone, and its children with it."""
        if self.is_alive:
            self.is_alive = False
            self._loop.remove_reader(self._socket)
            self._socket.close()
            self._process.kill()
            _fail(self._begun.values())
            _fail(self._exits.values())
            self._exits.clear()

    async def close(self) -> None:
        """End the server."""
        self._lose()
        await asyncio.to_thread(self._process.wait)


def _fail(futures: Iterable[asyncio.Future[Any]]) -> None:
    for future in futures:
        if not future.done():
            future.set_exception(_ServerGone())
            future.exception()  # nobody may be waiting for this one


def _wanted(code: str, has_tables: bool) -> list[str]:
    """Return the large libraries that a script imports, or that hold what it is given."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return []  # the script's own process reports it
    names = {"polars"} if has_tables else set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return sorted(name for name in names if name.partition(".")[0] in _LARGE)
