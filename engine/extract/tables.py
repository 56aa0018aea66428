"""Rows of cells as Markdown tables."""

from collections.abc import Sequence


def markdown_table(rows: Sequence[Sequence[str]], *, rule: str | None = None, line_break: str = " ") -> str:
    """Return a table whose head is the first row, "" for no rows; short rows are filled up.

    `rule` stands below each cell of the head, by default dashes as long as the cell; `line_break` is what
    the lines of a cell are joined by.
    """
    if not rows:
        return ""
    width = max(map(len, rows))
    head, *body = ([*(_cell(cell, line_break) for cell in row), *[""] * (width - len(row))] for row in rows)
    dashes = [rule or "-" * max(len(cell), 1) for cell in head]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, dashes, *body))


def _cell(text: str, line_break: str) -> str:
    """Return the text of a cell on one line, without bars that would end it."""
    return line_break.join(text.splitlines()).replace("|", "\\|")
