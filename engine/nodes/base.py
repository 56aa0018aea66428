"""What a node is: a class with a `Config` and one method, found by its kind."""

from collections.abc import Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from pydantic import BaseModel, ConfigDict, Field

from engine.errors import VariableNotFound
from engine.events import NO_USAGE, Event, ModelAnswered, Usage
from engine.fields import Selector, Template
from engine.resources import Resources, RunInfo
from engine.templating.templates import references, render
from engine.values import MISSING
from engine.variables import VariablePool


class RetryConfig(BaseModel):
    """How often and how fast a failed attempt is repeated."""

    retry_enabled: bool = Field(default=False, title="Enabled", description="Whether a failed attempt is repeated.")
    max_retries: int = Field(default=0, title="Further attempts", description="How many more attempts at most.")
    retry_interval: int = Field(default=0, title="Pause", description="Milliseconds between two attempts.")


class NodeConfig(BaseModel):
    """A node's `data`: unknown keys are kept, since files of other versions carry many."""

    model_config = ConfigDict(extra="allow", populate_by_name=True)

    title: str = Field(default="", title="Title", description="What the node is called on the canvas.")
    desc: str | None = Field(default=None, title="Note", description="A remark for people; runs do not read it.")


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
    assignments: Sequence[tuple[Sequence[str], Any]] = ()  # written to other owners' variables, all or none
    ends_loop: bool = False  # the enclosing loop ends after its round
    repeatable: bool = True  # False where the same work may end otherwise the next time: it is not kept for reruns


@dataclass(frozen=True, slots=True)
class SoFar:
    """What a node had done when it failed or was ended: for the trace, and for what the run has used up."""

    inputs: Mapping[str, Any] = field(default_factory=dict)
    process_data: Mapping[str, Any] = field(default_factory=dict)
    metadata: Mapping[str, Any] = field(default_factory=dict)
    usage: Usage = NO_USAGE

    def as_result(self, outputs: dict[str, Any], citations: Sequence[Mapping[str, Any]] = ()) -> Result:
        """Return the result of a node that succeeded after all this."""
        return Result(
            outputs,
            inputs=self.inputs,
            process_data=self.process_data,
            metadata=self.metadata,
            usage=self.usage,
            citations=citations,
        )


class NodePaused(Exception):
    """A node cannot go on now; `state` (JSON values) comes back as `Context.resumed`."""

    def __init__(self, state: Mapping[str, Any], reasons: Sequence[Mapping[str, Any]]) -> None:
        super().__init__("the node waits")
        self.state = dict(state)
        self.reasons = list(reasons)


@dataclass(slots=True)
class RoundResult:
    """How one round of a container ended."""

    pool: VariablePool
    error: Exception | None = None  # of the first node that failed without an error strategy
    ended_loop: bool = False  # a loop-end node was reached
    elapsed: float = 0.0  # seconds
    usage: Usage = field(default_factory=Usage)
    repeatable: bool = True  # see `Result`; False, too, where a node inside failed


class Rounds(Protocol):
    """How a container node runs its inner graph; the run loop implements it, one per execution."""

    def begin(self, *, inputs: Mapping[str, Any], length: int) -> None:
        """Say that the container starts, with how many rounds at the most; call once."""
        ...

    def next(self, index: int, previous_output: Any = None) -> None:
        """Say that round `index` begins."""
        ...

    async def run(
        self, start_node_id: str, pool: VariablePool, index: int, *, resumed: Mapping[str, Any] | None = None
    ) -> RoundResult:
        """Run the inner graph once from `start_node_id` on `pool`.

        Rounds that run at the same time speak in the order of their index.

        Raises:
            NodePaused: a node inside waits; its `state` is what `resumed` takes later.
        """
        ...

    def inner_nodes(self, start_node_id: str) -> Sequence[str]:
        """Return the ids of the nodes of the inner graph, those of nested containers too."""
        ...


class Context:
    """What a running node may see and do. One per execution."""

    __slots__ = (
        *("_emit", "_stream", "execution_id", "node_id", "pool", "resources", "resumed", "rounds", "run"),
        "so_far",
    )

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
        rounds: Rounds | None = None,
        resumed: Mapping[str, Any] | None = None,
    ) -> None:
        self.node_id = node_id
        self.pool = pool
        self.resources = resources
        self.run = run
        self.execution_id = execution_id
        self.rounds = rounds  # for containers only
        self.resumed = resumed  # the `state` of the `NodePaused` that this execution raised before
        self.so_far = SoFar()  # a node that does several things says here what it has done, if it does not succeed
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

    def spent(self, usage: Usage) -> None:
        """Say at once what one of several questions to a model used up; the result has the sum."""
        self.emit(ModelAnswered(execution_id=self.execution_id, usage=usage))

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
        response: True for nodes that speak to the caller; they give `segments`.
        container: True for nodes that run an inner graph; they give `start_node_id`.
        root: True for nodes at which a run can start.
        hidden: True for markers: they never run, callers never see them.
        ends_loop: True when reaching the node ends the enclosing loop after its round.
        fresh_because: why a result is not always kept for reruns, in words for people; kinds that say it
            override `is_reusable`.
        version: raise it when the kind gives other results for the same configuration and inputs.
        label: what people call the kind, where the pages have no name for it.

    A new class registers itself, in `collected` instead while somebody set that.
    """

    kind: ClassVar[str] = ""
    label: ClassVar[str] = ""
    registry: ClassVar[dict[str, type["Node"]]] = {}
    collected: ClassVar[ContextVar[dict[str, type["Node"]] | None]] = ContextVar("collected", default=None)
    outputs: ClassVar[Mapping[str, str]] = {}
    branches: ClassVar[bool] = False
    retries: ClassVar[bool] = False
    streams: ClassVar[Sequence[str]] = ()
    response: ClassVar[bool] = False
    container: ClassVar[bool] = False
    root: ClassVar[bool] = False
    hidden: ClassVar[bool] = False
    ends_loop: ClassVar[bool] = False
    fresh_because: ClassVar[str] = ""
    version: ClassVar[int | str] = 1

    class Config(NodeConfig):
        """No settings."""

    config: Any

    def __init_subclass__(cls, *, kind: str = "", **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if kind:
            cls.kind = kind
            collected = Node.collected.get()
            (Node.registry if collected is None else collected)[kind] = cls

    def __init__(self, node_id: str, data: Mapping[str, Any]) -> None:
        self.node_id = node_id
        self.config = self.Config.model_validate(data)
        self.error_strategy: str | None = data.get("error_strategy") or None
        self.retry = RetryConfig.model_validate(data.get("retry_config") or {})

    async def run(self, ctx: Context) -> Result:
        """Do the node's work once.

        Raises:
            NodeError, ModelError: the work failed; the run loop applies retry and error strategy.
        """
        raise NotImplementedError

    def extras(self) -> Mapping[str, Any]:
        """Return what callers are told about the node when it starts, besides what they are told of every node."""
        return {}

    def declared_outputs(self) -> Mapping[str, str]:
        """Return the outputs of this node as configured: name -> value type."""
        return self.outputs

    def handles(self) -> Sequence[str]:
        """Return the source handles that this node as configured may take."""
        return ("source",)

    def segments(self) -> Sequence[str | tuple[str, ...]]:
        """Return what a response node says: literal texts and selectors, in order."""
        return ()

    def start_node_id(self) -> str:
        """Return at which inner node the rounds of a container start."""
        raise NotImplementedError

    def writes(self) -> set[tuple[str, ...]]:
        """Return the variables of other owners that this node may write (assigners)."""
        return set()

    def is_reusable(self) -> bool:
        """Return whether a kept result may stand for a run: false for what has effects outside."""
        return True

    def ingredients(self, ctx: Context) -> Any:
        """Return what decides the result besides configuration and variables, as JSON values."""
        return None

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
    "Node",
    "NodeConfig",
    "NodePaused",
    "Result",
    "RetryConfig",
    "RoundResult",
    "Rounds",
    "Selector",
    "SoFar",
    "Template",
]
