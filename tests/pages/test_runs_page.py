import pytest

from pages.shell.state import StudioState
from pages.tracing.tree import rounds_of
from pages.workbench.value_edits import as_text, as_value
from services.chats import chat
from services.runs import run_logs
from services.runs.given import Reading
from services.runs.runs import DEBUGGER
from storage.records import NodeExecution
from tests.pages.test_studio_page import select, state, texts, wait_for_run


@pytest.fixture
def run_id(rt, chatflow):
    live = rt.call(
        chat.start_turn(rt, chatflow, query="hello", inputs={}, user="ann", draft=True, invoke_from=DEBUGGER)
    )
    rt.call(live.ended())
    return live.id


def test_a_run_is_shown_with_its_attempts(open_page, chatflow, run_id):
    at = open_page("runs.py", app=chatflow.id, run=run_id)
    labels = " ".join(expander.label for expander in at.expander)
    assert all(title in labels for title in ("Start", "Words", "Answer"))
    assert "You said hello" in texts(at)


def test_a_run_that_does_not_exist_leads_back(open_page, chatflow):
    assert "was not found" in texts(open_page("runs.py", app=chatflow.id, run="nothing"))


def test_a_replay_runs_from_a_node_with_another_value(open_body, rt, chatflow, run_id):
    run = rt.call(run_logs.run_detail(rt, chatflow, run_id)).run
    body = "pages.runs:show_replay(st.session_state.the_app, st.session_state.the_run)"
    at = open_body(body, the_app=chatflow, the_run=run)
    at.selectbox(key="runs_from").select_index(2).run()
    at.text_area(key="runs_change_answer_value_text_output").set_value("by hand").run()
    at.button(key="runs_replay_go").click().run()
    assert not at.exception
    child = rt.call(run_logs.list_runs(rt, chatflow, parent_run_id=run_id)).items[0]
    assert (child.outputs["answer"], child.replayed_from) == ("by hand", "answer")


def test_the_menu_beside_run_runs_part_of_the_draft(open_page, chatflow):
    at = select(open_page("studio.py", app=chatflow.id), "text")
    at.session_state["studio_run_menu"] = True
    at.text_area(key="studio_query").set_value("hello").run()
    at.button(key="studio_run_until").click().run()
    wait_for_run(at)
    assert {step.node_id for step in state(at).picture.steps.values()} == {"start", "text"}
    at.session_state["studio_run_menu"] = True
    at.run()
    at.button(key="studio_run_all").click().run()
    wait_for_run(at)
    assert "reused" not in {step.status for step in state(at).picture.steps.values()}


def test_nodes_show_what_their_results_are_worth_before_a_run(open_page, chatflow):
    at = open_page("studio.py", app=chatflow.id)
    shown: StudioState = state(at)
    assert shown.freshness == {"start": "fresh", "text": "never", "answer": "never"}


@pytest.mark.parametrize(
    ("value", "written", "meant"),
    [("text", "other", "other"), (3, "4", 4), ({"a": 1}, '{"a": 2}', {"a": 2}), ("12", "13", "13")],
)
def test_an_edited_value_keeps_its_kind(value, written, meant):
    reading = Reading("n", "out", "N", value, is_known=True)
    assert as_value(as_text(value), reading) == value
    assert as_value(written, reading) == meant


def test_rounds_of_nested_containers_are_told_apart():
    def row(node_id, *path):
        own = {"workspace_id": "w", "app_id": "a", "run_id": "r", "kind": "llm", "title": "", "status": "succeeded"}
        return NodeExecution(**own, node_id=node_id, path=[list(step) for step in path])

    rows = [row("outer"), row("inner", ("outer", 0)), row("x", ("outer", 0), ("inner", 1)), row("inner", ("outer", 1))]
    assert {index: [one.node_id for one in found] for index, found in rounds_of(rows, (), "outer").items()} == {
        0: ["inner", "x"],
        1: ["inner"],
    }
    assert list(rounds_of(rows, (("outer", 0),), "inner")) == [1]
