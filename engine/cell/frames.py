"""Data frames on their way into and out of a script's process: JSON with Arrow beside it.

A message is the JSON of a value. One with attachments has a line of JSON before it, `{"mark", "sizes"}`, and
the attachments of these sizes behind it. Where one belongs the value has an object `{mark: number}` with what
it is; the mark is made anew for each script, so that no value which merely looks like that is taken for one.

Like `script` beside it this runs in a person's own interpreter too: standard library only, Python 3.8 or
newer; polars, pandas and pyarrow are used where a frame turns up and they are installed.
"""

from __future__ import annotations

import io
import json
import math
from collections.abc import Callable
from typing import Any, Optional

HEAD = 20  # rows of a preview
LONGEST = 500  # characters of a text in a preview
_LIBRARIES = ("polars", "pandas", "pyarrow")
_FRAMES = ("DataFrame", "LazyFrame", "Table")
_EXACT = ("Int", "UInt", "Float", "Boolean", "String")  # beginnings of types whose values are a workflow's as they are

Attached = Optional["tuple[dict[str, Any], bytes]"]


def pack(value: Any, mark: str, attach: Callable[[Any], Attached], plain: Callable[[Any], Any]) -> bytes:
    """Return `value` as a message.

    `attach` gives the description and the bytes of what goes beside the JSON, None for anything else;
    that `plain` makes JSON of, or raises.
    """
    blobs: list[bytes] = []

    def default(item: Any) -> Any:
        found = attach(item)
        if found is None:
            return plain(item)
        about, data = found
        blobs.append(data)
        return {mark: len(blobs) - 1, **about}

    text = json.dumps(value, default=default).encode()
    if not blobs:
        return text
    head = {"mark": mark, "sizes": [len(text), *map(len, blobs)]}
    return b"".join([json.dumps(head).encode(), b"\n", text, *blobs])


def unpack(data: bytes, revive: Callable[[dict[str, Any], bytes], Any]) -> Any:
    """Return the value of a message; `revive` makes an attachment's value of its description and bytes.

    Raises:
        ValueError: it is no message.
    """
    line, _, rest = data.partition(b"\n")
    head = json.loads(line)
    if not rest:
        return head
    try:
        mark, sizes = str(head["mark"]), [int(size) for size in head["sizes"]]
        text, *blobs = _cut(rest, sizes)
    except (KeyError, TypeError) as error:
        raise ValueError("no message") from error

    def revived(item: dict[str, Any]) -> Any:
        number = item.pop(mark, None)
        if number is None:
            return item
        if not isinstance(number, int) or not 0 <= number < len(blobs):
            raise ValueError("no such attachment")
        return revive(item, blobs[number])

    return json.loads(text, object_hook=revived)


def _cut(data: bytes, sizes: list[int]) -> list[bytes]:
    if not sizes or min(sizes) < 0 or sum(sizes) != len(data):
        raise ValueError("no whole message")
    pieces, place = [], 0
    for size in sizes:
        pieces.append(data[place : place + size])
        place += size
    return pieces


def is_frame(value: Any) -> bool:
    """Return whether `value` is a data frame of a library that is known here."""
    kind = type(value)
    return kind.__name__ in _FRAMES and kind.__module__.partition(".")[0] in _LIBRARIES


def attachment(value: Any) -> Attached:
    """Return how a frame of a script travels: what is said of it, and its Arrow stream."""
    if not is_frame(value):
        return None
    try:
        frame = in_polars(value)
    except ImportError:
        return {}, _without_polars(value)
    return about(frame), arrow(frame)


def received(description: dict[str, Any], data: bytes) -> Any:
    """Return what a script gets for an attachment: a polars frame (pandas where there is no polars), or bytes."""
    if description.get("kind") == "bytes":
        return data
    try:
        return frame_of(data)
    except ImportError:
        import pyarrow.ipc  # noqa: PLC0415 - see the module's docstring

        return pyarrow.ipc.open_stream(data).read_pandas()


def in_polars(value: Any) -> Any:
    """Return a frame of any library as a polars DataFrame; an index of pandas that says something becomes columns."""
    import polars  # noqa: PLC0415 - see the module's docstring

    if isinstance(value, polars.DataFrame):
        return value
    if isinstance(value, polars.LazyFrame):
        return value.collect()
    if type(value).__module__.startswith("pandas"):
        return polars.from_pandas(_flat(value))
    return polars.from_arrow(value)


def arrow(frame: Any) -> bytes:
    """Return a polars DataFrame as an Arrow stream, in types that every reader of Arrow knows."""
    import polars  # noqa: PLC0415 - see the module's docstring

    stream = io.BytesIO()
    frame.rechunk().write_ipc_stream(stream, compat_level=polars.CompatLevel.oldest())
    return stream.getvalue()


def frame_of(data: bytes) -> Any:
    """Return the polars DataFrame of an Arrow stream."""
    import polars  # noqa: PLC0415 - see the module's docstring

    return polars.read_ipc_stream(data)


def about(frame: Any) -> dict[str, Any]:
    """Return what a preview shows of a polars DataFrame: columns with their types, number of rows, first rows."""
    columns = {name: str(kind) for name, kind in frame.schema.items()}
    return {"columns": columns, "rows": frame.height, "head": [_shortened(row) for row in rows(frame.head(HEAD))]}


def rows(frame: Any) -> list[dict[str, Any]]:
    """Return the rows of a polars DataFrame as objects of JSON's types.

    Times become text in ISO 8601, decimals numbers, bytes hexadecimal digits; NaN and infinity become None.
    """
    found: list[dict[str, Any]] = frame.to_dicts()
    for column in frame:
        if not _is_plain(column):
            for row in found:
                row[column.name] = cell(row[column.name])
    return found


def _is_plain(column: Any) -> bool:
    """Return whether all values of a column are JSON's as they are."""
    kind = str(column.dtype)
    return kind.startswith(_EXACT) and not (kind.startswith("Float") and not column.is_finite().all())


def cell(value: Any) -> Any:
    """Return one value of a frame as JSON has it."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): cell(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)) or hasattr(value, "to_list"):
        return [cell(item) for item in value]
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, (bytes, bytearray)):
        return value.hex()
    if hasattr(value, "isoformat"):  # dates and times
        return value.isoformat()
    if hasattr(value, "as_tuple"):  # decimals: as the number that loses least
        return int(value) if value.as_tuple().exponent >= 0 else float(value)
    return str(value)


def _shortened(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) <= LONGEST else f"{value[:LONGEST]}…"
    if isinstance(value, dict):
        return {key: _shortened(item) for key, item in value.items()}
    return [_shortened(item) for item in value[:HEAD]] if isinstance(value, list) else value


def _flat(frame: Any) -> Any:
    """Return a frame of pandas without its index; one that is more than row numbers becomes columns."""
    plain = type(frame.index).__name__ == "RangeIndex" and frame.index.name is None
    return frame if plain else frame.reset_index()


def _without_polars(value: Any) -> bytes:
    import pyarrow  # noqa: PLC0415 - see the module's docstring

    table = value if isinstance(value, pyarrow.Table) else pyarrow.Table.from_pandas(_flat(value), preserve_index=False)
    sink = pyarrow.BufferOutputStream()
    with pyarrow.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    data: bytes = sink.getvalue().to_pybytes()
    return data
