"""Conversations: paged by cursor, seen by their user only, named at once and again by a model."""

import asyncio

import pytest

from services.chats import chat, conversations
from services.errors import InvalidInput
from services.runtime import Runtime
from storage.errors import NotFound
from storage.records import App
from tests.services.parts import asking, echo, published, sign_in
from tests.vendor import Vendor


async def talk(rt: Runtime, app: App, *queries: str, user: str = "ann", conversation_id: str = "") -> str:
    for query in queries:
        live = await chat.start_turn(rt, app, query=query, inputs={}, user=user, conversation_id=conversation_id)
        await live.finished()
        conversation_id = live.conversation_id
    return conversation_id


@pytest.fixture
async def app(rt: Runtime, workspace_id: str) -> App:
    return await published(rt, workspace_id, echo())


async def test_conversations_are_paged_by_their_last_message(rt: Runtime, app: App) -> None:
    first, second, third = [await talk(rt, app, query) for query in ("one", "two", "three")]
    await talk(rt, app, "again", conversation_id=first)
    page = await conversations.list_conversations(rt, app, "ann", limit=2)
    assert ([found.id for found in page.items], page.has_more) == ([first, third], True)
    rest = await conversations.list_conversations(rt, app, "ann", limit=2, last_id=third)
    assert ([found.id for found in rest.items], rest.has_more) == ([second], False)
    oldest = await conversations.list_conversations(rt, app, "ann", sort_by="created_at")
    assert [found.id for found in oldest.items] == [first, second, third]


async def test_messages_are_paged_from_the_newest_and_told_from_the_oldest(rt: Runtime, app: App) -> None:
    conversation_id = await talk(rt, app, "one", "two", "three")
    page = await conversations.messages(rt, app, "ann", conversation_id, limit=2)
    assert ([message.query for message in page.items], page.has_more) == (["two", "three"], True)
    rest = await conversations.messages(rt, app, "ann", conversation_id, first_id=page.items[0].id)
    assert ([message.query for message in rest.items], rest.has_more) == (["one"], False)


async def test_what_belongs_to_another_user_does_not_exist(rt: Runtime, app: App) -> None:
    conversation_id = await talk(rt, app, "one")
    assert (await conversations.list_conversations(rt, app, "bob")).items == []
    for attempt in (
        conversations.messages(rt, app, "bob", conversation_id),
        conversations.rename(rt, app, "bob", conversation_id, name="Mine"),
        conversations.delete(rt, app, "bob", conversation_id),
        conversations.list_conversations(rt, app, "bob", last_id=conversation_id),
    ):
        with pytest.raises(NotFound, match="conversation"):
            await attempt


async def test_a_deleted_conversation_is_gone(rt: Runtime, app: App) -> None:
    conversation_id = await talk(rt, app, "one")
    await conversations.delete(rt, app, "ann", conversation_id)
    assert (await conversations.list_conversations(rt, app, "ann")).items == []
    with pytest.raises(NotFound):
        await conversations.messages(rt, app, "ann", conversation_id)
    with pytest.raises(NotFound):
        await talk(rt, app, "two", conversation_id=conversation_id)


@pytest.mark.parametrize("given", [{"limit": 0}, {"limit": 101}, {"sort_by": "name"}])
async def test_a_faulty_page_is_refused(rt: Runtime, app: App, given: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        await conversations.list_conversations(rt, app, "ann", **given)  # type: ignore[arg-type] # wrong on purpose


async def test_a_conversation_is_named_after_its_question_at_once(rt: Runtime, app: App) -> None:
    await talk(rt, app, "  Where do the\n ferries go in the winter when the sea is frozen over?")
    found = (await conversations.list_conversations(rt, app, "ann")).items[0]
    assert found.name == "Where do the ferries go in the winter when the se…"


async def test_the_first_answer_does_not_wait_for_the_title_that_a_model_makes(
    rt: Runtime, workspace_id: str, vendor: Vendor
) -> None:
    await sign_in(rt, workspace_id, vendor)
    vendor.rule(when="Write a title", reply='"Winter ferries."\nanything else', hold=1)
    app = await published(rt, workspace_id, asking())
    conversation_id = await talk(rt, app, "Where do the ferries go?", "And back?")
    assert (await conversations.list_conversations(rt, app, "ann")).items[0].name == "Where do the ferries go?"
    vendor.go_on()
    await rt.background.idle()
    assert (await conversations.list_conversations(rt, app, "ann")).items[0].name == "Winter ferries"
    titles = [request for request in vendor.model_requests if "Write a title" in str(request.body)]
    assert len(titles) == 1
    assert conversation_id


async def test_a_title_that_fails_or_comes_too_late_changes_nothing(
    rt: Runtime, workspace_id: str, vendor: Vendor
) -> None:
    await sign_in(rt, workspace_id, vendor)
    vendor.rule(when="Write a title", status=401, times=1)
    vendor.rule(when="Write a title", reply="Too late", hold=1)
    app = await published(rt, workspace_id, asking())
    await talk(rt, app, "first")
    await rt.background.idle()
    renamed = await talk(rt, app, "second")
    await conversations.rename(rt, app, "ann", renamed, name="My own")
    vendor.go_on()
    await rt.background.idle()
    found = (await conversations.list_conversations(rt, app, "ann", sort_by="created_at")).items
    assert [conversation.name for conversation in found] == ["first", "My own"]


async def test_debugging_asks_for_no_title(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    await sign_in(rt, workspace_id, vendor)
    app = await published(rt, workspace_id, asking())
    await (await chat.start_turn(rt, app, query="Hi", inputs={}, user="me", invoke_from="debugger")).finished()
    await rt.background.idle()
    assert len(vendor.model_requests) == 1


async def test_a_name_can_be_made_on_demand(rt: Runtime, workspace_id: str, vendor: Vendor, app: App) -> None:
    conversation_id = await talk(rt, app, "Where do the ferries go?")
    assert (await conversations.rename(rt, app, "ann", conversation_id, auto_generate=True)).name == (
        "Where do the ferries go?"
    )
    await sign_in(rt, workspace_id, vendor)
    vendor.rule(when="Write a title", reply="Ferries")
    assert (await conversations.rename(rt, app, "ann", conversation_id, auto_generate=True)).name == "Ferries"
    with pytest.raises(InvalidInput):
        await conversations.rename(rt, app, "ann", conversation_id)


async def test_the_greeting_is_stored_with_the_inputs_in_it(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, echo(features={"opening_statement": "Hi {{name}} and {{other}}"}))
    await talk(rt, app, "one")
    assert (await conversations.list_conversations(rt, app, "ann")).items[0].introduction == "Hi {{name}} and {{other}}"


async def test_two_first_calls_of_a_user_at_once_make_one_user(rt: Runtime, app: App) -> None:
    made = await asyncio.gather(*(conversations.end_user(rt, app, "new") for _ in range(5)))
    assert len({user.id for user in made}) == 1
    shared = await conversations.end_user(rt, app, "")
    assert (shared.session_id, shared.is_anonymous) == ("DEFAULT-USER", True)
