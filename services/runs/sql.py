"""SQL queries of workflows: asked in a process of their own, never in this one.

DuckDB would run in here as well, in a thread. Apart it is stronger: a query that crashes, hangs or grows
takes nobody along and is killed at its limits, the kernel keeps it from files and network, and neither the
frames that scripts made nor the files that strangers sent are parsed by the server. A query starts in about
60 ms.
"""

import asyncio
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import storage
from config import Settings
from engine.errors import NodeError
from engine.extract.encoding import decoded
from engine.frames.table import Table
from engine.nodes.millrace_sql import SqlError
from engine.resources import TableFile
from engine.sandbox import Sandbox, SandboxLimits

MB = 2**20
_PLACE = re.compile(r"\n+LINE (\d+):.*", re.DOTALL)


class SqlQueries:
    """Implements `engine.resources.SqlRunner` on a sandbox."""

    def __init__(self, sandbox: Sandbox, settings: Settings) -> None:
        self._sandbox = sandbox
        self._settings = settings
        self._limits = SandboxLimits(
            seconds=settings.sql_seconds,
            contained_memory=settings.sql_memory_mb * MB,
            frames=settings.frame_mb * MB,
            frame_rows=settings.frame_rows,
        )

    @property
    def file_bytes(self) -> int:
        """Return how large one file among the tables may be."""
        return self._settings.sql_file_mb * MB

    async def query(self, sql: str, *, tables: Mapping[str, Table | TableFile], parameters: Mapping[str, Any]) -> Table:
        """Return what the one statement `sql` gives; see `engine.resources.SqlRunner`."""
        files = {name: await _sent(file) for name, file in tables.items() if isinstance(file, TableFile)}
        job = {
            "query": sql,
            "parameters": dict(parameters),
            "tables": {name: table for name, table in tables.items() if isinstance(table, Table)},
            "files": files,
            "limits": {
                "threads": self._settings.sql_threads,
                "memory_mb": self._settings.sql_memory_mb,
                "rows": self._settings.frame_rows,
            },
        }
        try:
            answer = (await self._sandbox.run_own(_program(), job, limits=self._limits)).value
        except NodeError as error:
            raise SqlError(_as_query(str(error))) from error
        if "error" in answer:
            raise SqlError(_told(answer["error"]))
        table: Table = answer["table"]
        return table


@cache
def _program() -> str:
    return Path(storage.__file__).with_name("query_program.py").read_text()


async def _sent(file: TableFile) -> Mapping[str, Any]:
    data = file.data if file.format != "csv" else await asyncio.to_thread(_as_utf8, file.data)
    return {"data": data, "format": file.format}


def _as_utf8(data: bytes) -> bytes:
    return decoded(data)[0].encode()


def _told(message: str) -> str:
    """Return what DuckDB says in a line, with the line of the query at its end."""
    found = _PLACE.search(message)
    text = " ".join(_PLACE.sub("", message).split())
    return f"{text} (line {found[1]})" if found else text


def _as_query(message: str) -> str:
    """Return what the sandbox says of its script, said of the query that it asked."""
    return message.replace("the script", "the query").partition(", in the ")[0]
