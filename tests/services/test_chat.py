"""Turns: checked before they start, run on the server, stored once, ended after the commit."""

from collections.abc import Callable
from typing import Any

import pytest

from engine.events import RunError, TextDelta
from services.apps import apps
from services.chats import chat, conversations
from services.errors import AppUnavailable, BadRequest, InvalidInput, NotChatApp, NotPublished, ServiceError
from services.runtime import Runtime
from storage.errors import NotFound
from tests.services.parts import (
    asking,
    chat_app,
    counts,
    document,
    echo,
    events_of,
    graph,
    message_of,
    names,
    node,
    published,
    run_of,
    sign_in,
)
from tests.vendor import Vendor


async def test_a_chatflow_turn_is_told_and_stored(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, echo())
    live = await chat.start_turn(rt, app, query="Hi", inputs={}, user="ann")
    events = await events_of(live)
    assert names(events)[0] == "RunStarted"
    assert names(events)[-2:] == ["RunFinished", "MessageEnd"]
    message = await message_of(rt, live, app)
    run, nodes = await run_of(rt, live, app)
    assert (message.query, message.answer, message.status) == ("Hi", "You said: Hi", "normal")
    assert (run.status, run.message_id, run.total_steps) == ("succeeded", message.id, 2)
    assert [(found.node_id, found.status) for found in nodes] == [("start", "succeeded"), ("answer", "succeeded")]


async def test_a_chat_turn_sends_text_and_its_end_only(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    await sign_in(rt, workspace_id, vendor)
    vendor.rule(when="Hi", reply="Hello Ann.")
    app = await chat_app(rt, workspace_id)
    live = await chat.start_turn(rt, app, query="Hi", inputs={}, user="ann", auto_generate_name=False)
    events = await events_of(live)
    assert names(events)[-1] == "MessageEnd"
    assert "RunFinished" not in names(events)
    assert (await message_of(rt, live, app)).answer == "Hello Ann."


async def test_a_failing_model_ends_the_turn_with_its_code_and_is_stored(
    rt: Runtime, workspace_id: str, vendor: Vendor
) -> None:
    await sign_in(rt, workspace_id, vendor)
    vendor.rule(status=401, reply="no such key")
    app = await published(rt, workspace_id, asking())
    live = await chat.start_turn(rt, app, query="Hi", inputs={}, user="ann")
    events = await events_of(live)
    assert names(events)[-2:] == ["RunFinished", "RunError"]
    last = events[-1]
    assert isinstance(last, RunError)
    assert last.code == "provider_not_initialize"
    message = await message_of(rt, live, app)
    assert message.status == "error"
    assert message.error


async def test_what_the_model_said_before_it_broke_off_is_kept(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    await sign_in(rt, workspace_id, vendor)
    vendor.rule(reply="one two three", fault="drop", after=2)
    app = await published(rt, workspace_id, asking())
    live = await chat.start_turn(rt, app, query="Hi", inputs={}, user="ann")
    said = "".join(event.text for event in await events_of(live) if isinstance(event, TextDelta))
    message = await message_of(rt, live, app)
    assert (message.answer, message.status) == (said, "error")
    assert message.answer


async def test_the_end_is_told_only_after_the_commit(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, echo())
    live = await chat.start_turn(rt, app, query="Hi", inputs={}, user="ann")
    async for batch in live.subscribe():
        if "RunFinished" in names(batch):
            assert (await message_of(rt, live, app)).answer == "You said: Hi"


async def test_a_later_turn_gives_the_model_the_earlier_ones(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    await sign_in(rt, workspace_id, vendor)
    vendor.rule(when="first", reply="Noted.")
    app = await published(rt, workspace_id, asking())
    first = await chat.start_turn(rt, app, query="first", inputs={}, user="ann", auto_generate_name=False)
    await first.finished()
    second = await chat.start_turn(
        rt, app, query="second", inputs={}, user="ann", conversation_id=first.conversation_id
    )
    await second.finished()
    prompt = [(message["role"], message["content"]) for message in vendor.last.body["messages"]]
    assert prompt[1:] == [("user", "first"), ("assistant", "Noted."), ("user", "second")]


async def test_a_question_that_is_asked_again_does_not_remember_the_answer_that_it_replaces(
    rt: Runtime, workspace_id: str, vendor: Vendor
) -> None:
    await sign_in(rt, workspace_id, vendor)
    app = await chat_app(rt, workspace_id)

    async def say(query: str, parent: str | None) -> str:
        kept: Any = {"conversation_id": said[0].conversation_id} if said else {}
        live = await chat.start_turn(
            rt,
            app,
            query=query,
            inputs={},
            user="ann",
            parent_message_id=parent,
            branches=True,
            auto_generate_name=False,
            **kept,
        )
        await events_of(live)
        said.append(await message_of(rt, live, app))
        return said[-1].id

    said: list[Any] = []
    first = await say("first", None)
    await say("second", first)
    again = await say("second", first)
    await say("third", again)
    asked = [message["content"] for message in vendor.last.body["messages"] if message["role"] == "user"]
    assert asked == ["first", "second", "third"]
    await say("anew", None)
    asked = [message["content"] for message in vendor.last.body["messages"] if message["role"] == "user"]
    assert asked == ["anew"]


async def test_turns_are_counted_per_conversation(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, echo("{{#sys.dialogue_count#}}"))
    answers, conversation_id = [], ""
    for _ in range(3):
        live = await chat.start_turn(rt, app, query="Hi", inputs={}, user="ann", conversation_id=conversation_id)
        await live.finished()
        conversation_id = live.conversation_id
        answers.append((await message_of(rt, live, app)).answer)
    assert answers == ["1", "2", "3"]


async def test_inputs_of_the_first_turn_serve_the_later_ones(rt: Runtime, workspace_id: str) -> None:
    form = [{"variable": "tone", "type": "text-input", "label": "Tone", "required": True}]
    answer = node("answer", "answer", answer="{{#start.tone#}}")
    app = await published(
        rt, workspace_id, document("advanced-chat", graph(node("start", "start", variables=form), answer))
    )
    first = await chat.start_turn(rt, app, query="Hi", inputs={"tone": "calm"}, user="ann")
    await first.finished()
    second = await chat.start_turn(rt, app, query="Hi", inputs={}, user="ann", conversation_id=first.conversation_id)
    await second.finished()
    assert (await message_of(rt, second, app)).answer == "calm"


async def test_a_conversation_goes_on_while_its_first_turn_still_runs(
    rt: Runtime, workspace_id: str, vendor: Vendor
) -> None:
    await sign_in(rt, workspace_id, vendor)
    vendor.rule(when="slow", reply="late", fault="hang", after=1)
    app = await published(rt, workspace_id, asking())
    first = await chat.start_turn(rt, app, query="slow", inputs={}, user="ann")
    second = await chat.start_turn(rt, app, query="Hi", inputs={}, user="ann", conversation_id=first.conversation_id)
    assert names(await events_of(second))[-1] == "MessageEnd"
    first.stop()
    await first.finished()
    listed = await conversations.messages(rt, app, "ann", first.conversation_id)
    assert {message.query for message in listed.items} == {"slow", "Hi"}


@pytest.mark.parametrize(
    ("given", "error", "word"),
    [
        ({"query": ""}, InvalidInput, "query is required"),
        ({"query": " \0 "}, InvalidInput, "query is required"),
        ({"query": "x" * 4001}, InvalidInput, "4001 characters; the limit is 4000"),
        ({"user": ""}, InvalidInput, "user is required"),
        ({"user": "u" * 256}, InvalidInput, "256 characters; the limit is 255"),
        ({"inputs": {str(number): 1 for number in range(101)}}, InvalidInput, "101 entries; the limit is 100"),
        ({"files": [{}] * 11}, InvalidInput, "11 entries; the limit is 10"),
        ({"conversation_id": "abc"}, InvalidInput, "is no UUID"),
        ({"conversation_id": "0190c1d2-0000-7000-8000-000000000000"}, NotFound, "conversation"),
        ({"workflow_id": "abc"}, BadRequest, "(?i)invalid workflow id format"),
        ({"workflow_id": "0190c1d2-0000-7000-8000-000000000000"}, NotFound, "workflow"),
        ({"inputs": {}}, InvalidInput, "tone is required"),
        ({"inputs": {"tone": 5}}, InvalidInput, "tone"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
async def test_a_faulty_turn_is_refused_before_it_starts(
    rt: Runtime, workspace_id: str, given: dict[str, Any], error: type[Exception], word: str
) -> None:
    form = [{"variable": "tone", "type": "text-input", "label": "Tone", "required": True}]
    answer = node("answer", "answer", answer="{{#start.tone#}}")
    app = await published(
        rt, workspace_id, document("advanced-chat", graph(node("start", "start", variables=form), answer))
    )
    turn: dict[str, Any] = {"query": "Hi", "inputs": {"tone": "calm"}, "user": "ann"} | given
    with pytest.raises(error, match=word):
        await chat.start_turn(rt, app, **turn)
    assert rt.live.running() == []


async def test_an_input_that_breaks_its_rule_names_itself(rt: Runtime, workspace_id: str) -> None:
    form = [{"text-input": {"variable": "name", "label": "Name", "required": True, "max_length": 3}}]
    app = await chat_app(rt, workspace_id, user_input_form=form)
    with pytest.raises(InvalidInput) as caught:
        await chat.start_turn(rt, app, query="Hi", inputs={"name": "Anne"}, user="ann")
    assert caught.value.param == "name"


async def test_another_users_conversation_does_not_exist(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, echo())
    live = await chat.start_turn(rt, app, query="Hi", inputs={}, user="ann")
    await live.finished()
    for user, source in (("bob", "service-api"), ("ann", "web-app")):
        with pytest.raises(NotFound, match="conversation"):
            await chat.start_turn(
                rt, app, query="Hi", inputs={}, user=user, invoke_from=source, conversation_id=live.conversation_id
            )


async def test_what_cannot_be_served_is_refused(rt: Runtime, workspace_id: str) -> None:
    workflow = await apps.create_app(rt, workspace_id, name="W", mode="workflow")
    unpublished = await apps.create_app(rt, workspace_id, name="F", mode="advanced-chat")
    disabled = await apps.update_app(rt, await chat_app(rt, workspace_id), status="disabled")
    refused = [(workflow, NotChatApp), (unpublished, NotPublished), (disabled, AppUnavailable)]
    for app, error in refused:
        with pytest.raises(error):
            await chat.start_turn(rt, app, query="Hi", inputs={}, user="ann")


async def test_a_completion_app_needs_no_query_and_keeps_no_conversation(rt: Runtime, workspace_id: str) -> None:
    app = await apps.create_app(rt, workspace_id, name="T", mode="completion")
    live = await chat.start_turn(rt, app, query="", inputs={"query": "Say something."}, user="ann")
    assert names(await events_of(live))[-1] == "MessageEnd"
    message = await message_of(rt, live, app)
    assert message.conversation_id is None
    assert message.answer
    assert counts(rt, "conversations") == {"conversations": 0}


async def test_a_new_user_is_stored_once(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, echo())
    for _ in range(2):
        await (await chat.start_turn(rt, app, query="Hi", inputs={}, user="ann")).finished()
    assert counts(rt, "end_users", "conversations", "messages", "runs") == {
        "end_users": 1,
        "conversations": 2,
        "messages": 2,
        "runs": 2,
    }


async def test_a_warm_turn_reads_nothing_and_writes_once(
    rt: Runtime, workspace_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = await published(rt, workspace_id, echo())
    await (await chat.start_turn(rt, app, query="Hi", inputs={}, user="ann")).finished()
    used: list[str] = []

    def watched(name: str) -> Callable[..., Any]:
        plain = getattr(rt.db, name)

        def call(*given: Any) -> Any:
            used.append(name)
            return plain(*given)

        return call

    for name in ("read", "write", "store"):
        monkeypatch.setattr(rt.db, name, watched(name))
    await (await chat.start_turn(rt, app, query="Hi", inputs={}, user="ann")).finished()
    assert used == ["store"]


async def test_an_app_answers_so_many_at_a_time(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    await sign_in(rt, workspace_id, vendor)
    vendor.rule(reply="late", fault="hang", after=1)
    app = await apps.update_app(rt, await published(rt, workspace_id, asking()), max_active_requests=1)
    live = await chat.start_turn(rt, app, query="Hi", inputs={}, user="ann")
    with pytest.raises(ServiceError, match="1 at a time") as caught:
        await chat.start_turn(rt, app, query="Hi", inputs={}, user="bob")
    assert caught.value.code == "too_many_requests"
    live.stop()
    await live.finished()
    again = await chat.start_turn(rt, app, query="Hi", inputs={}, user="bob")
    again.stop()
    await again.finished()


async def test_a_draft_is_tried_by_an_account_and_its_graph_is_stored(rt: Runtime, workspace_id: str) -> None:
    app = await apps.create_app(rt, workspace_id, name="F", mode="advanced-chat")
    live = await chat.start_turn(rt, app, query="Hi", inputs={}, user="me", draft=True, invoke_from="debugger")
    assert names(await events_of(live))[-1] == "MessageEnd"
    run, _ = await run_of(rt, live, app)
    assert (run.triggered_from, run.version) == ("debugging", "draft")
    assert run.graph is not None


async def test_another_configuration_can_be_tried_without_saving_it(
    rt: Runtime, workspace_id: str, vendor: Vendor
) -> None:
    await sign_in(rt, workspace_id, vendor)
    app = await chat_app(rt, workspace_id, pre_prompt="Be kind.")
    tried = {**(app.model_config or {}), "pre_prompt": "Be brief."}
    live = await chat.start_turn(rt, app, query="Hi", inputs={}, user="me", model_config=tried)
    await live.finished()
    assert vendor.model_requests[0].body["messages"][0]["content"].strip() == "Be brief."
