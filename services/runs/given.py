"""What stands for nodes that do not run again: results as the rows of an earlier run hold them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from engine.events import NodeStatus
from engine.running.reuse import Kept, KeptFailure, KeptResult, Results
from engine.running.run import Plan
from engine.values import revive
from services.errors import InvalidInput
from storage.errors import NotFound
from storage.records import NodeExecution

Values = Mapping[str, Mapping[str, Any]]  # by owner (a node's id, `sys`, `env`, `conversation`) and name
Keys = frozenset[tuple[str, str]]

OWNERS: Final = ("sys", "env", "conversation")
_OURS: Final = frozenset(  # metadata that the recorder added
    (
        "usage",
        "reused",
        "handle",
        "assignments",
        "citations",
        "fingerprint",
        "incomplete",
        "inputs_truncated",
        "process_data_truncated",
        "outputs_truncated",
    )
)


@dataclass(frozen=True, slots=True)
class Reading:
    """An output of an earlier node that a node reads, with the value that it last had."""

    owner: str
    name: str
    title: str  # of the node that gives it
    value: Any = None
    is_known: bool = False


def readings(plan: Plan, root: str, node_id: str, rows: Mapping[str, NodeExecution]) -> list[Reading]:
    """Return what a node reads of earlier outer nodes; `rows` are their last executions by node."""
    nodes = plan.frame(root).nodes
    found = []
    for owner, name in sorted(plan.reads(outer_node(plan, root, node_id))):
        if owner in nodes and not plan.nodes[owner].node.root:
            outputs = (rows[owner].outputs or {}) if owner in rows else {}
            title = plan.nodes[owner].title or owner
            found.append(Reading(owner, name, title, outputs.get(name), name in outputs))
    return found


def outer_node(plan: Plan, root: str, node_id: str) -> str:
    """Return the node of the outer graph that `node_id` is or runs inside of. Raises NotFound."""
    for planned in plan.frame(root).nodes.values():
        if planned.id == node_id:
            return node_id
        if planned.node.container and node_id in plan.inner_nodes(planned.node.start_node_id()):
            return planned.id
    raise NotFound("node", node_id)


def from_node_on(plan: Plan, root: str, node_id: str) -> frozenset[str]:
    """Return an outer node, all that follow it, and what runs inside those."""
    frame = plan.frame(root)
    found, todo = {node_id}, [node_id]
    while todo:
        new = {edge.target for edge in frame.outgoing[todo.pop()]} - found
        found |= new
        todo += new
    return with_inner(plan, found)


def with_inner(plan: Plan, nodes: Iterable[str]) -> frozenset[str]:
    """Return nodes and what runs inside those that are containers."""
    found = set(nodes)
    containers = [plan.nodes[name].node for name in found if plan.nodes[name].node.container]
    return frozenset(found.union(*(plan.inner_nodes(node.start_node_id()) for node in containers)))


def keys_needed(plan: Plan, root: str, running: Iterable[str]) -> Keys:
    """Return the variables that the `running` outer nodes read or that the run's answer and outputs show."""
    frame = plan.frame(root)
    found = {key for node_id in running for key in plan.reads(node_id)}
    for response in frame.responses:
        found |= {(segment[0], segment[1]) for segment in response.segments if not isinstance(segment, str)}
        found |= {(response.node_id, name) for name in plan.nodes[response.node_id].node.declared_outputs()}
    return frozenset(found)


def outer_ends(rows: Sequence[NodeExecution]) -> dict[str, NodeExecution]:
    """Return by node the last rows of outer nodes that ended with outputs, be it those of an error strategy."""
    ended = (NodeStatus.SUCCEEDED, NodeStatus.EXCEPTION)
    return {row.node_id: row for row in rows if not row.path and row.status in ended}


async def kept_of(
    row: NodeExecution,
    rows: Sequence[NodeExecution] = (),
    *,
    edits: Mapping[str, Any] | None = None,
    needed: Keys,
    results: Results,
) -> Kept:
    """Return what stands for a node as its row tells, with other values for some outputs.

    `rows` are those of the whole run: a container also gives what was assigned and cited inside it. What the row
    has not whole comes from the kept results.

    Raises:
        InvalidInput: a value of `needed` is whole nowhere; the message says which node has to run again.
    """
    edits = edits or {}
    if row.status == NodeStatus.EXCEPTION and not edits:
        error_type = str((row.outputs or {}).get("error_type") or "NodeError")
        return KeptFailure(row.error or "", error_type, row.inputs or {}, row.process_data or {})
    result = await _result_of(row, rows, edits, needed, results)
    return replace(result, outputs={**result.outputs, **revive(dict(edits))})


async def _result_of(
    row: NodeExecution, rows: Sequence[NodeExecution], edits: Mapping[str, Any], needed: Keys, results: Results
) -> KeptResult:
    lacking = [
        name for name in row.metadata.get("incomplete", ()) if name not in edits and _is_needed(row, name, needed)
    ]
    if lacking:
        kept = await results.get(str(row.metadata.get("fingerprint", "")))
        if kept is None:
            raise InvalidInput(
                f"What {row.title or row.node_id!r} gave as {lacking[0]} is not stored whole (it is too large, a table, "
                f"or holds a secret): the node {row.node_id} has to run again. Start from it, or give the value.",
                param="node_id",
            )
        return kept
    inside = [inner for inner in rows if inner.path and inner.path[0][0] == row.node_id]
    told = [row, *sorted(inside, key=lambda inner: inner.finished_at or 0.0)]
    return KeptResult(
        outputs=revive(dict(row.outputs or {})),
        contents={},
        handle=str(row.metadata.get("handle", "source")),
        inputs=row.inputs or {},
        process_data=row.process_data or {},
        metadata={name: value for name, value in row.metadata.items() if name not in _OURS},
        citations=[citation for one in told for citation in one.metadata.get("citations", ())],
        assignments=[
            (tuple(selector), revive(value))
            for one in told
            for selector, value in one.metadata.get("assignments", ())
            if one is row or selector[0] == "conversation"
        ],
    )


def _is_needed(row: NodeExecution, name: str, needed: Keys) -> bool:
    """Return whether somebody reads an output `name`, or (dotted) a variable that the node assigned."""
    owner, _, variable = name.partition(".")
    return (row.node_id, name) in needed or (owner, variable) in needed
