"""What every record has."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

Json = Mapping[str, Any]


def now() -> float:
    """Return the time in epoch seconds, in the whole microseconds that a column holds."""
    return time.time_ns() // 1000 / 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row of `table`."""

    table: ClassVar[str]

    def row(self) -> dict[str, Any]:
        """Return the columns and their values."""
        columns: tuple[str, ...] = self.__slots__
        return {name: getattr(self, name) for name in columns}
