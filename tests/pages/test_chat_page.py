import pytest

from services.apps import apps, sites, workflows
from services.chats import chat, conversations, messages
from services.runs.runs import WEB_APP


@pytest.fixture
def published(rt, chatflow):
    rt.call(workflows.publish(rt, chatflow))
    return chatflow


def said(at):
    return [element.value for message in at.chat_message for element in message.markdown]


def ask(at, text):
    return at.chat_input[0].set_value(text).run()


def stored(rt, app):
    return rt.call(conversations.list_conversations(rt, app, "local", invoke_from=WEB_APP)).items


def test_an_app_that_is_not_published_leads_to_the_studio(open_page, chatflow):
    at = open_page("chat.py", app=chatflow.id)
    assert "not published yet" in at.info[0].value


def test_a_conversation_opens_with_its_statement_and_suggestions(open_page, published):
    at = open_page("chat.py", app=published.id)
    assert said(at) == ["Ask me."]
    assert at.pills[0].options == ["Why?"]


def test_a_question_is_answered_and_kept(open_page, published, rt):
    at = ask(open_page("chat.py", app=published.id), "hello")
    assert said(at)[:2] == ["hello", "You said hello"]
    assert len(stored(rt, published)) == 1


def test_a_suggestion_is_asked_as_it_stands(open_page, published):
    at = open_page("chat.py", app=published.id)
    at.pills[0].select("Why?").run()
    assert "You said Why?" in said(at)


def test_a_reload_shows_the_conversation_again(open_page, published, rt):
    ask(open_page("chat.py", app=published.id), "hello")
    again = open_page("chat.py", app=published.id, conversation=stored(rt, published)[0].id)
    assert said(again)[:2] == ["hello", "You said hello"]


def test_a_new_conversation_begins_beside_the_old_one(open_page, published, rt):
    at = ask(open_page("chat.py", app=published.id), "first")
    at.button(key="chat_new").click().run()
    assert said(at) == ["Ask me."]
    ask(at, "second")
    assert len(stored(rt, published)) == 2


def test_an_unknown_conversation_is_said_to_be_gone(open_page, published):
    at = open_page("chat.py", app=published.id, conversation="01234567-0000-7000-8000-000000000000")
    assert "was not found" in at.warning[0].value


def test_a_chatbot_answers_without_a_key_and_says_who_answers(open_page, rt, workspace_id):
    bot = rt.call(apps.create_app(rt, workspace_id, name="Bot", mode="chat"))
    at = open_page("chat.py", app=bot.id)
    assert any("demo model" in link.label for link in at.get("page_link"))
    ask(at, "Hello there")
    assert len(said(at)) >= 2
    assert not at.error


def test_a_disabled_app_gives_a_reason_and_no_traceback(open_page, published, rt):
    rt.call(apps.update_app(rt, published, status="disabled"))
    at = ask(open_page("chat.py", app=published.id), "hello")
    assert at.error
    assert not at.exception


def test_without_an_app_those_that_answer_are_offered(open_page, published):
    at = open_page("chat.py")
    at.button(key=f"chat_open_{published.id}").click().run()
    assert said(at) == ["Ask me."]


def test_a_text_generator_is_a_form_with_a_result(open_page, rt, workspace_id):
    writer = rt.call(apps.create_app(rt, workspace_id, name="Writer", mode="completion"))
    at = open_page("chat.py", app=writer.id)
    for area in (*at.text_area, *at.text_input):
        area.set_value("rivers")
    at.button(key="form_run").click().run()
    assert not at.error
    assert not at.exception
    (link,) = at.get("link_button")
    code = rt.call(sites.site_of(rt, writer)).code
    assert link.proto.url.endswith(f"/run/{code}#batch")


def test_a_thumb_under_an_answer_is_what_its_user_thinks_until_it_is_taken_back(open_page, rt, published):
    live = rt.call(chat.start_turn(rt, published, query="hello", inputs={}, user="local", invoke_from=WEB_APP))
    rt.call(live.ended())
    at = open_page("chat.py", app=published.id, conversation=live.conversation_id)
    at.feedback(key=f"chat_rating_{live.message_id}").set_value(1).run()
    assert [one.rating for one in rt.call(messages.list_feedbacks(rt, published))] == ["like"]
    at.feedback(key=f"chat_rating_{live.message_id}").set_value(None).run()
    assert not at.error
    assert rt.call(messages.list_feedbacks(rt, published)) == []
