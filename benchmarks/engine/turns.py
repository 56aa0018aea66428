"""Rounds in which systems take turns, and what comes out of them."""

import statistics
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.engine.shapes import Shape
from benchmarks.engine.systems import FLOOR, Child

SLOW = 3.0  # seconds; a system that needs longer for one play plays once
CLOCKS = ("wall", "processor")

Times = Mapping[str, float]  # seconds of one play by clock
Played = dict[str, dict[str, list[Times]]]  # by shape and system, a round each


def take_turns(children: Sequence[Child], shapes: Sequence[Shape], *, rounds: int, seconds: float) -> dict[str, Any]:
    """Return the figures of each shape and system, or the error that kept a system from playing."""
    warm = {(shape, child): child.play(shape, 1) for shape in shapes for child in children}
    played: Played = {shape.name: {child.system.name: [] for child in children} for shape in shapes}
    for number in range(rounds):
        for (shape, child), first in warm.items():
            own = played[shape.name][child.system.name]
            if "error" in first or (number and own[0]["wall"] > SLOW):
                continue
            slow = first["wall"][0] > SLOW
            times = max(1, round(seconds / first["wall"][0]))
            own.append(middle(first if slow else child.play(shape, times)))
    figures: dict[str, Any] = {
        shape.name: {name: summary(own, played[shape.name][FLOOR.name], shape) for name, own in systems.items() if own}
        for shape, systems in zip(shapes, played.values(), strict=True)
    }
    for (shape, child), first in warm.items():
        if "error" in first:
            figures[shape.name][child.system.name] = {"error": first["error"]}
    return {"shapes": figures, "growth": growth(shapes, played)}


def middle(answer: Mapping[str, Sequence[float]]) -> Times:
    """Return the medians of one round's plays."""
    return {clock: statistics.median(answer[clock]) for clock in CLOCKS}


def summary(own: Sequence[Times], floor: Sequence[Times], shape: Shape) -> dict[str, dict[str, float]]:
    """Return medians over rounds, by the clock on the wall and by that of the processor."""
    return {
        clock: {
            "us_per_node": statistics.median(one[clock] for one in own) / shape.nodes * 1e6,
            "nodes_per_second": shape.nodes / statistics.median(one[clock] for one in own),
            "of_floor": ratio(own, floor, clock),
        }
        for clock in CLOCKS
    }


def growth(shapes: Sequence[Shape], played: Played) -> dict[str, float]:
    """Return what a node of the longest chain costs each system, as a multiple of one in the chain before it."""
    chains = [shape for shape in shapes if shape.form == "chain" and shape.runs == 1]
    if len(chains) < 2:
        return {}
    short, long = chains[-2:]
    return {
        name: ratio(own, played[short.name][name], "processor") * short.nodes / long.nodes
        for name, own in played[long.name].items()
        if own and played[short.name][name]
    }


def ratio(own: Sequence[Times], other: Sequence[Times], clock: str) -> float:
    """Return the median of each round's own ratio."""
    return statistics.median(one[clock] / base[clock] for one, base in zip(own, other, strict=False))
