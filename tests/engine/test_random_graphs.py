"""Random workflows with random delays: the outcome is the reference's, and the events come in an order."""

from collections import Counter
from collections.abc import Iterable, Sequence
from random import Random
from typing import Any, TypeGuard

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.document import Document
from engine.events import (
    ContainerFinished,
    ContainerNext,
    ContainerStarted,
    Event,
    NodeFinished,
    NodeRetried,
    NodeStarted,
    RunFinished,
    RunStarted,
    TextDelta,
)
from engine.nodes.base import Node
from engine.resources import Resources, RunInfo
from engine.running.run import Limits, Run, RunRequest, prepare
from tests.engine.graphs import last, said
from tests.engine.random_graphs import KINDS, Graph, Work, graphs, key
from tests.engine.reference import Execution, Frame, Place
from tests.engine.virtual_time import run_in_virtual_time

HIDDEN = ("iteration-start", "loop-start")
LIMITS = Limits(max_steps=100_000)
many = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    for kind, node in KINDS.items():
        monkeypatch.setitem(Node.registry, kind, node)


def play(graph: Graph, seed: int, *, limits: Limits = LIMITS, **everywhere: Any) -> list[Event]:
    """Run a graph with the delays of `seed` and return its events."""
    Work.delays = Random(seed)
    Work.attempts.clear()
    return run_in_virtual_time(_played(graph.document(**everywhere), graph.inputs, limits))


async def _played(doc: Document, inputs: Any, limits: Limits) -> list[Event]:
    events: list[Event] = []
    request = RunRequest(info=RunInfo(run_id="run", mode=doc.mode), inputs=inputs)
    await Run(prepare(doc), request, Resources(), limits=limits, emit=events.append).execute()
    return events


def is_end(event: Event) -> TypeGuard[NodeFinished | ContainerFinished]:
    """Return whether a node, container or not, ends with `event`."""
    return isinstance(event, NodeFinished | ContainerFinished) and not isinstance(event, NodeRetried)


def executions(events: Iterable[Event]) -> list[Execution]:
    """Return what ended, without the system variables of the start."""
    return [
        Execution(
            event.node_id,
            Place(event.iteration_id, event.loop_id, event.round),
            str(event.status),
            {} if event.kind == "start" or event.status == "failed" else dict(event.outputs),
        )
        for event in events
        if is_end(event)
    ]


def shown(graph: Graph, some: Sequence[Execution]) -> list[Execution]:
    """Return those executions that callers see."""
    return [one for one in some if graph.nodes[one.node]["type"] not in HIDDEN]


def without(some: list[Execution], others: Iterable[Execution]) -> tuple[list[Execution], list[Execution]]:
    """Return what is in only one of two lists."""
    rest, missing = list(some), []
    for other in others:
        if other in rest:
            rest.remove(other)
        else:
            missing.append(other)
    return rest, missing


# Five tests of a hundred graphs each, so that they run side by side.
@pytest.mark.parametrize("part", range(5))
@many
@given(graph=graphs(), seed=st.integers(0, 2**32), at_once=st.integers(1, 10))
def test_outputs_joins_and_skips_are_those_of_the_rules(part, graph, seed, at_once):
    expected = graph.reference().play("start", graph.pool())
    events = play(graph, seed, limits=Limits(max_steps=100_000, parallel=at_once))
    if expected.errors:
        check_failed_run(graph, expected, events)
    else:
        check_run(graph, expected, events)


def check_failed_run(graph: Graph, expected: Frame, events: list[Event]) -> None:
    """Compare what time cannot change about a run that fails."""
    assert last(events).status == "failed"
    assert last(events).error in expected.errors
    assert last(events).outputs == {}
    possible = shown(graph, [*expected.trace.certain, *expected.trace.possible])
    assert without(possible, executions(events))[1] == []


def check_run(graph: Graph, expected: Frame, events: list[Event]) -> None:
    """Compare all: executions and their outputs, failures, the run's outputs and text."""
    end, trace = last(events), expected.trace
    rest, missing = without(executions(events), shown(graph, trace.certain))
    assert missing == []
    assert without(shown(graph, trace.possible), rest)[1] == []
    assert end.error is None
    assert trace.failures[0] <= end.exceptions_count <= trace.failures[1]
    assert end.status == ("partial-succeeded" if trace.failures[1] else "succeeded")
    if graph.mode == "workflow":
        ends = [one for one in trace.certain if graph.nodes[one.node]["type"] == "end"]
        assert end.outputs == {name: value for one in ends for name, value in one.outputs.items()}
    else:
        check_answers(graph, expected, events)


def check_answers(graph: Graph, expected: Frame, events: list[Event]) -> None:
    """Each answer says its own text without another in between; the output joins them as they ended."""
    answers = [one.node for one in expected.trace.certain if graph.nodes[one.node]["type"] == "answer"]
    order = [node for node in (event.node_id for event in events if type(event) is NodeFinished) if node in answers]
    outputs = {one.node: one.outputs["answer"] for one in expected.trace.certain if one.node in answers}
    assert last(events).outputs.get("answer", "") == "".join(outputs[node] for node in order)
    text = last(events).answer
    assert text == "".join(said(events))
    heard = [part.split(">")[0] for part in text.split("<") if part and not part.startswith("/")]
    assert sorted(heard) == sorted(answers)
    assert text == "".join(spoken(graph, expected, node) for node in heard)


def spoken(graph: Graph, expected: Frame, node: str) -> str:
    """Return what an answer says as it streams: pieces where there were some, nothing for what is not there."""
    data = graph.nodes[node]
    parts = []
    for selector in data["shows"]:
        streamed = "".join(expected.spoken.get(selector[0], ()))
        value = "" if selector[0] in expected.skipped else str(expected.pool.get(key(selector), ""))
        parts.append(streamed or value)
    return f"{data['before']}{'|'.join(parts)}{data['after']}"


@many
@given(graph=graphs(), seed=st.integers(0, 2**32))
def test_events_come_in_order(graph, seed):
    events = play(graph, seed)
    assert (type(events[0]), type(events[-1])) == (RunStarted, RunFinished)
    assert Counter(type(event) for event in events)[RunStarted] == 1
    assert Counter(type(event) for event in events)[RunFinished] == 1
    check_nodes(events)
    check_predecessors(graph, events)
    check_containers(graph, events)


def check_nodes(events: Sequence[Event]) -> None:
    """Each node starts, fails its attempts and ends, once each and in this order; starts are numbered."""
    begun: dict[str, NodeStarted] = {}
    retries: Counter[str] = Counter()
    over: set[str] = set()
    for event in events:
        if type(event) is NodeStarted:
            assert event.execution_id not in begun
            begun[event.execution_id] = event
        elif type(event) is NodeRetried:
            retries[event.execution_id] += 1
            assert event.retry_index == retries[event.execution_id]
        if isinstance(event, NodeFinished):
            start = begun[event.execution_id]
            assert event.execution_id not in over
            same = ("node_id", "kind", "title", "index", "predecessor", "iteration_id", "loop_id", "round")
            assert [getattr(event, name) for name in same] == [getattr(start, name) for name in same]
            assert event.title
            assert event.elapsed >= 0
        if type(event) is NodeFinished:
            over.add(event.execution_id)
    if last(list(events)).status != "failed":
        assert over == set(begun)
    starts = [event.index for event in events if isinstance(event, NodeStarted)]
    assert starts == sorted(set(starts))


def check_predecessors(graph: Graph, events: Sequence[Event]) -> None:
    """A node starts after the one that led to it has ended, and that one leads to it."""
    ended: set[tuple[str, str | None, str | None]] = set()
    for event in events:
        if type(event) is NodeStarted and event.predecessor is not None:
            assert any(edge[0] == event.predecessor and edge[2] == event.node_id for edge in graph.edges)
            if graph.nodes[event.predecessor]["type"] not in HIDDEN:
                assert (event.predecessor, event.iteration_id, event.loop_id) in ended
        elif is_end(event):
            ended.add((event.node_id, event.iteration_id, event.loop_id))


def check_containers(graph: Graph, events: Sequence[Event]) -> None:
    """What runs inside a container runs between its start and its end; rounds are announced."""
    live: Counter[str] = Counter()
    rounds: dict[str, list[int]] = {}
    for event in events:
        match event:
            case ContainerStarted():
                live[event.node_id] += 1
                rounds.setdefault(event.node_id, [])
            case ContainerNext():
                assert live[event.node_id]
                rounds[event.node_id].append(event.round_index)
            case ContainerFinished():
                live[event.node_id] -= 1
                assert live[event.node_id] >= 0
            case NodeStarted() | NodeFinished():
                assert all(live[inside] for inside in (event.iteration_id, event.loop_id) if inside)
            case TextDelta():
                assert event.selector is not None
    for node_id, indexes in rounds.items():
        if indexes and graph.nodes[node_id]["type"] == "iteration":
            assert min(indexes) == 0
        elif indexes:
            assert min(indexes) == 1


@many
@given(graph=graphs(absorbs=True), seeds=st.tuples(st.integers(0, 2**32), st.integers(0, 2**32)))
def test_parallel_iteration_equals_sequential_iteration(graph, seeds):
    one_by_one = play(graph, seeds[0], is_parallel=False)
    at_once = play(graph, seeds[1], is_parallel=True)
    assert without(executions(at_once), executions(one_by_one)) == ([], [])
    assert last(at_once).outputs.keys() == last(one_by_one).outputs.keys()
    assert last(at_once).exceptions_count == last(one_by_one).exceptions_count
