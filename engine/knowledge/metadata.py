"""Filters of documents by their metadata."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from engine.errors import NodeError
from engine.knowledge.search import MetadataCondition
from engine.values import as_text


def passes(metadata: Mapping[str, Any], conditions: Sequence[MetadataCondition], logical_operator: str = "and") -> bool:
    """Return whether a document with `metadata` fulfils the conditions; without conditions it does.

    A field that the document lacks is empty, and fails every test but that of emptiness.

    Raises:
        NodeError: an operator is unknown.
    """
    if not conditions:
        return True
    join = any if logical_operator == "or" else all
    return join(_holds(metadata.get(condition.name), condition) for condition in conditions)


def _holds(actual: Any, condition: MetadataCondition) -> bool:
    if condition.operator in _EMPTINESS:
        return (actual is None or as_text(actual) == "") is _EMPTINESS[condition.operator]
    test = _TESTS.get(condition.operator)
    if test is None:
        raise NodeError(f"metadata cannot be filtered by the operator {condition.operator!r}")
    return actual is not None and test(actual, condition.value)


def _of_texts(test: Callable[[str, str], bool]) -> Callable[[Any, Any], bool]:
    return lambda actual, expected: test(as_text(actual), as_text(expected))


def _of_numbers(test: Callable[[float, float], bool]) -> Callable[[Any, Any], bool]:
    def compare(actual: Any, expected: Any) -> bool:
        numbers = _number(actual), _number(expected)
        return numbers[0] is not None and numbers[1] is not None and test(numbers[0], numbers[1])

    return compare


def _of_times(test: Callable[[float, float], bool]) -> Callable[[Any, Any], bool]:
    def compare(actual: Any, expected: Any) -> bool:
        times = _seconds(actual), _seconds(expected)
        return times[0] is not None and times[1] is not None and test(times[0], times[1])

    return compare


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _seconds(value: Any) -> float | None:
    """Return a time in seconds since 1970: a number is one already, a text may be a date."""
    number = _number(value)
    if number is not None:
        return number
    try:
        moment = datetime.fromisoformat(as_text(value))
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _is_in(actual: Any, expected: Any) -> bool:
    options = expected if isinstance(expected, list) else as_text(expected).split(",")
    return as_text(actual) in {as_text(option).strip() for option in options}


_EMPTINESS = {"empty": True, "not empty": False}
_TESTS: Mapping[str, Callable[[Any, Any], bool]] = {
    "contains": _of_texts(lambda actual, expected: expected in actual),
    "not contains": _of_texts(lambda actual, expected: expected not in actual),
    "start with": _of_texts(str.startswith),
    "end with": _of_texts(str.endswith),
    "is": _of_texts(eq),
    "is not": _of_texts(ne),
    "=": _of_numbers(eq),
    "≠": _of_numbers(ne),
    ">": _of_numbers(gt),
    "<": _of_numbers(lt),
    "≥": _of_numbers(ge),
    "≤": _of_numbers(le),
    "before": _of_times(lt),
    "after": _of_times(gt),
    "in": _is_in,
    "not in": lambda actual, expected: not _is_in(actual, expected),
}
OPERATORS = (*_EMPTINESS, *_TESTS)
