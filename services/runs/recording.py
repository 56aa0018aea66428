"""What a run leaves behind: every attempt of every node as a row, with one end each."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from engine.events import (
    AgentLog,
    AgentThought,
    ContainerFinished,
    ContainerNext,
    ContainerStarted,
    Event,
    MessageFile,
    NodeCutOff,
    NodeEvent,
    NodeFinished,
    NodeRetried,
    NodeStarted,
    NodeStatus,
    Path,
    RunStarted,
    TextDelta,
)
from services.runs.traces import Mask, Stored, bounded, plain, stored
from storage.ids import new_id
from storage.records import NodeExecution

Json = dict[str, Any]
Place = tuple[str, Path]  # a node runs once in a round, so this tells the executions of a run apart

_End = NodeFinished | ContainerFinished

_END: Final = ("inputs", "outputs", "process_data", "error", "assignments", "metadata")
_MASKED: Final[Mapping[type[Event], Sequence[str]]] = {  # fields that may hold what a secret variable holds
    NodeStarted: ("reads",),
    NodeFinished: _END,
    NodeRetried: _END,
    ContainerStarted: ("inputs",),
    ContainerNext: ("previous_output",),
    ContainerFinished: ("inputs", "outputs", "error", "assignments", "metadata"),
    AgentLog: ("data", "metadata", "error"),
    AgentThought: ("thought", "tool_input", "observation", "calls"),
    NodeCutOff: ("inputs", "process_data", "metadata"),
    MessageFile: ("file",),
}


@dataclass(slots=True)
class Open:
    """An execution under way: its attempt number, and since when that attempt runs."""

    about: Json  # columns that do not change
    reads: Mapping[str, Any]
    since: float  # epoch seconds
    attempt: int = 1
    kept: Stored | None = None  # `reads` as they are stored, once they were
    cut_off: NodeCutOff | None = None  # what it had done when it ended with the run

    def row(self, status: NodeStatus) -> Json:
        """Return the columns of the attempt as it stands."""
        columns = {"status": str(status), "attempt": self.attempt, "created_at": self.since}
        return {**self.about, "inputs": self.inputs, **columns, **_done_before(self.cut_off)}

    @property
    def inputs(self) -> Mapping[str, Any] | None:
        """Return `reads` as they are stored."""
        if self.kept is None:
            self.kept = stored(self.reads, Mask())
        return self.kept.values


@dataclass(slots=True)
class Ended:
    """An attempt that has ended, and what is known of it besides its last event."""

    event: _End
    opened: Open | None
    attempt: int
    since: float
    hidden: Sequence[str]  # names of outputs that hold a secret, and of variables (dotted) that it wrote one to


class Recorder:
    """Takes the events of one run, and gives the rows of its nodes.

    `under_way` is what the recorder of a paused run gave; its executions go on.
    """

    def __init__(self, secrets: Iterable[str] = (), *, under_way: Iterable[Json] = ()) -> None:
        self.mask = Mask(secrets)
        self.inputs: Mapping[str, Any] = {}  # of the run, system variables included
        self.tokens = 0
        self._open = {_place_of(row): _taken_up(row) for row in under_way}
        self._ended: list[Ended] = []
        self._count = 0  # of attempts that have ended

    def take(self, event: Event) -> Event:
        """Remember what an event says of a node; return it as it may be shown, secrets masked."""
        if isinstance(event, TextDelta):
            return event
        shown = self._masked(event) if self.mask else event
        if isinstance(shown, NodeFinished | ContainerFinished):
            self._end(shown, event)
        elif isinstance(shown, NodeStarted | ContainerStarted):
            self._open[shown.node_id, shown.path] = _opened(shown)
        elif isinstance(shown, NodeCutOff):
            self._cut_off(shown)
        elif isinstance(shown, RunStarted):
            self.inputs = shown.inputs
        return shown

    def ended_rows(self, **owner: Any) -> list[NodeExecution]:
        """Return the rows of the attempts that have ended since this was asked last; `owner` are columns of all."""
        ended, self._ended = self._ended, []
        return [NodeExecution(**owner, **_row(one)) for one in ended]

    def cut_off_rows(self, **owner: Any) -> list[NodeExecution]:
        """Return the rows of the attempts under way when nothing more comes of them: they were stopped."""
        opened, self._open = self._open, {}
        now = time.time()
        return [
            NodeExecution(**owner, **one.row(NodeStatus.STOPPED), elapsed=max(now - one.since, 0.0), finished_at=now)
            for one in opened.values()
        ]

    def under_way(self, status: NodeStatus = NodeStatus.RUNNING) -> list[Json]:
        """Return the attempts under way as JSON values, for a later recorder of the same run."""
        return [one.row(status) for one in self._open.values()]

    @property
    def progress(self) -> object:
        """Return what differs as soon as an attempt has begun or ended."""
        return self._count, [(place, one.attempt) for place, one in self._open.items()]

    def _end(self, shown: _End, event: Event) -> None:
        place = (shown.node_id, shown.path)
        opened = self._open.get(place)
        attempt, since = (opened.attempt, opened.since) if opened else (1, shown.started_at)
        hidden: Sequence[str] = ()
        if shown is not event:
            hidden = [name for name, value in getattr(event, "outputs", {}).items() if self.mask(value) is not value]
            hidden += [".".join(to) for to, value in getattr(event, "assignments", ()) if self.mask(value) is not value]
        self._ended.append(Ended(shown, opened, attempt, since, hidden))
        self._count += 1
        if shown.usage is not None and isinstance(shown, NodeFinished):
            self.tokens += shown.usage.total_tokens
        if not isinstance(shown, NodeRetried):
            self._open.pop(place, None)
        elif opened is not None:
            opened.attempt, opened.since = attempt + 1, shown.at

    def _cut_off(self, event: NodeCutOff) -> None:
        opened = self._open.get((event.node_id, event.path))
        if opened is not None:
            opened.cut_off = event
        if event.usage is not None:
            self.tokens += event.usage.total_tokens

    def _masked(self, event: Event) -> Event:
        changes = {}
        for name in _MASKED.get(type(event), ()):
            value = getattr(event, name)
            shown = self.mask(value)
            if shown is not value:
                changes[name] = shown
        return replace(event, **changes) if changes else event


def _done_before(event: NodeCutOff | None) -> Json:
    """Return the columns that say what an attempt had done when it was cut off."""
    if event is None:
        return {}
    mask = Mask()
    columns: Json = {"process_data": stored(event.process_data, mask).values}
    if event.inputs:
        columns["inputs"] = stored(event.inputs, mask).values
    metadata: Json = dict(plain(event.metadata))
    if event.usage is not None:
        metadata["usage"] = event.usage.as_mapping()
    return columns | {"metadata": metadata}


def _opened(event: NodeStarted | ContainerStarted) -> Open:
    reads = event.reads if isinstance(event, NodeStarted) else event.inputs
    return Open(_about(event), reads, event.at)


def _taken_up(row: Json) -> Open:
    """Return an execution that an earlier recorder gave."""
    about = {name: value for name, value in row.items() if name not in ("inputs", "status", "attempt", "created_at")}
    return Open(about, {}, row["created_at"], row["attempt"], Stored(row["inputs"]))


def _place_of(row: Json) -> Place:
    return row["node_id"], tuple((node_id, index) for node_id, index in row["path"])


def _about(event: NodeEvent) -> Json:
    container = isinstance(event, ContainerStarted | ContainerFinished)  # callers know it by its node's id
    return {
        "id": new_id() if container else event.execution_id,
        "node_id": event.node_id,
        "kind": event.kind,
        "title": event.title,
        "idx": event.index,
        "predecessor": event.predecessor,
        "iteration_id": event.iteration_id,
        "loop_id": event.loop_id,
        "round": event.round,
        "path": [list(step) for step in event.path],
    }


def _row(ended: Ended) -> Json:
    event, opened = ended.event, ended.opened
    is_retried = isinstance(event, NodeRetried)
    again = ended.attempt > 1 or ended.since < event.started_at  # a further attempt, or one that had waited
    about = dict(opened.about) if opened else _about(event)
    if is_retried:
        about["id"] = new_id()  # the last attempt has the id that callers saw
    mask = Mask()
    inputs = stored(event.inputs, mask) if event.inputs or opened is None else Stored(opened.inputs)
    outputs, process_data = stored(event.outputs, mask), stored(getattr(event, "process_data", None), mask)
    return {
        **about,
        "status": str(event.status),
        "inputs": inputs.values,
        "outputs": outputs.values,
        "process_data": process_data.values,
        "error": event.error,
        "elapsed": max(event.at - ended.since, 0.0) if again and not is_retried else event.elapsed,
        "metadata": _metadata(ended, inputs, process_data, outputs),
        "retry_index": event.retry_index if isinstance(event, NodeRetried) else 0,
        "attempt": ended.attempt,
        "created_at": ended.since if again else event.started_at,
        "finished_at": event.at,
    }


def _metadata(ended: Ended, inputs: Stored, process_data: Stored, outputs: Stored) -> Json:
    """Return what is known of an attempt besides its columns; what is as usual is left out."""
    event = ended.event
    metadata: Json = dict(plain(event.metadata)) if event.metadata else {}
    if event.usage is not None:
        metadata["usage"] = event.usage.as_mapping()
    facts = {
        "reused": event.reused,
        "handle": handle if (handle := getattr(event, "handle", "source")) != "source" else None,
        "assignments": [[list(selector), bounded(plain(value))[0]] for selector, value in event.assignments],
        "citations": plain(list(event.citations)),
        "fingerprint": event.fingerprint,
        "incomplete": list(dict.fromkeys([*outputs.incomplete, *ended.hidden, *_cut_assignments(event)])),
        "inputs_truncated": inputs.is_cut,
        "process_data_truncated": process_data.is_cut,
        "outputs_truncated": outputs.is_cut,
    }
    return metadata | {name: fact for name, fact in facts.items() if fact}


def _cut_assignments(event: _End) -> list[str]:
    assigned = {".".join(selector): value for selector, value in event.assignments}
    return [name for name, value in assigned.items() if stored({name: value}, Mask()).incomplete]
