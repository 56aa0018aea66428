"""The input form: what each type takes, and what is refused with which words."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InvalidInputs
from engine.inputs import parse_inputs

SCHEMA = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}


def parsed(value: Any, **item: Any) -> Any:
    return parse_inputs([{"variable": "v", "label": "V", **item}], {"v": value})["v"]


@pytest.mark.parametrize(
    ("item", "given", "value"),
    [
        ({"type": "text-input"}, "a\0b", "ab"),
        ({"type": "text-input", "required": True}, "", ""),
        ({"type": "text-input", "max_length": 3}, "一二三", "一二三"),
        ({"type": "paragraph", "max_length": None}, "x" * 100_000, "x" * 100_000),
        ({"type": "paragraph"}, "{{#sys.query#}}", "{{#sys.query#}}"),
        ({"type": "select", "options": ["技术支持", "其他"]}, "其他", "其他"),
        ({"type": "select", "options": ["a"]}, "", None),
        ({"type": "number"}, 3, 3),
        ({"type": "number"}, 3.5, 3.5),
        ({"type": "number"}, "42", 42),
        ({"type": "number"}, "4.0", 4.0),
        ({"type": "number"}, "-4.5", -4.5),
        ({"type": "number"}, "", None),
        ({"type": "checkbox"}, True, True),
        ({"type": "checkbox"}, 0, False),
        ({"type": "checkbox"}, "Yes", True),
        ({"type": "checkbox"}, "on", True),
        ({"type": "checkbox"}, "OFF", False),
        ({"type": "checkbox"}, "0", False),
        ({"type": "json_object"}, {"a": [1]}, {"a": [1]}),
        ({"type": "json_object", "json_schema": SCHEMA}, {"n": 1}, {"n": 1}),
        ({"type": "json_object", "json_schema": '{"type": "object"}'}, {}, {}),
        ({"type": "external_data_tool", "required": False}, "from the user", None),
    ],
)
def test_values_that_are_taken(item: dict[str, Any], given: Any, value: Any):
    result = parsed(given, **item)
    assert result == value
    assert type(result) is type(value)


@pytest.mark.parametrize(
    ("item", "given", "message"),
    [
        ({"type": "text-input"}, 5, "v in input form must be a string, got 5"),
        ({"type": "text-input", "max_length": 50}, "x" * 51, "v in input form must be at most 50 characters, got 51"),
        ({"type": "select", "options": ["a", "b"]}, "c", "v in input form must be one of the following: a, b, got 'c'"),
        ({"type": "select", "options": ["a"]}, ["a"], "v in input form must be a string, got ['a']"),
        ({"type": "number"}, "x1", "v in input form must be a valid number, got 'x1'"),
        ({"type": "number"}, "1e400.", "v in input form must be a valid number, got '1e400.'"),
        ({"type": "number"}, True, "v in input form must be a valid number, got True"),
        ({"type": "number"}, [], "v in input form must be a valid number, got []"),
        ({"type": "checkbox"}, "maybe", "v in input form must be true or false, got 'maybe'"),
        ({"type": "checkbox"}, 2, "v in input form must be true or false, got 2"),
        ({"type": "json_object"}, [1], "v in input form must be an object, got [1]"),
        (
            {"type": "json_object", "json_schema": SCHEMA},
            {"n": "one"},
            "v['n'] in input form breaks its schema: 'one' is not of type 'integer'",
        ),
        ({"type": "text-input", "required": True}, None, "v is required in input form"),
        ({"type": "number", "required": True}, "", "v is required in input form"),
        ({"type": "file-list", "required": True}, [], "v is required in input form"),
    ],
)
def test_values_that_are_refused_name_the_variable_the_problem_and_the_limit(
    item: dict[str, Any], given: Any, message: str
):
    with pytest.raises(InvalidInputs) as caught:
        parsed(given, **item)
    assert str(caught.value) == message
    assert caught.value.variable == "v"


@pytest.mark.parametrize(
    "schema", ["not json", {"type": "nonsense"}, {"$ref": "http://127.0.0.1:1/schema.json"}, "[1]"]
)
def test_schema_that_cannot_be_used_is_told_apart_from_a_bad_value(schema: Any):
    with pytest.raises(InvalidInputs, match="v has a json_schema that cannot be used"):
        parsed({"a": 1}, type="json_object", json_schema=schema)


@pytest.mark.parametrize(
    ("item", "value"),
    [
        ({"type": "paragraph", "default": "dflt"}, "dflt"),
        ({"type": "number", "default": "3"}, 3),
        ({"type": "checkbox", "default": "true"}, True),
        ({"type": "select", "options": ["a"], "default": ""}, None),
        ({"type": "text-input"}, None),
        ({"type": "file"}, None),
        ({"type": "file-list"}, None),
    ],
)
def test_default_stands_in_when_nothing_is_given(item: dict[str, Any], value: Any):
    assert parse_inputs([{"variable": "v", **item}], {}) == {"v": value}


def test_default_obeys_the_rules_of_its_field():
    with pytest.raises(InvalidInputs, match="one of the following: a, got 'b'"):
        parsed(None, type="select", options=["a"], default="b")


def test_unknown_inputs_are_ignored_and_hidden_fields_can_be_set():
    form = [{"variable": "v", "type": "text-input", "hide": True, "placeholder": "kept", "options": None}]
    assert parse_inputs(form, {"v": "x", "other": 1}) == {"v": "x"}


def test_unknown_type_is_named_with_its_variable():
    with pytest.raises(InvalidInputs, match=r"wrong at v, type: .*'text-input'"):
        parsed("x", type="telepathy")


@given(st.text())
def test_text_comes_through_but_for_nul(text: str):
    assert parsed(text, type="paragraph") == text.replace("\0", "")


@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False).map(lambda number: round(number, 3)))
def test_number_and_its_text_mean_the_same(number: int | float):
    text = str(number)
    if "e" not in text:
        assert parsed(text, type="number") == parsed(number, type="number") == number
