"""An MCP server as a child process: lines of JSON in and out, bounded, and its end with whoever started it.

The library has a transport of its own, which holds a line in memory however long it is, and hands the
server the caller's home and user; this one does neither.
"""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Final

import anyio
import mcp_types
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
from mcp.shared.message import SessionMessage

from engine.tools.mcp.links import Program, ServerFailed

LONGEST_LINE: Final = 16 * 1024 * 1024  # bytes of one message
MOST_MESSAGES: Final = 5_000  # in ten seconds; a server that says more is ended
KEPT_ERRORS: Final = 2_000  # bytes of what it wrote to its standard error last
GRACE: Final = 2.0  # seconds to end by itself, and again after it was asked to
_WINDOW: Final = 10.0  # seconds

Incoming = MemoryObjectSendStream[SessionMessage | Exception]
Outgoing = MemoryObjectReceiveStream[SessionMessage]
Streams = tuple[MemoryObjectReceiveStream[SessionMessage | Exception], MemoryObjectSendStream[SessionMessage]]


class ProgramTransport:
    """One run of the program; `reason` says why it ended, as far as is known."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._errors = bytearray()
        self._fault = ""
        self.is_over = False

    @property
    def reason(self) -> str:
        """Return what went wrong, with what the program wrote to its standard error last."""
        said = self._errors.decode(errors="replace").strip()
        return ": ".join(part for part in (self._fault or "the program has ended", said[-500:]) if part)

    @asynccontextmanager
    async def streams(self) -> AsyncIterator[Streams]:
        """Run the program while the block runs. Raises ServerFailed: it cannot be started."""
        process = await self._started()
        incoming, received = anyio.create_memory_object_stream[SessionMessage | Exception](0)
        sending, outgoing = anyio.create_memory_object_stream[SessionMessage](0)
        tasks = [
            asyncio.create_task(self._read(process, incoming), name="mcp-read"),
            asyncio.create_task(self._write(process, outgoing, incoming), name="mcp-write"),
            asyncio.create_task(self._read_errors(process), name="mcp-errors"),
        ]
        try:
            yield received, sending
        finally:
            self.is_over = True
            await _to_the_end(self._end(process, tasks))
            for stream in (incoming, received, sending, outgoing):
                stream.close()

    async def _started(self) -> asyncio.subprocess.Process:
        program = self._program
        try:
            return await asyncio.create_subprocess_exec(
                *program.command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                env=dict(program.env),
                cwd=program.folder,
                limit=LONGEST_LINE,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            raise ServerFailed(f"the program {program.command[-1]!r} cannot be started: {error}") from error

    async def _read(self, process: asyncio.subprocess.Process, incoming: Incoming) -> None:
        """Hand each line on as a message; ends with the program's output, or when it says too much."""
        assert process.stdout is not None
        clock = asyncio.get_running_loop().time
        began, count = clock(), 0
        with contextlib.suppress(anyio.ClosedResourceError, anyio.BrokenResourceError):
            async with incoming:
                while line := await self._line(process.stdout):
                    if clock() - began > _WINDOW:
                        began, count = clock(), 0
                    count += 1
                    if count > MOST_MESSAGES:
                        self._fault = f"the program sent more than {MOST_MESSAGES:,} messages in {_WINDOW:g} seconds"
                        break
                    if line.strip():
                        await incoming.send(_message(line))
                self.is_over = True
        if self._fault:
            _signal(process, signal.SIGKILL)

    async def _line(self, output: asyncio.StreamReader) -> bytes:
        try:
            return await output.readline()
        except ValueError:
            self._fault = f"a message of the program has more than {LONGEST_LINE:,} bytes"
            return b""

    async def _write(self, process: asyncio.subprocess.Process, outgoing: Outgoing, incoming: Incoming) -> None:
        assert process.stdin is not None
        try:
            async for message in outgoing:
                text = message.message.model_dump_json(by_alias=True, exclude_unset=True)
                process.stdin.write(text.encode() + b"\n")
                await process.stdin.drain()
        except OSError:  # the program has closed its input
            self.is_over = True
            incoming.close()

    async def _read_errors(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr is not None
        while piece := await process.stderr.read(65_536):
            self._errors += piece
            del self._errors[:-KEPT_ERRORS]

    async def _end(self, process: asyncio.subprocess.Process, tasks: list[asyncio.Task[None]]) -> None:
        """End the program and all that it started: its input first, then by asking, then by force."""
        assert process.stdin is not None
        assert process.stdout is not None
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        process.stdin.close()
        # A program that is stuck writing never sees its end, and one whose output nobody takes is never reaped.
        draining = asyncio.gather(_drain(process.stdout), self._read_errors(process), return_exceptions=True)
        for number in (None, signal.SIGTERM, signal.SIGKILL):
            if number is not None:
                _signal(process, number)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(GRACE):
                    await process.wait()
                    break
        _signal(process, signal.SIGKILL)  # what it left behind in its session
        draining.cancel()
        await asyncio.wait([draining])
        # Where something outside the session holds a pipe open, asyncio would leave this to the garbage collector.
        process._transport.close()  # type: ignore[attr-defined]  # nothing public leads to it


async def _drain(output: asyncio.StreamReader) -> None:
    while await output.read(65_536):
        pass


async def _to_the_end(work: Coroutine[Any, Any, None]) -> None:
    """Wait for `work` although somebody cancels us meanwhile; the cancellation goes on after it."""
    task = asyncio.create_task(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise


def _message(line: bytes) -> SessionMessage | Exception:
    try:
        return SessionMessage(mcp_types.jsonrpc_message_adapter.validate_json(line, by_name=False))
    except ValueError:
        return ServerFailed("the program wrote a line that is no message")


def _signal(process: asyncio.subprocess.Process, number: signal.Signals) -> None:
    """Send a signal to the program and what it started, which share a session of their own."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)
