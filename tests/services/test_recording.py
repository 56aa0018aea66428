"""Rows of a run: bounded in size, free of secrets, complete also for what a stop cut off."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.events import NodeFinished, NodeRetried, NodeStarted, NodeStatus, TextDelta, Usage
from services.recording import MAX_VALUE, Recorder, bounded

OWNER = {"workspace_id": "w", "app_id": "a", "run_id": "r"}
SECRET = "secret-of-the-house"


def about(execution: str = "e1") -> dict[str, Any]:
    return {"execution_id": execution, "node_id": "n", "kind": "llm", "title": "N"}


def ended(**given: Any) -> NodeFinished:
    return NodeFinished(**{**about(), "status": NodeStatus.SUCCEEDED, "started_at": 1.0, **given})


def test_a_finished_node_is_one_row() -> None:
    recorder = Recorder()
    recorder.take(NodeStarted(**about()))
    recorder.take(TextDelta(text="x"))
    recorder.take(ended(outputs={"text": "x"}, usage=Usage(prompt_tokens=3)))
    (row,) = recorder.rows(**OWNER)
    assert (row.id, row.status, row.outputs, row.inputs) == ("e1", "succeeded", {"text": "x"}, None)
    assert row.metadata["usage"]["prompt_tokens"] == 3


def test_a_node_that_never_ended_was_stopped() -> None:
    recorder = Recorder()
    recorder.take(NodeStarted(**about("e1")))
    recorder.take(NodeStarted(**about("e2")))
    recorder.take(ended())
    assert [(row.id, row.status) for row in recorder.rows(**OWNER)] == [("e1", "succeeded"), ("e2", "stopped")]


def test_attempts_have_rows_of_their_own() -> None:
    recorder = Recorder()
    recorder.take(NodeStarted(**about()))
    recorder.take(NodeRetried(**about(), status=NodeStatus.RETRY, started_at=1.0, error="no", retry_index=1))
    recorder.take(ended())
    assert [(row.retry_index, row.status) for row in recorder.rows(**OWNER)] == [(1, "retry"), (0, "succeeded")]


def test_secrets_are_masked_in_events_and_rows_at_any_depth() -> None:
    recorder = Recorder([SECRET, "abc"])
    shown = recorder.take(ended(inputs={"a": [{"b": f"Bearer {SECRET}"}]}, error=f"{SECRET} abc", outputs={"n": 1}))
    (row,) = recorder.rows(**OWNER)
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
    assert recorder.rows(**OWNER)[0].metadata == {"outputs_truncated": True}


def test_a_value_of_an_unknown_type_spoils_no_trace() -> None:
    recorder = Recorder([SECRET])
    recorder.take(ended(metadata={"total_price": Decimal("0.5")}, outputs={"when": {datetime(2026, 1, 5, tzinfo=UTC)}}))
    (row,) = recorder.rows(**OWNER)
    assert row.metadata == {"total_price": 0.5}
    assert row.outputs == {"when": ["2026-01-05 00:00:00+00:00"]}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_small_values_pass_and_masking_without_secrets_changes_nothing(value: Any) -> None:
    assert bounded(value) == (value, False)
    assert Recorder().mask(value) == value
    assert Recorder(["never-in-there-42"]).mask(value) == value
