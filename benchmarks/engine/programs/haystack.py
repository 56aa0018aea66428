"""haystack: a pipeline of components, played by its generator, which yields as each component ends.

It has no container: the iteration is a cycle, which is the form that its documents give.
"""

import itertools
from typing import Any

from haystack import Pipeline, component
from haystack.core.component.types import GreedyVariadic, Variadic

from benchmarks.engine.shapes import Played, Ready, Shape


@component
class First:
    """Give a number."""

    @component.output_types(value=int)
    def run(self, start: int) -> dict[str, Any]:
        """Return at once."""
        return {"value": start}

    @component.output_types(value=int)
    async def run_async(self, start: int) -> dict[str, Any]:
        """Return at once, without a thread."""
        return {"value": start}


@component
class Add:
    """Add one to a value."""

    @component.output_types(value=int)
    def run(self, value: int) -> dict[str, Any]:
        """Return at once."""
        return {"value": value + 1}

    @component.output_types(value=int)
    async def run_async(self, value: int) -> dict[str, Any]:
        """Return at once, without a thread."""
        return {"value": value + 1}


@component
class Total:
    """Wait for all values and add them up."""

    @component.output_types(value=int)
    def run(self, values: Variadic[int]) -> dict[str, Any]:
        """Return at once."""
        return {"value": sum(values)}

    @component.output_types(value=int)
    async def run_async(self, values: Variadic[int]) -> dict[str, Any]:
        """Return at once, without a thread."""
        return {"value": sum(values)}


@component
class Each:
    """Add one to the next item; the state of the cycle (item, size, total) travels along its edges."""

    @component.output_types(round=tuple[int, int, int])
    def run(self, rounds: GreedyVariadic[tuple[int, int, int]]) -> dict[str, Any]:
        """Return at once."""
        return self.one(*rounds[0])

    @component.output_types(round=tuple[int, int, int])
    async def run_async(self, rounds: GreedyVariadic[tuple[int, int, int]]) -> dict[str, Any]:
        """Return at once, without a thread."""
        return self.one(*rounds[0])

    def one(self, item: int, size: int, total: int) -> dict[str, Any]:
        """Return the state after one item."""
        return {"round": (item + 1, size, total + item + 1)}


@component
class Route:
    """Go back for the next item, or on with the total after the last."""

    @component.output_types(again=tuple[int, int, int], value=int)
    def run(self, round: tuple[int, int, int]) -> dict[str, Any]:
        """Return at once."""
        return self.one(*round)

    @component.output_types(again=tuple[int, int, int], value=int)
    async def run_async(self, round: tuple[int, int, int]) -> dict[str, Any]:
        """Return at once, without a thread."""
        return self.one(*round)

    def one(self, item: int, size: int, total: int) -> dict[str, Any]:
        """Return one of the two outputs."""
        return {"value": total} if item == size else {"again": (item, size, total)}


def chain(size: int) -> Any:
    """Return a chain."""
    pipeline = Pipeline()
    pipeline.add_component("first", First())
    names = ["first", *(f"n{place}" for place in range(1, size))]
    for source, target in itertools.pairwise(names):
        pipeline.add_component(target, Add())
        pipeline.connect(f"{source}.value", f"{target}.value")
    return pipeline, {"first": {"start": 0}}


def fan_out(size: int) -> Any:
    """Return components beside each other between two others."""
    pipeline = Pipeline()
    pipeline.add_component("first", First())
    pipeline.add_component("last", Total())
    for place in range(size):
        pipeline.add_component(f"n{place}", Add())
        pipeline.connect("first.value", f"n{place}.value")
        pipeline.connect(f"n{place}.value", "last.values")
    return pipeline, {"first": {"start": 0}}


def iteration(size: int) -> Any:
    """Return a cycle of the component that works and the one that decides whether to go on."""
    pipeline = Pipeline(max_runs_per_component=size + 10)
    pipeline.add_component("each", Each())
    pipeline.add_component("route", Route())
    pipeline.connect("each.round", "route.round")
    pipeline.connect("route.again", "each.rounds")
    return pipeline, {"each": {"rounds": (0, size, 0)}}


FORMS = {"chain": chain, "fan-out": fan_out, "iteration": iteration}


def prepare(shape: Shape) -> Ready:
    """Return a function that readies one run."""
    pipeline, data = FORMS[shape.form](shape.size)
    names = set(pipeline.graph.nodes)

    async def play() -> Played:
        events = [event async for event in pipeline.run_async_generator(data, include_outputs_from=names)]
        (last,) = events[-2].values()  # of the component that ended last; behind it comes the sum of all
        return Played(last["value"], len(events))

    return play
