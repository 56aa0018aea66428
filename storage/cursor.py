"""One DuckDB cursor that speaks in dictionaries: epoch seconds for times, Python values for JSON."""

import logging
import time
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import pyarrow as pa

from storage.columns import Column, Row, Table, arrow_table, decoder, encode
from storage.errors import Conflict, InvalidRow, QueryInterrupted, StorageError

log = logging.getLogger(__name__)

SLOW = 1.0  # seconds after which a statement is worth a line in the log
FEW = 8  # rows up to which bound VALUES are quicker than an Arrow table (measured)


def translated(error: duckdb.Error) -> StorageError:
    """Return the storage error that a driver's error means."""
    if isinstance(error, duckdb.ConstraintException):
        return Conflict(str(error))
    if isinstance(error, duckdb.InterruptException):
        return QueryInterrupted("the query was interrupted")
    return StorageError(str(error))


Params = Sequence[Any] | Mapping[str, Any]  # for `?` or for `$name`


class Cursor:
    """A cursor of one thread; never to be shared, since threads would see each other's results."""

    def __init__(self, raw: duckdb.DuckDBPyConnection, tables: Mapping[str, Table]) -> None:
        self.raw = raw
        self.tables = tables
        self.stopped = False  # set by another thread: no further statement may start

    def execute(self, sql: str, params: Params = ()) -> None:
        """Run a statement whose rows, if any, are not wanted."""
        self._run(sql, params)

    def execute_on(self, sql: str, incoming: pa.Table, params: Params = ()) -> None:
        """Run a statement that reads the Arrow table under the name `incoming`."""
        self._run(sql, params, incoming)

    def query(self, sql: str, params: Params = ()) -> list[dict[str, Any]]:
        """Return the rows of a statement as dictionaries.

        Raises:
            Conflict: a constraint is broken.
            QueryInterrupted: another thread ended the statement.
            StorageError: anything else that DuckDB refuses.
        """
        self._run(sql, params)
        names, decoders = [], []
        for at, (name, kind, *_) in enumerate(self.raw.description or ()):
            names.append(name)
            if decode := decoder(str(kind)):
                decoders.append((at, decode))
        return [dict(zip(names, _decoded(row, decoders), strict=True)) for row in self._fetch()]

    def arrow(self, sql: str, params: Params = ()) -> pa.Table:
        """Return the rows of a statement as columns; times and JSON as DuckDB has them. Raises as `query` does."""
        self._run(sql, params)
        try:
            return self.raw.to_arrow_table()
        except duckdb.Error as error:
            raise translated(error) from error

    def one(self, sql: str, params: Params = ()) -> dict[str, Any] | None:
        """Return the first row, or None when there is none."""
        rows = self.query(sql, params)
        return rows[0] if rows else None

    def insert(self, table: str, rows: Sequence[Row], clause: str = "") -> None:
        """Insert rows that have the same columns; `clause` is what follows, such as ON CONFLICT."""
        if rows:
            target = self.table(table)
            columns = target.select(rows[0])
            self.insert_encoded(table, columns, [encode(target, columns, row) for row in rows], clause)

    def insert_encoded(
        self, table: str, columns: Sequence[Column], rows: Sequence[tuple[Any, ...]], clause: str = ""
    ) -> None:
        """Insert rows whose values are encoded, with one statement."""
        into = f"INSERT INTO {table} ({', '.join(column.name for column in columns)})"
        if len(rows) <= FEW:
            marks = f"({', '.join(column.placeholder for column in columns)})"
            values = [value for row in rows for value in row]
            self._run(f"{into} VALUES {', '.join([marks] * len(rows))} {clause}", values)
        else:
            self._run(f"{into} FROM incoming {clause}", (), incoming=arrow_table(columns, rows))

    def update_encoded(self, table: str, columns: Sequence[Column], rows: Sequence[tuple[Any, ...]]) -> None:
        """Set the columns after the first in the rows whose `id` is the first value, with one statement.

        Only ids compared with a list are looked up in the index; a join would read the whole table.
        """
        ids, *values = (list(column) for column in zip(*rows, strict=True))
        found = "list_extract(?, list_position(?, id))"
        sets = ", ".join(f"{column.name} = {column.placeholder.replace('?', found)}" for column in columns[1:])
        params = [part for column in values for part in (column, ids)]
        sql = f"UPDATE {table} SET {sets} WHERE id IN ({', '.join('?' * len(ids))})"  # noqa: S608  # names come from the catalog
        self._run(sql, [*params, *ids])

    def update(self, table: str, where: Row, changes: Row) -> list[dict[str, Any]]:
        """Set columns in all rows where the given columns have the given values; return the rows as they are now.

        No changes at all are fine, too.
        With an `id` among them the row is looked up and checked first: DuckDB uses the index for a lone `id = ?`
        only, and would else read the whole table.
        """
        if "id" in where and len(where) > 1:
            if not self._exists(table, where):
                return []
            where = {"id": where["id"]}
        settings, tests = self._columns(table, changes), self._columns(table, where)
        if not settings:
            return self.query(f"SELECT * FROM {table} WHERE {_all(tests)}", self._encoded(table, where))  # noqa: S608
        sets = ", ".join(f"{column.name} = {column.placeholder}" for column in settings)
        sql = f"UPDATE {table} SET {sets} WHERE {_all(tests)} RETURNING *"  # noqa: S608  # names come from the catalog
        return self.query(sql, [*self._encoded(table, changes), *self._encoded(table, where)])

    def delete(self, table: str, where: Row) -> list[dict[str, Any]]:
        """Delete all rows where the given columns have the given values; return them."""
        sql = f"DELETE FROM {table} WHERE {_all(self._columns(table, where))} RETURNING *"  # noqa: S608  # as above
        return self.query(sql, self._encoded(table, where))

    def discard(self, table: str, where: Row) -> None:
        """Delete as `delete` does, without reading the rows."""
        sql = f"DELETE FROM {table} WHERE {_all(self._columns(table, where))}"  # noqa: S608  # as above
        self._run(sql, self._encoded(table, where))

    def close(self) -> None:
        """Let go of the file."""
        self.raw.close()

    def table(self, name: str) -> Table:
        """Return a table of the catalog. Raises: InvalidRow when there is none of that name."""
        try:
            return self.tables[name]
        except KeyError as error:
            raise InvalidRow(f"there is no table {name}") from error

    def _exists(self, table: str, where: Row) -> bool:
        rest = {name: value for name, value in where.items() if name != "id"}
        sql = (
            f"WITH found AS MATERIALIZED (SELECT * FROM {table} WHERE id = ?) "  # noqa: S608  # as above
            f"SELECT 1 AS one FROM found WHERE {_all(self._columns(table, rest))}"
        )
        return bool(self.query(sql, [where["id"], *self._encoded(table, rest)]))

    def _columns(self, table: str, row: Row) -> list[Column]:
        return self.table(table).select(row)

    def _encoded(self, table: str, row: Row) -> tuple[Any, ...]:
        return encode(self.table(table), self._columns(table, row), row)

    def _run(self, sql: str, params: Params, incoming: pa.Table | None = None) -> None:  # see below
        if self.stopped:
            raise QueryInterrupted("the query was interrupted")
        started = time.perf_counter()
        try:
            self.raw.execute(sql, params)  # finds `incoming` in this frame: twice as quick as registering it
        except duckdb.Error as error:
            raise translated(error) from error
        if (took := time.perf_counter() - started) > SLOW:
            log.warning("slow statement ms=%d sql=%s", took * 1000, " ".join(sql.split())[:500])

    def _fetch(self) -> list[tuple[Any, ...]]:
        try:
            return self.raw.fetchall()
        except duckdb.Error as error:
            raise translated(error) from error


def _all(columns: Sequence[Column]) -> str:
    return " AND ".join(f"{column.name} = {column.placeholder}" for column in columns)


def _decoded(row: tuple[Any, ...], decoders: list[tuple[int, Any]]) -> Sequence[Any]:
    if not decoders:
        return row
    values = list(row)
    for at, decode in decoders:
        if values[at] is not None:
            values[at] = decode(values[at])
    return values
