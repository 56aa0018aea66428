"""Runs of workflow apps."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import storage.runs
from engine.events import RunStarted, RunStatus
from engine.values import File, as_plain
from services.accounts.acting import needs
from services.accounts.actors import actor_of
from services.accounts.roles import Action
from services.apps.serving import served, served_draft
from services.errors import NotWorkflowApp
from services.files.given_files import file_reader
from services.publishing.spending import check_budget
from services.runs.execution import Execution
from services.runs.extents import STALE, Extent
from services.runs.limits import bounds_of, check_available, check_user, check_values
from services.runs.pauses import store_end
from services.runs.runs import DEBUGGER, SERVICE_API, LiveRun
from storage.errors import NotFound
from storage.records import App, Run

if TYPE_CHECKING:
    from services.runtime import Runtime


@needs(Action.RUN)
async def start_run(
    rt: "Runtime",
    app: App,
    *,
    inputs: Mapping[str, Any],
    user: str,
    files: Sequence[Mapping[str, Any]] = (),
    invoke_from: str = SERVICE_API,
    workflow_id: str | None = None,
    draft: bool = False,
    account_id: str | None = None,
    trace_id: str | None = None,
    extent: Extent = STALE,
    root: str | None = None,
) -> LiveRun:
    """Check a run and start it; its last event is `RunFinished` (stored), `RunPaused` or `RunError`.

    `extent` says how much of the graph runs (for the debugger), `root` at which trigger of the draft it starts;
    `inputs` are what the trigger gives then.

    Raises:
        NotWorkflowApp: the app has another mode.
        AppUnavailable, NotPublished, InvalidInput, BadRequest, NotFound, TooManyRequests, InvalidWorkflow: as for
            `chat.start_turn`.
    """
    check_available(app)
    await check_budget(rt, app, invoke_from=invoke_from)
    if app.mode != "workflow":
        raise NotWorkflowApp("The app is no workflow app. Use the route for its mode.")
    if account_id is None:
        check_user(rt, user)
    check_values(rt, inputs, files)
    actor = await actor_of(rt, app, user, invoke_from=invoke_from, account_id=account_id)
    serving = await served_draft(rt, app, root=root) if draft else await served(rt, app, workflow_id=workflow_id)
    own = [item.get("default") for item in serving.document.start_form]
    reader = await file_reader(rt, app, actor, [inputs, files], invoke_from=invoke_from, own=own)
    values = serving.given(inputs, reader)
    execution = Execution(
        rt, serving, actor, invoke_from=invoke_from, trace_id=trace_id, reuses=invoke_from == DEBUGGER
    )
    work = WorkflowRun(execution, values, serving.files_of(files, reader), parts=await extent.parts(rt, serving))
    return await rt.live.begin(execution.live, work.run, bounds_of(rt, app))


async def find_run(rt: "Runtime", app: App, run_id: str) -> Run:
    """Return a run of an app as a row: as stored, or as it stands while it lives. Raises NotFound."""
    live = rt.live.get(run_id)
    if live is not None and not live.done and live.app_id == app.id:
        started = live.find(RunStarted)
        return Run(
            id=live.id,
            workspace_id=app.workspace_id,
            app_id=app.id,
            workflow_id=live.workflow_id,
            status=RunStatus.RUNNING,
            inputs=as_plain(dict(started.inputs)) if isinstance(started, RunStarted) else {},
            invoke_from=live.invoke_from,
            created_by=live.user_id,
            created_at=live.created_at,
            elapsed=time.time() - live.created_at,
        )
    return await rt.db.read(lambda: storage.runs.get_run(rt.db, app.workspace_id, app.id, run_id))


async def run_of_user(rt: "Runtime", app: App, user: str, run_id: str) -> LiveRun | Run:
    """Return a run that this user of the service API started: live, or as a row once it has ended.

    Raises:
        NotFound: there is no such run, or somebody else started it.
    """
    live = rt.live.get(run_id)
    if live is not None and not live.done and live.app_id == app.id:
        if (live.user, live.invoke_from) != (user, SERVICE_API):
            raise NotFound("run", run_id)
        return live
    actor = await actor_of(rt, app, user, invoke_from=SERVICE_API)
    row = await rt.db.read(lambda: storage.runs.get_run(rt.db, app.workspace_id, app.id, run_id))
    if row.created_by != actor.id:
        raise NotFound("run", run_id)
    return row


@dataclass(slots=True)
class WorkflowRun:
    """What a run is given, and how it ends."""

    execution: Execution
    inputs: Mapping[str, Any]
    files: Sequence[File] = ()
    root: str | None = None  # the trigger that it starts at; `inputs` are its outputs then
    parts: Mapping[str, Any] = field(default_factory=dict)  # further fields of the request
    depth: int = 0  # of a run that another one calls as a tool

    async def run(self, live: LiveRun) -> None:
        """Run, store, and only then publish the end."""
        execution = self.execution
        request = await execution.request(
            inputs=self.inputs, files=self.files, root=self.root, depth=self.depth, **self.parts
        )
        last = await execution.carry_out(request)
        live.publish(*(await store_end(execution, last) or [last]))
