"""New nodes of a draft: behind another one, on an edge, or by themselves. Each function returns a new graph."""

from collections.abc import Sequence
from typing import Any

from engine.document import Document, NodeSpec
from engine.forms import new_data
from engine.graph import Graph
from engine.graph.network import INNER_START_KINDS
from engine.nodes.base import Node
from services.editing.edges import INNER, connected, find_edge, leads_on, led_through
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
) -> tuple[Item, str]:
    """Return the graph with a new node of a kind, and the node's id; see `services.editing.add_node`."""
    _check_kind(kind)
    graph = Graph.of(document)
    before = graph.nodes.get(after or "")
    around = graph.nodes.get((graph.container_of(before.id) if before else container) or "")
    items = document.graph.get("nodes") or []
    drawn, node_id = _drawn(document, items, kind, title, place=at or _beside(document, before), container=around)
    way = handle or _way_on(before)
    if before is None or way is None or Node.registry[kind].root:
        return drawn, node_id
    return connected(document.replace(graph=drawn), before.id, way, node_id), node_id


def with_node_on_edge(document: Document, kind: str, edge_id: str, *, title: str = "") -> tuple[Item, str]:
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
    drawn, node_id = _drawn(document, items, kind, title, place=place, container=container)
    return led_through(document.replace(graph=drawn), edge_id, node_id), node_id


def _check_kind(kind: str) -> None:
    if kind not in Node.registry or kind in INNER_START_KINDS:
        raise InvalidInput(f"There is no node kind {kind!r} to add.", param="kind")


def _way_on(node: NodeSpec | None) -> str | None:
    """Return the one branch by which a node is left; None where there are several, or none."""
    known = Node.registry.get(node.kind) if node else None
    return "source" if node and known and leads_on(node.kind) and not known.branches else None


def _drawn(
    document: Document, items: Sequence[Item], kind: str, title: str, *, place: Place, container: NodeSpec | None
) -> tuple[Item, str]:
    """Return the graph with a new node that no edge leads to yet, and its id."""
    node_id = free_id({str(item.get("id")) for item in items})
    new = _new_items(node_id, kind, title, {"x": place[0], "y": place[1]}, container)
    return {**document.graph, "nodes": with_room([*items, *new])}, node_id


def _beside(document: Document, before: NodeSpec | None) -> Place:
    """Return the place right of a node, or of all nodes outside of containers."""
    outer = [item for item in document.graph.get("nodes") or [] if not item.get("parentId")]
    beside = [before.outer] if before else outer
    right = max(beside, key=lambda item: place_of(item)[0], default=None)
    if right is None:
        return FIRST
    return place_of(right)[0] + size_of(right)[0] + BESIDE, place_of(right)[1]


def _new_items(node_id: str, kind: str, title: str, place: Item, container: NodeSpec | None) -> list[Item]:
    """Return the item of a new node, and of the start inside it where it is a container."""
    data = new_data(kind, title)
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
