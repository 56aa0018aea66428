"""Edges of a draft: drawn, drawn elsewhere, and split by a node. Each function returns a new graph."""

from collections.abc import Container, Sequence
from contextlib import suppress
from typing import Any

from pydantic import ValidationError

from engine.document import Document, EdgeSpec, NodeSpec
from engine.graph import Graph
from engine.graph.network import INNER_START_KINDS
from engine.nodes.base import Node
from services.errors import InvalidInput

Item = dict[str, Any]

INNER = 1002  # the layer on which editors draw what lies inside a container


def connected(document: Document, source: str, handle: str, target: str) -> Item:
    """Return the graph with one more edge, from a branch of `source` to `target`.

    Raises:
        InvalidInput: the edge would close a cycle, enter a start, cross the border of a container, or is there already.
    """
    edges = [*(document.graph.get("edges") or []), new_edge(document, source, handle, target)]
    return {**document.graph, "edges": edges}


def without_edges(document: Document, edge_ids: Container[str]) -> Item:
    """Return the graph without some edges; unknown ones are no error."""
    gone = {id(edge.outer) for edge in document.edges if edge.id in edge_ids}
    return {**document.graph, "edges": [item for item in document.graph.get("edges") or [] if id(item) not in gone]}


def reconnected(document: Document, edge_id: str, source: str, handle: str, target: str) -> Item:
    """Return the graph with an edge between other ends; the same graph when they are its own.

    Raises:
        InvalidInput: there is no such edge, or `connected` would refuse it.
    """
    edge = find_edge(document, edge_id)
    if (edge.source, edge.source_handle, edge.target) == (source, handle, target):
        return document.graph
    rest = document.replace(graph=without_edges(document, {edge_id}))
    made = new_edge(rest, source, handle, target)
    return {**document.graph, "edges": [made if item is edge.outer else item for item in document.graph["edges"]]}


def led_through(document: Document, edge_id: str, node_id: str) -> Item:
    """Return the graph with a node in the middle of an edge; a node with branches goes on by its first one.

    Raises:
        InvalidInput: there is no such edge, or no edge leads into or out of the node.
    """
    edge = find_edge(document, edge_id)
    node = document.node(node_id)
    if not leads_on(node.kind):
        raise InvalidInput(f"Nothing comes after a node of the kind {node.kind!r}; put it at the end of a branch.")
    opened = document.replace(graph=without_edges(document, {edge_id}))
    before = opened.replace(graph=connected(opened, edge.source, edge.source_handle, node_id))
    return connected(before, node_id, first_handle(node), edge.target)


def find_edge(document: Document, edge_id: str) -> EdgeSpec:
    """Return an edge of the document. Raises InvalidInput when there is none of that id."""
    found = next((edge for edge in document.edges if edge.id == edge_id), None)
    if found is None:
        raise InvalidInput(f"The draft has no edge {edge_id!r}.", param="edge_id")
    return found


def leads_on(kind: str) -> bool:
    """Return whether a run goes on behind nodes of a kind."""
    return kind not in ("end", "loop-end")


def first_handle(node: NodeSpec) -> str:
    """Return the branch by which edges leave a node when nobody says which."""
    return next(iter(handles_of(node)), "source")


def handles_of(node: NodeSpec) -> Sequence[str]:
    """Return the branches by which a node may be left; those of one whose settings are no good are not known."""
    known = Node.registry.get(node.kind)
    with suppress(ValidationError):
        return known(node.id, node.data).handles() if known else ()
    return ()


def new_edge(document: Document, source: str, handle: str, target: str) -> Item:
    """Return an edge for the document, not yet in it. Raises InvalidInput as `connected`."""
    graph = Graph.of(document)
    if source not in graph.nodes or target not in graph.nodes:
        raise InvalidInput("An edge connects two nodes of the draft.")
    _refuse(graph, graph.nodes[source], handle, graph.nodes[target])
    return _edge(graph, graph.nodes[source], handle, graph.nodes[target])


def _refuse(graph: Graph, source: NodeSpec, handle: str, target: NodeSpec) -> None:
    """Raise InvalidInput when an edge between the two makes no sense."""
    names = f"{source.title or source.id} → {target.title or target.id}"
    if any((edge.source_handle, edge.target) == (handle, target.id) for edge in graph.successors(source.id)):
        raise InvalidInput(f"{names}: the edge is there already.")
    if target.id in graph.roots or target.kind in INNER_START_KINDS:
        raise InvalidInput(f"{names}: nothing leads into a start.")
    if graph.container_of(source.id) != graph.container_of(target.id):
        raise InvalidInput(f"{names}: an edge cannot cross the border of an iteration or loop.")
    if source.id == target.id or source.id in graph.descendants(target.id):
        raise InvalidInput(f"{names}: the edge would close a cycle. Use a loop for what repeats.")


def _edge(graph: Graph, source: NodeSpec, handle: str, target: NodeSpec) -> Item:
    container = graph.container_of(source.id)
    kind = graph.nodes[container].kind if container else ""
    inside: Item = {f"{kind}_id": container} if container else {}
    return {
        "id": f"{source.id}-{handle}-{target.id}-target",
        "type": "custom",
        "source": source.id,
        "sourceHandle": handle,
        "target": target.id,
        "targetHandle": "target",
        "zIndex": INNER if container else 0,
        "data": {
            "sourceType": source.kind,
            "targetType": target.kind,
            "isInIteration": kind == "iteration",
            "isInLoop": kind == "loop",
            **inside,
        },
    }
