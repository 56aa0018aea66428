"""Trying a node: once, or again after a wait where its retry settings say so."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from engine.errors import EngineError, NodeError, RunLimitExceeded
from engine.events import NO_USAGE, Assignments, NodeRetried, NodeStatus, Usage
from engine.nodes.base import Context, NodePaused, Result, SoFar
from engine.running.plan import FAIL_BRANCH, PlannedNode

if TYPE_CHECKING:
    from engine.running.run import Run


@dataclass(slots=True)
class Succeeded:
    """The node gave a result."""

    result: Result
    reused: bool = False
    message: None = None
    error_type: None = None

    @property
    def handle(self) -> str:
        """Return the branch that is taken."""
        return self.result.handle

    @property
    def inputs(self) -> Mapping[str, Any]:
        """Return what the trace shows as the node's inputs."""
        return self.result.inputs

    @property
    def process_data(self) -> Mapping[str, Any]:
        """Return what the trace shows besides inputs and outputs."""
        return self.result.process_data

    @property
    def usage(self) -> Usage | None:
        """Return what the model calls of the node used up."""
        return self.result.usage

    @property
    def metadata(self) -> Mapping[str, Any]:
        """Return the execution metadata."""
        return self.result.metadata

    @property
    def assignments(self) -> Assignments:
        """Return what the node wrote to variables of other owners."""
        return self.result.assignments

    @property
    def citations(self) -> Sequence[Mapping[str, Any]]:
        """Return the knowledge that the node's model was given."""
        return self.result.citations


@dataclass(slots=True)
class Failed:
    """The last attempt failed with `error`."""

    error: Exception
    so_far: SoFar = field(default_factory=SoFar)
    reused: bool = False
    handle: str = FAIL_BRANCH  # for those that have an edge for it
    assignments: tuple[()] = ()
    citations: tuple[()] = ()

    @property
    def usage(self) -> Usage | None:
        """Return what the model calls that went well before the failure used up."""
        return None if self.so_far.usage == NO_USAGE else self.so_far.usage

    @property
    def metadata(self) -> Mapping[str, Any]:
        """Return the execution metadata."""
        return self.so_far.metadata

    @property
    def message(self) -> str:
        """Return what a person is told."""
        return str(self.error) or type(self.error).__name__

    @property
    def error_type(self) -> str:
        """Return the short name that a failure branch sees."""
        return self.error.error_type if isinstance(self.error, NodeError) else type(self.error).__name__

    @property
    def inputs(self) -> Mapping[str, Any]:
        """Return what the node had gathered before it failed."""
        return (self.error.inputs if isinstance(self.error, EngineError) else {}) or self.so_far.inputs

    @property
    def outputs(self) -> Mapping[str, Any]:
        """Return what the trace shows of a failed node; it never reaches the pool."""
        return self.error.outputs if isinstance(self.error, EngineError) else {}

    @property
    def process_data(self) -> Mapping[str, Any]:
        """Return what the trace shows besides inputs and outputs."""
        return (self.error.process_data if isinstance(self.error, EngineError) else {}) or self.so_far.process_data


@dataclass(slots=True)
class Paused:
    """The node waits for a person."""

    state: Mapping[str, Any]
    reasons: Sequence[Mapping[str, Any]]


Outcome = Succeeded | Failed | Paused


async def attempt(
    node: PlannedNode,
    ctx: Context,
    run: "Run",
    about: Mapping[str, Any],
    *,
    started_at: float,
    in_root: bool,
    spend: Callable[[Usage], None],
) -> Outcome:
    """Run the node, again while its retry settings allow, and return how it ended.

    A failure of whatever kind is the node's failure and ends up in the trace; only what ends the
    whole run (limits, cancellation) passes through. `spend` is told what attempts used up that are made again.
    """
    for number in range(1, node.attempts + 1):
        clock = time.perf_counter()
        try:
            return Succeeded(await node.node.run(ctx))
        except NodePaused as paused:
            return Paused(paused.state, paused.reasons)
        except RunLimitExceeded:
            raise
        except Exception as error:  # noqa: BLE001 - the trace, the retry and the error strategy take it on
            failed = Failed(error, ctx.so_far)
            run.note_failure(node, error)
        if number < node.attempts:
            run.count_retry(in_root=in_root)
            spend(ctx.so_far.usage)
            ctx.so_far = SoFar()
            run.emit(_retried(failed, number, about, started_at, time.perf_counter() - clock))
            await asyncio.sleep(node.node.retry.retry_interval / 1000)
    return failed


def _retried(failed: Failed, number: int, about: Mapping[str, Any], started_at: float, elapsed: float) -> NodeRetried:
    return NodeRetried(
        **about,
        status=NodeStatus.RETRY,
        started_at=started_at,
        inputs=failed.inputs,
        outputs=failed.outputs,
        process_data=failed.process_data,
        usage=failed.usage,
        metadata=failed.metadata,
        error=failed.message,
        error_type=failed.error_type,
        elapsed=elapsed,
        retry_index=number,
    )


def is_expected(error: Exception) -> bool:
    """Return whether `error` is a failure that nodes are meant to have, not a fault of ours."""
    return isinstance(error, EngineError)
