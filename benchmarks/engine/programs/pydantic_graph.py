"""pydantic-graph: a built graph, iterated, so that its caller sees every task before it runs."""

import itertools
from typing import Any

from pydantic_graph import EndMarker, GraphBuilder, StepContext, reduce_list_append

from benchmarks.engine.shapes import Played, Ready, Shape


async def first(ctx: StepContext[None, None, Any]) -> int:
    """Give a number."""
    return 0


async def add(ctx: StepContext[None, None, int]) -> int:
    """Add one."""
    return int(ctx.inputs) + 1


async def total(ctx: StepContext[None, None, list[int]]) -> int:
    """Add all values up."""
    return sum(ctx.inputs)


def chain(size: int) -> Any:
    """Return a chain."""
    graph = GraphBuilder(output_type=int)
    steps = [graph.step(add if place else first, node_id=f"n{place}") for place in range(size)]
    graph.add_edge(graph.start_node, steps[0])
    for source, target in itertools.pairwise(steps):
        graph.add_edge(source, target)
    graph.add_edge(steps[-1], graph.end_node)
    return graph.build()


def fan_out(size: int) -> Any:
    """Return steps beside each other between two others; a join gathers their values."""
    graph = GraphBuilder(output_type=int)
    start, last = graph.step(first, node_id="first"), graph.step(total, node_id="last")
    steps = [graph.step(add, node_id=f"n{place}") for place in range(size)]
    join = graph.join(reduce_list_append, initial_factory=list[int])
    graph.add(
        graph.edge_from(graph.start_node).to(start),
        graph.edge_from(start).to(*steps),
        graph.edge_from(*steps).to(join),
        graph.edge_from(join).to(last),
        graph.edge_from(last).to(graph.end_node),
    )
    return graph.build()


def iteration(size: int) -> Any:
    """Return a map over a list and the join of its values."""

    async def items(ctx: StepContext[None, None, Any]) -> list[int]:
        return list(range(size))

    graph = GraphBuilder(output_type=int)
    start, last = graph.step(items, node_id="first"), graph.step(total, node_id="last")
    each = graph.step(add, node_id="add")
    join = graph.join(reduce_list_append, initial_factory=list[int])
    graph.add(
        graph.edge_from(graph.start_node).to(start),
        graph.edge_from(start).map().to(each),
        graph.edge_from(each).to(join),
        graph.edge_from(join).to(last),
        graph.edge_from(last).to(graph.end_node),
    )
    return graph.build()


FORMS = {"chain": chain, "fan-out": fan_out, "iteration": iteration}


def prepare(shape: Shape) -> Ready:
    """Return a function that readies one run."""
    graph = FORMS[shape.form](shape.size)

    async def play() -> Played:
        events: list[Any] = []
        async with graph.iter() as run:
            async for seen in run:
                events += [seen] if isinstance(seen, EndMarker) else seen
        return Played(events[-1].value, len(events))

    return play
