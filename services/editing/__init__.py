"""Edits of a draft as people make them on the canvas. Each stores a new draft over the one that its caller knows.

Every function takes `hash`, what the caller last read (None: whatever is stored), and raises as
`workflows.save_draft`: DraftNotInSync when somebody else saved since.
"""

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from engine.document import Document
from services import models
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.apps import workflows
from services.apps.documents import document_of
from services.editing.added import with_node, with_node_on_edge
from services.editing.containers import rehoused, resized
from services.editing.edges import connected, find_edge, reconnected, without_edges
from services.editing.fragments import copied, free_title, pasted, without_nodes
from services.editing.places import Place, Size, moved, tidied
from storage.records import App, Workflow

if TYPE_CHECKING:
    from services.runtime import Runtime

Item = dict[str, Any]


class Where(TypedDict, total=False):
    """What a new node is called and where it goes."""

    title: str
    after: str | None  # the node that it follows, where that has one way out
    handle: str | None  # the branch of `after` that leads to it, where that has several
    at: Place | None  # its place, in pixels from the corner of its container
    container: str | None  # the iteration or loop that it goes into; that of `after` without it


@needs(Action.EDIT_APPS)
async def move_nodes(
    rt: "Runtime",
    app: App,
    places: Mapping[str, Place],
    *,
    hash: str | None = None,
    account_id: str | None = None,
) -> Workflow:
    """Put nodes of the draft elsewhere; `places` by node id, counted from the corner of the node's container.

    Unknown nodes are passed over.
    """
    return await _edit(rt, app, lambda document: moved(document.graph, places), hash, account_id)


@needs(Action.EDIT_APPS)
async def rehouse_nodes(
    rt: "Runtime",
    app: App,
    places: Mapping[str, Place],
    container: str | None,
    *,
    hash: str | None = None,
    account_id: str | None = None,
) -> Workflow:
    """Put nodes of the draft into an iteration or loop, or out of all (None), at `places` counted from its corner.

    Raises:
        InvalidInput: there is no such container, or one of the nodes cannot go there.
    """
    return await _edit(rt, app, lambda document: rehoused(document, places, container), hash, account_id)


@needs(Action.EDIT_APPS)
async def resize_container(
    rt: "Runtime", app: App, node_id: str, size: Size, *, hash: str | None = None, account_id: str | None = None
) -> Workflow:
    """Give an iteration or loop another size in pixels, never less than what lies in it needs.

    Raises:
        InvalidInput: there is no such container.
    """
    return await _edit(rt, app, lambda document: resized(document, node_id, size), hash, account_id)


@needs(Action.EDIT_APPS)
async def add_node(
    rt: "Runtime",
    app: App,
    kind: str,
    *,
    hash: str | None = None,
    account_id: str | None = None,
    **where: Unpack[Where],
) -> tuple[Workflow, str]:
    """Put a new node of a kind into the draft and return the draft and the node's id.

    It goes where `Where` says; behind a node it stands right of it, in the same container; without anything said it
    stands right of all others.

    Raises:
        InvalidInput: there is no such kind.
    """
    model = await _usual_model(rt, app)
    return await _add(rt, app, lambda document: with_node(document, kind, model=model, **where), hash, account_id)


@needs(Action.EDIT_APPS)
async def insert_on_edge(
    rt: "Runtime",
    app: App,
    kind: str,
    edge_id: str,
    *,
    title: str = "",
    hash: str | None = None,
    account_id: str | None = None,
) -> tuple[Workflow, str]:
    """Put a new node of a kind into the middle of an edge and return the draft and the node's id.

    Raises:
        InvalidInput: there is no such kind or edge, or such nodes stand at the beginning or the end only.
    """
    model = await _usual_model(rt, app)
    return await _add(
        rt, app, lambda document: with_node_on_edge(document, kind, edge_id, title=title, model=model), hash, account_id
    )


@needs(Action.EDIT_APPS)
async def delete_nodes(
    rt: "Runtime",
    app: App,
    node_ids: Collection[str],
    *,
    edge_ids: Collection[str] = (),
    hash: str | None = None,
    account_id: str | None = None,
) -> Workflow:
    """Remove nodes with what lies in them and their edges, and other edges; unknown ids are no error."""

    def change(document: Document) -> Item:
        rest = document.replace(graph=without_edges(document, edge_ids)) if edge_ids else document
        return without_nodes(rest, node_ids)

    return await _edit(rt, app, change, hash, account_id)


@needs(Action.EDIT_APPS)
async def duplicate_nodes(
    rt: "Runtime",
    app: App,
    node_ids: Collection[str],
    *,
    hash: str | None = None,
    account_id: str | None = None,
) -> tuple[Workflow, list[str]]:
    """Put copies of nodes beside them; return the draft and the copies' ids. Raises as `paste_nodes`."""
    return await _add(rt, app, lambda document: pasted(document, copied(document, node_ids)), hash, account_id)


async def copy_nodes(rt: "Runtime", app: App, node_ids: Collection[str]) -> Item:
    """Return nodes of the draft with what lies in them and the edges between them, as JSON for `paste_nodes`."""
    return copied(document_of(app, await workflows.get_draft(rt, app)), node_ids)


@needs(Action.EDIT_APPS)
async def paste_nodes(
    rt: "Runtime",
    app: App,
    fragment: Mapping[str, Any],
    *,
    at: Place | None = None,
    hash: str | None = None,
    account_id: str | None = None,
) -> tuple[Workflow, list[str]]:
    """Put what `copy_nodes` returned, of this app or another, into the draft; return it and the new nodes' ids.

    `at` is where the first corner goes, without it a little beside the originals.

    Raises:
        InvalidInput: this is no fragment, or nothing in it can be in this draft.
    """
    return await _add(rt, app, lambda document: pasted(document, fragment, at=at), hash, account_id)


@needs(Action.EDIT_APPS)
async def connect(
    rt: "Runtime",
    app: App,
    source: str,
    handle: str,
    target: str,
    *,
    hash: str | None = None,
    account_id: str | None = None,
) -> Workflow:
    """Draw an edge of the draft from a branch of `source` to `target`.

    Raises:
        InvalidInput: the edge would close a cycle, enter a start, cross the border of a container, or is there already.
    """
    return await _edit(rt, app, lambda document: connected(document, source, handle, target), hash, account_id)


@needs(Action.EDIT_APPS)
async def reconnect(
    rt: "Runtime",
    app: App,
    edge_id: str,
    ends: tuple[str, str, str],
    *,
    hash: str | None = None,
    account_id: str | None = None,
) -> Workflow:
    """Lead an edge of the draft from or to elsewhere; `ends` are (source, handle, target).

    Raises:
        InvalidInput: as `connect`, and for an unknown edge.
    """
    return await _edit(rt, app, lambda document: reconnected(document, edge_id, *ends), hash, account_id)


@needs(Action.EDIT_APPS)
async def disconnect(
    rt: "Runtime", app: App, edge_id: str, *, hash: str | None = None, account_id: str | None = None
) -> Workflow:
    """Remove an edge of the draft; an unknown one is no error."""
    return await _edit(rt, app, lambda document: without_edges(document, {edge_id}), hash, account_id)


@needs(Action.EDIT_APPS)
async def tidy(
    rt: "Runtime",
    app: App,
    *,
    sizes: Mapping[str, Size] | None = None,
    hash: str | None = None,
    account_id: str | None = None,
) -> Workflow:
    """Lay the draft out from left to right, containers inside as well; `sizes` as drawn, by node id, in pixels."""
    return await _edit(rt, app, lambda document: tidied(document, sizes), hash, account_id)


async def _usual_model(rt: "Runtime", app: App) -> dict[str, str]:
    """Return the model that new nodes ask: the workspace's own choice, else the demo model."""
    usual = await models.default_model(rt, app.workspace_id)
    return {"provider": usual.provider, "name": usual.model} if usual else {"provider": "demo", "name": "demo"}


async def _edit(
    rt: "Runtime", app: App, change: Callable[[Document], Item], hash: str | None, account_id: str | None
) -> Workflow:
    """Store the graph that `change` makes of the draft."""
    draft = await workflows.get_draft(rt, app)
    graph = change(document_of(app, draft))
    return await workflows.save_draft(rt, app, graph=graph, hash=hash or draft.hash, account_id=account_id)


async def _add(
    rt: "Runtime",
    app: App,
    change: Callable[[Document], tuple[Item, Any]],
    hash: str | None,
    account_id: str | None,
) -> tuple[Workflow, Any]:
    """Store the graph that `change` makes of the draft; return what it says was made, too."""
    draft = await workflows.get_draft(rt, app)
    graph, made = change(document_of(app, draft))
    return await workflows.save_draft(rt, app, graph=graph, hash=hash or draft.hash, account_id=account_id), made


__all__ = [
    "Place",
    "Size",
    "Where",
    "add_node",
    "connect",
    "connected",
    "copied",
    "copy_nodes",
    "delete_nodes",
    "disconnect",
    "duplicate_nodes",
    "find_edge",
    "free_title",
    "insert_on_edge",
    "move_nodes",
    "moved",
    "paste_nodes",
    "pasted",
    "reconnect",
    "reconnected",
    "rehouse_nodes",
    "rehoused",
    "resize_container",
    "resized",
    "tidied",
    "tidy",
    "with_node",
    "with_node_on_edge",
    "without_edges",
    "without_nodes",
]
