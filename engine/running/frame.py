"""One frame at work: which node is ready, what its outcome means for its edges, when all is done.

An edge is unknown, taken or skipped. A node is ready when none of its incoming edges is unknown
and at least one is taken; when all are skipped it is skipped itself. Source of the rules: section
4.1 of the workflow semantics.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from engine.events import NO_USAGE, Event, NodeStatus, Usage
from engine.nodes.base import Context, SoFar
from engine.running.attempt import Failed, Outcome, Paused, Succeeded, attempt
from engine.running.execution import ROOT, Execution, Scope
from engine.running.fingerprint import fingerprint
from engine.running.plan import DEFAULT_VALUE, FAIL_BRANCH, Edge, FramePlan, PlannedNode
from engine.running.reuse import Kept, KeptResult
from engine.running.rounds import Rounds
from engine.running.stream import AnswerStream
from engine.values import MISSING, masked
from engine.variables import VariablePool

if TYPE_CHECKING:
    from engine.running.run import Run


class Frame:
    """Runs the nodes of one frame plan on one pool."""

    def __init__(
        self,
        run: "Run",
        plan: FramePlan,
        pool: VariablePool,
        *,
        speak: Callable[[Event], None],
        scope: Scope = ROOT,
        parent: "Frame | None" = None,
    ) -> None:
        self.run = run
        self.plan = plan
        self.pool = pool
        self.scope = scope
        self.parent = parent
        self.answers = AnswerStream(plan, pool, speak)
        self.error: Exception | None = None  # of the first node that failed without a strategy
        self.ended_loop = False
        self.repeatable = True  # nothing failed, and every result is one to keep
        self.usage = NO_USAGE
        self.paused: dict[str, tuple[Execution, Paused]] = {}
        self._unknown = dict(plan.in_degrees)
        self._taken_by: dict[str, str] = {}  # target -> source of the last taken edge
        self._ready: deque[str] = deque()
        self._resumed: dict[str, Mapping[str, Any]] = {}
        self._starts = 0
        self._tasks: dict[asyncio.Task[Outcome], Execution] = {}
        self._ended: list[asyncio.Task[Outcome]] = []  # those whose outcome is not applied yet
        self._wake: asyncio.Future[None] | None = None  # of the frame, when it waits for one to end

    async def execute(self, resumed: Mapping[str, Any] | None = None) -> None:
        """Run until nothing is ready or running; `error`, `paused` and the pool tell how it went."""
        if resumed is None:
            self.answers.begin()
            self._make_ready(self.plan.root)
        else:
            self._restore(resumed)
        try:
            await self._drain()
        finally:
            if self._tasks:
                await self._abandon()

    async def _drain(self) -> None:
        while self._ready or self._tasks:
            if len(self._ready) == 1 and not self._tasks:  # nothing runs beside it: no task needed
                execution = self._start(self._ready.popleft())
                await self._settle(execution, await self._work(execution))
                await self.run.breathe()
            else:
                await self._drain_parallel()
            if self.error is not None:
                self._ready.clear()
                if self.parent is None:
                    return

    async def _drain_parallel(self) -> None:
        while self._ready and len(self._tasks) < self.run.limits.parallel:
            execution = self._start(self._ready.popleft())
            task = asyncio.create_task(self._work(execution))
            task.add_done_callback(self._note_end)
            self._tasks[task] = execution
        if not self._ended:  # `asyncio.wait` would do it, at the cost of looking at all tasks each time
            self._wake = asyncio.get_running_loop().create_future()
            await self._wake
        ended, self._ended = self._ended, []
        for task in sorted(ended, key=lambda task: self._tasks[task].index):
            await self._settle(self._tasks.pop(task), task.result())

    def _note_end(self, task: "asyncio.Task[Outcome]") -> None:
        self._ended.append(task)
        if self._wake is not None and not self._wake.done():
            self._wake.set_result(None)

    async def _abandon(self) -> None:
        """Cancel what still runs after a failure or a stop; it gets no regular end."""
        tasks = list(self._tasks)
        self._tasks.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _start(self, node_id: str) -> Execution:
        node = self.plan.nodes[node_id]
        if node_id in self._resumed:
            return self._start_again(node, self._resumed[node_id])
        self._starts += 1
        index = self.run.count_start(in_root=self.parent is None, in_frame=self._starts)
        execution = self._execution(node, self.run.new_id(), index)
        if not node.container:
            self.run.emit(execution.started(self._reads(node_id)))
        return execution

    def _start_again(self, node: PlannedNode, saved: Mapping[str, Any]) -> Execution:
        """Take up an execution that a pause interrupted; callers saw its start already."""
        execution = self._execution(node, saved["execution_id"], saved["index"])
        if saved["begun"] is not None:
            execution.begin(**saved["begun"])
        return execution

    def _execution(self, node: PlannedNode, execution_id: str, index: int) -> Execution:
        predecessor = self._taken_by.get(node.id)
        return Execution.of(node, execution_id, index, predecessor=predecessor, scope=self.scope)

    def inner(self, start_node_id: str, pool: VariablePool, *, scope: Scope, speak: Callable[[Event], None]) -> "Frame":
        """Return a frame for one round of a container of this one."""
        plan = self.run.plan.frame(start_node_id)
        return Frame(self.run, plan, pool, speak=speak, scope=scope, parent=self)

    def _reads(self, node_id: str) -> dict[str, Any]:
        """Return the variables that a node reads as they stand now, for the trace; unwritten ones are left out."""
        names = self.run.plan.names_read(node_id)
        return {name: masked(value) for name, key in names if (value := self.pool.get(key)) is not MISSING}

    async def _work(self, execution: Execution) -> Outcome:
        resumed = self._resumed.pop(execution.node.id, None)
        ctx = Context(
            execution.node.id,
            pool=self.pool,
            resources=self.run.resources,
            run=self.run.info,
            execution_id=execution.execution_id,
            emit=self.run.emit,
            stream=self.answers,
            rounds=Rounds(self, execution) if execution.node.container else None,
            resumed=resumed["state"] if resumed else None,
        )
        if self.run.may_reuse and resumed is None and (kept := await self._kept(execution, ctx)) is not None:
            return kept.outcome()
        try:
            outcome = await attempt(
                execution.node,
                ctx,
                self.run,
                execution.about,
                started_at=execution.started_at,
                in_root=self.parent is None,
                spend=self.add_usage,
            )
        except asyncio.CancelledError:
            self._cut_off(execution, ctx.so_far)
            raise
        if isinstance(outcome, Succeeded) and outcome.result.repeatable and execution.fingerprint:
            await self.run.keep(execution.fingerprint, execution.node.id, outcome.result)
        return outcome

    def _cut_off(self, execution: Execution, so_far: SoFar) -> None:
        """Count and tell what a node had done that ends with the run."""
        if so_far != SoFar():
            self.add_usage(so_far.usage)
            self.run.emit(execution.cut_off(so_far))

    async def _kept(self, execution: Execution, ctx: Context) -> Kept | None:
        """Return what stands for this execution, if there is something; say its text."""
        node = execution.node
        kept = self.run.given(node.id) if self.parent is None else None
        if kept is None and self.run.results is not None and self.run.plan.is_reusable(node.id):
            execution.fingerprint = fingerprint(self.run.plan, node.id, ctx)
            if node.id not in self.run.request.afresh:
                kept = await self.run.results.get(execution.fingerprint)
        if isinstance(kept, KeptResult):
            for name in node.streams:
                ctx.stream_text(str(kept.outputs.get(name) or ""), name)
        return kept

    async def _settle(self, execution: Execution, outcome: Outcome) -> None:
        """Apply what came out of a node: pool, streams, edges, event, in this order."""
        match outcome:
            case Succeeded():
                await self._succeed(execution, outcome)
            case Failed():
                self._fail(execution, outcome)
            case Paused():
                self.paused[execution.node.id] = (execution, outcome)

    async def _succeed(self, execution: Execution, outcome: Succeeded) -> None:
        node, result = execution.node, outcome.result
        if result.outputs:
            self.pool.update(node.id, result.outputs)
        if result.assignments:
            await self.run.assign(self, result.assignments)
        if result.usage and not node.container:
            self.add_usage(result.usage)
        if result.citations:
            self.run.add_citations(result.citations)
        if node.response:
            self.run.add_outputs(result.outputs)
        self.ended_loop = self.ended_loop or node.ends_loop or result.ends_loop
        self.repeatable = self.repeatable and result.repeatable
        self._end_streams(node)
        skipped, taken = self._decide(node, result.handle)
        self._close(execution, NodeStatus.SUCCEEDED, result.outputs, outcome)
        self._follow(skipped, taken)

    def _fail(self, execution: Execution, outcome: Failed) -> None:
        node = execution.node
        self.run.count_exception()
        self.repeatable = False
        if outcome.usage and not node.container:
            self.add_usage(outcome.usage)
        strategy = node.node.error_strategy
        if strategy not in (FAIL_BRANCH, DEFAULT_VALUE):
            self._end_streams(node)
            self.error = self.error or outcome.error
            self._close(execution, NodeStatus.FAILED, outcome.outputs, outcome)
            return
        outputs = {**node.defaults, "error_message": outcome.message, "error_type": outcome.error_type}
        self.pool.update(node.id, outputs)
        self._end_streams(node)
        handle = FAIL_BRANCH if strategy == FAIL_BRANCH else None
        skipped, taken = self._decide(node, handle)
        self._close(execution, NodeStatus.EXCEPTION, outputs, outcome)
        self._follow(skipped, taken)

    def _end_streams(self, node: PlannedNode) -> None:
        for name in node.streams:
            self.answers.close(node.id, name)
        self.answers.node_ended(node.id)

    def _decide(self, node: PlannedNode, handle: str | None) -> tuple[list[Edge], list[Edge]]:
        """Return the edges to skip and to take; a handle of None takes all."""
        edges = self.plan.outgoing[node.id]
        if handle is None or not node.chooses:
            return [], edges
        return [e for e in edges if e.handle != handle], [e for e in edges if e.handle == handle]

    def _follow(self, skipped: Sequence[Edge], taken: Sequence[Edge]) -> None:
        for edge in skipped:
            self._skip(edge)
        for edge in taken:
            self._taken_by[edge.target] = edge.source
            self.answers.edge_taken(edge.index)
            self._decided(edge.target)

    def _skip(self, edge: Edge) -> None:
        todo = [edge]
        while todo:
            target = todo.pop().target
            if self._decided(target) and target not in self._taken_by:
                self.answers.node_skipped(target)
                todo += self.plan.outgoing[target]

    def _decided(self, node_id: str) -> bool:
        """Count one incoming edge as decided; return whether it was the last."""
        self._unknown[node_id] -= 1
        if self._unknown[node_id]:
            return False
        if node_id in self._taken_by and self.error is None and self.run.is_wanted(node_id):
            self._make_ready(node_id)
        return True

    def _make_ready(self, node_id: str) -> None:
        """Put a node in line; a marker has nothing to run and leads on at once."""
        if self.plan.nodes[node_id].hidden:
            self._follow((), self.plan.outgoing[node_id])
        else:
            self._ready.append(node_id)

    def _close(
        self, execution: Execution, status: NodeStatus, outputs: Mapping[str, Any], outcome: Succeeded | Failed
    ) -> None:
        if not execution.node.container:
            self.run.emit(execution.finished(status, outputs, outcome))
            return
        if execution.begun is None:  # it was reused, or failed before its first word; callers still see both ends
            self.run.emit(execution.begin(inputs=outcome.inputs or self._reads(execution.node.id)))
        self.run.emit(execution.container_finished(status, outputs, outcome))

    def add_usage(self, usage: Usage) -> None:
        """Count what a node of this frame, or of one inside, used up."""
        self.usage = self.usage + usage
        if self.parent is None:
            self.run.add_usage(usage)
        else:
            self.parent.add_usage(usage)

    def as_mapping(self) -> dict[str, Any]:
        """Return the state as JSON values, for a pause; the pool is kept by who owns it."""
        return {
            "unknown": self._unknown,
            "taken_by": self._taken_by,
            "starts": self._starts,
            "answers": self.answers.as_mapping(),
            "paused": {node_id: execution.as_mapping(paused) for node_id, (execution, paused) in self.paused.items()},
        }

    def _restore(self, state: Mapping[str, Any]) -> None:
        self._unknown = dict(state["unknown"])
        self._taken_by = dict(state["taken_by"])
        self._starts = state["starts"]
        self.answers.restore(state["answers"])
        self._resumed = dict(state["paused"])
        self._ready.extend(self._resumed)

    @property
    def reasons(self) -> list[Mapping[str, Any]]:
        """Return why the frame cannot go on."""
        return [reason for _, paused in self.paused.values() for reason in paused.reasons]
