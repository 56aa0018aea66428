"""Stored runs as events, for readers who come back when the run itself is no longer in memory."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from engine.events import (
    ContainerFinished,
    ContainerStarted,
    Event,
    NodeFinished,
    NodeStarted,
    NodeStatus,
    RunFinished,
    RunPaused,
    RunStarted,
    RunStatus,
    TextDelta,
    Usage,
)
from engine.values import revive
from services.runs.pauses import pause_events
from storage.records import HumanForm, NodeExecution, Run

CONTAINERS: Final = ("iteration", "loop")
REASON: Final = "human_input_required"


def finished_event(row: Run) -> RunFinished:
    """Return the event with which a stored run ended."""
    return RunFinished(
        run_id=row.id,
        workflow_id=row.workflow_id or "",
        status=RunStatus(row.status),
        started_at=row.created_at,
        at=row.finished_at or row.created_at,
        outputs=row.outputs,
        answer=str(row.outputs.get("answer", "")),
        error=row.error,
        elapsed=row.elapsed,
        usage=Usage(
            completion_tokens=row.total_tokens, completion_price=Decimal(row.total_price), currency=row.currency
        ),
        total_steps=row.total_steps,
        exceptions_count=row.exceptions_count,
    )


def paused_events(row: Run, forms: Sequence[HumanForm]) -> list[Event]:
    """Return what tells that a stored run waits for `forms`, its open ones."""
    last = RunPaused(
        run_id=row.id,
        node_ids=[form.node_id for form in forms],
        reasons=[{"TYPE": REASON, "form_id": form.id} for form in forms],
        state={},
        outputs=row.outputs,
        elapsed=row.elapsed,
        total_tokens=row.total_tokens,
        total_steps=row.total_steps,
        at=row.created_at + row.elapsed,
    )
    return pause_events(last, forms)


def events_before(row: Run, nodes: Sequence[NodeExecution], *, said: str, until: float) -> list[Event]:
    """Return what a stored run did before the time `until`: its start, its nodes, and what it had `said` by then.

    Attempts that were tried again are left out.
    """
    started = RunStarted(run_id=row.id, workflow_id=row.workflow_id or "", inputs=row.inputs, at=row.created_at)
    ended = [event for node in nodes if (node.finished_at or 0) < until for event in _of_node(node)]
    waiting = [_started(one) for one in row.under_way or ()]
    text = [TextDelta(text=said)] if said else []
    return [started, *ended, *waiting, *text]


def _of_node(node: NodeExecution) -> Iterator[Event]:
    if node.status == NodeStatus.RETRY:
        return
    columns = node.row()
    yield _started(columns)
    about = _about(columns) | {
        "status": NodeStatus(node.status),
        "started_at": node.created_at,
        "at": node.finished_at,
        "inputs": revive(dict(node.inputs or {})),
        "outputs": revive(dict(node.outputs or {})),
        "error": node.error,
        "elapsed": node.elapsed,
    }
    if node.kind in CONTAINERS:
        yield ContainerFinished(**about)
    else:
        yield NodeFinished(**about, process_data=node.process_data or {})


def _started(columns: Mapping[str, Any]) -> Event:
    about = _about(columns) | {"at": columns["created_at"]}
    if columns["kind"] in CONTAINERS:
        return ContainerStarted(**about, inputs=revive(dict(columns["inputs"] or {})))
    return NodeStarted(**about)


def _about(columns: Mapping[str, Any]) -> dict[str, Any]:
    is_container = columns["kind"] in CONTAINERS  # callers know those by their node's id
    return {
        "execution_id": columns["node_id"] if is_container else columns["id"],
        "index": columns["idx"],
        **{name: columns[name] for name in ("node_id", "kind", "title", "predecessor")},
        **{name: columns[name] for name in ("iteration_id", "loop_id", "round")},
    }
