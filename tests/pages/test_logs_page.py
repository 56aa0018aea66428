"""The pages around one app: its log with every trace, its overview, its annotations."""

import pytest

from services.apps import annotation_reply, annotations, apps
from services.chats import chat, conversation_logs, messages
from services.chats.conversation_logs import ConversationFilter
from services.runs.runs import DEBUGGER
from tests.pages.test_apps_page import texts


@pytest.fixture
def bot(rt, workspace_id):
    return rt.call(apps.create_app(rt, workspace_id, name="Bot", mode="chat"))


def say(rt, app, query, **options):
    live = rt.call(chat.start_turn(rt, app, query=query, inputs={}, **{"user": "ann"} | options))
    rt.call(live.ended())
    return live


@pytest.fixture
def turn(rt, bot):
    return say(rt, bot, "What is the price of rain?")


def rows(at):
    return [one.label for one in at.button if one.key.startswith("logs_open_")]


def test_a_log_without_entries_says_what_to_do_next(open_page, bot):
    at = open_page("logs.py", app=bot.id)
    assert "Nobody has used this app yet" in texts(at)
    assert "Talk to it" in [link.label for link in at.get("page_link")]


def test_without_an_app_the_address_leads_to_a_choice(open_page, bot):
    assert any("Bot" in link.label for link in open_page("logs.py").get("page_link"))


def test_a_conversation_is_found_and_read_with_what_its_user_thinks(open_page, rt, bot, turn):
    rt.call(messages.rate(rt, bot, "ann", turn.message_id, rating="dislike", content="Wrong price"))
    say(rt, bot, "Something else", user="bob")
    at = open_page("logs.py", app=bot.id)
    assert len(rows(at)) == 2
    at.text_input(key="logs_search").set_value("PRICE OF").run()
    assert rows(at) == ["What is the price of rain?"]
    at.button(key=f"logs_open_{turn.conversation_id}").click().run()
    assert not at.exception
    assert "Wrong price" in texts(at)
    assert at.query_params["conversation"] == turn.conversation_id


def test_filters_that_leave_nothing_offer_to_show_all(open_page, bot, turn):
    at = open_page("logs.py", app=bot.id)
    at.selectbox(key="logs_status_False").set_value("error").run()
    assert rows(at) == []
    at.button(key="logs_clear").click().run()
    assert len(rows(at)) == 1


def test_turns_of_the_studio_show_only_under_their_source(open_page, rt, bot, turn):
    say(rt, bot, "Only a try", invoke_from=DEBUGGER)
    at = open_page("logs.py", app=bot.id)
    assert rows(at) == ["What is the price of rain?"]
    at.selectbox(key="logs_source_False").set_value("debugger").run()
    assert rows(at) == ["Only a try"]


def test_a_run_is_a_trace_with_the_prompt_as_it_was_sent(open_page, bot, turn):
    at = open_page("logs.py", app=bot.id, run=turn.id)
    assert not at.exception
    assert [expander.label.split(" ")[0] for expander in at.expander if "badge" in expander.label] == [
        "Start",
        "LLM",
        "Answer",
    ]
    assert "Prompt as it was sent" in texts(at)
    assert "What is the price of rain?" in [code.value for code in at.code]


def test_an_answer_becomes_an_annotation_that_can_be_edited(open_body, rt, bot, turn):
    wanted = ConversationFilter(annotated=True)
    message = rt.call(conversation_logs.read_conversation(rt, bot, turn.conversation_id)).messages[0]
    body = "pages.records.annotation_form:show_annotation_form(st.session_state.the_app, st.session_state.the_message, None)"
    at = open_body(body, the_app=bot, the_message=message)
    assert at.text_area(key=f"annotation_question_{message.id}").value == "What is the price of rain?"
    at.text_area(key=f"annotation_answer_{message.id}").set_value("It is free.").run()
    at.button(key="annotation_save").click().run()
    (made,) = rt.call(annotations.list_annotations(rt, bot)).items
    assert (made.annotation.answer, made.annotation.message_id) == ("It is free.", message.id)
    assert rt.call(conversation_logs.list_conversations(rt, bot, wanted)).total == 1


def test_the_team_rates_an_answer_in_the_log(open_page, rt, bot, turn):
    at = open_page("logs.py", app=bot.id, conversation=turn.conversation_id)
    at.button(key=f"logs_like_{turn.message_id}").click().run()
    found = rt.call(conversation_logs.read_conversation(rt, bot, turn.conversation_id))
    assert [one.rating for one in found.feedbacks[turn.message_id]] == ["like"]
    at.button(key=f"logs_like_{turn.message_id}").click().run()
    assert not rt.call(conversation_logs.read_conversation(rt, bot, turn.conversation_id)).feedbacks


def test_the_overview_shows_figures_and_charts_once_an_app_was_used(open_page, rt, bot):
    at = open_page("app_overview.py", app=bot.id)
    assert "Nobody has used this app yet" in " ".join(one.value for one in at.subheader)
    say(rt, bot, "Hello")
    at.run()
    assert not at.exception
    shown = {metric.label: metric.value for metric in at.metric}
    assert (shown["Messages"], shown["Active users"], shown["Errors"]) == ("1", "1", "0")
    assert len(at.get("vega_lite_chart")) == 6


def test_annotations_are_listed_found_and_deleted(open_page, open_body, rt, bot):
    for question in ("Do you ship?", "Do you pay?"):
        rt.call(annotations.add_annotation(rt, bot, question, "Yes."))
    at = open_page("annotations.py", app=bot.id)
    assert "Do you pay?" in texts(at)
    at.text_input(key="annotations_search").set_value("SHIP").run()
    assert "Do you pay?" not in texts(at)
    one = rt.call(annotations.list_annotations(rt, bot, keyword="pay")).items[0].annotation
    at = open_body("pages.annotations:show_delete(st.session_state.bot, st.session_state.one)", bot=bot, one=one)
    at.button(key="annotations_delete_go").click().run()
    assert rt.call(annotations.list_annotations(rt, bot)).total == 1


def test_annotations_come_from_a_file_that_was_handed_in(open_body, rt, bot):
    at = open_body("pages.annotations:show_import(st.session_state.bot)", bot=bot)
    at.file_uploader(key="annotations_file").upload("pairs.csv", b"question,answer\nShips?,Yes\n", "text/csv").run()
    at.button(key="annotations_import_go").click().run()
    assert not at.error
    assert [one.annotation.question for one in rt.call(annotations.list_annotations(rt, bot)).items] == ["Ships?"]


def test_annotations_answer_from_the_moment_they_are_switched_on(open_page, rt, bot):
    at = open_page("annotations.py", app=bot.id)
    at.slider(key="annotations_threshold").set_value(0.8).run()
    at.button(key="annotations_on").click().run()
    setting = rt.call(annotation_reply.setting_of(rt, bot))
    assert (setting.is_enabled, setting.score_threshold) == (True, 0.8)
    at.button(key="annotations_off").click().run()
    assert not rt.call(annotation_reply.is_enabled(rt, bot))
