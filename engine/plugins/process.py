"""One process of a plugin, as the server sees it: calls go in, results and questions come out."""

import asyncio
import base64
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from engine.cell.locks import NOBODY
from engine.plugins.errors import PluginEnded, PluginError, PluginNotLoaded, PluginOverran
from engine.sandbox.support import contained_support

START: Final = 60.0  # seconds until the code must be loaded, generous to a busy machine
LONGEST_LINE: Final = 64 * 2**20  # bytes of one message
KEPT: Final = 20_000  # characters of what a plugin prints
FILES: Final = 64 * 2**20  # bytes of a file that a plugin may write into its own folder

_ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); from engine.plugins.child import main; del sys.path[0];"
    " main(sys.argv[1])"
)

Answer = Callable[[str, Mapping[str, Any]], Awaitable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What a process is to load, and within which bounds."""

    folder: Path
    entries: Mapping[str, Mapping[str, str]]  # places by name, by kind
    memory: int  # bytes
    seconds: float  # that one call may take


@dataclass(slots=True)
class _Call:
    result: asyncio.Future[Any]
    answer: Answer
    overrun: asyncio.TimerHandle


class PluginProcess:
    """Made by `start`. Ends with this process, whatever happens to that."""

    def __init__(self, load: Load, process: asyncio.subprocess.Process, scratch: str) -> None:
        self.load = load
        self.printed = ""
        self.about: Mapping[str, Any] = {}  # what the plugin's functions say of themselves, by kind and name
        self.is_ended = False
        self.is_retired = False
        self._process = process
        self._handle = os.pidfd_open(process.pid) if hasattr(os, "pidfd_open") else None
        self._scratch = scratch
        self._calls: dict[int, _Call] = {}
        self._numbers = itertools.count(1)
        self._questions: set[asyncio.Task[None]] = set()
        self._ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._tasks = [asyncio.create_task(self._read()), asyncio.create_task(self._listen())]

    @classmethod
    async def start(cls, load: Load) -> "PluginProcess":
        """Start a process and return it with the plugin loaded.

        Raises:
            PluginNotLoaded: the code raised, or the process ended or could not be locked in.
        """
        scratch = await asyncio.to_thread(_scratch)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-X", "utf8", "-c", _PROGRAM, str(_ROOT)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={},
            cwd="/",
            limit=LONGEST_LINE,
        )
        started = cls(load, process, scratch)
        try:
            await started._begin()
        except BaseException:
            await started.end()
            raise
        return started

    @property
    def pid(self) -> int:
        """Return the id of the process."""
        return self._process.pid

    @property
    def calls(self) -> int:
        """Return how many calls are under way."""
        return len(self._calls)

    async def call(self, call: Mapping[str, Any], answer: Answer) -> Any:
        """Return what a part of the plugin gives; `answer` is asked for what its code asks for.

        Raises:
            PluginError: its code raised, or broke the bounds.
        """
        number = next(self._numbers)
        loop = asyncio.get_running_loop()
        overrun = loop.call_later(self.load.seconds, self._overran, number)
        self._calls[number] = one = _Call(loop.create_future(), answer, overrun)
        one.result.add_done_callback(_seen)
        await self._tell({"id": number, **call})
        return await asyncio.shield(one.result)  # who goes away leaves the call to its bound

    def retire(self) -> None:
        """Take no more calls, and end when those under way have."""
        self.is_retired = True
        if not self._calls:
            self._kill()

    async def end(self) -> None:
        """End the process at once, and with it the calls under way."""
        self._kill()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for question in list(self._questions):
            question.cancel()

    async def ended(self) -> None:
        """Wait until the process has ended."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _begin(self) -> None:
        about = {
            "folder": str(self.load.folder),
            "scratch": self._scratch,
            "entries": self.load.entries,
            "memory": self.load.memory,
            "file": FILES,
            "parent": os.getpid(),
            "locked": contained_support() is None,
        }
        await self._tell(about)
        try:
            async with asyncio.timeout(START):
                await self._ready
        except TimeoutError as error:
            raise PluginNotLoaded(f"its code was not loaded within {START:g} seconds") from error

    async def _tell(self, message: Mapping[str, Any]) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(message).encode() + b"\n")
            await self._process.stdin.drain()
        except (BrokenPipeError, ConnectionResetError):
            return  # it has ended, which `_read` tells

    async def _read(self) -> None:
        """Take what the process says until it ends."""
        assert self._process.stdout is not None
        why = ""
        try:
            async for line in self._process.stdout:
                self._take(json.loads(line))
        except ValueError:
            why = "it said something that is no message of a plugin, or one that is too long"
        finally:
            self._kill()
            status = await self._process.wait()
            self._forget()
            self._lose(why or f"its process ended with status {status}")
            await asyncio.to_thread(shutil.rmtree, self._scratch, ignore_errors=True)

    async def _listen(self) -> None:
        """Keep the end of what the plugin prints."""
        assert self._process.stderr is not None
        while piece := await self._process.stderr.read(1 << 16):
            self.printed = (self.printed + piece.decode("utf-8", "replace"))[-KEPT:]

    def _take(self, message: Mapping[str, Any]) -> None:
        if "ready" in message:
            self.about = message["ready"]
            self._ready.set_result(None)
        elif "failed" in message:
            failure = message["failed"]
            self._ready.set_exception(PluginNotLoaded(_said(failure), trace=failure["trace"]))
        elif "ask" in message:
            question = asyncio.create_task(self._answered(message))
            self._questions.add(question)
            question.add_done_callback(self._questions.discard)
        elif (one := self._calls.get(message["id"])) is not None:
            if "failure" in message:
                failure = message["failure"]
                one.result.set_exception(
                    PluginError(_said(failure), trace=failure["trace"], error_type=failure["type"])
                )
            else:
                one.result.set_result(message["result"])
            self._drop(message["id"])

    async def _answered(self, message: Mapping[str, Any]) -> None:
        one = self._calls.get(message["id"])
        reply: dict[str, Any]
        if one is None:
            reply = {"refused": "the call is over"}
        else:
            try:
                reply = {"answer": await one.answer(message["what"], message["wanted"])}
            except Exception as error:  # noqa: BLE001 - the plugin learns why, and its call goes on or fails
                reply = {"refused": f"{error}"}
        await self._tell({"ask": message["ask"], **reply})

    def _overran(self, number: int) -> None:
        """Give a call up: its thread cannot be ended alone, so the process takes no more calls and ends."""
        if (one := self._calls.get(number)) is not None:
            one.result.set_exception(
                PluginOverran(f"the call took longer than {self.load.seconds:g} seconds, and was ended")
            )
            self.is_retired = True
            self._drop(number)

    def _drop(self, number: int) -> None:
        self._calls.pop(number).overrun.cancel()
        if self.is_retired and not self._calls:
            self._kill()

    def _lose(self, why: str) -> None:
        self.is_ended = True
        printed = self.printed.strip()[-500:]
        told = f"{why}: {printed}" if printed else why
        if not self._ready.done():
            self._ready.set_exception(PluginNotLoaded(told))
            self._ready.exception()  # nobody may be waiting any more
        for number, one in list(self._calls.items()):
            one.result.set_exception(PluginEnded(told))
            self._drop(number)

    def _kill(self) -> None:
        """Kill the process, by its handle: asking `subprocess` would take its end away from the loop that waits."""
        self.is_retired = True
        with suppress(ProcessLookupError):
            if self._handle is not None:
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)
            elif self._process.returncode is None:
                os.kill(self.pid, signal.SIGKILL)

    def _forget(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def packed(data: bytes) -> str:
    """Return bytes as they stand in a message."""
    return base64.b64encode(data).decode()


def _scratch() -> str:
    folder = tempfile.mkdtemp(prefix="millrace-plugin-")
    if os.getuid() == 0 and contained_support() is None:
        os.chown(folder, NOBODY, NOBODY)
    return folder


def _said(failure: Mapping[str, str]) -> str:
    return f"{failure['type']}: {failure['message']}" if failure["message"] else failure["type"]


def _seen(future: asyncio.Future[Any]) -> None:
    """Look at a failure, for the case that nobody waits for it any more."""
    if not future.cancelled():
        future.exception()
