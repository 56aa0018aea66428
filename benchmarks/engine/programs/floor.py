"""The floor: bare asyncio tasks that compute the same values and emit the same events, and nothing else."""

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable

from benchmarks.engine.shapes import Played, Ready, Shape
from engine.events import ContainerNext, Event, NodeFinished, NodeStarted, NodeStatus

Values = list[int]


class Floor:
    """One run: an event list and what a node costs at the least."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    async def node(self, index: int, value: int) -> int:
        """Emit the start, add one, emit the end."""
        name, execution_id = f"n{index}", str(uuid.uuid4())
        started_at, clock = time.time(), time.perf_counter()
        self.events.append(
            NodeStarted(
                execution_id=execution_id,
                node_id=name,
                kind="bench-add",
                title=name,
                index=index,
                reads={"#source.value#": value},
            )
        )
        result = value + 1
        self.events.append(
            NodeFinished(
                execution_id=execution_id,
                node_id=name,
                kind="bench-add",
                title=name,
                index=index,
                status=NodeStatus.SUCCEEDED,
                started_at=started_at,
                outputs={"value": result},
                elapsed=time.perf_counter() - clock,
            )
        )
        return result

    async def chain(self, size: int) -> int:
        """Run one task after the other."""
        value = -1
        for index in range(size):
            value = await asyncio.create_task(self.node(index, value))
        return value

    async def fan_out(self, size: int) -> int:
        """Run tasks beside each other between a first and a last one."""
        value = await asyncio.create_task(self.node(0, -1))
        values = await asyncio.gather(*(asyncio.create_task(self.node(index, value)) for index in range(size)))
        await asyncio.create_task(self.node(size, sum(values)))
        return sum(values)

    async def iteration(self, size: int) -> int:
        """Run one task for each item, each after an event for its round."""
        values: Values = []
        await asyncio.create_task(self.node(0, 0))
        for item in range(size):
            self.events.append(
                ContainerNext(execution_id="all", node_id="all", kind="iteration", title="all", round_index=item)
            )
            values.append(await asyncio.create_task(self.node(item, item)))
        return sum(values)


def prepare(shape: Shape) -> Ready:
    """Return a function that readies one run."""

    async def play() -> Played:
        floor = Floor()
        forms: dict[str, Callable[[int], Awaitable[int]]] = {
            "chain": floor.chain,
            "fan-out": floor.fan_out,
            "iteration": floor.iteration,
        }
        value = await forms[shape.form](shape.size)
        return Played(value, len(floor.events))

    return play
