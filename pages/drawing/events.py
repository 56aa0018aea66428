"""What a person did to the canvas, in the same words whichever component drew it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

Place = tuple[float, float]  # pixels from the corner of the container, or of the drawing


@dataclass(frozen=True, slots=True)
class Drop:
    """A kind of node that was taken from the palette.

    It lands at `place` inside `container`, on the edge `edge`, or behind `after` (node, handle); what is not
    known is None.
    """

    kind: str
    place: Place | None = None
    container: str | None = None
    edge: str | None = None
    after: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class CanvasEvent:
    """What a person did since the last look: a choice, and at most one kind of edit beside it."""

    selected: str | None = None  # id of a node or of an edge
    moved: Mapping[str, Place] = field(default_factory=dict)  # node id -> new place
    connected: Sequence[tuple[str, str, str]] = ()  # (source, handle, target)
    selection: tuple[str, ...] | None = None  # all that is selected; None: as before
    reconnected: tuple[str, str, str, str] | None = None  # (edge id, source, handle, target)
    deleted: tuple[str, ...] = ()  # ids of nodes and edges
    duplicated: tuple[str, ...] = ()  # ids of nodes
    copied: tuple[str, ...] = ()  # ids of nodes
    pasted: bool = False
    dropped: Drop | None = None
    undone: bool = False
    redone: bool = False
    rehoused: tuple[Mapping[str, Place], str | None] | None = None  # (places in their new container, its id)
    resized: tuple[str, float, float] | None = None  # (container, width, height)


Choose = Callable[[CanvasEvent], None]  # takes a choice that came without an edit
