"""Tools made of typed Python functions: the signature gives the parameters, the docstring what models are told.

    @tool(provider="shop", use_cases=["find an order"], timeout=10)
    async def find_order(number: int, shop: Setting[str] = "main") -> dict[str, Any]:
        \"\"\"Find an order by its number.

        Args:
            number: The number on the receipt.
            shop: Which shop it was.
        \"\"\"

What a function takes: `str`, `int`, `float`, `bool`, `Literal` and enumerations (a choice), `File` and `list[File]`,
`bytes` (the content of a file), lists, mappings and records (dataclass, TypedDict, pydantic model); a parameter that is
a `ToolContext` is given the call's context, and `Setting[...]` marks what people fix when they set the tool up, so that
no model decides it. What it gives: a text, a `File`, anything else that JSON has, nothing, or messages of
`engine.tools.base`, one or a list of them; an async generator yields any of these one after the other.
"""

import asyncio
import inspect
import traceback
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Annotated, Any, Final, TypeVar, cast, get_args, get_origin, get_type_hints, overload

from pydantic import TypeAdapter, ValidationError
from pydantic.errors import PydanticUserError

from engine.errors import EngineError
from engine.filestore import file_content
from engine.hints import as_hint, choices_of, described, plain, plain_hint, told_of, value_type
from engine.tools.base import (
    Json,
    JsonObject,
    Made,
    Parameter,
    ParameterType,
    Text,
    ToolContext,
    ToolInvokeError,
    ToolMessage,
    ToolParameterError,
)
from engine.values import File, as_text

T = TypeVar("T")

_BY_PEOPLE: Final = object()
_TYPES: Final[Mapping[str, ParameterType]] = {
    "string": "string",
    "number": "number",
    "boolean": "boolean",
    "object": "object",
    "file": "file",
    "array[file]": "files",
    "dataframe": "array",
    "any": "string",
}

_PLAIN: Final[Mapping[Any, JsonObject | None]] = {str: None, float: None, bool: None, int: {"type": "integer"}}

Setting = Annotated[T, _BY_PEOPLE]
"""Marks the type of a parameter that is fixed when the tool is set up: no model decides it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionTool:
    """A tool that calls a Python function: in a thread, or on the event loop where it is `async`."""

    provider: str
    name: str
    label: str
    description: str
    function: Callable[..., Any]
    parameters: Sequence[Parameter] = ()
    hints: Mapping[str, Any] = field(default_factory=dict)  # of the parameters, by name
    context: str = ""  # the argument that gets the `ToolContext`, "" for none
    use_cases: Sequence[str] = ()
    credentials: Sequence[Parameter] = ()
    has_side_effects: bool = False
    timeout: float | None = None  # seconds
    repeatable: bool = False
    version: int = 1  # raise it when the same arguments give another result

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the function as it is written."""
        return self.function(*args, **kwargs)

    async def run(self, arguments: Mapping[str, Any], ctx: ToolContext) -> AsyncIterator[ToolMessage]:
        """Call the function with those of the arguments that it knows.

        Raises:
            ToolParameterError: an argument does not fit its type.
            ToolInvokeError: the function raised; its ValueError speaks for itself, any other error is named.
        """
        given = {name: await self._given(name, value, ctx) for name, value in arguments.items() if name in self.hints}
        given = {name: value for name, value in given.items() if value is not None}
        if self.context:
            given[self.context] = ctx
        try:
            if inspect.isasyncgenfunction(self.function):
                async for piece in self.function(**given):
                    for message in messages_of(piece):
                        yield message
                return
            for message in messages_of(await self._returned(given)):
                yield message
        except EngineError:
            raise
        except ValueError as error:
            raise ToolInvokeError(f"{self.name}: {error}") from error
        except Exception as error:
            raise ToolInvokeError(
                f"{self.name}: {type(error).__name__}: {error}",
                process_data={"traceback": "".join(traceback.format_exception(error))},
            ) from error

    async def _returned(self, given: Mapping[str, Any]) -> Any:
        if inspect.iscoroutinefunction(self.function):
            return await self.function(**given)
        return await asyncio.to_thread(self.function, **given)

    async def _given(self, name: str, value: Any, ctx: ToolContext) -> Any:
        hint = self.hints[name]
        if hint is bytes and isinstance(value, File):
            return await file_content(value, ctx.resources)
        try:
            return as_hint(value, hint)
        except ValidationError as error:
            fault = error.errors()[0]
            place = "".join(f"[{part}]" for part in fault["loc"])
            raise ToolParameterError(
                f"the tool parameter {name + place!r}: {fault['msg']} (got {value!r:.80})"
            ) from error


@overload
def tool(function: Callable[..., Any], /) -> FunctionTool: ...


@overload
def tool(
    *,
    provider: str = "",
    name: str = "",
    label: str = "",
    description: str = "",
    use_cases: Sequence[str] = (),
    credentials: Sequence[Parameter] = (),
    has_side_effects: bool = False,
    timeout: float | None = None,
    repeatable: bool = False,
    version: int = 1,
) -> Callable[[Callable[..., Any]], FunctionTool]: ...


def tool(function: Callable[..., Any] | None = None, /, **about: Any) -> Any:
    """Make a tool of a typed function; without more said, its name and docstring are the tool's.

    A tool without a `provider` is for whoever collects it to give one (`dataclasses.replace`).

    Raises:
        TypeError: a parameter has no type hint, or one that no tool can be given; the message names it.
    """
    if function is not None:
        return tool_of(function)
    return lambda function: tool_of(function, **about)


def tool_of(function: Callable[..., Any], *, name: str = "", **about: Any) -> FunctionTool:
    """Return the tool that calls `function`; `about` as for `tool`, whose errors it has, too."""
    if inspect.isgeneratorfunction(function):
        raise TypeError(f"{function.__name__}(): a tool that yields its messages is written with `async def`")
    doc = inspect.getdoc(function) or ""
    hints = get_type_hints(function, include_extras=True)
    told, context = described(doc), ""
    parameters: list[Parameter] = []
    for spec in inspect.signature(function).parameters.values():
        if hints.get(spec.name) is ToolContext:
            context = spec.name
        else:
            parameters.append(_parameter(function.__name__, spec, hints.get(spec.name), told.get(spec.name, "")))
    name = name or function.__name__
    label = about.pop("label", "") or name.replace("_", " ").capitalize()
    return FunctionTool(
        provider=about.pop("provider", ""),
        name=name,
        label=label,
        description=about.pop("description", "") or told_of(doc) or label,
        function=function,
        parameters=tuple(parameters),
        hints={parameter.name: _value_hint(hints[parameter.name]) for parameter in parameters},
        context=context,
        **about,
    )


def messages_of(value: Any) -> Iterator[ToolMessage]:
    """Yield what a function returned as messages: a list of messages or files each for itself, nothing for None."""
    if isinstance(value, list | tuple) and value and all(isinstance(item, ToolMessage | File) for item in value):
        yield from (Made(item) if isinstance(item, File) else item for item in value)
    elif isinstance(value, ToolMessage):
        yield value
    elif isinstance(value, File):
        yield Made(value)
    elif isinstance(value, str | bool | int | float) and not isinstance(value, Enum):
        yield Text(as_text(value))
    elif value is not None:
        yield Json(plain(value))


def _parameter(function: str, spec: inspect.Parameter, hint: Any, description: str) -> Parameter:
    if spec.kind in (spec.VAR_POSITIONAL, spec.VAR_KEYWORD, spec.POSITIONAL_ONLY):
        raise TypeError(f"{function}(): every parameter needs a name, which {spec} has not")
    if hint is None:
        raise TypeError(f"{function}(): the parameter {spec.name} needs a type hint")
    kind = _value_hint(hint)
    is_required = spec.default is spec.empty
    return Parameter(
        name=spec.name,
        type=_type_of(kind),
        form="form" if _is_setting(hint) else "llm",
        required=is_required,
        default=None if is_required else plain(spec.default),
        options=choices_of(kind),
        description=description,
        shape=_shape(hint, function, spec.name),
    )


def _is_setting(hint: Any) -> bool:
    return get_origin(hint) is Annotated and _BY_PEOPLE in get_args(hint)[1:]


def _value_hint(hint: Any) -> Any:
    """Return the hint that values are checked with: its bounds stay (`Annotated[int, Field(ge=1)]`)."""
    if get_origin(hint) is Annotated:
        inner, *marks = get_args(hint)
        kept = [mark for mark in marks if mark is not _BY_PEOPLE]
        inner = _value_hint(inner)
        return cast("Any", Annotated)[(inner, *kept)] if kept else inner
    return plain_hint(hint)


def _type_of(hint: Any) -> ParameterType:
    inner = plain_hint(hint)
    if choices_of(inner):
        return "select"
    if inner is bytes:
        return "file"
    kind = value_type(inner)
    return _TYPES.get(kind, "array" if kind.startswith("array[") else "string")


def _shape(hint: Any, function: str, name: str) -> JsonObject | None:
    """Return the JSON schema of a value where it says more than the parameter's type does."""
    inner = _value_hint(hint)
    if isinstance(inner, type) and inner in _PLAIN:  # the usual ones, without asking pydantic
        return _PLAIN[inner]
    if _type_of(inner) not in ("array", "object", "number", "string") or value_type(inner) == "dataframe":
        return None
    try:
        schema = _inlined(TypeAdapter(inner).json_schema(), {})
    except PydanticUserError as error:
        raise TypeError(f"{function}(): the parameter {name} has a type that no tool can be given: {hint}") from error
    except RecursionError:  # a record that holds its own kind has no schema without references
        return None
    return schema if schema not in ({"type": "number"}, {"type": "string"}, {}) else None


def _inlined(schema: Any, definitions: Mapping[str, Any]) -> Any:
    """Return a schema with what it refers to in its place: parameters stand in the schema of all of them."""
    if isinstance(schema, list):
        return [_inlined(item, definitions) for item in schema]
    if not isinstance(schema, dict):
        return schema
    definitions = schema.get("$defs") or definitions
    if "$ref" in schema:
        return _inlined(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    return {key: _inlined(value, definitions) for key, value in schema.items() if key not in ("$defs", "title")}
