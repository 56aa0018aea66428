"""Millrace: a prepared plan, one `Run` for each play."""

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.engine.shapes import Played, Ready, Shape
from engine.document import Document
from engine.events import Event, RunFinished
from engine.fields import Selector
from engine.nodes.base import Context, Node, NodeConfig, Result
from engine.resources import Resources
from engine.running.plan import Plan
from engine.running.plan import prepare as plan_of
from engine.running.reuse import Results
from engine.running.run import Limits, Run, RunRequest

UNLIMITED = Limits(max_steps=10**9, max_seconds=10**6)


class First(Node, kind="bench-first"):
    """Give what the run was given, as a start node does."""

    root = True

    def is_reusable(self) -> bool:
        """Return False: it gives what this run is given."""
        return False

    async def run(self, ctx: Context) -> Result:
        """Return at once."""
        return Result({"value": ctx.require((self.node_id, "value"))})


class Add(Node, kind="bench-add"):
    """Add one to a value."""

    class Config(NodeConfig):
        source: Selector

    async def run(self, ctx: Context) -> Result:
        """Return at once."""
        return Result({"value": ctx.require(self.config.source) + 1})


class Total(Node, kind="bench-total"):
    """Add values up; a list counts with all it holds."""

    class Config(NodeConfig):
        sources: list[Selector]

    async def run(self, ctx: Context) -> Result:
        """Return at once."""
        values = [ctx.require(source) for source in self.config.sources]
        return Result({"value": sum(sum(value) if isinstance(value, list) else value for value in values)})


Nodes = dict[str, Mapping[str, Any]]
Edges = list[tuple[str, str]]


def chain(size: int) -> tuple[Nodes, Edges]:
    """Return nodes `n0` to the last, each behind the one before it."""
    names = [f"n{place}" for place in range(size)]
    edges = list(itertools.pairwise(names))
    return {"n0": {"type": "bench-first"}} | {
        to: {"type": "bench-add", "source": [of, "value"]} for of, to in edges
    }, edges


def fan_out(size: int) -> tuple[Nodes, Edges]:
    """Return `first`, all of `n0` ... behind it, and `last` behind all of those."""
    names = [f"n{place}" for place in range(size)]
    nodes: Nodes = {"first": {"type": "bench-first"}}
    nodes |= {name: {"type": "bench-add", "source": ["first", "value"]} for name in names}
    nodes["last"] = {"type": "bench-total", "sources": [[name, "value"] for name in names]}
    return nodes, [*(("first", name) for name in names), *((name, "last") for name in names)]


def iteration(size: int) -> tuple[Nodes, Edges]:
    """Return `first`, and `all` that runs `add` once for each item."""
    nodes: Nodes = {
        "first": {"type": "bench-first"},
        "all": {
            "type": "iteration",
            "start_node_id": "start",
            "iterator_selector": ["first", "value"],
            "output_selector": ["add", "value"],
        },
        "start": {"type": "iteration-start"},
        "add": {"type": "bench-add", "source": ["all", "item"]},
    }
    return nodes, [("first", "all"), ("start", "add")]


FORMS = {"chain": chain, "fan-out": fan_out, "iteration": iteration}


def document(nodes: Nodes, edges: Edges) -> Document:
    """Return the document of a workflow."""
    graph = {
        "nodes": [{"id": node_id, "data": {"title": node_id, **data}} for node_id, data in nodes.items()],
        "edges": [{"id": f"{source}-{target}", "source": source, "target": target} for source, target in edges],
    }
    workflow = {"graph": graph, "features": {}, "environment_variables": [], "conversation_variables": []}
    return Document({"version": "0.6.0", "kind": "app", "app": {"name": "b", "mode": "workflow"}, "workflow": workflow})


def prepare(shape: Shape) -> Ready:
    """Return a function that readies one run."""
    plan = plan_for(shape)

    async def play() -> Played:
        events = await run(plan, shape)
        return Played(last_value(events), len(events))

    return play


def plan_for(shape: Shape) -> Plan:
    """Return the plan of a shape that nothing has run yet."""
    return plan_of(document(*FORMS[shape.form](shape.size)))


async def run(plan: Plan, shape: Shape, results: Results | None = None) -> list[Event]:
    """Run a shape once, without limits, and return all its events."""
    events: list[Event] = []
    request = RunRequest(inputs={"value": list(range(shape.size)) if shape.form == "iteration" else 0})
    await Run(plan, request, Resources(), limits=UNLIMITED, emit=events.append, results=results).execute()
    return events


def last_value(events: Sequence[Event]) -> int:
    """Return what the node that ended last gave.

    Raises:
        RuntimeError: the run did not succeed.
    """
    end = events[-1]
    if not isinstance(end, RunFinished) or end.error is not None:
        raise RuntimeError(f"the run did not succeed: {end}")
    outputs: Any = next(event.outputs for event in reversed(events[:-1]) if hasattr(event, "outputs"))
    value = outputs.get("value", outputs.get("output"))
    return sum(value) if isinstance(value, list) else value
