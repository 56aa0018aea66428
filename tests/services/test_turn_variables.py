"""What a turn knows besides its inputs: conversation variables, system variables, the workspace's time."""

import json
from typing import Any

import pytest

import storage.conversations
from services import accounts
from services.apps import apps, workflows
from services.chats import chat
from services.runtime import Runtime
from storage.records import App, ConversationVariable
from tests.services.parts import Item, document, echo, graph, message_of, node, published

COUNT: Item = {"id": "v1", "name": "count", "value_type": "number", "value": 0, "selector": ["conversation", "count"]}


def counting(**further: Any) -> Item:
    """Return a graph that adds one to `conversation.count` and says it."""
    add = {
        "variable_selector": ["conversation", "count"],
        "operation": "+=",
        "input_type": "constant",
        "value": 1,
    }
    assigner = node("add", "assigner", version="2", items=[add])
    answer = node("answer", "answer", answer="{{#conversation.count#}}")
    return graph(node("start", "start"), assigner, *further.get("between", []), answer)


async def ask(rt: Runtime, app: App, conversation_id: str = "", **given: Any) -> tuple[str, str]:
    """Return the conversation and what the app said."""
    turn = {"query": "Hi", "inputs": {}, "user": "ann"} | given
    live = await chat.start_turn(rt, app, conversation_id=conversation_id, **turn)
    await live.finished()
    return live.conversation_id, (await message_of(rt, live, app)).answer


def stored(rt: Runtime, app: App, conversation_id: str) -> list[ConversationVariable]:
    return storage.conversations.list_conversation_variables(rt.db, app.workspace_id, app.id, conversation_id)


async def test_a_variable_lives_from_turn_to_turn_of_its_conversation(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, document("advanced-chat", counting(), conversation_variables=[COUNT]))
    first, said = await ask(rt, app)
    assert said == "1"
    assert (await ask(rt, app, first))[1] == "2"
    assert (await ask(rt, app))[1] == "1"
    assert [(variable.name, variable.value) for variable in stored(rt, app, first)] == [("count", 2)]


async def test_a_change_is_kept_although_the_turn_fails_later(rt: Runtime, workspace_id: str) -> None:
    code = "def main():\n    raise ValueError('no')"
    failing = node("code", "code", code_language="python3", code=code, variables=[], outputs={})
    whole = document("advanced-chat", counting(between=[failing]), conversation_variables=[COUNT])
    app = await published(rt, workspace_id, whole)
    conversation_id, _ = await ask(rt, app)
    assert [variable.value for variable in stored(rt, app, conversation_id)] == [1]


async def test_a_later_default_reaches_later_conversations_only(rt: Runtime, workspace_id: str) -> None:
    app = await published(
        rt,
        workspace_id,
        echo("{{#conversation.count#}} {{#conversation.new#}}").replace(
            conversation_variables=[COUNT, {**COUNT, "id": "v2", "name": "new", "value": 7}]
        ),
    )
    first, _ = await ask(rt, app)
    draft = await workflows.get_draft(rt, app)
    later = [{**item, "value": 50} for item in draft.conversation_variables]
    third = {**COUNT, "id": "v3", "name": "third", "value": 3}
    await workflows.save_draft(rt, app, graph=draft.graph, conversation_variables=[*later, third])
    await workflows.publish(rt, app)
    assert (await ask(rt, app, first))[1] == "0 7"
    assert (await ask(rt, app))[1] == "50 50"
    assert {variable.name: variable.value for variable in stored(rt, app, first)} == {"count": 0, "new": 7, "third": 3}


SYSTEM = [
    "query",
    "conversation_id",
    "dialogue_count",
    "user_id",
    "user_name",
    "app_id",
    "workflow_id",
    "workflow_run_id",
]


async def test_a_turn_knows_who_asks_where(rt: Runtime, workspace_id: str) -> None:
    template = json.dumps({name: f"{{{{#sys.{name}#}}}}" for name in SYSTEM})
    app = await published(rt, workspace_id, echo(template))
    version = await workflows.published(rt, app)
    assert version is not None
    live = await chat.start_turn(rt, app, query="Hi", inputs={}, user="ann")
    await live.finished()
    assert json.loads((await message_of(rt, live, app)).answer) == {
        "query": "Hi",
        "conversation_id": live.conversation_id,
        "dialogue_count": "1",
        "user_id": "ann",
        "user_name": "ann",
        "app_id": app.id,
        "workflow_id": version.id,
        "workflow_run_id": live.id,
    }


async def test_an_account_is_known_by_its_id_and_name(rt: Runtime, workspace_id: str) -> None:
    account = await accounts.setup(rt, email="ann@example.com", name="Ann", password="correct horse 7")
    app = await published(rt, workspace_id, echo("{{#sys.user_id#}} {{#sys.user_name#}}"))
    _, said = await ask(rt, app, account_id=account.id)
    assert said == f"{account.id} Ann"


@pytest.mark.parametrize(("zone", "offset"), [("UTC", "+00:00"), ("Asia/Shanghai", "+08:00")])
async def test_the_time_is_the_workspaces(rt: Runtime, workspace_id: str, zone: str, offset: str) -> None:
    await accounts.set_timezone(rt, workspace_id, zone)
    app = await published(rt, workspace_id, echo("{{#sys.datetime#}}"))
    assert (await ask(rt, app))[1].endswith(offset)


async def test_an_app_may_count_its_turns_from_zero(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, echo("{{#sys.dialogue_count#}}"))
    app = await apps.update_app(rt, app, settings={"dialogue_count_from_zero": True})
    first, said = await ask(rt, app)
    assert (said, (await ask(rt, app, first))[1]) == ("0", "1")
