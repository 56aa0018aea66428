"""Rows of a run: bounded in size, free of secrets, complete also for what a stop cut off."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.events import (
    AgentLog,
    ContainerStarted,
    MessageFile,
    NodeFinished,
    NodeRetried,
    NodeStarted,
    NodeStatus,
    TextDelta,
    Usage,
)
from engine.values import File
from services.runs.recording import Recorder
from services.runs.traces import MAX_VALUE, Mask, bounded
from storage.records import NodeExecution

OWNER = {"workspace_id": "w", "app_id": "a", "run_id": "r"}
SECRET = "secret-of-the-house"


def about(execution: str = "e1") -> dict[str, Any]:
    return {"execution_id": execution, "node_id": "n", "kind": "llm", "title": "N"}


def ended(**given: Any) -> NodeFinished:
    return NodeFinished(**{**about(), "status": NodeStatus.SUCCEEDED, "started_at": 1.0, **given})


def rows(recorder: Recorder) -> list[NodeExecution]:
    return [*recorder.ended_rows(**OWNER), *recorder.cut_off_rows(**OWNER)]


def test_a_finished_node_is_one_row() -> None:
    recorder = Recorder()
    recorder.take(NodeStarted(**about()))
    recorder.take(TextDelta(text="x"))
    recorder.take(ended(outputs={"text": "x"}, usage=Usage(prompt_tokens=3)))
    (row,) = rows(recorder)
    assert (row.id, row.status, row.outputs, row.inputs) == ("e1", "succeeded", {"text": "x"}, None)
    assert row.metadata["usage"]["prompt_tokens"] == 3


def test_a_node_that_never_ended_was_stopped() -> None:
    recorder = Recorder()
    recorder.take(NodeStarted(**about("e1")))
    recorder.take(NodeStarted(**about("e2") | {"node_id": "m"}))
    recorder.take(ended())
    assert [(row.id, row.status) for row in rows(recorder)] == [("e1", "succeeded"), ("e2", "stopped")]


def test_attempts_have_rows_of_their_own() -> None:
    recorder = Recorder()
    recorder.take(NodeStarted(**about()))
    recorder.take(NodeRetried(**about(), status=NodeStatus.RETRY, started_at=1.0, error="no", retry_index=1))
    recorder.take(ended())
    first, second = rows(recorder)
    assert (first.retry_index, first.attempt, first.status) == (1, 1, "retry")
    assert (second.retry_index, second.attempt, second.status, second.id) == (0, 2, "succeeded", "e1")
    assert first.id != "e1"


def test_what_a_node_reads_stands_for_inputs_that_it_does_not_tell() -> None:
    recorder = Recorder([SECRET])
    recorder.take(NodeStarted(**about("e1"), reads={"#start.q#": f"ask {SECRET}"}))
    (waiting,) = recorder.under_way()
    assert (waiting["status"], waiting["id"]) == ("running", "e1")
    recorder.take(ended(error="no"))
    (row,) = rows(recorder)
    assert row.inputs == waiting["inputs"]
    assert SECRET not in str(row)


def test_an_execution_that_waits_ends_once_with_the_time_of_its_start() -> None:
    recorder = Recorder()
    recorder.take(NodeStarted(**about(), path=(("loop", 1),), at=1.0))
    waiting = json.loads(json.dumps(recorder.under_way(NodeStatus.PAUSED)))
    later = Recorder(under_way=waiting)
    later.take(ended(path=(("loop", 1),), started_at=50.0, at=60.0))
    (row,) = rows(later)
    assert (row.status, row.created_at, row.elapsed, row.path) == ("succeeded", 1.0, 59.0, [["loop", 1]])


def test_secrets_are_masked_in_logs_files_and_rounds() -> None:
    recorder = Recorder([SECRET])
    file = File(type="image", transfer_method="remote_url", remote_url=f"https://x/?key={SECRET}")
    log = AgentLog(node_execution_id="e", node_id="n", id="l", label="call", status="start", data={"key": SECRET})
    begun = ContainerStarted(**about(), inputs={"items": [SECRET]})
    shown = [recorder.take(event) for event in (MessageFile(id="f", file=file), log, begun)]
    assert SECRET not in str(shown)
    assert isinstance(shown[0], MessageFile)
    assert isinstance(shown[0].file, File)


def test_outputs_that_are_not_whole_are_named_on_the_row() -> None:
    recorder = Recorder([SECRET])
    recorder.take(ended(outputs={"long": "x" * 10**6, "short": "x", "secret": SECRET}))
    assert rows(recorder)[0].metadata["incomplete"] == ["long", "secret"]


def test_secrets_are_masked_in_events_and_rows_at_any_depth() -> None:
    recorder = Recorder([SECRET, "abc"])
    shown = recorder.take(ended(inputs={"a": [{"b": f"Bearer {SECRET}"}]}, error=f"{SECRET} abc", outputs={"n": 1}))
    (row,) = rows(recorder)
    assert SECRET not in str(shown) + str(row)
    assert row.error is not None
    assert row.error.endswith(" abc"), "a secret of three characters is part of everything"
    assert row.outputs == {"n": 1}


def test_a_value_within_the_bound_is_kept_as_it_is() -> None:
    value = {"text": "x" * (MAX_VALUE - 100)}
    assert bounded(value) == (value, False)


@pytest.mark.parametrize(
    "value",
    [
        {"text": "x" * 10**6},
        {"items": ["x" * 100] * 10**4},
        {str(number): "x" * 100 for number in range(10**4)},
        {"deep": [[[["x" * 1000] * 100] * 100] * 10]},
        ["x" * 50_000] * 100,
    ],
    ids=["text", "list", "mapping", "deep", "texts"],
)
def test_a_value_beyond_the_bound_keeps_its_beginning_and_says_so(value: Any) -> None:
    short, is_cut = bounded(value)
    assert is_cut
    assert "truncated" in str(short)
    assert len(json.dumps(short)) < 10 * MAX_VALUE


def test_what_was_cut_is_noted_on_the_row() -> None:
    recorder = Recorder()
    recorder.take(ended(outputs={"text": "x" * 10**6}))
    assert rows(recorder)[0].metadata == {"incomplete": ["text"], "outputs_truncated": True}


def test_a_value_of_an_unknown_type_spoils_no_trace() -> None:
    recorder = Recorder([SECRET])
    recorder.take(ended(metadata={"total_price": Decimal("0.5")}, outputs={"when": {datetime(2026, 1, 5, tzinfo=UTC)}}))
    (row,) = rows(recorder)
    assert row.metadata == {"total_price": 0.5, "incomplete": ["when"]}
    assert row.outputs == {"when": ["2026-01-05 00:00:00+00:00"]}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_small_values_pass_and_masking_without_secrets_changes_nothing(value: Any) -> None:
    assert bounded(value) == (value, False)
    assert Mask()(value) is value
    assert Mask(["never-in-there-42"])(value) is value
