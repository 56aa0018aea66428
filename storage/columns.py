"""The tables as the catalog knows them, and how Python values become column values and come back."""

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import duckdb
import pyarrow as pa

from storage.errors import InvalidRow

Row = Mapping[str, Any]

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  # a TIMESTAMP has no zone; all of ours are UTC
MICROSECOND = timedelta(microseconds=1)
PRICE_STEP = Decimal("0.0000000001")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how a value is made ready for it, and its type on the way in."""

    name: str
    encode: Callable[[Any], Any]
    arrow: pa.DataType
    placeholder: str = "?"


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the catalog."""

    name: str
    columns: Mapping[str, Column]
    key: tuple[str, ...]  # the primary key; empty when there is none

    def select(self, names: Iterable[str]) -> list[Column]:
        """Return the named columns, in that order. Raises: InvalidRow for a name that the table lacks."""
        try:
            return [self.columns[name] for name in names]
        except KeyError as error:
            raise InvalidRow(f"{self.name} has no column {error}") from error


def read_catalog(raw: duckdb.DuckDBPyConnection) -> dict[str, Table]:
    """Return all tables of the main database by name, but for those of vectors (storage/knowledge/units.py)."""
    keys = dict(
        raw.execute(
            """
            SELECT table_name, constraint_column_names FROM duckdb_constraints()
            WHERE constraint_type = 'PRIMARY KEY' AND database_name = current_database()
            """
        ).fetchall()
    )
    columns: dict[str, dict[str, Column]] = {}
    for table, name, kind in raw.execute(
        """
        SELECT table_name, column_name, data_type FROM duckdb_columns()
        WHERE database_name = current_database() AND NOT internal AND NOT starts_with(table_name, 'vectors_')
        ORDER BY table_name, column_index
        """
    ).fetchall():
        columns.setdefault(table, {})[name] = _column(name, kind)
    return {name: Table(name, parts, tuple(keys.get(name, ()))) for name, parts in columns.items()}


def encode(table: Table, columns: Sequence[Column], row: Row) -> tuple[Any, ...]:
    """Return the values of `row` for `columns`, ready to be bound. Raises: InvalidRow naming the column."""
    try:
        return tuple([column.encode(value) for column, value in zip(columns, row.values(), strict=True)])
    except (TypeError, ValueError, RecursionError, InvalidOperation):
        _explain(table, columns, row)
        raise


def _explain(table: Table, columns: Sequence[Column], row: Row) -> None:
    for column, value in zip(columns, row.values(), strict=True):
        try:
            column.encode(value)
        except (TypeError, ValueError, RecursionError, InvalidOperation) as error:
            raise InvalidRow(f"{table.name}.{column.name} cannot hold a {type(value).__name__}: {error}") from error


def arrow_table(columns: Sequence[Column], rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    """Return encoded rows as one Arrow table."""
    arrays = [pa.array(values, column.arrow) for column, values in zip(columns, zip(*rows, strict=True), strict=True)]
    return pa.Table.from_arrays(arrays, names=[column.name for column in columns])


def as_time(seconds: float) -> datetime:
    """Return epoch seconds in the form that compares with a TIMESTAMP column."""
    return EPOCH + timedelta(microseconds=microseconds(seconds))


def microseconds(seconds: float) -> int:
    """Return epoch seconds as whole microseconds, the unit of TIMESTAMP."""
    return round(seconds * 1_000_000)


def as_json(value: Any) -> str:
    """Return JSON text; numbers that JSON lacks (NaN, infinities) become null."""
    try:
        text = _dump(value)
    except ValueError:
        text = _dump(_finite(value))
    return as_text(text)


def as_text(value: str) -> str:
    """Return `value` with lone surrogates (halves of characters, which UTF-8 lacks) replaced."""
    if value.isascii():
        return value
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value


def decoder(kind: str) -> Callable[[Any], Any] | None:
    """Return what turns a driver's value of this column type into a record's; None: nothing to do."""
    return _DECODERS.get(kind)


def _epoch(value: datetime) -> float:
    return value.replace(tzinfo=UTC).timestamp()


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} is no JSON value")


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise TypeError("text is needed")
    return as_text(value if type(value) is str else str(value))


def _json(value: Any) -> str | None:
    return None if value is None else as_json(value)


def _time(value: float | None) -> int | None:
    return None if value is None else microseconds(value)


def _price(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value).quantize(PRICE_STEP)


def _same(value: Any) -> Any:
    return value


_DECODERS: dict[str, Callable[[Any], Any]] = {"TIMESTAMP": _epoch, "JSON": json.loads}

_KINDS: dict[str, tuple[Callable[[Any], Any], pa.DataType, str]] = {
    "VARCHAR": (_text, pa.string(), "?"),
    "JSON": (_json, pa.string(), "?"),
    "TIMESTAMP": (_time, pa.timestamp("us"), "make_timestamp(?)"),
    "DECIMAL(18,10)": (_price, pa.decimal128(18, 10), "?"),
    "DOUBLE": (_same, pa.float64(), "?"),
    "INTEGER": (_same, pa.int32(), "?"),
    "BIGINT": (_same, pa.int64(), "?"),
    "UBIGINT": (_same, pa.uint64(), "?"),
    "USMALLINT": (_same, pa.uint16(), "?"),
    "BOOLEAN": (_same, pa.bool_(), "?"),
    "BLOB": (_same, pa.binary(), "?"),
}


def _column(name: str, kind: str) -> Column:
    return Column(name, *_KINDS[kind])
