"""What a run leaves behind: its events as rows, without secrets and of bounded size."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from engine.events import (
    ContainerFinished,
    ContainerStarted,
    Event,
    NodeEvent,
    NodeFinished,
    NodeRetried,
    NodeStarted,
    RunStarted,
    TextDelta,
)
from engine.values import File, as_plain, mask_secret
from storage.ids import new_id
from storage.records import NodeExecution

MAX_VALUE: Final = 200_000  # characters of one node's inputs, process data or outputs
MAX_TEXT: Final = 10_000  # characters that a text keeps, and
MAX_ITEMS: Final = 100  # items that a list or mapping keeps, where the whole is too large
SHORTEST_SECRET: Final = 4  # characters; shorter ones are part of everything

_NodeEnd = NodeFinished | ContainerFinished


class Recorder:
    """Takes the events of one run, and gives the rows of its nodes."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._masks = {secret: mask_secret(secret) for secret in secrets if len(secret) >= SHORTEST_SECRET}
        self.inputs: Mapping[str, Any] = {}  # of the run, system variables included
        self._started: dict[tuple[Any, ...], NodeStarted | ContainerStarted] = {}
        self._ended: list[_NodeEnd] = []

    def take(self, event: Event) -> Event:
        """Remember what an event says of a node; return it as it may be shown, secrets masked."""
        if isinstance(event, TextDelta):
            return event
        if isinstance(event, NodeFinished | ContainerFinished):
            shown = self._masked_end(event) if self._masks else event
            self._ended.append(shown)
            if not isinstance(event, NodeRetried):
                self._started.pop(_execution(event), None)
            return shown
        if isinstance(event, NodeStarted | ContainerStarted):
            self._started[_execution(event)] = event
        elif isinstance(event, RunStarted):
            self.inputs = event.inputs
        return event

    def mask(self, value: Any) -> Any:
        """Return a plain value with every secret in it masked."""
        if not self._masks:
            return value
        if isinstance(value, str):
            for secret, shown in self._masks.items():
                value = value.replace(secret, shown)
            return value
        if isinstance(value, Mapping):
            return {key: self.mask(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.mask(item) for item in value]
        return value

    def rows(self, *, workspace_id: str, app_id: str, run_id: str) -> list[NodeExecution]:
        """Return the rows of all node executions; those that a stop cut off are `stopped`."""
        owner: dict[str, Any] = {"workspace_id": workspace_id, "app_id": app_id, "run_id": run_id}
        ended = [NodeExecution(**owner, **_ended(event)) for event in self._ended]
        return ended + [NodeExecution(**owner, **_cut_off(event)) for event in self._started.values()]

    def _masked_end(self, event: _NodeEnd) -> _NodeEnd:
        changes = {
            name: self.mask(plain(getattr(event, name)))
            for name in ("inputs", "outputs", "process_data", "error")
            if getattr(event, name, None)
        }
        return replace(event, **changes)


def plain(value: Any) -> Any:
    """Return `value` as JSON has it; what no variable can be becomes a number or text, since a trace must not fail."""
    try:
        return as_plain(value)
    except TypeError:
        return as_plain(_with_known_types(value))


def bounded(value: Any) -> tuple[Any, bool]:
    """Return a plain value and False; or, when it is too large to keep, its beginning and True."""
    if _is_within(value, MAX_VALUE):
        return value, False
    return _shortened(value, MAX_TEXT, MAX_ITEMS, depth=3), True


def _ended(event: _NodeEnd) -> dict[str, Any]:
    inputs, inputs_cut = _plain_and_bounded(event.inputs)
    outputs, outputs_cut = _plain_and_bounded(event.outputs)
    process_data, process_cut = _plain_and_bounded(getattr(event, "process_data", None))
    return {
        **_place(event),
        "status": str(event.status),
        "inputs": inputs,
        "outputs": outputs,
        "process_data": process_data,
        "error": event.error,
        "elapsed": event.elapsed,
        "metadata": _metadata(event, inputs_cut, process_cut, outputs_cut),
        "retry_index": event.retry_index if isinstance(event, NodeRetried) else 0,
        "created_at": event.started_at,
        "finished_at": event.at,
    }


def _execution(event: NodeEvent) -> tuple[Any, ...]:
    """Return what tells the executions of a run apart; those of a container share an id."""
    return event.execution_id, event.iteration_id, event.loop_id, event.round


def _cut_off(event: NodeStarted | ContainerStarted) -> dict[str, Any]:
    return {**_place(event), "status": "stopped", "created_at": event.at}


def _place(event: _NodeEnd | NodeStarted | ContainerStarted) -> dict[str, Any]:
    return {
        "id": new_id() if event.execution_id == event.node_id else event.execution_id,  # a container has its node's
        "node_id": event.node_id,
        "kind": event.kind,
        "title": event.title,
        "idx": event.index,
        "predecessor": event.predecessor,
        "iteration_id": event.iteration_id,
        "loop_id": event.loop_id,
        "round": event.round,
    }


def _metadata(event: _NodeEnd, inputs_cut: bool, process_cut: bool, outputs_cut: bool) -> dict[str, Any]:
    metadata = dict(plain(event.metadata)) if event.metadata else {}
    if event.usage is not None:
        metadata["usage"] = event.usage.as_mapping()
    if event.reused:
        metadata["reused"] = True
    cut = {"inputs_truncated": inputs_cut, "process_data_truncated": process_cut, "outputs_truncated": outputs_cut}
    return metadata | {name: True for name, is_cut in cut.items() if is_cut}


def _plain_and_bounded(value: Mapping[str, Any] | None) -> tuple[Any, bool]:
    return bounded(plain(value)) if value else (None, False)


def _with_known_types(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _with_known_types(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_with_known_types(item) for item in value]
    if value is None or isinstance(value, str | int | float | File):
        return value
    return float(value) if isinstance(value, Decimal) else str(value)


def _is_within(value: Any, most: int) -> bool:
    """Return whether the JSON text of `value` is at most about `most` characters, looking no further than that."""
    left, todo = most, [value]
    while todo:
        item = todo.pop()
        if isinstance(item, str):
            left -= len(item) + 2
        elif isinstance(item, Mapping):
            left -= 2
            todo += item.keys()
            todo += item.values()
        elif isinstance(item, list | tuple):
            left -= 2
            todo += item
        else:
            left -= 8
        if left < 0:
            return False
    return True


def _shortened(value: Any, most_text: int, most_items: int, *, depth: int) -> Any:
    if isinstance(value, str):
        return value if len(value) <= most_text else f"{value[:most_text]}… [truncated, {len(value):,} characters]"
    if isinstance(value, Mapping):
        if not depth:
            return f"[truncated, {len(value):,} entries]"
        kept = list(value.items())[:most_items]
        short = {key: _shortened(item, most_text, most_items, depth=depth - 1) for key, item in kept}
        return short if len(kept) == len(value) else {**short, "…": f"[truncated, {len(value):,} entries]"}
    if isinstance(value, Sequence):
        if not depth:
            return f"[truncated, {len(value):,} items]"
        short_items = [_shortened(item, most_text, most_items, depth=depth - 1) for item in value[:most_items]]
        return short_items if len(value) <= most_items else [*short_items, f"[truncated, {len(value):,} items]"]
    return value
