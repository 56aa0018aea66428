"""The features of apps as forms: what a switch stores, and that looking changes nothing."""

import pytest

from services.apps import apps, workflows

FULL = {
    "opening_statement": "Hello",
    "suggested_questions": ["Why?"],
    "suggested_questions_after_answer": {"enabled": True, "prompt": "Short ones"},
    "speech_to_text": {"enabled": True},
    "text_to_speech": {"enabled": True, "voice": "nova", "language": "en", "autoPlay": "enabled"},
    "retriever_resource": {"enabled": False},
    "sensitive_word_avoidance": {
        "enabled": True,
        "type": "keywords",
        "config": {"keywords": "secret", "inputs_config": {"enabled": True, "preset_response": "No."}},
    },
    "file_upload": {"image": {"enabled": True, "number_limits": 2, "transfer_methods": ["local_file"]}},
}


@pytest.fixture
def bot(rt, workspace_id):
    return rt.call(apps.create_app(rt, workspace_id, name="Bot", mode="chat"))


def config_of(rt, app):
    return rt.call(apps.get_app(rt, app.workspace_id, app.id)).model_config


def widget(at, kind, ending):
    return next(one for one in getattr(at, kind) if one.key.endswith(ending))


def test_looking_at_features_changes_none_of_them(open_page, rt, bot):
    stored = rt.call(apps.save_model_config(rt, bot, {**config_of(rt, bot), **FULL})).model_config
    at = open_page("studio.py", app=bot.id)
    at.run()
    assert not at.exception
    assert not at.error
    assert config_of(rt, bot) == stored


def test_an_app_is_given_words_that_it_does_not_take(open_page, rt, bot):
    at = open_page("studio.py", app=bot.id)
    widget(at, "toggle", "_sensitive_word_avoidance").set_value(True).run()
    widget(at, "text_area", "_words").set_value("secret\nhidden").run()
    widget(at, "toggle", "_inputs_config").set_value(True).run()
    widget(at, "text_input", "_inputs_config_preset").set_value("No.").run()
    assert config_of(rt, bot)["sensitive_word_avoidance"] == {
        "enabled": True,
        "type": "keywords",
        "config": {"keywords": "secret\nhidden", "inputs_config": {"enabled": True, "preset_response": "No."}},
    }


def test_files_follow_ups_and_speech_are_switched_on(open_page, rt, bot):
    at = open_page("studio.py", app=bot.id)
    widget(at, "toggle", "_file_upload").set_value(True).run()
    widget(at, "number_input", "_file_upload_limit").set_value(5).run()
    widget(at, "toggle", "_suggested_questions_after_answer").set_value(True).run()
    widget(at, "toggle", "_text_to_speech").set_value(True).run()
    widget(at, "text_input", "_text_to_speech_voice").set_value("nova").run()
    config = config_of(rt, bot)
    assert config["file_upload"]["enabled"]
    assert config["file_upload"]["number_limits"] == 5
    assert config["file_upload"]["allowed_file_upload_methods"] == ["local_file", "remote_url"]
    assert config["suggested_questions_after_answer"] == {"enabled": True}
    assert (config["text_to_speech"]["enabled"], config["text_to_speech"]["voice"]) == (True, "nova")
    widget(at, "toggle", "_file_upload").set_value(False).run()
    assert not config_of(rt, bot)["file_upload"]["enabled"]


def test_features_of_a_chatflow_are_those_of_its_draft(open_page, rt, chatflow):
    at = open_page("studio.py", app=chatflow.id)
    widget(at, "toggle", "_speech_to_text").set_value(True).run()
    widget(at, "text_area", "_opening_statement").set_value("Welcome").run()
    features = rt.call(workflows.get_draft(rt, chatflow)).features
    assert (features["opening_statement"], features["speech_to_text"]) == ("Welcome", {"enabled": True})
    assert features["suggested_questions"] == ["Why?"]
