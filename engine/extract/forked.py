"""Documents parsed in forks of this process: as far away as in a process of their own, at a tenth of its costs.

Only for processes that may be forked, such as a worker's: they hold nothing that a fork could spoil (no database,
no pool of threads at work). A parser is imported before the first fork that needs it, so that no fork does it again.
"""

import asyncio
import gc
import json
import os
import resource
import select
import signal
import time
from pathlib import Path
from typing import Any, Final, NoReturn

from engine.extract.answers import answer_of, bound_process, extracted_from
from engine.extract.extracted import Extracted, ExtractLimits, TextExtractionError
from engine.extract.kinds import DEFAULT_LIMITS, extract, is_harmless, parser, parser_name

_PIECE: Final = 2**20  # bytes read at a time


async def extract_forked(
    data: bytes,
    *,
    filename: str,
    mime_type: str = "",
    keep_markup: bool = True,
    limits: ExtractLimits = DEFAULT_LIMITS,
) -> Extracted:
    """Return the text of a document, as `engine.extract.extract` does; call it on the main thread.

    Raises:
        UnsupportedFileTypeError: no parser reads such files.
        TextExtractionError: the document is broken, protected, empty or too large, or takes too long.
    """
    options: dict[str, Any] = {"filename": filename, "mime_type": mime_type, "keep_markup": keep_markup}
    name = parser_name(filename, mime_type, keep_markup=keep_markup)
    if is_harmless(name, len(data)) or len(data) > limits.file_bytes:
        return await asyncio.to_thread(extract, data, **options, limits=limits)
    parser(name)
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        _parse(writing, data, limits, options)
    os.close(writing)
    answer = await asyncio.to_thread(_answer, pid, reading, filename, limits.seconds)
    return extracted_from(json.loads(answer))


def _parse(writing: int, data: bytes, limits: ExtractLimits, options: dict[str, Any]) -> NoReturn:
    """Be the fork: it tells what it finds and ends, past everything that the process would do at its end."""
    status = 1
    gc.freeze()  # else a collection would touch, and so copy, all that the fork shares
    try:
        bound_process(limits, held=_address_space())
        with os.fdopen(writing, "w", encoding="utf-8") as out:
            json.dump(answer_of(data, limits, options), out)
        status = 0
    finally:
        os._exit(status)


def _address_space() -> int:
    """Return how many bytes of address space this process has; 0 where nobody says."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def _answer(pid: int, reading: int, filename: str, seconds: float) -> bytes:
    """Wait for the fork's end and return what it told."""
    give_up_at = time.monotonic() + seconds
    parts: list[bytes] = []
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        while select.select([pipe], [], [], max(0.0, give_up_at - time.monotonic()))[0]:
            parts.append(pipe.read(_PIECE))
            if not parts[-1]:
                break
        else:
            os.kill(pid, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if status and time.monotonic() >= give_up_at:
        raise TextExtractionError(f"{filename} takes longer than {seconds:g} seconds")
    if status:
        raise TextExtractionError(f"{filename} cannot be read: its parser ended with status {status}")
    return b"".join(parts)
