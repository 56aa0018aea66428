"""The rounds of a container: each is a frame of its own, inside the container's."""

import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from engine.events import ContainerNext
from engine.nodes.base import NodePaused, RoundResult
from engine.running.execution import Execution
from engine.running.stream import Turnstile
from engine.variables import VariablePool

if TYPE_CHECKING:
    from engine.running.frame import Frame


class Rounds:
    """How a container node of a frame runs its inner graph; implements `engine.nodes.base.Rounds`."""

    def __init__(self, frame: "Frame", execution: Execution) -> None:
        self._frame = frame
        self._execution = execution
        self._turnstile = Turnstile(frame.run.speak)

    def begin(self, *, inputs: Mapping[str, Any], length: int) -> None:
        """Say that the container starts, with how many rounds at the most."""
        self._frame.run.emit(self._execution.begin(inputs=inputs, length=length))

    def next(self, index: int, previous_output: Any = None) -> None:
        """Say that round `index` begins."""
        self._frame.run.emit(ContainerNext(round_index=index, previous_output=previous_output, **self._execution.about))

    async def run(
        self, start_node_id: str, pool: VariablePool, index: int, *, resumed: Mapping[str, Any] | None = None
    ) -> RoundResult:
        """Run the inner graph once."""
        clock = time.perf_counter()
        scope = self._frame.scope.inside(self._execution.node, index)
        frame = self._frame.inner(start_node_id, pool, scope=scope, speak=self._turnstile.entrance(index))
        try:
            await frame.execute(resumed)
        finally:
            self._turnstile.leave(index)
        if frame.paused and frame.error is None:
            raise NodePaused(frame.as_mapping(), frame.reasons)
        elapsed = time.perf_counter() - clock
        return RoundResult(pool, frame.error, frame.ended_loop, elapsed, frame.usage, frame.repeatable)

    def inner_nodes(self, start_node_id: str) -> Sequence[str]:
        """Return the ids of the nodes of the inner graph, those of nested containers too."""
        return self._frame.run.plan.inner_nodes(start_node_id)
