"""graphon, Dify's engine: its nodes keep the state of their run, so each run gets a graph of its own, unclocked."""

import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

from graphon.entities.base_node_data import BaseNodeData
from graphon.entities.graph_init_params import GraphInitParams
from graphon.enums import NodeExecutionType, WorkflowNodeExecutionStatus
from graphon.graph.graph import Graph
from graphon.graph_engine import GraphEngine
from graphon.graph_engine.command_channels import InMemoryChannel
from graphon.graph_events.graph import GraphRunSucceededEvent
from graphon.graph_events.iteration import NodeRunIterationSucceededEvent
from graphon.graph_events.node import NodeRunSucceededEvent
from graphon.node_events.base import NodeRunResult
from graphon.nodes.base.node import Node
from graphon.nodes.iteration.iteration_node import IterationNode
from graphon.nodes.iteration.iteration_start_node import IterationStartNode
from graphon.runtime.graph_runtime_state import GraphRuntimeState
from graphon.runtime.variable_pool import VariablePool

from benchmarks.engine.shapes import Played, Ready, Shape

logging.disable(logging.WARNING)


class FirstData(BaseNodeData):
    """No settings but how long a list to give."""

    length: int | None = None


class First(Node[FirstData]):
    """Give a number, or the numbers below `length`."""

    node_type = "bench-first"
    execution_type = NodeExecutionType.ROOT

    @classmethod
    def version(cls) -> str:
        return "1"

    def _run(self) -> NodeRunResult:
        length = self.node_data.length
        return done(0 if length is None else list(range(length)))


class SourcesData(BaseNodeData):
    """What to add up."""

    sources: list[list[str]]


class Add(Node[SourcesData]):
    """Add one to a value."""

    node_type = "bench-add"

    @classmethod
    def version(cls) -> str:
        return "1"

    def _run(self) -> NodeRunResult:
        return done(read(self, self.node_data.sources[0]) + 1)


class Total(Node[SourcesData]):
    """Add values up."""

    node_type = "bench-total"

    @classmethod
    def version(cls) -> str:
        return "1"

    def _run(self) -> NodeRunResult:
        return done(sum(read(self, source) for source in self.node_data.sources))


def done(value: Any) -> NodeRunResult:
    """Return a result with one output."""
    return NodeRunResult(status=WorkflowNodeExecutionStatus.SUCCEEDED, outputs={"value": value})


def read(node: Any, selector: list[str]) -> Any:
    """Return the value of a variable."""
    return node.graph_runtime_state.variable_pool.get(selector).to_object()


CLASSES: Mapping[str, Any] = {
    "bench-first": First,
    "bench-add": Add,
    "bench-total": Total,
    "iteration": IterationNode,
    "iteration-start": IterationStartNode,
}


class Factory:
    """Makes the nodes of one graph, all with the state of one run."""

    def __init__(self, params: GraphInitParams, state: GraphRuntimeState) -> None:
        self.params, self.state = params, state

    def create_node(self, node_config: Any) -> Any:
        """Return the node for its configuration."""
        kind = CLASSES[node_config["data"].type]
        return kind(
            id=node_config["id"], config=node_config, graph_init_params=self.params, graph_runtime_state=self.state
        )


class ChildEngines:
    """Builds the engine of one round of a container."""

    def build_child_engine(
        self,
        *,
        workflow_id: str,
        graph_init_params: GraphInitParams,
        parent_graph_runtime_state: GraphRuntimeState,
        root_node_id: str,
        variable_pool: VariablePool | None = None,
    ) -> GraphEngine:
        """Return an engine that starts at `root_node_id`, on a pool of its own."""
        pool = variable_pool or parent_graph_runtime_state.variable_pool
        return engine(graph_init_params, root_node_id, pool)


def engine(params: GraphInitParams, root: str, pool: VariablePool) -> GraphEngine:
    """Return an engine for one run."""
    state = GraphRuntimeState(variable_pool=pool, start_at=time.perf_counter())
    graph = Graph.init(
        graph_config=params.graph_config, node_factory=Factory(params, state), root_node_id=root, skip_validation=True
    )
    return GraphEngine("bench", graph, state, InMemoryChannel(), child_engine_builder=ChildEngines())


def node(node_id: str, kind: str, **data: Any) -> dict[str, Any]:
    """Return a node of the configuration."""
    return {"id": node_id, "data": {"type": kind, "title": node_id, **data}}


def chain(size: int) -> dict[str, Any]:
    """Return a chain."""
    adds = [node(f"n{place}", "bench-add", sources=[[f"n{place - 1}", "value"]]) for place in range(1, size)]
    edges = [{"source": f"n{place - 1}", "target": f"n{place}"} for place in range(1, size)]
    return {"nodes": [node("n0", "bench-first"), *adds], "edges": edges}


def fan_out(size: int) -> dict[str, Any]:
    """Return nodes beside each other between two others."""
    adds = [node(f"n{place}", "bench-add", sources=[["first", "value"]]) for place in range(size)]
    last = node("last", "bench-total", sources=[[f"n{place}", "value"] for place in range(size)])
    edges = [{"source": "first", "target": f"n{place}"} for place in range(size)]
    edges += [{"source": f"n{place}", "target": "last"} for place in range(size)]
    return {"nodes": [node("first", "bench-first"), *adds, last], "edges": edges}


def iteration(size: int) -> dict[str, Any]:
    """Return an iteration with one node inside."""
    container = node(
        "all",
        "iteration",
        start_node_id="start",
        iterator_selector=["first", "value"],
        output_selector=["add", "value"],
    )
    nodes = [
        node("first", "bench-first", length=size),
        container,
        node("start", "iteration-start"),
        node("add", "bench-add", sources=[["all", "item"]]),
    ]
    return {"nodes": nodes, "edges": [{"source": "first", "target": "all"}, {"source": "start", "target": "add"}]}


FORMS: Mapping[str, Callable[[int], dict[str, Any]]] = {"chain": chain, "fan-out": fan_out, "iteration": iteration}


def prepare(shape: Shape) -> Ready:
    """Return a function that readies one run."""
    config = FORMS[shape.form](shape.size)
    params = GraphInitParams(workflow_id="bench", graph_config=config, run_context={}, call_depth=0)
    root = config["nodes"][0]["id"]

    def ready() -> Callable[[], Played]:
        one = engine(params, root, VariablePool())
        return lambda: play(one)

    return ready


def play(one: GraphEngine) -> Played:
    """Run to the end and keep every event."""
    events = list(one.run())
    if not isinstance(events[-1], GraphRunSucceededEvent):
        raise TypeError(f"the run did not succeed: {events[-1]}")
    outer = [event for event in events if isinstance(event, NodeRunIterationSucceededEvent)]
    if outer:
        return Played(sum(outer[-1].outputs["output"]), len(events))
    ended = [event for event in events if isinstance(event, NodeRunSucceededEvent)]
    return Played(ended[-1].node_run_result.outputs["value"], len(events))
