"""Tools as an agent's model is offered them: some arguments fixed, the others its own."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Any, Final

from engine.agents.files import KINDS, KnownFiles
from engine.knowledge.search import RetrievalSettings
from engine.models.base import ToolSpec
from engine.resources import Resources
from engine.tools.base import JsonObject, Parameter, Tool, ToolContext, ToolNotFoundError, ToolReference, ToolResult
from engine.tools.calls import call
from engine.tools.knowledge import KnowledgeTool
from engine.tools.registry import find_tool, short_id

_VALUES: Final = ("settings", "parameters", "tool_parameters")  # where an entry has values, by its age


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedTool:
    """A tool, what the model may know of it, and what it has no say in."""

    tool: Tool
    name: str  # unique among what one model is offered
    description: str
    fixed: Mapping[str, Any] = field(default_factory=dict)
    free: Sequence[Parameter] = ()  # the model's own arguments

    @property
    def spec(self) -> ToolSpec:
        """Return the tool as models are told of it."""
        schema = {
            "type": "object",
            "properties": {parameter.name: _schema(parameter) for parameter in self.free},
            "required": [parameter.name for parameter in self.free if parameter.required],
        }
        return ToolSpec(self.name, self.description, schema)

    async def call(self, arguments: Mapping[str, Any], ctx: ToolContext, result: ToolResult) -> None:
        """Call the tool with the model's arguments; `result` takes all that it gives, until it fails if it does.

        Raises:
            NodeError: an argument does not fit, or the call failed.
        """
        names = {parameter.name for parameter in self.free}
        own = {name: value for name, value in arguments.items() if name in names}
        async with aclosing(call(self.tool, {**own, **self.fixed}, ctx)) as messages:
            async for message in messages:
                result.take(message)


async def offered_tool(entry: Mapping[str, Any], resources: Resources) -> OfferedTool:
    """Return the tool that an entry of an agent's list names, in any of the shapes that such entries have.

    Raises:
        ToolNotFoundError: it is not installed; the message names it.
    """
    tool = await _found(resources, reference_of(entry))
    values = _values(entry)
    fixed = {name: value for name, value in values.items() if value is not None}
    left = _left(entry)
    free = [parameter for parameter in tool.parameters if _is_free(parameter, values, left)]
    extra = entry.get("extra")
    told = extra.get("description") if isinstance(extra, Mapping) else None
    description = str(told or _described(tool, str(entry.get("tool_description") or tool.label)))
    return OfferedTool(tool=tool, name=_safe(tool.name), description=description, fixed=fixed, free=free)


def _described(tool: Tool, otherwise: str) -> str:
    """Return what a tool does, and what it is good for."""
    cases = f"\nGood for: {'; '.join(tool.use_cases)}." if tool.use_cases else ""
    return f"{tool.description or otherwise}{cases}"


def telling(tools: Iterable[OfferedTool], files: KnownFiles) -> list[OfferedTool]:
    """Return the tools, with the names of the files that there are in what the model is told of parameters for files."""
    return [
        replace(tool, free=[_naming(parameter, files) for parameter in tool.free])
        if any(parameter.type in KINDS for parameter in tool.free)
        else tool
        for tool in tools
    ]


async def _found(resources: Resources, reference: ToolReference) -> Tool:
    """Return the tool that a reference names; a knowledge base is one by its id. Raises ToolNotFoundError."""
    if reference.provider_type != "dataset-retrieval":
        return await find_tool(resources, reference)
    dataset_id = reference.provider_id or reference.tool_name.removeprefix("dataset_")
    found = [] if resources.retrieval is None else await resources.retrieval.datasets([dataset_id])
    if not found:
        raise ToolNotFoundError(f"there is no knowledge base {dataset_id!r} that can be searched here")
    return KnowledgeTool(found[0], RetrievalSettings())


def _naming(parameter: Parameter, files: KnownFiles) -> Parameter:
    if parameter.type not in KINDS:
        return parameter
    return replace(parameter, description=f"{parameter.description}{files.described()}".strip())


def _schema(parameter: Parameter) -> JsonObject:
    """Return the JSON schema of an argument as a model writes it: files by their names."""
    schema = parameter.schema()
    if parameter.type == "file":
        return {**schema, "type": "string"}
    return {**schema, "items": {"type": "string"}} if parameter.type == "files" else schema


def reference_of(entry: Mapping[str, Any]) -> ToolReference:
    """Return which tool an entry names."""
    return ToolReference(
        provider_type=str(entry.get("provider_type") or entry.get("type") or "builtin"),
        provider_id=str(entry.get("provider_id") or entry.get("provider_name") or entry.get("provider") or ""),
        provider_name=str(entry.get("provider_name") or ""),
        tool_name=str(entry.get("tool_name") or ""),
        plugin=str(entry.get("plugin_unique_identifier") or ""),
    )


def with_own_names(tools: Iterable[OfferedTool]) -> list[OfferedTool]:
    """Return the tools with names that differ, the provider's before a name that was taken."""
    named: dict[str, OfferedTool] = {}
    for tool in tools:
        name, number = tool.name, 1
        while name in named:
            number += 1
            again = "" if number == 2 else f"_{number}"
            name = f"{_safe(short_id(tool.tool.provider))}_{tool.name}{again}"
        named[name] = replace(tool, name=name)
    return list(named.values())


def _values(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that an entry sets; None for what is the model's to decide."""
    found: dict[str, Any] = {}
    for key in _VALUES:
        given = entry.get(key)
        for name, value in given.items() if isinstance(given, Mapping) else ():
            found[name] = _value(value)
    return found


def _left(entry: Mapping[str, Any]) -> set[str]:
    """Return the names of what an entry says is the model's to decide."""
    given = [entry.get(key) for key in _VALUES]
    return {
        str(name)
        for values in given
        if isinstance(values, Mapping)
        for name, value in values.items()
        if isinstance(value, Mapping) and value.get("auto")
    }


def _value(given: Any) -> Any:
    """Return a fixed value, None where the model decides: an old bare value is fixed unless it is empty."""
    if isinstance(given, Mapping) and given.get("auto"):
        return None
    if isinstance(given, Mapping) and "value" in given:
        return _value(given["value"])
    return None if given == "" else given


def _is_free(parameter: Parameter, values: Mapping[str, Any], left: Collection[str]) -> bool:
    """Return whether the model gives the argument; of settings only those that an entry leaves to it in so many words.

    An empty setting is its default: who may be written to, say, is no model's to decide because nobody filled it in.
    """
    if parameter.form == "form":
        return parameter.name in left
    return values.get(parameter.name) is None


def _safe(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]", "_", name)[:48] or "tool"
