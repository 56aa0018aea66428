"""The matcher language itself: a matcher that lets everything pass would hide every fault."""

from typing import Any

import pytest

from tests.probes.matchers import matches
from tests.probes.seen import missing_step, spellings

FITTING: list[tuple[Any, Any]] = [
    (1, 1.0),
    ({"a": [1, "x", None]}, {"a": [1, "x", None]}),
    ({"$any": 1}, None),
    ({"a": {"$any": 1}}, {"a": {}}),
    ({"$contains": "bc"}, "abcd"),
    ({"$contains": ["a", "d"]}, "abcd"),
    ({"$contains": "a"}, ["a", "b"]),
    ({"$regex": "^a.c$"}, "abc"),
    ({"$type": "number"}, 1.5),
    ({"$type": "boolean"}, False),
    ({"$type": "null"}, None),
    ({"$len": 2}, [1, 2]),
    ({"$in": [1, {"$type": "string"}]}, "x"),
    ({"$subset": {"a": {"$len": 1}}}, {"a": "x", "b": 2}),
    ({"$unordered": [{"$type": "string"}, "a"]}, ["a", "b"]),
    ({"$unknown": 1}, {"$unknown": 1}),
]
DIFFERING: list[tuple[Any, Any]] = [
    (1, True),
    (True, 1),
    (0, False),
    (1, "1"),
    ("", None),
    ({"a": 1}, {"a": 1, "b": 2}),
    ({"a": 1, "b": 2}, {"a": 1}),
    ([1, 2], [2, 1]),
    ([1], [1, 1]),
    ({"a": {"$any": 1}}, {}),
    ({"$contains": ["a", "x"]}, "abcd"),
    ({"$regex": "^b"}, "abc"),
    ({"$type": "number"}, True),
    ({"$type": "object"}, []),
    ({"$len": 1}, 5),
    ({"$in": [1, 2]}, 3),
    ({"$subset": {"a": 1}}, {"b": 1}),
    ({"$unordered": ["a", "a"]}, ["a", "b"]),
]


@pytest.mark.parametrize(("expected", "actual"), FITTING)
def test_what_fits(expected: Any, actual: Any) -> None:
    assert matches(expected, actual)


@pytest.mark.parametrize(("expected", "actual"), DIFFERING)
def test_what_differs(expected: Any, actual: Any) -> None:
    assert not matches(expected, actual)


EVENTS = [
    {"event": "workflow_started", "data": {}},
    {"event": "node_finished", "data": {"node_id": "a", "status": "succeeded"}},
    {"event": "iteration_next", "data": {"node_id": "i", "index": 1}},
    {"event": "text_chunk", "data": {"text": "x"}},
    {"event": "workflow_finished", "data": {"status": "failed"}},
]


@pytest.mark.parametrize(
    ("steps", "missing"),
    [
        (["workflow_started", "node_finished:a:succeeded", "chunk", "workflow_finished:failed"], None),
        (["iteration_next:i:1"], None),
        (["chunk", "node_finished:a"], "node_finished:a"),
        (["chunk", "chunk"], "chunk"),
        (["node_finished:a:failed"], "node_finished:a:failed"),
    ],
)
def test_steps_come_in_their_order_with_others_between(steps: list[str], missing: str | None) -> None:
    assert missing_step(steps, EVENTS) == missing


def test_the_first_round_has_its_number() -> None:
    assert "iteration_next:i:0" in spellings({"event": "iteration_next", "data": {"node_id": "i", "index": 0}})
