"""What a node is: a class with a `Config` and one method, found by its kind."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from engine.errors import VariableNotFound
from engine.events import Event, Usage
from engine.resources import Resources, RunInfo
from engine.templates import references, render
from engine.values import MISSING
from engine.variables import VariablePool


class Selector(tuple[str, ...]):
    """Where a value is: `(owner, name, *path)`, owner a node id or `sys`, `env`, `conversation`."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        parts = core_schema.list_schema(core_schema.str_schema(coerce_numbers_to_str=True))
        return core_schema.no_info_after_validator_function(
            cls, parts, serialization=core_schema.plain_serializer_function_ser_schema(list)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "array", "items": {"type": "string"}, "format": "selector"}


class Template(str):
    """Text with `{{#owner.name#}}` references in it."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(cls, core_schema.str_schema())

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "format": "template"}


class RetryConfig(BaseModel):
    """How often and how fast a failed attempt is repeated."""

    retry_enabled: bool = False
    max_retries: int = 0
    retry_interval: int = 0  # milliseconds


class NodeConfig(BaseModel):
    """A node's `data`: unknown keys are kept, since files of other versions carry many."""

    model_config = ConfigDict(extra="allow", populate_by_name=True)

    title: str = ""
    desc: str | None = None


@dataclass(slots=True)
class Result:
    """What a node hands back when it succeeds."""

    outputs: dict[str, Any] = field(default_factory=dict)
    handle: str = "source"  # the branch that is taken; only branch nodes choose another
    inputs: Mapping[str, Any] = field(default_factory=dict)  # for the trace only
    process_data: Mapping[str, Any] = field(default_factory=dict)  # for the trace only
    usage: Usage | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    citations: Sequence[Mapping[str, Any]] = ()


class Frames(Protocol):
    """How a container node runs its inner graph; the run loop implements it."""

    async def run_round(
        self, start_node_id: str, pool: VariablePool, *, index: int, length: int
    ) -> "RoundResult":
        """Run the inner graph once from `start_node_id` and return how it ended."""
        ...


@dataclass(slots=True)
class RoundResult:
    """How one round of a container ended."""

    error: Exception | None = None  # of the first node that failed without an error strategy
    ended_loop: bool = False  # a loop-end node was reached
    outputs: dict[str, Any] = field(default_factory=dict)  # of answer and end nodes
    usage: Usage = field(default_factory=Usage)


class Context:
    """What a running node may see and do. One per execution."""

    __slots__ = ("_emit", "_stream", "execution_id", "frames", "node_id", "pool", "resources", "run")

    def __init__(
        self,
        node_id: str,
        *,
        pool: VariablePool,
        resources: Resources,
        run: RunInfo,
        execution_id: str = "",
        emit: "Emit | None" = None,
        stream: "Stream | None" = None,
        frames: Frames | None = None,
    ) -> None:
        self.node_id = node_id
        self.pool = pool
        self.resources = resources
        self.run = run
        self.execution_id = execution_id
        self.frames = frames
        self._emit = emit
        self._stream = stream

    def value(self, selector: Sequence[str]) -> Any:
        """Return the value at `selector`, `MISSING` when nothing has written it."""
        return self.pool.get(selector)

    def require(self, selector: Sequence[str]) -> Any:
        """Return the value at `selector`.

        Raises:
            VariableNotFound: nothing has written it.
        """
        value = self.pool.get(selector)
        if value is MISSING:
            raise VariableNotFound(selector)
        return value

    def value_or_none(self, selector: Sequence[str]) -> Any:
        """Return the value at `selector`, None when nothing has written it."""
        value = self.pool.get(selector)
        return None if value is MISSING else value

    def render(self, template: str) -> str:
        """Return `template` with its references replaced, in the plain text form."""
        return render(template, self.pool)

    def emit(self, event: Event) -> None:
        """Put an event of this node (agent log, container round) on the run's stream."""
        if self._emit is not None:
            self._emit(event)

    def stream_text(self, delta: str, name: str = "text") -> None:
        """Offer the next piece of the output `name` to whoever shows it while it grows."""
        if self._stream is not None:
            self._stream.text(self.node_id, name, delta)

    def stream_reasoning(self, delta: str, *, is_final: bool = False) -> None:
        """Offer the next piece of a model's reasoning."""
        if self._stream is not None:
            self._stream.reasoning(self.node_id, delta, is_final)

    def end_stream(self, name: str = "text") -> None:
        """Say that no more pieces of the output `name` will come."""
        if self._stream is not None:
            self._stream.close(self.node_id, name)


class Emit(Protocol):
    """Takes an event, at once and without waiting."""

    def __call__(self, event: Event, /) -> None: ...


class Stream(Protocol):
    """Orders streamed pieces into the answer; the run loop implements it."""

    def text(self, node_id: str, name: str, delta: str) -> None: ...

    def reasoning(self, node_id: str, delta: str, is_final: bool) -> None: ...

    def close(self, node_id: str, name: str) -> None: ...


class Node:
    """A kind of node. Subclass with `kind=...`, give a `Config`, write `run`.

    Class attributes that a subclass may set:
        outputs: name -> value type (as in `engine.values`), for forms and validation; a kind whose
            outputs depend on its configuration overrides `declared_outputs`.
        branches: True when `run` chooses one of several handles.
        retries: True when `retry_config` is honoured.
        streams: names of outputs that are sent piece by piece.
    """

    kind: ClassVar[str] = ""
    registry: ClassVar[dict[str, type["Node"]]] = {}
    outputs: ClassVar[Mapping[str, str]] = {}
    branches: ClassVar[bool] = False
    retries: ClassVar[bool] = False
    streams: ClassVar[Sequence[str]] = ()

    class Config(NodeConfig):
        """No settings."""

    config: Any

    def __init_subclass__(cls, *, kind: str = "", **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if kind:
            cls.kind = kind
            Node.registry[kind] = cls

    def __init__(self, node_id: str, data: Mapping[str, Any]) -> None:
        self.node_id = node_id
        self.config = self.Config.model_validate(data)

    async def run(self, ctx: Context) -> Result:
        """Do the node's work once.

        Raises:
            NodeError, ModelError: the work failed; the run loop applies retry and error strategy.
        """
        raise NotImplementedError

    def declared_outputs(self) -> Mapping[str, str]:
        """Return the outputs of this node as configured: name -> value type."""
        return self.outputs

    def handles(self) -> Sequence[str]:
        """Return the source handles that this node as configured may take."""
        return ("source",)

    def references(self) -> set[tuple[str, ...]]:
        """Return every selector that the configuration names, in fields and inside templates."""
        return set(_references(self.config))


def _references(value: Any) -> Iterator[tuple[str, ...]]:
    if isinstance(value, Selector):
        if len(value) >= 2:
            yield tuple(value)
    elif isinstance(value, Template):
        yield from references(value)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _references(getattr(value, name))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _references(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _references(item)


__all__ = [
    "Context",
    "Frames",
    "Node",
    "NodeConfig",
    "Result",
    "RetryConfig",
    "RoundResult",
    "Selector",
    "Template",
]
