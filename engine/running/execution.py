"""One execution of one node: where it lies, and what its events say."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from engine.events import ContainerFinished, ContainerStarted, NodeCutOff, NodeFinished, NodeStarted, NodeStatus, Path
from engine.nodes.base import SoFar
from engine.running.attempt import Failed, Paused, Succeeded
from engine.running.plan import PlannedNode
from engine.values import as_plain

Outputs = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a frame lies: the innermost containers and the round."""

    iteration_id: str | None = None
    loop_id: str | None = None
    round: int | None = None
    path: Path = ()

    def inside(self, container: PlannedNode, index: int) -> "Scope":
        """Return the scope of round `index` of a container in this scope."""
        path = (*self.path, (container.id, index))
        if container.kind == "loop":
            return Scope(self.iteration_id, container.id, index, path)
        return Scope(container.id, self.loop_id, index, path)


ROOT: Final = Scope()


@dataclass(slots=True)
class Execution:
    """One execution of one node, from start to end."""

    node: PlannedNode
    execution_id: str
    index: int  # place in the order of starts, from 1
    about: Outputs  # what all its events say
    started_at: float = field(default_factory=time.time)
    clock: float = field(default_factory=time.perf_counter)
    begun: ContainerStarted | None = None  # of a container, once it has said so
    fingerprint: str = ""  # "" where results are not kept

    @classmethod
    def of(
        cls, node: PlannedNode, execution_id: str, index: int, *, predecessor: str | None, scope: Scope
    ) -> "Execution":
        """Return the execution of a node that starts now; events of containers carry the node's id for theirs."""
        about = {
            "execution_id": node.id if node.container else execution_id,
            "node_id": node.id,
            "kind": node.kind,
            "title": node.title,
            "index": index,
            "predecessor": predecessor,
            "iteration_id": scope.iteration_id,
            "loop_id": scope.loop_id,
            "round": scope.round,
            "path": scope.path,
        }
        return cls(node, execution_id, index, about)

    @property
    def elapsed(self) -> float:
        """Return the seconds since the start."""
        return time.perf_counter() - self.clock

    def started(self, reads: Outputs) -> NodeStarted:
        """Return what callers see of its start."""
        return NodeStarted(**self.about, extras=self.node.extras, reads=reads)

    def begin(self, *, inputs: Outputs, length: int = 0) -> ContainerStarted:
        """Return what callers see of a container's start, and remember it."""
        self.begun = ContainerStarted(**self.about, inputs=inputs, length=length)
        return self.begun

    def finished(self, status: NodeStatus, outputs: Outputs, outcome: Succeeded | Failed) -> NodeFinished:
        """Return what callers see of its end."""
        return NodeFinished(
            **self.about,
            status=status,
            started_at=self.started_at,
            elapsed=self.elapsed,
            inputs=outcome.inputs,
            outputs=outputs,
            process_data=outcome.process_data,
            usage=outcome.usage,
            metadata=outcome.metadata,
            error=outcome.message,
            error_type=outcome.error_type,
            handle=outcome.handle,
            assignments=outcome.assignments,
            citations=outcome.citations,
            reused=outcome.reused,
            fingerprint=self.fingerprint,
        )

    def cut_off(self, so_far: SoFar) -> NodeCutOff:
        """Return what is known of it when it ends with the run."""
        return NodeCutOff(
            **self.about,
            inputs=so_far.inputs,
            process_data=so_far.process_data,
            usage=so_far.usage,
            metadata=so_far.metadata,
        )

    def container_finished(
        self, status: NodeStatus, outputs: Outputs, outcome: Succeeded | Failed
    ) -> ContainerFinished:
        """Return what callers see of the end of a container that has begun."""
        assert self.begun is not None
        metadata = dict(outcome.metadata)
        return ContainerFinished(
            **self.about,
            status=status,
            started_at=self.started_at,
            elapsed=self.elapsed,
            inputs=self.begun.inputs,
            outputs=outputs,
            usage=outcome.usage,
            steps=metadata.pop("steps", 0),
            metadata=metadata,
            error=outcome.message,
            assignments=outcome.assignments,
            citations=outcome.citations,
            reused=outcome.reused,
            fingerprint=self.fingerprint,
        )

    def as_mapping(self, paused: Paused) -> dict[str, Any]:
        """Return as JSON values what a pause keeps of it."""
        begun = self.begun
        return {
            "state": paused.state,
            "execution_id": self.execution_id,
            "index": self.index,
            "begun": None if begun is None else {"inputs": as_plain(begun.inputs), "length": begun.length},
        }
