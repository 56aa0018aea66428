"""A run as a person follows it: the events so far, or the stored rows, as one list of steps."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from engine.events import (
    AgentLog,
    AgentThought,
    ContainerFinished,
    ContainerStarted,
    Event,
    MessageEnd,
    MessageReplaced,
    NodeEvent,
    NodeFinished,
    NodeRetried,
    NodeStarted,
    NodeStatus,
    RunError,
    RunFinished,
    RunPaused,
    RunStarted,
    RunStatus,
    TextDelta,
)
from storage.records import NodeExecution, Run

Values = Mapping[str, Any]

OF_LOG = ("id", "parent_id", "label", "status", "error", "data", "metadata")  # what is shown of an entry
OF_THOUGHT = ("id", "position", "thought", "tool", "tool_input", "observation", "calls", "elapsed")
KEPT_ANSWER = "answer_cache"  # in the metadata of a node: its answer is one that the app has kept
CONTAINERS = ("iteration", "loop")
REUSED = "reused"  # how a step stands whose result was taken from an earlier run


@dataclass(slots=True)
class Step:
    """One execution of a node."""

    id: str
    node_id: str
    kind: str
    title: str
    status: str = NodeStatus.RUNNING.value
    inputs: Values = field(default_factory=dict)
    outputs: Values = field(default_factory=dict)
    process_data: Values = field(default_factory=dict)
    error: str | None = None
    elapsed: float = 0.0  # seconds
    tokens: int = 0
    price: Decimal = Decimal(0)
    currency: str = ""
    started_at: float = 0.0  # epoch seconds
    retries: int = 0
    container: str | None = None  # the node that this one ran inside
    round: int | None = None  # of the container, from 0
    log: dict[str, Values] = field(default_factory=dict)  # what an agent or a tool did, by the id of the entry
    kept_answer: Values = field(default_factory=dict)  # how a model's answer came out of the app's kept ones
    notes: Sequence[Values] = ()  # what was out of the ordinary with an agent, see `engine.agents.notes`
    called: Sequence[Values] = ()  # the runs of other apps that it called, see `engine.tools.base.Ran`


@dataclass(slots=True)
class RunPicture:
    """How a run stands. `add` takes its events in order; `seen` counts them."""

    run_id: str = ""
    status: str = RunStatus.RUNNING.value
    inputs: Values = field(default_factory=dict)  # what it was given, `sys.` ones among them
    steps: dict[str, Step] = field(default_factory=dict)  # by execution id, in the order of starts
    answer: str = ""
    said: dict[str, str] = field(default_factory=dict)  # what came of the answer so far, by the node that gave it
    outputs: Values = field(default_factory=dict)
    error: str | None = None
    error_code: str | None = None  # `EngineError.code` of what ended the run
    started_at: float = field(default_factory=time.time)  # epoch seconds
    elapsed: float = 0.0  # seconds
    tokens: int = 0
    citations: Sequence[Values] = ()  # of the answer, where the app shows them
    thoughts: dict[str, Values] = field(default_factory=dict)  # the rounds of an agent app, by their ids
    seen: int = 0
    stretch: float = 0.0  # of the run, from pause to pause: when the one began whose events `seen` counts

    @property
    def is_over(self) -> bool:
        """Return whether nothing more will happen without a person."""
        return self.status != RunStatus.RUNNING.value

    @property
    def blames_models(self) -> bool:
        """Return whether the run failed for want of a model that answers."""
        return (self.error_code or "").startswith(("provider_", "model_"))

    @property
    def done(self) -> int:
        """Return how many steps have ended."""
        open_ones = (NodeStatus.RUNNING.value, NodeStatus.PAUSED.value)
        return sum(step.status not in open_ones for step in self.steps.values())

    @property
    def is_waiting(self) -> bool:
        """Return whether the run waits for people."""
        return self.status == RunStatus.PAUSED.value

    def statuses(self) -> dict[str, str]:
        """Return how each node stands, by its latest execution."""
        return {step.node_id: step.status for step in self.steps.values()}

    def latest(self) -> dict[str, Step]:
        """Return the latest execution of each node that has run."""
        return {step.node_id: step for step in self.steps.values()}

    def rounds_of(self, node_id: str) -> list[Step]:
        """Return all executions of a node, in the order of their starts."""
        return [step for step in self.steps.values() if step.node_id == node_id]

    def step_of(self, node_id: str) -> Step | None:
        """Return the latest execution of a node, None when it has not run."""
        return next((step for step in reversed(self.steps.values()) if step.node_id == node_id), None)

    def add(self, event: Event) -> None:
        """Take in the next event."""
        self.seen += 1
        match event:
            case RunStarted():
                self._begin(event)
            case NodeStarted() | ContainerStarted():
                self.steps[event.execution_id] = _started(event)
            case NodeRetried():
                self._step(event).retries = event.retry_index
            case NodeFinished():
                self._finish(event, event.process_data)
            case ContainerFinished():
                self._finish(event, {})
            case AgentLog() | AgentThought():
                self._note(event)
            case TextDelta():
                self._say(event)
            case MessageReplaced():
                self.answer = event.text
            case RunFinished():
                self._end(event)
            case MessageEnd():
                self._end_turn(event)
            case RunPaused():
                self._pause(event)
            case RunError():
                self._close()
                self.status = RunStatus.FAILED.value
                self.error, self.error_code = event.message, event.code
                self.elapsed = self.elapsed or max(0.0, event.at - self.started_at)

    def _say(self, event: TextDelta) -> None:
        self.answer += event.text
        if event.selector:
            self.said[event.selector[0]] = self.said.get(event.selector[0], "") + event.text

    def _begin(self, event: RunStarted) -> None:
        self.run_id, self.inputs = event.run_id, event.inputs
        if event.reason == "initial":
            self.started_at = event.at
        self.status = RunStatus.RUNNING.value
        self._turn_open_steps(NodeStatus.PAUSED, NodeStatus.RUNNING)

    def _pause(self, event: RunPaused) -> None:
        self.status = RunStatus.PAUSED.value
        self.elapsed, self.tokens = event.elapsed, event.total_tokens
        self._turn_open_steps(NodeStatus.RUNNING, NodeStatus.PAUSED)

    def _turn_open_steps(self, before: NodeStatus, after: NodeStatus) -> None:
        for step in self.steps.values():
            if step.status == before.value:
                step.status = after.value

    def _step(self, event: NodeEvent) -> Step:
        return self.steps.setdefault(event.execution_id, _started(event))

    def _finish(self, event: NodeFinished | ContainerFinished, process_data: Values) -> None:
        step = self._step(event)
        step.status, step.error, step.elapsed = event.status.value, event.error, event.elapsed
        if event.reused:
            step.status = REUSED
        step.inputs, step.outputs, step.process_data = event.inputs, event.outputs, process_data
        step.kept_answer = event.metadata.get(KEPT_ANSWER) or {}
        step.notes = event.metadata.get("agent_notes") or ()
        step.called = event.metadata.get("called_runs") or ()
        if event.usage:
            step.tokens, step.price = event.usage.total_tokens, event.usage.total_price
            step.currency = event.usage.currency

    def _note(self, event: AgentLog | AgentThought) -> None:
        """Keep what an agent does: sent again, with the same id, as more becomes known."""
        if isinstance(event, AgentThought):
            usage = event.usage.as_mapping() if event.usage else None
            self.thoughts[event.id] = {**{name: getattr(event, name) for name in OF_THOUGHT}, "usage": usage}
            return
        step = self.steps.get(event.node_execution_id)
        if step is not None:
            step.log[event.id] = {name: getattr(event, name) for name in OF_LOG}

    def _end_turn(self, event: MessageEnd) -> None:
        """Take in the end of a turn; where no run was said to end, it is the end of the run as well."""
        self.citations = event.citations
        if not self.is_over:
            self.status = RunStatus.SUCCEEDED.value
            self.elapsed, self.tokens = event.at - self.started_at, event.usage.total_tokens

    def _close(self) -> None:
        """Let nothing look as if it went on after the run."""
        for step in self.steps.values():
            if step.status == NodeStatus.RUNNING.value:
                step.status, step.elapsed = NodeStatus.STOPPED.value, max(time.time() - step.started_at, 0.0)

    def _end(self, event: RunFinished) -> None:
        self._close()
        self.status, self.outputs = event.status.value, event.outputs
        self.error, self.error_code = event.error, event.error_code
        self.answer = event.answer or self.answer
        self.elapsed, self.tokens = event.elapsed, event.usage.total_tokens


def picture_of(events: Iterable[Event]) -> RunPicture:
    """Return the picture after all of `events`."""
    picture = RunPicture()
    for event in events:
        picture.add(event)
    return picture


def picture_of_rows(run: Run, executions: Iterable[NodeExecution]) -> RunPicture:
    """Return the picture of a run that is over or waits, from what is stored of it."""
    steps = {row.id: step_of_row(row) for row in sorted(executions, key=lambda row: row.idx)}
    steps |= {step.id: step for step in map(_waiting_step, run.under_way or ())}
    return RunPicture(
        run_id=run.id,
        status=run.status,
        inputs=run.inputs,
        steps=steps,
        answer=str(run.outputs.get("answer", "")),
        outputs=run.outputs,
        error=run.error,
        started_at=run.created_at,
        elapsed=run.elapsed,
        tokens=run.total_tokens,
    )


def _waiting_step(columns: Values) -> Step:
    """Return an execution of a run that waits, as the run's row holds it."""
    node_id, kind = str(columns["node_id"]), str(columns["kind"])
    return Step(
        node_id if kind in CONTAINERS else str(columns["id"]),  # events know containers by their node's id
        node_id,
        kind,
        str(columns["title"]),
        str(columns["status"]),
        columns["inputs"] or {},
        started_at=float(columns.get("created_at") or 0),
        container=columns["iteration_id"] or columns["loop_id"],
        round=columns["round"],
    )


def _started(event: NodeEvent) -> Step:
    inputs = event.inputs if isinstance(event, ContainerStarted) else {}
    container = event.iteration_id or event.loop_id
    return Step(
        event.execution_id,
        event.node_id,
        event.kind,
        event.title,
        inputs=inputs,
        started_at=event.at,
        container=container,
        round=event.round,
    )


def step_of_row(row: NodeExecution) -> Step:
    """Return an attempt as it is stored."""
    usage = row.metadata.get("usage") or {}
    return Step(
        row.id,
        row.node_id,
        row.kind,
        row.title,
        REUSED if row.metadata.get("reused") else row.status,
        row.inputs or {},
        row.outputs or {},
        row.process_data or {},
        row.error,
        row.elapsed,
        int(usage.get("total_tokens") or row.metadata.get("total_tokens") or 0),
        Decimal(str(usage.get("total_price") or 0)),
        str(usage.get("currency") or ""),
        row.created_at,
        row.retry_index,
        row.iteration_id or row.loop_id,
        row.round,
        {str(entry["id"]): entry for entry in row.metadata.get("agent_log") or ()},
        row.metadata.get(KEPT_ANSWER) or {},
        row.metadata.get("agent_notes") or (),
        row.metadata.get("called_runs") or (),
    )
