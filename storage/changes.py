"""What is to be written, in a form that a batch can merge: rows of a table and what to do where a row exists."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from storage.columns import Column, Row, Table, encode
from storage.cursor import Cursor
from storage.errors import InvalidRow
from storage.records import Record

OnConflict = Literal["fail", "ignore", "update"]


@dataclass(frozen=True, slots=True)
class Change:
    """Rows for one table, all with the same columns.

    `fail` raises Conflict where a key is taken, `ignore` leaves the row that is there, `update` sets the columns
    `update` of it (none named: all but the key). `key` says which unique columns `update` goes by.
    """

    table: str
    rows: Sequence[Row]
    on_conflict: OnConflict = "fail"
    update: tuple[str, ...] = ()
    key: tuple[str, ...] = ()  # empty: the primary key


def added(*records: Record) -> list[Change]:
    """Return the changes that insert new records, one for each table."""
    return _by_table(records, "fail", ())


def added_if_new(*records: Record) -> list[Change]:
    """Return the changes that insert those records whose key is not taken."""
    return _by_table(records, "ignore", ())


def put(*records: Record, update: tuple[str, ...] = ()) -> list[Change]:
    """Return the changes that insert records or, where the key is taken, set `update` (none: everything)."""
    return _by_table(records, "update", update)


def _by_table(records: Iterable[Record], on_conflict: OnConflict, update: tuple[str, ...]) -> list[Change]:
    rows: dict[str, list[Row]] = {}
    for record in records:
        rows.setdefault(record.table, []).append(record.row())
    return [Change(table, found, on_conflict, update) for table, found in rows.items()]


@dataclass(frozen=True, slots=True)
class Kind:
    """What two encoded changes must have in common to go into one statement."""

    table: str
    columns: tuple[str, ...]
    key: tuple[str, ...]  # empty: a plain INSERT
    update: tuple[str, ...]  # empty: leave what is there

    @property
    def clause(self) -> str:
        """Return the end of the INSERT statement."""
        if not self.key:
            return ""
        if not self.update:
            return "ON CONFLICT DO NOTHING"
        sets = ", ".join(f"{name} = excluded.{name}" for name in self.update)
        return f"ON CONFLICT ({', '.join(self.key)}) DO UPDATE SET {sets}"


EncodedChange = tuple[Kind, list[tuple[Any, ...]]]


def encoded(tables: Mapping[str, Table], change: Change) -> EncodedChange | None:
    """Return a change with its values ready to be bound; None when it has no rows.

    Raises:
        InvalidRow: a table, column or value does not fit.
    """
    if not change.rows:
        return None
    if change.table not in tables:
        raise InvalidRow(f"there is no table {change.table}")
    table = tables[change.table]
    names = tuple(change.rows[0])
    columns = table.select(names)
    rows = [encode(table, columns, row) for row in change.rows if _same_columns(table, names, row)]
    return _kind(table, names, change), rows


def _same_columns(table: Table, names: tuple[str, ...], row: Row) -> bool:
    if tuple(row) != names:
        raise InvalidRow(f"rows for {table.name} differ in their columns: {', '.join(names)} and {', '.join(row)}")
    return True


def _kind(table: Table, names: tuple[str, ...], change: Change) -> Kind:
    if change.on_conflict == "fail":
        return Kind(table.name, names, (), ())
    key = change.key or table.key
    if change.on_conflict == "ignore":
        return Kind(table.name, names, key, ())
    return Kind(table.name, names, key, change.update or tuple(name for name in names if name not in key))


class Merged:
    """Encoded changes of many callers, gathered so that each kind costs one statement.

    Within a table the order of changes is kept; tables do not depend on each other, as there are no foreign keys.
    """

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self.waiting: dict[str, tuple[Kind, list[tuple[Any, ...]]]] = {}

    def add(self, changes: Iterable[EncodedChange]) -> None:
        """Take in changes; writes what was gathered for a table when another kind of change follows."""
        for kind, rows in changes:
            found = self.waiting.get(kind.table)
            if found and found[0] == kind:
                found[1].extend(rows)
                continue
            if found:
                self._write(*found)
            self.waiting[kind.table] = (kind, list(rows))

    def flush(self) -> None:
        """Write everything gathered."""
        while self.waiting:
            self._write(*self.waiting.pop(next(iter(self.waiting))))

    def _write(self, kind: Kind, rows: list[tuple[Any, ...]]) -> None:
        columns: Sequence[Column] = self.cursor.table(kind.table).select(kind.columns)
        self.cursor.insert_encoded(kind.table, columns, one_per_key(kind, rows), kind.clause)


def one_per_key(kind: Kind, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return rows in which no key stands twice, with the effect of the given ones in their order.

    DuckDB refuses a statement that updates one row twice. A later row changes of an earlier one what it would
    change of a stored one: the columns `update`.
    """
    if not kind.update:
        return rows
    at = [kind.columns.index(name) for name in kind.key]
    updated = [kind.columns.index(name) for name in kind.update]
    found: dict[tuple[Any, ...], list[Any]] = {}
    for row in rows:
        first = found.setdefault(tuple(row[index] for index in at), list(row))
        for index in updated:
            first[index] = row[index]
    return [tuple(row) for row in found.values()]
