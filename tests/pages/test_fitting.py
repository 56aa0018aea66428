"""What the inspector offers goes with the types of variables; messages of a prompt change places."""

from typing import get_args

import pytest

from engine.comparisons import ComparisonOperator
from pages.fields.fitting import comparisons, fitting
from pages.shell.state import StudioState
from services.apps import imports, workflows
from services.apps.apps import get_app
from services.apps.inspection import Variable
from tests.pages.editors import editors

ALL = get_args(ComparisonOperator)
APP = """
kind: app
version: 0.6.0
app: {name: Fit, mode: workflow, icon: "🤖", description: ""}
workflow:
  features: {}
  graph:
    nodes:
      - id: s
        type: custom
        position: {x: 0, y: 0}
        data: {type: start, title: Start, variables: [
          {variable: n, type: number, label: N}, {variable: q, type: text-input, label: Q},
          {variable: sure, type: checkbox, label: Sure}]}
      - id: choice
        type: custom
        position: {x: 300, y: 0}
        data: {type: if-else, title: Choice, cases: [{case_id: "true", logical_operator: and, conditions: [
          {id: c, variable_selector: [s, q], comparison_operator: contains, value: a}]}]}
      - id: ask
        type: custom
        position: {x: 600, y: 0}
        data: {type: llm, title: Ask, model: {provider: demo, name: demo, mode: chat},
               prompt_template: [{role: system, text: First}, {role: user, text: Second}]}
    edges:
      - {id: e1, source: s, target: choice, sourceHandle: source}
      - {id: e2, source: choice, target: ask, sourceHandle: "true"}
"""


@pytest.fixture
def app(rt, workspace_id):
    return rt.call(get_app(rt, workspace_id, rt.call(imports.import_dsl(rt, workspace_id, APP)).app_id))


def data_of(rt, app, node_id):
    return next(one["data"] for one in rt.call(workflows.get_draft(rt, app)).graph["nodes"] if one["id"] == node_id)


def opened(open_page, app, node_id):
    at = open_page("studio.py", app=app.id)
    at.session_state[StudioState.__name__].selected = node_id
    return at.run()


@pytest.mark.parametrize(
    ("kind", "has", "lacks"),
    [
        ("string", "start with", ">"),
        ("secret", "is", "="),
        ("number", "≥", "contains"),
        ("integer", "=", "is"),
        ("boolean", "is", "contains"),
        ("file", "exists", "empty"),
        ("array[string]", "contains", "is"),
        ("array[object]", "empty", "contains"),
        ("", "all of", None),
        ("any", ">", None),
    ],
)
def test_only_comparisons_that_go_with_the_type_are_offered(kind, has, lacks):
    offered = comparisons(kind, ALL)
    assert has in offered
    assert lacks not in offered
    assert set(offered) <= set(ALL)


def test_a_field_offers_what_it_can_read_and_what_nobody_knows_the_type_of():
    kinds = ("array[string]", "string", "any", "file")
    variables = [Variable(("a", kind), "A", kind) for kind in kinds]
    offered = [one.value_type for one in fitting(variables, "iteration", "iterator_selector")]
    assert offered == ["array[string]", "any"]
    assert [one.value_type for one in fitting(variables, "code", "variables.0.value_selector")] == list(kinds)


def test_another_variable_in_a_condition_brings_the_comparisons_of_its_type(open_page, rt, app):
    at = opened(open_page, app, "choice")
    variable = next(box for box in at.selectbox if box.label == "Variable")
    compared = next(box for box in at.selectbox if box.label == "Comparison operator")
    assert ">" not in compared.options
    variable.set_value("Start / n").run()
    condition = data_of(rt, app, "choice")["cases"][0]["conditions"][0]
    assert (condition["variable_selector"], condition["comparison_operator"]) == (["s", "n"], "=")


def test_a_message_goes_up_and_its_field_shows_the_other_text(open_page, rt, app):
    at = opened(open_page, app, "ask")
    next(button for button in at.button if button.key.endswith("_1_up")).click().run()
    assert [one["text"] for one in data_of(rt, app, "ask")["prompt_template"]] == ["Second", "First"]
    shown = [one.value for one in editors(at) if one.label.endswith(" message")]
    assert shown == ["Second", "First"]
    at.run()
    assert [one["text"] for one in data_of(rt, app, "ask")["prompt_template"]] == ["Second", "First"]


def test_edges_are_drawn_and_taken_away_by_a_form(open_page, rt, app):
    def ways():
        return {(one["source"], one["target"]) for one in rt.call(workflows.get_draft(rt, app)).graph["edges"]}

    at = opened(open_page, app, "s")
    at.session_state["next_s"] = True
    choice = next(box for box in at.run().selectbox if box.label == "Connect to")
    assert choice.options == ["Ask"]
    choice.set_value("ask").run()
    assert ("s", "ask") in ways()
    next(button for button in at.button if button.key.endswith("_cut_choice")).click().run()
    assert ways() == {("s", "ask"), ("choice", "ask")}
