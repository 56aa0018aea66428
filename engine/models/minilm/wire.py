"""How a process asks the encoder: texts out, vectors back, over a Unix socket.

A question is its length (4 bytes, big-endian) and a JSON list of texts. An answer is one byte, `+` or `-`,
its length, and float32 numbers row by row, or the reason in UTF-8.
"""

import asyncio
import json
from collections.abc import Sequence
from typing import Final

LARGEST: Final = 64 * 2**20  # bytes of a question or an answer


def question(texts: Sequence[str]) -> bytes:
    """Return the bytes that ask for the vectors of `texts`."""
    return _framed(json.dumps(list(texts)).encode())


def answer(data: bytes, *, is_good: bool) -> bytes:
    """Return the bytes that answer a question."""
    return (b"+" if is_good else b"-") + _framed(data)


async def read_frame(reader: asyncio.StreamReader) -> bytes:
    """Return the next length-prefixed piece.

    Raises:
        asyncio.IncompleteReadError: the other side has gone.
        ValueError: it is larger than `LARGEST`.
    """
    size = int.from_bytes(await reader.readexactly(4), "big")
    if size > LARGEST:
        raise ValueError(f"{size} bytes are more than {LARGEST}")
    return await reader.readexactly(size)


def _framed(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data
