"""Markdown tables in a text: a piece that begins inside of one is told its head again."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

LONGEST_HEAD: Final = 600  # characters; a longer one would crowd out the rows

_RULE: Final = re.compile(r"^\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*$")


@dataclass(frozen=True, slots=True)
class TableBody:
    """The rows of a table below its head, by their place in the text."""

    start: int
    end: int
    head: str  # the line of names and the rule below it


def table_bodies(text: str) -> list[TableBody]:
    """Return the bodies of the tables of a text, in order."""
    return [body for body in _bodies(text) if len(body.head) <= LONGEST_HEAD]


def head_above(bodies: Sequence[TableBody], place: int) -> str:
    """Return the head of the table in whose rows `place` lies, "" where it lies in none."""
    found = bisect_right(bodies, place, key=lambda body: body.start)
    if not found or place >= bodies[found - 1].end:
        return ""
    return bodies[found - 1].head


def _bodies(text: str) -> Iterator[TableBody]:
    names, start, head, body = "", 0, "", 0
    for line in text.split("\n"):
        is_row = line.startswith("|")
        if head and not is_row:
            yield TableBody(body, start, head)
            head = ""
        elif not head and names and _RULE.match(line):
            head, body = f"{names}\n{line}", start + len(line) + 1
        names = line if is_row else ""
        start += len(line) + 1
    if head:
        yield TableBody(body, start, head)
