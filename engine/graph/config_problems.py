"""Faults of a node's configuration, in words for the person who fills in the form."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from engine.document import NodeSpec
from engine.errors import Problem
from engine.nodes.base import Node
from engine.running.plan import DEFAULT_VALUE, default_value

Facts = Mapping[str, Any]  # what pydantic knows of the rule that was broken

_WORDS: dict[str, Callable[[Facts], str]] = {
    "missing": lambda facts: "a value is required",
    "string_type": lambda facts: "must be text",
    "string_too_short": lambda facts: "must not be empty" if facts["min_length"] == 1 else _at_least(facts),
    "string_too_long": lambda facts: f"must have at most {facts['max_length']} characters",
    "bool_type": lambda facts: "must be true or false",
    "bool_parsing": lambda facts: "must be true or false",
    "int_type": lambda facts: "must be a whole number",
    "int_parsing": lambda facts: "must be a whole number",
    "int_from_float": lambda facts: "must be a whole number",
    "float_type": lambda facts: "must be a number",
    "float_parsing": lambda facts: "must be a number",
    "greater_than_equal": lambda facts: f"must be at least {facts['ge']}",
    "greater_than": lambda facts: f"must be more than {facts['gt']}",
    "less_than_equal": lambda facts: f"must be at most {facts['le']}",
    "less_than": lambda facts: f"must be less than {facts['lt']}",
    "literal_error": lambda facts: f"must be one of {facts['expected']}",
    "enum": lambda facts: f"must be one of {facts['expected']}",
    "list_type": lambda facts: "must be a list",
    "dict_type": lambda facts: "must be a mapping",
    "model_type": lambda facts: "must be a mapping",
    "model_attributes_type": lambda facts: "must be a mapping",
    "too_short": lambda facts: f"must have at least {facts['min_length']} entries",
    "value_error": lambda facts: str(facts["error"]),
}


def config_problems(spec: NodeSpec) -> list[Problem]:
    """Return every fault of the node's own settings; [] for a kind that nothing here runs."""
    kind = Node.registry.get(spec.kind)
    if kind is None:
        return []
    try:
        kind(spec.id, spec.data)
    except ValidationError as error:
        return [_problem(spec, details) for details in error.errors()]
    return list(_default_problems(spec))


def _problem(spec: NodeSpec, details: ErrorDetails) -> Problem:
    facts = details.get("ctx") or {}
    words = _WORDS.get(details["type"])
    message = words(facts) if words else details["msg"]
    given = "" if details["type"] in {"missing", "value_error"} else f", not {_short(details['input'])}"
    return Problem(message + given, spec.id, ".".join(str(part) for part in details["loc"]) or None)


def _default_problems(spec: NodeSpec) -> Iterator[Problem]:
    """Yield the defaults for a failing node that are not of their declared type."""
    items = spec.data.get("default_value")
    if spec.data.get("error_strategy") != DEFAULT_VALUE or not isinstance(items, list):
        return
    for place, item in enumerate(items):
        field = f"default_value.{place}"
        if not isinstance(item, dict) or not item.get("key"):
            yield Problem("a default needs the name of an output", spec.id, f"{field}.key")
            continue
        declared = str(item.get("type") or "string")
        try:
            default_value(declared, item.get("value"))
        except ValueError:
            message = f"the default of {item['key']!r} must be {declared}, not {_short(item.get('value'))}"
            yield Problem(message, spec.id, f"{field}.value")


def _at_least(facts: Facts) -> str:
    return f"must have at least {facts['min_length']} characters"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
