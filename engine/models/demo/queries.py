"""Writes a SQL query for a question about tables whose columns are known."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

TOLD = "The tables and their columns:"  # how the SQL tools begin to tell them

_TABLE = re.compile(r"^(?P<name>\w+)\((?P<columns>.+)\)$", re.MULTILINE)
_NUMERIC = re.compile(r"INT|DOUBLE|FLOAT|DECIMAL|REAL|NUMERIC")
_COUNT = re.compile(r"\bhow many\b|\bcount\b|\bnumber of\b|多少[个笔条单]|几[个笔条单]|数量统计", re.IGNORECASE)
_MEAN = re.compile(r"\baverage\b|\bmean\b|平均", re.IGNORECASE)
_SUM = re.compile(r"\btotal\b|\bsum\b|\bhow much\b|总|合计|一共", re.IGNORECASE)
_MOST = re.compile(r"\bmost\b|\blargest\b|\bhighest\b|\bbest\b|\btop\b|最[高大多好]", re.IGNORECASE)
_OURS = frozenset({"id", "stored_at"})  # columns that every collection has


@dataclass(frozen=True, slots=True)
class KnownTable:
    """A table with its columns and their types."""

    name: str
    columns: Sequence[tuple[str, str]]

    def mentioned(self, question: str) -> list[str]:
        """Return the columns that a question names, a plural for a singular included."""
        lowered = question.lower()
        found = [(lowered.find(name.lower().replace("_", " ")), name) for name, _ in self.columns]
        return [name for place, name in sorted(found) if place >= 0]

    def numbers(self) -> list[str]:
        """Return the columns of numbers."""
        return [name for name, kind in self.columns if _NUMERIC.search(kind) and name not in _OURS]


def tables_in(text: str) -> list[KnownTable]:
    """Return the tables that a SQL tool told of."""
    _, _, told = text.partition(TOLD)
    return [
        KnownTable(match["name"], [_column(part) for part in match["columns"].split(", ") if " " in part])
        for match in _TABLE.finditer(told)
    ]


def query_for(question: str, tables: Sequence[KnownTable]) -> str | None:
    """Return a query that answers a question of counts, sums and means, else one that shows a few rows."""
    if not tables:
        return None
    table = max(tables, key=lambda one: len(one.mentioned(question)))
    numbers, named = table.numbers(), table.mentioned(question)
    groups = [name for name in named if name not in numbers]
    value = next((name for name in named if name in numbers), numbers[0] if numbers else None)
    measure = _measure(question, value)
    if measure is None and not groups:
        return f'SELECT * FROM "{table.name}" LIMIT 5'  # noqa: S608  # the tool runs it where nothing can be changed
    measure = measure or (f'sum("{value}") AS "{value}"' if value else 'count(*) AS "count"')
    if not groups:
        return f'SELECT {measure} FROM "{table.name}"'  # noqa: S608  # as above
    group, most = groups[0], " LIMIT 1" if _MOST.search(question) else ""
    return f'SELECT "{group}", {measure} FROM "{table.name}" GROUP BY 1 ORDER BY 2 DESC{most}'  # noqa: S608  # as above


def _measure(question: str, value: str | None) -> str | None:
    if value and _MEAN.search(question):
        return f'round(avg("{value}"), 2) AS "{value}"'
    if _COUNT.search(question):
        return 'count(*) AS "count"'
    return f'sum("{value}") AS "{value}"' if value and _SUM.search(question) else None


def _column(part: str) -> tuple[str, str]:
    name, _, kind = part.strip().partition(" ")
    return name.strip('"'), kind
