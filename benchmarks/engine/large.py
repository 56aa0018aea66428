"""Runs that are large: time and memory grow with their size and no faster."""

import asyncio
import gc
import statistics
import time
import tracemalloc

from benchmarks.engine.programs.millrace import last_value, plan_for, run
from benchmarks.engine.shapes import Shape

SHAPES = (
    Shape("chain of 300", "chain", 300),
    Shape("chain of 3,000", "chain", 3_000),
    Shape("fan-out 1,000", "fan-out", 1_000),
    Shape("iteration over 1,000", "iteration", 1_000),
    Shape("iteration over 10,000", "iteration", 10_000),
)


def measure(rounds: int) -> dict[str, float]:
    """Return microseconds of processor time and kilobytes for a node of each shape, medians over rounds; events count as memory."""
    figures = {}
    for shape in SHAPES:
        played = [asyncio.run(timed(shape)) for _ in range(rounds)]
        figures[f"{shape.name}, us a node"] = statistics.median(played) / shape.nodes * 1e6
        figures[f"{shape.name}, kB a node at the peak"] = asyncio.run(peak(shape)) / shape.nodes / 1024
    return figures


async def timed(shape: Shape) -> float:
    """Return the processor seconds of one run."""
    plan = plan_for(shape)
    gc.collect()
    clock = time.process_time()
    events = await run(plan, shape)
    seconds = time.process_time() - clock
    assert last_value(events) == shape.value
    return seconds


async def peak(shape: Shape) -> int:
    """Return the most bytes that one run held at a time, its events included and its plan not."""
    plan = plan_for(shape)
    tracemalloc.start()
    await run(plan, shape)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most
