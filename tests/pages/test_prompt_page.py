"""The Studio of apps without a graph: settings beside a trial, and prompts side by side."""

import pytest

from pages.prompts.state import CompareState
from services.apps import apps
from services.chats import comparisons, conversations
from services.runs.runs import DEBUGGER, WEB_APP
from tests.pages.editors import editor
from tests.services.parts import Item, sign_in


@pytest.fixture
def bot(rt, workspace_id):
    return rt.call(apps.create_app(rt, workspace_id, name="Bot", mode="chat"))


def config_of(rt, app) -> Item:
    return rt.call(apps.get_app(rt, app.workspace_id, app.id)).model_config


def said(at):
    return [element.value for message in at.chat_message for element in message.markdown]


def wait_for_runs(rt, at, app):
    for live in rt.live.running(app.id):
        rt.call(live.ended())
    return at.run()


def area(at, label, place=0):
    return [found for found in at.text_area if found.label == label][place]


def test_a_prompt_is_stored_as_it_is_typed_and_answers_beside_it(open_page, bot, rt):
    at = open_page("studio.py", app=bot.id)
    editor(at, "Instructions").set_value("Be brief.").run()
    assert config_of(rt, bot)["pre_prompt"] == "Be brief."
    at = wait_for_runs(rt, at.chat_input[0].set_value("hello").run(), bot)
    assert said(at)[0] == "hello"
    assert len(said(at)) >= 2
    assert not at.error
    held = {"app": bot, "user": "local"}
    assert rt.call(conversations.list_conversations(rt, *held.values(), invoke_from=DEBUGGER)).items
    assert not rt.call(conversations.list_conversations(rt, *held.values(), invoke_from=WEB_APP)).items


def test_a_suggested_question_is_asked_by_a_click_and_a_reload_finds_the_turn(open_page, bot, rt):
    config = {**config_of(rt, bot), "suggested_questions": ["Why?"]}
    rt.call(apps.save_model_config(rt, bot, config))
    at = open_page("studio.py", app=bot.id)
    at = wait_for_runs(rt, at.pills(key="prompt_suggested").select("Why?").run(), bot)
    assert said(at)[0] == "Why?"
    rt.live._ended.clear()  # as after a minute: the run is in storage alone
    again = open_page("studio.py", app=bot.id, run=at.session_state["StudioState"].run_id)
    assert said(again) == said(at)
    assert not rt.live.running(bot.id)


def test_a_name_in_the_prompt_becomes_an_input_by_a_click(open_page, bot, rt):
    at = open_page("studio.py", app=bot.id)
    editor(at, "Instructions").set_value("Speak {{ language }}. {{#context#}}").run()
    at.button(key="config_0_offer").click().run()
    assert [item["text-input"]["variable"] for item in config_of(rt, bot)["user_input_form"]] == ["language"]
    assert [found.label for found in at.text_input if found.label == "language"]
    editor(at, "Instructions").set_value("Speak {{ language }} to {{ name }}.").run()
    at.button(key="config_1_offer").click().run()
    at.button(key="config_2_user_input_form_1_up").click().run()
    form = config_of(rt, bot)["user_input_form"]
    assert [item["text-input"]["variable"] for item in form] == ["name", "language"]
    assert not at.exception


def test_an_agent_has_its_tools_on_the_page(open_page, rt, workspace_id):
    agent = rt.call(apps.create_app(rt, workspace_id, name="Agent", mode="agent-chat"))
    at = open_page("studio.py", app=agent.id)
    at.selectbox(key="config_0_agent_mode_tools_new").select_index(0).run()
    at.button(key="config_0_agent_mode_tools_add").click().run()
    (entry,) = config_of(rt, agent)["agent_mode"]["tools"]
    at.multiselect(key="config_0_agent_mode_fallback_tools").select(entry["tool_name"]).run()
    at.toggle(key="config_0_agent_mode_by_purpose").set_value(True).run()
    stored = config_of(rt, agent)["agent_mode"]
    assert (stored["fallback_tools"], stored["by_purpose"]) == ([entry["tool_name"]], True)
    assert not at.error


def test_a_text_generator_is_tried_by_its_form(open_page, rt, workspace_id):
    writer = rt.call(apps.create_app(rt, workspace_id, name="Writer", mode="completion"))
    at = open_page("studio.py", app=writer.id)
    area(at, "Query").set_value("A word on rivers").run()
    at = wait_for_runs(rt, at.button(key="studio_run_below").click().run(), writer)
    assert at.session_state["StudioState"].picture.status == "succeeded"
    assert not at.error


@pytest.fixture
def columns(open_page, bot, rt, workspace_id, vendor):
    """Return the comparison after four columns were asked, the third of a vendor that refuses its key."""
    vendor.rule(status=401, reply="no such key")
    rt.call(sign_in(rt, workspace_id, vendor))
    at = open_page("studio.py", app=bot.id, view="compare")
    at.button(key="compare_add").click().run()
    at.button(key="compare_add").click().run()
    editor(at, "Instructions", 1).set_value("Be brief.").run()
    at.text_area(key=f"compare_query_{bot.id}").set_value("hello").run()
    third = at.session_state[CompareState.__name__].comparison.columns[2]
    at.selectbox(key=f"compare_0_{third.id}_model_name").select("small · openai").run()
    return wait_for_runs(rt, at.button(key="compare_ask").click().run(), bot)


def test_columns_answer_side_by_side_and_one_that_fails_leaves_the_others(columns, bot):
    state = columns.session_state[CompareState.__name__]
    pictures = [state.pictures.get(column.run_id) for column in state.comparison.columns]
    assert [picture.status if picture else None for picture in pictures] == [
        "succeeded",
        "succeeded",
        "failed",
        "succeeded",
    ]
    assert len(columns.error) == 1


def test_the_kept_column_is_the_apps_configuration_from_then_on(columns, bot, rt):
    assert config_of(rt, bot)["pre_prompt"] == ""
    columns.button(key="compare_keep_1").click().run()
    assert config_of(rt, bot)["pre_prompt"] == "Be brief."
    assert columns.button(key="compare_keep_1").disabled
    assert not columns.button(key="compare_keep_0").disabled


def test_who_comes_back_finds_columns_and_answers(columns, open_page, bot, rt):
    rt.live._ended.clear()  # as after a minute: the runs are in storage alone
    again = open_page("studio.py", app=bot.id, view="compare")
    assert editor(again, "Instructions", 1).value == "Be brief."
    stored = rt.call(comparisons.find_comparison(rt, bot, "local"))
    assert len(stored.columns) == 4
    assert again.session_state[CompareState.__name__].pictures[stored.columns[0].run_id].answer


def test_a_further_question_stands_below_what_each_column_said_before(columns, open_page, bot, rt):
    before = len([element for element in columns.markdown if "hello" in element.value])
    columns.text_area(key=f"compare_query_{bot.id}").set_value("And why?").run()
    at = wait_for_runs(rt, columns.button(key="compare_further").click().run(), bot)
    assert len([element for element in at.markdown if "hello" in element.value]) > before
    assert len([element for element in at.markdown if "And why?" in element.value]) >= 3
    again = open_page("studio.py", app=bot.id, view="compare")
    assert len([element for element in again.markdown if "And why?" in element.value]) >= 3
