"""The generated form of a node: what it shows, what it stores, what it never touches."""

import json

import pytest
from streamlit.testing.v1 import AppTest

import engine.nodes  # noqa: F401  # registers the node kinds
from engine.errors import Problem
from engine.forms import common_form, form, new_data
from engine.nodes.base import Node
from pages.fields.node_form import new_entry
from pages.fields.pen import faults_of
from services.apps.inspection import Variable
from tests.pages.editors import editor, editors

SCRIPT = """
import json
import streamlit as st
from engine.forms import form
from pages.fields.node_form import edit_fields
from pages.fields.pen import Pen
from services.apps.inspection import Variable

ss = st.session_state
ss.setdefault("typed", {})
pen = Pen(
    key="f",
    variables=ss.get("variables") or [Variable(("s", "n"), "Start", "string")],
    models=[("demo", "demo")],
    faults=ss.get("faults", {}),
    typed=ss.typed,
)
ss.result = edit_fields(form(ss.kind), ss.data, pen)
"""


def shown(kind, data, **state):
    at = AppTest.from_string(SCRIPT, default_timeout=60)
    at.session_state["kind"], at.session_state["data"] = kind, data
    for name, value in state.items():
        at.session_state[name] = value
    at.run()
    assert not at.exception
    return at


def labelled(at, kind, label):
    return next(element for element in at.get(kind) if element.label == label)


@pytest.mark.parametrize("kind", sorted(Node.registry))
def test_showing_the_settings_of_any_kind_changes_nothing(kind):
    data = new_data(kind, "Title")
    assert shown(kind, data).session_state["result"] == data


def test_keys_that_no_form_knows_are_kept():
    data = {"type": "answer", "title": "A", "answer": "hi", "variables": [], "stray": {"x": 1}}
    at = shown("answer", data)
    editors(at)[0].set_value("bye").run()
    assert at.session_state["result"] == {**data, "answer": "bye"}


def test_a_message_of_a_prompt_is_edited_where_it_stands():
    data = {
        **new_data("llm"),
        "prompt_template": [{"id": "a", "role": "system", "text": "one"}, {"role": "user", "text": "two"}],
    }
    at = shown("llm", data)
    next(one for one in editors(at) if one.value == "two").set_value("three").run()
    assert at.session_state["result"]["prompt_template"] == [
        data["prompt_template"][0],
        {"role": "user", "text": "three"},
    ]


def test_a_message_of_the_jinja_edition_is_edited_as_jinja():
    data = {
        **new_data("llm"),
        "prompt_template": [{"role": "user", "edition_type": "jinja2", "jinja2_text": "{{ a }}", "text": ""}],
    }
    at = shown("llm", data)
    next(one for one in editors(at) if one.value == "{{ a }}").set_value("{{ b }}").run()
    message = at.session_state["result"]["prompt_template"][0]
    assert (message["jinja2_text"], message["text"]) == ("{{ b }}", "")


def test_an_entry_can_be_added_and_removed():
    at = shown("end", {**new_data("end"), "outputs": [{"variable": "a", "value_selector": ["s", "n"]}]})
    at.button(key="f_outputs_add").click().run()
    assert len(at.session_state["result"]["outputs"]) == 2
    at = shown("end", {**new_data("end"), "outputs": [{"variable": "a", "value_selector": ["s", "n"]}]})
    at.button(key="f_outputs_0_gone").click().run()
    assert at.session_state["result"]["outputs"] == []


def test_a_condition_is_edited_without_losing_its_ids():
    condition = {
        "id": "c1",
        "varType": "string",
        "variable_selector": ["s", "n"],
        "comparison_operator": "is",
        "value": "x",
    }
    data = {**new_data("if-else"), "cases": [{"case_id": "true", "logical_operator": "and", "conditions": [condition]}]}
    at = shown("if-else", data)
    at.text_input(key="f_cases_0_conditions_0_value").set_value("y").run()
    assert at.session_state["result"]["cases"][0]["conditions"] == [{**condition, "value": "y"}]


def test_a_new_case_gets_an_id_of_its_own():
    at = shown("if-else", {**new_data("if-else"), "cases": [{"case_id": "true", "conditions": []}]})
    at.button(key="f_cases_add").click().run()
    ids = [case["case_id"] for case in at.session_state["result"]["cases"]]
    assert len(set(ids)) == 2


def test_text_that_is_no_json_is_kept_as_typed_and_changes_nothing():
    data = {**new_data("tool"), "output_schema": {"type": "object"}}
    at = shown("tool", data)
    editor(at, "Named outputs").set_value('{"type": ').run()
    assert at.session_state["result"] == data
    assert list(at.session_state["typed"].values()) == ['{"type": ']
    editor(at, "Named outputs").set_value(json.dumps({"properties": {}})).run()
    assert at.session_state["result"]["output_schema"] == {"properties": {}}
    assert at.session_state["typed"] == {}


def test_a_parameter_of_the_model_can_be_set_and_left_to_the_vendor_again():
    at = shown(
        "llm",
        {**new_data("llm"), "model": {"provider": "demo", "name": "demo", "mode": "chat", "completion_params": {}}},
    )
    labelled(at, "number_input", "Temperature").set_value(0.3).run()
    assert at.session_state["result"]["model"]["completion_params"] == {"temperature": 0.3}


def test_a_parameter_that_is_a_variable_is_left_as_it_is():
    params = {"temperature": "{{#env.heat#}}", "seed": 7}
    data = {**new_data("llm"), "model": {"provider": "x", "name": "y", "completion_params": params}}
    assert shown("llm", data).session_state["result"] == data


def test_what_is_wrong_stands_under_its_field():
    at = shown("answer", new_data("answer"), faults={"answer": ["names a node that is gone"]})
    assert any("names a node that is gone" in element.value for element in at.markdown)


def test_nodes_of_one_title_are_told_apart():
    twins = [Variable((node_id, "text"), "LLM", "string") for node_id in ("a", "b")]
    data = {**new_data("end"), "outputs": [{"variable": "x", "value_selector": ["b", "text"]}]}
    at = shown("end", data, variables=twins)
    assert at.session_state["result"] == data
    at.selectbox[0].select_index(0).run()
    assert at.session_state["result"]["outputs"][0]["value_selector"] in (["a", "text"], ["b", "text"])
    assert len(set(at.selectbox[0].options)) == 2


def test_a_provider_of_a_long_name_is_not_mistaken_for_the_short_one():
    model = {"provider": "langgenius/demo/demo", "name": "demo", "mode": "chat", "completion_params": {}}
    data = {**new_data("llm"), "model": model}
    at = shown("llm", data)
    editors(at)[0].set_value("anything").run()
    assert at.session_state["result"]["model"] == model


def test_another_model_can_be_chosen_or_named():
    data = {**new_data("llm"), "model": {"provider": "openai", "name": "gpt-4o", "completion_params": {}}}
    at = shown("llm", data)
    labelled(at, "selectbox", "Model").select("demo · demo").run()
    assert at.session_state["result"]["model"]["provider"] == "demo"


def test_faults_are_sorted_by_field_and_those_of_other_nodes_left_out():
    problems = [Problem("a", "n", "x.0"), Problem("b", "n"), Problem("c", "other", "x")]
    assert faults_of(problems, "n") == {"x.0": ["a"], "": ["b"]}


def test_a_new_entry_has_what_the_kind_needs():
    conditions = next(field for field in form("if-else") if field.name == "cases")
    assert conditions.item is not None
    assert set(new_entry(conditions.item)) == {"case_id", "logical_operator", "conditions"}


def test_common_settings_are_drawn_for_every_kind():
    for kind in Node.registry:
        assert [field.name for field in common_form(kind)][:2] == ["title", "desc"]
