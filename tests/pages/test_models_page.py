import pytest

from services import models
from services.chats import chat
from tests.services.parts import chat_app

SECRET = "sk-very-secret-key-4711"


def labels(at):
    return " ".join(element.value for element in (*at.markdown, *at.caption))


@pytest.fixture
def provider(rt, workspace_id):
    offered = [{"model": "small-chat", "model_type": "llm"}]
    work = models.register_provider(
        rt,
        workspace_id,
        "openai_api_compatible",
        {"api_key": SECRET, "base_url": "http://127.0.0.1:9/v1"},
        models=offered,
    )
    rt.call(work)
    return rt.call(models.get_provider(rt, workspace_id, "openai_api_compatible"))


def test_without_a_key_the_demo_model_is_explained(open_page):
    assert "demo model answers every app" in labels(open_page("models.py"))


def test_a_provider_that_is_set_up_comes_first_and_the_demo_note_goes(open_page, provider):
    at = open_page("models.py")
    assert "demo model answers" not in labels(at)
    assert at.button[0].key == f"models_edit_{provider.info.id}"


def test_a_stored_key_never_comes_back(open_body, provider):
    at = open_body(f"pages.workspace.provider:show_provider({provider.info.id!r})")
    field = at.text_input(key="provider_key")
    assert field.value == ""
    assert SECRET not in field.proto.placeholder
    assert SECRET not in str(at.main)


def test_saving_without_typing_the_key_again_keeps_it(open_body, provider, rt, workspace_id):
    at = open_body(f"pages.workspace.provider:show_provider({provider.info.id!r})")
    at.text_input(key="provider_url").set_value("http://127.0.0.1:8/v1").run()
    at.button(key="provider_save").click().run()
    after = rt.call(models.get_provider(rt, workspace_id, provider.info.id))
    assert after.credentials["base_url"] == "http://127.0.0.1:8/v1"
    assert after.credentials["api_key"] == provider.credentials["api_key"]


def test_a_test_call_that_fails_says_why(open_body, provider):
    at = open_body(f"pages.workspace.provider:show_provider({provider.info.id!r})")
    at.button(key="provider_test").click().run()
    assert "Failed after" in at.error[0].value


def test_one_provider_can_take_every_reference(open_page, provider, rt, workspace_id):
    at = open_page("models.py")
    at.selectbox(key="models_override").set_value(provider.info.id).run()
    assert rt.call(models.get_provider(rt, workspace_id, provider.info.id)).model_overrides == "*"


def test_a_forgotten_provider_leaves_the_demo_model(open_body, open_page, provider):
    at = open_body(f"pages.workspace.provider:show_provider({provider.info.id!r})")
    at.button(key="provider_forget").click().run()
    assert "demo model answers" in labels(open_page("models.py"))


def test_a_further_key_is_added_and_shown_as_its_mask(open_body, provider, rt, workspace_id):
    body = f"pages.workspace.provider:show_provider({provider.info.id!r})"
    at = open_body(body)
    at.text_input(key="provider_more_added").set_value("sk-another-4712").run()
    at.button(key="provider_save").click().run()
    masks = rt.call(models.get_provider(rt, workspace_id, provider.info.id)).credentials["more_keys"]
    at = open_body(body)
    assert at.multiselect(key="provider_more_kept").value == masks
    assert "sk-another-4712" not in str(at.main)


def test_models_that_stand_in_are_added_moved_and_taken_out(open_page, provider, rt, workspace_id):
    first, second = (provider.info.id, "small-chat"), ("demo", "demo")
    at = open_page("models.py")
    at.selectbox(key="models_chain_add_0").set_value(first).run()
    at.selectbox(key="models_chain_add_1").set_value(second).run()
    assert rt.call(models.substitutes(rt, workspace_id)) == [first, second]
    at.button(key="models_chain_up_1").click().run()
    assert rt.call(models.substitutes(rt, workspace_id)) == [second, first]
    at.button(key="models_chain_gone_0").click().run()
    assert rt.call(models.substitutes(rt, workspace_id)) == [first]


def test_each_kind_has_its_default(open_page, provider, rt, workspace_id):
    rt.call(models.add_model(rt, workspace_id, provider.info.id, "small-rank", "rerank"))
    at = open_page("models.py")
    assert at.selectbox(key="models_default_tts").disabled
    at.selectbox(key="models_default_rerank").set_value(("demo", "demo-rerank")).run()
    chosen = rt.call(models.default_model(rt, workspace_id, "rerank"))
    assert (chosen.provider, chosen.model) == ("demo", "demo-rerank")


def test_a_provider_in_trouble_is_shown_with_its_keys(open_page, open_body, rt, workspace_id, vendor):
    url, keys = {"base_url": vendor.openai_url}, {"api_key": "sk-first-1111", "more_keys": ["sk-second-2222"]}
    rt.call(models.register_provider(rt, workspace_id, "openai", {**url, **keys}, models=[]))
    vendor.rule(times=1, status=401, reply="no such key")
    rt.call(models.test_model(rt, workspace_id, "openai", "m", "llm"))
    shown = labels(open_page("models.py"))
    assert "works in part" in shown
    assert "1 key rests." in shown
    told = labels(open_body("pages.workspace.provider:show_provider('openai')"))
    assert "no such key · rests for" in told


def test_a_test_call_is_one_of_the_models_kind(open_body, rt, workspace_id, vendor):
    listed = [{"model": "vectors", "model_type": "text-embedding"}]
    rt.call(
        models.register_provider(
            rt, workspace_id, "openai", {"api_key": "k", "base_url": vendor.openai_url}, models=listed
        )
    )
    at = open_body("pages.workspace.provider:show_provider('openai')")
    at.button(key="provider_test").click().run()
    assert "8 numbers" in at.success[0].value


def test_a_model_is_described_and_forgotten(open_page, open_body, provider, rt, workspace_id):
    at = open_body(f"pages.workspace.own_models:show_form({provider.info.id!r}, {{}})")
    at.text_input(key="own_name").set_value("house").run()
    at.number_input(key="own_context_house").set_value(7000)
    at.number_input(key="own_input_house").set_value(1.5)
    at.multiselect(key="own_abilities_house").set_value(["vision"])
    at.button(key="own_save").click().run()
    known = rt.call(models.known_model(rt, workspace_id, provider.info.id, "house"))
    assert (known.abilities.context_size, known.abilities.vision, known.abilities.tools) == (7000, True, False)
    assert str(known.price.input) == "1.5"
    offered = [name for _, name in rt.call(models.list_models(rt, workspace_id))]
    assert "house" in offered
    at = open_page("models.py")
    at.segmented_control(key="models_view").set_value("own").run()
    assert "7,000 tokens of context" in labels(at)
    at.button(key="own_forget_0").click().run()
    assert "No model is described yet" in labels(at)


def test_what_describes_no_model_is_said_in_the_form(open_body, provider):
    at = open_body(f"pages.workspace.own_models:show_form({provider.info.id!r}, {{}})")
    at.text_input(key="own_name").set_value("house").run()
    at.number_input(key="own_context_house").set_value(100)
    at.number_input(key="own_output_house").set_value(200)
    at.button(key="own_save").click().run()
    assert "max_output is 200" in at.error[0].value


def test_usage_is_empty_until_a_model_was_called(open_page, rt, workspace_id):
    at = open_page("models.py")
    at.segmented_control(key="models_view").set_value("usage").run()
    assert "No model was called in this time" in labels(at)
    app = rt.call(chat_app(rt, workspace_id))
    live = rt.call(chat.start_turn(rt, app, query="Hello", inputs={}, user="ann", auto_generate_name=False))
    rt.call(live.ended())
    at.run()
    assert [metric.value for metric in at.metric[:2]] == ["1", "0"]
    assert at.dataframe[0].value.iloc[0, 0] == "demo/small"
