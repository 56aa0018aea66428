"""Old shapes of node data: each rule of the table, and that doing it again changes nothing."""

import pytest

from engine.dsl.old_nodes import normalised_data
from engine.dsl.providers import model_provider_name, tool_provider_name

CONDITION = {"variable_selector": ["s", "n"], "comparison_operator": "=", "value": 3}
TEXT_CONDITION = {**CONDITION, "value": "3"}
WRAPPED = {"type": "constant", "value": 5}


def http_item(key, value):
    return {"type": "text", "key": key, "value": value}


TABLE = {
    "bare conditions become one case": (
        {"type": "if-else", "conditions": [TEXT_CONDITION], "logical_operator": "or"},
        {"cases": [{"case_id": "true", "logical_operator": "or", "conditions": [TEXT_CONDITION]}]},
    ),
    "bare conditions are joined by and": (
        {"type": "if-else", "conditions": []},
        {"cases": [{"case_id": "true", "logical_operator": "and", "conditions": []}]},
    ),
    "cases win over bare conditions": (
        {"type": "if-else", "conditions": [TEXT_CONDITION], "cases": [{"case_id": "x", "conditions": []}]},
        {"cases": [{"case_id": "x", "conditions": []}]},
    ),
    "a case goes by its id": (
        {"type": "if-else", "cases": [{"id": "c1", "conditions": []}]},
        {"cases": [{"case_id": "c1", "id": "c1", "conditions": []}]},
    ),
    "expected numbers become text": (
        {"type": "if-else", "cases": [{"case_id": "x", "conditions": [CONDITION]}]},
        {"cases": [{"case_id": "x", "conditions": [TEXT_CONDITION]}]},
    ),
    "expected booleans and lists stay": (
        {"type": "if-else", "cases": [{"case_id": "x", "conditions": [{"value": True}, {"value": [1]}]}]},
        {"cases": [{"case_id": "x", "conditions": [{"value": True}, {"value": [1]}]}]},
    ),
    "numbers in sub-conditions become text": (
        {
            "type": "if-else",
            "cases": [{"case_id": "x", "conditions": [{"sub_variable_condition": {"conditions": [CONDITION]}}]}],
        },
        {"cases": [{"case_id": "x", "conditions": [{"sub_variable_condition": {"conditions": [TEXT_CONDITION]}}]}]},
    ),
    "numbers in break conditions become text": (
        {"type": "loop", "break_conditions": [CONDITION]},
        {"break_conditions": [TEXT_CONDITION]},
    ),
    "an iteration says what it left out": (
        {"type": "iteration"},
        {"is_parallel": False, "parallel_nums": 10, "error_handle_mode": "terminated", "flatten_output": True},
    ),
    "an iteration keeps what it says": (
        {"type": "iteration", "is_parallel": True, "flatten_output": False},
        {"is_parallel": True, "flatten_output": False},
    ),
    "a model provider gets its full name": (
        {"type": "llm", "model": {"provider": "openai", "name": "gpt-4"}},
        {"model": {"provider": "langgenius/openai/openai", "name": "gpt-4"}},
    ),
    "a reranker's provider gets its full name": (
        {"type": "knowledge-retrieval", "multiple_retrieval_config": {"reranking_model": {"provider": "cohere"}}},
        {"multiple_retrieval_config": {"reranking_model": {"provider": "langgenius/cohere/cohere"}}},
    ),
    "vision reads the files of the turn": (
        {"type": "llm", "vision": {"enabled": True}},
        {"vision": {"enabled": True, "configs": {"detail": "high", "variable_selector": ["sys", "files"]}}},
    ),
    "vision keeps its selector": (
        {"type": "llm", "vision": {"enabled": True, "configs": {"variable_selector": ["s", "f"], "detail": "low"}}},
        {"vision": {"enabled": True, "configs": {"variable_selector": ["s", "f"], "detail": "low"}}},
    ),
    "prompt items are plain templates": (
        {"type": "llm", "prompt_template": [{"role": "user", "text": "x"}, {"edition_type": "jinja2"}]},
        {"prompt_template": [{"edition_type": "basic", "role": "user", "text": "x"}, {"edition_type": "jinja2"}]},
    ),
    "a text prompt is a plain template": (
        {"type": "llm", "prompt_template": {"text": "x"}},
        {"prompt_template": {"edition_type": "basic", "text": "x"}},
    ),
    "the switch of structured output is renamed": (
        {"type": "llm", "structured_output_enabled": True},
        {"structured_output_switch_on": True},
    ),
    "a classifier reads its plural instructions": (
        {"type": "question-classifier", "instructions": "by tone"},
        {"instruction": "by tone", "instructions": "by tone"},
    ),
    "a classifier prefers the singular": (
        {"type": "question-classifier", "instruction": "a", "instructions": "b"},
        {"instruction": "a", "instructions": "b"},
    ),
    "scalar settings of a tool become constants": (
        {"type": "tool", "tool_configurations": {"n": 5, "gone": None, "kept": WRAPPED}},
        {"tool_configurations": {"n": WRAPPED, "kept": WRAPPED}, "version": "2"},
    ),
    "a tool of version 2 keeps its settings, but no nulls": (
        {"type": "tool", "version": "2", "tool_configurations": {"n": 5, "gone": None}},
        {"tool_configurations": {"n": 5}, "version": "2"},
    ),
    "a built-in tool's provider gets its full name": (
        {"type": "tool", "provider_type": "builtin", "provider_id": "jina"},
        {"provider_id": "langgenius/jina_tool/jina"},
    ),
    "other tools keep their provider": (
        {"type": "tool", "provider_type": "workflow", "provider_id": "1f1d0a7c"},
        {"provider_id": "1f1d0a7c"},
    ),
    "a json body becomes one item": (
        {"type": "http-request", "body": {"type": "json", "data": '{"a": 1}'}},
        {"body": {"type": "json", "data": [http_item("", '{"a": 1}')]}},
    ),
    "a form body is split at the first colon": (
        {"type": "http-request", "body": {"type": "form-data", "data": "a: 1\n\nurl:http://x\nbare"}},
        {
            "body": {
                "type": "form-data",
                "data": [http_item("a", "1"), http_item("url", "http://x"), http_item("bare", "")],
            }
        },
    ),
    "an empty body has no items": (
        {"type": "http-request", "body": {"type": "none", "data": ""}},
        {"body": {"type": "none", "data": []}},
    ),
    "old limits of time are left out": (
        {"type": "http-request", "timeout": {"max_connect_timeout": 0, "connect": 5}},
        {"timeout": {"connect": 5}},
    ),
    "a list operator extracts nothing": (
        {"type": "list-operator"},
        {"extract_by": {"enabled": False, "serial": "1"}},
    ),
    "numbers in a list filter become text": (
        {"type": "list-operator", "filter_by": {"enabled": True, "conditions": [{"value": 2.5}]}},
        {"filter_by": {"enabled": True, "conditions": [{"value": "2.5"}]}},
    ),
    "inputs of the form have options": (
        {"type": "start", "variables": [{"variable": "a"}, {"variable": "b", "options": None}]},
        {"variables": [{"variable": "a", "options": []}, {"variable": "b", "options": []}]},
    ),
}


@pytest.mark.parametrize(("old", "new"), TABLE.values(), ids=TABLE.keys())
def test_old_shape(old, new):
    result = normalised_data({**old, "stray": [1]})
    assert {key: result[key] for key in new} == new
    assert result["stray"] == [1]
    assert normalised_data(result) == result


@pytest.mark.parametrize(
    "data", [{"type": "http-request", "body": {"type": "json", "data": "x"}}, {"type": "iteration"}]
)
def test_rules_leave_what_they_are_given(data):
    before = repr(data)
    normalised_data(data)
    assert repr(data) == before


def test_the_renamed_switch_is_gone():
    assert "structured_output_enabled" not in normalised_data({"type": "llm", "structured_output_enabled": True})


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("openai", "langgenius/openai/openai"),
        ("google", "langgenius/gemini/google"),
        ("langgenius/openai/openai", "langgenius/openai/openai"),
        ("", ""),
    ],
)
def test_full_names_of_model_providers(name, full):
    assert model_provider_name(name) == full


@pytest.mark.parametrize("name", ["jina", "siliconflow", "stepfun", "gitee_ai"])
def test_tool_plugins_that_share_a_name_with_models(name):
    assert tool_provider_name(name) == f"langgenius/{name}_tool/{name}"


def test_other_tool_plugins_go_by_their_provider():
    assert tool_provider_name("time") == "langgenius/time/time"
