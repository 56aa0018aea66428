"""Reading beside the writer: a cursor for each thread, a small pool for async callers, and time limits."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar
from weakref import WeakSet

from storage.cursor import Cursor
from storage.errors import DatabaseClosed, QueryInterrupted

T = TypeVar("T")

AGAIN = 0.05  # seconds between two interrupts of the same statement


class Interruption:
    """Lets another thread end what runs on a cursor, and nothing that runs on it later."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.cursor: Cursor | None = None
        self.requested = False

    @contextmanager
    def covering(self, cursor: Cursor) -> Iterator[None]:
        """Within, `request` ends the statement that runs and refuses further ones."""
        with self.lock:
            self.cursor, cursor.stopped = cursor, self.requested
        try:
            yield
        finally:
            with self.lock:
                self.cursor, cursor.stopped = None, False

    def request(self) -> None:
        """End the covered statements; does nothing when they have ended.

        DuckDB forgets an interrupt that comes just before a statement begins, so it is sent again until
        nothing is covered any more.
        """
        with self.lock:
            self.requested = True
            if self.cursor is None:
                return
            self.cursor.stopped = True
            self.cursor.raw.interrupt()
        again = threading.Timer(AGAIN, self.request)
        again.daemon = True
        again.start()


class Readers:
    """Threads that read; `cursor` gives the calling thread its own."""

    def __init__(self, new_cursor: Callable[[], Cursor], threads: int) -> None:
        self.new_cursor = new_cursor
        self.local = threading.local()
        self.pool = ThreadPoolExecutor(threads, "storage-read")
        self.cursors: WeakSet[Cursor] = WeakSet()  # a cursor goes with its thread

    def cursor(self) -> Cursor:
        """Return the cursor of the calling thread, made at its first use."""
        if not hasattr(self.local, "cursor"):
            self.local.cursor = self.new_cursor()
            self.cursors.add(self.local.cursor)
        cursor: Cursor = self.local.cursor
        return cursor

    async def run(self, read: Callable[[], T], limit: float | None) -> T:
        """Return what `read` returns, run in the pool; its query ends after `limit` seconds or with its caller."""
        interruption = Interruption()
        try:
            running = asyncio.get_running_loop().run_in_executor(self.pool, self._covered, interruption, read)
        except RuntimeError as error:  # the pool takes no more
            raise DatabaseClosed("the database is closed") from error
        try:
            async with asyncio.timeout(limit):
                return await running
        except TimeoutError as error:
            raise QueryInterrupted(f"the query took longer than {limit:g} s") from error
        finally:
            interruption.request()

    @contextmanager
    def interruptible(self, limit: float) -> Iterator[None]:
        """Within, queries of this thread end after `limit` seconds with QueryInterrupted."""
        interruption = Interruption()
        timer = threading.Timer(limit, interruption.request)
        timer.daemon = True
        timer.start()
        try:
            with interruption.covering(self.cursor()):
                yield
        finally:
            timer.cancel()

    def close(self) -> None:
        """End the pool after its reads under way, and close the cursors of all threads."""
        self.pool.shutdown()
        for cursor in list(self.cursors):
            cursor.close()

    def _covered(self, interruption: Interruption, read: Callable[[], T]) -> T:
        with interruption.covering(self.cursor()):
            return read()
