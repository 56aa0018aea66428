"""Triggers of workflow apps: registered when a version is published, switched on and off one by one."""

import secrets
import string
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import storage.triggers
import storage.workflows
from engine.document import Document, NodeSpec
from engine.nodes.trigger_schedule import TriggerSchedule
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.apps import documents
from services.errors import InvalidInput
from storage.errors import NotFound
from storage.records import App, Trigger, Workflow

if TYPE_CHECKING:
    from services.runtime import Runtime

CODE_LENGTH: Final = 24  # letters and digits: 142 bits
KINDS: Final = {"trigger-webhook": "webhook", "trigger-schedule": "schedule", "trigger-plugin": "plugin"}
CALLED: Final = ("webhook", "plugin")  # kinds that have an address


@dataclass(frozen=True, slots=True)
class ListedTrigger:
    """A registered trigger, with what its node is called."""

    trigger: Trigger
    title: str


async def register(rt: "Runtime", app: App, version: Workflow) -> None:
    """Make the triggers of a newly published version those of its app.

    A trigger that was there before keeps its address and its switch; those whose node is gone are forgotten.
    """
    found = [_registered(rt, app, version, node) for node in trigger_nodes(documents.document_of(app, version))]
    known = await rt.db.read(lambda: storage.triggers.list_triggers(rt.db, app.workspace_id, app.id))
    if found or known:
        await storage.triggers.replace_triggers(rt.db, app.workspace_id, app.id, found)
        rt.scheduler.wake()


async def list_triggers(rt: "Runtime", app: App) -> list[ListedTrigger]:
    """Return the triggers of the published version, in the order of its nodes."""

    def read() -> tuple[list[Trigger], Workflow | None]:
        triggers = storage.triggers.list_triggers(rt.db, app.workspace_id, app.id)
        return triggers, storage.workflows.find_published(rt.db, app.workspace_id, app.id)

    triggers, version = await rt.db.read(read)
    if version is None:
        return []
    known = {trigger.node_id: trigger for trigger in triggers if trigger.workflow_id is not None}
    nodes = trigger_nodes(documents.document_of(app, version))
    return [ListedTrigger(known[node.id], node.title) for node in nodes if node.id in known]


@needs(Action.PUBLISH)
async def set_enabled(rt: "Runtime", app: App, trigger_id: str, enabled: bool) -> Trigger:
    """Switch a registered trigger on or off, at once; a schedule goes on with its next time. Raises NotFound."""
    listed = next((item for item in await list_triggers(rt, app) if item.trigger.id == trigger_id), None)
    if listed is None:
        raise NotFound("trigger", trigger_id)
    next_at = await next_time(rt, app, listed.trigger) if enabled else None
    changed = await storage.triggers.update_trigger(
        rt.db,
        app.workspace_id,
        app.id,
        trigger_id,
        is_enabled=enabled,
        next_at=next_at,
        updated_at=time.time(),
    )
    rt.scheduler.wake()
    return changed


@needs(Action.RUN)
async def address_of(rt: "Runtime", app: App, node_id: str) -> Trigger:
    """Return what holds the address of a webhook or plugin trigger of the draft; made at the first call.

    Raises:
        NotFound: there is no such node in the draft.
        InvalidInput: it has no address, or the app is no workflow.
    """
    node = await draft_node(rt, app, node_id)
    if app.mode != "workflow" or KINDS.get(node.kind) not in CALLED:
        raise InvalidInput(f"The node {node_id} has no address: only triggers of workflows do.", param="node_id")
    made = _trigger(app, node)
    await storage.triggers.add_trigger(rt.db, made)
    found = await rt.db.read(lambda: storage.triggers.list_triggers(rt.db, app.workspace_id, app.id))
    return next(trigger for trigger in found if trigger.id == made.id)


async def draft_node(rt: "Runtime", app: App, node_id: str) -> NodeSpec:
    """Return a node of the draft. Raises NotFound."""
    draft = await rt.db.read(lambda: storage.workflows.find_draft(rt.db, app.workspace_id, app.id))
    nodes = documents.document_of(app, draft).nodes if draft else ()
    for node in nodes:
        if node.id == node_id:
            return node
    raise NotFound("node", node_id)


async def next_time(rt: "Runtime", app: App, trigger: Trigger) -> float | None:
    """Return when a schedule of the published version comes next; None for other kinds, and where it is gone."""
    version = await rt.db.read(lambda: storage.workflows.find_published(rt.db, app.workspace_id, app.id))
    nodes = trigger_nodes(documents.document_of(app, version)) if version else ()
    node = next((node for node in nodes if node.id == trigger.node_id), None)
    return _next_at(rt, node) if node and trigger.kind == "schedule" else None


def url_of(rt: "Runtime", trigger: Trigger, *, debug: bool = False) -> str:
    """Return the address of a webhook or plugin trigger, "" for a schedule."""
    if trigger.code is None:
        return ""
    base = (rt.settings.trigger_url or rt.url).rstrip("/")
    return f"{base}/triggers/{trigger.kind}{'-debug' if debug else ''}/{trigger.code}"


def trigger_nodes(document: Document) -> Iterator[NodeSpec]:
    """Yield the trigger nodes of a workflow; other apps have none that fire."""
    if document.mode == "workflow":
        yield from (node for node in document.nodes if node.kind in KINDS)


def _registered(rt: "Runtime", app: App, version: Workflow, node: NodeSpec) -> Trigger:
    next_at = _next_at(rt, node) if node.kind == "trigger-schedule" else None
    return _trigger(app, node, workflow_id=version.id, next_at=next_at)


def _trigger(app: App, node: NodeSpec, *, workflow_id: str | None = None, next_at: float | None = None) -> Trigger:
    """Return a trigger for a node; its id is always the same, so that storage knows it again."""
    kind = KINDS[node.kind]
    return Trigger(
        id=str(uuid.uuid5(uuid.NAMESPACE_OID, f"{app.id}/{kind}/{node.id}")),
        workspace_id=app.workspace_id,
        app_id=app.id,
        workflow_id=workflow_id,
        node_id=node.id,
        kind=kind,
        code=_code() if kind in CALLED else None,
        next_at=next_at,
    )


def _next_at(rt: "Runtime", node: NodeSpec) -> float | None:
    now = datetime.fromtimestamp(rt.scheduler.clock.now(), UTC)
    found = TriggerSchedule.Config.model_validate(node.data).schedule().next_after(now)
    return found.timestamp() if found else None


def _code() -> str:
    return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(CODE_LENGTH))
