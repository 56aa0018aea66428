import pytest

from services import models

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


def test_models_that_stand_in_are_chosen_in_their_order(open_page, provider, rt, workspace_id):
    at = open_page("models.py")
    at.multiselect(key="models_substitutes").set_value([(provider.info.id, "small-chat")]).run()
    assert rt.call(models.substitutes(rt, workspace_id)) == [(provider.info.id, "small-chat")]
