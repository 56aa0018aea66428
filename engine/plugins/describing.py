"""What the signature of a plugin's function says, as plain values for the server. Standard library only."""

import dataclasses
import enum
import inspect
import re
import types
import typing
from collections.abc import Callable, Mapping
from typing import Any, Literal, Union, get_args, get_origin

_SIMPLE: Mapping[Any, str] = {str: "string", bool: "boolean", int: "integer", float: "number"}
_ARGUMENTS = re.compile(r"^(?:Args|Arguments|Parameters):\n((?:[ \t]+\S.*(?:\n|$))+)", re.MULTILINE)
_ENTRY = re.compile(r"^(?P<name>\w+)(?: \([^)]*\))?:(?P<text>.*(?:\n[ \t].*)*)", re.MULTILINE)


def described(function: Callable[..., Any]) -> dict[str, Any]:
    """Return `doc`, `parameters` (name, type, required, default, options, description) and `outputs` (name: type).

    Raises:
        TypeError: it is no function, or a parameter has no type hint.
    """
    if not callable(function):
        raise TypeError(f"{function!r:.60} cannot be called")
    hints = typing.get_type_hints(function)
    doc = inspect.getdoc(function) or ""
    texts = _texts(doc)
    parameters = []
    for name, spec in inspect.signature(function).parameters.items():
        if spec.kind in (spec.VAR_POSITIONAL, spec.VAR_KEYWORD, spec.POSITIONAL_ONLY):
            raise TypeError(f"{_name(function)}(): every parameter needs a name, which {spec} has not")
        if name not in hints:
            raise TypeError(f"{_name(function)}(): the parameter {name} needs a type hint")
        parameters.append(_parameter(name, spec, hints[name], texts.get(name, "")))
    return {
        "doc": doc.partition("\nArgs:")[0].strip(),
        "parameters": parameters,
        "outputs": _outputs(hints.get("return", Any)),
    }


def _parameter(name: str, spec: inspect.Parameter, hint: Any, text: str) -> dict[str, Any]:
    has_default = spec.default is not spec.empty
    default = spec.default.value if isinstance(spec.default, enum.Enum) else spec.default
    plain = _plain(hint)
    return {
        "name": name,
        "type": _type(plain),
        "options": _options(plain),
        "required": not has_default,
        "default": default if has_default and isinstance(default, str | int | float | bool) else None,
        "description": text,
    }


def _plain(hint: Any) -> Any:
    if get_origin(hint) is typing.Annotated:
        return _plain(get_args(hint)[0])
    if get_origin(hint) in (Union, types.UnionType):
        parts = [part for part in get_args(hint) if part is not type(None)]
        return _plain(parts[0]) if len(parts) == 1 else Any
    return hint


def _type(hint: Any) -> str:
    hint = _plain(hint)
    origin = get_origin(hint) or hint
    if origin is Literal or (isinstance(origin, type) and issubclass(origin, enum.Enum)):
        return "select"
    if isinstance(origin, type) and issubclass(origin, list | tuple | set):
        return "array"
    if _fields(hint) is not None or (isinstance(origin, type) and issubclass(origin, Mapping)):
        return "object"
    return _SIMPLE.get(hint, "any")


def _options(hint: Any) -> list[str]:
    if get_origin(hint) is Literal:
        return [str(option) for option in get_args(hint)]
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return [str(member.value) for member in hint]
    return []


def _outputs(hint: Any) -> dict[str, str]:
    fields = _fields(_plain(hint))
    names = {"result": hint} if fields is None else fields
    kinds = {name: _type(part) for name, part in names.items()}
    return {
        name: {"integer": "number", "select": "string", "array": "array[any]"}.get(kind, kind)
        for name, kind in kinds.items()
    }


def _fields(hint: Any) -> dict[str, Any] | None:
    if isinstance(hint, type) and (dataclasses.is_dataclass(hint) or typing.is_typeddict(hint)):
        return typing.get_type_hints(hint)
    return None


def _texts(doc: str) -> dict[str, str]:
    section = _ARGUMENTS.search(doc)
    entries = _ENTRY.finditer(inspect.cleandoc(section[1])) if section else ()
    return {entry["name"]: " ".join(entry["text"].split()) for entry in entries}


def _name(function: Callable[..., Any]) -> str:
    return str(getattr(function, "__name__", function))
