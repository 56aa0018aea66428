"""Triggers in the Studio: forms that fit them, their state, runs that start at one of them."""

from datetime import time
from typing import Any

import pytest

from engine.forms import new_data
from engine.triggers.webhook import WebhookRequest
from pages.shell.state import StudioState
from services.apps import apps, imports, workflows
from services.runtime import Runtime
from services.triggers import triggers, webhooks
from storage.records import App
from tests.pages.conftest import Open
from tests.pages.test_node_form import labelled, shown
from tests.pages.test_studio_page import data_of, select, state, texts, wait_for_run

WORKFLOW = """
kind: app
version: 0.6.0
app: {name: Signals, mode: workflow}
workflow:
  graph:
    nodes:
      - id: hook
        type: custom
        position: {x: 0, y: 0}
        data:
          type: trigger-webhook
          title: Order
          body: [{name: item, type: string, required: true}, {name: count, type: number}, {name: tags, type: "array[string]"}]
      - id: clock
        type: custom
        position: {x: 0, y: 200}
        data: {type: trigger-schedule, title: Morning, frequency: weekly, visual_config: {time: "9:30 AM", weekdays: [mon]}}
      - id: text
        type: custom
        position: {x: 300, y: 0}
        data: {type: template-transform, title: Words, template: "{{ i }} x {{ n }}",
               variables: [{variable: i, value_selector: [hook, item]}, {variable: n, value_selector: [hook, count]}]}
      - id: end
        type: custom
        position: {x: 600, y: 0}
        data: {type: end, title: End, outputs: [{variable: said, value_selector: [text, output], value_type: string}]}
    edges:
      - {id: e1, source: hook, target: text, sourceHandle: source, targetHandle: target}
      - {id: e2, source: text, target: end, sourceHandle: source, targetHandle: target}
      - {id: e3, source: clock, target: end, sourceHandle: source, targetHandle: target}
"""


@pytest.fixture
def signals(rt: Runtime, workspace_id: str) -> App:
    """Return a workflow with a webhook and a schedule, nothing published."""
    result = rt.call(imports.import_dsl(rt, workspace_id, WORKFLOW))
    return rt.call(apps.get_app(rt, workspace_id, result.app_id or ""))


def labels(at: Any) -> set[str]:
    return {
        element.label for kind in ("selectbox", "text_input", "number_input", "time_input") for element in at.get(kind)
    }


@pytest.mark.parametrize(
    ("frequency", "parts"),
    [
        ("hourly", {"Minute"}),
        ("daily", {"Time"}),
        ("weekly", {"Time", "Weekdays"}),
        ("monthly", {"Time", "Days of the month"}),
    ],
)
def test_a_schedule_asks_for_what_counts_at_its_frequency(frequency: str, parts: set[str]) -> None:
    at = shown("trigger-schedule", {**new_data("trigger-schedule"), "frequency": frequency})
    seen = labels(at) | {pills.label for pills in at.get("button_group")}
    assert seen & {"Minute", "Time", "Weekdays", "Days of the month"} == parts


def test_times_are_chosen_by_clock_and_by_days() -> None:
    data = {**new_data("trigger-schedule"), "frequency": "weekly"}
    at = shown("trigger-schedule", data)
    labelled(at, "button_group", "Weekdays").set_value(["fri", "mon"]).run()
    assert at.session_state["result"]["visual_config"]["weekdays"] == ["mon", "fri"]
    at = shown("trigger-schedule", data)
    assert labelled(at, "time_input", "Time").value == time(0, 0)
    labelled(at, "time_input", "Time").set_value(time(21, 5)).run()
    assert at.session_state["result"]["visual_config"]["time"] == "9:05 PM"
    at = shown("trigger-schedule", data)
    labelled(at, "selectbox", "Timezone").set_value("Asia/Shanghai").run()
    assert at.session_state["result"]["timezone"] == "Asia/Shanghai"


def test_settings_that_are_no_time_are_kept_until_others_are_chosen() -> None:
    odd = {**new_data("trigger-schedule"), "visual_config": {"time": "noon", "more": 1}, "timezone": "Moon"}
    assert shown("trigger-schedule", odd).session_state["result"] == odd


def test_parameters_are_rows_of_a_table() -> None:
    rows = [{"name": "item", "type": "string", "required": True, "label": "kept"}]
    data = {**new_data("trigger-webhook"), "body": rows}
    at = shown("trigger-webhook", data)
    assert at.session_state["result"] == data
    at.checkbox(key="f_body_0_required").uncheck().run()
    assert at.session_state["result"]["body"] == [{**rows[0], "required": False}]
    at = shown("trigger-webhook", data)
    at.button(key="f_body_add").click().run()
    assert at.session_state["result"]["body"][1] == {"name": "", "type": "string", "required": False}
    at = shown("trigger-webhook", data)
    at.button(key="f_body_0_gone").click().run()
    assert at.session_state["result"]["body"] == []


def test_a_webhook_shows_its_address_and_how_to_call_it(open_page: Open, signals: App, rt: Runtime) -> None:
    at = select(open_page("studio.py", app=signals.id), "hook")
    trigger = rt.call(triggers.address_of(rt, signals, "hook"))
    codes = [element.value for element in at.code]
    assert triggers.url_of(rt, trigger) in codes
    assert triggers.url_of(rt, trigger, debug=True) in codes
    assert any(code.startswith("curl -X POST") and '"item": "text"' in code for code in codes)


def test_opening_a_trigger_changes_nothing(open_page: Open, signals: App, rt: Runtime) -> None:
    before = rt.call(workflows.get_draft(rt, signals)).hash
    for node_id in ("hook", "clock"):
        select(open_page("studio.py", app=signals.id), node_id)
    assert rt.call(workflows.get_draft(rt, signals)).hash == before


def test_a_schedule_shows_its_next_times_and_hides_the_other_mode(open_page: Open, signals: App, rt: Runtime) -> None:
    at = select(open_page("studio.py", app=signals.id), "clock")
    assert "The next times" in texts(at)
    assert texts(at).count("09:30 Monday") == 5
    assert "Cron expression" not in labels(at)
    labelled(at, "selectbox", "Mode").set_value("cron").run()
    assert "Cron expression" in labels(at)
    assert "Frequency" not in labels(at)
    labelled(at, "text_input", "Cron expression").set_value("0 7 1 * *").run()
    assert data_of(rt, signals, "clock")["cron_expression"] == "0 7 1 * *"
    assert "-01 07:00" in texts(at)


def test_a_run_starts_at_the_chosen_trigger_with_the_given_values(open_page: Open, signals: App) -> None:
    at = open_page("studio.py", app=signals.id)
    at.button(key="studio_run_below").click().run()
    assert state(at).picture is None  # the item is required
    at.text_input(key=f"studio_input_{signals.id}_hook_item").set_value("tea").run()
    at.number_input(key=f"studio_input_{signals.id}_hook_count").set_value(2.0).run()
    at.button(key="studio_run_below").click().run()
    picture = wait_for_run(at).session_state[StudioState.__name__].picture
    assert (picture.status, picture.outputs) == ("succeeded", {"said": "tea x 2"})
    at.selectbox(key=f"studio_root_{signals.id}").set_value("clock").run()
    at.button(key="studio_run_below").click().run()
    picture = wait_for_run(at).session_state[StudioState.__name__].picture
    assert (picture.status, picture.outputs) == ("succeeded", {"said": None})
    assert [step.node_id for step in picture.steps.values()] == ["clock", "end"]


def test_a_request_to_the_debug_address_runs_the_draft_in_this_tab(open_page: Open, signals: App, rt: Runtime) -> None:
    at = open_page("studio.py", app=signals.id)
    at.button(key="studio_listen").click().run()
    trigger = rt.call(triggers.address_of(rt, signals, "hook"))
    assert triggers.url_of(rt, trigger, debug=True) in [element.value for element in at.code]

    async def call() -> Any:
        hook = await webhooks.open_debug_hook(rt, trigger.code or "")
        headers = {"content-type": "application/json"}
        return await webhooks.receive(hook, WebhookRequest(method="POST", headers=headers, body=b'{"item": "milk"}'))

    rt.call(call())
    at.run()
    picture = wait_for_run(at).session_state[StudioState.__name__].picture
    assert picture.outputs == {"said": "milk x None"}
    assert state(at).listening == ""


def test_nobody_listens_after_that_was_ended(open_page: Open, signals: App, rt: Runtime) -> None:
    at = open_page("studio.py", app=signals.id)
    at.button(key="studio_listen").click().run()
    code = state(at).listening
    assert rt.listeners.at(code)
    at.button(key="studio_unlisten").click().run()
    assert rt.listeners.at(code) is None


def test_triggers_are_listed_with_their_times_and_switched(open_page: Open, signals: App, rt: Runtime) -> None:
    at = open_page("studio.py", app=signals.id)
    at.session_state["studio_tab"] = "Triggers"
    assert "Fires once the draft is published: Order, Morning" in texts(at.run())
    rt.call(workflows.publish(rt, signals))
    at.run()
    assert texts(at).count("has not fired yet") == 2
    assert "next 20" in texts(at)
    clock = next(item.trigger for item in rt.call(triggers.list_triggers(rt, signals)) if item.title == "Morning")
    at.toggle(key=f"studio_trigger_on_{clock.id}_True").set_value(False).run()
    (off,) = [item.trigger for item in rt.call(triggers.list_triggers(rt, signals)) if item.trigger.id == clock.id]
    assert not off.is_enabled
    assert "next 20" not in texts(at)


def test_an_app_without_triggers_shows_none(open_page: Open, chatflow: App) -> None:
    at = open_page("studio.py", app=chatflow.id)
    assert "Triggers" not in [tab.label for tab in at.tabs]


def test_stored_runs_say_what_started_them(open_page: Open, signals: App, rt: Runtime) -> None:
    rt.call(workflows.publish(rt, signals))
    trigger = rt.call(triggers.address_of(rt, signals, "hook"))

    async def call() -> None:
        hook = await webhooks.open_hook(rt, trigger.code or "")
        headers = {"content-type": "application/json"}
        await webhooks.receive(hook, WebhookRequest(method="POST", headers=headers, body=b'{"item": "milk"}'))
        for live in rt.live.running(signals.id):
            await live.ended()

    rt.call(call())
    at = open_page("logs.py", app=signals.id)
    assert "Webhook trigger" in " ".join(element.value for element in at.markdown)
