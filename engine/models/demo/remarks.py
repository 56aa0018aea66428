"""What can be said of figures, translations and plans without knowing anything: what stands in them."""

import re
from collections.abc import Sequence

_ROW = re.compile(r"^\s*\|(.+)\|\s*$", re.MULTILINE)
_RULE = re.compile(r"[\s|:-]+")
_FIGURE = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_PARTS = re.compile(r"<source>\s*(?P<source>.+?)\s*</source>.*?<draft>\s*(?P<draft>.+?)\s*</draft>", re.DOTALL)
_KEPT = re.compile(
    r"(?<![\d.])\d[\d.,:]*\d|(?<!\d)\d|(?<![.!?。！？A-Za-z] )(?<![A-Za-z])[A-Z][a-z]{2,}|(?<=[A-Za-z] )[A-Z][a-z]{2,}"
)
_QUESTION = re.compile(r"[^.!?。！？\n]*[?？]")
_HOWEVER = re.compile(r"[,，;；。.]?\s*(?:\b(?:but|however|though)\b|但是|但|不过|然而)\s*,?\s*", re.IGNORECASE)

Rows = Sequence[Sequence[str]]


def said_of_tables(text: str, *, chinese: bool) -> str | None:
    """Return a sentence for each Markdown table of `text`: what is first and last by its first column of numbers."""
    found = [sentence for rows in _tables(text) if (sentence := _said_of(rows, chinese=chinese))]
    return ("" if chinese else " ").join(found) or None


def said_of_translation(text: str, *, chinese: bool) -> str | None:
    """Return which names and numbers of a `<source>` its `<draft>` lacks; None when there are no such parts."""
    match = _PARTS.search(text)
    if match is None:
        return None
    kept = list(dict.fromkeys(_KEPT.findall(match["source"])))
    lacking = [name for name in kept if name not in match["draft"]]
    if chinese:
        told = f"译文缺少：{'、'.join(lacking)}。" if lacking else f"原文的名称与数字均已保留：{'、'.join(kept)}。"
        return f"{told}（演示模型只能核对名称和数字）"
    told = (
        f"The draft lacks {', '.join(lacking)}." if lacking else f"All names and numbers are kept: {', '.join(kept)}."
    )
    return f"{told} (demo model: it compares names and numbers only)"


def argued(text: str, *, against: bool, chinese: bool) -> str:
    """Return what the text of a plan itself says for it, or against it: what stands before its "but", or behind it."""
    before, *after = _HOWEVER.split(_QUESTION.sub("", text).strip(), maxsplit=1)
    said = " ".join(after) if against else before
    if not said:
        return "文中没有提到反对的理由。" if chinese else "The text names nothing against it."
    return f"文中提到：{said}" if chinese else f"The text itself says: {said}"


def _tables(text: str) -> list[Rows]:
    """Return the tables of a text, each with its head, without the line below it."""
    tables: list[list[Sequence[str]]] = []
    last = -2
    for number, line in enumerate(text.splitlines()):
        match = _ROW.match(line)
        if match is None:
            continue
        if number != last + 1:
            tables.append([])
        last = number
        if not _RULE.fullmatch(line):
            tables[-1].append([cell.strip() for cell in match[1].split("|")])
    return [rows for rows in tables if len(rows) > 1]


def _said_of(rows: Rows, *, chinese: bool) -> str | None:
    head, *body = rows
    column = next(
        (place for place in range(1, len(head)) if all(_number(row, place) is not None for row in body)), None
    )
    if column is None:
        return None
    ordered = sorted(body, key=lambda row: _number(row, column) or 0.0, reverse=True)
    first, last = ordered[0], ordered[-1]
    if chinese:
        return f"按{head[column]}，{first[0]}最高（{first[column]}），{last[0]}最低（{last[column]}）。"
    return (
        f"By {head[column].lower()}, {first[0]} is first with {first[column]} and {last[0]} last with {last[column]}."
    )


def _number(row: Sequence[str], place: int) -> float | None:
    match = _FIGURE.search(row[place]) if place < len(row) else None
    return float(match[0].replace(",", "")) if match else None
