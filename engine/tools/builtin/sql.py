"""SQL: over files that hold tables, over collections of the workspace, and over its runs. Nothing is ever changed."""

import asyncio
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, Final

from engine.errors import NodeError
from engine.filestore import read_file
from engine.frames.table import Table
from engine.resources import TABLE_FORMATS, SqlRunner, TableFile
from engine.tools.answers import shortened, table_text
from engine.tools.base import Json, Text, ToolContext, ToolInvokeError, ToolMessage, Variable
from engine.tools.functions import Setting, tool
from engine.values import File

MOST_ROWS: Final = 1_000  # that an answer has
COLLECTED_ROWS: Final = 1_000  # of each collection, the newest

_COLUMNS: Final = """
    SELECT table_name, string_agg(column_name || ' ' || data_type, ', ' ORDER BY column_index) AS columns
    FROM duckdb_columns() WHERE NOT internal GROUP BY table_name ORDER BY table_name
"""

Tables = Mapping[str, Table | TableFile]


@tool(
    provider="sql",
    label="Ask tables in SQL",
    use_cases=["count, sum and compare what is in a file", "look something up in a table"],
    timeout=120,
)
async def database_query(
    ctx: ToolContext,
    sql: str = "",
    files: list[File] | None = None,
    collections: Setting[str] = "",
    max_rows: Setting[int] = 100,
) -> list[ToolMessage]:
    """Asks a SQL query about tables: csv, Excel or Parquet files, and rows that workflows kept.

    The dialect is DuckDB's; only queries are allowed. A file's table is called as the file without its ending, other
    signs than letters and digits as _. Without a query the tables and their columns are told.

    Args:
        sql: One SELECT.
        files: The files that hold the tables.
        collections: Which collections of the workspace are tables, too; their names separated by commas.
        max_rows: How many rows are given at most, up to 1000.
    """
    runner = _runner(ctx)
    tables: dict[str, Table | TableFile] = {}
    for file in files or ():
        tables[_free(file.filename or "table", tables)] = await _table_of(file, ctx, runner)
    for name in filter(None, map(str.strip, collections.split(","))):
        tables[_free(name, tables)] = await _collection(name, ctx)
    if not tables:
        raise ToolInvokeError("there is no table to ask about: give files, or name collections in the tool's settings")
    return await _asked(runner, sql, tables, max_rows)


@tool(
    provider="sql",
    label="Ask about runs in SQL",
    use_cases=["what runs cost", "which nodes fail", "what people ask"],
    timeout=120,
)
async def query_runs(ctx: ToolContext, sql: str = "", max_rows: Setting[int] = 100) -> list[ToolMessage]:
    """Asks a SQL query about the newest runs of the workspace, for members who may read conversations.

    The tables are runs, node_executions and messages; the dialect is DuckDB's, and only queries are allowed. Without
    a query the tables and their columns are told.

    Args:
        sql: One SELECT.
        max_rows: How many rows are given at most, up to 1000.
    """
    runner = _runner(ctx)
    if ctx.resources.run_store is None:
        raise ToolInvokeError("no runs are kept here")
    return await _asked(runner, sql, await ctx.resources.run_store.tables(), max_rows)


async def _asked(runner: SqlRunner, sql: str, tables: Tables, max_rows: int) -> list[ToolMessage]:
    if not sql.strip():
        return [Text(await _described(runner, tables))]
    try:
        result = await runner.query(sql, tables=tables, parameters={})
    except NodeError as error:
        raise ToolInvokeError(f"{error}\n{await _described(runner, tables)}") from error
    rows = await asyncio.to_thread(result.rows)
    shown = rows[: max(1, min(max_rows, MOST_ROWS))]
    note = f"\n\n[{len(rows) - len(shown):,} of {len(rows):,} rows are left out here]" if len(shown) < len(rows) else ""
    return [
        Text(shortened(table_text(result.columns, shown)) + note),
        Json({"columns": list(result.columns), "rows": shown}, is_repeat=True),
        Variable("result", result),
    ]


async def _described(runner: SqlRunner, tables: Tables) -> str:
    """Return which tables there are, with their columns."""
    try:
        found = (await runner.query(_COLUMNS, tables=tables, parameters={})).rows()
    except NodeError as error:  # a file that is no table: who asks has to know of it
        return f"The tables are {', '.join(tables)}, but cannot be read: {error}"
    return "\n".join(["The tables and their columns:", *(f"{row['table_name']}({row['columns']})" for row in found)])


async def _table_of(file: File, ctx: ToolContext, runner: SqlRunner) -> TableFile:
    extension = (file.extension or PurePosixPath(file.filename).suffix).lower()
    if extension not in TABLE_FORMATS:
        raise ToolInvokeError(f"{file.filename!r} holds no table; files of tables end in {', '.join(TABLE_FORMATS)}")
    data = await read_file(file, ctx.resources, most=runner.file_bytes)
    return TableFile(data, TABLE_FORMATS[extension])


async def _collection(name: str, ctx: ToolContext) -> Table:
    if ctx.resources.records is None:
        raise ToolInvokeError("no collections are kept here")
    rows = await ctx.resources.records.last(name, limit=COLLECTED_ROWS)
    return await asyncio.to_thread(Table.of_rows, rows, ("id", "stored_at"))


def _free(name: str, taken: Mapping[str, Any]) -> str:
    """Return what a table is called in queries."""
    stem = PurePosixPath(name).stem if PurePosixPath(name).suffix.lower() in TABLE_FORMATS else name
    base = re.sub(r"\W+", "_", stem).strip("_").lower() or "table"
    base = f"t_{base}" if base[0].isdigit() else base
    found, number = base, 1
    while found in taken:
        number += 1
        found = f"{base}_{number}"
    return found


def _runner(ctx: ToolContext) -> SqlRunner:
    if ctx.resources.sql is None:
        raise ToolInvokeError("nothing answers SQL queries here")
    return ctx.resources.sql
