"""The operators of conditions: how a variable's value stands to an expected one."""

from collections.abc import Callable
from operator import ge, gt, le, lt
from typing import Any, Literal

from engine.errors import NodeError
from engine.values import masked, type_of

ComparisonOperator = Literal[
    "contains",
    "not contains",
    "start with",
    "end with",
    "is",
    "is not",
    "empty",
    "not empty",
    "=",
    "≠",
    ">",
    "<",
    "≥",
    "≤",
    "null",
    "not null",
    "exists",
    "not exists",
    "in",
    "not in",
    "all of",
]

WITHOUT_EXPECTED = frozenset({"empty", "not empty", "null", "not null", "exists", "not exists"})


def compare(operator: ComparisonOperator, actual: Any, expected: Any) -> bool:
    """Return whether `actual` stands to `expected` as `operator` says.

    Raises:
        NodeError: the operator does not go with these values.
    """
    try:
        return _OPERATORS[operator](actual, expected)
    except _UnfitError as unfit:
        raise NodeError(
            f"Invalid {unfit.side} value type: '{operator}' needs {unfit.needed}, not {unfit.found}"
        ) from None


class _UnfitError(Exception):
    """A value is of a type that the operator does not know."""

    def __init__(self, side: Literal["actual", "expected"], needed: str, value: Any) -> None:
        super().__init__(side, needed)
        self.side = side
        self.needed = needed
        self.found = f"{type_of(value)} {masked(value)!r:.80}"


def _contains(actual: Any, expected: Any) -> bool:
    if not actual:
        return False
    if isinstance(actual, str):
        return str(expected) in actual
    if isinstance(actual, list):
        return expected in actual
    raise _UnfitError("actual", "text or an array", actual)


def _at_edge(test: Callable[[str, str], bool]) -> Callable[[Any, Any], bool]:
    def stands(actual: Any, expected: Any) -> bool:
        if not actual:
            return False
        if not isinstance(actual, str):
            raise _UnfitError("actual", "text", actual)
        if not isinstance(expected, str):
            raise _UnfitError("expected", "text", expected)
        return test(actual, expected)

    return stands


def _is(actual: Any, expected: Any) -> bool:
    if not isinstance(actual, str | bool):
        raise _UnfitError("actual", "text or a boolean", actual)
    return bool(actual == expected)


def _equals(actual: Any, expected: Any) -> bool:
    if not isinstance(actual, int | float):
        raise _UnfitError("actual", "a number or a boolean", actual)
    wanted = expected if isinstance(actual, bool) else _number(expected, type(actual))
    return bool(actual == wanted)


def _in_order(test: Callable[[Any, Any], Any]) -> Callable[[Any, Any], bool]:
    def stands(actual: Any, expected: Any) -> bool:
        if not isinstance(actual, int | float):
            raise _UnfitError("actual", "a number", actual)
        return bool(test(actual, _number(expected, int, float)))

    return stands


def _number(expected: Any, *kinds: type[int] | type[float]) -> int | float:
    for kind in kinds:
        try:
            return kind(expected)
        except (TypeError, ValueError):
            continue
    needed = "a number" if float in kinds else "an integer, as the variable holds one"
    raise _UnfitError("expected", needed, expected)


def _is_in(actual: Any, expected: Any) -> bool:
    if not actual:
        return False
    if not isinstance(expected, list):
        raise _UnfitError("expected", "a list", expected)
    return actual in expected


def _has_all(actual: Any, expected: Any) -> bool:
    if not actual:
        return False
    if not isinstance(expected, list) or len({type(item) for item in expected}) > 1:
        raise _UnfitError("expected", "a list of texts, or one of booleans", expected)
    if isinstance(actual, str):
        return all(str(item) in actual for item in expected)
    return isinstance(actual, list) and all(item in actual for item in expected)


def _unless_none(test: Callable[[Any, Any], bool], *, negated: bool = False) -> Callable[[Any, Any], bool]:
    """Return `test`, or its opposite, with False for None either way."""
    return lambda actual, expected: actual is not None and test(actual, expected) is not negated


def _opposite(test: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    return lambda actual, expected: not test(actual, expected)


_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "contains": _contains,
    "not contains": _opposite(_contains),
    "start with": _at_edge(str.startswith),
    "end with": _at_edge(str.endswith),
    "is": _unless_none(_is),
    "is not": _unless_none(_is, negated=True),
    "empty": lambda actual, _: not actual,
    "not empty": lambda actual, _: bool(actual),
    "=": _unless_none(_equals),
    "≠": _unless_none(_equals, negated=True),
    ">": _unless_none(_in_order(gt)),
    "<": _unless_none(_in_order(lt)),
    "≥": _unless_none(_in_order(ge)),
    "≤": _unless_none(_in_order(le)),
    "null": lambda actual, _: actual is None,
    "not null": lambda actual, _: actual is not None,
    "exists": lambda actual, _: actual is not None,
    "not exists": lambda actual, _: actual is None,
    "in": _is_in,
    "not in": _opposite(_is_in),
    "all of": _has_all,
}
