"""What an agent did, on the screen: rounds in chats, logs in runs."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from engine.events import AgentLog, AgentThought
from pages.tracing.agent_view import calling
from pages.tracing.model import picture_of, picture_of_rows
from storage.records import NodeExecution, Run
from tests.pages.test_run_model import started

ROUND = {
    "id": "t1",
    "position": 1,
    "thought": "I calculate.",
    "tool": "calculator;clock",
    "tool_input": json.dumps({"calculator": {"expression": "1 + 1"}, "clock": {}}),
    "observation": json.dumps({"calculator": "2", "clock": "noon"}),
}
ENTRIES = [
    {"id": "r", "parent_id": None, "label": "ROUND 1", "status": "success", "metadata": {"elapsed_time": 1.5}},
    {"id": "c", "parent_id": "r", "label": "CALL [calculator]", "status": "error", "error": "no", "data": {"x": 1}},
]


def shown(call, **state):
    at = AppTest.from_string(f"import streamlit as st\nfrom pages.tracing.agent_view import *\n{call}")
    for name, value in state.items():
        at.session_state[name] = value
    at.run()
    assert not at.exception
    return at


def test_a_round_names_its_tools_with_input_and_observation():
    at = shown("show_thoughts(st.session_state.rounds, key='k')", rounds=[ROUND, {**ROUND, "id": "t2", "tool": ""}])
    assert [expander.label for expander in at.expander] == ["Used calculator, clock"]
    assert [code.value for code in at.code] == ['{\n  "expression": "1 + 1"\n}', "2", "noon"]


def test_an_answer_without_tools_shows_no_rounds():
    assert not shown("show_thoughts(st.session_state.rounds, key='k')", rounds=[{**ROUND, "tool": ""}]).expander


@pytest.mark.parametrize("text", ["{", "[1]", "", None])
def test_an_observation_that_was_cut_hurts_nothing(text):
    shown("show_thoughts(st.session_state.rounds, key='k')", rounds=[{**ROUND, "observation": text}])


def test_rounds_are_told_in_chinese():
    at = shown("show_thoughts(st.session_state.rounds, key='k')", rounds=[ROUND], language="zh")
    assert at.expander[0].label.startswith("使用了")


def test_a_log_is_a_tree_whose_labels_are_no_markdown():
    at = shown("show_log(st.session_state.entries)", entries=ENTRIES)
    outer = at.expander[0]
    assert outer.label.startswith("ROUND 1")
    assert [inner.label for inner in outer.expander] == ["CALL \\[calculator\\]"]
    assert at.error[0].value == "no"


def test_the_picture_of_a_run_has_the_log_of_each_step_while_it_runs():
    log = {"node_execution_id": "e1", "node_id": "n1", "id": "l", "label": "ROUND 1"}
    picture = picture_of([started(), AgentLog(**log, status="start"), AgentLog(**log, status="success")])
    step = picture.step_of("n1")
    assert [(entry["label"], entry["status"]) for entry in step.log.values()] == [("ROUND 1", "success")]


def test_the_picture_of_a_stored_run_has_the_log_as_well():
    run = Run(workspace_id="w", app_id="a", created_by="x", status="succeeded")
    about = {"node_id": "n1", "kind": "agent", "title": "Clerk", "status": "succeeded"}
    row = NodeExecution(workspace_id="w", app_id="a", run_id=run.id, **about, metadata={"agent_log": ENTRIES})
    assert list(picture_of_rows(run, [row]).step_of("n1").log) == ["r", "c"]


def test_a_running_turn_names_the_tool_that_it_waits_for():
    asked = AgentThought(id="t1", position=1, tool="calculator")
    waiting = picture_of([asked])
    assert "calculator" in calling(list(waiting.thoughts.values()))
    waiting.add(AgentThought(id="t1", position=1, tool="calculator", observation="2"))
    assert calling(list(waiting.thoughts.values())) == ""


NOTE = {"code": "rounds_used_up", "text": "?", "values": {"rounds": 3}}


@pytest.mark.parametrize(("language", "said"), [("en", "All 3 rounds"), ("zh", "可调用工具的 3 轮")])
def test_notes_are_told_in_the_language_of_the_session(language, said):
    at = shown("show_notes(st.session_state.notes)", notes=[NOTE, {"code": "new", "text": "News"}], language=language)
    assert said in at.caption[0].value
    assert "News" in at.caption[1].value


def test_a_round_tells_its_time_its_tokens_and_what_failed():
    call = {"name": "clock", "input": {}, "observation": "", "error": "stopped", "elapsed": 0.5}
    measured = {**ROUND, "calls": [call], "elapsed": 1.5, "usage": {"total_tokens": 1200}}
    at = shown("show_rounds({'agent_thoughts': st.session_state.rounds})", rounds=[measured])
    assert at.caption[0].value == "Round 1 · 1.5 s · 1,200 tokens"
    assert [error.value for error in at.error] == ["stopped"]
    assert any("500 ms" in text.value for text in at.markdown)
