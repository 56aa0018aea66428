"""Parts of a graph that are taken out, doubled, carried to another app: as JSON, under new ids."""

import re
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, Final

from engine.document import NOTE_TYPE, Document
from engine.graph import Graph
from engine.graph.network import CONTAINER_KINDS, INNER_START_KINDS
from services.editing.places import Place, absolute_place, free_shift, moved, place_of, with_room
from services.errors import InvalidInput

Item = dict[str, Any]

FORMAT: Final = "millrace-fragment"
MODE_OF: Final = {"end": "workflow", "answer": "advanced-chat"}  # kinds that apps of one mode have
ONCE: Final = frozenset({"start"})  # kinds of which a draft has one
_REFERENCE = re.compile(r"\{\{#([^.#{}]+)(?=\.)")
_NUMBERED = re.compile(r" \d+$")


def copied(document: Document, node_ids: Collection[str]) -> Item:
    """Return nodes with all that lies in them and the edges between them, as a fragment for `pasted`.

    It is `{format, nodes, edges}` in the words of the DSL and can be stored as JSON. A node whose container does
    not come along says in `canvas` where it stood on the whole canvas.
    """
    items = {str(item.get("id")): item for item in document.graph.get("nodes") or []}
    taken = _with_inside(document, node_ids)
    nodes = [_on_canvas(item, items, taken) for node_id, item in items.items() if node_id in taken]
    edges = [edge.outer for edge in document.edges if {edge.source, edge.target} <= taken]
    return deepcopy({"format": FORMAT, "nodes": nodes, "edges": edges})


def pasted(document: Document, fragment: Mapping[str, Any], *, at: Place | None = None) -> tuple[Item, list[str]]:
    """Return the graph with the nodes of a fragment under new ids, and the ids of those that stand by themselves.

    What nodes of the fragment read of each other they read of the copies; other references stay as they are. A node
    whose container is in this draft goes into it. `at` is where the first corner goes, without it a little beside
    the originals. A second start and kinds that the app's mode lacks are left out.

    Raises:
        InvalidInput: this is no fragment, or nothing in it can be in this draft.
    """
    nodes = _welcome(document, _checked(fragment))
    here = {node.id: node for node in document.nodes}
    taken = {str(item.get("id")) for item in document.graph.get("nodes") or []}
    names = _new_ids(nodes, taken)
    titles = {node.title for node in document.nodes}
    copies = [_copy(item, names, here, titles) for item in nodes]
    edges = [_copied_edge(item, names) for item in fragment.get("edges") or () if _ends(item) <= names.keys()]
    outer = [item for item in copies if item.get("parentId") not in names.values()]
    standing = document.graph.get("nodes") or []
    placed = _put(copies, outer, standing, at)
    graph = {
        **document.graph,
        "nodes": with_room([*standing, *placed]),
        "edges": [*(document.graph.get("edges") or []), *edges],
    }
    return moved(graph, {}), [str(item["id"]) for item in outer]


def without_nodes(document: Document, node_ids: Collection[str]) -> Item:
    """Return the graph without nodes, all that lies in them, and their edges; unknown ids are no error.

    The start inside a container goes with its container only.
    """
    gone = _with_inside(document, node_ids)
    edges = [item for item in document.graph.get("edges") or [] if not _ends(item) & gone]
    nodes = [item for item in document.graph.get("nodes") or [] if str(item.get("id")) not in gone]
    return {**document.graph, "nodes": nodes, "edges": edges}


def free_title(title: str, taken: Collection[str]) -> str:
    """Return the title, numbered when a node has it already."""
    base = _NUMBERED.sub("", title)
    names = (title, *(f"{base} {number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def free_id(taken: Collection[str]) -> str:
    """Return an id as Dify makes them: the time in milliseconds."""
    node_id = int(time.time() * 1000)
    while str(node_id) in taken or f"{node_id}start" in taken:
        node_id += 1
    return str(node_id)


def _with_inside(document: Document, node_ids: Collection[str]) -> set[str]:
    """Return the ids of nodes and notes with all that lies in them, without starts of containers that are not among."""
    graph = Graph.of(document)
    known = {str(item.get("id")) for item in document.graph.get("nodes") or []}
    alone = {one for one in known & set(node_ids) if not _is_marker(graph, one)}
    return alone.union(*(graph.inside(one) for one in alone if one in graph.nodes))


def _is_marker(graph: Graph, node_id: str) -> bool:
    return node_id in graph.nodes and graph.nodes[node_id].kind in INNER_START_KINDS


def _on_canvas(item: Item, items: Mapping[str, Item], taken: Collection[str]) -> Item:
    if not item.get("parentId") or str(item["parentId"]) in taken:
        return item
    x, y = absolute_place(item, items)
    return {**item, "canvas": {"x": x, "y": y}}


def _checked(fragment: Mapping[str, Any]) -> list[Item]:
    nodes = fragment.get("nodes")
    if fragment.get("format") != FORMAT or not isinstance(nodes, list):
        raise InvalidInput("This is no part of a workflow that was copied here.", param="fragment")
    whole = [item for item in nodes if isinstance(item, dict) and isinstance(item.get("data"), dict)]
    found = {str(item["id"]): item for item in whole if item.get("id")}
    return [
        item for item in found.values() if _kind(item) not in INNER_START_KINDS or str(item.get("parentId")) in found
    ]


def _welcome(document: Document, nodes: Sequence[Item]) -> list[Item]:
    """Return the nodes that this draft can hold."""
    kinds = {node.kind for node in document.nodes}
    fitting = [
        item
        for item in nodes
        if MODE_OF.get(_kind(item), document.mode) == document.mode and _kind(item) not in ONCE & kinds
    ]
    if not fitting:
        raise InvalidInput("Nothing of this can be put here: an app has one start, and ends as its mode has them.")
    return fitting


def _new_ids(nodes: Sequence[Item], taken: set[str]) -> dict[str, str]:
    """Return the new id of every node; the start of a container is called after it."""
    names: dict[str, str] = {}
    for item in nodes:
        if _kind(item) not in INNER_START_KINDS:
            names[str(item["id"])] = made = free_id(taken)
            taken = taken | {made, f"{made}start"}
    for item in nodes:
        if _kind(item) in INNER_START_KINDS:
            names[str(item["id"])] = f"{names[str(item.get('parentId'))]}start"
    return names


def _copy(item: Item, names: Mapping[str, str], here: Mapping[str, Any], titles: set[str]) -> Item:
    """Return a node under its new id; one that loses its container goes where it stood on the canvas."""
    parent = str(item.get("parentId") or "")
    copy: Item = _pointed({**item, "id": names[str(item["id"])]}, names)
    copy.pop("canvas", None)
    copy.pop("selected", None)
    if copy["data"].get("title"):
        copy["data"]["title"] = free_title(copy["data"]["title"], titles)
        titles.add(copy["data"]["title"])
    if parent and parent not in names and not (parent in here and here[parent].kind in CONTAINER_KINDS):
        return _outside(copy, item)
    return copy


def _outside(copy: Item, item: Item) -> Item:
    loose = ("isInIteration", "isInLoop", "iteration_id", "loop_id")
    outer = {key: value for key, value in copy.items() if key not in ("parentId", "extent", "zIndex")}
    data = {key: value for key, value in copy["data"].items() if key not in loose}
    return {**outer, "data": data, "position": dict(item.get("canvas") or item.get("position") or {})}


def _pointed(value: Any, names: Mapping[str, str]) -> Any:
    """Return a value in which selectors, references in texts and names of containers lead to the copies."""
    if isinstance(value, str):
        return _REFERENCE.sub(lambda match: "{{#" + names.get(match[1], match[1]), value) if "{{#" in value else value
    if isinstance(value, list):
        if len(value) > 1 and value[0] in names and all(isinstance(part, str) for part in value):
            return [names[value[0]], *value[1:]]
        return [_pointed(item, names) for item in value]
    if isinstance(value, dict):
        return {key: _named(key, _pointed(item, names), names) for key, item in value.items()}
    return value


def _named(key: str, value: Any, names: Mapping[str, str]) -> Any:
    points = key in ("parentId", "iteration_id", "loop_id", "start_node_id") and isinstance(value, str)
    return names.get(value, value) if points else value


def _copied_edge(item: Item, names: Mapping[str, str]) -> Item:
    source, target = names[str(item["source"])], names[str(item["target"])]
    made: Item = {**_pointed(item, names), "source": source, "target": target}
    handles = (item.get("sourceHandle") or "source", item.get("targetHandle") or "target")
    return {**made, "id": f"{source}-{handles[0]}-{target}-{handles[1]}", "selected": False}


def _put(copies: Sequence[Item], outer: Sequence[Item], standing: Sequence[Item], at: Place | None) -> list[Item]:
    """Return the copies where they go: those that stand by themselves moved, what lies in them unmoved."""
    places = [place_of(item) for item in outer]
    if at is None:
        by = free_shift(standing, places)
        shift = (by, by)
    else:
        shift = (at[0] - min(x for x, _ in places), at[1] - min(y for _, y in places))
    own = {id(item) for item in outer}
    return list(_shifted(copies, own, shift))


def _shifted(items: Sequence[Item], own: Collection[int], shift: Place) -> Iterator[Item]:
    for item in items:
        x, y = place_of(item)
        yield {**item, "position": {"x": x + shift[0], "y": y + shift[1]}} if id(item) in own else item


def _ends(item: Mapping[str, Any]) -> set[str]:
    return {str(item.get("source")), str(item.get("target"))}


def _kind(item: Item) -> str:
    return NOTE_TYPE if item.get("type") == NOTE_TYPE else str(item["data"].get("type") or "")
