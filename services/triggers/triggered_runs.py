"""Runs that a trigger starts: of the published version, or of a draft whose debug address is called."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import storage.apps
import storage.triggers
from engine.nodes.base import Node
from engine.triggers.event import event_outputs
from engine.triggers.webhook import FilePart, WebhookRequest, outputs_of
from services.accounts.actors import Actor, actor_of
from services.apps.serving import Served, served, served_draft
from services.files.files import file_of, store_upload
from services.publishing.spending import check_budget
from services.runs.execution import Execution
from services.runs.limits import bounds_of, check_available
from services.runs.runs import DEBUGGER, LiveRun
from services.runs.workflow_runs import WorkflowRun
from services.triggers.triggers import KINDS
from storage.errors import NotFound
from storage.records import App, Trigger

if TYPE_CHECKING:
    from services.runtime import Runtime


@dataclass(frozen=True, slots=True)
class Starter:
    """A trigger of a version or a draft, for whoever starts runs at it."""

    rt: "Runtime"
    serving: Served
    actor: Actor
    node: Node
    invoke_from: str

    async def at_request(self, request: WebhookRequest) -> LiveRun:
        """Start a run for a request. Raises InvalidInputs: the trigger refuses it; and as `start`."""
        outputs = await asyncio.to_thread(outputs_of, self.node.config, request)
        return await self.start({name: await self._stored(value) for name, value in outputs.items()})

    async def at_event(self, event: Mapping[str, Any]) -> LiveRun:
        """Start a run for an event of a plugin. Raises InvalidInputs: it breaks its schema; and as `start`."""
        return await self.start(await asyncio.to_thread(event_outputs, self.node.config, event))

    async def start(self, outputs: Mapping[str, Any]) -> LiveRun:
        """Start a run in which the trigger gives `outputs`.

        Raises:
            TooManyRequests: the app has as many runs under way as it may have.
            ServiceError: the server is stopping.
        """
        rt, app = self.rt, self.serving.app
        await check_budget(rt, app, invoke_from=self.invoke_from)
        is_tried = self.invoke_from == DEBUGGER
        execution = Execution(rt, self.serving, self.actor, invoke_from=self.invoke_from, reuses=is_tried)
        work = WorkflowRun(execution, outputs, root=self.node.node_id)
        return await rt.live.begin(execution.live, work.run, bounds_of(rt, app))

    async def _stored(self, value: Any) -> Any:
        """Return a value with the files in it kept, owned by who runs the app."""
        if isinstance(value, list):
            return [await self._stored(item) for item in value]
        if not isinstance(value, FilePart):
            return value
        app, actor = self.serving.app, self.actor
        upload = await store_upload(
            self.rt,
            workspace_id=app.workspace_id,
            app_id=app.id,
            filename=value.filename or "file",
            mime_type=value.mime_type,
            role=actor.role,
            created_by=actor.id,
            data=value.data,
        )
        return file_of(self.rt, upload)


async def starter(rt: "Runtime", trigger: Trigger) -> Starter:
    """Return the starter of a registered trigger, for the published version of its app.

    Raises:
        NotFound: the app or the node is gone.
        AppUnavailable: the app is disabled, or cannot run.
        NotPublished: nothing is published.
    """
    app = await rt.db.read(lambda: storage.apps.get_app(rt.db, trigger.workspace_id, trigger.app_id))
    check_available(app)
    serving = await served(rt, app)
    actor = await actor_of(rt, app, trigger.kind, invoke_from=trigger.kind)
    return Starter(rt, serving, actor, _node(serving, trigger.node_id), trigger.kind)


async def draft_starter(
    rt: "Runtime", app: App, node_id: str, *, user: str = "", account_id: str | None = None
) -> Starter:
    """Return the starter of a trigger of the draft, for the person who listens at its debug address.

    Raises:
        NotFound: there is no draft, or no such trigger in it.
        InvalidWorkflow: the draft cannot run.
    """
    serving = await served_draft(rt, app, root=node_id)
    actor = await actor_of(rt, app, user, invoke_from=DEBUGGER, account_id=account_id)
    return Starter(rt, serving, actor, _node(serving, node_id), DEBUGGER)


async def start_scheduled(rt: "Runtime", trigger: Trigger) -> LiveRun:
    """Start the run of a schedule whose time has come. Raises as `starter` and `Starter.start`."""
    return await (await starter(rt, trigger)).start({})


async def note_use(rt: "Runtime", trigger: Trigger) -> None:
    """Store that a trigger has just started a run."""
    await storage.triggers.note_use(rt.db, trigger.id, time.time())


def _node(serving: Served, node_id: str) -> Node:
    planned = serving.plan.nodes.get(node_id)
    if planned is None or planned.kind not in KINDS:
        raise NotFound("trigger", node_id)
    return planned.node
