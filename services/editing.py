"""Edits of a draft as people make them on the canvas: moving nodes, drawing and removing edges."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from engine.document import Document, NodeSpec
from engine.graph import Graph
from services import workflows
from services.documents import document_of
from services.errors import InvalidInput
from storage.records import App, Workflow

if TYPE_CHECKING:
    from services.runtime import Runtime

Place = tuple[float, float]
Item = dict[str, Any]


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
