"""What a conversation does beside answering: it listens, reads aloud, and suggests what to ask next."""

import io

import pytest
import streamlit as st

from engine.models import Kind
from pages.talk import speaking
from pages.talk.follow_ups import FollowUps
from pages.talk.speaking import Spoken
from services import models
from services.apps import apps, workflows
from tests.services.parts import sign_in
from tests.vendor.openai_audio import SOUND

FOLLOW_UPS = {"suggested_questions_after_answer": {"enabled": True, "model": {"provider": "openai", "name": "small"}}}
SPEECH = {"text_to_speech": {"enabled": True, "autoPlay": "enabled"}, "speech_to_text": {"enabled": True}}
SPEAKERS: dict[Kind, str] = {"speech2text": "whisper-1", "tts": "tts-1"}


@pytest.fixture
def talker(rt, workspace_id, chatflow, vendor):
    """Return a published chatflow that echoes, suggests, listens and speaks."""
    vendor.rule(when="Suggest", reply='["How far?", "How long?"]')
    vendor.rule(when="RIFF", reply="The ferry is late.")
    rt.call(sign_in(rt, workspace_id, vendor))
    for kind, name in SPEAKERS.items():
        rt.call(models.set_default_model(rt, workspace_id, kind, "openai", name))
    draft = rt.call(workflows.get_draft(rt, chatflow))
    features = {**draft.features, **FOLLOW_UPS, **SPEECH}
    rt.call(workflows.save_draft(rt, chatflow, graph=draft.graph, features=features, hash=draft.hash))
    rt.call(workflows.publish(rt, chatflow))
    return chatflow


class Recording(io.BytesIO):
    """A recording as the page's microphone gives it."""

    def __init__(self, sound: bytes, kind: str = "audio/wav") -> None:
        super().__init__(sound)
        self.name, self.type = "note.wav", kind


def _say():
    state = st.session_state
    state.heard = speaking.heard(state.app, state.sound, draft=True)


def wait_for_questions(rt, at):
    rt.call(rt.background.idle())
    assert all(thinking.is_over for thinking in at.session_state[FollowUps.__name__].by_message.values())
    return at.run()


def said(at):
    return [element.value for message in at.chat_message for element in message.markdown]


def test_after_an_answer_questions_are_suggested_and_one_is_asked_by_a_click(open_page, rt, talker):
    at = open_page("chat.py", app=talker.id).chat_input[0].set_value("hello").run()
    at = wait_for_questions(rt, at)
    following = at.pills[-1]
    assert following.options == ["How far?", "How long?"]
    following.select("How far?").run()
    assert "You said How far?" in said(at)
    conversation = at.session_state["ChatState"].conversation_id
    again = open_page("chat.py", app=talker.id, conversation=conversation)
    assert not again.pills  # who only reads costs nothing


def test_an_answer_is_read_aloud_by_itself_and_another_by_its_button(open_page, talker):
    at = open_page("chat.py", app=talker.id).chat_input[0].set_value("hello").run()
    spoken = at.session_state[Spoken.__name__]
    assert spoken.sound == SOUND + b"You said hello"
    assert len(at.get("audio")) == 1
    at.chat_input[0].set_value("there").run()
    assert at.session_state[Spoken.__name__].sound == SOUND + b"You said there"
    at.button(key=f"chat_aloud_{spoken.message_id}").click().run()
    assert at.session_state[Spoken.__name__].sound == SOUND + b"You said hello"
    assert at.chat_input[0].proto.accept_audio


def test_what_cannot_be_spoken_says_why_under_the_answer(open_page, talker, vendor):
    vendor.reset()
    vendor.rule(status=400, reply="no voice today")
    at = open_page("chat.py", app=talker.id).chat_input[0].set_value("hello").run()
    assert any("no voice today" in caption.value for caption in at.caption)
    assert not at.exception


def test_a_recording_is_written_down_and_what_is_none_is_refused_in_words(rt, talker, open_body, monkeypatch):
    monkeypatch.setattr(speaking, "said_to_the_test", _say, raising=False)
    at = open_body("pages.talk.speaking:said_to_the_test()", app=talker, sound=Recording(b"RIFF sound"))
    assert at.session_state["heard"] == "The ferry is late."
    at = open_body("pages.talk.speaking:said_to_the_test()", app=talker, sound=Recording(b"x", "text/plain"))
    assert at.session_state["heard"] == ""
    assert "text/plain" in at.error[0].value


def test_the_draft_is_talked_to_with_the_same_questions_and_buttons(open_page, rt, talker):
    at = open_page("studio.py", app=talker.id, view="notebook")
    assert at.get("audio_input")
    at.text_area(key="studio_query").set_value("hello").run()
    at.button(key="studio_run").click().run()
    for live in rt.live.running(talker.id):
        rt.call(live.ended())
    at.session_state["notebook_tab"] = "Conversation"
    at = wait_for_questions(rt, at.run().run())
    assert [button for button in at.button if button.key.startswith("chat_aloud_")]
    at.pills[-1].select("How far?").run()
    assert at.session_state["StudioState"].query == "How far?"
    assert at.session_state["StudioState"].picture.inputs["sys.query"] == "How far?"


def test_a_trial_of_a_chatbot_suggests_and_speaks(open_page, rt, workspace_id, talker):
    bot = rt.call(apps.create_app(rt, workspace_id, name="Bot", mode="chat"))
    rt.call(apps.save_model_config(rt, bot, {**(bot.model_config or {}), **FOLLOW_UPS, **SPEECH}))
    at = open_page("studio.py", app=bot.id).chat_input[0].set_value("hello").run()
    for live in rt.live.running(bot.id):
        rt.call(live.ended())
    at = wait_for_questions(rt, at.run())
    assert at.pills[-1].options == ["How far?", "How long?"]
    assert [button for button in at.button if button.key.startswith("chat_aloud_")]
    at.pills[-1].select("How long?").run()
    assert "How long?" in said(at)
