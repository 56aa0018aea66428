"""The condition language: operators, expected values, files, and the order of looking."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from engine.conditions import Condition, LogicalOperator, evaluate
from engine.errors import NodeError, VariableNotFound
from engine.values import File, Secret
from engine.variables import VariablePool
from tests.engine.test_values import CAT, PAPER, json_values

FAILS = "fails"


def condition(operator: str, value: Any = None, selector: str = "n.a", **more: Any) -> Condition:
    return Condition.model_validate(
        {"variable_selector": selector.split("."), "comparison_operator": operator, "value": value, **more}
    )


def holds(actual: Any, operator: str, expected: Any = None, **more: Any) -> bool:
    pool = VariablePool({"n": {"a": actual, "five": 5, "word": "true"}})
    return evaluate([condition(operator, expected, **more)], "and", pool)[0]


@pytest.mark.parametrize(
    ("actual", "operator", "expected", "outcome"),
    [
        ("hello world", "contains", "lo w", True),
        ("hello", "contains", "Hello", False),
        ("hello", "contains", "", True),
        ("", "contains", "x", False),
        ("", "contains", "", False),
        (None, "contains", "x", False),
        (0, "contains", "x", False),
        (["a", "b"], "contains", "a", True),
        (["ab"], "contains", "a", False),
        ([1, 2], "contains", "1", False),
        ([True], "contains", "true", True),
        (12, "contains", "1", FAILS),
        ({"a": 1}, "contains", "a", FAILS),
        ("hello", "not contains", "z", True),
        ("hello", "not contains", "ell", False),
        ("", "not contains", "x", True),
        (None, "not contains", "x", True),
        ([1, 2], "not contains", "1", True),
        (12, "not contains", "1", FAILS),
        ("hello", "start with", "he", True),
        ("hello", "start with", "He", False),
        ("", "start with", "", False),
        (None, "end with", "x", False),
        ("hello", "end with", "lo", True),
        (["hello"], "start with", "he", FAILS),
        (5, "end with", "5", FAILS),
        ("Dify", "is", "Dify", True),
        ("Dify", "is", "dify", False),
        (" Dify", "is", "Dify", False),
        (None, "is", "x", False),
        (5, "is", "5", FAILS),
        (["a"], "is", "a", FAILS),
        (True, "is", "true", True),
        (True, "is", True, True),
        (True, "is", "1", True),
        (False, "is", "0", True),
        (False, "is", 0, True),
        (True, "is", "yes", FAILS),
        (True, "is", "True", FAILS),
        ("Dify", "is not", "dify", True),
        ("Dify", "is not", "Dify", False),
        (None, "is not", "x", False),
        (True, "is not", "false", True),
        (5, "is not", "5", FAILS),
        (None, "empty", None, True),
        ("", "empty", None, True),
        ([], "empty", "", True),
        ({}, "empty", "", True),
        (0, "empty", "", True),
        (0.0, "empty", "", True),
        (False, "empty", "", True),
        (" ", "empty", "", False),
        (CAT, "empty", "", False),
        (0, "not empty", "", False),
        (True, "not empty", "", True),
        ([0], "not empty", "", True),
        (5, "=", "5", True),
        (5, "=", 5, True),
        (7, "=", "7.0", FAILS),
        (5, "=", "1.5", FAILS),
        (5, "=", "x", FAILS),
        (5, "=", None, FAILS),
        (7.0, "=", "7", True),
        (7.5, "=", "7.5", True),
        ("7", "=", "7", FAILS),
        (True, "=", "true", True),
        (True, "=", "false", False),
        (True, "=", "something", FAILS),
        (None, "=", "5", False),
        (5, "≠", "6", True),
        (5, "≠", "5", False),
        (5, "≠", "5.0", FAILS),
        (None, "≠", "5", False),
        (3, ">", "2", True),
        (3, ">", "2.5", True),
        (2, ">", "2", False),
        (2.5, ">", "2", True),
        (9007199254740993, ">", "9007199254740992", True),
        (3, ">", "x", FAILS),
        ("10", ">", "5", FAILS),
        ([1], ">", "0", FAILS),
        (None, ">", "5", False),
        (2, "<", "2.5", True),
        (None, "<", "5", False),
        (2, "≥", "2", True),
        (2, "≥", "2.5", False),
        (2, "≤", "2.0", True),
        (None, "≤", "5", False),
        (None, "null", None, True),
        ("", "null", None, False),
        (None, "not null", None, False),
        (0, "not null", None, True),
        (CAT, "exists", "", True),
        (None, "exists", "", False),
        (None, "not exists", "", True),
        (CAT, "not exists", "", False),
        ("a", "in", ["a", "b"], True),
        ("ab", "in", ["a", "b"], False),
        ("", "in", ["", "b"], False),
        (None, "in", ["a"], False),
        ("a", "in", "abc", FAILS),
        ("", "in", "abc", False),
        ("c", "not in", ["a", "b"], True),
        ("a", "not in", ["a", "b"], False),
        (None, "not in", ["a"], True),
        ("a", "not in", "b", FAILS),
        (["a", "b", "c"], "all of", ["a", "b"], True),
        (["a"], "all of", ["a", "b"], False),
        ("abc", "all of", ["a", "c"], True),
        ([], "all of", ["a"], False),
        (5, "all of", ["a"], False),
        (["a"], "all of", ["a", True], FAILS),
        (["a"], "all of", "a", FAILS),
        ([True, False], "all of", [True], True),
    ],
)
def test_operators(actual: Any, operator: str, expected: Any, outcome: Any):
    if outcome is FAILS:
        with pytest.raises(NodeError, match=r"Invalid (actual|expected) value"):
            holds(actual, operator, expected)
    else:
        assert holds(actual, operator, expected) is outcome


@given(actual=json_values, expected=st.text() | st.booleans() | st.lists(st.text(), max_size=3) | st.none())
@pytest.mark.parametrize(
    ("operator", "opposite"),
    [
        ("contains", "not contains"),
        ("empty", "not empty"),
        ("null", "not null"),
        ("exists", "not exists"),
        ("in", "not in"),
    ],
)
def test_negated_operators_are_opposites_and_fail_on_the_same_values(
    operator: str, opposite: str, actual: Any, expected: Any
):
    assert _negated(_outcome(actual, operator, expected)) == _outcome(actual, opposite, expected)


@given(actual=json_values, expected=st.text() | st.integers() | st.booleans())
@pytest.mark.parametrize(("operator", "opposite"), [("is", "is not"), ("=", "≠"), (">", "≤"), ("<", "≥")])
def test_opposites_of_comparisons_are_both_false_for_none(operator: str, opposite: str, actual: Any, expected: Any):
    outcome, counter = _outcome(actual, operator, expected), _outcome(actual, opposite, expected)
    if actual is None:
        assert outcome is counter is False
    else:
        assert counter == _negated(outcome)


def _outcome(actual: Any, operator: str, expected: Any) -> Any:
    try:
        return holds(actual, operator, expected)
    except NodeError:
        return FAILS


def _negated(outcome: Any) -> Any:
    return FAILS if outcome is FAILS else not outcome


def test_expected_text_is_rendered_and_items_of_a_list_are_not():
    assert holds(5, "=", "{{#n.five#}}")
    assert not holds("5", "in", ["{{#n.five#}}"])
    assert holds("{{#n.five#}}", "in", ["{{#n.five#}}"])
    assert holds(True, "is", "{{#n.word#}}")


@pytest.mark.parametrize("operator", ["exists", "not exists", "empty", "null", "is"])
def test_missing_variable_fails_every_operator(operator: str):
    with pytest.raises(VariableNotFound, match=r"Variable n\.gone not found"):
        evaluate([condition(operator, "x", "n.gone")], "and", VariablePool({"n": {"a": 1}}))


@pytest.mark.parametrize(("logical", "outcome"), [("and", True), ("or", False)])
def test_no_conditions(logical: LogicalOperator, outcome: bool):
    assert evaluate([], logical, VariablePool()) == (outcome, [])


@pytest.mark.parametrize(("logical", "first", "outcome"), [("and", "no", False), ("or", "yes", True)])
def test_what_comes_after_a_decisive_condition_is_not_looked_up(logical: LogicalOperator, first: str, outcome: bool):
    conditions = [condition("is", first), condition("is", "x", "gone.variable")]
    result, records = evaluate(conditions, logical, VariablePool({"n": {"a": "yes"}}))
    assert result is outcome
    assert [record["result"] for record in records] == [outcome]


@given(st.lists(st.booleans()))
def test_logical_operators_join_as_all_and_any(values: list[bool]):
    pool = VariablePool({"n": {str(place): value for place, value in enumerate(values)}})
    conditions = [condition("is", True, f"n.{place}") for place in range(len(values))]
    assert evaluate(conditions, "and", pool)[0] is all(values)
    assert evaluate(conditions, "or", pool)[0] is any(values)


def test_records_say_what_was_compared_and_mask_secrets():
    pool = VariablePool({"env": {"KEY": Secret("sk-1234567890")}, "n": {"file": CAT}})
    conditions = [condition("is not", "{{#env.KEY#}}!", "env.KEY"), condition("exists", "", "n.file")]
    _, records = evaluate(conditions, "and", pool)
    assert records[0] == {
        "actual_value": "sk-123************90",
        "comparison_operator": "is not",
        "expected_value": "sk-123************90!",
        "result": True,
    }
    assert records[1]["actual_value"] == CAT.as_mapping()


def test_refusal_of_a_secret_does_not_tell_it():
    with pytest.raises(NodeError) as caught:
        holds(Secret("sk-1234567890"), ">", "5")
    assert "sk-1234567890" not in str(caught.value)


def files_hold(files: list[File], *tests: tuple[str, str, Any], logical: str = "and", outer: str = "contains") -> bool:
    subs = [{"key": key, "comparison_operator": operator, "value": value} for key, operator, value in tests]
    group = {"logical_operator": logical, "conditions": subs}
    return holds(files, outer, "", sub_variable_condition=group)


@pytest.mark.parametrize(
    ("test", "outcome"),
    [
        (("type", "in", ["image"]), True),
        (("type", "not in", ["image"]), False),
        (("type", "not in", ["audio"]), True),
        (("name", "contains", "cat"), True),
        (("name", "not contains", "cat"), False),
        (("size", ">", "20000"), True),
        (("size", ">", 90000), False),
        (("extension", "is", "png"), True),
        (("extension", "is", ".png"), True),
        (("extension", "is not", "mp3"), True),
        (("extension", "not empty", None), True),
        (("url", "start with", "https://x"), True),
        (("related_id", "null", None), True),
        (("mime_type", "is", "{{#n.word#}}"), False),
    ],
)
def test_a_test_of_files_asks_for_any_and_a_denial_for_all(test: tuple[str, str, Any], outcome: bool):
    assert files_hold([CAT, PAPER], test) is outcome


@pytest.mark.parametrize("outer", ["contains", "not contains", "all of"])
def test_the_outer_operator_on_files_makes_no_difference(outer: str):
    assert files_hold([CAT, PAPER], ("type", "in", ["image"]), outer=outer) is True
    assert files_hold([CAT, PAPER], ("type", "in", ["audio"]), outer=outer) is False


def test_tests_of_files_are_joined_by_their_operator():
    tests = [("type", "in", ["image"]), ("type", "in", ["audio"])]
    assert files_hold([CAT], *tests, logical="or")
    assert not files_hold([CAT], *tests, logical="and")


def test_an_empty_list_of_files_has_none_and_denies_all():
    assert not files_hold([], ("type", "in", ["image"]))
    assert files_hold([], ("type", "not in", ["image"]))


def test_files_without_sub_conditions_fail():
    with pytest.raises(NodeError, match="needs sub-conditions"):
        holds([CAT], "contains", "cat")


def test_extension_is_compared_with_one_text():
    with pytest.raises(NodeError, match="an extension is one text"):
        files_hold([CAT], ("extension", "in", [".png"]))


@pytest.mark.parametrize("part", [{"comparison_operator": "like"}, {"variable_selector": "n.a"}, {"value": {"a": 1}}])
def test_malformed_condition_is_refused_by_the_model(part: dict[str, Any]):
    with pytest.raises(ValidationError):
        Condition.model_validate({"variable_selector": ["n", "a"], "comparison_operator": "is", "value": "x", **part})
