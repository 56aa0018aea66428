"""The tool node: calls a tool with values of the run."""

from collections.abc import Mapping, Sequence
from contextlib import aclosing
from typing import Any, ClassVar

from pydantic import Field, field_validator

from engine.errors import EngineError
from engine.events import AgentLog
from engine.nodes.base import Context, Node, NodeConfig, Result, SoFar
from engine.tools.base import (
    Log,
    Ran,
    Tool,
    ToolContext,
    ToolMessage,
    ToolParameterError,
    ToolReference,
    ToolResult,
    Variable,
)
from engine.tools.calls import call
from engine.tools.given import Given
from engine.tools.registry import BUILT_IN, find_tool
from engine.values import MISSING, as_text

JsonObject = dict[str, Any]

_OUTPUT_TYPES = {"string", "number", "boolean", "object", "file"}


class ToolNode(Node, kind="tool"):
    """Call a tool.

    Outputs:
        text: what the tool said, links as lines of their own.
        files: the files that it made.
        json: the objects that it gave; one with an empty `data` list when there are none.
        and the named outputs that the tool gives or `output_schema` declares.

    Raises:
        NodeError: `error_type` is ToolNotFoundError when the tool is not installed, ToolParameterError
            when a parameter is missing or of the wrong type, ToolInvokeError when the call failed.
    """

    fresh_because: ClassVar[str] = "Only tools marked as repeatable give the same again and do nothing else."
    retries: ClassVar[bool] = True
    streams: ClassVar[Sequence[str]] = ("text",)
    outputs: ClassVar[Mapping[str, str]] = {"text": "string", "files": "array[file]", "json": "array[object]"}

    class Config(NodeConfig):
        provider_type: str = Field(
            default="builtin", title="Kind of provider", description="builtin, api, workflow, mcp or plugin."
        )
        provider_id: str = Field(default="", title="Provider", description="Who offers the tool.")
        provider_name: str | None = Field(
            default=None, title="Provider's name", description="Holds where the provider has another id here."
        )
        tool_name: str = Field(default="", title="Tool", description="The tool's name at its provider.")
        tool_parameters: dict[str, Given] = Field(
            default={},
            title="Parameters",
            description="What the tool is called with.",
            json_schema_extra={"widget": "parameters"},
        )
        tool_configurations: dict[str, Any] = Field(
            default={},
            title="Settings",
            description="Values that are the same in every call.",
            json_schema_extra={"widget": "parameters"},
        )
        plugin_unique_identifier: str | None = Field(
            default=None, title="Plugin", description="Of Dify: the package that brings the tool."
        )
        output_schema: dict[str, Any] | None = Field(
            default=None,
            title="Named outputs",
            description="A JSON schema of the outputs that the tool gives besides text, files and json.",
            json_schema_extra={"widget": "json"},
        )

        @field_validator("tool_parameters", mode="before")
        @classmethod
        def _bare_values(cls, value: Any) -> Any:
            if not isinstance(value, Mapping):
                return value or {}
            return {name: Given.of(item) for name, item in value.items() if item is not None}

        @field_validator("tool_configurations", mode="before")
        @classmethod
        def _no_settings(cls, value: Any) -> Any:
            return value or {}

    @property
    def reference(self) -> ToolReference:
        """Return which tool is called."""
        return ToolReference(
            provider_type=self.config.provider_type,
            provider_id=self.config.provider_id,
            provider_name=self.config.provider_name or "",
            tool_name=self.config.tool_name,
            plugin=self.config.plugin_unique_identifier or "",
        )

    def declared_outputs(self) -> Mapping[str, str]:
        """Return the outputs, with those that `output_schema` declares."""
        properties = (self.config.output_schema or {}).get("properties")
        named = properties if isinstance(properties, dict) else {}
        return {**{name: _output_type(schema) for name, schema in named.items()}, **self.outputs}

    def references(self) -> set[tuple[str, ...]]:
        """Return every selector that the parameters name."""
        return {selector for given in self._given().values() for selector in given.references()}

    def is_reusable(self) -> bool:
        """Return whether the tool is one that gives the same again and does nothing else."""
        tool = None if self.config.provider_type == "workflow" else BUILT_IN.get(self.reference)
        return tool is not None and tool.repeatable

    def ingredients(self, ctx: Context) -> Any:
        """Return the version of the tool."""
        tool = BUILT_IN.get(self.reference)
        return None if tool is None else tool.version

    async def run(self, ctx: Context) -> Result:
        """Call the tool."""
        inputs = {name: given.traced(ctx.pool) for name, given in self._given().items()}
        try:
            tool = await find_tool(ctx.resources, self.reference)
            result = await self._called(ctx, tool, self._arguments(ctx, tool))
        except EngineError as error:
            error.inputs = inputs
            raise
        ctx.end_stream()
        outputs = {**result.variables, "text": result.text, "files": result.files, "json": _objects(result.json)}
        tool_info = {"provider_type": self.config.provider_type, "provider_id": self.config.provider_id}
        runs = {"called_runs": [run.as_mapping() for run in result.runs]} if result.runs else {}
        return Result(outputs, inputs=inputs, metadata={"tool_info": tool_info, **runs}, citations=result.citations)

    def _given(self) -> dict[str, Given]:
        """Return the parameters, with settings in their place where there is no such parameter."""
        settings = {name: value for name, value in self.config.tool_configurations.items() if value is not None}
        return {**{name: Given.of(value) for name, value in settings.items()}, **self.config.tool_parameters}

    def _arguments(self, ctx: Context, tool: Tool) -> JsonObject:
        values = {name: given.resolved(ctx.pool) for name, given in self._given().items()}
        for parameter in tool.parameters:
            if parameter.required and values.get(parameter.name) is MISSING:
                raise ToolParameterError(f"the variable for the required tool parameter {parameter.name!r} is missing")
        return {name: value for name, value in values.items() if value is not MISSING}

    async def _called(self, ctx: Context, tool: Tool, given: JsonObject) -> ToolResult:
        result = ToolResult()
        async with aclosing(call(tool, given, ToolContext(ctx.resources, ctx.run))) as messages:
            async for message in messages:
                self._say(ctx, message, result.take(message))
        return result

    def _say(self, ctx: Context, message: ToolMessage, added: str) -> None:
        if added:
            ctx.stream_text(added)
        elif isinstance(message, Variable) and message.is_piece:
            ctx.stream_text(as_text(message.value), message.name)
        elif isinstance(message, Ran):
            ctx.so_far = SoFar(metadata={"called_runs": [message.as_mapping()]})
        elif isinstance(message, Log):
            ctx.emit(log_event(ctx, message))


def log_event(ctx: Context, log: Log) -> AgentLog:
    """Return a tool's log entry as an event of its node."""
    return AgentLog(
        node_execution_id=ctx.execution_id,
        node_id=ctx.node_id,
        id=log.id,
        label=log.label,
        status=log.status,
        parent_id=log.parent_id,
        error=log.error,
        data=log.data,
    )


def _objects(values: Sequence[Any]) -> list[Any]:
    """Return the tool's JSON as a list of objects."""
    items = [item for value in values for item in (value if isinstance(value, list) else [value])]
    return [item if isinstance(item, Mapping) else {"data": item} for item in items] or [{"data": []}]


def _output_type(schema: Any) -> str:
    kind = schema.get("type") if isinstance(schema, Mapping) else None
    if kind == "array":
        items = schema.get("items")
        inner = items.get("type") if isinstance(items, Mapping) else None
        return f"array[{inner}]" if inner in _OUTPUT_TYPES else "array[any]"
    return "number" if kind == "integer" else str(kind) if kind in _OUTPUT_TYPES else "any"
