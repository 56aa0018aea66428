"""What lies on the Studio's desk: the app, its document as this tab knows it, and the ways to change it.

The tab works on the draft that it read or saved last. A save says which draft it is based on, so that
changes made elsewhere are noticed instead of overwritten.
"""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from engine.document import GRAPH_MODES, Document
from engine.errors import EngineError, Problem
from pages.guard import sentence
from pages.people import Person
from pages.state import StudioState, page_state
from services import apps, editing, workflows
from services.documents import document_of
from services.errors import DraftNotInSync, ServiceError
from services.runtime import current
from storage.errors import StorageError
from storage.records import App, Workflow


@dataclass(frozen=True, slots=True)
class Desk:
    """One app in the Studio; `draft` is None for an app without a graph of its own."""

    app: App
    document: Document
    draft: Workflow | None
    problems: list[Problem]

    @property
    def errors(self) -> list[Problem]:
        """Return the problems that keep the app from running."""
        return [problem for problem in self.problems if problem.severity == "error"]


def open_desk(app_id: str) -> Desk:
    """Return the app as this tab knows it, read from storage at the first look.

    Raises:
        NotFound: the workspace has no such app.
    """
    rt, state = current(), page_state(StudioState)
    app = rt.call(apps.get_app(rt, Person.here().workspace_id, app_id))
    if app.mode not in GRAPH_MODES:
        return Desk(app, rt.call(apps.app_document(rt, app)), None, [])
    if state.draft is None or state.draft.app_id != app.id:
        state.draft = rt.call(workflows.get_draft(rt, app))
    if state.problems_of != state.draft.hash:
        state.problems, state.problems_of = rt.call(workflows.problems(rt, app)), state.draft.hash
    return Desk(app, document_of(app, state.draft), state.draft, state.problems)


def is_behind(desk: Desk) -> bool:
    """Return whether the draft was changed elsewhere since this tab read it."""
    if desk.draft is None:
        return False
    rt = current()
    return rt.call(workflows.get_draft(rt, desk.app)).hash != desk.draft.hash


def catch_up() -> None:
    """Forget the draft that this tab knows, so that the next look reads it anew."""
    state = page_state(StudioState)
    state.draft, state.conflict = None, False
    state.round += 1


def save_node(desk: Desk, node_id: str, data: Mapping[str, Any]) -> bool:
    """Store the settings of a node and return whether that went well; what cannot be stored stays in `drafts`."""
    rt, state = current(), page_state(StudioState)
    state.drafts[node_id] = dict(data)
    saved = _save(lambda hash: workflows.update_node(rt, desk.app, node_id, data, hash=hash, **_who()))
    if saved:
        state.drafts.pop(node_id, None)
    return saved


def add(desk: Desk, kind: str, title: str, *, after: str | None) -> str | None:
    """Store a new node of a kind, which follows the node `after`, and return its id; None when that is not possible."""
    rt, who = current(), _who()  # asked here: the work is done in another thread
    made: list[str] = []

    async def work(hash: str | None) -> Workflow:
        draft, node_id = await editing.add_node(rt, desk.app, kind, title=title, after=after, hash=hash, **who)
        made.append(node_id)
        return draft

    return made[0] if _save(work) else None


def move(desk: Desk, places: Mapping[str, tuple[float, float]]) -> bool:
    """Store where nodes were dragged to."""
    rt = current()
    return _save(lambda hash: editing.move_nodes(rt, desk.app, places, hash=hash, **_who()))


def connect(desk: Desk, source: str, handle: str, target: str) -> bool:
    """Store an edge that was drawn; one that makes no sense is refused in words and leaves the canvas."""
    rt, state = current(), page_state(StudioState)
    saved = _save(lambda hash: editing.connect(rt, desk.app, source, handle, target, hash=hash, **_who()))
    if not saved:
        state.round += 1
    return saved


def disconnect(desk: Desk, edge_id: str) -> bool:
    """Store that an edge was removed."""
    rt = current()
    return _save(lambda hash: editing.disconnect(rt, desk.app, edge_id, hash=hash, **_who()))


def save_features(desk: Desk, features: Mapping[str, Any]) -> bool:
    """Store the opening statement and other features of a graph app."""
    rt = current()
    graph = desk.document.graph
    return _save(lambda hash: workflows.save_draft(rt, desk.app, graph=graph, features=features, hash=hash, **_who()))


def take_theirs() -> None:
    """After a conflict: forget what was typed here and show the draft as it is stored."""
    page_state(StudioState).drafts.clear()
    catch_up()


def keep_mine(desk: Desk) -> None:
    """After a conflict: store the settings that were typed here over the draft as it is now."""
    mine = dict(page_state(StudioState).drafts)
    catch_up()
    fresh = open_desk(desk.app.id)
    for node_id, data in mine.items():
        save_node(fresh, node_id, data)


def _save(work: Callable[[str | None], Coroutine[Any, Any, Workflow]]) -> bool:
    """Store a change to the draft that this tab knows; say why when that is not possible."""
    rt, state = current(), page_state(StudioState)
    try:
        state.draft = rt.call(work(state.draft.hash if state.draft else None))
    except DraftNotInSync:
        state.conflict = True
        return False
    except (ServiceError, EngineError, StorageError) as error:
        st.toast(sentence(error), icon=":material/error:")
        return False
    return True


def _who() -> dict[str, Any]:
    return {"account_id": Person.here().account_id}
