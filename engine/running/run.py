"""A run: a plan, its inputs and what it may use, from the first event to the last."""

import asyncio
import contextlib
import logging
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from engine.document import Document
from engine.errors import EngineError, InvalidWorkflow, RunCancelled, RunLimitExceeded, RunTimedOut
from engine.events import Event, RunFinished, RunPaused, RunStarted, RunStatus, TextDelta, Usage
from engine.frames.table import Table
from engine.nodes.base import Result
from engine.problems import problem
from engine.resources import Resources, RunInfo
from engine.running.attempt import is_expected
from engine.running.frame import Frame
from engine.running.plan import Plan, PlannedNode, prepare
from engine.running.reuse import Kept, KeptResult, Results
from engine.running.tally import Tally
from engine.values import File, Secret, as_plain, tables_in, with_tables
from engine.variables import VariablePool

logger = logging.getLogger(__name__)

Emit = Callable[[Event], None]
OnConversationChange = Callable[[Mapping[str, Any]], Awaitable[None]]

BREATH = 0.002  # seconds a run may hold the loop
IDS = 16  # of executions that random bytes are fetched for at once
CHAT_MODES = ("advanced-chat", "chat", "agent-chat", "completion")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How far a run may go."""

    max_steps: int = 500  # node starts, retries included; each round of a container has as many to itself; 0: no limit
    max_seconds: float = 1200  # 0: no limit
    parallel: int = 10  # nodes of one frame at the same time


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRequest:
    """What one run is given; values are checked already (`engine.inputs.parse_inputs`)."""

    info: RunInfo = field(default_factory=RunInfo)
    inputs: Mapping[str, Any] = field(default_factory=dict)  # of the start form
    query: str = ""
    files: Sequence[File] = ()
    dialogue_count: int = 1
    user_name: str = ""
    now: datetime | None = None  # frozen for the run; in the workspace's time zone
    environment: Mapping[str, Any] = field(default_factory=dict)  # over the document's own values
    conversation: Mapping[str, Any] = field(default_factory=dict)  # over the document's defaults
    root: str | None = None  # node to start at, where the document has several
    resumed: Mapping[str, Any] | None = None  # `RunPaused.state`, with what people answered in it
    tables: Mapping[str, Table] = field(default_factory=dict)  # `RunPaused.tables`
    given: Mapping[str, Kept] = field(default_factory=dict)  # outer nodes that do not run but give this
    afresh: AbstractSet[str] = frozenset()  # nodes that run whatever results are kept
    until: Sequence[str] = ()  # run only these nodes and what leads to them, () for all
    variables: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # by owner, over all others


def system_variables(request: RunRequest, info: RunInfo) -> dict[str, Any]:
    """Return the `sys.` variables of a run, by name; which there are depends on the mode."""
    now = request.now or datetime.now(UTC)
    variables: dict[str, Any] = {
        "files": list(request.files),
        "user_id": info.user_id,
        "user_name": request.user_name or info.user_id,
        "app_id": info.app_id,
        "workflow_id": info.workflow_id,
        "workflow_run_id": info.run_id,
        "datetime": now.isoformat(sep=" ", timespec="seconds"),
    }
    if info.mode not in CHAT_MODES:
        return variables | {"timestamp": int(now.timestamp())}
    return variables | {
        "query": request.query,
        "conversation_id": info.conversation_id,
        "dialogue_count": request.dialogue_count,
    }


class Run:
    """One run of a plan. Give it where events go, then await `execute`."""

    def __init__(
        self,
        plan: Plan,
        request: RunRequest,
        resources: Resources,
        *,
        limits: Limits = Limits(),
        emit: Emit,
        on_conversation_change: OnConversationChange | None = None,
        results: Results | None = None,
    ) -> None:
        self._digits = ""  # hexadecimal, of the next ids
        run_id = request.info.run_id or self.new_id()
        self.info = replace(request.info, run_id=run_id, variable_types=plan.variable_types)
        self.plan = plan
        self.request = request
        self.system = system_variables(request, self.info)
        self.resources = resources
        self.limits = limits
        self.emit = emit
        self.results = results  # None: every node runs, but those of `request.given`
        self.may_reuse = results is not None or bool(request.given)
        self._on_conversation_change = on_conversation_change
        self._wanted = {name for node_id in request.until for name in plan.leading_to(node_id)} or None
        self._task: asyncio.Task[RunFinished | RunPaused] | None = None
        self._stop_reason: str | None = None
        self._started_at = time.time()
        self._clock = self._breathed = time.perf_counter()
        self._tally = Tally()

    async def execute(self) -> RunFinished | RunPaused:
        """Run to the end; every event goes to `emit`, the returned one as the last.

        Failures of nodes, limits and a stop end the run, they are not raised.

        Raises:
            InvalidWorkflow: the plan cannot start as asked; nothing was emitted.
        """
        root = self.root
        self._task = asyncio.create_task(self._drive(root))
        if self._stop_reason is not None:
            self._task.cancel()
        try:
            last = await self._task
        except asyncio.CancelledError:
            current = asyncio.current_task()
            if self._stop_reason is None or (current is not None and current.cancelling()):
                self._task.cancel()
                raise
            last = self._finished(RunStatus.STOPPED, RunCancelled(self._stop_reason))
        self.emit(last)
        return last

    def stop(self, reason: str = "Stopped by the user.") -> None:
        """End the run soon as `stopped`, with what it has said so far. Call from the run's loop."""
        self._stop_reason = reason
        if self._task is not None:
            self._task.cancel()

    @property
    def root(self) -> str:
        """Return the node at which the run starts. Raises InvalidWorkflow."""
        root = self.request.root or (self.plan.roots[0] if self.plan.roots else "")
        if root not in self.plan.nodes:
            raise InvalidWorkflow([problem("root_gone", root=root)])
        return root

    async def _drive(self, root: str) -> RunFinished | RunPaused:
        resumed = with_tables(self.request.resumed, self.request.tables)
        pool = VariablePool.from_mapping(resumed["pool"]) if resumed else self.initial_pool(root)
        if resumed:
            self._tally = Tally.from_mapping(resumed["tally"])
        self.emit(self._run_started(resumed is not None))
        frame = Frame(self, self.plan.frame(root), pool, speak=self.speak)
        try:
            async with asyncio.timeout(self.limits.max_seconds or None) as timeout:
                await frame.execute(resumed["frame"] if resumed else None)
        except TimeoutError as error:
            if not timeout.expired():
                raise
            limit = RunTimedOut(f"Maximum execution time exceeded: {self.limits.max_seconds:g} s")
            limit.__cause__ = error
            return self._finished(RunStatus.FAILED, limit)
        except RunLimitExceeded as error:
            return self._finished(RunStatus.FAILED, error)
        if frame.error is not None:
            return self._finished(RunStatus.FAILED, frame.error)
        if frame.paused:
            return self._paused(frame, root)
        return self._finished(RunStatus.PARTIAL_SUCCEEDED if self._tally.exceptions else RunStatus.SUCCEEDED)

    def initial_pool(self, root: str) -> VariablePool:
        """Return the variables with which a run starts at `root`."""
        document, request = self.plan.document, self.request
        pool = VariablePool({"sys": self.system, root: request.inputs})
        for variable in document.environment_variables:
            value = request.environment.get(variable.name, variable.value)
            is_secret = variable.value_type == "secret" and isinstance(value, str)
            pool.set(("env", variable.name), Secret(value) if is_secret else value)
        if document.mode != "workflow":
            for variable in document.conversation_variables:
                pool.set(("conversation", variable.name), request.conversation.get(variable.name, variable.value))
        for owner, values in request.variables.items():
            for name, value in values.items():
                pool.set((owner, name), value)
        return pool

    def _run_started(self, resumed: bool) -> RunStarted:
        shown = {f"sys.{name}": value for name, value in self.system.items() if name != "conversation_id"}
        inputs = {**self.request.inputs, **shown}
        return RunStarted(
            run_id=self.info.run_id,
            workflow_id=self.info.workflow_id,
            inputs=inputs,
            reason="resumption" if resumed else "initial",
        )

    def _finished(self, status: RunStatus, error: Exception | None = None) -> RunFinished:
        tally = self._tally
        failed = status is RunStatus.FAILED
        return RunFinished(
            run_id=self.info.run_id,
            workflow_id=self.info.workflow_id,
            status=status,
            started_at=self._started_at,
            outputs={} if failed else tally.outputs,
            answer="".join(tally.said),
            error=None if error is None else str(error) or type(error).__name__,
            error_code=error.code if isinstance(error, EngineError) else None,
            elapsed=tally.elapsed + time.perf_counter() - self._clock,
            usage=tally.usage,
            total_steps=tally.steps,
            exceptions_count=tally.exceptions,
            files=tally.files,
            citations=tally.citations,
        )

    def _paused(self, frame: Frame, root: str) -> RunPaused:
        self._tally.elapsed += time.perf_counter() - self._clock
        state = {
            "root": root,
            "pool": frame.pool.as_mapping(),
            "frame": frame.as_mapping(),
            "tally": self._tally.as_mapping(),
        }
        tables = {table.hash: table for table in tables_in(state)}
        return RunPaused(
            run_id=self.info.run_id,
            node_ids=[str(reason["node_id"]) for reason in frame.reasons],
            reasons=frame.reasons,
            state=as_plain(state),
            tables=tables,
            outputs=self._tally.outputs,
            elapsed=self._tally.elapsed,
            total_tokens=self._tally.usage.total_tokens,
            total_steps=self._tally.steps,
        )

    def speak(self, event: Event) -> None:
        """Send a piece of the answer and remember it."""
        if isinstance(event, TextDelta):
            self._tally.said.append(event.text)
        self.emit(event)

    def given(self, node_id: str) -> Kept | None:
        """Return how an outer node ends without running, if the request says so."""
        return self.request.given.get(node_id)

    def is_wanted(self, node_id: str) -> bool:
        """Return whether the node may run, in a run that ends early."""
        return self._wanted is None or node_id in self._wanted

    async def keep(self, fingerprint: str, node_id: str, result: Result) -> None:
        """Keep a result for later runs."""
        if self.results is not None:
            await self.results.put(fingerprint, node_id, KeptResult.of(result))

    async def breathe(self) -> None:
        """Let others use the loop when the run has held it for a while: nodes that await nothing never do."""
        now = time.perf_counter()
        if now - self._breathed > BREATH:
            await asyncio.sleep(0)
            self._breathed = time.perf_counter()

    def new_id(self) -> str:
        """Return an id for one execution of a node: a random UUID (version 4), made faster than `uuid` does.

        Random bytes for several are fetched at once: each time another thread may take the interpreter.
        """
        if not self._digits:
            self._digits = os.urandom(16 * IDS).hex()
        digits, self._digits = self._digits[:32], self._digits[32:]
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"

    def count_start(self, *, in_root: bool, in_frame: int) -> int:
        """Count the start of a node, the `in_frame`-th of its frame; return its place in the order of starts, from 1.

        Raises:
            RunLimitExceeded: it is one start too many.
        """
        tally, most = self._tally, self.limits.max_steps
        tally.index += 1
        tally.steps += in_root
        steps = tally.steps if in_root else in_frame
        if most and steps > most:
            raise RunLimitExceeded(f"Maximum execution steps exceeded: {steps} > {most}")
        return tally.index

    def count_retry(self, *, in_root: bool) -> None:
        """Count a failed attempt that is tried again: a failure and one more step."""
        self._tally.exceptions += 1
        self._tally.steps += in_root

    def count_exception(self) -> None:
        """Count a node that failed for good, handled or not."""
        self._tally.exceptions += 1

    def add_usage(self, usage: Usage) -> None:
        """Count what a model call used up."""
        self._tally.usage = self._tally.usage + usage

    def add_citations(self, citations: Sequence[Mapping[str, Any]]) -> None:
        """Remember the knowledge that a model was given."""
        self._tally.citations += [dict(citation) for citation in citations]

    def add_outputs(self, outputs: Mapping[str, Any]) -> None:
        """Merge the outputs of a response node: later ones win, answers are joined, files collected."""
        tally = self._tally
        for name, value in outputs.items():
            if name == "files" and self.info.mode == "advanced-chat":
                tally.files.extend(value or ())
            elif name == "answer":
                tally.answers.append(value)
            tally.latest[name] = value

    async def assign(self, frame: Frame, assignments: Sequence[tuple[Sequence[str], Any]]) -> None:
        """Write what an assigner changed; conversation variables reach every frame and the store."""
        conversation = {selector[1]: value for selector, value in assignments if selector[0] == "conversation"}
        for selector, value in assignments:
            frame.pool.set(selector, value)
        outer = frame.parent
        while outer is not None and conversation:
            for name, value in conversation.items():
                outer.pool.set(("conversation", name), value)
            outer = outer.parent
        if conversation and self._on_conversation_change is not None:
            await self._on_conversation_change(conversation)

    def note_failure(self, node: PlannedNode, error: Exception) -> None:
        """Log a failure that no node is meant to have; expected ones are told by events alone."""
        if not is_expected(error):
            logger.error("A node failed unexpectedly. node=%s kind=%s", node.id, node.kind, exc_info=error)


async def run(
    document: Document | Plan,
    request: RunRequest,
    resources: Resources,
    *,
    limits: Limits = Limits(),
) -> AsyncIterator[Event]:
    """Run a document and yield its events; closing the iterator stops the run.

    Raises:
        InvalidWorkflow: the document cannot run; nothing was yielded.
    """
    plan = document if isinstance(document, Plan) else prepare(document)
    events: asyncio.Queue[Event | None] = asyncio.Queue()
    one = Run(plan, request, resources, limits=limits, emit=events.put_nowait)
    task = asyncio.create_task(one.execute())
    task.add_done_callback(lambda _: events.put_nowait(None))
    try:
        while (event := await events.get()) is not None:
            yield event
        await task
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


__all__ = ["Limits", "Plan", "Run", "RunRequest", "prepare", "run", "system_variables"]
