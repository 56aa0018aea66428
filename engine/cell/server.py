"""The fork server: a small process with libraries loaded, which forks a locked-in child for each script.

Only its main thread forks, and a child has that one thread when it locks itself in. Requests and replies are JSON packets
on a socket; a request to run carries three descriptors: the job (a file), the answer and what is printed
(pipes). When the other end of the socket closes, the children are killed and the server ends.
"""

import gc
import importlib
import itertools
import json
import os
import resource
import selectors
import signal
import socket
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.cell import script
from engine.cell.locks import FILES_OPEN, die_with_parent, lock_in

PACKET = 1 << 16  # bytes, at most
NOT_LOCKED = 70  # the status of a child that could not lock itself in, and so ran nothing
_ROOM_FOR_LIBRARIES = 4 * 2**30  # bytes of address space beyond the memory that is given
_ROOM_FOR_V8 = 512 * 2**20  # bytes that it asks for before it runs anything
_PAGE = os.sysconf("SC_PAGE_SIZE")
_STATUS = "status"


class ForkServer:
    """Forks, reports each child's beginning and end, and kills when it is told to."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._children: dict[int, tuple[int, int]] = {}  # pid and pidfd by the number of the job
        self._selector = selectors.DefaultSelector()
        self._selector.register(control, selectors.EVENT_READ)

    def serve(self) -> None:
        """Work until the other end closes."""
        while True:
            for key, _ in self._selector.select():
                if key.data is not None:
                    self._bury(key.data)
                elif not self._take():
                    return

    def end(self) -> None:
        """Kill the children that still run."""
        for pid, _ in self._children.values():
            os.kill(pid, signal.SIGKILL)

    def _take(self) -> bool:
        packet, descriptors, _, _ = socket.recv_fds(self._control, PACKET, 3)
        if not packet:
            return False
        request = json.loads(packet)
        if "kill" in request:
            if child := self._children.get(request["kill"]):
                os.kill(child[0], signal.SIGKILL)
        else:
            self._start(request, descriptors)
        return True

    def _start(self, request: Mapping[str, Any], descriptors: Sequence[int]) -> None:
        _load(request["modules"])
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            _be_child(request, descriptors, parent)
        for descriptor in descriptors:
            os.close(descriptor)
        handle = os.pidfd_open(pid)
        self._children[request["id"]] = pid, handle
        self._selector.register(handle, selectors.EVENT_READ, request["id"])
        self._tell({"id": request["id"], "pid": pid, "resident": _pages(1) * _PAGE})

    def _bury(self, number: int) -> None:
        pid, handle = self._children.pop(number)
        self._selector.unregister(handle)
        os.close(handle)
        _, status = os.waitpid(pid, 0)
        self._tell({"id": number, _STATUS: os.waitstatus_to_exitcode(status)})

    def _tell(self, reply: Mapping[str, Any]) -> None:
        self._control.send(json.dumps(reply).encode())


def _load(modules: Sequence[str]) -> None:
    """Import what the next script needs and is large, for it and all that come after it."""
    for name in modules:
        if name not in sys.modules:
            try:
                importlib.import_module(name)
            except ImportError:
                continue  # the script is told when it comes to it
    gc.freeze()


def _be_child(request: Mapping[str, Any], descriptors: Sequence[int], parent: int) -> None:
    """Run one script as this process, and end it."""
    try:
        _enter(request, descriptors, parent)
    except BaseException:  # noqa: BLE001 - nothing may return into the server's loop, and nothing run unlocked
        traceback.print_exc()
        os._exit(NOT_LOCKED)
    try:
        job, result = script.read(descriptors[0]), descriptors[1]
        if request["language"] == "javascript":
            data = sys.modules["engine.cell.javascript"].answer(job, request["memory"])  # loaded by `_load`
        else:
            data = script.answer(job)
        for stream in (sys.__stdout__, sys.__stderr__):
            assert stream is not None
            stream.flush()
        script.write(result, data)
    except BaseException:  # noqa: BLE001 - as above
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _enter(request: Mapping[str, Any], descriptors: Sequence[int], parent: int) -> None:
    job, result, printed = descriptors
    null = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((null, 0), (printed, 1), (printed, 2)):
        os.dup2(source, target)
    kept = [2, *sorted((job, result)), resource.getrlimit(resource.RLIMIT_NOFILE)[0]]
    for low, high in itertools.pairwise(kept):
        os.closerange(low + 1, high)
    is_javascript = request["language"] == "javascript"
    scratch = request["scratch"]
    os.chdir(scratch)
    os.environ.clear()
    os.environ |= {"HOME": scratch, "TMPDIR": scratch, **_FEW_THREADS}
    tempfile.tempdir = scratch
    sys.path.insert(0, scratch)
    limits = {"CORE": 0, "NOFILE": FILES_OPEN, "CPU": request["cpu"], "FSIZE": request["file"]}
    limits["DATA"] = _pages(5) * _PAGE + request["memory"] + (_ROOM_FOR_V8 if is_javascript else 0)
    if not is_javascript:  # V8 reserves far more than it uses
        limits["AS"] = _pages(0) * _PAGE + request["memory"] + _ROOM_FOR_LIBRARIES
    lock_in(scratch, limits, parent=parent)


_FEW_THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_FEW_THREADS |= dict.fromkeys(("JE_ARROW_MALLOC_CONF", "_RJEM_MALLOC_CONF"), "background_thread:false")
_FEW_THREADS["POLARS_MAX_THREADS"] = "2"


def _pages(place: int) -> int:
    """Return a field of /proc/self/statm: 0 all, 1 resident, 5 data and stack."""
    return int(Path("/proc/self/statm").read_text().split()[place])


def main(control: int, parent: int) -> None:
    """Serve on the socket `control` until `parent` closes its end or dies."""
    die_with_parent(parent)
    os.environ |= _FEW_THREADS  # threads that a library starts when it is loaded are missing after the fork
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    server = ForkServer(socket.socket(fileno=control))
    try:
        server.serve()
    finally:
        server.end()
