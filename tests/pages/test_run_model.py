from decimal import Decimal

from engine.events import (
    MessageEnd,
    NodeFinished,
    NodeRetried,
    NodeStarted,
    NodeStatus,
    RunError,
    RunFinished,
    RunStarted,
    RunStatus,
    TextDelta,
    Usage,
)
from pages.tracing.model import picture_of, picture_of_rows
from storage.records import NodeExecution, Run

NODE = {"execution_id": "e1", "node_id": "n1", "kind": "llm", "title": "Draft"}
USAGE = Usage(prompt_tokens=3, completion_tokens=4, prompt_price=Decimal(0))


def started(**changes):
    return NodeStarted(**{**NODE, **changes})


def finished(status=NodeStatus.SUCCEEDED, **changes):
    return NodeFinished(**{**NODE, "status": status, "started_at": 0.0, "elapsed": 1.5, "usage": USAGE, **changes})


def ended(status=RunStatus.SUCCEEDED, **changes):
    return RunFinished(run_id="r", workflow_id="w", status=status, started_at=0.0, elapsed=2.0, usage=USAGE, **changes)


def test_a_node_that_began_is_running_until_it_ends():
    picture = picture_of([started()])
    assert picture.statuses() == {"n1": "running"}
    picture.add(finished(outputs={"text": "hi"}))
    step = picture.step_of("n1")
    assert (step.status, step.outputs, step.elapsed, step.tokens) == ("succeeded", {"text": "hi"}, 1.5, 7)
    assert picture.done == 1


def test_pieces_of_the_answer_are_joined_and_the_end_has_the_last_word():
    picture = picture_of([TextDelta(text="Hel"), TextDelta(text="lo")])
    assert (picture.answer, picture.is_over) == ("Hello", False)
    picture.add(ended(answer="Hello!"))
    assert (picture.answer, picture.is_over, picture.tokens, picture.elapsed) == ("Hello!", True, 7, 2.0)


def test_a_turn_without_a_run_of_its_own_is_over_with_its_message():
    picture = picture_of([RunStarted(run_id="r", workflow_id="", inputs={}, at=10.0), MessageEnd(usage=USAGE, at=12.5)])
    assert (picture.status, picture.elapsed, picture.tokens) == ("succeeded", 2.5, 7)


def test_the_end_of_a_message_does_not_hide_that_its_run_failed():
    assert picture_of([ended(RunStatus.FAILED, error="no"), MessageEnd(usage=USAGE)]).status == "failed"


def test_a_node_shows_its_latest_execution_and_how_often_it_was_tried():
    retried = NodeRetried(**NODE, status=NodeStatus.RETRY, started_at=0.0, retry_index=2)
    picture = picture_of([started(), retried, finished(), started(execution_id="e2")])
    assert picture.statuses() == {"n1": "running"}
    assert picture.steps["e1"].retries == 2


def test_a_missing_model_key_is_told_from_other_failures():
    assert picture_of([RunError(code="provider_not_initialize", message="no key")]).blames_models
    assert not picture_of([RunError(code="invalid_param", message="x")]).blames_models


def test_every_event_counts_so_that_a_reader_knows_where_to_go_on():
    assert picture_of([started(), TextDelta(text=""), finished()]).seen == 3


def test_a_stored_run_shows_like_one_that_was_followed():
    run = Run(
        workspace_id="w", app_id="a", status="failed", error="bad", outputs={"answer": "A"}, elapsed=1.0, total_tokens=9
    )
    common = {"workspace_id": "w", "app_id": "a", "run_id": run.id, "kind": "code", "title": "Code"}
    rows = [
        NodeExecution(**common, node_id="second", idx=2, status="failed", error="bad"),
        NodeExecution(**common, node_id="first", idx=1, status="succeeded", outputs={"x": 1}),
    ]
    picture = picture_of_rows(run, rows)
    assert [step.node_id for step in picture.steps.values()] == ["first", "second"]
    assert (picture.status, picture.error, picture.answer, picture.is_over) == ("failed", "bad", "A", True)


def test_a_reused_result_is_told_apart_from_one_that_was_made_now():
    about = {"execution_id": "x", "node_id": "n", "kind": "llm", "title": "N"}
    ended = NodeFinished(**about, status=NodeStatus.SUCCEEDED, started_at=1.0, reused=True)
    assert picture_of([NodeStarted(**about), ended]).steps["x"].status == "reused"
