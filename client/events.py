"""The event stream of a run, read line by line."""

import json
from collections.abc import Iterator
from typing import Any, Final

from client.errors import StreamError

Event = dict[str, Any]

DATA: Final = b"data:"


class EventLines:
    """Makes events of the bytes of a stream, however they are cut.

    What is no `data:` line (pings, comments) and what is no JSON object is passed over.
    """

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, piece: bytes) -> Iterator[Event]:
        """Yield the events that are complete with `piece`."""
        *lines, self._rest = (self._rest + piece).split(b"\n")
        for line in lines:
            if (event := _event(line)) is not None:
                yield event

    def close(self) -> Iterator[Event]:
        """Yield the event of a last line that nothing ended."""
        line, self._rest = self._rest, b""
        if (event := _event(line)) is not None:
            yield event


def checked(event: Event) -> Event:
    """Return an event. Raises StreamError: it says that the run failed."""
    if event.get("event") == "error":
        status = event.get("status")
        raise StreamError(
            str(event.get("message") or "The run failed."),
            status=status if isinstance(status, int) else 0,
            code=str(event.get("code") or ""),
            body=event,
        )
    return event


def _event(line: bytes) -> Event | None:
    if not line.startswith(DATA):
        return None
    try:
        value = json.loads(line[len(DATA) :].strip())
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
