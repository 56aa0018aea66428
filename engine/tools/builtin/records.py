"""Tools that keep rows and find them again: tickets, answers of surveys, results."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from engine.tools.base import (
    Json,
    Parameter,
    Text,
    ToolContext,
    ToolInvokeError,
    ToolMessage,
    Variable,
)
from engine.values import as_plain

if TYPE_CHECKING:
    from engine.resources import Records

USUAL_ROWS: Final = 100
MOST_ROWS: Final = 1_000

_COLLECTION = Parameter(
    name="collection",
    required=True,
    description="The name of the collection, as in tickets. It begins with its first record.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddRecord:
    """Stores an object as the next row of a collection, under an id that no other row of it has."""

    provider: str = "records"
    name: str = "add_record"
    label: str = "Add a record"
    description: str = "Stores an object as a row of a collection of the workspace and gives the id of the row."
    parameters: Sequence[Parameter] = (
        _COLLECTION,
        Parameter(name="record", type="object", required=True, description="The fields of the row and their values."),
        Parameter(
            name="id",
            description=(
                "The id of the row, as in TK{time}: {time} becomes the second, and an id that is taken gets -2, -3 "
                "and so on behind it. One is made when it is empty."
            ),
        ),
    )
    use_cases: Sequence[str] = ("open a ticket", "keep the answer to a survey", "note a result")
    credentials: Sequence[Parameter] = ()
    has_side_effects: bool = True
    timeout: float | None = 30
    repeatable: bool = False
    version: int = 1

    async def run(self, arguments: Mapping[str, Any], ctx: ToolContext) -> AsyncIterator[ToolMessage]:
        """Store the row; the id is the text and the output `id`."""
        record = as_plain(arguments["record"])
        key = await _records(ctx).add(str(arguments["collection"]), record, key=str(arguments.get("id") or ""))
        yield Text(key)
        yield Variable("id", key)
        yield Json({"id": key, **record})


@dataclass(frozen=True, slots=True, kw_only=True)
class FindRecords:
    """Gives the last rows of a collection, newest first."""

    provider: str = "records"
    name: str = "find_records"
    label: str = "Find records"
    description: str = "Gives the last rows of a collection of the workspace, newest first, as JSON."
    parameters: Sequence[Parameter] = (
        _COLLECTION,
        Parameter(name="contains", description="Only rows that hold this text in one of their fields."),
        Parameter(
            name="limit", type="number", default=USUAL_ROWS, description=f"How many rows at most, up to {MOST_ROWS}."
        ),
    )
    use_cases: Sequence[str] = ("look up a ticket", "list what was stored")
    credentials: Sequence[Parameter] = ()
    has_side_effects: bool = False
    timeout: float | None = 30
    repeatable: bool = False
    version: int = 1

    async def run(self, arguments: Mapping[str, Any], ctx: ToolContext) -> AsyncIterator[ToolMessage]:
        """Read the rows; they are the output `records` and, as JSON, the text."""
        limit = max(1, min(int(arguments["limit"]), MOST_ROWS))
        wanted = str(arguments.get("contains") or "").casefold()
        rows = await _records(ctx).last(str(arguments["collection"]), limit=MOST_ROWS if wanted else limit)
        found = [row for row in rows if wanted in json.dumps(row, ensure_ascii=False).casefold()][:limit]
        yield Text(json.dumps(found, ensure_ascii=False))
        yield Variable("records", found)


def _records(ctx: ToolContext) -> "Records":
    if ctx.resources.records is None:
        raise ToolInvokeError("nothing keeps records here")
    return ctx.resources.records


RECORD_TOOLS: Final = (AddRecord(), FindRecords())
