"""What type hints of a Python function say: of its parameters, of what it returns, and the docstring about them."""

import dataclasses
import enum
import re
import types
import typing
from collections.abc import Mapping
from typing import Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, TypeAdapter
from pydantic_core import to_jsonable_python

from engine.cell.frames import is_frame
from engine.errors import NodeError
from engine.frames.table import Table
from engine.values import File, converted, with_rows

_ARGUMENTS: Final = re.compile(r"^(?:Args|Arguments|Parameters):\n((?:[ \t]+\S.*(?:\n|$))+)", re.MULTILINE)
_ENTRY: Final = re.compile(r"^(?P<name>\w+)(?: \([^)]*\))?:(?P<text>.*(?:\n[ \t].*)*)", re.MULTILINE)
_SECTION: Final = re.compile(r"\n\s*\n(?:Args|Arguments|Parameters|Returns|Yields|Raises|Outputs):\n.*", re.DOTALL)
_SIMPLE: Final[Mapping[Any, str]] = {
    str: "string",
    bool: "boolean",
    int: "number",
    float: "number",
    File: "file",
    Table: "dataframe",
}
_ITEMS: Final = ("string", "number", "boolean", "object", "file")
_FRAMES: Final = ("polars", "pandas")


def plain_hint(hint: Any) -> Any:
    """Return a type hint without `Optional` and `Annotated`."""
    if get_origin(hint) is typing.Annotated:
        return plain_hint(get_args(hint)[0])
    if get_origin(hint) in (Union, types.UnionType):
        parts = [part for part in get_args(hint) if part is not type(None)]
        if len(parts) == 1:
            return plain_hint(parts[0])
    return hint


def value_type(hint: Any) -> str:
    """Return what the engine calls values of a type hint."""
    hint = plain_hint(hint)
    origin = get_origin(hint) or hint
    if origin is Literal or is_kind(origin, enum.Enum):
        return "string"
    if is_frame_type(hint):
        return "dataframe"
    if is_kind(origin, list, tuple, set, frozenset) and fields_of(hint) is None:
        item = value_type((get_args(hint) or (Any,))[0])
        return f"array[{item if item in _ITEMS else 'any'}]"
    is_object = is_kind(origin, Mapping) or fields_of(hint) is not None
    return "object" if is_object else _SIMPLE.get(hint, "any")


def choices_of(hint: Any) -> tuple[str, ...]:
    """Return the values of an enumeration or `Literal` as texts, none for any other type."""
    hint = plain_hint(hint)
    if get_origin(hint) is Literal:
        return tuple(str(choice) for choice in get_args(hint))
    return tuple(str(member.value) for member in hint) if is_kind(hint, enum.Enum) else ()


def as_hint(value: Any, hint: Any) -> Any:
    """Return a value of the engine as a type hint has it; slow for large frames.

    Raises:
        pydantic.ValidationError: it does not fit.
        NodeError: it should be a data frame and is none.
    """
    if hint is Any or type(value) is hint or value is None:
        return value
    if hint is Table or is_frame_type(hint):
        table = converted(value, "dataframe")
        if not isinstance(table, Table):
            raise NodeError(f"a data frame or a list of objects is needed, not {value!r:.80}")
        if hint is Table:
            return table
        return table.frame.to_pandas() if hint.__module__.startswith("pandas") else table.frame
    return _adapter(hint).validate_python(with_rows(value))


def _adapter(hint: Any) -> TypeAdapter[Any]:
    """Return what checks values; records bring settings of their own, beside which no others may be."""
    if is_kind(hint, BaseModel) or dataclasses.is_dataclass(hint) or typing.is_typeddict(hint):
        return TypeAdapter(hint)
    return TypeAdapter(hint, config=ConfigDict(arbitrary_types_allowed=True))


def is_kind(hint: Any, *kinds: type) -> bool:
    """Return whether a hint is a class and a subclass of one of `kinds`."""
    return isinstance(hint, type) and issubclass(hint, kinds)


def is_frame_type(hint: Any) -> bool:
    """Return whether a hint is the data frame of polars or pandas."""
    module = getattr(hint, "__module__", "") or ""
    return getattr(hint, "__name__", "") == "DataFrame" and module.partition(".")[0] in _FRAMES


def fields_of(hint: Any) -> dict[str, Any] | None:
    """Return the fields of a record type with their hints, None for any other type."""
    if not isinstance(hint, type):
        return None
    if issubclass(hint, BaseModel):
        return {name: field.annotation for name, field in hint.model_fields.items()}
    if dataclasses.is_dataclass(hint) or typing.is_typeddict(hint) or hasattr(hint, "_fields"):
        return typing.get_type_hints(hint) if hint not in (File, Table) else None
    return None


def record_of(value: Any) -> Mapping[str, Any] | None:
    """Return the fields of a record, values as they are; None for what is no record."""
    if isinstance(value, Mapping):
        return value
    if isinstance(value, BaseModel):
        return {name: getattr(value, name) for name in type(value).model_fields}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    return value._asdict() if hasattr(value, "_asdict") else None


def plain(value: Any) -> Any:
    """Return a value with what the engine has no type for made plain: dates as text, sets as lists, records as objects."""
    if value is None or isinstance(value, str | bool | int | float | File | Table):
        return value.value if isinstance(value, enum.Enum) else value
    if is_frame(value):
        return Table.of(value)
    if isinstance(value, list | tuple | set | frozenset) and not hasattr(value, "_asdict"):
        return [plain(item) for item in value]
    found = record_of(value)
    if found is not None:
        return {str(key): plain(item) for key, item in found.items()}
    return to_jsonable_python(value, fallback=str)


def told_of(doc: str) -> str:
    """Return what a docstring says before its sections, in one line."""
    return " ".join(_SECTION.sub("", f"\n\n{doc}").split())


def described(doc: str) -> dict[str, str]:
    """Return what the section `Args:` of a docstring says of each parameter; its lines may be continued further in."""
    section = _ARGUMENTS.search(doc)
    if section is None:
        return {}
    entries = _ENTRY.finditer(_unindented(section[1]))
    return {entry["name"]: " ".join(entry["text"].split()) for entry in entries}


def _unindented(text: str) -> str:
    lines = text.splitlines()
    margin = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
    return "\n".join(line[margin:] for line in lines)
