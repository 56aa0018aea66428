"""The variable aggregator."""

from typing import Any

import pytest

from tests.engine.alone import node, run_alone

GROUPS = {
    "group_enabled": True,
    "groups": [
        {"groupId": "g1", "group_name": "First", "output_type": "string", "variables": [["a", "x"], ["b", "x"]]},
        {"groupId": "g2", "group_name": "Second", "output_type": "string", "variables": [["c", "x"]]},
    ],
}


@pytest.mark.parametrize("kind", ["variable-aggregator", "variable-assigner"])
@pytest.mark.parametrize(
    ("pool", "outputs"),
    [
        ({"a": {"x": 1}}, {"output": 1}),
        ({"b": {"x": 2}}, {"output": 2}),
        ({"b": {"x": 2}, "a": {"x": 1}}, {"output": 1}),
        ({"a": {"x": None}, "b": {"x": 2}}, {"output": None}),
        ({"a": {"y": 1}}, {}),
    ],
)
async def test_first_written_variable_in_list_order_wins(kind: str, pool: Any, outputs: Any):
    result = await run_alone(kind, pool, variables=[["a", "x"], ["b", "x"]], output_type="string")
    assert result.outputs == outputs


@pytest.mark.parametrize(
    ("pool", "outputs"),
    [
        ({"b": {"x": [1]}, "c": {"x": 3}}, {"First": {"output": [1]}, "Second": {"output": 3}}),
        ({"c": {"x": None}}, {"Second": {"output": None}}),
        ({}, {}),
    ],
)
async def test_groups_are_joined_one_by_one(pool: Any, outputs: Any):
    result = await run_alone("variable-aggregator", pool, advanced_settings=GROUPS, variables=[["z", "z"]])
    assert result.outputs == outputs


async def test_groups_that_are_switched_off_do_not_count():
    settings = {**GROUPS, "group_enabled": False}
    aggregator = node("variable-aggregator", variables=[["z", "z"]], advanced_settings=settings)
    assert aggregator.declared_outputs() == {"output": "any"}
    assert aggregator.references() == {("z", "z")}
    grouped = node("variable-aggregator", variables=[["z", "z"]], advanced_settings=GROUPS)
    assert grouped.declared_outputs() == {"First": "object", "Second": "object"}
    assert grouped.references() == {("a", "x"), ("b", "x"), ("c", "x")}
