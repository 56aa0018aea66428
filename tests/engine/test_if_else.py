"""The if-else node."""

from typing import Any

import pytest

from engine.errors import NodeError, VariableNotFound
from tests.engine.alone import node, run_alone


def case(case_id: str, *values: str, operator: str = "and") -> dict[str, Any]:
    conditions = [
        {"variable_selector": ["n", "a"], "comparison_operator": "contains", "value": value} for value in values
    ]
    return {"case_id": case_id, "logical_operator": operator, "conditions": conditions}


@pytest.mark.parametrize(
    ("cases", "handle"),
    [
        ([case("true", "x"), case("two", "a"), case("three", "a")], "two"),
        ([case("true", "a", "z")], "false"),
        ([case("true", "a", "z", operator="or")], "true"),
        ([case("empty")], "empty"),
        ([case("empty", operator="or")], "false"),
        ([], "false"),
    ],
)
async def test_first_case_that_holds_is_taken(cases: list[dict[str, Any]], handle: str):
    result = await run_alone("if-else", {"n": {"a": "abc"}}, cases=cases)
    assert result.handle == handle
    assert result.outputs == {"result": handle != "false", "selected_case_id": handle}


async def test_cases_after_the_taken_one_are_not_looked_at():
    later = {"case_id": "b", "conditions": [{"variable_selector": ["gone", "x"], "comparison_operator": "empty"}]}
    result = await run_alone("if-else", {"n": {"a": "abc"}}, cases=[case("a", "a"), later])
    assert [record["case_id"] for record in result.process_data["condition_results"]] == ["a"]


async def test_trace_tells_every_condition_that_was_looked_at():
    result = await run_alone("if-else", {"n": {"a": "abc"}}, cases=[case("a", "z", "a"), case("b", "c")])
    first, second = result.process_data["condition_results"]
    assert (first["case_id"], first["final_result"], len(first["results"])) == ("a", False, 1)
    assert second["results"] == [
        {"actual_value": "abc", "comparison_operator": "contains", "expected_value": "c", "result": True}
    ]


async def test_missing_variable_fails_the_node():
    with pytest.raises(VariableNotFound, match=r"Variable n\.a not found"):
        await run_alone("if-else", {}, cases=[case("a", "x")])


async def test_operator_on_another_type_fails_the_node():
    with pytest.raises(NodeError, match="Invalid actual value type"):
        await run_alone("if-else", {"n": {"a": 5}}, cases=[case("a", "x")])


def test_handles_are_the_cases_and_else():
    assert node("if-else", cases=[case("true"), case("0d7f")]).handles() == ("true", "0d7f", "false")


def test_conditions_without_cases_are_the_case_true():
    legacy = {"conditions": case("", "a")["conditions"], "logical_operator": "or"}
    assert node("if-else", **legacy).handles() == ("true", "false")
    assert node("if-else", **legacy, cases=[case("mine")]).handles() == ("mine", "false")
    assert node("if-else", **legacy, cases=[]).handles() == ("false",)


def test_id_of_a_case_stands_in_for_its_handle():
    assert node("if-else", cases=[{"id": "old", "conditions": []}]).handles() == ("old", "false")


def test_references_are_tested_variables_and_those_in_expected_texts():
    condition = {
        "variable_selector": ["n", "files"],
        "comparison_operator": "contains",
        "value": "{{#m.b#}}",
        "sub_variable_condition": {"conditions": [{"key": "name", "comparison_operator": "is", "value": "{{#x.y#}}"}]},
    }
    assert node("if-else", cases=[{"case_id": "a", "conditions": [condition]}]).references() == {
        ("n", "files"),
        ("m", "b"),
    }
