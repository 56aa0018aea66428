"""The drafts and versions of graph apps: saving, checking, publishing, trying a single node."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from engine.errors import Problem
from storage.records import App, NodeExecution, Workflow

if TYPE_CHECKING:
    from services.apps import Page
    from services.runtime import Runtime


async def get_draft(rt: "Runtime", app: App) -> Workflow:
    """Return the draft of a graph app, secret environment variables masked. Raises NotFound("draft")."""
    raise NotImplementedError


async def save_draft(
    rt: "Runtime",
    app: App,
    *,
    graph: Mapping[str, Any],
    features: Mapping[str, Any] | None = None,
    environment_variables: Sequence[Mapping[str, Any]] | None = None,
    conversation_variables: Sequence[Mapping[str, Any]] | None = None,
    hash: str | None = None,
    account_id: str | None = None,
) -> Workflow:
    """Replace the draft and return it with its new `hash`; parts that are None stay as they are.

    A masked secret sent back keeps its stored value. `hash` is what the caller last read.

    Raises:
        DraftNotInSync: `hash` is given and somebody else saved since.
        InvalidInput: the app has no graph, or a part has not the shape of a draft.
    """
    raise NotImplementedError


async def update_node(
    rt: "Runtime",
    app: App,
    node_id: str,
    data: Mapping[str, Any],
    *,
    hash: str | None = None,
    account_id: str | None = None,
) -> Workflow:
    """Replace the `data` of one node of the draft. Raises as `save_draft`, and NotFound("node")."""
    raise NotImplementedError


async def problems(rt: "Runtime", app: App) -> list[Problem]:
    """Return all that keeps the draft from running (severity error) or looks wrong (warning)."""
    raise NotImplementedError


async def publish(
    rt: "Runtime", app: App, *, name: str = "", comment: str = "", account_id: str | None = None
) -> Workflow:
    """Make an immutable version of the draft; the API serves it from the next request, runs under way keep theirs.

    Raises:
        NotFound: there is no draft.
        InvalidInput: `name` is over 20 or `comment` over 100 characters, or the app has no graph.
        InvalidWorkflow: the draft cannot run; its problems name the nodes.
    """
    raise NotImplementedError


async def published(rt: "Runtime", app: App) -> Workflow | None:
    """Return the newest published version, secrets masked, None before the first."""
    raise NotImplementedError


async def versions(
    rt: "Runtime", app: App, *, page: int = 1, limit: int = 10, named_only: bool = False
) -> "Page[Workflow]":
    """Return a page of the published versions, newest first."""
    raise NotImplementedError


async def restore(rt: "Runtime", app: App, version_id: str, *, account_id: str | None = None) -> Workflow:
    """Copy a published version into the draft and return the draft. Raises NotFound."""
    raise NotImplementedError


async def run_node(
    rt: "Runtime",
    app: App,
    node_id: str,
    *,
    inputs: Mapping[str, Any] | None = None,
    query: str = "",
    account_id: str | None = None,
    user: str = "",
) -> NodeExecution:
    """Run one node of the draft alone; what it reads comes from `inputs`. A failure is in the answer's status.

    Keys of `inputs` name variables as `#node.name#`, `node.name`, or by the node's own name for them.

    Raises:
        NotFound: there is no draft or no such node.
        InvalidWorkflow: the node's settings are not valid.
    """
    raise NotImplementedError


async def run_detail(rt: "Runtime", app: App, run_id: str) -> tuple[Any, list[NodeExecution]]:
    """Return a stored run (`storage.records.Run`) and its node executions in order of start. Raises NotFound."""
    raise NotImplementedError
