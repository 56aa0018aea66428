"""Arguments of tools: defaults, what must be there, and conversion to the declared types."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import json_repair

from engine.tools.base import JsonObject, Parameter, ToolParameterError
from engine.values import File, as_text

_TRUE = ("true", "yes", "on", "1", "y")
_SWITCHES = {"0": "false", "1": "true", "False": "false", "True": "true"}  # choices that were once switches
_FALSE = ("false", "no", "off", "0", "n", "")


def checked(parameters: Sequence[Parameter], given: Mapping[str, Any]) -> JsonObject:
    """Return the arguments that a tool with these parameters gets.

    Given values are converted; a missing one gets its default or is left out. What the tool does not
    know is passed as None.

    Raises:
        ToolParameterError: a value cannot be converted, or a required one is missing.
    """
    arguments: JsonObject = {name: None for name in given if name not in {known.name for known in parameters}}
    for parameter in parameters:
        value = given.get(parameter.name)
        if value == "" and parameter.type != "string":  # a field of a form that nobody filled in
            value = None
        if value is None and parameter.default is not None:
            value = parameter.default
        if value is not None:
            arguments[parameter.name] = _converted(parameter, value)
        elif parameter.required:
            raise ToolParameterError(f"the tool parameter {parameter.name!r} is required")
        elif parameter.name in given:
            arguments[parameter.name] = None
    return arguments


def _converted(parameter: Parameter, value: Any) -> Any:
    try:
        converted = _CASTS[parameter.type](value)
    except ValueError as error:
        raise ToolParameterError(
            f"the tool parameter {parameter.name!r} must be {parameter.type}, not {value!r:.80}"
        ) from error
    if parameter.options and str(converted) not in parameter.options:
        converted = _SWITCHES.get(str(converted), converted)
    if parameter.options and str(converted) not in parameter.options:
        allowed = ", ".join(parameter.options)
        raise ToolParameterError(f"the tool parameter {parameter.name!r} must be one of {allowed}, not {value!r:.80}")
    return converted


def _number(value: Any) -> int | float:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return value
    if not isinstance(value, str):
        raise ValueError("no number")
    text = value.strip()
    try:
        return int(text)
    except ValueError:
        return float(text)


def _boolean(value: Any) -> bool:
    if not isinstance(value, str):
        return bool(value)
    word = value.strip().lower()
    if word not in _TRUE + _FALSE:
        raise ValueError("no boolean")
    return word in _TRUE


def _parsed(value: Any, kind: type) -> Any:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            value = json_repair.loads(value)
    if not isinstance(value, kind):
        raise ValueError(f"no {kind.__name__}")
    return value


def _file(value: Any) -> File:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, File):
        raise ValueError("no file")
    return value


def _files(value: Any) -> list[File]:
    return [_file(item) for item in (value if isinstance(value, list) else [value])]


_CASTS: Mapping[str, Callable[[Any], Any]] = {
    "string": as_text,
    "select": as_text,
    "number": _number,
    "boolean": _boolean,
    "object": lambda value: _parsed(value, dict),
    "array": lambda value: _parsed(value, list),
    "file": _file,
    "files": _files,
}
