"""Annotations as CSV files: two columns, question and answer, as spreadsheets write them."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

import storage.annotations
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.apps import annotation_reply
from services.apps.annotations import check
from services.errors import InvalidInput
from storage.records import Annotation, App

if TYPE_CHECKING:
    from services.runtime import Runtime

HEADS: Final = (("question", "answer"), ("问题", "答案"))
MOST_ROWS: Final = 2000  # of one file
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheets would calculate instead of show
LONGEST_CELL: Final = 10_000_000  # characters; the csv module refuses more than 131,072 by itself


async def export_annotations(rt: "Runtime", app: App) -> str:
    """Return all annotations of an app as CSV, oldest first, with a head."""
    found = await rt.db.read(lambda: storage.annotations.all_annotations(rt.db, app.workspace_id, app.id))
    file = io.StringIO(newline="")
    csv.writer(file).writerows([HEADS[0], *((_shown(row.question), _shown(row.answer)) for row in found)])
    return file.getvalue()


@needs(Action.EDIT_APPS)
async def import_annotations(rt: "Runtime", app: App, data: bytes, *, account_id: str | None = None) -> int:
    """Store the annotations of a CSV file, all or none, and return how many there are.

    Raises:
        InvalidInput: it is no CSV in UTF-8, holds none or too many, or a line is not a question and its answer.
    """
    pairs = list(_pairs(data))
    if not 1 <= len(pairs) <= MOST_ROWS:
        raise InvalidInput(f"The file holds {len(pairs)} annotations; it must hold 1 to {MOST_ROWS}.", param="file")
    for place, (question, answer) in enumerate(pairs, 1):
        try:
            check(rt, question=question, answer=answer)
        except InvalidInput as error:
            raise InvalidInput(f"Annotation {place} of the file: {error}", param="file") from error
    made = [
        Annotation(
            workspace_id=app.workspace_id,
            app_id=app.id,
            question=question.strip(),
            answer=answer,
            account_id=account_id or app.created_by,
        )
        for question, answer in pairs
    ]
    await storage.annotations.add_annotation(rt.db, *made)
    annotation_reply.refresh(rt, app)
    return len(made)


def _pairs(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield question and answer of each line; a head and empty lines are passed over."""
    csv.field_size_limit(LONGEST_CELL)
    try:
        rows: Iterable[list[str]] = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise InvalidInput(f"The file is no CSV in UTF-8: {error}.", param="file") from error
    for place, row in enumerate(rows):
        cells = [_meant(cell) for cell in row]
        if not any(cell.strip() for cell in cells) or (place == 0 and tuple(map(str.lower, cells[:2])) in HEADS):
            continue
        if len(cells) < 2:
            raise InvalidInput(f"Line {place + 1} of the file has no second column with the answer.", param="file")
        yield cells[0], cells[1]


def _shown(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def _meant(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell
