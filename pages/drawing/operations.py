"""What the browser says that a person did on the own canvas: operations in their order, read and checked.

The other side of this is `canvas/src/contract.ts`.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import BaseModel, Field, FiniteFloat, ValidationError

from pages.drawing.events import CanvasEvent, Drop


class _Operation(BaseModel, ABC):
    """`seq` counts the operations of one browser from 1; `base` names the draft that the person looked at."""

    seq: int
    base: str = ""

    @abstractmethod
    def event(self) -> CanvasEvent:
        """Return what was done."""


class Select(_Operation):
    """Something else is selected now; `first` is what was clicked."""

    do: Literal["select"]
    ids: tuple[str, ...]
    first: str | None = None

    def event(self) -> CanvasEvent:
        """Return the choice."""
        return CanvasEvent(selected=self.first, selection=self.ids)


class Moved(BaseModel):
    """The new place of a node."""

    id: str
    x: FiniteFloat
    y: FiniteFloat


class Move(_Operation):
    """Nodes were dragged, or moved by keys."""

    do: Literal["move"]
    moves: tuple[Moved, ...]

    def event(self) -> CanvasEvent:
        """Return the new places."""
        return CanvasEvent(moved={move.id: (move.x, move.y) for move in self.moves})


class Rehouse(_Operation):
    """Nodes were dragged into a container, or out of all; places count from its corner."""

    do: Literal["rehouse"]
    moves: tuple[Moved, ...]
    container: str | None = None

    def event(self) -> CanvasEvent:
        """Return the new places and the container."""
        return CanvasEvent(rehoused=({move.id: (move.x, move.y) for move in self.moves}, self.container))


class Resize(_Operation):
    """A container was drawn larger or smaller."""

    do: Literal["resize"]
    id: str
    width: FiniteFloat
    height: FiniteFloat

    def event(self) -> CanvasEvent:
        """Return the container and its size."""
        return CanvasEvent(resized=(self.id, self.width, self.height))


class Connect(_Operation):
    """An edge was drawn."""

    do: Literal["connect"]
    source: str
    handle: str
    target: str

    def event(self) -> CanvasEvent:
        """Return the edge."""
        return CanvasEvent(connected=((self.source, self.handle, self.target),))


class Reconnect(_Operation):
    """An end of an edge was put elsewhere."""

    do: Literal["reconnect"]
    edge: str
    source: str
    handle: str
    target: str

    def event(self) -> CanvasEvent:
        """Return the edge and its new ends."""
        return CanvasEvent(reconnected=(self.edge, self.source, self.handle, self.target))


class OfThese(_Operation):
    """Something was done with all that was selected."""

    do: Literal["delete", "duplicate", "copy"]
    ids: tuple[str, ...]

    def event(self) -> CanvasEvent:
        """Return what was done with which nodes and edges."""
        if self.do == "delete":
            return CanvasEvent(deleted=self.ids)
        return CanvasEvent(duplicated=self.ids) if self.do == "duplicate" else CanvasEvent(copied=self.ids)


class Command(_Operation):
    """A command without an object."""

    do: Literal["paste", "undo", "redo"]

    def event(self) -> CanvasEvent:
        """Return the command."""
        return CanvasEvent(pasted=self.do == "paste", undone=self.do == "undo", redone=self.do == "redo")


class Dropped(_Operation):
    """A kind was taken from the palette; what the browser did not say is left to the server."""

    do: Literal["drop"]
    kind: str
    x: FiniteFloat | None = None
    y: FiniteFloat | None = None
    container: str | None = None
    edge: str | None = None
    after: tuple[str, str] | None = None

    def event(self) -> CanvasEvent:
        """Return the kind and where it goes."""
        place = None if self.x is None or self.y is None else (self.x, self.y)
        return CanvasEvent(dropped=Drop(self.kind, place, self.container, self.edge, self.after))


Operation = Annotated[
    Select | Move | Rehouse | Resize | Connect | Reconnect | OfThese | Command | Dropped, Field(discriminator="do")
]


class Log(BaseModel):
    """All operations of one browser that were not confirmed to it yet."""

    client: str
    operations: tuple[Operation, ...]


def read_log(sent: object) -> Log | None:
    """Return what the browser sent, None before it has sent anything, or when it is none of ours."""
    try:
        return Log.model_validate(sent)
    except ValidationError:
        return None


def only_choices(operations: Sequence[Operation]) -> bool:
    """Return whether there are operations, and none of them edits anything."""
    return bool(operations) and all(isinstance(operation, Select) for operation in operations)


def next_event(operations: Sequence[Operation]) -> tuple[CanvasEvent, int] | None:
    """Return the first edit among `operations`, with all choices round it, and the number that it reaches to.

    Moves that follow each other are one edit. What comes after waits for its turn: an edit may rest on the one
    before it.
    """
    event = CanvasEvent()
    seq, edit = 0, ""
    for operation in operations:
        if isinstance(operation, Select):
            event = replace(event, selected=operation.first, selection=operation.ids)
        elif not edit:
            chosen = operation.event()
            event = replace(chosen, selected=event.selected, selection=event.selection)
        elif isinstance(operation, Move) and edit == "move":
            event = replace(event, moved={**event.moved, **operation.event().moved})
        else:
            break
        edit = edit if isinstance(operation, Select) else operation.do
        seq = operation.seq
    return (event, seq) if seq else None
