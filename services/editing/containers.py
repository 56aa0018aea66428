"""Iterations and loops of a draft as frames: nodes go in and out, and frames change their size. All return a new graph."""

from collections.abc import Mapping
from typing import Any

from engine.document import Document, NodeSpec
from engine.graph import Graph
from engine.graph.network import CONTAINER_KINDS, INNER_START_KINDS
from services.editing.edges import INNER
from services.editing.places import MARGIN, NODE, Place, Size, moved, with_room, with_size
from services.errors import InvalidInput

Item = dict[str, Any]
OUTER_KEYS = frozenset({"parentId", "extent", "zIndex"})  # of an item, that tell of its container
INNER_KEYS = frozenset({"isInIteration", "isInLoop", "iteration_id", "loop_id"})  # the same of its data


def rehoused(document: Document, places: Mapping[str, Place], container: str | None) -> Item:
    """Return the graph with nodes inside `container`, or outside of all, at `places` counted from its corner.

    Raises:
        InvalidInput: there is no such container, or one of the nodes cannot go there.
    """
    graph = Graph.of(document)
    home = graph.nodes.get(container or "")
    if container and (home is None or home.kind not in CONTAINER_KINDS):
        raise InvalidInput(f"The draft has no iteration or loop {container!r}.", param="container")
    for node_id in places:
        _refuse(graph, node_id, home, places)
    items = document.graph.get("nodes") or []
    nodes = [_housed(item, home) if str(item.get("id")) in places else item for item in items]
    graph_of_nodes = moved({**document.graph, "nodes": nodes}, places)
    return {**graph_of_nodes, "nodes": with_room(graph_of_nodes["nodes"])}


def resized(document: Document, node_id: str, size: Size) -> Item:
    """Return the graph with a container of another size, at least as large as what stands in it.

    Raises:
        InvalidInput: there is no such container.
    """
    graph = Graph.of(document)
    if node_id not in graph.nodes or graph.nodes[node_id].kind not in CONTAINER_KINDS:
        raise InvalidInput(f"The draft has no iteration or loop {node_id!r}.", param="node_id")
    least = (NODE[0], MARGIN[1] + MARGIN[3])
    wanted = max(size[0], least[0]), max(size[1], least[1])
    items = document.graph.get("nodes") or []
    nodes = [with_size(item, wanted) if str(item.get("id")) == node_id else item for item in items]
    return {**document.graph, "nodes": with_room(nodes)}


def _refuse(graph: Graph, node_id: str, home: NodeSpec | None, together: Mapping[str, Place]) -> None:
    """Raise InvalidInput when a node cannot go into, or out to, `home` together with others."""
    node = graph.nodes.get(node_id)
    if node is None:
        raise InvalidInput(f"The draft has no node {node_id!r}.", param="node_id")
    name = node.title or node.id
    if node.kind in INNER_START_KINDS or node_id in graph.roots:
        raise InvalidInput(f"{name}: a start stays where it is.")
    if home and (home.id == node_id or home.id in graph.inside(node_id)):
        raise InvalidInput(f"{name}: it cannot lie in itself.")
    if node.kind == "loop-end" and (home is None or home.kind != "loop"):
        raise InvalidInput(f"{name}: the end of a loop stands inside of a loop.")
    ends = {edge.source for edge in graph.predecessors(node_id)} | {edge.target for edge in graph.successors(node_id)}
    if ends - together.keys():
        raise InvalidInput(f"{name}: its edges would cross the border of an iteration or loop. Remove them first.")


def _housed(item: Item, home: NodeSpec | None) -> Item:
    """Return the item of a node as one that lies in `home`, None being outside of all."""
    outer = {key: value for key, value in item.items() if key not in OUTER_KEYS}
    data = {key: value for key, value in item["data"].items() if key not in INNER_KEYS}
    if home is not None:
        outer |= {"parentId": home.id, "extent": "parent", "zIndex": INNER}
        data |= {f"isIn{home.kind.capitalize()}": True, f"{home.kind}_id": home.id}
    return {**outer, "data": data}
