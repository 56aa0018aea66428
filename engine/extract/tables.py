"""Rows of cells as Markdown tables."""

from collections.abc import Sequence


def markdown_table(rows: Sequence[Sequence[str]], *, rule: str | None = None) -> str:
    """Return a table whose head is the first row, "" for no rows; short rows are filled up.

    `rule` stands below each cell of the head; by default dashes as long as the cell.
    """
    if not rows:
        return ""
    width = max(map(len, rows))
    head, *body = ([*map(_cell, row), *[""] * (width - len(row))] for row in rows)
    dashes = [rule or "-" * max(len(cell), 1) for cell in head]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, dashes, *body))


def _cell(text: str) -> str:
    """Return the text of a cell on one line, without bars that would end it."""
    return " ".join(text.splitlines()).replace("|", "\\|")
