"""What apps and workspaces may cost, on their pages; and a workspace's name."""

from services import accounts
from services.accounts import keys
from services.answers.settings import settings_of
from services.apps import apps
from services.publishing import spending

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
