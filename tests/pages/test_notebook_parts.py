"""Parts of the notebook by themselves: the values of a run, their difference, the timeline, the words of a cell."""

import json
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from engine.document import NodeSpec
from engine.events import RunError
from pages.cells.words import preview_of_reads, preview_of_settings
from pages.language.formats import money
from pages.tracing.compare import difference, differs
from pages.tracing.model import RunPicture, Step
from pages.tracing.outputs import telling
from pages.tracing.values import RunValue
from services.apps import imports
from tests.pages.test_studio_page import texts, wait_for_run


def step(node_id: str = "a", **values) -> Step:
    return Step(node_id, node_id, "code", "Count", "succeeded", **values)


def test_outputs_that_only_machines_need_are_left_out():
    outputs = {"text": "hi", "usage": {"total_tokens": 3}, "reasoning_content": "", "sys.user_id": "local"}
    assert telling(outputs) == {"text": "hi"}
    assert telling({"usage": {"total_tokens": 3}}) == {"usage": {"total_tokens": 3}}


def test_two_executions_are_compared_by_what_they_say():
    before, after = step(outputs={"text": "one\ntwo", "usage": {"n": 1}}), step(outputs={"text": "one\nthree"})
    assert differs(before, after)
    assert not differs(before, step(outputs={"text": "one\ntwo", "usage": {"n": 9}}))
    assert [line for line in difference(before, after) if line[0] in "+-"] == ["-two", "+three"]
    assert differs(before, None)


@pytest.mark.parametrize("wanted", ["count", "TOTAL", "1836", ""])
def test_values_are_found_by_owner_name_and_value(wanted):
    assert RunValue("a", "Count", "total", 1836, "number").matches(wanted)
    assert not RunValue("a", "Count", "total", 1836, "number").matches("tea")


def test_a_cell_says_in_a_line_what_it_does_and_what_it_read():
    prompt = [{"role": "system", "text": "Be short."}, {"role": "user", "text": "Say\nwhy."}]
    node = NodeSpec("a", "llm", "A", {"model": {"name": "m"}, "prompt_template": prompt}, {})
    assert preview_of_settings(node) == ":small[m · Say why\\.]"
    shown = preview_of_reads(step(inputs={"#start.topic#": "tea", "none": "", "sys.user_id": "local"}))
    assert shown == r":gray[:small[topic = tea]]"


@pytest.mark.parametrize(
    ("price", "shown"),
    [("0", ""), ("0.00001", "<$0.0001"), ("0.00123", "$0.0012"), ("0.25", "$0.25"), ("12.5", "$12.50")],
)
def test_prices_keep_the_places_that_tell_something(price, shown):
    assert money(Decimal(price)) == shown


SCRIPT = """
import json, streamlit as st
from pages.tracing.model import RunPicture, Step
from pages.tracing.timeline import show_timeline
from pages.tracing.outputs import show_outputs
steps = [Step(**values) for values in json.loads(st.session_state.steps)]
show_timeline(RunPicture(steps={step.id: step for step in steps}))
show_outputs(steps[0].outputs, key="a")
"""


def test_the_timeline_shows_titles_as_text_and_outputs_come_as_what_they_are(rt):
    rows = [{"region": "North", "sales": 3}, {"region": "South", "sales": 4}]
    values = {"id": "1", "node_id": "a", "kind": "code", "title": "<b>x</b>", "status": "succeeded"}
    first = {**values, "started_at": 10.0, "elapsed": 2.0, "outputs": {"rows": rows, "n": 2, "deep": {"a": {"b": 1}}}}
    at = AppTest.from_string(SCRIPT, default_timeout=20)
    at.session_state["steps"] = json.dumps([first, {**values, "id": "2", "started_at": 11.0, "elapsed": 4.0}])
    at.run()
    assert not at.exception
    drawn = at.get("html")[0].proto.body
    assert "<b>x</b>" not in drawn
    assert "&lt;b&gt;x&lt;/b&gt;" in drawn
    assert "left:20.00%;width:80.00%" in drawn
    assert list(at.dataframe[0].value.columns) == ["region", "sales"]
    assert json.loads(at.json[0].value) == {"a": {"b": 1}}
    assert "`2`" in at.markdown[0].value


def test_what_was_running_when_a_run_ended_is_stopped():
    picture = RunPicture(steps={"1": Step("1", "a", "llm", "A", started_at=1.0)})
    picture.add(RunError(code="x", message="gone"))
    assert picture.statuses() == {"a": "stopped"}


CHATTY = """
kind: app
version: 0.6.0
app: {name: Guests, mode: advanced-chat, icon: "🤖", description: ""}
workflow:
  conversation_variables: [{id: c1, name: mood, value: sunny, value_type: string, description: ""}]
  graph:
    nodes:
      - {id: start, type: custom, position: {x: 0, y: 0}, data: {type: start, title: Start, variables: []}}
      - id: answer
        type: custom
        position: {x: 300, y: 0}
        data: {type: answer, title: Answer, answer: "A {{#conversation.mood#}} hello"}
    edges: [{id: e, source: start, target: answer, sourceHandle: source, targetHandle: target}]
"""


def test_a_conversation_is_shown_and_its_variables_decide_the_next_turn(rt, workspace_id, open_page):
    made = rt.call(imports.import_dsl(rt, workspace_id, CHATTY))
    at = open_page("studio.py", app=made.app_id, view="notebook")
    at.text_area(key="studio_query").set_value("Hi").run()
    at.button(key="notebook_run_stale").click().run()
    wait_for_run(at).run()
    at.session_state["notebook_tab"] = "Conversation"
    at.run()
    assert [message.markdown[0].value for message in at.chat_message] == ["Hi", "A sunny hello"]
    mood = next(area for area in at.text_area if area.label.startswith("mood"))
    mood.set_value("rainy").run()
    at.button(key="studio_run").click().run()
    assert "A rainy hello" in texts(wait_for_run(at).run())
