"""The own canvas: a component of the page itself that edits at once and tells what was done as operations.

Its program lies in `canvas/`. The server sends the whole drawing; the browser shows it as soon as it holds every
edit that was made there, and sends its edits again and again until a drawing confirms them. So an edit that a rerun
has cut off is not lost, and none is done twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from pages.drawing.events import CanvasEvent, Choose
from pages.drawing.files import bundle_name
from pages.drawing.model import INNER_START_KINDS, Box, CanvasModel
from pages.drawing.operations import Log, Operation, next_event, only_choices, read_log
from pages.drawing.style import LOOKS, OTHER
from pages.language.kinds import kind_name
from pages.language.text import t
from pages.language.words import STATUS_WORDS

# The program is loaded by its own address, which the browser keeps; only this line travels with the drawing.
LOADER = """
const program = import(new URL("canvas/{name}", document.baseURI).href);
export default async (component) => (await program).default(component);
"""
WORDS = {
    "canvas": "The graph of the app",
    "add": "Add node",
    "insert": "Put a node here",
    "search": "Search nodes",
    "nothing": "No such node.",
    "empty": "The graph is empty. Press + to add the first node.",
    "nodeHelp": "Enter selects the node, arrow keys move it, Delete removes it.",
    "edgeHelp": "Enter selects the edge, Delete removes it.",
    "controls": "View",
    "zoomIn": "Zoom in",
    "zoomOut": "Zoom out",
    "fit": "Show all",
    "minimap": "Overview of the graph",
    "resize": "Drag to resize",
}

_component = st.components.v2.component("millrace_canvas", js=LOADER.replace("{name}", bundle_name("canvas")))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an editing canvas shows beside the graph.

    `palette` has the kinds that can be added, in named groups. `base` names the draft that is drawn, `feed` the
    address at which the statuses of the run that is shown are told as they change; `arranged` is a number that is
    changed whenever the whole graph was laid out anew.
    """

    palette: Sequence[tuple[str, Sequence[str]]] = ()
    base: str = ""
    feed: str | None = None
    arranged: int = 0


@dataclass(slots=True)
class Taken:
    """Up to which operation of which browser everything was handed on."""

    client: str = ""
    seq: int = 0


def render(
    model: CanvasModel,
    statuses: Mapping[str, str],
    selected: Sequence[str],
    *,
    key: str,
    height: int,
    editable: bool,
    around: Surroundings,
    on_choice: Choose | None = None,
) -> CanvasEvent | None:
    """Draw `model` and return the next thing that the person did with it; see `pages.canvas.render`."""
    taken = _taken(key)
    data = drawing(model, statuses, selected, editable=editable, around=around)
    data |= {"name": key, "height": height, "taken": {"client": taken.client, "seq": taken.seq}}
    component = _component(key=key, data=data, on_log_change=partial(_told, key, on_choice))
    return take(component.log, taken)


def take(sent: object, taken: Taken) -> CanvasEvent | None:
    """Return the next event of what the browser sent, and note in `taken` that it was handed on."""
    found = next_event(_news(read_log(sent), taken))
    if found is None:
        return None
    event, taken.seq = found
    return event


def _news(log: Log | None, taken: Taken) -> list[Operation]:
    """Return the operations that were not handed on yet."""
    if log is None:
        return []
    if log.client != taken.client:
        taken.client, taken.seq = log.client, 0
    return [operation for operation in log.operations if operation.seq > taken.seq]


def drawing(
    model: CanvasModel,
    statuses: Mapping[str, str],
    selected: Sequence[str],
    *,
    editable: bool,
    around: Surroundings,
) -> dict[str, Any]:
    """Return what the browser draws, in its own words."""
    offered = [kind for _, kinds in around.palette for kind in kinds]
    kinds = dict.fromkeys([*(box.kind for box in model.boxes), *offered])
    return {
        "editable": editable,
        "boxes": [_box(box) for box in model.boxes],
        "wires": [
            {"id": wire.id, "source": wire.source, "handle": wire.handle, "target": wire.target} for wire in model.wires
        ],
        "statuses": dict(statuses),
        "selected": list(selected),
        "looks": {kind: _look(kind) for kind in kinds},
        "palette": [{"title": title, "kinds": list(kinds)} for title, kinds in around.palette],
        "words": _words(),
        "base": around.base,
        "feed": around.feed,
        "arranged": around.arranged,
    }


def _box(box: Box) -> dict[str, Any]:
    return {
        "id": box.id,
        "kind": box.kind,
        "title": box.title,
        "line": box.subtitle,
        "x": box.x,
        "y": box.y,
        "width": box.width,
        "height": box.height,
        "parent": box.parent,
        "ports": [[port.handle, port.label] for port in box.ports],
        "shape": _shape(box),
        "enters": box.has_entrance,
        "leaves": box.has_exit,
    }


def _shape(box: Box) -> str:
    if box.kind in INNER_START_KINDS:
        return "start"
    if box.kind == "note":
        return "note"
    return "container" if box.is_container else "card"


def _look(kind: str) -> dict[str, str]:
    look = LOOKS.get(kind, OTHER)
    return {"hue": look.colour, "icon": look.icon, "name": kind_name(kind)}


def _words() -> dict[str, str]:
    said = {name: t(words) for name, words in WORDS.items()}
    return said | {f"status.{status}": t(words) for status, words in STATUS_WORDS.items()}


def _taken(key: str) -> Taken:
    name = f"{key}:taken"
    kept = st.session_state.get(name)
    if not isinstance(kept, Taken):
        kept = st.session_state[name] = Taken()
    return kept


def _told(key: str, on_choice: Choose | None) -> None:
    """Hand on a mere choice at once; what else the browser said is seen when the page is drawn."""
    taken, sent = _taken(key), st.session_state[key].log
    if on_choice is None or not only_choices(_news(read_log(sent), taken)):
        return
    event = take(sent, taken)
    if event is not None:
        on_choice(event)
