"""Odd shapes of a whole graph: ids that are numbers, containers that start at an ordinary node.

Old iterations name their first node as the start. They get a start node of their own; the export takes
it out again, so that a file keeps the nodes its author gave it.
"""

from collections.abc import Mapping
from typing import Any

from engine.document import NOTE_TYPE
from engine.dsl.old_nodes import normalised_data
from engine.errors import InvalidDsl

Item = dict[str, Any]

START_KINDS = {"iteration": "iteration-start", "loop": "loop-start"}
ADDED = "_added_on_import"  # marks a start node that was made here
NODE_IDS = ("id", "parentId", "type")
DATA_IDS = ("iteration_id", "loop_id", "start_node_id", "type")
EDGE_IDS = ("id", "source", "target", "sourceHandle", "targetHandle")


def with_text_ids(graph: Item) -> Item:
    """Return the graph with the ids and kinds that the file left unquoted (numbers, `true`) as text.

    Raises:
        InvalidDsl: an id is a mapping or list; both lists hold mappings only.
    """
    nodes = [_text_ids(node, NODE_IDS, f"workflow.graph.nodes[{place}]") for place, node in enumerate(graph["nodes"])]
    for place, node in enumerate(nodes):
        if node.get("data"):
            node["data"] = _text_ids(node["data"], DATA_IDS, f"workflow.graph.nodes[{place}].data")
    edges = [_text_ids(edge, EDGE_IDS, f"workflow.graph.edges[{place}]") for place, edge in enumerate(graph["edges"])]
    return {**graph, "nodes": nodes, "edges": edges}


def normalised_graph(graph: Item) -> Item:
    """Return the graph in the shape that the engine reads."""
    nodes = _with_membership([_normalised_node(node) for node in graph["nodes"]])
    return _with_container_starts({**graph, "nodes": nodes})


def without_added_starts(graph: Item) -> Item:
    """Return the graph without the start nodes that `normalised_graph` made and nobody changed since."""
    for node in graph.get("nodes") or []:
        if isinstance(node, dict) and (node.get("data") or {}).get(ADDED):
            graph = _folded(graph, node)
    return graph


def _text_ids(item: Item, keys: tuple[str, ...], field_name: str) -> Item:
    odd = {key: item[key] for key in keys if item.get(key) is not None and not isinstance(item[key], str)}
    for key, value in odd.items():
        if isinstance(value, dict | list):
            raise InvalidDsl(f"the field {field_name}.{key} must be text")
    return {**item, **{key: str(value).lower() for key, value in odd.items()}}


def _normalised_node(node: Item) -> Item:
    data = node.get("data") or {}
    if node.get("type") == NOTE_TYPE:
        return {**node, "data": data}
    return {**node, "data": normalised_data(data)}


def _with_membership(nodes: list[Item]) -> list[Item]:
    """Write the container of a node into its `data` where only the canvas knew it."""
    keys = {node.get("id"): f"{kind}_id" for node in nodes if (kind := node["data"].get("type")) in START_KINDS}
    return [_member(node, keys.get(node.get("parentId"))) for node in nodes]


def _member(node: Item, key: str | None) -> Item:
    if key is None or node.get("type") == NOTE_TYPE or node["data"].get(key):
        return node
    return {**node, "data": {**node["data"], key: node["parentId"]}}


def _with_container_starts(graph: Item) -> Item:
    nodes = {node.get("id"): node for node in graph["nodes"]}
    placed: list[Item] = []
    edges: list[Item] = []
    for node in graph["nodes"]:
        first = _first_inside(node, nodes)
        if first is None:
            placed.append(node)
        elif _is_start(first):
            placed.append(_started_at(node, first["id"]))
        else:
            start = _start_node(node)
            placed += [_started_at(node, start["id"]), start]
            edges.append(_start_edge(node, start, first))
    return {**graph, "nodes": placed, "edges": edges + graph["edges"]}


def _first_inside(container: Item, nodes: Mapping[Any, Item]) -> Item | None:
    """Return the node at which the rounds of a container start, as far as the file says it."""
    kind = container["data"].get("type")
    if kind not in START_KINDS:
        return None
    named = nodes.get(str(container["data"].get("start_node_id")))
    inside = (node for node in nodes.values() if node["data"].get(f"{kind}_id") == container.get("id"))
    return named or next((node for node in inside if node["data"].get("isIterationStart") or _is_start(node)), None)


def _is_start(node: Item) -> bool:
    return node["data"].get("type") in START_KINDS.values()


def _started_at(container: Item, start_id: str) -> Item:
    return {**container, "data": {**container["data"], "start_node_id": start_id}}


def _start_node(container: Item) -> Item:
    kind, container_id = container["data"]["type"], container["id"]
    flag = "isInIteration" if kind == "iteration" else "isInLoop"
    data = {"type": START_KINDS[kind], "title": "", "desc": "", flag: True, f"{kind}_id": container_id, ADDED: True}
    place = {"x": 24, "y": 68}  # inside the container's frame
    return {
        "id": f"{container_id}start0",
        "type": f"custom-{kind}-start",
        "parentId": container_id,
        "data": data,
        "position": place,
        "width": 44,
        "height": 48,
        "draggable": False,
        "selectable": False,
        "zIndex": 1002,
    }


def _start_edge(container: Item, start: Item, first: Item) -> Item:
    kind = container["data"]["type"]
    flag = "isInIteration" if kind == "iteration" else "isInLoop"
    return {
        "id": f"{start['id']}-source-{first['id']}-target",
        "source": start["id"],
        "sourceHandle": "source",
        "target": first["id"],
        "targetHandle": "target",
        "type": "custom",
        "zIndex": 1002,
        "data": {
            "sourceType": START_KINDS[kind],
            "targetType": first["data"].get("type"),
            flag: True,
            f"{kind}_id": container["id"],
        },
    }


def _folded(graph: Item, start: Item) -> Item:
    """Let the container start at the one node that its added start node leads to."""
    touching = [edge for edge in graph["edges"] if start["id"] in (edge.get("source"), edge.get("target"))]
    if len(touching) != 1 or touching[0].get("source") != start["id"]:
        return graph
    first_id = touching[0]["target"]
    nodes = [
        _started_at(node, first_id) if node.get("id") == start.get("parentId") else node
        for node in graph["nodes"]
        if node is not start
    ]
    return {**graph, "nodes": nodes, "edges": [edge for edge in graph["edges"] if edge is not touching[0]]}
