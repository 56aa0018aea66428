"""The database: one file, one process, one writer with group commit, readers that never wait for it."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pandas as pd  # noqa: F401  # imported before the first write: without it DuckDB binds parameters 40 times slower
import pyarrow as pa

from storage.changes import Change, encoded
from storage.checkpoints import Checkpoints
from storage.columns import Row, read_catalog
from storage.cursor import Cursor, Params
from storage.migrating import migrate
from storage.opening import connect
from storage.readers import Readers
from storage.writer import Writer

log = logging.getLogger(__name__)

T = TypeVar("T")

MEMORY = ":memory:"


class Database:
    """An open database; made by `Database.open`. All methods may be called from any thread or event loop."""

    def __init__(
        self, root: duckdb.DuckDBPyConnection, *, read_threads: int, checkpoints: Checkpoints | None = None
    ) -> None:
        self.root = root
        self.tables = read_catalog(root)
        self.readers = Readers(self._cursor, read_threads)
        self.checkpoints = checkpoints  # None in memory
        self.writer = Writer(self._cursor(), checkpoints)

    @classmethod
    def open(
        cls,
        path: str | Path,
        *,
        read_threads: int = 4,
        threads: int | None = None,
        memory_limit: str | None = None,
        extensions: bool = True,
    ) -> "Database":
        """Open (and make, and migrate) the database file, or a private one in memory for ":memory:".

        Args:
            path: the file; its folder is made, backups go into `backups` beside it.
            read_threads: threads of the pool behind `read`.
            threads: threads that one query may use; None for one per core.
            memory_limit: most that DuckDB's buffers may take, such as "2GB"; None for its default.
            extensions: load vss and fts; tests that search nothing go without.

        Raises:
            DatabaseLocked: another process has it open.
            ExtensionMissing: the wheel of an extension is missing or of another version.
            UnsupportedSchema: the file is newer than this code, or too old.
            MigrationFailed: a migration did not go through; the data is as before.
        """
        root = connect(path, threads=threads, memory_limit=memory_limit, extensions=extensions)
        try:
            migrate(root, None if str(path) == MEMORY else Path(path))
        except BaseException:
            root.close()
            raise
        checkpoints = None if str(path) == MEMORY else Checkpoints(Path(path))
        return cls(root, read_threads=read_threads, checkpoints=checkpoints)

    def query(self, sql: str, params: Params = ()) -> list[dict[str, Any]]:
        """Return rows as dictionaries, on the cursor of the calling thread; times as epoch seconds, JSON parsed."""
        return self.readers.cursor().query(sql, params)

    def one(self, sql: str, params: Params = ()) -> dict[str, Any] | None:
        """Return the first row, or None."""
        return self.readers.cursor().one(sql, params)

    def arrow(self, sql: str, params: Params = ()) -> pa.Table:
        """Return rows as columns, for those that go into numpy; on the cursor of the calling thread."""
        return self.readers.cursor().arrow(sql, params)

    async def read(self, fn: Callable[[], T], *, timeout: float | None = None) -> T:  # noqa: ASYNC109  # ends the query, too
        """Return `fn()`, run in the pool of readers.

        `fn` calls read functions with this database. Its query is ended when `timeout` seconds are over
        (QueryInterrupted) or when the caller is cancelled.
        """
        return await self.readers.run(fn, timeout)

    def interruptible(self, seconds: float) -> AbstractContextManager[None]:
        """Return a context in which this thread's queries end after `seconds` with QueryInterrupted."""
        return self.readers.interruptible(seconds)

    async def write(self, fn: Callable[[Cursor], T]) -> T:
        """Return `fn(cursor)` after its commit.

        The transaction is shared with other callers. `fn` may run again, with a fresh state of the database, when a
        neighbour fails; so it changes nothing but rows. What it raises undoes its rows and comes back here.
        """
        value: T = await self.writer.submit(work=fn)
        return value

    async def store(self, changes: Iterable[Change]) -> None:
        """Write changes atomically, merged with those of other callers into one statement per table.

        Raises:
            Conflict: a key is taken, or a required value is missing.
            InvalidRow: a value does not fit its column; raised before anything is queued.
        """
        ready = [found for change in changes if (found := encoded(self.tables, change))]
        if ready:
            await self.writer.submit(changes=ready)

    async def insert(self, rows: Mapping[str, Sequence[Row]]) -> None:
        """Insert rows by table, atomically and merged as `store` does; the rows of a table have the same columns."""
        await self.store([Change(table, found) for table, found in rows.items()])

    async def upsert(self, rows: Mapping[str, Sequence[Row]]) -> None:
        """Insert rows by table or, where the primary key is taken, set the other columns given."""
        await self.store([Change(table, found, "put") for table, found in rows.items()])

    def close(self) -> None:
        """Write what is waiting, wait for reads under way, and close the file."""
        self.writer.close()
        self.readers.close()
        self.root.close()
        if self.checkpoints:
            self.checkpoints.close()

    def _cursor(self) -> Cursor:
        raw = self.root.cursor()
        raw.execute("SET enable_progress_bar = false")  # a setting of each connection, not inherited
        return Cursor(raw, self.tables)
