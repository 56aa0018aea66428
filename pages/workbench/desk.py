"""What lies on the Studio's desk: the app, its document as this tab knows it, and the ways to change it.

The tab works on the draft that it read or saved last. A save says which draft it is based on, so that
changes made elsewhere are noticed instead of overwritten.
"""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, Unpack

import streamlit as st

from engine.document import GRAPH_MODES, Document
from engine.errors import EngineError, Problem
from pages.shell.guard import sentence
from pages.shell.people import Person
from pages.shell.state import Clipboard, StudioState, page_state
from pages.workbench.history import Parts, secrets_kept
from services import editing
from services.apps import apps, workflows
from services.apps.documents import document_of
from services.errors import DraftNotInSync, ServiceError
from services.runtime import current
from storage.errors import StorageError
from storage.records import App, Workflow

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Desk:
    """One app in the Studio; `draft` is None for an app without a graph of its own."""

    app: App
    document: Document
    draft: Workflow | None
    problems: list[Problem]

    @property
    def revision(self) -> str:
        """Return what stands for the draft as this tab knows it, "" for an app without a graph."""
        return self.draft.hash if self.draft else ""

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
    rt = current()
    return rt.call(workflows.get_draft(rt, desk.app)).hash != desk.revision


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


def add(desk: Desk, kind: str, **where: Unpack[editing.Where]) -> str | None:
    """Store a new node of a kind where it is wanted and return its id; None when that is not possible."""
    rt = current()
    return _make(lambda hash, who: editing.add_node(rt, desk.app, kind, hash=hash, account_id=who, **where))


def insert_on_edge(desk: Desk, kind: str, title: str, edge_id: str) -> str | None:
    """Store a new node of a kind in the middle of an edge and return its id; None when that is not possible."""
    rt = current()
    return _make(
        lambda hash, who: editing.insert_on_edge(rt, desk.app, kind, edge_id, title=title, hash=hash, account_id=who)
    )


def delete_nodes(desk: Desk, node_ids: Sequence[str], edge_ids: Sequence[str] = ()) -> bool:
    """Store that nodes with all that lies in them, and edges, were removed."""
    rt = current()
    return _save(
        lambda hash: editing.delete_nodes(rt, desk.app, node_ids, edge_ids=edge_ids, hash=hash, **_who()), redraws=True
    )


def duplicate_nodes(desk: Desk, node_ids: Sequence[str]) -> list[str]:
    """Store copies of nodes beside them and return their ids; [] when that is not possible."""
    rt = current()
    return _make(lambda hash, who: editing.duplicate_nodes(rt, desk.app, node_ids, hash=hash, account_id=who)) or []


def copy_nodes(desk: Desk, node_ids: Sequence[str]) -> None:
    """Keep a copy of nodes for `paste_nodes`, here or in another app."""
    rt = current()
    page_state(Clipboard).fragment = rt.call(editing.copy_nodes(rt, desk.app, node_ids))


def paste_nodes(desk: Desk, at: editing.Place | None = None) -> list[str]:
    """Store what was copied last in the draft and return the new ids; [] when that is not possible."""
    rt, fragment = current(), page_state(Clipboard).fragment
    return _make(lambda hash, who: editing.paste_nodes(rt, desk.app, fragment, at=at, hash=hash, account_id=who)) or []


def move(desk: Desk, places: Mapping[str, tuple[float, float]]) -> bool:
    """Store where nodes were dragged to."""
    rt = current()
    return _save(lambda hash: editing.move_nodes(rt, desk.app, places, hash=hash, **_who()))


def rehouse(desk: Desk, places: Mapping[str, tuple[float, float]], container: str | None) -> bool:
    """Store that nodes were put into a container, or out of all; what cannot be is refused in words."""
    rt = current()
    return _save(lambda hash: editing.rehouse_nodes(rt, desk.app, places, container, hash=hash, **_who()))


def resize(desk: Desk, node_id: str, size: editing.Size) -> bool:
    """Store the size that a container was drawn to."""
    rt = current()
    return _save(lambda hash: editing.resize_container(rt, desk.app, node_id, size, hash=hash, **_who()))


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


def reconnect(desk: Desk, edge_id: str, ends: tuple[str, str, str]) -> bool:
    """Store that an edge leads from or to elsewhere, `ends` being (source, handle, target)."""
    rt, state = current(), page_state(StudioState)
    saved = _save(lambda hash: editing.reconnect(rt, desk.app, edge_id, ends, hash=hash, **_who()))
    if not saved:
        state.round += 1
    return saved


def tidy(desk: Desk, sizes: Mapping[str, editing.Size]) -> bool:
    """Store the graph laid out anew; `sizes` are those drawn, by node id."""
    rt = current()
    return _save(lambda hash: editing.tidy(rt, desk.app, sizes=sizes, hash=hash, **_who()), redraws=True)


def save_variables(desk: Desk, part: str, items: Sequence[Mapping[str, Any]]) -> bool:
    """Store the `environment_variables` or the `conversation_variables` anew, as `part` says."""
    rt, graph = current(), desk.document.graph
    parts: dict[str, Any] = {part: items}
    return _save(
        lambda hash: workflows.save_draft(rt, desk.app, graph=graph, hash=hash, **parts, **_who()), redraws=True
    )


def restore(desk: Desk, version_id: str) -> bool:
    """Store a published version as the draft; `undo` brings the former one back."""
    rt, state = current(), page_state(StudioState)
    saved = _save(lambda hash: workflows.restore(rt, desk.app, version_id, hash=hash, **_who()), redraws=True)
    if saved:
        state.drafts.clear()
        state.typed.clear()
    return saved


def undo(desk: Desk) -> bool:
    """Store the state of the draft before the last change of this tab; a draft changed elsewhere stays as it is."""
    history = page_state(StudioState).history
    return _travel(desk, history.behind, history.went_back)


def redo(desk: Desk) -> bool:
    """Store what was taken back last once more."""
    history = page_state(StudioState).history
    return _travel(desk, history.ahead, history.went_on)


def can_undo(desk: Desk) -> bool:
    """Return whether `undo` would do something."""
    return desk.draft is not None and page_state(StudioState).history.can_undo(desk.draft)


def can_redo(desk: Desk) -> bool:
    """Return whether `redo` would do something."""
    return desk.draft is not None and page_state(StudioState).history.can_redo(desk.draft)


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


def _travel(desk: Desk, there: Callable[[Workflow], Parts | None], note: Callable[[Workflow, Workflow], None]) -> bool:
    rt, draft = current(), desk.draft
    parts = there(draft) if draft else None
    if draft is None or parts is None:
        return False
    kept = secrets_kept(parts, draft)
    page_state(StudioState).typed.clear()
    return _save(lambda hash: workflows.save_draft(rt, desk.app, hash=hash, **kept, **_who()), note=note, redraws=True)


def _make(work: Callable[[str | None, str | None], Coroutine[Any, Any, tuple[Workflow, T]]]) -> T | None:
    """Store a change that makes something and return what, None when that is not possible."""
    who = Person.here().account_id  # asked here: the work is done in another thread
    made: list[T] = []

    async def changed(hash: str | None) -> Workflow:
        draft, what = await work(hash, who)
        made.append(what)
        return draft

    return made[0] if _save(changed, redraws=True) else None


def _save(
    work: Callable[[str | None], Coroutine[Any, Any, Workflow]],
    *,
    note: Callable[[Workflow, Workflow], None] | None = None,
    redraws: bool = False,
) -> bool:
    """Store a change to the draft that this tab knows; say why when that is not possible.

    `note` tells the history what was done, a step forward without it. What changes the drawing `redraws` it.
    """
    rt, state = current(), page_state(StudioState)
    before = state.draft
    try:
        state.draft = rt.call(work(before.hash if before else None))
    except DraftNotInSync:
        state.conflict = True
        return False
    except (ServiceError, EngineError, StorageError) as error:
        st.toast(sentence(error), icon=":material/error:")
        return False
    if before is not None:
        (note or state.history.note)(before, state.draft)
    state.round += redraws
    return True


def _who() -> dict[str, Any]:
    return {"account_id": Person.here().account_id}
