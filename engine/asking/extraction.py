"""Parameters that a model finds in a text: how they are asked for, checked and converted."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from pydantic import Field, field_validator

from engine.asking.model_settings import Settings
from engine.asking.structured import object_in
from engine.errors import NodeError
from engine.problems import refusal
from engine.values import fits

JsonObject = dict[str, Any]
ParameterType = Literal[
    "string", "number", "boolean", "select", "array[string]", "array[number]", "array[object]", "array[boolean]"
]

RESERVED = ("__reason", "__is_success", "__usage")
WRONG_NUMBER = "Invalid number of parameters"
NOTHING_FOUND = "The model's reply holds no JSON object and no function call, so every parameter is empty"


class Parameter(Settings):
    """One thing to find."""

    name: str = Field(description="The output's name.")
    type: ParameterType = Field(default="string", description="What the value is.")
    options: list[str] = Field(default=[], description="What a select may be.")
    description: str = Field(default="", description="What the model is told about it.")
    required: bool = Field(default=False, description="Whether the model must find it.")

    @field_validator("type", mode="before")
    @classmethod
    def _old_names(cls, value: Any) -> Any:
        return {"bool": "boolean", "array": "array[string]"}.get(value, value) if isinstance(value, str) else value

    @field_validator("name")
    @classmethod
    def _is_free(cls, name: str) -> str:
        if not name.strip():
            raise refusal("parameter_unnamed")
        if name in RESERVED:
            raise refusal("parameter_reserved", name=name)
        return name

    @property
    def value_type(self) -> str:
        """Return the type of the output."""
        return "string" if self.type == "select" else self.type

    @property
    def empty(self) -> Any:
        """Return what the output is when nothing fits."""
        return [] if self.is_list else {"number": 0, "boolean": False}.get(self.type, "")

    @property
    def is_list(self) -> bool:
        """Return whether the output is a list."""
        return self.type.startswith("array[")

    def schema_of_value(self) -> JsonObject:
        """Return the JSON schema of a value."""
        if self.is_list:
            schema: JsonObject = {"type": "array", "items": {"type": self.type[6:-1]}}
        else:
            schema = {"type": self.value_type}
        choices = {"enum": self.options} if self.type == "select" and self.options else {}
        return {**schema, "description": self.description, **choices}


def schema_of(parameters: Sequence[Parameter]) -> JsonObject:
    """Return the JSON schema of the object that holds the parameters."""
    return {
        "type": "object",
        "properties": {parameter.name: parameter.schema_of_value() for parameter in parameters},
        "required": [parameter.name for parameter in parameters if parameter.required],
    }


def found_in(text: str) -> Mapping[str, Any] | None:
    """Return the first JSON object in a reply, None when there is none; small faults are mended."""
    decoder, at = json.JSONDecoder(), text.find("{")
    if at < 0:
        return None
    try:
        value, _ = decoder.raw_decode(text, at)
    except ValueError:
        try:
            return object_in(text[at:])
        except NodeError:
            return None
    return value if isinstance(value, dict) else None


def without_reply(parameters: Sequence[Parameter]) -> JsonObject:
    """Return what stands for a reply that holds nothing: lists are not in it, so that they count as missing."""
    return {parameter.name: parameter.empty for parameter in parameters if not parameter.is_list}


def violation(parameters: Sequence[Parameter], reply: Mapping[str, Any]) -> str | None:
    """Return the first rule that a reply breaks, None when it is as asked for."""
    if len(reply) != len(parameters):
        return WRONG_NUMBER
    for parameter in parameters:
        if parameter.name not in reply:
            if parameter.required:
                return f"Parameter {parameter.name} is required"
            continue
        value = reply[parameter.name]
        if value is None or not fits(value, parameter.value_type):
            return f"Parameter {parameter.name} must be {parameter.value_type}, not {type(value).__name__}"
        if parameter.type == "select" and parameter.options and value not in parameter.options:
            return f"Parameter {parameter.name} must be one of {', '.join(parameter.options)}, not {value!r}"
    return None


def converted(parameters: Sequence[Parameter], reply: Mapping[str, Any]) -> JsonObject:
    """Return every parameter's value, as far as the reply's fits, else the empty one of its type."""
    return {parameter.name: _converted(parameter, reply.get(parameter.name)) for parameter in parameters}


def _converted(parameter: Parameter, value: Any) -> Any:
    if not parameter.is_list:
        made = _MAKERS[parameter.value_type](value)
        return parameter.empty if made is None else made
    items = value if isinstance(value, list) else []
    made_items = (_MAKERS[parameter.type[6:-1]](item) for item in items)
    return [item for item in made_items if item is not None]


def _number(value: Any) -> int | float | None:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return value
    if not isinstance(value, str):
        return None
    try:
        return float(value) if "." in value else int(value)
    except ValueError:
        return None


def _boolean(value: Any) -> bool | None:
    return bool(value) if isinstance(value, bool | int) else None


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _object(value: Any) -> JsonObject | None:
    return value if isinstance(value, dict) else None


_MAKERS: Mapping[str, Callable[[Any], Any]] = {
    "string": _string,
    "number": _number,
    "boolean": _boolean,
    "object": _object,
}
