"""What the canvas draws: boxes, ports and wires read from a document; knows neither Streamlit nor the browser."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.document import Document, EdgeSpec, NodeSpec
from pages.drawing.labels import branches, note_text, subtitle

PORT_SEPARATOR = "::"  # between a node's id and a handle in the id of a port; ids of nodes never hold it
NODE_WIDTH = 244  # pixels, as in the files, so that positions written by other editors fit
HEADER_HEIGHT = 58
PORT_HEIGHT = 26
INNER_START_SIZE = 44
CONTAINER_KINDS = frozenset({"iteration", "loop"})
INNER_START_KINDS = frozenset({"iteration-start", "loop-start"})
_ENTERED_BY_NONE = INNER_START_KINDS | {"start", "note"}
_LEFT_BY_NONE = frozenset({"end", "loop-end", "note"})


@dataclass(frozen=True, slots=True)
class Port:
    """A branch by which a node can be left."""

    handle: str
    label: str


@dataclass(frozen=True, slots=True)
class Box:
    """A node as it is drawn; `x` and `y` count from the parent's corner, sizes are pixels."""

    id: str
    kind: str
    title: str
    subtitle: str
    x: float
    y: float
    width: float
    height: float
    parent: str | None = None
    ports: tuple[Port, ...] = ()  # empty: the one plain exit

    @property
    def is_container(self) -> bool:
        """Return whether other boxes are drawn inside."""
        return self.kind in CONTAINER_KINDS

    @property
    def has_entrance(self) -> bool:
        """Return whether an edge may lead here."""
        return not (self.kind in _ENTERED_BY_NONE or self.kind.startswith("trigger-"))

    @property
    def has_exit(self) -> bool:
        """Return whether an edge may lead away from here."""
        return self.kind not in _LEFT_BY_NONE


@dataclass(frozen=True, slots=True)
class Wire:
    """An edge as it is drawn; `handle` is the branch it leaves by."""

    id: str
    source: str
    handle: str
    target: str


@dataclass(frozen=True, slots=True)
class CanvasModel:
    """A whole drawing: parents stand before their children."""

    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...]

    def box(self, box_id: str) -> Box | None:
        """Return the box with this id, None when there is none."""
        return next((box for box in self.boxes if box.id == box_id), None)


def model_of(document: Document) -> CanvasModel:
    """Return the drawing of `document`; edges that name no drawn node are left out."""
    known = {node.id for node in document.nodes}
    boxes = [_box(node, _parent(node, known)) for node in document.nodes]
    notes = [_note(note) for note in document.notes]
    drawn = {box.id: box for box in boxes}
    wires = (_wire(edge, drawn) for edge in document.edges)
    return CanvasModel((*notes, *_parents_first(boxes)), tuple(wire for wire in wires if wire))


def port_id(node_id: str, handle: str) -> str:
    """Return the id under which a branch of a node is drawn."""
    return f"{node_id}{PORT_SEPARATOR}{handle}"


def split_port(drawn_id: str) -> tuple[str, str]:
    """Return node and handle that a drawn source stands for; a whole node is left by `source`."""
    node_id, found, handle = drawn_id.partition(PORT_SEPARATOR)
    return node_id, handle if found else "source"


def _box(node: NodeSpec, parent: str | None) -> Box:
    ports = tuple(Port(handle, label) for handle, label in branches(node))
    width, height = _size(node, len(ports))
    x, y = _position(node)
    title = node.title or node.kind
    return Box(node.id, node.kind, title, subtitle(node), x, y, width, height, parent, ports)


def _note(note: NodeSpec) -> Box:
    x, y = _position(note)
    width, height = _number(note.outer.get("width"), 240), _number(note.outer.get("height"), 88)
    return Box(note.id, "note", note_text(note.data.get("text")), "", x, y, width, height)


def _parent(node: NodeSpec, known: set[str]) -> str | None:
    """Return the box that the position of the node counts from."""
    parent = str(node.outer.get("parentId") or "")
    return parent if parent in known and parent != node.id else None


def _parents_first(boxes: Sequence[Box]) -> Iterator[Box]:
    """Yield every box after the one it lies in; boxes that lie in each other come last, as they stand."""
    waiting = list(boxes)
    placed: set[str | None] = {None}
    while ready := [box for box in waiting if box.parent in placed]:
        yield from ready
        placed |= {box.id for box in ready}
        waiting = [box for box in waiting if box.id not in placed]
    yield from waiting


def _wire(edge: EdgeSpec, drawn: Mapping[str, Box]) -> Wire | None:
    source = drawn.get(edge.source)
    if source is None or edge.target not in drawn:
        return None
    handles = {port.handle for port in source.ports}
    if handles and edge.source_handle not in handles:
        return None
    return Wire(edge.id, edge.source, edge.source_handle if handles else "source", edge.target)


def _size(node: NodeSpec, ports: int) -> tuple[float, float]:
    if node.kind in INNER_START_KINDS:
        return INNER_START_SIZE, INNER_START_SIZE
    if node.kind in CONTAINER_KINDS:
        width = _number(node.data.get("width") or node.outer.get("width"), 388)
        return width, _number(node.data.get("height") or node.outer.get("height"), 178)
    return NODE_WIDTH, HEADER_HEIGHT + (ports * PORT_HEIGHT + 8 if ports else 0)


def _position(node: NodeSpec) -> tuple[float, float]:
    position = node.outer.get("position")
    position = position if isinstance(position, Mapping) else {}
    return _number(position.get("x"), 0), _number(position.get("y"), 0)


def _number(value: Any, default: float) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else default
