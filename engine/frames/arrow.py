"""Looks through an Arrow stream before it is parsed: a script may have written anything in its place.

A reader believes what a stream says of itself: it would make room for a terabyte, or unpack a compressed
bomb. So the messages are walked once, which takes microseconds: nothing may be compressed, and no buffer
may be larger than what is there. Layout: Arrow's columnar format, "IPC Streaming Format"; messages are
FlatBuffers.
"""

import struct
from collections.abc import Iterator

_CONTINUATION = b"\xff\xff\xff\xff"
_DICTIONARY, _BATCH = 2, 3  # kinds of messages that carry data
_BITS = 8  # values that a byte of data can hold at most


class BrokenArrowError(ValueError):
    """The bytes are no Arrow stream, or not one that may be read."""


def rows_of(data: bytes) -> int:
    """Return how many rows an Arrow stream has.

    Raises:
        BrokenArrowError: it is none, is compressed, or claims more than it holds.
    """
    try:
        return sum(_checked(data, *message) for message in _messages(data))
    except (struct.error, IndexError) as error:
        raise BrokenArrowError("it ends in the middle") from error


def _messages(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield kind, place of the header table, and size of the body for every message."""
    place = 0
    while place < len(data):
        if data[place : place + 4] != _CONTINUATION:
            raise BrokenArrowError("it is no Arrow stream")
        (size,) = struct.unpack_from("<i", data, place + 4)
        if size == 0:
            return
        place += 8
        table = place + struct.unpack_from("<I", data, place)[0]
        kind_at, header_at, body_at = (_field(data, table, number) for number in (1, 2, 3))
        body = struct.unpack_from("<q", data, body_at)[0] if body_at else 0
        if size < 0 or body < 0 or place + size + body > len(data):
            raise BrokenArrowError("it claims more than it holds")
        if kind_at and header_at:
            yield data[kind_at], _followed(data, header_at), body
        place += size + body


def _checked(data: bytes, kind: int, header: int, body: int) -> int:
    """Return the rows of a message, 0 for one without any."""
    if kind == _DICTIONARY:
        inner = _field(data, header, 1)
        if inner:
            _rows(data, _followed(data, inner), body)
        return 0
    return _rows(data, header, body) if kind == _BATCH else 0


def _rows(data: bytes, batch: int, body: int) -> int:
    length_at, nodes_at, buffers_at, compression_at = (_field(data, batch, number) for number in range(4))
    if compression_at:
        raise BrokenArrowError("it is compressed")
    for offset, length in _pairs(data, buffers_at):
        if offset < 0 or length < 0 or offset + length > body:
            raise BrokenArrowError("it claims more than it holds")
    rows: int = struct.unpack_from("<q", data, length_at)[0] if length_at else 0
    longest = max((length for length, _ in _pairs(data, nodes_at)), default=0)
    if rows < 0 or longest > max(rows, _BITS * body):
        raise BrokenArrowError("it claims more than it holds")
    return rows


def _pairs(data: bytes, field: int) -> Iterator[tuple[int, int]]:
    """Yield the entries of a vector of structures of two 64 bit numbers."""
    if field:
        vector = _followed(data, field)
        (count,) = struct.unpack_from("<I", data, vector)
        yield from struct.iter_unpack("<qq", data[vector + 4 : vector + 4 + 16 * count])


def _field(data: bytes, table: int, number: int) -> int:
    """Return where a table's field is, 0 when the table has none."""
    vtable = table - struct.unpack_from("<i", data, table)[0]
    (size,) = struct.unpack_from("<H", data, vtable)
    if 4 + 2 * number >= size:
        return 0
    (offset,) = struct.unpack_from("<H", data, vtable + 4 + 2 * number)
    return table + offset if offset else 0


def _followed(data: bytes, place: int) -> int:
    """Return where the reference at `place` leads."""
    target: int = place + struct.unpack_from("<I", data, place)[0]
    return target
