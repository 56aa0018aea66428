"""Fields for values of several types, tools and agents: what each stores when a person edits it."""

import pytest

from engine.forms import new_data
from pages.fields.tools import new_tool
from services.tools.toolbox import built_in_catalogue
from tests.pages.test_node_form import labelled, shown

CALCULATOR = {"provider_id": "calculator", "tool_name": "calculator"}


def result(at):
    return at.session_state["result"]


def test_a_constant_and_a_variable_have_widgets_of_their_own():
    item = {"variable_selector": ["conversation", "n"], "operation": "set", "input_type": "constant", "value": 3}
    at = shown("assigner", {**new_data("assigner"), "version": "2", "items": [item]})
    at.number_input(key="f_items_0_value").set_value(4).run()
    assert result(at)["items"][0] == {**item, "value": 4}
    at = shown("assigner", {**new_data("assigner"), "version": "2", "items": [{**item, "input_type": "variable"}]})
    at.selectbox(key="f_items_0_value").select_index(0).run()
    assert result(at)["items"][0]["value"] == ["s", "n"]


@pytest.mark.parametrize(
    ("kind", "stored", "widget", "typed", "expected"),
    [
        ("number", None, "number_input", 5, 5),
        ("text-input", None, "text_input", "five", "five"),
        ("text-input", "old", "text_input", "new", "new"),
        ("select", "a", "selectbox", "b", "b"),
    ],
)
def test_the_default_of_an_input_is_edited_as_its_type(kind, stored, widget, typed, expected):
    item = {"variable": "x", "label": "X", "type": kind, "options": ["a", "b"], "default": stored}
    at = shown("start", {**new_data("start"), "variables": [item]})
    element = next(one for one in at.get(widget) if one.label == "Default")
    (element.select(typed) if widget == "selectbox" else element.set_value(typed)).run()
    assert result(at)["variables"][0]["default"] == expected


def test_several_values_of_a_comparison_are_written_with_commas():
    condition = {"key": "extension", "comparison_operator": "in", "value": ".pdf"}
    data = {**new_data("list-operator"), "filter_by": {"enabled": True, "conditions": [condition]}}
    at = shown("list-operator", data)
    labelled(at, "text_input", "Value").set_value(".pdf, .docx").run()
    assert result(at)["filter_by"]["conditions"][0]["value"] == [".pdf", ".docx"]


def test_knowledge_bases_of_elsewhere_stay_until_they_are_taken_out():
    at = shown("knowledge-retrieval", {**new_data("knowledge-retrieval"), "dataset_ids": ["a", "b"]})
    assert result(at)["dataset_ids"] == ["a", "b"]
    labelled(at, "multiselect", "Knowledge bases").set_value(["b"]).run()
    assert result(at)["dataset_ids"] == ["b"]


def code(**outputs):
    return {**new_data("code"), "outputs": outputs}


def test_an_output_of_a_script_is_renamed_where_it_stands():
    at = shown("code", code(a={"type": "string", "children": None}, b={"type": "number", "extra": 1}))
    at.text_input(key="f_outputs_0_name").set_value("first").run()
    assert list(result(at)["outputs"].items()) == [
        ("first", {"type": "string", "children": None}),
        ("b", {"type": "number", "extra": 1}),
    ]


@pytest.mark.parametrize("name", ["", "b"])
def test_an_output_never_loses_its_name_or_takes_that_of_another(name):
    at = shown("code", code(a={"type": "string"}, b={"type": "number"}))
    at.text_input(key="f_outputs_0_name").set_value(name).run()
    assert list(result(at)["outputs"]) == ["a", "b"]


def test_an_output_is_typed_added_and_removed():
    at = shown("code", code(result={"type": "string"}))
    at.selectbox(key="f_outputs_0_type").select("number").run()
    assert result(at)["outputs"] == {"result": {"type": "number"}}
    at = shown("code", code(result={"type": "string"}))
    at.button(key="f_outputs_add").click().run()
    assert list(result(at)["outputs"]) == ["result", "result_2"]
    at = shown("code", code(result={"type": "string"}))
    at.button(key="f_outputs_0_gone").click().run()
    assert result(at)["outputs"] == {}


def test_a_tool_is_asked_for_the_parameters_that_it_has():
    at = shown("tool", {**new_data("tool"), **CALCULATOR})
    labelled(at, "text_input", "expression").set_value("1 + {{#s.n#}}").run()
    assert result(at)["tool_parameters"] == {"expression": {"type": "mixed", "value": "1 + {{#s.n#}}"}}


def test_a_parameter_may_be_a_variable_instead():
    given = {"expression": {"type": "mixed", "value": "1"}}
    at = shown("tool", {**new_data("tool"), **CALCULATOR, "tool_parameters": given})
    labelled(at, "selectbox", "Given as").select("variable").run()
    assert result(at)["tool_parameters"]["expression"]["type"] == "variable"


def test_settings_of_old_files_stay_bare_values():
    data = {**new_data("tool"), **CALCULATOR, "tool_configurations": {"days": 3, "dest": "en", "key": None}}
    at = shown("tool", data)
    labelled(at, "number_input", "days").set_value(4).run()
    assert result(at)["tool_configurations"] == {"days": 4, "dest": "en", "key": None}


def test_a_new_agent_is_told_what_to_do():
    at = shown("agent", new_data("agent"))
    labelled(at, "text_input", "Instructions").set_value("Be brief.").run()
    assert result(at)["agent_parameters"] == {"instruction": {"type": "constant", "value": "Be brief."}}


def test_an_agent_writes_its_model_under_its_own_name():
    model = {"type": "constant", "value": {"provider": "openai", "model": "gpt-4o", "type": "model-selector"}}
    at = shown("agent", {**new_data("agent"), "agent_parameters": {"model": model}})
    labelled(at, "selectbox", "Model").select("demo · demo").run()
    chosen = result(at)["agent_parameters"]["model"]["value"]
    assert chosen == {"provider": "demo", "model": "demo", "type": "model-selector"}


def test_a_tool_of_an_agent_is_switched_off_and_its_argument_fixed():
    provider, calculator = next(built_in_catalogue().offered())
    tool = new_tool(calculator, provider)
    data = {**new_data("agent"), "agent_parameters": {"tools": {"type": "constant", "value": [tool]}}}
    at = shown("agent", data)
    next(toggle for toggle in at.toggle if "Calculator" in toggle.label).set_value(False).run()
    assert result(at)["agent_parameters"]["tools"]["value"] == [{**tool, "enabled": False}]
    at = shown("agent", data)
    labelled(at, "text_input", "expression").set_value("1 + 1").run()
    fixed = result(at)["agent_parameters"]["tools"]["value"][0]["parameters"]["expression"]
    assert fixed == {"auto": 0, "value": {"type": "mixed", "value": "1 + 1"}}


def test_an_agent_app_gets_a_further_tool():
    at = shown("agent-chat", new_data("agent-chat"))
    labelled(at, "selectbox", "Add a tool").select_index(0).run()
    at.button(key="f_agent_mode_tools_add").click().run()
    provider, first = next(built_in_catalogue().offered())
    assert result(at)["agent_mode"]["tools"] == [new_tool(first, provider, is_chat=True)]


def test_tools_to_fall_back_on_are_those_of_the_agent_and_those_that_a_file_names():
    provider, first = next(built_in_catalogue().offered())
    mode = {"tools": [new_tool(first, provider, is_chat=True)], "fallback_tools": ["gone"]}
    at = shown("agent-chat", {**new_data("agent-chat"), "agent_mode": mode})
    assert result(at)["agent_mode"] == mode
    choice = labelled(at, "multiselect", "Tools to fall back on")
    assert choice.options == [first.label, "gone, which the agent does not have"]
    choice.set_value([first.name]).run()
    assert result(at)["agent_mode"]["fallback_tools"] == [first.name]


def test_a_tool_node_is_given_a_tool_by_choosing_it():
    data = {**new_data("tool"), **CALCULATOR, "tool_parameters": {"gone": {"type": "mixed", "value": "1"}}}
    at = shown("tool", data)
    labelled(at, "selectbox", "Tool").select("Day of the week · Time").run()
    chosen = result(at)
    assert (chosen["provider_type"], chosen["provider_id"], chosen["tool_name"]) == ("builtin", "time", "weekday")
    assert chosen["tool_parameters"] == {}
