"""Edits of a draft as people make them on the canvas: adding and moving nodes, drawing and removing edges."""

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from engine.document import Document, NodeSpec
from engine.forms import new_data
from engine.graph import Graph
from engine.nodes.base import Node
from services import workflows
from services.documents import document_of
from services.errors import InvalidInput
from storage.records import App, Workflow

if TYPE_CHECKING:
    from services.runtime import Runtime

Place = tuple[float, float]
Item = dict[str, Any]

_MARKERS = ("iteration-start", "loop-start")  # they come with their container
_ROOTS = ("start", "trigger-webhook", "trigger-schedule", "trigger-plugin")


async def move_nodes(
    rt: "Runtime",
    app: App,
    places: Mapping[str, Place],
    *,
    hash: str | None = None,
    account_id: str | None = None,
) -> Workflow:
    """Put nodes of the draft elsewhere; `places` by node id, counted from the corner of the node's container.

    Unknown nodes are passed over. Raises as `workflows.save_draft`.
    """
    draft = await workflows.get_draft(rt, app)
    return await workflows.save_draft(
        rt, app, graph=moved(draft.graph, places), hash=hash or draft.hash, account_id=account_id
    )


async def add_node(
    rt: "Runtime",
    app: App,
    kind: str,
    *,
    title: str = "",
    after: str | None = None,
    hash: str | None = None,
    account_id: str | None = None,
) -> tuple[Workflow, str]:
    """Put a new node of a kind into the draft and return the draft and the node's id.

    It stands right of the node `after`, in the same container, and follows it where that has one way out; without
    one it stands right of everything.

    Raises:
        InvalidInput: there is no such kind.
        DraftNotInSync: as `workflows.save_draft`.
    """
    draft = await workflows.get_draft(rt, app)
    graph, node_id = with_node(document_of(app, draft), kind, title=title, after=after)
    return await workflows.save_draft(rt, app, graph=graph, hash=hash or draft.hash, account_id=account_id), node_id


async def connect(
    rt: "Runtime",
    app: App,
    source: str,
    handle: str,
    target: str,
    *,
    hash: str | None = None,
    account_id: str | None = None,
) -> Workflow:
    """Draw an edge of the draft from a branch of `source` to `target`.

    Raises:
        InvalidInput: the edge would close a cycle, enter a start, cross the border of a container, or is there already.
        DraftNotInSync: as `workflows.save_draft`.
    """
    draft = await workflows.get_draft(rt, app)
    graph = connected(document_of(app, draft), source, handle, target)
    return await workflows.save_draft(rt, app, graph=graph, hash=hash or draft.hash, account_id=account_id)


async def disconnect(
    rt: "Runtime", app: App, edge_id: str, *, hash: str | None = None, account_id: str | None = None
) -> Workflow:
    """Remove an edge of the draft; an unknown one is no error."""
    draft = await workflows.get_draft(rt, app)
    gone = {id(edge.outer) for edge in document_of(app, draft).edges if edge.id == edge_id}
    edges = [item for item in draft.graph.get("edges") or [] if id(item) not in gone]
    graph = {**draft.graph, "edges": edges}
    return await workflows.save_draft(rt, app, graph=graph, hash=hash or draft.hash, account_id=account_id)


def with_node(document: Document, kind: str, *, title: str = "", after: str | None = None) -> tuple[Item, str]:
    """Return the document's graph with a new node of a kind, and the node's id; see `add_node`."""
    if kind not in Node.registry or kind in _MARKERS:
        raise InvalidInput(f"There is no node kind {kind!r} to add.", param="kind")
    graph = Graph.of(document)
    node_id = _free_id(graph)
    container = graph.nodes.get(graph.container_of(after) or "") if after in graph.nodes else None
    items = _new_items(node_id, kind, title, _beside(document, after), container)
    drawn = {**document.graph, "nodes": [*(document.graph.get("nodes") or []), *items]}
    if after in graph.nodes and kind not in _ROOTS and not Node.registry[graph.nodes[after].kind].branches:
        return connected(document.replace(graph=drawn), str(after), "source", node_id), node_id
    return drawn, node_id


def _free_id(graph: Graph) -> str:
    """Return an id as Dify makes them: the time in milliseconds."""
    node_id = int(time.time() * 1000)
    while str(node_id) in graph.nodes:
        node_id += 1
    return str(node_id)


def _beside(document: Document, after: str | None) -> Item:
    """Return the place right of a node, or of all nodes outside of containers."""
    outer = [item for item in document.graph.get("nodes") or [] if not item.get("parentId")]
    beside = [item for item in document.graph.get("nodes") or [] if item.get("id") == after] or outer
    right = max(beside, key=lambda item: (item.get("position") or {}).get("x") or 0, default=None)
    if right is None:
        return {"x": 80, "y": 280}
    place = right.get("position") or {}
    return {"x": (place.get("x") or 0) + (right.get("width") or 244) + 60, "y": place.get("y") or 0}


def _new_items(node_id: str, kind: str, title: str, place: Item, container: NodeSpec | None) -> list[Item]:
    """Return the item of a new node, and of the start inside it where it is a container."""
    data = new_data(kind, title)
    item: Item = {"id": node_id, "type": "custom", "position": place, "data": data}
    if container is not None:
        item |= {"parentId": container.id, "extent": "parent", "zIndex": 1002}
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
            "zIndex": 1002,
            "draggable": False,
            "data": marker,
        },
    ]


def moved(graph: Mapping[str, Any], places: Mapping[str, Place]) -> Item:
    """Return the graph with nodes elsewhere; absolute places, where the file has them, go along."""
    nodes = [_placed(item, places) for item in graph.get("nodes") or []]
    corners = {str(item.get("id")): item.get("position") or {} for item in nodes}
    return {**graph, "nodes": [_with_absolute(item, corners) for item in nodes]}


def connected(document: Document, source: str, handle: str, target: str) -> Item:
    """Return the document's graph with one more edge. Raises InvalidInput, see `connect`."""
    graph = Graph.of(document)
    nodes = {node.id: node for node in document.nodes}
    if source not in nodes or target not in nodes:
        raise InvalidInput("An edge connects two nodes of the draft.")
    _refuse_edge(graph, nodes[source], handle, nodes[target])
    edges = [*(document.graph.get("edges") or []), _edge(graph, nodes[source], handle, nodes[target])]
    return {**document.graph, "edges": edges}


def _refuse_edge(graph: Graph, source: NodeSpec, handle: str, target: NodeSpec) -> None:
    """Raise InvalidInput when an edge between the two makes no sense."""
    names = f"{source.title or source.id} → {target.title or target.id}"
    if any((edge.source_handle, edge.target) == (handle, target.id) for edge in graph.successors(source.id)):
        raise InvalidInput(f"{names}: the edge is there already.")
    if target.id in graph.roots or target.kind in ("iteration-start", "loop-start"):
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
        "zIndex": 1002 if container else 0,
        "data": {
            "sourceType": source.kind,
            "targetType": target.kind,
            "isInIteration": kind == "iteration",
            "isInLoop": kind == "loop",
            **inside,
        },
    }


def _placed(item: Item, places: Mapping[str, Place]) -> Item:
    place = places.get(str(item.get("id")))
    return {**item, "position": {"x": place[0], "y": place[1]}} if place else item


def _with_absolute(item: Item, corners: Mapping[str, Item]) -> Item:
    if "positionAbsolute" not in item:
        return item
    own, corner = item.get("position") or {}, corners.get(str(item.get("parentId") or ""), {})
    absolute = {axis: (own.get(axis) or 0) + (corner.get(axis) or 0) for axis in ("x", "y")}
    return {**item, "positionAbsolute": absolute}
