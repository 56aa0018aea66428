"""The canvas by streamlit-flow: draws a `CanvasModel` in a frame and says what a person did to it.

The model is the truth. From the browser only ids, positions and the ends of new edges are read, and everything
else is drawn anew. The component keeps a copy of the drawing and refuses one older than its own, by the browser's
clock, so a push is stamped with the browser's last time plus one, never with ours; every node carries the
revision of the drawing it belongs to, and a push is repeated until that revision comes back.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st
from streamlit_flow import _st_flow_func
from streamlit_flow.elements import StreamlitFlowEdge, StreamlitFlowNode
from streamlit_flow.layouts import ManualLayout
from streamlit_flow.state import StreamlitFlowState

from pages.drawing.events import CanvasEvent, Choose
from pages.drawing.model import (
    HEADER_HEIGHT,
    INNER_START_KINDS,
    PORT_HEIGHT,
    Box,
    CanvasModel,
    Port,
    Wire,
    port_id,
    split_port,
)
from pages.drawing.style import LIVE_WIRE, WIRE, sheet

MINIMAP_FROM = 20  # nodes
STYLE_NODE = "::style"
_NOT_PLAIN = re.compile(r"[^0-9A-Za-z\u0080-\U0010ffff ]")

Message = Mapping[str, Any]  # what the browser sent: {nodes, edges, selectedId, timestamp}


@dataclass(slots=True)
class Exchange:
    """What of the talk with one browser must be remembered between runs; times are the browser's milliseconds."""

    pushed_at: int = 1
    handled: int = 1


def render(
    model: CanvasModel,
    statuses: Mapping[str, str],
    selected: str | None,
    *,
    key: str,
    height: int = 520,
    movable: bool = True,
    layout: int = 0,
    on_choice: Choose | None = None,
) -> CanvasEvent | None:
    """Draw `model` and return what the person did with it, None when nothing happened.

    `statuses` colours nodes by id (running, succeeded, failed, ..., faulty). `layout` is a number that the caller
    changes when positions changed otherwise than by a drag. While a run shows its progress pass `movable=False`:
    a push would undo a drag under way.
    """
    exchange = _exchange(key)
    message: Message | None = st.session_state.get(key)
    revision = revision_of(model, statuses, (layout, movable))
    if message:
        exchange.pushed_at = push_time(exchange.pushed_at, message, revision)
    state = flow_state(model, statuses, selected, movable=movable, revision=revision)
    state.timestamp = exchange.pushed_at
    _draw(
        state,
        key=key,
        height=height,
        allowNewEdges=movable,
        showMiniMap=len(model.boxes) >= MINIMAP_FROM,
        on_change=partial(_told, key, model, revision, on_choice),
    )
    if not message or message["timestamp"] == exchange.handled:
        return None
    exchange.handled = message["timestamp"]
    return event_of(model, message, revision)


def _draw(state: StreamlitFlowState, **rest: Any) -> None:
    """Hand the drawing to the component itself: the function that its package offers takes no callback."""
    _st_flow_func(
        component="streamlit_flow",
        nodes=[node.asdict() for node in state.nodes],
        edges=[edge.asdict() for edge in state.edges],
        timestamp=state.timestamp,
        layoutOptions=ManualLayout().__to_dict__(),
        showControls=True,
        fitView=True,
        minZoom=0.15,
        style={},
        animateNewEdges=False,
        getNodeOnClick=True,
        getEdgeOnClick=True,
        panOnDrag=True,
        allowZoom=True,
        enableNodeMenu=False,
        enablePaneMenu=False,
        enableEdgeMenu=False,
        hideWatermark=True,
        **rest,
    )


def _told(key: str, model: CanvasModel, revision: str, on_choice: Choose | None) -> None:
    """Hand on a mere choice at once; what else the browser said is seen when the page is drawn."""
    message: Message = st.session_state[key]
    event = event_of(model, message, revision)
    if on_choice is None or event is None or event.moved or event.connected or not _shows(message, revision):
        return
    _exchange(key).handled = message["timestamp"]
    on_choice(event)


def _exchange(key: str) -> Exchange:
    name = f"{key}:exchange"
    kept = st.session_state.get(name)
    if not isinstance(kept, Exchange):
        kept = st.session_state[name] = Exchange()
    return kept


def safe(text: str, limit: int = 80) -> str:
    """Return `text` so that neither Markdown nor HTML reads anything into it.

    Every character that could have a meaning becomes a numeric reference: labels pass through a parser that runs
    raw HTML with the rights of the page.
    """
    short = " ".join(text.split())[:limit]
    return _NOT_PLAIN.sub(lambda match: f"&#{ord(match.group())};", short)


def revision_of(model: CanvasModel, statuses: Mapping[str, str], extra: object = None) -> str:
    """Return a name for the drawing: equal drawings have equal names, wherever their boxes stand.

    Positions are left out since the browser has those of a drag already.
    """
    boxes = [
        (box.id, box.kind, box.title, box.subtitle, box.width, box.height, box.parent, box.ports) for box in model.boxes
    ]
    wires = sorted((wire.source, wire.handle, wire.target) for wire in model.wires)
    drawn = repr((boxes, wires, sorted(statuses.items()), extra))
    return hashlib.sha1(drawn.encode(), usedforsecurity=False).hexdigest()[:12]


def push_time(pushed_at: int, message: Message, revision: str) -> int:
    """Return the time to stamp the drawing with: newer than the browser's own when it shows another revision."""
    shown = {node["data"].get("rev") for node in message["nodes"]}
    if shown != {revision} and pushed_at <= message["timestamp"]:
        return int(message["timestamp"]) + 1
    return pushed_at


def event_of(model: CanvasModel, message: Message, revision: str) -> CanvasEvent | None:
    """Return how the browser's drawing differs from `model`.

    A drawing of an older revision counts for selection only: what it lacks or holds may be long settled.
    """
    selected = _selected(message.get("selectedId"))
    moved = dict(_moved(model, message)) if _shows(message, revision) else {}
    connected = tuple(_connected(model, message))
    if not (selected or moved or connected):
        return None
    return CanvasEvent(selected if not connected else None, moved, connected)


def _shows(message: Message, revision: str) -> bool:
    """Return whether the browser draws this revision, with all its nodes."""
    return all(node["data"].get("rev") == revision for node in message["nodes"])


def _selected(drawn_id: str | None) -> str | None:
    return split_port(drawn_id)[0] or None if drawn_id else None


def _moved(model: CanvasModel, message: Message) -> Iterator[tuple[str, tuple[float, float]]]:
    places = {node["id"]: node["position"] for node in message["nodes"]}
    for box in model.boxes:
        place = places.get(box.id)
        if place and (abs(place["x"] - box.x) >= 1 or abs(place["y"] - box.y) >= 1):
            yield box.id, (round(place["x"], 1), round(place["y"], 1))


def _connected(model: CanvasModel, message: Message) -> Iterator[tuple[str, str, str]]:
    known = {(wire.source, wire.handle, wire.target) for wire in model.wires}
    ids = {wire.id for wire in model.wires}
    for edge in message["edges"]:
        source, handle = split_port(edge["source"])
        target, _ = split_port(edge["target"])
        drawn = str(edge["id"]).startswith("st-flow-edge_") and edge["id"] not in ids
        if drawn and source != target and (source, handle, target) not in known:
            yield source, handle, target


def flow_state(
    model: CanvasModel,
    statuses: Mapping[str, str],
    selected: str | None,
    *,
    movable: bool,
    revision: str,
) -> StreamlitFlowState:
    """Return the drawing as the component wants it; its time is still to be set."""
    nodes = [_style_node(model)]
    for box in model.boxes:
        nodes.append(_node(box, statuses.get(box.id, ""), movable=movable, selected=box.id == selected))
        nodes += [_port(box, port, number, movable=movable) for number, port in enumerate(box.ports)]
    for node in nodes:
        node.data["rev"] = revision
    ported = {box.id for box in model.boxes if box.ports}
    edges = [_edge(wire, wire.source in ported, statuses.get(wire.source) == "running") for wire in model.wires]
    return StreamlitFlowState(nodes, edges, timestamp=0)


def _style_node(model: CanvasModel) -> StreamlitFlowNode:
    """Return an unseen node whose label is the style sheet; it stands where the first box does."""
    first = model.boxes[0] if model.boxes else Box(STYLE_NODE, "", "", "", 0, 0, 1, 1)
    return StreamlitFlowNode(
        STYLE_NODE,
        (first.x, first.y),
        {"content": f"<style>{sheet()}</style>"},
        "input",
        "right",
        "left",
        draggable=False,
        focusable=False,
        style={"width": "1px", "height": "1px"},
        className="mr-style",
    )


def _node(box: Box, status: str, *, movable: bool, selected: bool) -> StreamlitFlowNode:
    return StreamlitFlowNode(
        box.id,
        (box.x, box.y),
        {"content": _label(box)},
        _node_type(box),
        "right",
        "left",
        draggable=movable,
        selectable=True,
        selected=selected,
        connectable=movable and box.kind != "note",
        deletable=False,
        z_index=-1 if box.is_container or box.kind == "note" else 0,
        style={"width": f"{box.width:g}px", "height": f"{box.height:g}px"},
        className=_class(box, status),
        **_inside(box.parent),
    )


def _node_type(box: Box) -> str:
    """Return which handles the node has: `input` only an exit, `output` only an entrance, `default` both."""
    if not box.has_entrance:
        return "input"
    return "output" if box.ports or not box.has_exit else "default"


def _class(box: Box, status: str) -> str:
    if box.kind == "note":
        return "mr-note"
    names = ["mr", f"k-{box.kind}" if re.fullmatch(r"[a-z-]+", box.kind) else "k-other"]
    names += ["mr-box"] if box.is_container else []
    names += ["mr-inner"] if box.kind in INNER_START_KINDS else []
    names += [f"s-{status}"] if re.fullmatch(r"[a-z-]+", status) else []
    return " ".join(names)


def _label(box: Box) -> str:
    if box.kind == "note":
        return f"<div>{safe(box.title, 400)}</div>"
    words = f"<b>{safe(box.title)}</b>" + (f"<i>{safe(box.subtitle)}</i>" if box.subtitle else "")
    return (
        f'<div class="mr-h"><span class="mr-i"></span><span class="mr-t">{words}</span><span class="mr-s"></span></div>'
    )


def _port(box: Box, port: Port, number: int, *, movable: bool) -> StreamlitFlowNode:
    """Return the small node that stands for a branch: the component knows one exit per node only."""
    return StreamlitFlowNode(
        port_id(box.id, port.handle),
        (10, HEADER_HEIGHT - 2 + number * PORT_HEIGHT),
        {"content": f'<div class="mr-p">{safe(port.label, 40)}</div>'},
        "input",
        "right",
        "left",
        draggable=False,
        selectable=True,
        connectable=movable,
        deletable=False,
        style={"width": f"{box.width - 10:g}px", "height": f"{PORT_HEIGHT - 4}px"},
        className="mr-port",
        **_inside(box.id),
    )


def _inside(parent: str | None) -> dict[str, str]:
    return {"parentNode": parent, "extent": "parent"} if parent else {}


def _edge(wire: Wire, has_ports: bool, live: bool) -> StreamlitFlowEdge:
    colour = LIVE_WIRE if live else WIRE
    return StreamlitFlowEdge(
        wire.id,
        port_id(wire.source, wire.handle) if has_ports else wire.source,
        wire.target,
        "default",
        marker_start={},
        marker_end={"type": "arrowclosed", "color": colour, "width": 14, "height": 14},
        animated=live,
        deletable=False,
        focusable=True,
        label_style={},
        label_bg_style={},
        style={"stroke": colour, "strokeWidth": 1.6},
    )
