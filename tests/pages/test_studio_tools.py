"""The tools above the canvas: what is copied, deleted, tidied and taken back is stored; problems lead to their fields."""

import pytest

from pages.shell.state import Clipboard, StudioState
from services.apps import apps, workflows
from tests.pages.editors import editor


def state(at) -> StudioState:
    return at.session_state[StudioState.__name__]


def titles(rt, app):
    return [node["data"]["title"] for node in rt.call(workflows.get_draft(rt, app)).graph["nodes"]]


def press(at, name):
    return at.button(key=f"studio_{name}").click().run()


@pytest.fixture
def studio(open_page, chatflow):
    at = open_page("studio.py", app=chatflow.id)
    state(at).selected = "text"
    return at.run()


def test_a_deleted_node_comes_back_by_undo_and_goes_again_by_redo(studio, rt, chatflow):
    before = rt.call(workflows.get_draft(rt, chatflow))
    press(studio, "delete")
    assert titles(rt, chatflow) == ["Start", "Answer"]
    assert state(studio).selected is None
    press(studio, "undo")
    assert rt.call(workflows.get_draft(rt, chatflow)).hash == before.hash
    assert studio.button(key="studio_undo").disabled
    press(studio, "redo")
    assert titles(rt, chatflow) == ["Start", "Answer"]


def test_undo_takes_back_a_setting_too(studio, rt, chatflow):
    editor(studio, "Template").set_value("Changed").run()
    press(studio, "undo")
    assert editor(studio, "Template").value == "You said {{ q }}"


def test_undo_is_not_offered_over_what_somebody_else_saved(studio, rt, chatflow):
    press(studio, "duplicate")
    graph = rt.call(workflows.get_draft(rt, chatflow)).graph
    theirs = {**graph, "nodes": graph["nodes"][:3]}
    rt.call(workflows.save_draft(rt, chatflow, graph=theirs))
    studio.run()
    assert studio.button(key="studio_undo").disabled
    assert titles(rt, chatflow) == ["Start", "Words", "Answer"]


def test_a_copy_stands_beside_its_node_and_is_selected(studio, rt, chatflow):
    press(studio, "duplicate")
    assert titles(rt, chatflow) == ["Start", "Words", "Answer", "Words 2"]
    assert state(studio).selected not in (None, "text")


def test_what_is_copied_can_be_pasted_into_another_app(studio, open_page, rt, workspace_id):
    press(studio, "copy")
    other = rt.call(apps.create_app(rt, workspace_id, name="Other", mode="workflow"))
    elsewhere = open_page("studio.py", app=other.id)
    assert elsewhere.button(key="studio_paste").disabled
    elsewhere.session_state[Clipboard.__name__] = studio.session_state[Clipboard.__name__]
    press(elsewhere.run(), "paste")
    assert "Words" in titles(rt, other)


def test_tidying_up_moves_nodes_and_nothing_else(studio, rt, chatflow):
    before = rt.call(workflows.get_draft(rt, chatflow)).graph
    press(studio, "tidy")
    after = rt.call(workflows.get_draft(rt, chatflow)).graph
    assert [node["data"] for node in after["nodes"]] == [node["data"] for node in before["nodes"]]
    places = [node["position"]["x"] for node in after["nodes"]]
    assert places == sorted(places) != [node["position"]["x"] for node in before["nodes"]]


def test_a_new_node_goes_onto_the_selected_edge(studio, rt, chatflow):
    state(studio).selected = "e1"
    studio.run().button(key="palette_add_code").click().run()
    made = state(studio).selected
    edges = {(edge["source"], edge["target"]) for edge in rt.call(workflows.get_draft(rt, chatflow)).graph["edges"]}
    assert edges == {("start", made), (made, "text"), ("text", "answer")}


def test_a_problem_leads_to_the_field_inside_a_closed_part_of_the_form(studio, rt, chatflow):
    graph = rt.call(workflows.get_draft(rt, chatflow)).graph
    data = {**graph["nodes"][1]["data"], "variables": [{"variable": "q", "value_selector": ["gone", "x"]}]}
    rt.call(workflows.update_node(rt, chatflow, "text", data))
    state(studio).selected = None
    studio.run().button(key="checklist_error_0").click().run()
    assert state(studio).selected == "text"
    assert any("gone" in element.value and ":red[" in element.value for element in studio.markdown)


@pytest.mark.parametrize(("language", "label"), [("en", "No problems"), ("zh", "没有问题")])
def test_a_draft_without_problems_says_so(studio, language, label):
    studio.session_state["language"] = language
    studio.run()
    labels = [block.proto.popover.label for block in studio.get("popover")]
    assert any(label in one for one in labels)
