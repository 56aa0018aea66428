"""Paths into JSON values, after RFC 9535 as far as people write them: names, places, slices, `*`, `..` and tests.

$.store.books[0].title    books[*].price    $..price    $['a key']    books[-1]    books[0:2]
books[?(@.price < 10)]    books[?(@.author == 'Ada' )].title    books[?(@.isbn)]
"""

import json
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

Place = tuple[str | int, ...]  # keys and indexes from the root on

_LONGEST: Final = 1_000  # characters of a path
MOST: Final = 100_000  # values that a path may find
_STEP: Final = re.compile(
    r"""
    (?P<deep>\.\.)?(?:
        \.?(?P<name>[^\W\d][\w-]*) | \.?(?P<all>\*) |
        \[\s*(?:
            (?P<quoted>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*") | (?P<slice>-?\d*\s*:\s*-?\d*(?:\s*:\s*-?\d*)?) |
            (?P<index>-?\d+) | (?P<each>\*) | \?\(?\s*(?P<test>@.*?)\s*\)?
        )\s*\]
    )
    """,
    re.VERBOSE,
)
_TEST: Final = re.compile(
    r"@\.?(?P<path>[^=!<>~]*?)\s*(?:(?P<operator>==|!=|<=|>=|<|>)\s*(?P<value>'[^']*'|\"[^\"]*\"|[-\w.+]+))?"
)
_OPERATORS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Found:
    """A value and where it stands."""

    place: Place
    value: Any


@dataclass(frozen=True, slots=True)
class _Step:
    """One step: what of a value's inside it takes, from all depths where it is `deep`."""

    choose: Callable[[Any], Iterator[tuple[str | int, Any]]]
    deep: bool = False
    name: str | None = None  # of a step that names one key


def found(path: str, value: Any) -> list[Found]:
    """Return what `path` leads to in a JSON value, in its order; the root for `$`.

    Raises:
        ValueError: it is no path, or leads to more than `MOST` values.
    """
    at = [Found((), value)]
    for step in _steps(path):
        at = list(islice((inner for outer in at for inner in _stepped(outer, step)), MOST + 1))
        if len(at) > MOST:
            raise ValueError(f"the path {path!r} leads to more than {MOST:,} values")
    return at


def names(path: str) -> list[str] | None:
    """Return the keys of a path that only names keys, None for any other."""
    steps = _steps(path)
    keys = [step.name for step in steps if step.name is not None and not step.deep]
    return keys if len(keys) == len(steps) else None


def _steps(path: str) -> list[_Step]:
    if len(path) > _LONGEST:
        raise ValueError(f"a path has at most {_LONGEST:,} characters, not {len(path):,}")
    text = path.strip()
    text = text[1:] if text.startswith("$") else text
    steps, at = [], 0
    while at < len(text):
        match = _STEP.match(text, at)
        if match is None:
            raise ValueError(f"{path!r} is no path: it cannot be read from {text[at : at + 20]!r} on")
        steps.append(_step(match))
        at = match.end()
    return steps


def _step(match: re.Match[str]) -> _Step:
    deep = match["deep"] is not None
    name = match["name"] if match["name"] is not None else _unquoted(match["quoted"])
    if name is not None:
        return _Step(lambda value: _of_name(value, name), deep, name)
    if match["index"] is not None:
        return _Step(lambda value: _of_place(value, int(match["index"])), deep)
    if match["slice"] is not None:
        parts = [int(part) if part.strip() else None for part in match["slice"].split(":")]
        if parts[2:] == [0]:
            raise ValueError("a slice goes on by 1 or more, not by 0")
        return _Step(lambda value: _of_slice(value, slice(*parts)), deep)
    if match["test"] is not None:
        test = _test(match["test"])
        return _Step(lambda value: ((key, item) for key, item in _inside(value) if test(item)), deep)
    return _Step(_inside, deep)


def _stepped(outer: Found, step: _Step) -> Iterator[Found]:
    for at in _everywhere(outer) if step.deep else (outer,):
        for key, value in step.choose(at.value):
            yield Found((*at.place, key), value)


def _everywhere(at: Found) -> Iterator[Found]:
    """Yield a value and all that is in it, however deep."""
    waiting = [at]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += [Found((*one.place, key), value) for key, value in reversed([*_inside(one.value)])]


def _inside(value: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)


def _of_name(value: Any, name: str) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, dict) and name in value:
        yield name, value[name]


def _of_place(value: Any, place: int) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, list) and -len(value) <= place < len(value):
        yield place % len(value), value[place]


def _of_slice(value: Any, part: slice) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, list):
        yield from ((place, value[place]) for place in range(*part.indices(len(value))))


def _test(text: str) -> Callable[[Any], bool]:
    match = _TEST.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no test; one is written as in @.price < 10")
    path = match["path"].strip()
    if match["operator"] is None:
        return lambda item: bool(found(path, item))
    compare, wanted = _OPERATORS[match["operator"]], _literal(match["value"])

    def holds(item: Any) -> bool:
        return any(_compared(compare, one.value, wanted) for one in found(path, item))

    return holds


def _compared(compare: Callable[[Any, Any], bool], value: Any, wanted: Any) -> bool:
    try:
        return compare(value, wanted)
    except TypeError:  # a text is neither below nor above a number
        return False


def _literal(text: str) -> Any:
    if text[0] in "'\"":
        return text[1:-1]
    try:
        return json.loads(text)
    except ValueError:
        raise ValueError(f"{text!r} is no value; texts stand in quotes") from None


def _unquoted(text: str | None) -> str | None:
    return None if text is None else re.sub(r"\\(.)", r"\1", text[1:-1])
