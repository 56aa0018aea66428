"""Where the nodes of a draft stand: moved, made room for, tidied. Each function returns new items or a new graph."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Any, Final

from engine.document import Document, EdgeSpec
from engine.graph import Graph
from engine.graph.layout import layered
from engine.graph.network import CONTAINER_KINDS, INNER_START_KINDS

Item = dict[str, Any]
Place = tuple[float, float]
Size = tuple[float, float]

NODE: Final = (244.0, 98.0)  # width and height of a node whose size nobody says, pixels
MARKER: Final = (44.0, 44.0)
MARGIN: Final = (24.0, 68.0, 24.0, 24.0)  # of a container: left, top (its title), right, bottom
SHIFT: Final = 40.0  # between a node and its copy


def moved(graph: Mapping[str, Any], places: Mapping[str, Place]) -> Item:
    """Return the graph with nodes elsewhere; absolute places, where the file has them, go along."""
    nodes = [_placed(item, places) for item in graph.get("nodes") or []]
    corners = {str(item.get("id")): place_of(item) for item in nodes}
    return {**graph, "nodes": [_with_absolute(item, corners) for item in nodes]}


def tidied(document: Document, sizes: Mapping[str, Size] | None = None) -> Item:
    """Return the graph laid out from left to right, containers inside as well and just large enough.

    `sizes` are those drawn, by node id, in pixels. The first corner stays where it is, and a note
    beside the node that it was nearest to.
    """
    graph = Graph.of(document)
    items = {str(item.get("id")): item for item in document.graph.get("nodes") or []}
    drawn = {node_id: size_of(item) for node_id, item in items.items()} | dict(sizes or {})
    places: dict[str, Place] = {}
    by_depth = sorted(graph.nodes, key=lambda one: -len([*graph.containers_of(one)]))
    for container in [one for one in by_depth if graph.nodes[one].kind in CONTAINER_KINDS]:
        inner = _level(graph, graph.children(container), drawn, (MARGIN[0], MARGIN[1]))
        places |= inner
        drawn[container] = _around([(*place, *drawn[child]) for child, place in inner.items()])
    outer = [node_id for node_id in graph.nodes if graph.container_of(node_id) is None]
    corner = _corner(place_of(items[node_id]) for node_id in outer)
    places |= _level(graph, outer, drawn, corner)
    places |= _notes(document, {one: place for one, place in places.items() if one in outer}, items)
    containers = {one for one, node in graph.nodes.items() if node.kind in CONTAINER_KINDS}
    nodes = [
        with_size(item, drawn[str(item.get("id"))]) if str(item.get("id")) in containers else item
        for item in document.graph.get("nodes") or []
    ]
    return moved({**document.graph, "nodes": nodes}, places)


def with_room(items: Sequence[Item]) -> list[Item]:
    """Return the items with containers that are large enough for what stands in them; none gets smaller."""
    known = {str(item.get("id")): item for item in items}
    inside: dict[str, list[str]] = {}
    for item_id, item in known.items():
        inside.setdefault(str(item.get("parentId") or ""), []).append(item_id)
    sizes = {item_id: size_of(item) for item_id, item in known.items()}
    for container in sorted(inside.keys() & known.keys(), key=lambda one: -_depth(one, known)):
        needed = _around([(*place_of(known[child]), *sizes[child]) for child in inside[container]])
        sizes[container] = max(sizes[container][0], needed[0]), max(sizes[container][1], needed[1])
    return [with_size(item, sizes[str(item.get("id"))]) if str(item.get("id")) in inside else item for item in items]


def opened(items: Sequence[Item], parent: str | None, *, right_of: float, by: float) -> list[Item]:
    """Return the items with those of one container moved right by some pixels that stand at `right_of` or behind."""
    return [
        {**item, "position": {**item.get("position", {}), "x": place_of(item)[0] + by}}
        if (item.get("parentId") or None) == parent and place_of(item)[0] >= right_of
        else item
        for item in items
    ]


def free_shift(items: Iterable[Item], places: Iterable[Place]) -> float:
    """Return by how much to move some places right and down so that no item stands at one of them."""
    taken = {tuple(map(round, place_of(item))) for item in items}
    wanted = list(places)
    shifts = (SHIFT * number for number in count(1))
    return next(by for by in shifts if not any((round(x + by), round(y + by)) in taken for x, y in wanted))


def place_of(item: Mapping[str, Any]) -> Place:
    """Return where an item stands in its container; the corner for one that says nothing sensible."""
    position = item.get("position")
    position = position if isinstance(position, Mapping) else {}
    return _number(position.get("x"), 0.0), _number(position.get("y"), 0.0)


def size_of(item: Mapping[str, Any]) -> Size:
    """Return how large an item says it is drawn, else how large its kind usually is."""
    data = item.get("data") if isinstance(item.get("data"), Mapping) else {}
    kind = str((data or {}).get("type") or "")
    usual = MARKER if kind in INNER_START_KINDS else NODE
    said = {**(data or {}), **item} if kind not in CONTAINER_KINDS else {**item, **(data or {})}
    return _number(said.get("width"), usual[0]), _number(said.get("height"), usual[1])


def absolute_place(item: Mapping[str, Any], items: Mapping[str, Mapping[str, Any]]) -> Place:
    """Return where an item stands on the whole canvas; `items` by id."""
    places = []
    seen: set[str] = set()
    while str(item.get("id")) not in seen:
        seen.add(str(item.get("id")))
        places.append(place_of(item))
        item = items.get(str(item.get("parentId") or ""), item)
    return sum(x for x, _ in places), sum(y for _, y in places)


def _level(graph: Graph, members: Sequence[str], sizes: Mapping[str, Size], corner: Place) -> dict[str, Place]:
    """Lay out the nodes of one container, or those outside of all, with their first corner at `corner`."""
    within = set(members)
    edges = [(edge.source, edge.target) for one in members for edge in _in_branch_order(graph, one)]
    found = layered(members, [edge for edge in edges if within.issuperset(edge)], sizes)
    return {node_id: (round(corner[0] + x, 1), round(corner[1] + y, 1)) for node_id, (x, y) in found.items()}


def _in_branch_order(graph: Graph, node_id: str) -> Sequence[EdgeSpec]:
    """Return the edges that leave a node, those of its first branch first."""
    data = graph.nodes[node_id].data
    branches = [str(case.get("case_id")) for case in data.get("cases") or [] if isinstance(case, Mapping)]
    branches += [str(entry.get("id")) for entry in data.get("classes") or [] if isinstance(entry, Mapping)]
    order = {handle: place for place, handle in enumerate(branches)}
    return sorted(graph.successors(node_id), key=lambda edge: order.get(edge.source_handle, len(order)))


def _notes(document: Document, places: Mapping[str, Place], items: Mapping[str, Item]) -> dict[str, Place]:
    """Return where the notes go: along with the nearest node."""
    found = {}
    for note in document.notes:
        x, y = place_of(note.outer)
        near = min(places, key=lambda one: _distance((x, y), place_of(items[one])), default=None)
        if near is not None and not note.outer.get("parentId"):
            before = place_of(items[near])
            found[note.id] = (x + places[near][0] - before[0], y + places[near][1] - before[1])
    return found


def _distance(one: Place, other: Place) -> float:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def _corner(places: Iterable[Place]) -> Place:
    known = list(places) or [(0.0, 0.0)]
    return min(x for x, _ in known), min(y for _, y in known)


def _around(boxes: Sequence[tuple[float, float, float, float]]) -> Size:
    """Return how large a container is that holds boxes `(x, y, width, height)`."""
    right = max((x + width for x, _, width, _ in boxes), default=NODE[0])
    bottom = max((y + height for _, y, _, height in boxes), default=NODE[1])
    return right + MARGIN[2], bottom + MARGIN[3]


def _depth(item_id: str, known: Mapping[str, Mapping[str, Any]]) -> int:
    """Return in how many containers an item lies."""
    seen: list[str] = []
    while item_id in known and item_id not in seen:
        seen.append(item_id)
        item_id = str(known[item_id].get("parentId") or "")
    return len(seen)


def with_size(item: Item, size: Size) -> Item:
    """Return an item of another size, which stands in `data` as well where the file has it there."""
    if size == size_of(item):
        return item
    given = {"width": size[0], "height": size[1]}
    data = item.get("data") or {}
    return {**item, **given, "data": {**data, **{key: value for key, value in given.items() if key in data}}}


def _placed(item: Item, places: Mapping[str, Place]) -> Item:
    place = places.get(str(item.get("id")))
    return {**item, "position": {"x": place[0], "y": place[1]}} if place else item


def _with_absolute(item: Item, corners: Mapping[str, Place]) -> Item:
    if "positionAbsolute" not in item:
        return item
    own, corner = place_of(item), corners.get(str(item.get("parentId") or ""), (0, 0))
    return {**item, "positionAbsolute": {"x": own[0] + corner[0], "y": own[1] + corner[1]}}


def _number(value: Any, default: float) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else default
