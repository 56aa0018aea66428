"""The drafts and versions of graph apps: saving, checking, publishing."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import storage.apps
import storage.runs
import storage.workflows
from engine.document import GRAPH_MODES, Document
from engine.errors import InvalidWorkflow, Problem
from engine.graph import validate
from engine.running.run import prepare
from services.accounts import audit
from services.accounts.access_log import check_run
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.apps import documents
from services.apps.apps import new_draft, normalised_document
from services.errors import BadRequest, DraftNotInSync, InvalidInput
from services.paging import Page, check_page
from services.triggers import triggers
from storage.errors import Conflict, NotFound
from storage.records import App, NodeExecution, Run, Workflow

if TYPE_CHECKING:
    from services.runtime import Runtime

MAX_NAME: Final = 20  # characters of a version's name,
MAX_COMMENT: Final = 100  # and of its comment


async def get_draft(rt: "Runtime", app: App) -> Workflow:
    """Return the draft of a graph app, secret environment variables masked. Raises NotFound("draft")."""
    return _shown(rt, await _draft(rt, app))


@needs(Action.EDIT_APPS)
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
    check_graph_app(app)
    stored = await find_draft(rt, app)
    given = {
        "graph": graph,
        "features": features,
        "environment_variables": environment_variables,
        "conversation_variables": conversation_variables,
    }
    base = documents.document_of(app, stored or Workflow(workspace_id=app.workspace_id, app_id=app.id, graph={}))
    document = base.replace(**{name: part for name, part in given.items() if part is not None})
    saved = await put_draft(rt, app, document, stored=stored, hash=hash, account_id=account_id)
    return _shown(rt, saved)


async def put_draft(
    rt: "Runtime",
    app: App,
    document: Document,
    *,
    stored: Workflow | None,
    hash: str | None = None,
    account_id: str | None = None,
) -> Workflow:
    """Store a document as the draft of an app, over the `stored` one; raises as `save_draft`."""
    document = await normalised_document(document)
    draft = new_draft(rt, app, document, stored=stored, account_id=account_id)
    try:
        return await storage.workflows.save_draft(rt.db, draft, seen_hash=hash)
    except Conflict as error:
        raise DraftNotInSync from error


@needs(Action.EDIT_APPS)
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
    stored = await _draft(rt, app)
    try:
        document = documents.document_of(app, stored).with_node_data(node_id, data)
    except KeyError as error:
        raise NotFound("node", node_id) from error
    return _shown(rt, await put_draft(rt, app, document, stored=stored, hash=hash, account_id=account_id))


async def problems(rt: "Runtime", app: App) -> list[Problem]:
    """Return all that keeps an app from running (severity error) or looks wrong (warning): of the draft, if it has one.

    Raises:
        NotFound: a graph app without a draft.
    """
    workflow = await _draft(rt, app) if app.mode in GRAPH_MODES else None
    return await asyncio.to_thread(validate, documents.document_of(app, workflow))


@needs(Action.PUBLISH)
async def publish(
    rt: "Runtime", app: App, *, name: str = "", comment: str = "", account_id: str | None = None
) -> Workflow:
    """Make an immutable version of the draft; the API serves it from the next request, runs under way keep theirs.

    Raises:
        NotFound: there is no draft.
        InvalidInput: `name` is over 20 or `comment` over 100 characters, or the app has no graph.
        InvalidWorkflow: the draft cannot run; its problems name the nodes.
    """
    check_graph_app(app)
    _check_marks(name, comment)
    draft = await _draft(rt, app)
    await asyncio.to_thread(_check_runnable, documents.document_of(app, draft))
    made = Workflow(
        **{
            **{part: getattr(draft, part) for part in (*documents.PARTS, "workspace_id", "app_id", "hash")},
            "version": str(datetime.now(UTC).replace(tzinfo=None)),
            "marked_name": name,
            "marked_comment": comment,
            "created_by": account_id,
            "updated_by": account_id,
        }
    )
    await storage.workflows.add_workflow(rt.db, made)
    await storage.apps.update_app(rt.db, app.workspace_id, app.id, updated_at=time.time())
    rt.caches.forget_app(app.id)
    rt.toolbox.forget(app.workspace_id)
    await triggers.register(rt, app, made)
    await _note(rt, app, "app.publish", account_id, version=made.id)
    return _shown(rt, made)


async def published(rt: "Runtime", app: App) -> Workflow | None:
    """Return the newest published version, secrets masked, None before the first."""
    found = await rt.db.read(lambda: storage.workflows.find_published(rt.db, app.workspace_id, app.id))
    return _shown(rt, found) if found else None


async def get_version(rt: "Runtime", app: App, version_id: str) -> Workflow:
    """Return a published version by its id, secrets masked. Raises NotFound."""
    return _shown(rt, await _version(rt, app, version_id))


async def versions(
    rt: "Runtime", app: App, *, page: int = 1, limit: int = 10, named_only: bool = False
) -> Page[Workflow]:
    """Return a page of the published versions, newest first; its `total` reaches to the end of the next page only.

    Raises:
        InvalidInput: `page` is under 1, or `limit` not within 1..100.
    """
    check_page(page, limit)

    def read(number: int) -> list[Workflow]:
        return storage.workflows.list_versions(
            rt.db, app.workspace_id, app.id, named_only=named_only, page=number, limit=limit
        )

    items, following = await rt.db.read(lambda: (read(page), read(page + 1)))
    total = (page - 1) * limit + len(items) + len(following)
    return Page([_shown(rt, item) for item in items], page, limit, total)


@needs(Action.PUBLISH)
async def mark_version(
    rt: "Runtime", app: App, version_id: str, *, name: str | None = None, comment: str | None = None
) -> Workflow:
    """Set name or comment of a published version. Raises NotFound, InvalidInput."""
    _check_marks(name or "", comment or "")
    await _version(rt, app, version_id)
    given = {"marked_name": name, "marked_comment": comment}
    marks = {key: value for key, value in given.items() if value is not None}
    marked = await storage.workflows.mark_version(rt.db, app.workspace_id, app.id, version_id, **marks)
    return _shown(rt, marked)


@needs(Action.PUBLISH)
async def delete_version(rt: "Runtime", app: App, version_id: str) -> None:
    """Delete a published version. Raises NotFound; BadRequest for the newest one, which serves."""
    newest = await published(rt, app)
    if newest is not None and newest.id == version_id:
        raise BadRequest("The newest version serves the app and cannot be deleted.")
    await _version(rt, app, version_id)
    await storage.workflows.delete_version(rt.db, app.workspace_id, app.id, version_id)
    rt.caches.forget_app(app.id)


@needs(Action.EDIT_APPS)
async def restore(
    rt: "Runtime", app: App, version_id: str, *, hash: str | None = None, account_id: str | None = None
) -> Workflow:
    """Copy a published version into the draft and return the draft; `hash` is what the caller last read of it.

    Raises:
        NotFound: the app has no such version.
        DraftNotInSync: `hash` is given and somebody else saved since.
    """
    version = await _version(rt, app, version_id)
    now = time.time()
    marks: dict[str, Any] = {"marked_name": "", "marked_comment": ""}
    draft = replace(version, version=storage.workflows.DRAFT, updated_by=account_id, updated_at=now, **marks)
    try:
        saved = await storage.workflows.save_draft(rt.db, draft, seen_hash=hash)
    except Conflict as error:
        raise DraftNotInSync from error
    await _note(rt, app, "app.restore", account_id, version=version_id)
    return _shown(rt, saved)


@needs(Action.RUN)
async def run_detail(rt: "Runtime", app: App, run_id: str) -> tuple[Run, list[NodeExecution]]:
    """Return a stored run and its node executions in order of start. Raises NotFound; NotAllowed: others had it run."""

    def read() -> tuple[Run, list[NodeExecution]]:
        run = storage.runs.get_run(rt.db, app.workspace_id, app.id, run_id)
        return run, storage.runs.list_nodes(rt.db, app.workspace_id, run_id)

    run, nodes = await rt.db.read(read)
    await check_run(rt, app, run)
    return run, nodes


def check_graph_app(app: App) -> None:
    """Raise InvalidInput for an app that has no graph of its own."""
    if app.mode not in GRAPH_MODES:
        raise InvalidInput(f"An app of mode {app.mode} has no workflow.")


async def find_draft(rt: "Runtime", app: App) -> Workflow | None:
    """Return the draft as it is stored, secrets encrypted; None for an app without one."""
    return await rt.db.read(lambda: storage.workflows.find_draft(rt.db, app.workspace_id, app.id))


async def _note(rt: "Runtime", app: App, action: str, account_id: str | None, **detail: str) -> None:
    target = ("app", app.id)
    await audit.note(rt, app.workspace_id, action, target=target, account_id=account_id, name=app.name, **detail)


async def _draft(rt: "Runtime", app: App) -> Workflow:
    found = await find_draft(rt, app)
    if found is None:
        raise NotFound("draft", app.id)
    return found


async def _version(rt: "Runtime", app: App, version_id: str) -> Workflow:
    found = await rt.db.read(lambda: storage.workflows.get_workflow(rt.db, app.workspace_id, app.id, version_id))
    if found.version == storage.workflows.DRAFT:
        raise NotFound("workflow", version_id)
    return found


def _shown(rt: "Runtime", workflow: Workflow) -> Workflow:
    return replace(workflow, environment_variables=documents.masked(rt.secrets, workflow.environment_variables))


def _check_runnable(document: Document) -> None:
    """Raise InvalidWorkflow for a document that no run can get through, whatever branches it takes."""
    errors = [problem for problem in validate(document, references=False) if problem.severity == "error"]
    if errors:
        raise InvalidWorkflow(errors)
    prepare(document)


def _check_marks(name: str, comment: str) -> None:
    for field, text, most in (("marked_name", name, MAX_NAME), ("marked_comment", comment, MAX_COMMENT)):
        if len(text) > most:
            raise InvalidInput(f"{field} has {len(text)} characters; the limit is {most}.", param=field)
