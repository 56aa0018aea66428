import time

import pytest

from pages.shell.state import StudioState
from services.apps import apps, workflows
from tests.pages.editors import editor


def texts(at):
    found = (*at.markdown, *at.caption, *at.info, *at.warning, *at.error, *at.code)
    return " ".join(element.value for element in found)


def state(at) -> StudioState:
    return at.session_state[StudioState.__name__]


def select(at, node_id):
    state(at).selected = node_id
    return at.run()


def field(at, kind, label):
    return next(element for element in at.get(kind) if element.label == label)


def data_of(rt, app, node_id):
    nodes = rt.call(workflows.get_draft(rt, app)).graph["nodes"]
    return next(node["data"] for node in nodes if node["id"] == node_id)


def wait_for_run(at):
    """Look again until the run is over, as the page does by itself."""
    deadline = time.monotonic() + 10
    while state(at).picture is None or not state(at).picture.is_over:
        assert time.monotonic() < deadline
        at.run()
    return at


def test_an_unknown_app_leads_back_to_the_list(open_page):
    at = open_page("studio.py", app="01234567-0000-7000-8000-000000000000")
    assert "was not found" in texts(at)


def test_without_an_app_the_studio_offers_those_there_are(open_page, chatflow):
    at = open_page("studio.py")
    assert [link.proto.query_string for link in at.get("page_link")] == [f"app={chatflow.id}"]
    at.text_input(key="choice_search").set_value("another").run()
    assert "No app fits." in texts(at)


def test_a_change_in_the_inspector_is_stored_at_once(open_page, chatflow, rt):
    at = select(open_page("studio.py", app=chatflow.id), "text")
    editor(at, "Template").set_value("Heard: {{ q }}").run()
    assert data_of(rt, chatflow, "text")["template"] == "Heard: {{ q }}"


def test_opening_a_node_changes_nothing(open_page, chatflow, rt):
    before = rt.call(workflows.get_draft(rt, chatflow)).hash
    for node_id in ("start", "text", "answer"):
        select(open_page("studio.py", app=chatflow.id), node_id)
    assert rt.call(workflows.get_draft(rt, chatflow)).hash == before


def test_a_problem_stands_at_its_field_and_in_the_list(open_page, chatflow, rt):
    broken = {**data_of(rt, chatflow, "answer"), "answer": "{{#gone.output#}}"}
    rt.call(workflows.update_node(rt, chatflow, "answer", broken))
    at = open_page("studio.py", app=chatflow.id)
    assert any("1 problem" in popover.proto.popover.label for popover in at.get("popover"))
    next(button for button in at.button if button.key.startswith("inspector_problem_")).click().run()
    assert state(at).selected == "answer"
    assert "gone" in " ".join(element.value for element in at.markdown if ":red[" in element.value)


def test_publishing_is_refused_with_the_problems_while_there_are_any(open_page, chatflow, rt):
    rt.call(
        workflows.update_node(rt, chatflow, "answer", {**data_of(rt, chatflow, "answer"), "answer": "{{#gone.x#}}"})
    )
    at = open_page("studio.py", app=chatflow.id)
    at.button(key="studio_publish").click().run()
    assert "cannot be published" in texts(at)
    assert rt.call(workflows.published(rt, chatflow)) is None


def test_publishing_makes_a_version_with_its_name(open_body, open_page, chatflow, rt):
    at = open_body(f"pages.workbench.bar:show_publish(open_desk({chatflow.id!r}))")
    at.text_input(key="studio_publish_name").set_value("June").run()
    at.button(key="studio_publish_go").click().run()
    assert rt.call(workflows.published(rt, chatflow)).marked_name == "June"
    assert "published June" in texts(open_page("studio.py", app=chatflow.id))


def test_a_change_made_elsewhere_shows_while_nothing_is_typed_here(open_page, chatflow, rt):
    at = select(open_page("studio.py", app=chatflow.id), "text")
    rt.call(workflows.update_node(rt, chatflow, "text", {**data_of(rt, chatflow, "text"), "template": "theirs"}))
    at.run()
    assert editor(at, "Template").value == "theirs"


@pytest.fixture
def conflict(open_page, chatflow, rt):
    """Return the page after a template was changed here and elsewhere at the same time."""
    at = select(open_page("studio.py", app=chatflow.id), "text")
    rt.call(workflows.update_node(rt, chatflow, "answer", {**data_of(rt, chatflow, "answer"), "title": "Theirs"}))
    editor(at, "Template").set_value("mine").run()
    return at


def test_a_conflict_is_said_and_loses_nothing(conflict, chatflow, rt):
    assert "changed elsewhere" in conflict.warning[0].value
    assert editor(conflict, "Template").value == "mine"
    assert data_of(rt, chatflow, "text")["template"] == "You said {{ q }}"


def test_after_a_conflict_what_was_typed_can_be_put_on_top(conflict, chatflow, rt):
    conflict.button(key="studio_mine").click().run()
    assert data_of(rt, chatflow, "text")["template"] == "mine"
    assert data_of(rt, chatflow, "answer")["title"] == "Theirs"
    assert not conflict.warning


def test_after_a_conflict_the_other_version_can_be_loaded(conflict, chatflow, rt):
    conflict.button(key="studio_theirs").click().run()
    assert editor(conflict, "Template").value == "You said {{ q }}"
    assert not conflict.warning


def test_a_run_shows_every_step_with_what_went_in_and_out(open_page, chatflow):
    at = open_page("studio.py", app=chatflow.id)
    at.text_area(key="studio_query").set_value("hello").run()
    at.button(key="studio_run").click().run()
    wait_for_run(at)
    assert [step.node_id for step in state(at).picture.steps.values()] == ["start", "text", "answer"]
    assert "You said hello" in texts(at)
    assert "3 of 3 steps" in texts(at)


def test_a_reload_finds_the_run_again(open_page, chatflow):
    at = open_page("studio.py", app=chatflow.id)
    at.text_area(key="studio_query").set_value("hello").run()
    at.button(key="studio_run").click().run()
    run_id = state(wait_for_run(at)).run_id
    again = open_page("studio.py", app=chatflow.id, run=run_id)
    assert "You said hello" in texts(again)


def test_a_question_that_is_missing_is_asked_for(open_page, chatflow):
    at = open_page("studio.py", app=chatflow.id)
    at.button(key="studio_run").click().run()
    assert state(at).picture is None
    assert "Message" in at.toast[0].value


def test_a_version_can_be_restored(open_page, chatflow, rt):
    rt.call(workflows.publish(rt, chatflow))
    rt.call(workflows.update_node(rt, chatflow, "text", {**data_of(rt, chatflow, "text"), "template": "later"}))
    at = open_page("studio.py", app=chatflow.id)
    at.session_state["studio_tab"] = "Versions"
    at.run()
    next(button for button in at.button if button.key.startswith("studio_restore_")).click().run()
    assert data_of(rt, chatflow, "text")["template"] == "You said {{ q }}"


def test_the_icon_of_an_app_is_picked_in_the_studio(open_page, chatflow, rt):
    at = open_page("studio.py", app=chatflow.id)
    at.pills(key="app_0_picture").select("📚").run()
    assert rt.call(apps.get_app(rt, chatflow.workspace_id, chatflow.id)).icon == "📚"
    at.color_picker(key="app_0_colour").set_value("#112233").run()
    assert rt.call(apps.get_app(rt, chatflow.workspace_id, chatflow.id)).icon_background == "#112233"
    assert not at.warning
