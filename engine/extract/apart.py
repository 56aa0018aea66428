"""Documents parsed in processes of their own, away from this one and bounded in time and memory.

Parsers compute for seconds, hold the interpreter meanwhile, and read what strangers wrote: one of them
(PDFium) is a large C++ program. So a process is started for each document and ends with it: what hangs
is killed, what crashes or grows takes nobody along, and nothing stays in memory when nobody reads
documents. Texts that only need to be decoded are not worth the 0.2 seconds and stay here, in a thread.
"""

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from engine.extract.answers import extracted_from
from engine.extract.extracted import Extracted, ExtractLimits, TextExtractionError
from engine.extract.kinds import DEFAULT_LIMITS, extract, is_cheap, parser_name

_ROOT = Path(__file__).parents[2]
_INHERITED = ("PATH", "LD_LIBRARY_PATH")  # no secret of this process goes along


async def extract_apart(
    data: bytes,
    *,
    filename: str,
    mime_type: str = "",
    keep_markup: bool = True,
    limits: ExtractLimits = DEFAULT_LIMITS,
) -> Extracted:
    """Return the text of a document, as `engine.extract.extract` does, without holding anybody up.

    Raises:
        UnsupportedFileTypeError: no parser reads such files.
        TextExtractionError: the document is broken, protected, empty or too large, or takes too long.
    """
    options: dict[str, Any] = {"filename": filename, "mime_type": mime_type, "keep_markup": keep_markup}
    name = parser_name(filename, mime_type, keep_markup=keep_markup)
    if is_cheap(name, len(data)) or len(data) > limits.file_bytes:
        return await asyncio.to_thread(extract, data, **options, limits=limits)
    request = json.dumps(options | {"limits": asdict(limits)}).encode() + b"\n" + data
    async with _places(limits.processes, asyncio.get_running_loop()):
        return extracted_from(await _answer(request, filename, limits))


@lru_cache(maxsize=8)
def _places(count: int, loop: asyncio.AbstractEventLoop) -> asyncio.Semaphore:
    return asyncio.Semaphore(count)


async def _answer(request: bytes, filename: str, limits: ExtractLimits) -> Mapping[str, Any]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "engine.extract"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={name: os.environ[name] for name in _INHERITED if name in os.environ} | {"PYTHONPATH": str(_ROOT)},
        start_new_session=True,  # a Ctrl-C in the terminal is for this process alone
    )
    try:
        async with asyncio.timeout(limits.seconds):
            written, _ = await process.communicate(request)
    except TimeoutError as error:
        raise TextExtractionError(f"{filename} takes longer than {limits.seconds:g} seconds") from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise TextExtractionError(f"{filename} cannot be read: its parser ended with status {process.returncode}")
    answer: Mapping[str, Any] = json.loads(written)
    return answer
