"""Rounds in which systems take turns, and what comes out of them."""

import statistics
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.engine.shapes import Shape
from benchmarks.engine.systems import FLOOR, Child

SLOW = 5.0  # seconds; a system that needs longer for one play plays once


def take_turns(children: Sequence[Child], shape: Shape, *, rounds: int, seconds: float) -> dict[str, Any]:
    """Return the figures of each system: microseconds for a node, and its ratio to the floor."""
    warm = {child.system.name: child.play(shape, 1) for child in children}
    played: dict[str, list[Mapping[str, float]]] = {name: [] for name in warm}
    for name, first in warm.items():
        if "error" not in first and first["wall"][0] > SLOW:
            played[name].append(middle(first))
    for _ in range(rounds):
        for child in children:
            first = warm[child.system.name]
            if "error" in first or first["wall"][0] > SLOW:
                continue
            times = max(1, round(seconds / first["wall"][0]))
            played[child.system.name].append(middle(child.play(shape, times)))
    return {
        name: {"error": warm[name]["error"]} if "error" in warm[name] else summary(own, played[FLOOR.name], shape)
        for name, own in played.items()
    }


def middle(answer: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """Return the medians of one round's plays."""
    return {clock: statistics.median(times) for clock, times in answer.items()}


def summary(
    own: Sequence[Mapping[str, float]], floor: Sequence[Mapping[str, float]], shape: Shape
) -> dict[str, dict[str, float]]:
    """Return medians over rounds, by the clock on the wall and by that of the processor."""
    return {
        clock: {
            "us_per_node": statistics.median(one[clock] for one in own) / shape.nodes * 1e6,
            "nodes_per_second": shape.nodes / statistics.median(one[clock] for one in own),
            "of_floor": statistics.median(one[clock] / base[clock] for one, base in zip(own, floor, strict=False)),
        }
        for clock in ("wall", "processor")
    }
