"""Plays one system's program in a process of its own; orders come as JSON lines, times go back as JSON lines.

    python -m benchmarks.engine.player benchmarks.engine.programs.millrace

An order names a shape of `benchmarks.engine.shapes.SHAPES` and how often to play it:
`{"shape": 0, "times": 5}`. The answer holds the seconds of each play, by the clock on the wall and of
the processor, or the error. Standard library only, since peers have environments of their own.
"""

import asyncio
import gc
import importlib
import inspect
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from benchmarks.engine.shapes import SHAPES, Played, Ready, Shape


class Player:
    """Keeps what a program has prepared, so that only runs are timed."""

    def __init__(self, program: Any) -> None:
        self._program = program
        self._ready: dict[Shape, Ready] = {}

    async def play(self, shape: Shape, times: int) -> dict[str, list[float]]:
        """Play a shape some times, one after the other, and return the seconds of each."""
        if shape not in self._ready:
            self._ready[shape] = self._program.prepare(shape)
        gc.collect()
        wall, processor = [], []
        for _ in range(times):
            runs = [self._ready[shape]() for _ in range(shape.runs)]
            clock, used = time.perf_counter(), time.process_time()
            played = await together(runs)
            wall.append(time.perf_counter() - clock)
            processor.append(time.process_time() - used)
            check(shape, played)
        return {"wall": wall, "processor": processor}


async def together(runs: list[Any]) -> list[Played]:
    """Play all runs at the same time: coroutines as tasks, functions in threads."""
    if not inspect.iscoroutine(runs[0]):
        if len(runs) == 1:
            return [runs[0]()]
        with ThreadPoolExecutor(len(runs)) as threads:
            return list(threads.map(lambda run: run(), runs))
    return [await runs[0]] if len(runs) == 1 else await asyncio.gather(*runs)


def check(shape: Shape, played: list[Played]) -> None:
    """Make sure that the work was done and told of.

    Raises:
        RuntimeError: a value is wrong, or there were fewer events than nodes.
    """
    for one in played:
        if one.value != shape.value:
            raise RuntimeError(f"{shape.name} gave {one.value} and not {shape.value}")
        if one.events < shape.size:
            raise RuntimeError(f"{shape.name} gave {one.events} events for {shape.size} nodes")


async def main(module: str) -> None:
    """Follow orders until there are no more."""
    player = Player(importlib.import_module(module))
    for line in sys.stdin:  # nothing else is on this loop while an order is awaited
        order = json.loads(line)
        try:
            answer: dict[str, Any] = await player.play(SHAPES[order["shape"]], order["times"])
        except Exception as error:  # noqa: BLE001 - the benchmark reports it beside the others' figures
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
