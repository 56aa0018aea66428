"""Reads event streams (`text/event-stream`) from bytes as they arrive."""

_LONGEST_EVENT = 32 * 2**20  # bytes; a vendor that sends more has lost its way


class EventDecoder:
    """Splits the bytes of an event stream into the data of its events.

    Takes chunks cut anywhere, any kind of line end, comments, and data over several lines. Names and
    ids of events are left out: both protocols repeat the name inside the data.
    """

    __slots__ = ("_rest", "_started")

    def __init__(self) -> None:
        self._rest = b""
        self._started = False

    def feed(self, chunk: bytes) -> list[bytes]:
        """Return the data of the events that `chunk` completes, in order.

        Raises:
            ValueError: an event is longer than any vendor's could be.
        """
        text = self._rest + chunk
        if not self._started:
            text = text.removeprefix(b"\xef\xbb\xbf")
            self._started = True
        if b"\r" in text:
            text, held = (text[:-1], b"\r") if text.endswith(b"\r") else (text, b"")
            text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n") + held
        *blocks, self._rest = text.split(b"\n\n")
        if len(self._rest) > _LONGEST_EVENT:
            raise ValueError("an event of the stream is too long")
        return [data for block in blocks if (data := _data(block)) is not None]

    def finish(self) -> list[bytes]:
        """Return the data of an event whose closing blank line never came."""
        rest, self._rest = self._rest, b""
        data = _data(rest.rstrip(b"\r\n"))
        return [] if data is None else [data]


def _data(block: bytes) -> bytes | None:
    if block.startswith(b"data:") and b"\n" not in block:
        return block[5:].strip()
    lines = [line[5:].removeprefix(b" ") for line in block.split(b"\n") if line.startswith(b"data:")]
    return b"\n".join(lines).strip() if lines else None
