"""The iteration: one round of an inner graph for each element of a list, or row of a data frame."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import Field

from engine.errors import NodeError
from engine.events import NO_USAGE, Usage
from engine.fields import Selector
from engine.frames.table import Table
from engine.nodes.base import Context, Node, NodeConfig, NodePaused, Result
from engine.values import MISSING, as_plain, type_of
from engine.variables import VariablePool

ErrorMode = Literal["terminated", "continue-on-error", "remove-abnormal-output"]


class Iteration(Node, kind="iteration"):
    """Run the inner graph once for each element of a list, or row of a data frame, each time on a pool of its own.

    Inside, `[id, item]` is the element and `[id, index]` its place from 0. Results keep the order of
    the elements whatever order the rounds end in.

    Outputs:
        output: what `output_selector` names after each round, None where a round did not write it.

    Raises:
        NodeError: the input is missing or no list, or a round failed in the mode `terminated`.
    """

    container = True

    class Config(NodeConfig):
        start_node_id: str = Field(title="First node", description="The inner node at which every round starts.")
        iterator_selector: Selector = Field(title="Input", description="The list or data frame to go through.")
        output_selector: Selector = Field(title="Output", description="The variable that each round contributes.")
        output_type: str = Field(default="array[string]", description="The type of the output list.")
        is_parallel: bool = Field(default=False, title="Parallel", description="Run rounds at the same time.")
        parallel_nums: int = Field(default=10, ge=1, title="Rounds at once", description="Most rounds at one time.")
        error_handle_mode: ErrorMode = Field(
            default="terminated", title="When a round fails", description="What happens to the other rounds."
        )
        flatten_output: bool = Field(
            default=True, title="Flatten", description="Join the lists that rounds give into one."
        )

    def start_node_id(self) -> str:
        """Return the inner start node."""
        return str(self.config.start_node_id)

    def declared_outputs(self) -> Mapping[str, str]:
        """Return the one output with its declared type."""
        return {"output": self.config.output_type}

    async def run(self, ctx: Context) -> Result:
        """Go through the list."""
        assert ctx.rounds is not None
        value = ctx.require(self.config.iterator_selector)
        items = await asyncio.to_thread(value.rows) if isinstance(value, Table) else self._items(value)
        if ctx.resumed is None:
            shown = value if isinstance(value, Table) else items
            ctx.rounds.begin(inputs={"iterator_selector": shown}, length=len(items))
        progress = Progress.restored(ctx.resumed)
        await self._go_through(ctx, items, progress)
        if progress.error is not None:
            raise progress.error
        if progress.paused:
            raise NodePaused(progress.as_mapping(), progress.reasons)
        kept = [progress.results[index] for index in range(len(items)) if index in progress.results]
        return Result(
            {"output": flattened(kept) if self.config.flatten_output else kept},
            usage=progress.usage,
            ends_loop=progress.ends_loop,
            repeatable=progress.repeatable,
            metadata={
                "total_tokens": progress.usage.total_tokens,
                "total_price": float(progress.usage.total_price),
                "currency": progress.usage.currency,
                "iteration_duration_map": progress.durations,
                "steps": len(items),
            },
        )

    def _items(self, value: Any) -> Sequence[Any]:
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            selector = ".".join(self.config.iterator_selector)
            raise NodeError(
                f"{selector} is no list but {type_of(value)}; an iteration needs a list",
                error_type="InvalidIteratorValueError",
            )
        return value

    async def _go_through(self, ctx: Context, items: Sequence[Any], progress: "Progress") -> None:
        parallel = self.config.is_parallel
        todo = iter([(index, item) for index, item in enumerate(items) if index not in progress.settled])

        async def work() -> None:
            for index, item in todo:
                if progress.error is not None or (progress.paused and not parallel):
                    return
                await self._round(ctx, index, item, progress)

        if not parallel:
            await work()
            return
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(self.config.parallel_nums, len(items))):
                    group.create_task(work())
        except ExceptionGroup as errors:  # what passes through a round ends the run, and one reason is enough
            raise errors.exceptions[0] from errors

    async def _round(self, ctx: Context, index: int, item: Any, progress: "Progress") -> None:
        assert ctx.rounds is not None
        saved = progress.waiting.pop(str(index), None)
        pool = VariablePool.from_mapping(saved["pool"]) if saved else ctx.pool.copy()
        if saved is None:
            pool.update(self.node_id, {"item": item, "index": index})
            ctx.rounds.next(index)
        try:
            played = await ctx.rounds.run(self.start_node_id(), pool, index, resumed=saved and saved["state"])
        except NodePaused as paused:
            progress.pause(index, pool, paused)
            return
        progress.usage = progress.usage + played.usage
        progress.ends_loop = progress.ends_loop or played.ended_loop
        progress.repeatable = progress.repeatable and played.repeatable
        progress.durations[str(index)] = round(played.elapsed, 6)
        if played.error is None:
            value = pool.get(self.config.output_selector)
            progress.settle(index, None if value is MISSING else value)
        elif self.config.error_handle_mode == "terminated":
            progress.error = progress.error or played.error
        elif self.config.error_handle_mode == "continue-on-error":
            progress.settle(index, None)
        else:
            progress.settled.add(index)


@dataclass(slots=True)
class Progress:
    """What the rounds have given so far."""

    results: dict[int, Any] = field(default_factory=dict)  # by index; a removed element has none
    settled: set[int] = field(default_factory=set)  # indexes of rounds that are over
    durations: dict[str, float] = field(default_factory=dict)  # seconds by index
    usage: Usage = NO_USAGE
    error: Exception | None = None
    ends_loop: bool = False  # a round reached the end of the loop around the iteration
    repeatable: bool = True  # no round had a failure in it
    waiting: dict[str, Mapping[str, Any]] = field(default_factory=dict)  # rounds of an earlier pause, by index
    paused: dict[str, Mapping[str, Any]] = field(default_factory=dict)  # rounds that wait now
    reasons: list[Mapping[str, Any]] = field(default_factory=list)

    def settle(self, index: int, result: Any) -> None:
        """Note that round `index` ended with `result`."""
        self.settled.add(index)
        self.results[index] = result

    def pause(self, index: int, pool: VariablePool, paused: NodePaused) -> None:
        """Note that round `index` waits for a person."""
        self.paused[str(index)] = {"pool": pool.as_mapping(), "state": paused.state}
        self.reasons += paused.reasons

    def as_mapping(self) -> dict[str, Any]:
        """Return the progress as JSON values."""
        return {
            "results": {str(index): as_plain(result, keep_tables=True) for index, result in self.results.items()},
            "settled": sorted(self.settled),
            "durations": self.durations,
            "usage": self.usage.as_mapping(),
            "ends_loop": self.ends_loop,
            "repeatable": self.repeatable,
            "rounds": {**self.waiting, **self.paused},
        }

    @classmethod
    def restored(cls, state: Mapping[str, Any] | None) -> "Progress":
        """Return the progress that `as_mapping` described, a new one for None."""
        if state is None:
            return cls()
        return cls(
            results={int(index): result for index, result in state["results"].items()},
            settled=set(state["settled"]),
            durations=dict(state["durations"]),
            usage=Usage.from_mapping(state["usage"]),
            ends_loop=state["ends_loop"],
            repeatable=state["repeatable"],
            waiting=dict(state["rounds"]),
        )


def flattened(results: list[Any]) -> list[Any]:
    """Return the lists of `results` joined, one level deep; `results` itself unless all but None are lists."""
    lists = [result for result in results if result is not None]
    if not lists or not all(isinstance(result, list) for result in lists):
        return results
    return [item for result in lists for item in result]
