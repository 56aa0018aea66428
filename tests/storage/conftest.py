"""A database in memory, and ways to look at the writer at work."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from storage.cursor import Cursor
from storage.database import Database


@pytest.fixture
def db() -> Iterator[Database]:
    """An empty database in memory, migrated."""
    opened = Database.open(":memory:", extensions=False)
    yield opened
    opened.close()


@pytest.fixture
def file_db(tmp_path: Path) -> Iterator[Database]:
    """An empty database in a file."""
    opened = Database.open(tmp_path / "data" / "millrace.duckdb", extensions=False)
    yield opened
    opened.close()


@asynccontextmanager
async def busy_writer(db: Database) -> AsyncIterator[None]:
    """Within, the writer is in the middle of a transaction; what is written waits for the next one."""
    begun, go_on = threading.Event(), threading.Event()

    def hold(_: Cursor) -> None:
        begun.set()
        go_on.wait(30)

    holding = asyncio.create_task(db.write(hold))
    await asyncio.to_thread(begun.wait, 30)
    try:
        yield
    finally:
        go_on.set()
        await holding
