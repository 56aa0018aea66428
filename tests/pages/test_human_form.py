"""Forms that runs wait for, on the Studio, the chat page and the page of a workflow."""

import pytest

from engine.dsl import dump
from services.apps import apps, imports, workflows
from services.runs.runs import DEBUGGER
from tests.services import waiting
from tests.services.hand_clock import HandClock


@pytest.fixture
def made(rt, workspace_id):
    """Return a function that makes an app of a document and publishes it."""

    def make(document):
        result = rt.call(imports.import_dsl(rt, workspace_id, dump(document)))
        app = rt.call(apps.get_app(rt, workspace_id, result.app_id or ""))
        rt.call(workflows.publish(rt, app))
        return app

    return make


def shown(at):
    return [element.value for element in at.markdown]


def press(at, title):
    return next(button for button in at.button if button.label == title).click().run()


def status(rt, app, run_id):
    return rt.call(workflows.run_detail(rt, app, run_id))[0]


def test_the_studio_shows_the_form_and_goes_on_with_its_answer(open_page, rt, made):
    app = made(waiting.reviewed())
    at = open_page("studio.py", app=app.id)
    at.text_area(key=f"studio_input_{app.id}_s").set_value("the draft").run()
    at.button(key="studio_run").click().run()
    at = settled(at)
    assert "Check the draft:" in shown(at)
    assert [button.label for button in at.button if button.label in ("Approve", "No, thanks")] == [
        "Approve",
        "No, thanks",
    ]
    note = next(area for area in at.text_area if area.label == "note")
    assert note.value == "none"
    note.set_value("good")
    at = settled(press(at, "Approve"))
    run_id = at.query_params["run"]
    assert status(rt, app, run_id).outputs == {"note": "good"}
    assert not [button for button in at.button if button.label == "Approve"]
    assert any("succeeded" in text for text in shown(at))


def settled(at):
    """Return the page once its run is over or waits."""
    for _ in range(50):
        if not any(button.key == "studio_stop" for button in at.button) or any(b.label == "Approve" for b in at.button):
            return at
        at = at.run()
    raise AssertionError("the run goes on and on")


def test_a_reload_shows_the_form_of_a_run_that_is_no_longer_in_memory(open_page, rt, made):
    app = made(waiting.reviewed())
    live = rt.call(waiting.paused_run(rt, app, invoke_from=DEBUGGER, draft=True))
    rt.live._ended.clear()
    at = open_page("studio.py", app=app.id, run=live.id)
    assert any("waiting for a person" in text for text in shown(at))
    settled(press(at, "No, thanks"))
    assert status(rt, app, live.id).outputs == {"__action_value": "No, thanks"}


def test_the_studio_stops_a_run_that_waits(open_page, rt, made):
    app = made(waiting.reviewed())
    live = rt.call(waiting.paused_run(rt, app, invoke_from=DEBUGGER, draft=True))
    at = open_page("studio.py", app=app.id, run=live.id)
    at.button(key="studio_stop").click().run()
    rt.call(rt.live.get(live.id).ended())
    assert status(rt, app, live.id).status == "stopped"


def test_an_answer_that_comes_too_late_says_so(open_page, rt, made):
    app = made(waiting.reviewed())
    live = rt.call(waiting.paused_run(rt, app, invoke_from=DEBUGGER, draft=True))
    at = open_page("studio.py", app=app.id, run=live.id)
    rt.expiry.clock = HandClock("2999-01-01")
    assert "has expired" in press(at, "Approve").error[0].value


def test_an_answer_of_somebody_else_is_followed(open_page, rt, made):
    app = made(waiting.reviewed())
    live = rt.call(waiting.paused_run(rt, app, invoke_from=DEBUGGER, draft=True))
    at = open_page("studio.py", app=app.id, run=live.id)
    rt.call(waiting.answer(rt, rt.call(waiting.form_of(rt, app, live)), note="from elsewhere"))
    at = settled(press(at, "Approve"))
    assert status(rt, app, live.id).outputs == {"note": "from elsewhere"}
    assert any("succeeded" in text for text in shown(at))


def test_the_chat_page_asks_inside_the_answer_and_goes_on(open_page, rt, made):
    app = made(waiting.hand_off())
    at = open_page("chat.py", app=app.id)
    at.chat_input[0].set_value("Help").run()
    assert "One moment." in shown(at)
    next(area for area in at.text_area if area.label == "note").set_value("Hello from Ann")
    at = press(at, "Approve")
    at = at.run()
    assert "One moment. Ann says: Hello from Ann" in shown(at)
    assert not [button for button in at.button if button.label == "Approve"]


def test_the_chat_page_asks_nobody_who_was_not_to_be_asked_there(open_page, made):
    mail = {"type": "email", "enabled": True, "config": {"recipients": {"whole_workspace": True, "items": []}}}
    document = waiting.hand_off()
    ask = dict(document.node("ask").data) | {"delivery_methods": [mail]}
    app = made(document.with_node_data("ask", ask))
    at = open_page("chat.py", app=app.id)
    at.chat_input[0].set_value("Help").run()
    assert not [button for button in at.button if button.label == "Approve"]
    assert any("by mail" in caption.value for caption in at.caption)


def test_the_page_of_a_workflow_asks_and_shows_the_result(open_page, made):
    app = made(waiting.reviewed())
    at = open_page("chat.py", app=app.id)
    at.button(key="form_run").click().run()
    next(area for area in at.text_area if area.label == "note").set_value("fine so")
    at = press(at, "Approve")
    assert any("fine so" in text for text in shown(at))


def test_a_choice_is_asked_for(open_page, rt, made):
    grade = {"type": "select", "output_variable_name": "grade", "option_source": {"value": ["A", "B"]}}
    app = made(waiting.reviewed(inputs=[grade], form_content="Grade: {{#$output.grade#}}"))
    live = rt.call(waiting.paused_run(rt, app, invoke_from=DEBUGGER, draft=True))
    at = open_page("studio.py", app=app.id, run=live.id)
    at = press(at, "No, thanks")
    assert "grade" in at.warning[0].value
    next(box for box in at.selectbox if box.label == "grade").set_value("B")
    settled(press(at, "No, thanks"))
    assert status(rt, app, live.id).status == "succeeded"
