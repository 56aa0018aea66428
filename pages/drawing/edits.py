"""What a person did to the canvas as edits of the draft on the desk."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pages.drawing.events import CanvasEvent, Drop, Place
from pages.shell.state import StudioState, page_state
from pages.workbench import desk as edits
from pages.workbench.desk import Desk
from pages.workbench.palette import new_title


def choose(event: CanvasEvent) -> None:
    """Note what is selected; the inspector shows it. A component that tells one thing only never selects nothing."""
    state = page_state(StudioState)
    if event.selection is not None:
        state.selected, state.selection = event.selected, event.selection
    else:
        state.selected = event.selected or state.selected


def edit(desk: Desk, event: CanvasEvent) -> bool:
    """Store what was done; return whether anything was, or was tried: the canvas must be drawn again then."""
    happened = [(act, getattr(event, what)) for what, act in _ACTS.items() if getattr(event, what)]
    for act, what in happened:
        act(desk, what)
    return bool(happened)


def _rehouse(desk: Desk, what: tuple[Mapping[str, Place], str | None]) -> None:
    edits.rehouse(desk, *what)


def _resize(desk: Desk, what: tuple[str, float, float]) -> None:
    edits.resize(desk, what[0], what[1:])


def _connect(desk: Desk, drawn: Sequence[tuple[str, str, str]]) -> None:
    for source, handle, target in drawn:
        edits.connect(desk, source, handle, target)


def _reconnect(desk: Desk, drawn: tuple[str, str, str, str]) -> None:
    edge_id, source, handle, target = drawn
    edits.reconnect(desk, edge_id, (source, handle, target))


def _delete(desk: Desk, ids: tuple[str, ...]) -> None:
    edges = {edge.id for edge in desk.document.edges}
    if edits.delete_nodes(desk, [one for one in ids if one not in edges], [one for one in ids if one in edges]):
        state = page_state(StudioState)
        state.selected, state.selection = None, ()


def _put(desk: Desk, drop: Drop) -> None:
    """Put a new node on the edge, where it was dropped, or behind the node that was left or is selected."""
    title = new_title(desk, drop.kind)
    if drop.edge:
        made = edits.insert_on_edge(desk, drop.kind, title, drop.edge)
    elif drop.after:
        node, handle = drop.after
        made = edits.add(
            desk, drop.kind, title=title, after=node, handle=handle, at=drop.place, container=drop.container
        )
    elif drop.place:
        made = edits.add(desk, drop.kind, title=title, at=drop.place, container=drop.container)
    else:
        made = edits.add(desk, drop.kind, title=title, after=page_state(StudioState).selected)
    _select([made] if made else [])


def _select(made: list[str]) -> None:
    if made:
        state = page_state(StudioState)
        state.selected, state.selection = made[0], tuple(made)


_ACTS: Mapping[str, Callable[[Desk, Any], object]] = {  # by the field of `CanvasEvent` that they get
    "moved": edits.move,
    "rehoused": _rehouse,
    "resized": _resize,
    "connected": _connect,
    "reconnected": _reconnect,
    "deleted": _delete,
    "copied": edits.copy_nodes,
    "duplicated": lambda desk, ids: _select(edits.duplicate_nodes(desk, ids)),
    "pasted": lambda desk, _: _select(edits.paste_nodes(desk)),
    "dropped": _put,
    "undone": lambda desk, _: edits.undo(desk),
    "redone": lambda desk, _: edits.redo(desk),
}
