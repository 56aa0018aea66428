"""Runs a script in a process: hands it its job, watches its bounds, reads its answer."""

import asyncio
import os
import re
import secrets
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from keyword import iskeyword
from pathlib import Path
from typing import Any

from engine.cell import frames
from engine.cell.server import NOT_LOCKED
from engine.errors import NodeError
from engine.frames.arrow import BrokenArrowError, rows_of
from engine.frames.table import Table
from engine.resources import CodeResult
from engine.sandbox.limits import SandboxLimits
from engine.sandbox.plain import Unplain, plain
from engine.sandbox.workplace import Ends, Workplace

_GLANCE = 0.1  # seconds between two looks at a script's memory and files
_FAREWELL = 5.0  # seconds that a killed process may take to be gone
_LONGEST_CHARACTER = 6  # bytes, as JSON escapes it
_MB = 2**20
_MAIN = {
    "python3": re.compile(r"^(?:async\s+)?def\s+main\s*\(|^main\s*=", re.MULTILINE),
    "javascript": re.compile(r"\bfunction\s+main\b|\bmain\s*="),
}
_ADVICE = {
    "contained": (
        "the contained sandbox has no network, no other processes, and no files but those in the script's own folder;"
        " the trusted tier has them, where an owner has switched it on for the workspace"
    ),
    "trusted": "the script runs with the rights of the server's own user",
}
_MISSING = {
    "contained": "install it beside Millrace, or have an owner switch on the trusted tier for the workspace",
    "trusted": "install it in the Python environment that MILLRACE_CODE_TRUSTED_PYTHON names",
}


@dataclass(frozen=True, slots=True)
class Child:
    """A process that runs a script; `exited` gets its status, negative for a signal."""

    pid: int
    exited: asyncio.Future[int]
    kill: Callable[[], None]
    resident: int = 0  # bytes that it had before the script


Start = Callable[[Ends], Awaitable[Child]]


class _Stopped(Exception):
    """A script went over a bound; the message is what it did."""


def job_of(language: str, code: str, inputs: Mapping[str, Any], outputs: Sequence[str]) -> bytes:
    """Return the job as `engine.cell.script` reads it; inputs may hold data frames and bytes."""
    names = [name for name in outputs if name.isidentifier() and not iskeyword(name)]
    main = _MAIN[language].search(code)
    mark = secrets.token_hex(8)
    job = {"code": code, "inputs": dict(inputs), "outputs": None if main else names, "mark": mark}
    return frames.pack(job, mark, _attached, _unknown)


def _attached(value: Any) -> frames.Attached:
    if isinstance(value, Table):
        return {}, value.arrow
    return ({"kind": "bytes"}, value) if isinstance(value, bytes) else None


def _unknown(value: Any) -> Any:
    raise TypeError(f"{type(value).__name__} is no type that a script can be given")


async def supervised(
    start: Start, job: bytes, *, tier: str, limits: SandboxLimits, owner: int | None = None
) -> CodeResult:
    """Return what the script gives back.

    Raises:
        NodeError: it failed, was refused or hit a limit; `process_data` names the tier.
    """
    keep = _LONGEST_CHARACTER * limits.result + limits.frames
    async with Workplace(job, owner=owner, result=keep, printed=4 * limits.printed) as place:
        child = await start(place.ends)
        place.hand_over()
        try:
            status = await _watched(child, place, limits)
            child.kill()  # what it may have left behind, which could hold the pipes open
            await asyncio.wait([place.result.ended, place.printed.ended], timeout=_FAREWELL)
            printed = place.printed.data.decode(errors="replace")[: limits.printed]
            return CodeResult(_value(bytes(place.result.data), status, printed, tier, limits), printed, tier)
        except (_Stopped, Unplain) as error:
            raise _error(f"{error}, in the {tier} sandbox", tier) from error
        finally:
            child.kill()
            await asyncio.wait([child.exited], timeout=_FAREWELL)


async def _watched(child: Child, place: Workplace, limits: SandboxLimits) -> int:
    """Return the status of the process when it has ended.

    Raises:
        _Stopped: a bound was reached.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + limits.seconds
    while not child.exited.done():
        left = deadline - loop.time()
        if left <= 0:
            raise _Stopped(f"the script took longer than {limits.seconds:g} s")
        await asyncio.wait([child.exited], timeout=min(left, _GLANCE))
        if place.result.overflows:
            raise _Stopped(
                f"the script returned more than {limits.result} characters beside {limits.frames // _MB} MB of data frames"
            )
        if not child.exited.done():
            await _look(child, place, limits)
    return child.exited.result()


async def _look(child: Child, place: Workplace, limits: SandboxLimits) -> None:
    if _resident(child.pid) - child.resident > limits.contained_memory:
        raise _Stopped(_too_much_memory(limits))
    if await asyncio.to_thread(place.written) > limits.files:
        raise _Stopped(f"the script wrote more than {limits.files // _MB} MB of files")


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):  # it is gone, or the system has no such file
        return 0


def _value(answer: bytes, status: int, printed: str, tier: str, limits: SandboxLimits) -> Any:
    if not answer:
        raise _error(_end(status, printed, tier, limits), tier)
    attachments = _Attachments(limits)
    try:
        found = frames.unpack(answer, attachments.table)
        failure = found.get("error")
        value = found["value"] if failure is None else None
    except (ValueError, AttributeError, KeyError) as error:
        raise _error("the script spoiled its own answer", tier) from error
    if failure is not None:
        raise _error(_failure(failure, tier, limits), tier)
    return plain(value, limit=limits.result)


class _Attachments:
    """The data frames of an answer, within limits; a script may have written anything in their place."""

    def __init__(self, limits: SandboxLimits) -> None:
        self._limits = limits
        self._size = 0

    def table(self, about: Mapping[str, Any], data: bytes) -> Table:
        """Return a frame that came back. Raises Unplain."""
        self._size += len(data)
        if self._size > self._limits.frames:
            raise Unplain(f"the script returned more than {self._limits.frames // _MB} MB of data frames")
        try:
            rows = rows_of(data)
        except BrokenArrowError as error:
            raise Unplain(f"the script returned a data frame that cannot be read: {error}") from error
        if rows > self._limits.frame_rows:
            raise Unplain(
                f"the script returned a data frame of {rows} rows; the limit is {self._limits.frame_rows} rows"
            )
        return Table.received(data, {**about, "rows": rows})


def _end(status: int, printed: str, tier: str, limits: SandboxLimits) -> str:
    """Return why a process ended without an answer."""
    if status == NOT_LOCKED and tier == "contained":
        return f"the contained sandbox could not be locked, so the script did not run: {printed.strip()[-300:]}"
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        return f"the script used up its processor time for {limits.seconds:g} s, in the {tier} sandbox"
    if status in (-signal.SIGTRAP, -signal.SIGABRT, -signal.SIGILL):
        return f"the script's process broke off, most likely because {_too_much_memory(limits)}"
    if status < 0:
        return f"the script's process was ended by {signal.Signals(-status).name}, in the {tier} sandbox"
    return "the script ended its process without a result; return instead"


def _failure(failure: Mapping[str, Any], tier: str, limits: SandboxLimits) -> str:
    """Return what an error in the script means to its author."""
    kind, text = str(failure.get("type")), str(failure.get("text"))
    line = failure.get("line")
    place = f" (line {line})" if isinstance(line, int) else ""
    if kind == "NotPlain":
        return text
    if kind == "MemoryError":
        return f"{_too_much_memory(limits)}, in the {tier} sandbox{place}"
    if kind in ("SystemExit", "KeyboardInterrupt", "GeneratorExit"):
        return f"the script raised {kind}; return instead{place}"
    message = f"{kind}: {text}{place}" if kind else text + place
    advice = _advice(kind, text, tier, limits)
    return f"{message}: {advice}" if advice else message


def _advice(kind: str, text: str, tier: str, limits: SandboxLimits) -> str:
    if kind == "ModuleNotFoundError":
        return _MISSING[tier]
    if "Operation not permitted" in text or "Permission denied" in text:
        return _ADVICE[tier]
    if "File too large" in text:
        return f"a script may write {limits.files // _MB} MB of files"
    return ""


def _too_much_memory(limits: SandboxLimits) -> str:
    return f"the script took more than {limits.contained_memory // _MB} MB of memory"


def _error(message: str, tier: str) -> NodeError:
    return NodeError(message, error_type="CodeExecutionError", process_data={"tier": tier})
