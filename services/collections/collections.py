"""Collections of a workspace: looked at, written to by runs, deleted."""

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import storage.collections
from services.accounts import audit
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.errors import InvalidInput
from storage.collections import CollectionSize
from storage.errors import Conflict, NotFound
from storage.ids import new_id
from storage.records import CollectedRow

if TYPE_CHECKING:
    from services.runtime import Runtime

MOST_ROWS: Final = 100_000  # in one collection
MOST_SHOWN: Final = 1_000  # rows that are read at once
LARGEST_ROW: Final = 200_000  # characters of its JSON
LONGEST_KEY: Final = 200  # characters

_NAME = re.compile(r"[\w][\w .-]{0,59}")


@needs(Action.READ_CONVERSATIONS)
async def overview(rt: "Runtime", workspace_id: str) -> list[CollectionSize]:
    """Return the collections of a workspace by name."""
    return await rt.db.read(lambda: storage.collections.list_collections(rt.db, workspace_id))


@needs(Action.READ_CONVERSATIONS)
async def rows_of(rt: "Runtime", workspace_id: str, name: str, *, limit: int = MOST_SHOWN) -> list[CollectedRow]:
    """Return the last rows of a collection, newest first."""
    return await rt.db.read(lambda: storage.collections.list_rows(rt.db, workspace_id, name, limit=limit))


@needs(Action.EDIT_APPS)
async def delete(rt: "Runtime", workspace_id: str, name: str, *, account_id: str | None = None) -> int:
    """Delete a collection for good; return how many rows it had. Raises NotFound."""
    deleted = await storage.collections.delete_collection(rt.db, workspace_id, name)
    if not deleted:
        raise NotFound("collection", name)
    target = ("collection", name)
    await audit.note(rt, workspace_id, "collection.delete", target=target, account_id=account_id, rows=deleted)
    return deleted


async def store(
    rt: "Runtime",
    workspace_id: str,
    name: str,
    content: Mapping[str, Any],
    *,
    key: str = "",
    app_id: str | None = None,
    run_id: str | None = None,
) -> CollectedRow:
    """Put a row into a collection and return it with the key that it got; see `storage.collections.add_row`.

    Raises:
        InvalidInput: the name, the key or the row is not valid, or the collection is full.
    """
    if not _NAME.fullmatch(name):
        raise InvalidInput(
            f"A collection is called by 1 to 60 letters, digits, spaces, '.', '-' or '_', not {name!r:.80}.",
            param="collection",
        )
    if len(key) > LONGEST_KEY:
        raise InvalidInput(f"The id of a record has at most {LONGEST_KEY} characters, not {len(key)}.", param="id")
    size = len(json.dumps(content, ensure_ascii=False))
    if size > LARGEST_ROW:
        raise InvalidInput(f"A record has at most {LARGEST_ROW} characters as JSON, not {size}.", param="record")
    id = new_id()
    row = CollectedRow(
        id=id,
        workspace_id=workspace_id,
        collection=name,
        key=key.strip() or id,
        content=dict(content),
        app_id=app_id,
        run_id=run_id,
    )
    try:
        return await storage.collections.add_row(rt.db, row, most=MOST_ROWS)
    except Conflict as error:
        raise InvalidInput(f"{error}.", param="collection") from error


def table_of(rows: Sequence[CollectedRow]) -> list[dict[str, Any]]:
    """Return rows as a flat table: the id, what was stored, and when, in seconds since 1970."""
    return [{"id": row.key, **row.content, "stored_at": row.created_at} for row in rows]


def as_csv(rows: Sequence[CollectedRow]) -> bytes:
    """Return rows as a CSV file with a head, UTF-8 with the mark that spreadsheets look for; other values are JSON."""
    table = table_of(rows)
    names = list(dict.fromkeys(name for row in table for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names)
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in table)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _cell(value: Any) -> Any:
    """Return a value for a cell; a text that a spreadsheet would take for a formula gets a quote before it."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
