"""Data of charts as people and models write it: numbers with signs between, JSON lists, objects, rows of a table."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from engine.charts.chart import ChartError, Series

MOST_SERIES: Final = 12
MOST_VALUES: Final = 2_000  # of one series

_LARGEST: Final = 1e100  # that a chart shows; of infinities and what is no number, none
_NUMBER: Final = re.compile(r"[-+]?(?:\d[\d,]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?%?")


def series_of(data: str, labels: str = "") -> tuple[list[str], list[Series]]:
    """Return labels and series of bars or lines.

    `data` is numbers ("3; 5; 4"), a JSON list of them, an object of lists by the name of their series, an object of
    numbers by label, or a list of objects whose texts are labels and whose numbers are series. `labels` are texts
    with ; between, a JSON list, or the name of the field that holds them.

    Raises:
        ChartError: it is none of these, or too much.
    """
    value = _value(data)
    if isinstance(value, dict):
        if all(isinstance(item, list) for item in value.values()):
            names, series = [], [Series(str(name), _numbers(item)) for name, item in value.items()]
        else:
            names, series = [*map(str, value)], [Series("", _numbers([*value.values()]))]
    elif value and all(isinstance(item, dict) for item in value):
        names, series = _columns(value, labels)
    else:
        names, series = [], [Series("", _numbers(value))]
    return _checked(names or _names(labels), series)


def slices_of(data: str, labels: str = "") -> tuple[list[str], list[Series]]:
    """Return labels and the one series of a pie; as `series_of`, and without negative numbers."""
    names, series = series_of(data, labels)
    values = series[0].values
    if any(value is None or value < 0 for value in values) or not any(values):
        raise ChartError("a pie is made of numbers that are not below 0 and not all 0")
    return names, series[:1]


def points_of(data: str, across: str = "", up: str = "") -> list[Series]:
    """Return the series of points: of pairs ([[1, 2], [3, 5]] or "1,2; 3,5"), or of objects with fields for both.

    `across` and `up` name the fields, else the first two with numbers are taken; a field with texts tells series apart.

    Raises:
        ChartError: it is none of these, or too much.
    """
    value = _value(data, pairs=True)
    if not isinstance(value, list) or not value:
        raise ChartError("points are pairs such as [[1, 2], [3, 5]], or objects with two numbers each")
    if all(isinstance(item, dict) for item in value):
        return _checked([], _points_of_rows(value, across, up))[1]
    try:
        pairs = [(float(x), float(y)) for x, y in value]
    except (TypeError, ValueError) as error:
        raise ChartError("points are pairs such as [[1, 2], [3, 5]], or objects with two numbers each") from error
    return _checked([], [Series("", [y for _, y in pairs], [x for x, _ in pairs])])[1]


def _points_of_rows(rows: Sequence[Mapping[str, Any]], across: str, up: str) -> list[Series]:
    numeric = [name for name in _fields(rows) if _is_numeric(rows, name)]
    across = across if across in numeric else next((name for name in numeric if name != up), "")
    up = up if up in numeric else next((name for name in numeric if name != across), "")
    if not across or not up:
        raise ChartError("points need two fields with numbers")
    group = next((name for name in _fields(rows) if name not in numeric), "")
    found: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        x, y = _number(row.get(across)), _number(row.get(up))
        if x is not None and y is not None:
            found.setdefault(str(row.get(group, "")), []).append((x, y))
    if len(found) > MOST_SERIES:  # texts that name each point rather than groups of them
        found = {"": [pair for pairs in found.values() for pair in pairs]}
    return [Series(name, [y for _, y in pairs], [x for x, _ in pairs]) for name, pairs in found.items()]


def _columns(rows: Sequence[Mapping[str, Any]], labels: str) -> tuple[list[str], list[Series]]:
    """Return what rows of a table show: the labels are the field that is named so, or the first that holds texts."""
    fields = _fields(rows)
    by_name = labels.strip() if labels.strip() in fields else ""
    named = by_name or next((name for name in fields if not _is_numeric(rows, name)), "")
    numeric = [name for name in fields if name != named and _is_numeric(rows, name)]
    if not numeric:
        raise ChartError("none of the fields holds numbers")
    names = [str(row.get(named, "")) for row in rows] if named else []
    return names, [Series(name, [_number(row.get(name)) for row in rows]) for name in numeric]


def _fields(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return [*dict.fromkeys(str(name) for row in rows for name in row)]


def _is_numeric(rows: Sequence[Mapping[str, Any]], name: str) -> bool:
    values = [row[name] for row in rows if row.get(name) not in (None, "")]
    return bool(values) and all(_number(value) is not None for value in values)


def _checked(names: list[str], series: list[Series]) -> tuple[list[str], list[Series]]:
    if all(value is None for one in series for value in one.values):
        raise ChartError("there are no numbers in the data")
    if len(series) > MOST_SERIES:
        raise ChartError(f"a chart shows {MOST_SERIES} series at most, not {len(series)}")
    longest = max(len(one.values) for one in series)
    if longest > MOST_VALUES:
        raise ChartError(
            f"a chart shows {MOST_VALUES:,} values of a series at most, not {longest:,}; sum them up first"
        )
    if any(one.across for one in series):
        return [], series
    names = (names + [str(number) for number in range(len(names) + 1, longest + 1)])[:longest]
    return names, [Series(one.name, [*one.values, *[None] * (longest - len(one.values))]) for one in series]


def _value(data: str, *, pairs: bool = False) -> Any:
    """Return what data says: an object or a list."""
    text = data.strip()
    try:
        value = json.loads(text)
    except ValueError:
        if text[:1] in ("[", "{"):
            raise ChartError(f"the data is no JSON: {text:.100}") from None
        lines = [part for part in re.split(r"[;\n]", text) if part.strip()]
        if pairs:
            return [[_number(part) for part in line.split(",")] for line in lines]
        return lines if len(lines) > 1 else text.split(",")
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
        value = value[0].get("rows", value)  # what the SQL tool gives
    if isinstance(value, dict) and isinstance(value.get("rows"), list):
        value = value["rows"]
    return value if isinstance(value, dict | list) else [value]


def _names(labels: str) -> list[str]:
    text = labels.strip()
    if text.startswith("["):
        try:
            return [str(item) for item in json.loads(text)]
        except ValueError:
            pass  # labels that only begin like JSON
    parts = text.split(";") if ";" in text else text.split(",")
    return [part.strip() for part in parts] if text else []


def _numbers(items: Sequence[Any]) -> list[float | None]:
    values = [_number(item) for item in items]
    for item, value in zip(items, values, strict=True):
        if value is None and item not in (None, ""):
            raise ChartError(f"{item!r:.50} is no number")
    return values


def _number(value: Any) -> float | None:
    """Return a number, None for what is none; of texts as people write them, as in 1,200 or 5%."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        value = float(value.strip().rstrip("%").replace(",", ""))
    if isinstance(value, int | float) and abs(value) <= _LARGEST:
        return float(value)
    return None
