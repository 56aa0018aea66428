"""Rows kept in memory, for the command line and tests."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

TIME = "{time}"  # in a key: the second in which the row is kept


class MemoryRecords:
    """Implements `engine.resources.Records`; its rows end with it."""

    def __init__(self) -> None:
        self.collections: dict[str, dict[str, Mapping[str, Any]]] = {}

    async def add(self, collection: str, record: Mapping[str, Any], *, key: str = "") -> str:
        """Keep a row and return its id."""
        rows, now = self.collections.setdefault(collection, {}), time.time()
        wanted = key.replace(TIME, str(int(now))) or str(len(rows) + 1)
        free, number = wanted, 1
        while free in rows:
            number += 1
            free = f"{wanted}-{number}"
        rows[free] = {"id": free, **record, "stored_at": now}
        return free

    async def last(self, collection: str, *, limit: int) -> Sequence[Mapping[str, Any]]:
        """Return the last rows, newest first."""
        return list(reversed(self.collections.get(collection, {}).values()))[:limit]
