"""One run carried out: the engine's events to the readers as they come, its rows to whoever stores them."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import storage.runs
from engine.errors import EngineError, InvalidWorkflow
from engine.events import (
    Event,
    HumanInputRequired,
    ModelAnswered,
    NodeCutOff,
    NodeFinished,
    NodeStatus,
    RunFinished,
    RunPaused,
    RunStatus,
)
from engine.resources import Resources, RunInfo, Turn
from engine.running.run import Run, RunRequest
from engine.values import revive
from services import accounts
from services.accounts.actors import Actor
from services.accounts.calling import calling_key
from services.answers.cache import answers_of
from services.apps.serving import Served
from services.bounds import run_limits
from services.chats.moderation import screen_of
from services.collections.in_runs import StoredRecords
from services.errors import ServiceError
from services.forms.mails_of_runs import SentMails
from services.knowledge.in_runs import StoredKnowledge
from services.models import models_for
from services.platform.logs import bound
from services.publishing.spending import spend
from services.runs.recording import Recorder
from services.runs.results import AppResults
from services.runs.run_files import RunFiles
from services.runs.run_store import StoredRuns
from services.runs.runs import FAILURE, TRIGGERED_FROM, LiveRun
from services.runs.scripts import code_runner
from services.runs.sql import SqlQueries
from services.runs.traces import bounded, plain, stored
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
        alone: bool = False,  # one node runs, which has a row, but the run has none
        row: records.Run | None = None,  # of a run that goes on after a pause,
        forms: Sequence[records.HumanForm] = (),  # and all forms that it has waited for
        parent_run_id: str | None = None,  # of the run that calls this one as a tool, or that it replays,
        replayed_from: str | None = None,  # and from which node on
        asks_anew: bool = False,  # models, whatever answers are kept
    ) -> None:
        self.rt = rt
        self.served = served
        self.actor = actor
        self.trace_id = trace_id
        key = calling_key()
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
            id=row.id if row else "",
            task_id=forms[0].task_id if forms else "",
            created_at=row.created_at if row else None,
            workspace_id=served.app.workspace_id,
            key_id=key.id if key else "",
        )
        self._screen = screen_of(rt, served.app.workspace_id, served.document.features, self.live)
        self.forms = forms
        self.extent: Mapping[str, Any] = {}  # fields of the request that say how much runs, as JSON values
        self._row = row
        self._parent: dict[str, Any] = {"parent_run_id": parent_run_id, "replayed_from": replayed_from}
        self._conversation: Mapping[str, Any] = {}  # its variables at the start
        self._recorder = Recorder(served.secrets, under_way=(row.under_way or ()) if row else ())
        self._recorder.tokens = row.total_tokens if row else 0
        self._files = RunFiles(rt, served.app, actor, run_id=self.live.id, message_id=message_id)
        self._answers = answers_of(rt, served.app, looks=not asks_anew)
        self._results = AppResults(rt, served.app) if reuses else None
        self._is_stored = row is not None
        self._is_closed = alone  # nothing of it is stored any more but its end
        self._paid: set[str] = set()  # executions of nodes whose questions are paid for one by one
        self._noted: object = None  # what the last checkpoint found under way

    async def request(self, *, history: Sequence[Turn] = (), depth: int = 0, **given: Any) -> RunRequest:
        """Return what the engine runs with: `given` are fields of `RunRequest`, the rest is known here.

        `depth` is how many workflows around this one call each other as tools.
        """
        live, served = self.live, self.served
        info = RunInfo(
            run_id=live.id,
            app_id=live.app_id,
            workflow_id=served.workflow_id,
            mode=live.mode,
            user_id=self.actor.engine_id,
            conversation_id=live.conversation_id,
            history=history,
            depth=depth,
        )
        self._conversation = given.get("conversation") or {}
        zone = await accounts.timezone(self.rt, served.app.workspace_id)
        now = datetime.now(UTC).astimezone(zone)
        return RunRequest(info=info, user_name=self.actor.name, now=now, environment=served.environment, **given)

    async def carry_out(
        self, request: RunRequest, on_conversation_change: OnConversationChange | None = None
    ) -> RunFinished | RunPaused:
        """Run to the end and return the last event, which is not published: first it has to be stored."""
        live, rt = self.live, self.rt
        self.extent = {"until": list(request.until), "afresh": sorted(request.afresh)}
        await self._files.note_given(request, revive([form.answer for form in self.forms]))
        run = Run(
            self.served.plan,
            request,
            Resources(
                models=await models_for(rt, self.served.app.workspace_id),
                code=await code_runner(rt, self.served.app.workspace_id),
                sql=SqlQueries(rt.code, rt.settings),
                http=rt.http,
                files=self._files,
                retrieval=StoredKnowledge(rt, self.served.app.workspace_id, live.app_id, self.actor),
                run_store=StoredRuns(rt, self.served.app.workspace_id, self.actor, live.invoke_from),
                mails=SentMails(rt),
                records=StoredRecords(rt, self.served.app.workspace_id, live.app_id, live.id),
                tools=rt.toolbox.of(self.served.app.workspace_id),
                workflows=rt.workflow_tools(self.served.app.workspace_id, self.actor, live.invoke_from),
                answers=self._answers,
                extras=rt.node_limits,
            ),
            limits=run_limits(rt.settings),
            emit=self._emit,
            on_conversation_change=on_conversation_change,
            results=self._results,
        )
        live.on_stop = run.stop
        if live.stop_reason is not None:
            run.stop(live.stop_reason)
        if not self._is_closed:
            rt.journal.add(self)
        with bound(run_id=live.id, app_id=live.app_id):
            last = self._told_why(self._since_creation(await self._screened(run)))
            self._tell(last)
        if self._results is not None:
            await self._results.flush()
        return last

    async def _screened(self, run: Run) -> RunFinished | RunPaused:
        """Run; an answer that the app does not give is replaced. Raises as `_executed`."""
        last = await self._executed(run)
        if self._screen is None:
            return last
        try:
            return await self._screen.finished(last)
        except EngineError as error:
            if isinstance(last, RunPaused):
                return last
            return replace(
                last, status=RunStatus.FAILED, answer="", outputs={}, error=str(error), error_code=error.code
            )

    async def _executed(self, run: Run) -> RunFinished | RunPaused:
        """Run; what breaks a run off becomes its failure. Raises InvalidWorkflow: it cannot even begin."""
        try:
            return await run.execute()
        except (InvalidWorkflow, asyncio.CancelledError):
            self.rt.journal.remove(self)
            raise
        except Exception as error:
            logger.exception("A run broke off.")
            told = error if isinstance(error, EngineError | ServiceError) else None
            return RunFinished(
                run_id=self.live.id,
                workflow_id=self.live.workflow_id,
                status=RunStatus.FAILED,
                started_at=self.live.created_at,
                error=str(told or FAILURE),
                error_code=told.code if told else None,
                elapsed=time.time() - self.live.created_at,
            )

    def _since_creation(self, last: RunFinished | RunPaused) -> RunFinished | RunPaused:
        """Return the end of a run that had paused as that of the whole run, the waiting included."""
        if self._row is None:
            return last
        elapsed = last.at - self._row.created_at
        if isinstance(last, RunPaused):
            return replace(last, elapsed=elapsed)
        return replace(last, elapsed=elapsed, started_at=self._row.created_at)

    def _told_why(self, last: RunFinished | RunPaused) -> RunFinished | RunPaused:
        """Return the end of a run that an error stopped, a budget's end, with the code of that."""
        code = self.live.stop_code
        if not code or isinstance(last, RunPaused) or last.status != RunStatus.STOPPED:
            return last
        return replace(last, error_code=code)

    def masked(self, value: Any) -> Any:
        """Return a plain value as it may be stored and shown, secrets masked."""
        return self._recorder.mask(value)

    @property
    def is_stored(self) -> bool:
        """Return whether the run has a row already: it paused before, or has been going on for a while."""
        return self._is_stored

    async def checkpoint(self) -> None:
        """Store how the run stands, so that it is known even if the process ends now."""
        if self._is_closed or self._noted == (noted := self._recorder.progress):
            return
        is_new, self._noted, self._is_stored = not self._is_stored, noted, True
        nodes, under_way = self._recorder.ended_rows(**self._owner), self._recorder.under_way()
        elapsed, tokens = time.time() - self.live.created_at, self._recorder.tokens
        progress: dict[str, Any] = {"under_way": under_way, "elapsed": elapsed, "total_tokens": tokens}
        progress["status"] = str(RunStatus.RUNNING)
        if is_new:
            await storage.runs.put_run(self.rt.db, self._row_with(progress), nodes)
        else:
            await storage.runs.update_progress(self.rt.db, self.live.id, nodes, **progress)

    def run_row(self, last: RunFinished | RunPaused) -> records.Run:
        """Return the row of the run as it ended or pauses; from now on it is not checkpointed any more."""
        self._is_closed = True
        self.rt.journal.remove(self)
        paused = self._recorder.under_way(NodeStatus.PAUSED) if isinstance(last, RunPaused) else None
        return self._row_with({**_ending(last), "under_way": paused})

    def _row_with(self, standing: Mapping[str, Any]) -> records.Run:
        if self._row is not None:
            return replace(self._row, **standing)
        live, served = self.live, self.served
        inputs = stored(self._recorder.inputs, self._recorder.mask)
        conversation = stored(self._conversation, self._recorder.mask)
        incomplete = [*inputs.incomplete, *(f"conversation.{name}" for name in conversation.incomplete)]
        began_with = {"conversation": conversation.values, "incomplete": incomplete}
        return records.Run(
            id=live.id,
            workspace_id=served.app.workspace_id,
            app_id=served.app.id,
            workflow_id=served.workflow_id or None,
            version=served.version,
            inputs=inputs.values or {},
            invoke_from=live.invoke_from,
            triggered_from=TRIGGERED_FROM.get(live.invoke_from, "app-run"),
            created_by_role=self.actor.role,
            created_by=self.actor.id,
            conversation_id=live.conversation_id or None,
            message_id=live.message_id or None,
            trace_id=self.trace_id,
            graph=served.graph,
            created_at=live.created_at,
            api_key_id=live.key_id or None,
            began_with={name: value for name, value in began_with.items() if value} or None,
            **self._parent,
            **standing,
        )

    def node_rows(self, last: RunFinished | RunPaused) -> list[records.NodeExecution]:
        """Return the rows of the attempts that are not stored yet; those that wait for a person have none."""
        ended = self._recorder.ended_rows(**self._owner)
        return ended if isinstance(last, RunPaused) else ended + self._recorder.cut_off_rows(**self._owner)

    def waiting_rows(self) -> list[records.NodeExecution]:
        """Return the attempts that wait for a person as rows, which are never stored."""
        under_way = self._recorder.under_way(NodeStatus.PAUSED)
        return [records.NodeExecution(**{**self._owner, **columns}) for columns in under_way]

    @property
    def _owner(self) -> dict[str, str]:
        app = self.served.app
        return {"workspace_id": app.workspace_id, "app_id": app.id, "run_id": self.live.id}

    def _emit(self, event: Event) -> None:
        if isinstance(event, RunFinished | RunPaused | HumanInputRequired):
            return  # told when it is stored
        if isinstance(event, ModelAnswered):
            self._paid.add(event.execution_id)
            spend(self.rt, self.live, event.usage)
            return
        shown = self._recorder.take(event)
        if isinstance(event, NodeCutOff):
            return  # for the trace alone
        if self._screen is None or self._screen.passes(shown):
            self.live.publish(shown)
        if isinstance(event, NodeFinished) and event.usage is not None:
            self._observe_model_call(event)
            if event.execution_id not in self._paid:
                spend(self.rt, self.live, event.usage)

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
