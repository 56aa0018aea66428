"""langgraph: a compiled state graph, streamed with a start and an end event for each task."""

import operator
from typing import Annotated, Any, TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.types import Send

from benchmarks.engine.shapes import Played, Ready, Shape


class State(TypedDict, total=False):
    """What nodes read and write; values of nodes that run beside each other are gathered."""

    value: int
    values: Annotated[list[int], operator.add]
    items: list[int]


async def first(state: State) -> State:
    """Give a number."""
    return {"value": 0}


async def add(state: State) -> State:
    """Add one."""
    return {"value": state["value"] + 1}


async def gather(state: State) -> State:
    """Add one, beside others that do."""
    return {"values": [state["value"] + 1]}


async def total(state: State) -> State:
    """Add all values up."""
    return {"value": sum(state["values"])}


def chain(size: int) -> Any:
    """Return a chain."""
    graph = StateGraph(State)
    names = [f"n{place}" for place in range(size)]
    for name in names:
        graph.add_node(name, first if name == "n0" else add)
    for source, target in zip([START, *names], [*names, END], strict=True):
        graph.add_edge(source, target)
    return graph


def fan_out(size: int) -> Any:
    """Return nodes beside each other; the last one waits for all of them."""
    graph = StateGraph(State)
    names = [f"n{place}" for place in range(size)]
    graph.add_node("first", first)
    graph.add_node("last", total)
    graph.add_edge(START, "first")
    for name in names:
        graph.add_node(name, gather)
        graph.add_edge("first", name)
    graph.add_edge(names, "last")
    return graph


def iteration(size: int) -> Any:
    """Return a map: one node is sent every item, then its values are added up."""

    async def items(state: State) -> State:
        return {"items": list(range(size))}

    def each(state: State) -> list[Send]:
        return [Send("add", {"value": item}) for item in state["items"]]

    graph = StateGraph(State)
    graph.add_node("first", items)
    graph.add_node("add", gather)
    graph.add_node("last", total)
    graph.add_edge(START, "first")
    graph.add_conditional_edges("first", each, ["add"])
    graph.add_edge("add", "last")
    return graph


FORMS = {"chain": chain, "fan-out": fan_out, "iteration": iteration}


def prepare(shape: Shape) -> Ready:
    """Return a function that readies one run."""
    graph = FORMS[shape.form](shape.size).compile()
    config = {"recursion_limit": shape.size + 10}

    async def play() -> Played:
        events = [event async for event in graph.astream({}, config, stream_mode="tasks")]
        result = dict(events[-1]["result"])
        return Played(result["value"], len(events))

    return play
