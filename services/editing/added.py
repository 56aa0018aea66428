"""New nodes of a draft: behind another one, on an edge, or by themselves. Each function returns a new graph."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.document import Document, NodeSpec
from engine.forms import new_data
from engine.graph import Graph
from engine.graph.network import INNER_START_KINDS
from engine.nodes.base import Node
from services.editing.edges import INNER, connected, find_edge, handles_of, leads_on, led_through
from services.editing.fragments import free_id
from services.editing.places import NODE, Place, opened, place_of, size_of, with_room
from services.errors import InvalidInput

Item = dict[str, Any]

FIRST: Place = (80.0, 280.0)  # where the first node of a graph stands
BESIDE = 60.0  # pixels between a node and the one behind it


def with_node(
    document: Document,
    kind: str,
    *,
    title: str = "",
    after: str | None = None,
    handle: str | None = None,
    at: Place | None = None,
    container: str | None = None,
    model: Mapping[str, str] | None = None,
) -> tuple[Item, str]:
    """Return the graph with a new node of a kind, and the node's id; see `services.editing.add_node`.

    `model` is `{provider, name}` for a node that asks one.
    """
    _check_kind(kind)
    graph = Graph.of(document)
    before = graph.nodes.get(after or "")
    around = graph.nodes.get((graph.container_of(before.id) if before else container) or "")
    items = document.graph.get("nodes") or []
    place = at or _beside(document, before)
    drawn, node_id = _drawn(document, items, _settings(kind, title, model), place=place, container=around)
    way = handle or _way_on(graph, before)
    if before is None or way is None or Node.registry[kind].root:
        return drawn, node_id
    return connected(document.replace(graph=drawn), before.id, way, node_id), node_id


def with_node_on_edge(
    document: Document, kind: str, edge_id: str, *, title: str = "", model: Mapping[str, str] | None = None
) -> tuple[Item, str]:
    """Return the graph with a new node of a kind in the middle of an edge, and its id; what follows makes room.

    Raises:
        InvalidInput: there is no such kind or edge, or no edge leads into or out of such nodes.
    """
    _check_kind(kind)
    edge = find_edge(document, edge_id)
    if Node.registry[kind].root or not leads_on(kind):
        raise InvalidInput(f"A node of the kind {kind!r} cannot stand between two others.", param="kind")
    graph = Graph.of(document)
    before, behind = graph.nodes[edge.source], graph.nodes[edge.target]
    left = place_of(before.outer)[0] + size_of(before.outer)[0] + BESIDE
    free = place_of(behind.outer)[0] - left - NODE[0] - BESIDE
    place = (left + max(0.0, free / 2), (place_of(before.outer)[1] + place_of(behind.outer)[1]) / 2)
    items = document.graph.get("nodes") or []
    if free < 0:
        first = max(place_of(behind.outer)[0], place_of(before.outer)[0] + 1)
        items = opened(items, behind.outer.get("parentId") or None, right_of=first, by=-free)
    container = graph.nodes.get(graph.container_of(before.id) or "")
    drawn, node_id = _drawn(document, items, _settings(kind, title, model), place=place, container=container)
    return led_through(document.replace(graph=drawn), edge_id, node_id), node_id


def _check_kind(kind: str) -> None:
    if kind not in Node.registry or kind in INNER_START_KINDS:
        raise InvalidInput(f"There is no node kind {kind!r} to add.", param="kind")


def _way_on(graph: Graph, node: NodeSpec | None) -> str | None:
    """Return the branch by which a new node follows another: its one way on, else the first that leads nowhere."""
    known = Node.registry.get(node.kind) if node else None
    if node is None or known is None or not leads_on(node.kind):
        return None
    if not known.branches:
        return "source"
    taken = {edge.source_handle for edge in graph.successors(node.id)}
    return next((handle for handle in handles_of(node) if handle not in taken), None)


def _drawn(
    document: Document, items: Sequence[Item], data: Item, *, place: Place, container: NodeSpec | None
) -> tuple[Item, str]:
    """Return the graph with a new node that no edge leads to yet, and its id."""
    node_id = free_id({str(item.get("id")) for item in items})
    new = _new_items(node_id, data, {"x": place[0], "y": place[1]}, container)
    return {**document.graph, "nodes": with_room([*items, *new])}, node_id


def _beside(document: Document, before: NodeSpec | None) -> Place:
    """Return the place right of a node, or of all nodes outside of containers, below what stands there already."""
    items = document.graph.get("nodes") or []
    around = [
        item for item in items if (item.get("parentId") or None) == (before.outer.get("parentId") if before else None)
    ]
    right = before.outer if before else max(around, key=lambda item: place_of(item)[0], default=None)
    if right is None:
        return FIRST
    x, y = place_of(right)[0] + size_of(right)[0] + BESIDE, place_of(right)[1]
    while below := [item for item in around if _covers(item, x, y)]:
        y = max(place_of(item)[1] + size_of(item)[1] for item in below) + BESIDE / 2
    return x, y


def _covers(item: Item, x: float, y: float) -> bool:
    """Return whether a new node at a place would lie on another one."""
    left, top = place_of(item)
    width, height = size_of(item)
    return left - NODE[0] < x < left + width and top - NODE[1] < y < top + height


def _settings(kind: str, title: str, model: Mapping[str, str] | None) -> Item:
    """Return what a new node begins with."""
    data = new_data(kind, title)
    asks = data.get("model")
    if model and isinstance(asks, dict) and not asks.get("name"):
        data["model"] = {**asks, **model}
    return data


def _new_items(node_id: str, data: Item, place: Item, container: NodeSpec | None) -> list[Item]:
    """Return the item of a new node, and of the start inside it where it is a container."""
    kind = data["type"]
    item: Item = {"id": node_id, "type": "custom", "position": place, "data": data}
    if container is not None:
        item |= {"parentId": container.id, "extent": "parent", "zIndex": INNER}
        data |= {f"isIn{container.kind.capitalize()}": True, f"{container.kind}_id": container.id}
    if not Node.registry[kind].container:
        return [item]
    start = f"{node_id}start"
    item |= {"width": 388, "height": 178}
    data["start_node_id"] = start
    marker = {"type": f"{kind}-start", "title": "", f"isIn{kind.capitalize()}": True}
    return [
        item,
        {
            "id": start,
            "type": f"custom-{kind}-start",
            "parentId": node_id,
            "position": {"x": 24, "y": 68},
            "zIndex": INNER,
            "draggable": False,
            "data": marker,
        },
    ]
