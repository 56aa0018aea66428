"""The matcher language of recorded cases: what of an answer differs from what a case expects."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any


def differences(expected: Any, actual: Any, where: str = "$") -> list[str]:
    """Return one sentence for each place at which `actual` is not as `expected`; [] when all is.

    Numbers compare by value, a truth value is no number. Mappings and lists must have the same
    members; `{"$any": 1}` and its like stand for what only follows a rule.
    """
    if isinstance(expected, Mapping):
        rule = next(iter(expected), "") if len(expected) == 1 else ""
        if rule in _RULES:
            return _RULES[rule](expected[rule], actual, where)
        return _mapping(expected, actual, where)
    if isinstance(expected, list):
        return _list(expected, actual, where)
    return [] if _equal(expected, actual) else [_sentence(where, expected, actual)]


def matches(expected: Any, actual: Any) -> bool:
    """Return whether `actual` is as `expected`."""
    return not differences(expected, actual)


def _equal(expected: Any, actual: Any) -> bool:
    if _is_number(expected) and _is_number(actual):
        return bool(expected == actual)
    return type(expected) is type(actual) and expected == actual


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _mapping(expected: Mapping[str, Any], actual: Any, where: str) -> list[str]:
    if not isinstance(actual, Mapping):
        return [_sentence(where, expected, actual)]
    surplus = [f"{where}.{key}: not expected, got {_shown(actual[key])}" for key in actual.keys() - expected.keys()]
    return surplus + _subset(expected, actual, where)


def _subset(expected: Mapping[str, Any], actual: Any, where: str) -> list[str]:
    if not isinstance(actual, Mapping):
        return [_sentence(where, expected, actual)]
    found = []
    for key, value in expected.items():
        if key in actual:
            found += differences(value, actual[key], f"{where}.{key}")
        else:
            found.append(f"{where}.{key}: missing, expected {_shown(value)}")
    return found


def _list(expected: Sequence[Any], actual: Any, where: str) -> list[str]:
    if not isinstance(actual, list) or len(actual) != len(expected):
        return [_sentence(where, expected, actual)]
    pairs = zip(expected, actual, strict=True)
    return [fault for index, (e, a) in enumerate(pairs) for fault in differences(e, a, f"{where}[{index}]")]


def _contains(texts: Any, actual: Any, where: str) -> list[str]:
    held = actual if isinstance(actual, str | list) else json.dumps(actual, ensure_ascii=False)
    wanted = texts if isinstance(texts, list) else [texts]
    return [f"{where}: {_shown(text)} is not in {_shown(actual)}" for text in wanted if text not in held]


def _regex(pattern: str, actual: Any, where: str) -> list[str]:
    is_found = isinstance(actual, str) and re.search(pattern, actual)
    return [] if is_found else [f"{where}: {_shown(actual)} does not match {pattern}"]


def _type(name: str, actual: Any, where: str) -> list[str]:
    return [] if type_name(actual) == name else [f"{where}: {_shown(actual)} is no {name}"]


def type_name(value: Any) -> str:
    """Return the JSON type of a value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def _length(length: int, actual: Any, where: str) -> list[str]:
    is_long = isinstance(actual, str | list | Mapping) and len(actual) == length
    return [] if is_long else [f"{where}: {_shown(actual)} has not {length} members"]


def _in(choices: Sequence[Any], actual: Any, where: str) -> list[str]:
    fits = any(matches(choice, actual) for choice in choices)
    return [] if fits else [f"{where}: {_shown(actual)} is none of {_shown(choices)}"]


def _unordered(expected: Sequence[Any], actual: Any, where: str) -> list[str]:
    is_same = isinstance(actual, list) and len(actual) == len(expected) and _pairs_up(expected, actual)
    return [] if is_same else [f"{where}: expected in any order {_shown(expected)}, got {_shown(actual)}"]


def _pairs_up(expected: Sequence[Any], actual: Sequence[Any]) -> bool:
    """Return whether each value finds a member of its own."""
    if not expected:
        return True
    return any(
        matches(expected[0], member) and _pairs_up(expected[1:], [*actual[:place], *actual[place + 1 :]])
        for place, member in enumerate(actual)
    )


def _any(_: Any, actual: Any, where: str) -> list[str]:
    return []


_RULES: dict[str, Callable[[Any, Any, str], list[str]]] = {
    "$any": _any,
    "$contains": _contains,
    "$regex": _regex,
    "$type": _type,
    "$len": _length,
    "$in": _in,
    "$subset": _subset,
    "$unordered": _unordered,
}


def _sentence(where: str, expected: Any, actual: Any) -> str:
    return f"{where}: expected {_shown(expected)}, got {_shown(actual)}"


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)[:600]
