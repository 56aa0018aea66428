"""One run carried out: the engine's events to the readers as they come, its rows to whoever stores them."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from engine.events import Event, NodeFinished, RunFinished, RunPaused, RunStatus
from engine.resources import Resources, RunInfo, Turn
from engine.running.run import Limits, Run, RunRequest
from services import accounts
from services.actors import Actor
from services.logs import bound
from services.models import models_for
from services.recording import Recorder, bounded, plain
from services.results import AppResults
from services.run_files import RunFiles
from services.runs import DEBUGGER, FAILURE, LiveRun
from services.scripts import code_runner
from services.serving import Served
from storage import records

if TYPE_CHECKING:
    from services.runtime import Runtime

logger = logging.getLogger(__name__)

OnConversationChange = Callable[[Mapping[str, Any]], Awaitable[None]]

# What callers know the engine's codes by; the others pass as they are.
_CODES: Final = {
    "node_error": "invalid_param",
    "run_limit_exceeded": "invalid_param",
    "invalid_workflow": "invalid_param",
}


class Execution:
    """A run of what an app serves, for one actor; `carry_out` once, then take the rows."""

    def __init__(
        self,
        rt: "Runtime",
        served: Served,
        actor: Actor,
        *,
        invoke_from: str,
        message_id: str = "",
        conversation_id: str = "",
        trace_id: str | None = None,
        reuses: bool = False,  # results of nodes that nothing changed for
    ) -> None:
        self.rt = rt
        self.served = served
        self.actor = actor
        self.trace_id = trace_id
        self.live = LiveRun(
            app_id=served.app.id,
            mode=served.app.mode,
            user=actor.user,
            user_id=actor.id,
            invoke_from=invoke_from,
            workflow_id=served.workflow_id,
            message_id=message_id,
            conversation_id=conversation_id,
            stop_on_disconnect=bool(served.app.settings.get("stop_on_disconnect")),
        )
        self._recorder = Recorder(served.secrets)
        self._files = RunFiles(rt, served.app, actor, run_id=self.live.id, message_id=message_id)
        self._results = AppResults(rt, served.app) if reuses else None

    async def request(self, *, history: Sequence[Turn] = (), **given: Any) -> RunRequest:
        """Return what the engine runs with: `given` are fields of `RunRequest`, the rest is known here."""
        live, served = self.live, self.served
        info = RunInfo(
            run_id=live.id,
            app_id=live.app_id,
            workflow_id=served.workflow_id,
            mode=live.mode,
            user_id=self.actor.engine_id,
            conversation_id=live.conversation_id,
            history=history,
        )
        zone = await accounts.timezone(self.rt, served.app.workspace_id)
        now = datetime.now(UTC).astimezone(zone)
        return RunRequest(info=info, user_name=self.actor.name, now=now, environment=served.environment, **given)

    async def carry_out(
        self, request: RunRequest, on_conversation_change: OnConversationChange | None = None
    ) -> RunFinished | RunPaused:
        """Run to the end and return the last event, which is not published: first it has to be stored."""
        live, rt = self.live, self.rt
        await self._files.note_given(request)
        run = Run(
            self.served.plan,
            request,
            Resources(
                models=await models_for(rt, self.served.app.workspace_id),
                code=await code_runner(rt, self.served.app.workspace_id),
                http=rt.http,
                files=self._files,
            ),
            limits=Limits(
                max_steps=rt.settings.run_max_steps,
                max_seconds=rt.settings.run_max_seconds,
                parallel=rt.settings.run_parallel,
            ),
            emit=self._emit,
            on_conversation_change=on_conversation_change,
            results=self._results,
        )
        live.on_stop = run.stop
        if live.stop_reason is not None:
            run.stop(live.stop_reason)
        with bound(run_id=live.id, app_id=live.app_id):
            last = await run.execute()
            self._tell(last)
        if self._results is not None:
            await self._results.flush()
        return last

    def run_row(self, last: RunFinished | RunPaused) -> records.Run:
        """Return the row of the run."""
        live, served = self.live, self.served
        return records.Run(
            id=live.id,
            workspace_id=served.app.workspace_id,
            app_id=served.app.id,
            workflow_id=served.workflow_id or None,
            version=served.version,
            inputs=bounded(self._recorder.mask(plain(self._recorder.inputs)))[0],
            invoke_from=live.invoke_from,
            triggered_from="debugging" if live.invoke_from == DEBUGGER else "app-run",
            created_by_role=self.actor.role,
            created_by=self.actor.id,
            conversation_id=live.conversation_id or None,
            message_id=live.message_id or None,
            trace_id=self.trace_id,
            graph=served.graph,
            created_at=live.created_at,
            **_ending(last),
        )

    def node_rows(self) -> list[records.NodeExecution]:
        """Return the rows of the node executions."""
        app = self.served.app
        return self._recorder.rows(workspace_id=app.workspace_id, app_id=app.id, run_id=self.live.id)

    def _emit(self, event: Event) -> None:
        if isinstance(event, RunFinished | RunPaused):
            return
        self.live.publish(self._recorder.take(event))
        if isinstance(event, NodeFinished) and event.usage is not None:
            self._observe_model_call(event)

    def _observe_model_call(self, event: NodeFinished) -> None:
        usage, about = event.usage, event.process_data
        if usage is not None and "model_name" in about:
            self.rt.metrics.observe_model_call(
                str(about.get("model_provider", "")),
                str(about["model_name"]),
                "failed" if event.error else "succeeded",
                seconds=usage.latency,
                prompt_tokens=usage.prompt_tokens,
                completion_tokens=usage.completion_tokens,
            )

    def _tell(self, last: RunFinished | RunPaused) -> None:
        status = last.status if isinstance(last, RunFinished) else RunStatus.PAUSED
        mode = self.served.app.mode
        self.rt.metrics.observe_run(mode, str(status), last.elapsed)
        logger.info("A run ended. mode=%s status=%s seconds=%.3f", mode, status, last.elapsed)


def public_code(finished: RunFinished) -> tuple[str, str, int]:
    """Return code, message and HTTP status by which callers learn of a failed run; accidents stay general."""
    if finished.error_code is None:
        return "internal_server_error", FAILURE, 500
    return _CODES.get(finished.error_code, finished.error_code), finished.error or FAILURE, 400


def _ending(last: RunFinished | RunPaused) -> dict[str, Any]:
    outputs = bounded(plain(last.outputs))[0]
    if isinstance(last, RunPaused):
        return {
            "status": str(RunStatus.PAUSED),
            "outputs": outputs,
            "elapsed": last.elapsed,
            "total_tokens": last.total_tokens,
            "total_steps": last.total_steps,
            "state": last.state,
        }
    return {
        "status": str(last.status),
        "outputs": outputs,
        "error": last.error,
        "elapsed": last.elapsed,
        "total_tokens": last.usage.total_tokens,
        "total_price": last.usage.total_price,
        "currency": last.usage.currency,
        "total_steps": last.total_steps,
        "exceptions_count": last.exceptions_count,
        "finished_at": last.at,
    }
