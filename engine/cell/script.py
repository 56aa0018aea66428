"""Runs one Python script and writes its answer; as a program it does so in a person's own interpreter.

It needs the standard library only, of Python 3.8 or newer. A job is a message (see `frames`): `code`, `inputs`
by name, `outputs`, the names of the variables to give back, or null where `main` is to be called, and the
`mark` of the answer. The answer is a message: `value`, or `error` with `type`, `text` and `line` (null outside
the script). Data frames travel beside the JSON.
"""

from __future__ import annotations

import json
import os
import sys
import types
from typing import Any

try:
    from engine.cell import frames
except ImportError:  # as a program it stands alone, and its folder is where Python looks
    import frames  # type: ignore[import-not-found, no-redef]  # the same file by its other name

NAME = "<script>"


class NotPlain(Exception):
    """A script returned what JSON does not have."""


def answer(job: dict[str, Any]) -> bytes:
    """Return the answer to `job`; whatever the script raises is in it."""
    try:
        return frames.pack({"value": _value(job)}, job["mark"], frames.attachment, _plain)
    except NotPlain as error:
        return _failure("NotPlain", str(error), None)
    except SyntaxError as error:
        return _failure(type(error).__name__, error.msg, error.lineno if error.filename == NAME else None)
    except BaseException as error:  # noqa: BLE001 - a script may raise anything; its author is told
        return _failure(type(error).__name__, _text(error), _line(error))


def write(descriptor: int, data: bytes) -> None:
    """Write all of `data`."""
    sent = 0
    while sent < len(data):
        sent += os.write(descriptor, data[sent : sent + 65536])


def read(descriptor: int) -> dict[str, Any]:
    """Return the job in a file."""
    with os.fdopen(descriptor, "rb") as file:
        file.seek(0)
        job: dict[str, Any] = frames.unpack(file.read(), frames.received)
        return job


def _value(job: dict[str, Any]) -> Any:
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module  # where dataclasses and type hints look their names up
    names = module.__dict__
    if job["outputs"] is not None:
        names.update(job["inputs"])
    exec(compile(job["code"], NAME, "exec", dont_inherit=True), names)  # noqa: S102 - what this process is for
    if job["outputs"] is None:
        return names["main"](**job["inputs"])
    return {name: names[name] for name in job["outputs"] if name in names}


def _plain(value: Any) -> Any:
    """Return a number of numpy as Python's."""
    if type(value).__module__ == "numpy" and getattr(value, "ndim", None) == 0:
        return value.item()
    raise NotPlain(f"the script returned a {type(value).__name__}, which JSON does not have")


def _failure(kind: str, text: str, line: int | None) -> bytes:
    return json.dumps({"error": {"type": kind, "text": text, "line": line}}).encode()


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # noqa: BLE001 - the script wrote this method, too
        return ""


def _line(error: BaseException) -> int | None:
    """Return the last line of the script that was on the way to the error."""
    line = None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == NAME:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def main() -> None:
    """Answer the job in one file into another; the arguments are both descriptors, bytes of memory, the parent's id."""
    import resource  # noqa: PLC0415 - not on every system, and only needed here

    job_file, result, memory, parent = (int(text) for text in sys.argv[1:5])
    _die_with_parent(parent)
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    job = read(job_file)
    sys.argv[:] = [""]
    sys.path[0] = os.getcwd()
    write(result, answer(job))
    sys.stdout.flush()


def _die_with_parent(parent: int) -> None:
    """Have this process killed when its parent is gone; Linux only."""
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - as above
        import signal  # noqa: PLC0415

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)


if __name__ == "__main__":
    main()
