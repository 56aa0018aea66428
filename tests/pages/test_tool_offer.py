"""An app is offered as a tool where its settings are, and its run stands in the trace of the run that called it."""

from engine.document import Document
from services.apps import apps, workflows
from services.apps.offers import offer_in
from services.runs import workflow_runs
from services.runtime import Runtime
from storage.records import App
from tests.services.parts import document, graph, node

SETTINGS = "pages.catalogue.settings:show_settings(st.session_state.app, ())"


def test_an_app_is_offered_in_its_dialog(open_body, rt: Runtime, chatflow: App) -> None:
    at = open_body(SETTINGS, app=chatflow)
    at.toggle(key=f"app_settings_tool_on_{chatflow.id}").set_value(True).run()
    at.text_input(key=f"app_settings_tool_name_{chatflow.id}").set_value("two words")
    at.button(key="app_settings_save").click().run()
    assert any("letters, digits" in error.value for error in at.error)
    at.text_input(key=f"app_settings_tool_name_{chatflow.id}").set_value("echo")
    at.text_area(key=f"app_settings_tool_cases_{chatflow.id}").set_value("say it again\n\nsay it twice")
    at.toggle(key=f"app_settings_tool_effects_{chatflow.id}").set_value(False)
    at.button(key="app_settings_save").click().run()
    offer = offer_in(rt.call(apps.get_app(rt, chatflow.workspace_id, chatflow.id)))
    assert (offer.enabled, offer.name, offer.has_side_effects) == (True, "echo", False)
    assert list(offer.use_cases) == ["say it again", "say it twice"]
    assert offer.description == chatflow.description


def calling(app: App) -> Document:
    """Return a workflow that asks an app."""
    given = {"query": {"type": "constant", "value": "Hi"}}
    tool = node("tool", "tool", provider_type="app", provider_id=app.id, tool_name="echo", tool_parameters=given)
    end = node("end", "end", outputs=[{"variable": "said", "value_selector": ["tool", "text"]}])
    return document("workflow", graph(node("start", "start"), tool, end))


def test_a_called_run_stands_in_the_trace(open_page, rt: Runtime, chatflow: App) -> None:
    rt.call(workflows.publish(rt, chatflow))
    offer = {"enabled": True, "name": "echo"}
    rt.call(apps.update_app(rt, chatflow, settings={"tool": offer}))
    caller = rt.call(apps.add_document(rt, chatflow.workspace_id, calling(chatflow)))
    rt.call(workflows.publish(rt, caller))
    live = rt.call(workflow_runs.start_run(rt, caller, inputs={}, user="ann"))
    rt.call(live.finished())
    at = open_page("logs.py", app=caller.id, run=live.id)
    assert any("With the run that it called" in caption.value for caption in at.caption)
    (tool,) = [one for one in at.expander if one.label.startswith("tool ")]
    (inner,) = [one for one in tool.expander if one.label.startswith("Run of Echo")]
    assert [one.label.partition(" ")[0] for one in inner.expander][:3] == ["Start", "Words", "Answer"]
