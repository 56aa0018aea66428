"""Apps: made so that they run, found in their workspace only, changed, copied, deleted with all they own."""

import pytest

from engine.events import RunFinished
from services.accounts import keys
from services.apps import apps, sites, workflows
from services.chats import chat
from services.errors import InvalidInput
from services.runs import workflow_runs
from services.runtime import Runtime
from storage.errors import NotFound
from tests.services.parts import asking, chat_app, counts, echo, events_of, names, published, sign_in
from tests.vendor import Vendor


@pytest.mark.parametrize("mode", ["chat", "completion", "advanced-chat"])
async def test_a_new_app_answers_at_once(rt: Runtime, workspace_id: str, mode: str) -> None:
    app = await apps.create_app(rt, workspace_id, name="New", mode=mode, icon="📄")
    assert (app.mode, app.icon, app.status) == (mode, "📄", "normal")
    if mode == "advanced-chat":
        assert await workflows.problems(rt, app) == []
        await workflows.publish(rt, app)
    live = await chat.start_turn(rt, app, query="What is 2 + 2?", inputs={"query": "Hi"}, user="ann")
    assert names(await events_of(live))[-1] == "MessageEnd"


async def test_a_new_workflow_runs_at_once(rt: Runtime, workspace_id: str) -> None:
    app = await apps.create_app(rt, workspace_id, name="New", mode="workflow")
    await workflows.publish(rt, app)
    live = await workflow_runs.start_run(rt, app, inputs={"text": "Hi"}, user="ann")
    last = await live.finished()
    assert isinstance(last, RunFinished)
    assert last.status == "succeeded"
    assert last.outputs["result"]


async def test_a_new_app_asks_the_default_model(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    await sign_in(rt, workspace_id, vendor)
    app = await apps.create_app(rt, workspace_id, name="New", mode="chat")
    assert app.model_config is not None
    model = app.model_config["model"]
    assert (model["provider"], model["name"]) == ("langgenius/openai/openai", "small")


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"mode": "foo"}, "Invalid app mode: 'foo'. Allowed are workflow, advanced-chat, chat, agent-chat, completion"),
        ({"name": " "}, "name needs 1 to 255 characters"),
        ({"name": "x" * 256}, "name needs 1 to 255 characters"),
        ({"icon_type": "sound"}, "icon_type must be one of"),
        ({"description": "x" * 10_001}, "10001 characters; the limit is 10000"),
    ],
)
async def test_a_faulty_app_is_refused(rt: Runtime, workspace_id: str, given: dict[str, str], word: str) -> None:
    with pytest.raises(InvalidInput, match=word):
        await apps.create_app(rt, workspace_id, **({"name": "New", "mode": "chat"} | given))


async def test_an_app_of_another_workspace_does_not_exist(rt: Runtime, workspace_id: str) -> None:
    app = await apps.create_app(rt, workspace_id, name="Mine", mode="chat")
    with pytest.raises(NotFound, match="app"):
        await apps.get_app(rt, "another workspace", app.id)


async def test_apps_are_listed_newest_first_by_mode_and_name(rt: Runtime, workspace_id: str) -> None:
    for name, mode in (("Alpha", "chat"), ("Beta", "workflow"), ("Alphabet", "chat")):
        await apps.create_app(rt, workspace_id, name=name, mode=mode)
    page = await apps.list_apps(rt, workspace_id, limit=2)
    assert ([app.name for app in page.items], page.total, page.has_more) == (["Alphabet", "Beta"], 3, True)
    found = await apps.list_apps(rt, workspace_id, mode="chat", name="alpha")
    assert [app.name for app in found.items] == ["Alphabet", "Alpha"]
    with pytest.raises(InvalidInput):
        await apps.list_apps(rt, workspace_id, limit=101)


async def test_what_is_not_named_stays(rt: Runtime, workspace_id: str) -> None:
    app = await apps.create_app(rt, workspace_id, name="Guide", mode="chat", description="Old")
    changed = await apps.update_app(rt, app, name="Führer 🤖", settings={"stop_on_disconnect": True})
    assert (changed.name, changed.description) == ("Führer 🤖", "Old")
    assert changed.settings["stop_on_disconnect"] is True
    with pytest.raises(InvalidInput, match="no field mode"):
        await apps.update_app(rt, app, mode="workflow")


async def test_a_saved_configuration_serves_at_once(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    await sign_in(rt, workspace_id, vendor)
    app = await chat_app(rt, workspace_id, pre_prompt="Be kind.")
    await (await chat.start_turn(rt, app, query="Hi", inputs={}, user="ann", auto_generate_name=False)).finished()
    app = await apps.save_model_config(rt, app, {**(app.model_config or {}), "pre_prompt": "Be brief."})
    await (await chat.start_turn(rt, app, query="Hi", inputs={}, user="ann", auto_generate_name=False)).finished()
    systems = [request.body["messages"][0]["content"].strip() for request in vendor.model_requests]
    assert systems == ["Be kind.", "Be brief."]


async def test_a_copy_has_the_draft_and_the_secrets_but_no_keys(rt: Runtime, workspace_id: str) -> None:
    secret = {"id": "s1", "name": "TOKEN", "value_type": "secret", "value": "secret-of-the-house"}
    app = await apps.add_document(rt, workspace_id, echo(environment_variables=[secret]))
    await keys.create_key(rt, app)
    copy = await apps.copy_app(rt, app)
    again = await apps.copy_app(rt, copy)
    assert [copy.name, again.name] == ["Test (2)", "Test (3)"]
    assert await keys.list_keys(rt, copy) == []
    ours, theirs = await workflows.get_draft(rt, app), await workflows.get_draft(rt, copy)
    assert ours.id != theirs.id
    assert (ours.hash, ours.environment_variables) == (theirs.hash, theirs.environment_variables)
    assert (await sites.site_of(rt, copy)).code != (await sites.site_of(rt, app)).code


async def test_deleting_an_app_stops_its_runs_and_leaves_no_row(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    await sign_in(rt, workspace_id, vendor)
    vendor.rule(reply="one", fault="hang", after=1)
    app = await published(rt, workspace_id, asking())
    live = await chat.start_turn(rt, app, query="Hi", inputs={}, user="ann")
    await apps.delete_app(rt, app)
    assert live.done
    tables = ("apps", "sites", "workflows", "runs", "messages", "conversations", "end_users")
    assert set(counts(rt, *tables).values()) == {0}
    with pytest.raises(NotFound):
        await apps.delete_app(rt, app)


async def test_a_site_has_an_address_of_its_own_that_can_be_changed(rt: Runtime, workspace_id: str) -> None:
    app = await chat_app(rt, workspace_id)
    site = await sites.site_of(rt, app)
    assert (len(site.code), site.title) == (16, "Chat")
    assert (await sites.reset_code(rt, app)).code != site.code
    changed = await sites.update_site(rt, app, title="Ask us", default_language="zh-Hans")
    assert (changed.title, changed.default_language) == ("Ask us", "zh-Hans")


@pytest.mark.parametrize(
    "given", [{"code": "mine"}, {"default_language": "no language"}, {"custom_disclaimer": "x" * 513}]
)
async def test_a_faulty_site_is_refused(rt: Runtime, workspace_id: str, given: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        await sites.update_site(rt, await chat_app(rt, workspace_id), **given)
