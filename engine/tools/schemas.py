"""JSON schemas of strangers as parameters of tools: references followed inside their document, sizes bounded."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, cast
from urllib.parse import unquote

from engine.tools.base import JsonObject, Parameter, ParameterType

DEEPEST: Final = 8  # levels of a schema; what lies deeper may be anything
MOST_NODES: Final = 600  # of all schemas of one tool
LONGEST_TEXT: Final = 1_000  # characters of a description
MOST_CHOICES: Final = 200

_PLAIN = ("format", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "default", "title")
_UNIONS = ("anyOf", "oneOf")
_TYPES: Final = {"integer": "number", "number": "number", "boolean": "boolean", "array": "array", "object": "object"}


class Schemas:
    """Copies schemas of one document, with what they refer to in place of the references.

    A reference into another document, to nothing, or back to what it is part of becomes a value of any kind.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._left = MOST_NODES

    def begin(self) -> None:
        """Begin with another tool, which may be as large as the one before."""
        self._left = MOST_NODES

    def target(self, node: Any) -> Any:
        """Return what a node is, or what it refers to; {} for what is not there."""
        for _ in range(DEEPEST):
            if not isinstance(node, Mapping) or not isinstance(node.get("$ref"), str):
                return node
            node = self._at(node["$ref"])
        return {}

    def copied(self, schema: Any, depth: int = 0, inside: frozenset[str] = frozenset()) -> JsonObject:
        """Return a schema that stands for itself."""
        self._left -= 1
        if not isinstance(schema, Mapping) or depth > DEEPEST or self._left < 0:
            return {}
        reference = schema.get("$ref")
        if isinstance(reference, str):
            target = self._at(reference)
            if reference in inside:
                return {"type": "object"} if isinstance(target, Mapping) and "properties" in target else {}
            return self.copied(target, depth + 1, inside | {reference})
        copy = _facts(schema)
        if isinstance(schema.get("properties"), Mapping):
            properties = schema["properties"].items()
            copy["properties"] = {str(name): self.copied(one, depth + 1, inside) for name, one in properties}
            copy["required"] = [name for name in _texts(schema.get("required")) if name in copy["properties"]]
        if "items" in schema:
            copy["items"] = self.copied(schema["items"], depth + 1, inside)
        for word in _UNIONS:
            if isinstance(schema.get(word), list):
                copy[word] = [self.copied(one, depth + 1, inside) for one in schema[word][:MOST_CHOICES]]
        parts = schema.get("allOf")
        for part in parts if isinstance(parts, list) else ():
            copy = _together(copy, self.copied(part, depth + 1, inside))
        return copy

    def _at(self, reference: str) -> Any:
        """Return what a reference inside the document names; {} for all others."""
        if not reference.startswith("#/"):
            return {}
        node: Any = self._document
        for part in reference[2:].split("/"):
            name = unquote(part).replace("~1", "/").replace("~0", "~")
            if isinstance(node, list) and name.isdecimal() and int(name) < len(node):
                node = node[int(name)]
            elif isinstance(node, Mapping) and name in node:
                node = node[name]
            else:
                return {}
        return node


def parameters_of(schema: JsonObject) -> list[Parameter]:
    """Return the properties of an object's schema as parameters."""
    properties, required = schema.get("properties") or {}, schema.get("required") or ()
    return [parameter(name, one, required=name in required) for name, one in properties.items()]


def parameter(name: str, schema: JsonObject, *, required: bool = False, description: str = "") -> Parameter:
    """Return a parameter that takes what a copied schema allows."""
    options = schema.get("enum")
    is_choice = isinstance(options, list) and options and all(isinstance(one, str) for one in options)
    kind = "select" if is_choice else _kind(schema)
    default = schema.get("default")
    return Parameter(
        name=name,
        type=cast("ParameterType", kind),
        required=required and default is None,
        default=default,
        options=cast("list[str]", options) if is_choice else (),
        description=description or str(schema.get("description") or ""),
        shape=schema or None,
    )


def _kind(schema: JsonObject) -> str:
    """Return the type of a parameter; a value of several types, or any, is read as an object where it may be one."""
    kinds = [kind for kind in _texts(schema.get("type")) if kind != "null"]
    if kinds:
        return _TYPES.get(kinds[0], "string") if len(kinds) == 1 else "string"
    if "properties" in schema:
        return "object"
    return "array" if "items" in schema else "string"


def _facts(schema: Mapping[str, Any]) -> JsonObject:
    facts: JsonObject = {name: schema[name] for name in _PLAIN if _is_small(schema.get(name))}
    kinds = [kind for kind in _texts(schema.get("type")) if kind in (*_TYPES, "string", "null")]
    if schema.get("nullable") is True and kinds:
        kinds = [*kinds, "null"]
    if kinds:
        facts["type"] = kinds[0] if len(kinds) == 1 else kinds
    if isinstance(schema.get("description"), str):
        facts["description"] = schema["description"][:LONGEST_TEXT]
    choices = schema.get("enum", [schema["const"]] if "const" in schema else None)
    if isinstance(choices, list) and 0 < len(choices) <= MOST_CHOICES and all(map(_is_small, choices)):
        facts["enum"] = choices
    return facts


def _together(one: JsonObject, other: JsonObject) -> JsonObject:
    """Return a schema for what fits both, as `allOf` says it."""
    both = {**other, **one}
    if "properties" in one and "properties" in other:
        both["properties"] = {**other["properties"], **one["properties"]}
    if "required" in one or "required" in other:
        both["required"] = list(dict.fromkeys([*other.get("required", ()), *one.get("required", ())]))
    return both


def _is_small(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= LONGEST_TEXT
    if isinstance(value, list | Mapping):
        return len(repr(value)) <= LONGEST_TEXT
    return isinstance(value, bool | int | float)


def _texts(value: Any) -> Iterable[str]:
    """Return the texts in a text or a list."""
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]
