"""Every attempt that a run starts has exactly one row with its end, however the run goes."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.document import Document
from engine.events import ContainerStarted, Event, NodeRetried, NodeStarted, RunPaused
from engine.nodes.base import Node
from engine.resources import Resources, RunInfo
from engine.running.run import Limits, Run, RunRequest, prepare
from services.runs.recording import Recorder
from storage.records import NodeExecution
from tests.engine.graphs import KINDS, Probe, document

OWNER = {"workspace_id": "w", "app_id": "a", "run_id": "r"}

FINAL = {"succeeded", "failed", "exception", "retry", "stopped"}


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind, node in KINDS.items():
        monkeypatch.setitem(Node.registry, kind, node)


@dataclass(frozen=True)
class Course:
    """A graph, and what happens to its run: where it is stopped (events), and its limit (node starts)."""

    document: Document
    stopped_after: int
    max_steps: int


def settings_of_a_probe() -> st.SearchStrategy[dict[str, Any]]:
    retry = st.fixed_dictionaries(
        {"retry_enabled": st.booleans(), "max_retries": st.integers(0, 2), "retry_interval": st.just(0)}
    )
    strategy = st.sampled_from([None, "fail-branch", "default-value"])
    return st.fixed_dictionaries(
        {
            "type": st.just("probe"),
            "stream": st.lists(st.just("x"), max_size=2),
            "fails": st.integers(0, 3),
            "retry_config": retry,
            "error_strategy": strategy,
        }
    )


@st.composite
def courses(draw: st.DrawFn) -> Course:
    inner = {"in": {"type": "box-start"}, "i0": draw(settings_of_a_probe()), "i1": {"type": "ask"}}
    box = {"type": "box", "items": ["a"] * draw(st.integers(0, 3)), "start": "in", "parallel": draw(st.booleans())}
    asks = draw(st.booleans()) and not box["parallel"]  # the box of the tests cannot pause with parallel rounds
    size = draw(st.integers(1, 6))
    kinds = st.one_of(settings_of_a_probe(), st.just({"type": "ask"}))
    nodes = {"s": {"type": "origin"}, **{f"n{i}": draw(kinds) for i in range(size)}, "box": box, **inner}
    edges = ["s > box", "in > i0", *(["i0 > i1"] if asks else [])]
    for i in range(size):
        sources = draw(st.sets(st.sampled_from(["s", *(f"n{j}" for j in range(i))]), min_size=1, max_size=2))
        edges += [f"{source} > n{i}" for source in sorted(sources)]
    return Course(document(nodes, edges), draw(st.integers(1, 60)), draw(st.sampled_from([2, 5, 500])))


async def played(course: Course) -> tuple[list[Event], list[NodeExecution]]:
    """Run to the end, answering what people are asked; the recorder of each stretch goes on from the one before."""
    events: list[Event] = []
    rows: list[NodeExecution] = []
    recorder = Recorder()
    request = RunRequest(info=RunInfo(run_id="r", mode="workflow"))
    while True:
        last = await stretch(course, request, recorder, events)
        rows += recorder.ended_rows(**OWNER)
        if not isinstance(last, RunPaused):
            return events, rows + recorder.cut_off_rows(**OWNER)
        recorder = Recorder(under_way=recorder.under_way())
        request = replace(request, resumed=answered(last.state))


async def stretch(course: Course, request: RunRequest, recorder: Recorder, events: list[Event]) -> Event:
    """Run until the end or the next pause."""

    def take(event: Event) -> None:
        events.append(recorder.take(event))
        if len(events) == course.stopped_after:
            run.stop()

    limits = Limits(max_steps=course.max_steps)
    run = Run(prepare(course.document), request, Resources(), limits=limits, emit=take)
    return await run.execute()


def answered(state: Any) -> Any:
    """Return the state of a pause with an answer for everybody who waits."""
    if isinstance(state, Mapping):
        found = {key: answered(value) for key, value in state.items()}
        return {**found, "answer": "yes"} if "form" in state else found
    return state


def attempts(events: Sequence[Event]) -> Iterator[tuple[Any, ...]]:
    """Yield (node, path, attempt) for every attempt that the events tell of."""
    for event in events:
        if isinstance(event, NodeStarted | ContainerStarted):
            yield event.node_id, event.path, 1
        elif isinstance(event, NodeRetried):
            yield event.node_id, event.path, event.retry_index + 1


@settings(max_examples=150, deadline=None)
@given(courses())
def test_each_started_attempt_has_exactly_one_row_with_its_end(course: Course) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for kind, node in KINDS.items():
            patch.setitem(Node.registry, kind, node)
        Probe.tries.clear()
        events, rows = asyncio.run(played(course))
    kept = [(row.node_id, tuple((node_id, index) for node_id, index in row.path or ()), row.attempt) for row in rows]
    assert Counter(kept) == Counter(attempts(events))
    assert {row.status for row in rows} <= FINAL
    assert len({row.id for row in rows}) == len(rows)
    assert all(row.finished_at is not None and row.elapsed >= 0 for row in rows)
