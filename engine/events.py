"""What happens in a run, as frozen records: the one vocabulary from a node to the browser.

Events are made once (by the run loop, or by a service for what happens around a run) and encoded
once (by the API's event stream). Times are epoch seconds, durations seconds.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from engine.frames.table import Table

Outputs = Mapping[str, Any]  # plain Python values, `File`s and `Table`s of `engine.values`
Selector = tuple[str, ...]
Path = tuple[tuple[str, int], ...]  # the containers around a node, outermost first, with the round in each
Assignments = Sequence[tuple[Sequence[str], Any]]  # selector and value


class RunStatus(StrEnum):
    """How a run stands; all but `running` and `paused` are final."""

    RUNNING = "running"
    SUCCEEDED = "succeeded"
    PARTIAL_SUCCEEDED = "partial-succeeded"
    FAILED = "failed"
    STOPPED = "stopped"
    PAUSED = "paused"


class NodeStatus(StrEnum):
    """How one execution of a node ended; `exception` is a failure that an error strategy handled."""

    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    EXCEPTION = "exception"
    RETRY = "retry"
    STOPPED = "stopped"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens and money of one or more model calls; prices are per token and unit of `price_unit`."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    prompt_unit_price: Decimal = Decimal(0)
    completion_unit_price: Decimal = Decimal(0)
    price_unit: Decimal = Decimal("0.000001")
    prompt_price: Decimal = Decimal(0)
    completion_price: Decimal = Decimal(0)
    currency: str = "USD"
    latency: float = 0.0  # seconds, whole call
    time_to_first_token: float = 0.0
    time_to_generate: float = 0.0

    @property
    def total_tokens(self) -> int:
        """Return prompt and completion tokens together."""
        return self.prompt_tokens + self.completion_tokens

    @property
    def total_price(self) -> Decimal:
        """Return what prompt and completion cost together."""
        return self.prompt_price + self.completion_price

    def __add__(self, other: "Usage") -> "Usage":
        """Return the sum of tokens, prices and latency; unit prices are those of the later call."""
        if other is NO_USAGE or self is NO_USAGE:
            return self if other is NO_USAGE else other
        return Usage(
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            completion_tokens=self.completion_tokens + other.completion_tokens,
            prompt_unit_price=other.prompt_unit_price or self.prompt_unit_price,
            completion_unit_price=other.completion_unit_price or self.completion_unit_price,
            price_unit=other.price_unit,
            prompt_price=self.prompt_price + other.prompt_price,
            completion_price=self.completion_price + other.completion_price,
            currency=other.currency,
            latency=self.latency + other.latency,
            time_to_first_token=self.time_to_first_token or other.time_to_first_token,
            time_to_generate=self.time_to_generate + other.time_to_generate,
        )

    def as_mapping(self) -> dict[str, Any]:
        """Return the keys that the `usage` output and `message_end` carry; prices as decimal text."""
        return {
            "prompt_tokens": self.prompt_tokens,
            "prompt_unit_price": _decimal_text(self.prompt_unit_price),
            "prompt_price_unit": _decimal_text(self.price_unit),
            "prompt_price": _decimal_text(self.prompt_price),
            "completion_tokens": self.completion_tokens,
            "completion_unit_price": _decimal_text(self.completion_unit_price),
            "completion_price_unit": _decimal_text(self.price_unit),
            "completion_price": _decimal_text(self.completion_price),
            "total_tokens": self.total_tokens,
            "total_price": _decimal_text(self.total_price),
            "currency": self.currency,
            "latency": round(self.latency, 6),
            "time_to_first_token": round(self.time_to_first_token, 6),
            "time_to_generate": round(self.time_to_generate, 6),
        }

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> "Usage":
        """Return the usage that `as_mapping` described."""
        return cls(
            prompt_tokens=int(mapping["prompt_tokens"]),
            completion_tokens=int(mapping["completion_tokens"]),
            prompt_unit_price=Decimal(mapping["prompt_unit_price"]),
            completion_unit_price=Decimal(mapping["completion_unit_price"]),
            price_unit=Decimal(mapping["prompt_price_unit"]),
            prompt_price=Decimal(mapping["prompt_price"]),
            completion_price=Decimal(mapping["completion_price"]),
            currency=str(mapping["currency"]),
            latency=float(mapping["latency"]),
            time_to_first_token=float(mapping["time_to_first_token"]),
            time_to_generate=float(mapping["time_to_generate"]),
        )


NO_USAGE: Final = Usage()


def _decimal_text(value: Decimal) -> str:
    return format(value.normalize(), "f") if value else "0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened at `at`."""

    at: float = field(default_factory=time.time)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStarted(Event):
    """A run began, or went on after a pause; `inputs` are the user's and the `sys.` ones."""

    run_id: str
    workflow_id: str
    inputs: Outputs
    reason: str = "initial"  # or "resumption"


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeEvent(Event):
    """Something that happened to one execution of one node."""

    execution_id: str
    node_id: str
    kind: str
    title: str
    index: int = 0  # place in the order of starts, from 1
    predecessor: str | None = None
    iteration_id: str | None = None  # innermost enclosing containers
    loop_id: str | None = None
    round: int | None = None  # of the innermost container, from 0
    path: Path = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeStarted(NodeEvent):
    """A node began; not repeated when the node is tried again."""

    extras: Outputs = field(default_factory=dict)
    reads: Outputs = field(default_factory=dict)  # the variables that it reads, by `#owner.name#`, as they stood then


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeFinished(NodeEvent):
    """A node ended; when it succeeded its outputs are final for this run."""

    status: NodeStatus
    started_at: float
    inputs: Outputs = field(default_factory=dict)
    outputs: Outputs = field(default_factory=dict)
    process_data: Outputs = field(default_factory=dict)
    error: str | None = None
    error_type: str | None = None
    elapsed: float = 0.0
    usage: Usage | None = None
    metadata: Outputs = field(default_factory=dict)  # further execution metadata
    reused: bool = False  # taken from an earlier run whose inputs were the same
    handle: str = "source"  # the branch that was taken
    assignments: Assignments = ()  # what it wrote to variables of other owners
    citations: Sequence[Outputs] = ()  # knowledge that its model was given
    fingerprint: str = ""  # under which its result is kept, "" where none is


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeCutOff(NodeEvent):
    """A node was ended with its run; this is what it had done by then. For the trace: callers are not told."""

    inputs: Outputs = field(default_factory=dict)
    process_data: Outputs = field(default_factory=dict)
    usage: Usage | None = None
    metadata: Outputs = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelAnswered(Event):
    """A model answered one of several questions of a node under way. For budgets: callers are not told.

    The end of the node has the sum of all.
    """

    execution_id: str
    usage: Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeRetried(NodeFinished):
    """An attempt failed and the node will be tried again after a wait."""

    retry_index: int  # from 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDelta(Event):
    """A piece of the answer, in the order in which people read it."""

    text: str
    selector: Selector | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PresetText(TextDelta):
    """A whole answer that was there before the question: no model was called and no graph ran."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasoningDelta(Event):
    """A piece of a model's reasoning; sent at once, never part of the answer."""

    text: str
    node_id: str
    is_final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerStarted(NodeEvent):
    """An iteration or loop began (`kind` says which)."""

    inputs: Outputs = field(default_factory=dict)
    length: int = 0  # elements, or the most rounds a loop may run


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerNext(NodeEvent):
    """A round of a container begins; iterations send every round from 0, loops from 1."""

    round_index: int
    previous_output: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerFinished(NodeEvent):
    """A container ended; `steps` as the wire wants it, see the node kinds."""

    status: NodeStatus
    started_at: float
    inputs: Outputs = field(default_factory=dict)
    outputs: Outputs = field(default_factory=dict)
    error: str | None = None
    elapsed: float = 0.0
    usage: Usage | None = None
    metadata: Outputs = field(default_factory=dict)
    steps: int = 0
    reused: bool = False
    assignments: Assignments = ()  # of a reused one, what it wrote when it ran
    citations: Sequence[Outputs] = ()  # of a reused one, too
    fingerprint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentLog(Event):
    """One step inside an agent or tool node; steps form a tree by `parent_id`."""

    node_execution_id: str
    node_id: str
    id: str
    label: str
    status: str  # start, success, error
    parent_id: str | None = None
    error: str | None = None
    data: Outputs = field(default_factory=dict)
    metadata: Outputs = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentThought(Event):
    """What is known of one round of an agent app; sent again, with the same id, as more becomes known.

    Calls of one round are joined: names by `;`, inputs and observations as JSON objects by name.
    """

    id: str
    position: int  # of the round, from 1
    thought: str = ""
    tool: str = ""
    tool_labels: Outputs = field(default_factory=dict)  # name -> labels by language
    tool_input: str = ""
    observation: str = ""
    files: Sequence[Any] = ()  # that the calls made
    calls: Sequence[Outputs] = ()  # one by one, for our pages: name, label, input, observation, error, elapsed, runs
    usage: Usage | None = None  # of the question to the model, once it has answered
    elapsed: float = 0.0  # seconds, calls included, once the round is over


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFile(Event):
    """A file is part of the answer."""

    id: str
    file: Any
    belongs_to: str = "assistant"


@dataclass(frozen=True, slots=True, kw_only=True)
class HumanInputRequired(Event):
    """A node waits for a person; `form` is what to show and what may be answered."""

    node_id: str
    title: str
    form_id: str
    form: Outputs
    expires_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HumanInputFilled(Event):
    """A person answered the form that a node waited for."""

    node_id: str
    title: str
    rendered_content: str
    action_id: str
    action_text: str
    submitted: Outputs = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HumanInputExpired(Event):
    """Nobody answered in time."""

    node_id: str
    title: str
    expires_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPaused(Event):
    """Nothing can go on without a person; `state` (JSON values) is all that a resumption needs.

    The data frames of the state are in `tables` by hash, since JSON has only previews of them.
    """

    run_id: str
    node_ids: Sequence[str]
    reasons: Sequence[Outputs]
    state: Outputs
    tables: Mapping[str, Table] = field(default_factory=dict)
    outputs: Outputs = field(default_factory=dict)
    elapsed: float = 0.0
    total_tokens: int = 0
    total_steps: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFinished(Event):
    """A run ended; nothing of it comes after this but what services add (see `MessageEnd`)."""

    run_id: str
    workflow_id: str
    status: RunStatus
    started_at: float
    outputs: Outputs = field(default_factory=dict)
    answer: str = ""  # all `TextDelta`s joined
    error: str | None = None
    error_code: str | None = None  # `EngineError.code` of what ended the run
    elapsed: float = 0.0
    usage: Usage = field(default_factory=Usage)
    total_steps: int = 0
    exceptions_count: int = 0
    files: Sequence[Any] = ()
    citations: Sequence[Outputs] = ()  # knowledge that models were given, in order of use


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageEnd(Event):
    """The answer of a turn is complete and stored."""

    usage: Usage
    citations: Sequence[Outputs] = ()
    annotation: Outputs | None = None
    files: Sequence[Any] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReplaced(Event):
    """The whole answer so far is replaced."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunError(Event):
    """The turn failed after its stream had begun; the last event."""

    code: str
    message: str
    status: int = 400
