"""YAML text to plain JSON values, in one pass over the parser's events.

The usual loader is not enough for files of strangers: it crashes the process on deep nesting, builds
alias bombs, turns dates into objects that no JSON knows, and takes seconds per megabyte. Scalars mean
here what they mean there (YAML 1.1), except that dates stay text and keys are always text.
"""

import json
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.constructor import SafeConstructor
from yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, Event, MappingStartEvent, ScalarEvent

from engine.dsl.limits import DEFAULT_LIMITS, DslLimits
from engine.errors import InvalidDsl

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PAIR = re.compile(r"(?<!\\)((?:\\\\)*)(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})")
_PREFIX = "tag:yaml.org,2002:"
_RESOLVERS = {
    first: [
        (tag.removeprefix(_PREFIX), pattern) for tag, pattern in rules if not tag.endswith((":timestamp", ":value"))
    ]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_yaml(text: str, limits: DslLimits = DEFAULT_LIMITS) -> tuple[Any, list[str]]:
    """Return the value of the one YAML document in `text`, and warnings about doubled keys.

    Raises:
        InvalidDsl: no YAML, too large, too deep, or more than plain data; the message names the line.
    """
    if len(text) > limits.characters:
        raise InvalidDsl(f"the file has {len(text):,} characters; the limit is {limits.characters:,}")
    reader = _Reader(limits)
    try:
        for event in _events(_without_pairs(text.removeprefix("\ufeff"))):
            reader.take(event)
    except yaml.reader.ReaderError as error:
        line = text.encode()[: error.position].count(b"\n") + 1
        raise InvalidDsl(f"the file is no valid YAML: line {line}: {error.reason}") from error
    except yaml.YAMLError as error:
        raise InvalidDsl(f"the file is no valid YAML: {_reason(error)}") from error
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise InvalidDsl(f"the file is no valid YAML: line {line}: half of a surrogate pair") from error
    return reader.value(), reader.warnings


def _without_pairs(text: str) -> str:
    """Return JSON text with its surrogate escapes (`\\ud83e\\udd16`) as the characters they mean, which YAML lacks."""
    if not text.lstrip().startswith("{"):
        return text
    return _PAIR.sub(lambda match: match[1] + json.loads(f'"{match[2]}"'), text)


def _events(text: str) -> Iterator[Event]:
    events: Iterator[Event] = yaml.parse(text, Loader=_LOADER)
    return events


def _reason(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    return f"line {mark.line + 1}, column {mark.column + 1}: {problem}" if mark else problem


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not been read."""

    line: int
    anchor: str | None
    items: dict[str, Any] | None  # None: a list
    values: list[Any] = field(default_factory=list)
    key: str | None = None
    merges: bool = False  # the key is a plain `<<`
    merged: list[dict[str, Any]] = field(default_factory=list)  # what `<<` names
    size: int = 1

    @property
    def awaits_key(self) -> bool:
        """Return whether the next value is the key of a pair."""
        return self.items is not None and self.key is None

    def finished(self) -> Any:
        """Return the whole value; own keys win over merged ones, earlier merged over later."""
        if self.items is None:
            return self.values
        if not self.merged:
            return self.items
        below: dict[str, Any] = {}
        for mapping in reversed(self.merged):
            below.update(mapping)
        return below | self.items


class _Reader:
    """Builds the value while events come; iterative, so that depth costs no stack."""

    def __init__(self, limits: DslLimits) -> None:
        self.limits = limits
        self.warnings: list[str] = []
        self._open: list[_Open] = []
        self._documents: list[Any] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._aliased = 0

    def value(self) -> Any:
        """Return the document's value, None for an empty file."""
        return self._documents[0] if self._documents else None

    def take(self, event: Event) -> None:
        """Read one more event."""
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, ScalarEvent):
            self._scalar(event, line)
        elif isinstance(event, CollectionStartEvent):
            self._begin(event, line)
        elif isinstance(event, CollectionEndEvent):
            ended = self._open.pop()
            self._put(ended.finished(), ended.size, ended.anchor, ended.line)
        elif isinstance(event, AliasEvent):
            self._alias(str(event.anchor), line)

    def _begin(self, event: CollectionStartEvent, line: int) -> None:
        is_mapping = isinstance(event, MappingStartEvent)
        if event.tag not in (None, "!", _PREFIX + ("map" if is_mapping else "seq")):
            raise InvalidDsl(f"line {line}: the tag {event.tag} is not allowed, only plain data is")
        if len(self._open) >= self.limits.depth:
            raise InvalidDsl(f"line {line}: nested deeper than {self.limits.depth} levels")
        if self._open and self._open[-1].awaits_key:
            raise InvalidDsl(f"line {line}: a key must be text, not a mapping or list")
        self._open.append(_Open(line, event.anchor, {} if is_mapping else None))

    def _scalar(self, event: ScalarEvent, line: int) -> None:
        if self._open and self._open[-1].awaits_key:
            self._key(self._open[-1], event, line)
        else:
            self._put(_scalar_value(event, line), 1, event.anchor, line)

    def _key(self, parent: _Open, event: ScalarEvent, line: int) -> None:
        if parent.items and event.value in parent.items:
            self.warnings.append(f"line {line}: the key {event.value!r} appears twice; the last one counts")
        if event.anchor:
            self._anchors[event.anchor] = (event.value, 1)
        parent.key = event.value
        parent.merges = event.value == "<<" and event.implicit[0]

    def _alias(self, name: str, line: int) -> None:
        if name not in self._anchors:
            raise InvalidDsl(f"line {line}: the alias *{name} names nothing before it, or something it is part of")
        value, size = self._anchors[name]
        self._aliased += size
        if self._aliased > self.limits.aliased:
            raise InvalidDsl(f"line {line}: aliases repeat more than {self.limits.aliased:,} values")
        if self._open and self._open[-1].awaits_key:
            raise InvalidDsl(f"line {line}: a key must be text, not an alias")
        self._put(value, size, None, line)

    def _put(self, value: Any, size: int, anchor: str | None, line: int) -> None:
        """Hand a whole value to what is open around it."""
        if anchor:
            self._anchors[anchor] = (value, size)
        if not self._open:
            if self._documents:
                raise InvalidDsl(f"line {line}: a second YAML document begins; a file holds one")
            self._documents.append(value)
            return
        parent = self._open[-1]
        parent.size += size
        if parent.items is None:
            parent.values.append(value)
        elif parent.merges:
            parent.merged += _merged(value, line)
            parent.key = None
        else:
            parent.items[parent.key or ""] = value
            parent.key = None


def _merged(value: Any, line: int) -> list[dict[str, Any]]:
    mappings = value if isinstance(value, list) else [value]
    if not all(isinstance(mapping, dict) for mapping in mappings):
        raise InvalidDsl(f"line {line}: << takes a mapping or a list of mappings")
    return mappings


def _scalar_value(event: ScalarEvent, line: int) -> Any:
    """Return text, number, bool or None, as the scalar's spelling or tag says."""
    if event.tag and event.tag != "!":
        kind = event.tag.removeprefix(_PREFIX)
        if kind not in _CONSTRUCTORS:
            raise InvalidDsl(f"line {line}: the tag {event.tag} is not allowed, only plain data is")
    elif event.tag == "!" or not event.implicit[0]:
        return event.value
    else:
        kind = _kind_of(event.value)
    try:
        return _CONSTRUCTORS[kind](event.value)
    except (ValueError, KeyError) as error:
        if not event.tag:
            return event.value  # a number that no machine holds: its text keeps it
        raise InvalidDsl(f"line {line}: {event.value!r} is no {kind}") from error


def _kind_of(text: str) -> str:
    rules = _RESOLVERS.get(text[:1], ())
    return next((kind for kind, pattern in rules if pattern.match(text)), "str")


def _construct(method: Callable[..., Any], kind: str) -> Callable[[str], Any]:
    constructor = SafeConstructor()
    return lambda text: method(constructor, yaml.ScalarNode(_PREFIX + kind, text))


def _float(text: str) -> float:
    number: float = _construct(SafeConstructor.construct_yaml_float, "float")(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


_CONSTRUCTORS: dict[str, Callable[[str], Any]] = {
    "str": str,
    "merge": str,
    "null": lambda text: None,
    "bool": _construct(SafeConstructor.construct_yaml_bool, "bool"),
    "int": _construct(SafeConstructor.construct_yaml_int, "int"),
    "float": _float,
}
