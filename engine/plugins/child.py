"""The process of a plugin: locks itself in, loads the plugin's modules, and answers calls.

A line of JSON in is a call or the answer to something that the plugin asked for; a line out is the result of a call,
or a question. Every call has a thread. Nothing of the engine is imported here but what needs the standard library.
"""

import asyncio
import dataclasses
import importlib
import inspect
import json
import os
import queue
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, BinaryIO

from engine.cell.locks import FILES_OPEN, die_with_parent, lock_in
from engine.plugins import sdk
from engine.plugins.describing import described

FUNCTIONS = ("tools", "nodes", "datasources", "chunkers")  # kinds that are one function each
_ROOM_FOR_LIBRARIES = 2 * 2**30  # bytes of address space beyond the memory that is given
_STACK = 2**20  # bytes of the stack of a call's thread
_LONGEST_TRACE = 20_000  # characters


class Plugin:
    """The loaded parts of a plugin, and the calls under way."""

    def __init__(self, requests: BinaryIO, answers: BinaryIO) -> None:
        self._requests = requests
        self._answers = answers
        self._writing = threading.Lock()
        self._parts: dict[tuple[str, str], Any] = {}
        self._asked: dict[int, queue.SimpleQueue[Mapping[str, Any]]] = {}
        self._numbers = iter(range(1, 2**62))

    def load(self, entries: Mapping[str, Mapping[str, str]]) -> None:
        """Load what the manifest names, and tell what it is."""
        about: dict[str, dict[str, Any]] = {}
        for kind, places in entries.items():
            for name, place in places.items():
                module, _, attribute = place.partition(":")
                part = getattr(importlib.import_module(module), attribute)
                if kind in FUNCTIONS:
                    about.setdefault(kind, {})[name] = described(part)
                self._parts[kind, name] = part() if isinstance(part, type) and kind not in FUNCTIONS else part
        self.tell({"ready": about})

    def serve(self) -> None:
        """Answer until the other end closes."""
        for line in self._requests:
            message = json.loads(line)
            if "answer" in message or "refused" in message:
                if waiting := self._asked.get(message["ask"]):
                    waiting.put(message)
            else:
                threading.Thread(target=self._carry_out, args=(message,), daemon=True).start()

    def tell(self, message: Mapping[str, Any]) -> None:
        """Write one line."""
        line = json.dumps(message, default=_plain).encode() + b"\n"
        with self._writing:
            self._answers.write(line)
            self._answers.flush()

    def _carry_out(self, call: Mapping[str, Any]) -> None:
        number = call["id"]
        sdk.entered(partial(self._ask, number), call["settings"])
        try:
            result = self._function(call)(**call["arguments"])
            if inspect.iscoroutine(result):
                result = asyncio.run(_awaited(result, number, self._ask, call["settings"]))
            elif inspect.isgenerator(result):
                result = list(result)
            self.tell({"id": number, "result": result})
        except BaseException as error:  # noqa: BLE001 - a plugin may raise anything, and the server is told of it
            self.tell({"id": number, "failure": _failure(error)})

    def _function(self, call: Mapping[str, Any]) -> Callable[..., Any]:
        part = self._parts[call["kind"], call["name"]]
        found: Callable[..., Any] = getattr(part, call["method"]) if call.get("method") else part
        return found

    def _ask(self, number: int, what: str, wanted: Mapping[str, Any]) -> Any:
        ask = next(self._numbers)
        waiting = self._asked[ask] = queue.SimpleQueue()
        try:
            self.tell({"ask": ask, "id": number, "what": what, "wanted": wanted})
            answer = waiting.get()
        finally:
            del self._asked[ask]
        if "refused" in answer:
            raise sdk.Refused(answer["refused"])
        return answer["answer"]


async def _awaited(result: Any, number: int, ask: Callable[..., Any], settings: Mapping[str, str]) -> Any:
    sdk.entered(partial(ask, number), settings)
    return await result


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    return str(value)


def _failure(error: BaseException) -> dict[str, str]:
    trace = "".join(traceback.format_exception(error))[-_LONGEST_TRACE:]
    return {"type": type(error).__name__, "message": str(error), "trace": trace}


def main(root: str) -> None:
    """Serve the one plugin that the first line tells of: folder, scratch, entries, limits, and whether to lock in."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(2, 1)  # what a plugin prints is kept beside its errors
    about = json.loads(requests.readline())
    plugin = Plugin(requests, answers)
    try:
        _enter(about, root)
        threading.stack_size(_STACK)
        plugin.load(about["entries"])
    except BaseException as error:  # noqa: BLE001 - the server is told of whatever it is
        plugin.tell({"failed": _failure(error)})
        return
    plugin.serve()
    os._exit(0)  # whatever threads still do


def _enter(about: Mapping[str, Any], root: str) -> None:
    scratch = about["scratch"]
    os.chdir(scratch)
    os.environ.clear()
    os.environ |= {"HOME": scratch, "TMPDIR": scratch, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    tempfile.tempdir = scratch
    sys.dont_write_bytecode = True
    sys.path[:] = [about["folder"], *(path for path in sys.path if path not in ("", root))]
    if not about["locked"]:
        die_with_parent(about["parent"])
        return
    page = os.sysconf("SC_PAGE_SIZE")
    with open("/proc/self/statm", encoding="ascii") as file:
        pages = [int(part) for part in file.read().split()]
    memory = about["memory"]
    lock_in(
        scratch,
        {
            "CORE": 0,
            "NOFILE": FILES_OPEN,
            "FSIZE": about["file"],
            "DATA": pages[5] * page + memory,
            "AS": pages[0] * page + memory + _ROOM_FOR_LIBRARIES,
        },
        parent=about["parent"],
    )
