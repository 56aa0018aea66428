"""Runs, the executions of their nodes, and results that reruns may reuse."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

from storage.ids import new_id
from storage.records.base import Json, Record, now


@dataclass(frozen=True, slots=True, kw_only=True)
class Run(Record):
    """One execution of a graph; `graph` is stored for drafts only, versions are found by `workflow_id`."""

    table: ClassVar[str] = "runs"

    id: str = field(default_factory=new_id)
    workspace_id: str
    app_id: str
    workflow_id: str | None = None
    version: str = ""
    status: str
    inputs: Json = field(default_factory=dict)
    outputs: Json = field(default_factory=dict)
    error: str | None = None
    elapsed: float = 0.0  # seconds
    total_tokens: int = 0
    total_price: Decimal = Decimal(0)
    currency: str = "USD"
    total_steps: int = 0
    exceptions_count: int = 0
    invoke_from: str = "service-api"
    triggered_from: str = "app-run"  # or debugging, webhook, schedule, plugin
    created_by_role: str = "end_user"  # or account
    created_by: str | None = None
    conversation_id: str | None = None
    message_id: str | None = None
    trace_id: str | None = None
    graph: Json | None = None
    state: Json | None = None  # of a paused run: all that a resumption needs
    created_at: float = field(default_factory=now)
    finished_at: float | None = None
    parent_run_id: str | None = None  # of the run that this one replays, or that called it as a tool
    replayed_from: str | None = None  # the node from which on it ran anew
    began_with: Json | None = None  # what a replay needs besides `inputs`, see `services.runs.execution.Execution`
    under_way: list[Any] | None = None  # of a run that goes on or waits: its open executions at the last checkpoint
    api_key_id: str | None = None  # of the key that started it


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeExecution(Record):
    """One attempt of one execution of a node; the rounds of a container have rows of their own."""

    table: ClassVar[str] = "node_executions"

    id: str = field(default_factory=new_id)
    workspace_id: str
    app_id: str
    run_id: str
    node_id: str
    kind: str
    title: str
    idx: int = 0  # place in the order of starts, from 1
    predecessor: str | None = None
    status: str
    inputs: Json | None = None
    process_data: Json | None = None
    outputs: Json | None = None
    error: str | None = None
    elapsed: float = 0.0  # seconds
    metadata: Json = field(default_factory=dict)
    iteration_id: str | None = None  # innermost enclosing containers
    loop_id: str | None = None
    round: int | None = None
    retry_index: int = 0
    created_at: float = field(default_factory=now)
    finished_at: float | None = None
    path: list[Any] | None = None  # the containers around it, outermost first, as `[node id, round]`
    attempt: int | None = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredResult(Record):
    """A node's result that a rerun may reuse; `id` is made by `result_id`."""

    table: ClassVar[str] = "results"

    id: str
    workspace_id: str
    app_id: str
    node_id: str
    contents: Json  # output name -> what stands for its content
    handle: str
    assignments: list[Any] = field(default_factory=list)
    payload: bytes
    size: int  # bytes of the payload and of the frames
    created_at: float = field(default_factory=now)
    used_at: float = field(default_factory=now)
    frames: list[Any] | None = None  # hashes of the data frames in it


def result_id(app_id: str, fingerprint: str) -> str:
    """Return the id of the result that an app has for a fingerprint."""
    return f"{app_id}:{fingerprint}"
