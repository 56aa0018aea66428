"""What is to be written, in a form that a batch can merge: rows of a table and what to do where a row exists."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from storage.columns import Row, Table, encode
from storage.cursor import Cursor
from storage.errors import InvalidRow
from storage.records import Record

Mode = Literal["insert", "insert_new", "put", "update"]
EncodedRow = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Rows for one table, all with the same columns.

    `insert` raises Conflict where a key is taken, `insert_new` leaves the row that is there, `put` sets its columns
    `update` (none named: all but the key), `update` sets the columns given in rows found by their `id` and adds
    none. `key` says which unique columns `put` goes by. The first is by far the quickest.
    """

    table: str
    rows: Sequence[Row]
    mode: Mode = "insert"
    update: tuple[str, ...] = ()
    key: tuple[str, ...] = ()  # empty: the primary key


def added(*records: Record) -> list[Change]:
    """Return the changes that insert new records, one for each table."""
    return _by_table(records, "insert")


def added_if_new(*records: Record) -> list[Change]:
    """Return the changes that insert those records whose key is not taken."""
    return _by_table(records, "insert_new")


def put(*records: Record, update: tuple[str, ...] = ()) -> list[Change]:
    """Return the changes that insert records or, where the key is taken, set `update` (none: everything)."""
    return _by_table(records, "put", update)


def changed(table: str, id: str, **values: Any) -> list[Change]:
    """Return the change that sets columns of the row with an id, if there is one."""
    return [Change(table, [{"id": id, **values}], "update")]


def _by_table(records: Iterable[Record], mode: Mode, update: tuple[str, ...] = ()) -> list[Change]:
    rows: dict[str, list[Row]] = {}
    for record in records:
        rows.setdefault(record.table, []).append(record.row())
    return [Change(table, found, mode, update) for table, found in rows.items()]


@dataclass(frozen=True, slots=True)
class Kind:
    """What encoded changes must have in common to go into one statement."""

    table: str
    mode: Mode
    columns: tuple[str, ...]
    key: tuple[str, ...] = ()
    update: tuple[str, ...] = ()  # what a later row with the same key changes of an earlier one


EncodedChange = tuple[Kind, list[EncodedRow]]


def encoded(tables: Mapping[str, Table], change: Change) -> EncodedChange | None:
    """Return a change with its values ready to be bound; None when it has no rows.

    Raises:
        InvalidRow: a table, column or value does not fit.
    """
    if not change.rows:
        return None
    if change.table not in tables:
        raise InvalidRow(f"there is no table {change.table}")
    table, names = tables[change.table], tuple(change.rows[0])
    columns = table.select(names)
    for row in change.rows:
        if tuple(row) != names:
            raise InvalidRow(f"rows for {table.name} differ in their columns: {', '.join(names)}; {', '.join(row)}")
    return _kind(table, names, change), [encode(table, columns, row) for row in change.rows]


def _kind(table: Table, names: tuple[str, ...], change: Change) -> Kind:
    if change.mode in {"insert", "insert_new"}:
        return Kind(table.name, change.mode, names)
    key = change.key or (("id",) if change.mode == "update" else table.key)
    return Kind(table.name, change.mode, names, key, change.update or tuple(name for name in names if name not in key))


class Merged:
    """Encoded changes of many callers, gathered so that each kind costs one statement.

    Within a table the order of changes is kept; tables do not depend on each other, as there are no foreign keys.
    """

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self.waiting: dict[str, EncodedChange] = {}

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

    def _write(self, kind: Kind, rows: list[EncodedRow]) -> None:
        columns = self.cursor.table(kind.table).select(kind.columns)
        if kind.mode == "update":
            self.cursor.update_encoded(kind.table, columns, one_per_key(kind, rows))
        else:
            self.cursor.insert_encoded(kind.table, columns, one_per_key(kind, rows), on_conflict(kind))


def on_conflict(kind: Kind) -> str:
    """Return the end of the INSERT statement."""
    if kind.mode == "insert":
        return ""
    if kind.mode == "insert_new":
        return "ON CONFLICT DO NOTHING"
    sets = ", ".join(f"{name} = excluded.{name}" for name in kind.update)
    return f"ON CONFLICT ({', '.join(kind.key)}) DO UPDATE SET {sets}"


def one_per_key(kind: Kind, rows: list[EncodedRow]) -> list[EncodedRow]:
    """Return rows in which no key stands twice, with the effect of the given ones in their order.

    DuckDB refuses a statement that updates one row twice. A later row changes of an earlier one what it would
    change of a stored one: the columns `update`.
    """
    if not kind.update:
        return rows
    keys = [kind.columns.index(name) for name in kind.key]
    updated = [kind.columns.index(name) for name in kind.update]
    found: dict[EncodedRow, list[Any]] = {}
    for row in rows:
        first = found.setdefault(tuple(row[index] for index in keys), list(row))
        for index in updated:
            first[index] = row[index]
    return [tuple(row) for row in found.values()]
