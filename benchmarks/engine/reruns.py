"""What kept results cost and save: a graph of 300 nodes run with them, run again, and only surveyed."""

import asyncio
import statistics
import time

from benchmarks.engine.programs.millrace import plan_for, run
from benchmarks.engine.shapes import Shape
from engine.events import NodeFinished
from engine.resources import Resources, RunInfo
from engine.running.plan import Plan
from engine.running.reuse import MemoryResults
from engine.running.stale import Freshness, Head, freshness
from engine.variables import VariablePool

GRAPH = Shape("chain of 300", "chain", 300)


def measure(rounds: int) -> dict[str, float]:
    """Return milliseconds of processor time, medians over rounds."""
    played = [asyncio.run(one_round()) for _ in range(rounds)]
    return {f"{name}, ms": statistics.median(one[name] for one in played) * 1000 for name in played[0]}


async def one_round() -> dict[str, float]:
    """Return the processor seconds of each way to play the same graph."""
    plan, kept = plan_for(GRAPH), Kept()
    return {
        "300 nodes, nothing kept": await timed(plan, None, reused=0),
        "300 nodes, all results kept": await timed(plan, kept, reused=0),
        "300 nodes, all results reused": await timed(plan, kept, reused=GRAPH.size - 1),
        "300 nodes, what is stale": survey(plan, kept),
        "300 nodes, what is stale, of a document just edited": survey(plan_for(GRAPH), kept),
    }


class Kept(MemoryResults):
    """Results in memory, which also tells what is known of one without reading it."""

    def head(self, fingerprint: str) -> Head | None:
        """Return the head of a result, None when it is not known."""
        kept = self._kept.get(fingerprint)
        return None if kept is None else Head(kept.contents, kept.handle, kept.assignments)


async def timed(plan: Plan, results: MemoryResults | None, *, reused: int) -> float:
    """Return the processor seconds of one run, after making sure of how many nodes were reused."""
    clock = time.process_time()
    events = await run(plan, GRAPH, results)
    seconds = time.process_time() - clock
    assert sum(event.reused for event in events if isinstance(event, NodeFinished)) == reused
    return seconds


def survey(plan: Plan, results: Kept) -> float:
    """Return the processor seconds that it takes to tell the state of every node."""
    clock = time.process_time()
    states = freshness(
        plan,
        "n0",
        VariablePool({"n0": {"value": 0}}),
        known=results.head,
        has_run=lambda node_id: True,
        resources=Resources(),
        info=RunInfo(),
    )
    seconds = time.process_time() - clock
    assert list(states.values()) == [Freshness.FRESH] * GRAPH.size
    return seconds
