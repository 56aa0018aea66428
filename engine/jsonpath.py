"""Paths into JSON values (RFC 9535), read by python-jsonpath: what they lead to, within bounds.

$.store.books[0].title    books[*].price    $..price    $['a key']    books[-1]    books[0:2]
books[?(@.price < 10)]    books[?(@.author == 'Ada')].title    books[?(@.isbn)]
"""

from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from jsonpath import CompoundJSONPath, JSONPath, JSONPathEnvironment, JSONPathError
from jsonpath.selectors import NameSelector

Place = tuple[str | int, ...]  # keys and indexes from the root on

_LONGEST: Final = 1_000  # characters of a path
MOST: Final = 100_000  # values that a path may find


class _Paths(JSONPathEnvironment):
    """Paths without patterns: some patterns take for ever, and nothing bounds them here."""

    def setup_function_extensions(self) -> None:
        """Leave out the functions that take a pattern."""
        super().setup_function_extensions()
        del self.function_extensions["match"], self.function_extensions["search"]


_PATHS: Final = _Paths()


@dataclass(frozen=True, slots=True)
class Found:
    """A value and where it stands."""

    place: Place
    value: Any


def found(path: str, value: Any) -> list[Found]:
    """Return what `path` leads to in a JSON value, in its order; the root for `$`.

    Raises:
        ValueError: it is no path, or leads to more than `MOST` values.
    """
    try:
        matches = list(islice(_read(path).finditer(value), MOST + 1))
    except JSONPathError as error:
        raise _no_path(path, error) from error
    if len(matches) > MOST:
        raise ValueError(f"the path {path!r} leads to more than {MOST:,} values")
    return [Found(match.parts, match.obj) for match in matches]


def names_of(path: str) -> list[str] | None:
    """Return the keys of a path that only names keys, None for any other. Raises ValueError as `found` does."""
    read = _read(path)
    if not isinstance(read, JSONPath) or not read.singular_query():
        return None
    keys = [
        selector.name for step in read.segments for selector in step.selectors if isinstance(selector, NameSelector)
    ]
    return keys if len(keys) == len(read.segments) else None


def _read(path: str) -> JSONPath | CompoundJSONPath:
    if len(path) > _LONGEST:
        raise ValueError(f"a path has at most {_LONGEST:,} characters, not {len(path):,}")
    if "=~" in path:
        raise ValueError(f"the path {path!r} tests by a pattern, which paths cannot here")
    try:
        return _PATHS.compile(path.strip())
    except JSONPathError as error:
        raise _no_path(path, error) from error


def _no_path(path: str, error: JSONPathError) -> ValueError:
    reason = str(error).partition("\n")[0]
    return ValueError(f"{path!r} is no path: {reason}")
