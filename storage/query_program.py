"""The program that answers one SQL query; it is never called here, but runs apart from the server.

Its text goes to a sandboxed process (see `services.runs.sql`), which has no network and no files. DuckDB's own
locks are the second wall: no access to anything outside, no settings, no extensions, no Python variables.
"""

import csv
import io
from typing import Any

import duckdb
import pandas  # noqa: F401 - DuckDB loads it and the next with its first frame; named here the sandbox does so once
import polars
import pyarrow.dataset  # noqa: F401 - as above

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "temp_directory": "",
}
_SHARE = 0.6  # of the memory that DuckDB may use by itself; the tables and the result need the rest
_DELIMITERS = ",;\t|"
_SAMPLE = 64 * 1024  # characters in which the delimiter of a csv file shows


class Refused(Exception):
    """The query is none that may run, or went over a limit."""


def main(
    query: str, parameters: dict[str, Any], tables: dict[str, Any], files: dict[str, Any], limits: dict[str, Any]
) -> dict[str, Any]:
    """Return `{"table": frame}`, or `{"error": text}` with what is wrong with the query or a file."""
    try:
        read = {name: _read(name, file["data"], file["format"]) for name, file in files.items()}
        return {"table": _answer(query, parameters, {**tables, **read}, limits)}
    except duckdb.OutOfMemoryException:
        return {"error": f"the query needs more memory than the {limits['memory_mb']} MB that it may use"}
    except (duckdb.Error, Refused) as error:
        return {"error": str(error)}


def _answer(query: str, parameters: dict[str, Any], tables: dict[str, Any], limits: dict[str, Any]) -> Any:
    settings = {
        **_SETTINGS,
        "threads": str(limits["threads"]),
        "memory_limit": f"{int(limits['memory_mb'] * _SHARE)}MB",
    }
    connection = duckdb.connect(":memory:", config=settings)
    for name, frame in tables.items():
        connection.register(name, frame)
    connection.execute("SET lock_configuration = true")
    statement = _statement(query)
    if unknown := statement.named_parameters - parameters.keys():
        raise Refused(f"nothing gives the value of ${unknown.pop()}; name a variable as {{{{#node.name#}}}}")
    relation = connection.sql(statement, params=parameters)
    rows = limits["rows"]
    try:
        found = relation.limit(rows + 1).pl()
    except polars.exceptions.PolarsError as error:
        raise Refused(f"the result holds a type that data frames do not have; cast it to text ({error})") from error
    if found.height > rows:
        raise Refused(f"the query gives more than {rows} rows, which is the limit; add LIMIT or aggregate")
    return found.with_columns(_whole(column) for column in found if column.dtype == polars.Decimal(38, 0))


def _whole(column: Any) -> Any:
    """Return a column of DuckDB's 128 bit integers, which every `sum` of integers gives, as 64 bit ones if they fit."""
    numbers = column.cast(polars.Int64, strict=False)
    return numbers if numbers.null_count() == column.null_count() else column


def _statement(query: str) -> Any:
    """Return the one statement of a query, if it only reads."""
    statements = duckdb.extract_statements(query)
    if len(statements) != 1:
        raise Refused(f"one statement is asked at a time, not {len(statements)}")
    if statements[0].type != duckdb.StatementType.SELECT:
        raise Refused(f"only queries run here (SELECT, WITH, FROM, VALUES), not {statements[0].type.name}")
    return statements[0]


def _read(name: str, data: bytes, form: str) -> Any:
    source = io.BytesIO(data)
    try:
        if form == "parquet":
            return polars.read_parquet(source)
        if form == "excel":
            return polars.read_excel(source, engine="calamine", sheet_id=1)
        return polars.read_csv(source, separator=_delimiter(data), infer_schema_length=None, try_parse_dates=True)
    except Exception as error:
        raise Refused(f"the file of table {name!r} cannot be read as {form}: {error}") from error


def _delimiter(data: bytes) -> str:
    """Return what separates the values of a csv file."""
    head = data[:_SAMPLE].decode("utf-8", "ignore")
    try:
        return csv.Sniffer().sniff(head, _DELIMITERS).delimiter
    except csv.Error:
        return ","  # one column, or nothing at all
