"""What apps and workspaces may cost, on their pages; and a workspace's name."""

from decimal import Decimal

import pytest

from engine.models.facts import Price
from pages.workbench.cost import summary
from services import accounts
from services.accounts import keys
from services.answers.settings import settings_of
from services.apps import apps
from services.publishing import spending
from services.runs.forecasts import Call, Forecast

DEAR = Price(input=Decimal(1_000_000), output=Decimal(5_000_000))
SETTINGS = "pages.catalogue.settings:show_settings(st.session_state.app, ())"


def test_runs_and_kept_answers_of_an_app_are_set_in_its_dialog(open_body, rt, chatflow):
    at = open_body(SETTINGS, app=chatflow)
    at.number_input(key=f"app_settings_active_{chatflow.id}").set_value(3)
    at.toggle(key=f"app_settings_disconnect_{chatflow.id}").set_value(True)
    at.button_group(key=f"app_settings_answers_mode_{chatflow.id}").set_value("similar").run()
    at.number_input(key=f"app_settings_answers_ttl_{chatflow.id}").set_value(60)
    at.slider(key=f"app_settings_answers_alike_{chatflow.id}").set_value(0.9).run()
    assert any("0 of 0 requests" in caption.value for caption in at.caption)
    at.button(key="app_settings_save").click().run()
    changed = rt.call(apps.get_app(rt, chatflow.workspace_id, chatflow.id))
    kept = settings_of(changed)
    assert (changed.max_active_requests, changed.settings["stop_on_disconnect"]) == (3, True)
    assert (kept.mode, kept.seconds, kept.threshold) == ("similar", 60, 0.9)


def test_a_key_gets_a_budget_in_the_dialog(open_body, rt, chatflow):
    at = open_body(f"pages.catalogue.keys_dialog:show_keys(open_desk({chatflow.id!r}).app)")
    at.number_input(key="keys_create_budget_price").set_value(2.5)
    at.button(key="keys_create").click().run()
    (key,) = rt.call(keys.list_keys(rt, chatflow))
    assert (key.monthly_budget, key.monthly_tokens) == (2.5, 0)
    at.number_input(key=f"keys_budget_{key.id}_tokens").set_value(5000).run()
    at.button(key=f"keys_budget_{key.id}_save").click().run()
    (key,) = rt.call(keys.list_keys(rt, chatflow))
    assert (key.monthly_budget, key.monthly_tokens) == (2.5, 5000)


def test_the_workspace_gets_a_budget_and_another_name_and_the_first_one_stays(open_page, rt, workspace_id):
    at = open_page("settings.py")
    at.number_input(key="settings_budget_tokens").set_value(7000).run()
    at.button(key="settings_budget_save").click().run()
    assert rt.call(spending.workspace_budget(rt, workspace_id)).monthly_tokens == 7000
    at.text_input(key="settings_name_text").set_value("Harbour").run()
    at.button(key="settings_name_save").click().run()
    assert rt.call(accounts.workspace(rt, workspace_id)).name == "Harbour"
    assert "settings_end_go" not in [button.key for button in at.button]


def test_the_parts_of_an_estimate_name_model_prompt_and_answer(open_body, rt, workspace_id):
    app = rt.call(apps.create_app(rt, workspace_id, name="Guide", mode="chat"))
    at = open_body(f"pages.workbench.cost:show_forecast(open_desk({app.id!r}))")
    told = " ".join(element.value for element in (*at.markdown, *at.caption))
    assert "demo/demo" in told
    assert "an answer of any length" in told


def test_a_run_that_calls_no_model_says_so(open_body, chatflow):
    at = open_body(f"pages.workbench.cost:show_forecast(open_desk({chatflow.id!r}))")
    assert "calls no model" in [caption.value for caption in at.caption]


@pytest.mark.parametrize(
    ("calls", "told"),
    [
        (
            [Call(node_id="a", title="A", model="m", prompt=10, most=90, price=DEAR)],
            "about 10–100 tokens · \\$10.00–\\$460.00",
        ),
        ([Call(node_id="a", title="A", model="m", prompt=10, most=None, price=DEAR)], "at least 10 tokens · \\$10.00"),
        ([Call(node_id="a", title="A", model="m", prompt=10, most=0)], "about 10 tokens · price unknown"),
        (
            [
                Call(node_id="a", title="A", model="m"),
                Call(node_id="b", title="B", prompt=5, last=Decimal(2), is_open=True),
            ],
            "at least 5 tokens · \\$2.00 · some prices unknown",
        ),
    ],
)
def test_an_estimate_in_a_line(calls, told):
    assert summary(Forecast(calls)) == told
