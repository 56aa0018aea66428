"""Forms for the settings of nodes, made from the JSON schema of their `Config`.

A field's `shape` is what its value is; its `kind` is how to edit it: a hint of the schema (`widget`,
`format`) where there is one, else the shape. Whoever draws a form may fall back from kind to shape.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

import engine.nodes  # noqa: F401 - registers the node kinds
from engine.document import NodeSpec
from engine.errors import Problem
from engine.graph.config_problems import config_problems
from engine.nodes.base import Node, NodeConfig, RetryConfig
from engine.values import MISSING

Schema = Mapping[str, Any]

ARGUMENT = "argument"  # the widget of what is a variable or a constant; the constant's shape is the field's

_SHAPES = {"string": "text", "boolean": "bool", "integer": "number", "number": "number"}
_STRATEGIES = ("fail-branch", "default-value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One setting."""

    name: str  # its key in the mapping
    label: str
    kind: str  # text, template, prompt, code, number, bool, select, selector, model, list, group, json, ...
    shape: str  # text, number, bool, select, selector, list, group, json
    required: bool = False
    default: Any = MISSING  # MISSING for a required one
    nullable: bool = False  # None means "not set"
    whole: bool = False  # a number without a fraction
    choices: Sequence[Any] = ()
    minimum: float | None = None  # of a number, or the length of a text or list
    maximum: float | None = None
    help: str = ""
    language: str = ""  # of code
    new: Any = MISSING  # what a new node begins with, where that is not the default
    by: str = ""  # the field beside it that says what its value is
    fields: Sequence["Field"] = ()  # of a group
    item: "Field | None" = None  # what the entries of a list, or of a mapping of any names, are


def form(kind: str) -> tuple[Field, ...]:
    """Return the settings of a node kind in their order; title and description are not among them.

    Raises:
        KeyError: there is no such kind.
    """
    common = {field.name for field in model_form(NodeConfig)}
    return tuple(field for field in model_form(Node.registry[kind].Config) if field.name not in common)


def common_form(kind: str) -> tuple[Field, ...]:
    """Return what every node of a kind has: title, description, and what happens when it fails.

    Raises:
        KeyError: there is no such kind.
    """
    strategy = Field(
        name="error_strategy",
        label="When the node fails",
        kind="select",
        shape="select",
        default=None,
        nullable=True,
        choices=_STRATEGIES,
        help="End the run, take a branch of its own, or go on with default outputs.",
    )
    retries = Node.registry[kind].retries
    retry = Field(
        name="retry_config",
        label="Repeat failed attempts",
        kind="group",
        shape="group",
        default={},
        help="How often a failed attempt is made again, and after what pause.",
        fields=model_form(RetryConfig),
    )
    return (*model_form(NodeConfig), strategy, *([retry] if retries else []))


@lru_cache(maxsize=256)
def model_form(model: type[BaseModel]) -> tuple[Field, ...]:
    """Return the fields of any settings model."""
    schema = model.model_json_schema()
    return _fields(*_resolved(schema, schema.get("$defs", {})))


def new_data(kind: str, title: str = "") -> dict[str, Any]:
    """Return the `data` of a new node of a kind: every setting that has a default, with it or what is said to be new.

    Raises:
        KeyError: there is no such kind.
    """
    begins = {field.name: field.default if field.new is MISSING else field.new for field in form(kind)}
    return {"type": kind, "title": title, **{name: deepcopy(v) for name, v in begins.items() if v is not MISSING}}


def faults(kind: str, data: Mapping[str, Any]) -> list[Problem]:
    """Return what the kind itself finds wrong with settings; `field` is the dotted path."""
    return config_problems(NodeSpec("", kind, "", dict(data), {}))


def _fields(schema: Schema, definitions: Schema) -> tuple[Field, ...]:
    required = set(schema.get("required", ()))
    properties: Schema = schema.get("properties", {})
    return tuple(_field(name, part, definitions, required=name in required) for name, part in properties.items())


def _field(name: str, schema: Schema, definitions: Schema, *, required: bool = False) -> Field:
    value, nullable, definitions = _value_schema(schema, definitions)
    shape = _shape(value)
    items = value.get("items") if shape == "list" else value.get("additionalProperties")
    return Field(
        name=name,
        label=_label(name, schema),
        kind=schema.get("widget") or _meaning(value) or shape,
        shape=shape,
        required=required,
        default=schema.get("default", MISSING),
        nullable=nullable,
        whole=value.get("type") == "integer",
        choices=tuple(schema.get("choices") or value.get("enum") or ([value["const"]] if "const" in value else ())),
        minimum=_bound(value, "minimum", "exclusiveMinimum", "minLength", "minItems"),
        maximum=_bound(value, "maximum", "exclusiveMaximum", "maxLength", "maxItems"),
        help=schema.get("description") or "",
        language=schema.get("language") or "",
        new=schema.get("new", MISSING),
        by=schema.get("by") or "",
        fields=_fields(value, definitions) if shape == "group" else (),
        item=_field("", items, definitions) if isinstance(items, Mapping) else None,
    )


def _value_schema(schema: Schema, definitions: Schema) -> tuple[Schema, bool, Schema]:
    """Return the schema of the value without references and null, whether null may be, and what is left to name.

    A definition is used up on the way down, so that a model which holds itself ends as `json`.
    """
    schema, definitions = _resolved(schema, definitions)
    options = schema.get("anyOf") or schema.get("oneOf")
    if not options:
        return schema, schema.get("type") == "null", definitions
    values = [option for option in options if option.get("type") != "null"]
    nullable = len(values) < len(options)
    if schema.get("widget") == ARGUMENT:
        values = [option for option in values if _shape(option) != "selector"]
    if len(values) != 1:
        return {}, nullable, definitions
    value, definitions = _resolved(values[0], definitions)
    return value, nullable, definitions


def _resolved(schema: Schema, definitions: Schema) -> tuple[Schema, Schema]:
    if "$ref" not in schema:
        return schema, definitions
    name = str(schema["$ref"]).rpartition("/")[2]
    return definitions.get(name, {}), {key: value for key, value in definitions.items() if key != name}


def _shape(schema: Schema) -> str:
    if "enum" in schema or "const" in schema:
        return "select"
    kind = schema.get("type")
    if kind == "array":
        return "selector" if schema.get("format") == "selector" else "list" if "items" in schema else "json"
    if kind == "object":
        return "group" if schema.get("properties") else "json"
    return _SHAPES.get(str(kind), "json")


def _meaning(schema: Schema) -> str | None:
    return "template" if schema.get("format") == "template" else None


def _label(name: str, schema: Schema) -> str:
    """Return the field's title; one that was only derived from the name gets no capitals inside."""
    derived = name.replace("_", " ")
    title = str(schema.get("title") or derived.title())
    return derived.capitalize() if title == derived.title() else title


def _bound(schema: Schema, *keys: str) -> float | None:
    return next((schema[key] for key in keys if key in schema), None)
