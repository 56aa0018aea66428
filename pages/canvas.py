"""The canvas: the one way by which pages draw a graph, whichever component draws it.

Graphs are edited on the own component or, where the setting `canvas` says so, on streamlit-flow, which also draws
every picture that is only looked at.
"""

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.drawing import flow, own
from pages.drawing.events import CanvasEvent, Choose
from pages.drawing.model import CanvasModel
from pages.drawing.own import Surroundings
from pages.language.text import t
from services.runtime import current

FRAME = 36  # pixels that the frame of streamlit-flow adds to its height


def render(
    model: CanvasModel,
    statuses: Mapping[str, str],
    selected: Sequence[str],
    *,
    key: str,
    height: int = 520,
    editable: bool = True,
    running: bool = False,
    layout: int = 0,
    around: Surroundings | None = None,
    on_choice: Choose | None = None,
) -> CanvasEvent | None:
    """Draw `model` and return what the person did with it, None when nothing happened.

    `statuses` colours nodes by id (running, succeeded, failed, ..., faulty); `selected` names nodes or edges, the
    one that is looked at first. `layout` is a number that the caller changes when positions changed otherwise than
    by a drag, `running` whether a run shows its progress. `around` is what an editing canvas offers beside the graph.
    `on_choice` gets a choice that came without an edit, in a callback before anything is drawn: it may ask for those
    parts of the page only that show what is selected.
    """
    if current().settings.canvas == "own":
        around = around or Surroundings()
        return own.render(
            model, statuses, selected, key=key, height=height, editable=editable, around=around, on_choice=on_choice
        )
    if not model.boxes:
        st.markdown(f":gray[{t('The graph is empty.')}]")
        return None
    height -= FRAME
    movable = editable and not running  # a push of this component would undo a drag under way
    first = next(iter(selected), None)
    return flow.render(
        model, statuses, first, key=key, height=height, movable=movable, layout=layout, on_choice=on_choice
    )


def picture(model: CanvasModel, statuses: Mapping[str, str], *, key: str, height: int = 320) -> str | None:
    """Draw `model` to be looked at; return the id of what was clicked since the last look."""
    event = flow.render(model, statuses, None, key=key, height=height, movable=False)
    return event.selected if event else None


__all__ = ["CanvasEvent", "Surroundings", "picture", "render"]
