"""Published workflows as tools of other apps of their workspace."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.events import RunError, RunFinished, RunStatus
from engine.resources import RunInfo
from engine.tools.base import ToolInvokeError
from services.accounts.actors import Actor, actor_of
from services.apps.apps import get_app
from services.apps.serving import Served, served
from services.errors import ServiceError
from services.files.given_files import file_reader
from services.limiting.places import Bounds
from services.runs.execution import Execution
from services.runs.limits import bounds_of, check_available
from services.runs.runs import LiveRun
from services.runs.workflow_runs import WorkflowRun
from storage.errors import NotFound

if TYPE_CHECKING:
    from services.runtime import Runtime

_GOOD = (RunStatus.SUCCEEDED, RunStatus.PARTIAL_SUCCEEDED)


@dataclass(frozen=True, slots=True)
class WorkflowTools:
    """Implements `engine.resources.Workflows` for a run: a tool's id is that of the app."""

    rt: "Runtime"
    workspace_id: str
    actor: Actor  # who runs the app that calls
    invoke_from: str

    async def start_form(self, tool_id: str) -> Sequence[Mapping[str, Any]] | None:
        """Return the start variables of a workflow, None when no app of this id has one to call."""
        try:
            serving = await self._served(tool_id)
        except (NotFound, ServiceError):
            return None
        return serving.document.start_form

    async def run(self, tool_id: str, inputs: Mapping[str, Any], *, caller: RunInfo) -> Mapping[str, Any]:
        """Run the published version for the caller's user and return its outputs.

        Raises:
            ToolInvokeError: it does not take these inputs, asks a person, or its run did not end well.
        """
        try:
            serving = await self._served(tool_id)
            live = await self._started(serving, inputs, depth=caller.depth + 1)
        except (NotFound, ServiceError) as error:
            raise ToolInvokeError(f"the workflow {tool_id!r} cannot be called: {error}") from error
        return await _outputs(live, serving.app.name)

    async def _served(self, tool_id: str) -> Served:
        app = await get_app(self.rt, self.workspace_id, tool_id)
        check_available(app)
        if app.mode != "workflow":
            raise NotFound("workflow", tool_id)
        return await served(self.rt, app)

    async def _started(self, serving: Served, inputs: Mapping[str, Any], *, depth: int) -> LiveRun:
        rt, app, actor = self.rt, serving.app, self.actor
        if any(node.kind == "human-input" for node in serving.plan.nodes.values()):
            raise ToolInvokeError(f"the workflow {app.name!r} asks a person, which one that is called cannot do")
        own = await actor_of(rt, app, actor.user, invoke_from=self.invoke_from, account_id=actor.account_id)
        reader = await file_reader(rt, app, own, inputs, invoke_from=self.invoke_from)
        execution = Execution(rt, serving, own, invoke_from=self.invoke_from)
        work = WorkflowRun(execution, serving.given(inputs, reader), depth=depth)
        alone = Bounds(
            active=bounds_of(rt, app).active
        )  # it waits in no line: whoever calls it holds a place meanwhile
        return await rt.live.begin(execution.live, work.run, alone)


async def _outputs(live: LiveRun, name: str) -> Mapping[str, Any]:
    """Wait for the end of a run and return its outputs; it ends with whoever waits."""
    try:
        last = await live.finished()
    except asyncio.CancelledError:
        live.stop("The run that called it was stopped.")
        raise
    if isinstance(last, RunFinished) and last.status in _GOOD:
        return last.outputs
    said = last.message if isinstance(last, RunError) else last.error if isinstance(last, RunFinished) else None
    raise ToolInvokeError(f"the workflow {name!r} failed: {said or type(last).__name__}")
