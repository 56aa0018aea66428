"""What the notebook of a workflow reads: its nodes in the order of their execution, and what they gave last."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import storage.runs
from engine.document import Document, NodeSpec
from engine.graph import Graph
from engine.graph.network import INNER_START_KINDS
from storage.records import App, NodeExecution, Run

if TYPE_CHECKING:
    from services.runtime import Runtime


def in_order(document: Document) -> list[tuple[NodeSpec, int]]:
    """Return nodes so that each comes after those that lead to it, with how many containers are around it.

    A branch is followed to its end before the next one begins; what runs inside a container follows it. The starts
    of rounds are left out, nodes of a cycle come last.
    """
    return list(_walk(Graph.of(document), None, 0))


def containers(document: Document) -> dict[str, str]:
    """Return the outermost container of every node that is inside one."""
    graph = Graph.of(document)
    found = {node_id: list(graph.containers_of(node_id)) for node_id in graph.nodes}
    return {node_id: around[-1] for node_id, around in found.items() if around}


def _walk(graph: Graph, container: str | None, depth: int) -> Iterator[tuple[NodeSpec, int]]:
    for node_id in _sorted(graph, container):
        node = graph.nodes[node_id]
        if node.kind not in INNER_START_KINDS:
            yield node, depth
        if graph.children(node_id):
            yield from _walk(graph, node_id, depth + 1)


def _sorted(graph: Graph, container: str | None) -> list[str]:
    """Return the nodes directly inside a container, None for the outermost ones, in the order of execution."""
    here = [node_id for node_id in graph.nodes if graph.container_of(node_id) == container]
    unknown = {node_id: len(graph.predecessors(node_id)) for node_id in here}
    todo = [node_id for node_id in reversed(here) if not unknown[node_id]]
    order: list[str] = []
    while todo:
        order.append(todo.pop())
        for edge in reversed(graph.successors(order[-1])):
            unknown[edge.target] = unknown.get(edge.target, 0) - 1
            if not unknown[edge.target]:
                todo.append(edge.target)
    return [*order, *(node_id for node_id in here if node_id not in set(order))]


async def last_executions(rt: "Runtime", app: App) -> dict[str, NodeExecution]:
    """Return by node the last execution in a run of the Studio that ended, whatever run that was."""
    found = await rt.db.read(lambda: storage.runs.list_last_executions(rt.db, app.workspace_id, app.id))
    return {row.node_id: row for row in found}


async def newest_run(rt: "Runtime", app: App) -> Run | None:
    """Return the newest run of the Studio, without its graph; None before the first."""
    runs = await rt.db.read(
        lambda: storage.runs.list_runs(rt.db, app.workspace_id, app.id, triggered_from="debugging", limit=1)
    )
    return runs[0] if runs else None
