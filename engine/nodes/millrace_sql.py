"""The SQL node: a query over data frames, lists of objects and table files."""

import asyncio
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, ClassVar

from pydantic import Field, field_validator

from engine.errors import NodeError
from engine.fields import Binding, Template
from engine.filestore import read_file
from engine.frames.table import Table
from engine.nodes.base import Context, Node, NodeConfig, Result
from engine.resources import TABLE_FORMATS, SqlRunner, TableFile
from engine.templating.templates import REFERENCE
from engine.values import File, fits, masked, type_of

_PIECE = re.compile(
    rf"""
    (?P<reference>{REFERENCE.pattern.replace("#", "[#]")})
    | (?P<quoted>[eE]'(?:\\.|''|[^'\\])*' | '(?:''|[^'])*' | "(?:""|[^"])*" | \$(?P<tag>\w*)\$.*?\$(?P=tag)\$)
    | --[^\n]* | /\*.*?\*/
    """,
    re.DOTALL | re.VERBOSE,
)


class SqlError(NodeError):
    """A query cannot be asked as it is configured, or fails."""


class Sql(Node, kind="millrace-sql"):
    """Ask a SQL query (DuckDB's dialect) about tables that other nodes give.

    `tables` names what the query may read: data frames, lists of objects, or csv, parquet and Excel files.
    References in the query stand for values, which are handed over beside it and never become part of it.
    The query reads nothing else, no file and no address, and changes nothing.

    Outputs:
        result: the data frame that the query gives.
        rows: how many rows it has.
        columns: the names of its columns.

    Raises:
        SqlError: a table is missing or none, or the query fails; its line is named, or the limit that it hit.
    """

    outputs: ClassVar[Mapping[str, str]] = {"result": "dataframe", "rows": "number", "columns": "array[string]"}
    retries: ClassVar[bool] = True

    class Config(NodeConfig):
        tables: list[Binding] = Field(
            default=[],
            title="Tables",
            description="What the query may read: data frames, lists of objects, csv, parquet or Excel files.",
            json_schema_extra={"widget": "bindings"},
        )
        query: Template = Field(
            default=Template("SELECT *\nFROM orders\n"),
            title="Query",
            description="One SELECT in DuckDB's SQL. Name a value as {{#node.name#}}, without quotes around it.",
            json_schema_extra={"widget": "code", "language": "sql"},
        )

        @field_validator("query")
        @classmethod
        def _values_stand_alone(cls, query: Template) -> Template:
            with_parameters(query)
            return query

        @field_validator("tables")
        @classmethod
        def _names_differ(cls, tables: list[Binding]) -> list[Binding]:
            names = [table.variable.lower() for table in tables]
            if twice := next((name for name in names if names.count(name) > 1), None):
                raise ValueError(f"two tables are called {twice!r}")
            return tables

    async def run(self, ctx: Context) -> Result:
        """Ask the query."""
        runner = _runner(ctx)
        sql, selectors = with_parameters(self.config.query)
        values = {name: ctx.value_or_none(selector) for name, selector in selectors.items()}
        given = {table.variable: ctx.value_or_none(table.value_selector) for table in self.config.tables}
        traced = {
            "query": str(self.config.query),
            "parameters": {".".join(selectors[name]): masked(value) for name, value in values.items()},
            "tables": given,
        }
        try:
            tables = {name: await _table(name, value, ctx, runner) for name, value in given.items()}
            parameters = {name: _parameter(selectors[name], value) for name, value in values.items()}
            result = await runner.query(sql, tables=tables, parameters=parameters)
        except NodeError as error:
            error.inputs = traced
            raise
        found = {"result": result, "rows": len(result), "columns": list(result.columns)}
        return Result(found, inputs=traced)


def with_parameters(query: str) -> tuple[str, dict[str, Sequence[str]]]:
    """Return `query` with a `$name` in place of every reference, and the selectors that these stand for.

    References in comments stay what they are.

    Raises:
        ValueError: a reference stands in quotes, where it would be text.
    """
    names: dict[str, Sequence[str]] = {}

    def replaced(match: re.Match[str]) -> str:
        if match["quoted"] and (inside := REFERENCE.search(match["quoted"])):
            raise ValueError(f"write {inside[0]} without quotes around it: it stands for a value, not for text")
        if not match["reference"]:
            return match[0]
        selector = tuple(match["reference"].strip("{}#").split("."))
        name = f"v_{'_'.join(selector)}"
        while names.setdefault(name, selector) != selector:
            name += "_"
        return f"${name}"

    return _PIECE.sub(replaced, query), names


def _runner(ctx: Context) -> SqlRunner:
    if ctx.resources.sql is None:
        raise SqlError("nothing answers SQL queries here")
    return ctx.resources.sql


def _parameter(selector: Sequence[str], value: Any) -> Any:
    """Return a value as the query takes it: objects become JSON text."""
    if isinstance(value, Table | File):
        raise SqlError(f"{'.'.join(selector)} is a {type_of(value)}; name it under Tables to read it")
    return json.dumps(value, ensure_ascii=False) if isinstance(value, Mapping) else value


async def _table(name: str, value: Any, ctx: Context, runner: SqlRunner) -> Table | TableFile:
    if isinstance(value, list | tuple) and len(value) == 1 and isinstance(value[0], File):
        value = value[0]
    if isinstance(value, File):
        return TableFile(await read_file(value, ctx.resources, most=runner.file_bytes), _format(name, value))
    if isinstance(value, Table):
        return value
    if isinstance(value, Mapping):
        return await asyncio.to_thread(Table.of_rows, [value])
    if not isinstance(value, list | tuple) or (value and isinstance(value[0], File)):
        found = "nothing" if value is None else type_of(value)
        raise SqlError(f"the table {name!r} is {found}; it must be a data frame, a list, or one table file")
    rows = value if fits(value, "array[object]") and value else [{"value": item} for item in value]
    return await asyncio.to_thread(Table.of_rows, rows, columns=() if value else ("value",))


def _format(name: str, file: File) -> str:
    extension = file.extension or PurePosixPath(file.filename).suffix
    found = TABLE_FORMATS.get(extension.lower())
    if found is None:
        raise SqlError(
            f"the table {name!r} is the file {file.filename!r}; files of tables end in {', '.join(TABLE_FORMATS)}",
            error_type="UnsupportedFileTypeError",
        )
    return found
