"""What comes back from a script: as JSON has it, and data frames."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.errors import NodeError
from engine.frames.table import Table


class Unplain(NodeError):
    """A script returned what JSON has no way to say, or too much."""

    def __init__(self, message: str) -> None:
        super().__init__(message, error_type="CodeExecutionError")


def plain(value: Any, *, limit: int) -> Any:
    """Return `value` with tuples as lists and keys as text; `limit` is about its longest JSON in characters.

    Data frames stay as they are.

    Raises:
        Unplain: there is something else in it than JSON's types and frames, or it is too long.
    """
    return _Measure(limit).plain(value)


class _Measure:
    """Converts values while it counts how long they are."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._left = limit

    def plain(self, value: Any) -> Any:
        if value is None or isinstance(value, bool | int | float | Table):
            self._count(8)
            return value
        if isinstance(value, str):
            self._count(len(value) + 2)
            return value
        if isinstance(value, Mapping):
            return {self._key(key): self.plain(item) for key, item in value.items()}
        if isinstance(value, Sequence) and not isinstance(value, bytes):
            self._count(2)
            return [self.plain(item) for item in value]
        raise Unplain(f"the script returned a {_type_name(value)}, which JSON does not have")

    def _key(self, key: Any) -> str:
        if not isinstance(key, str | int | float | bool | None):
            raise Unplain(f"the script returned an object with a {_type_name(key)} as a key")
        text = key if isinstance(key, str) else _key_text(key)
        self._count(len(text) + 4)
        return text

    def _count(self, length: int) -> None:
        self._left -= length
        if self._left < 0:
            raise Unplain(f"the script returned more than {self._limit} characters")


def _key_text(key: int | float | None) -> str:
    if isinstance(key, bool):
        return "true" if key else "false"
    return "null" if key is None else str(key)


def _type_name(value: Any) -> str:
    return str(getattr(value, "name", None) or type(value).__name__)
