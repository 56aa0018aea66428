"""What a function takes and gives, read from its type hints: settings of a node, values, outputs."""

import dataclasses
import enum
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import to_jsonable_python

from engine.cell.frames import is_frame
from engine.errors import NodeError, VariableNotFound
from engine.fields import Selector, Template
from engine.filestore import read_file
from engine.frames.table import Table
from engine.nodes.base import Context
from engine.values import MISSING, File, as_text, converted, fits, with_rows

REQUIRED: Any = ...
FILE_BYTES = "own_node_file_bytes"  # the key of `Resources.extras` under which another size comes in

_FILE_BYTES = 100 * 2**20  # of a file whose content a function takes

_SIMPLE: Mapping[Any, str] = {
    str: "string",
    bool: "boolean",
    int: "number",
    float: "number",
    File: "file",
    Table: "dataframe",
}
_ITEMS = ("string", "number", "boolean", "object", "file")
_FRAMES = ("polars", "pandas")


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that a node is given: by a constant, a text with references, or a variable."""

    name: str
    hint: Any  # the type of its value
    default: Any = REQUIRED
    description: str = ""

    @property
    def setting(self) -> tuple[Any, Any]:
        """Return type and field of the setting, as pydantic's `create_model` takes them."""
        about: dict[str, Any] = {"title": self.name.replace("_", " ").capitalize(), "description": self.description}
        if self.hint is str:
            return Selector | Template, Field(
                self._plain_default(""), json_schema_extra={"widget": "template"}, **about
            )
        if not _has_constants(self.hint):
            default = REQUIRED if self.default is REQUIRED else Selector()
            return Selector, Field(default, json_schema_extra={"widget": "selector"}, **about)
        kind = self.hint if self.default is not None else self.hint | None
        return Selector | kind, Field(self._plain_default(None), json_schema_extra={"widget": "argument"}, **about)

    async def value(self, setting: Any, ctx: Context) -> Any:
        """Return what the setting stands for in a run, as the engine has it.

        Raises:
            VariableNotFound: it is a variable that nothing has written, and there is no default.
            NodeError: it is a file that cannot be read.
        """
        value = setting
        if isinstance(setting, Template):
            value = ctx.render(setting)
        elif isinstance(setting, Selector):
            value = ctx.value(setting) if setting else MISSING
            if value is MISSING and self.default is REQUIRED:
                raise VariableNotFound(setting)
        if value is MISSING:
            return self.default
        if self.hint is str:
            return as_text(value)
        if self.hint is bytes and isinstance(value, File):
            most = ctx.resources.extras.get(FILE_BYTES, _FILE_BYTES)
            return await read_file(value, ctx.resources, most=most)
        return value

    def checked(self, value: Any) -> Any:
        """Return a value as the type hint has it; slow for large frames.

        Raises:
            NodeError: it does not fit; the message names the parameter.
        """
        try:
            return _as_hint(value, self.hint)
        except ValidationError as error:
            fault = error.errors()[0]
            place = "".join(f"[{part}]" for part in fault["loc"])
            raise NodeError(
                f"{self.name}{place}: {fault['msg']} (got {value!r:.80})", error_type="ArgumentError"
            ) from error
        except NodeError as error:
            raise NodeError(f"{self.name}: {error}", error_type="ArgumentError") from error

    def _plain_default(self, otherwise: Any) -> Any:
        if self.default is REQUIRED:
            return REQUIRED
        value = self.default.value if isinstance(self.default, enum.Enum) else self.default
        return otherwise if value is None else Template(value) if self.hint is str else value


def plain_hint(hint: Any) -> Any:
    """Return a type hint without `Optional` and `Annotated`."""
    if get_origin(hint) is typing.Annotated:
        return plain_hint(get_args(hint)[0])
    if get_origin(hint) in (Union, types.UnionType):
        parts = [part for part in get_args(hint) if part is not type(None)]
        if len(parts) == 1:
            return plain_hint(parts[0])
    return hint


def outputs_of(hint: Any) -> dict[str, str]:
    """Return the outputs of a return annotation, name -> value type: fields of a record, else one `result`."""
    hint = plain_hint(hint)
    if hint in (None, type(None)):
        return {}
    fields = _fields(hint)
    if fields is None:
        return {"result": value_type(hint)}
    return {name: value_type(part) for name, part in fields.items()}


def value_type(hint: Any) -> str:
    """Return what the engine calls values of a type hint."""
    hint = plain_hint(hint)
    origin = get_origin(hint) or hint
    if origin is Literal or _is(origin, enum.Enum):
        return "string"
    if _is_frame_type(hint):
        return "dataframe"
    if _is(origin, list, tuple, set, frozenset) and _fields(hint) is None:
        item = value_type((get_args(hint) or (Any,))[0])
        return f"array[{item if item in _ITEMS else 'any'}]"
    is_object = _is(origin, Mapping) or _fields(hint) is not None
    return "object" if is_object else _SIMPLE.get(hint, "any")


def given_outputs(returned: Any, declared: Mapping[str, str]) -> dict[str, Any]:
    """Return what a function returned as the outputs that its annotation declares; slow for large frames.

    Raises:
        NodeError: something else came back; the message names the output.
    """
    if not declared:
        return {}
    found = _record(returned) if set(declared) != {"result"} else None
    values = {"result": returned} if found is None else found
    missing = [name for name in declared if name not in values]
    if missing:
        raise NodeError(f"the function did not return {missing[0]!r}", error_type="OutputValidationError")
    return {name: engine_value(values[name], kind, name=name) for name, kind in declared.items()}


def engine_value(value: Any, declared: str, *, name: str) -> Any:
    """Return a value of a function as the engine has it. Raises NodeError when it is not of the declared type."""
    value = converted(_plain(value), declared)
    if isinstance(value, Table):
        value.hash  # noqa: B018 - computed here, in the thread of the function, for whoever asks on the loop
    if value is not None and not fits(value, declared):
        raise NodeError(f"the output {name!r} is no {declared}: {value!r:.80}", error_type="OutputValidationError")
    return value


def _has_constants(hint: Any) -> bool:
    return hint in (int, float, bool) or get_origin(hint) is Literal or _is(hint, enum.Enum)


def _as_hint(value: Any, hint: Any) -> Any:
    if hint is Any or (hint is Table and isinstance(value, Table)) or value is None:
        return value
    if hint is Table or _is_frame_type(hint):
        table = converted(value, "dataframe")
        if not isinstance(table, Table):
            raise NodeError(f"a data frame or a list of objects is needed, not {value!r:.80}")
        if hint is Table:
            return table
        return table.frame.to_pandas() if hint.__module__.startswith("pandas") else table.frame
    return TypeAdapter(hint, config=ConfigDict(arbitrary_types_allowed=True)).validate_python(with_rows(value))


def _is(hint: Any, *kinds: type) -> bool:
    return isinstance(hint, type) and issubclass(hint, kinds)


def _is_frame_type(hint: Any) -> bool:
    module = getattr(hint, "__module__", "") or ""
    return getattr(hint, "__name__", "") == "DataFrame" and module.partition(".")[0] in _FRAMES


def _fields(hint: Any) -> dict[str, Any] | None:
    """Return the fields of a record type with their hints, None for any other type."""
    if not isinstance(hint, type):
        return None
    if issubclass(hint, BaseModel):
        return {name: field.annotation for name, field in hint.model_fields.items()}
    if dataclasses.is_dataclass(hint) or typing.is_typeddict(hint) or hasattr(hint, "_fields"):
        return typing.get_type_hints(hint) if hint not in (File, Table) else None
    return None


def _record(value: Any) -> Mapping[str, Any] | None:
    """Return the fields of a record, values as they are."""
    if isinstance(value, Mapping):
        return value
    if isinstance(value, BaseModel):
        return {name: getattr(value, name) for name in type(value).model_fields}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    return value._asdict() if hasattr(value, "_asdict") else None


def _plain(value: Any) -> Any:
    """Return a value with what the engine has no type for made plain: dates as text, sets as lists, records as objects."""
    if value is None or isinstance(value, str | bool | int | float | File | Table):
        return value.value if isinstance(value, enum.Enum) else value
    if is_frame(value):
        return Table.of(value)
    if isinstance(value, list | tuple | set | frozenset) and not hasattr(value, "_asdict"):
        return [_plain(item) for item in value]
    found = _record(value)
    if found is not None:
        return {str(key): _plain(item) for key, item in found.items()}
    return to_jsonable_python(value, fallback=str)


Parameters = Sequence[Parameter]
