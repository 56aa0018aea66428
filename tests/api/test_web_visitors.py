"""Visitors of shared pages: passports, what each of them finds, and what none of them sees."""

import pytest

from tests.api.client import Api, PublishedApp, expect
from tests.api.web import Guest, asked, code_of, guest, numbered

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_visitor_chats_and_finds_the_conversation_again(echo: PublishedApp) -> None:
    ann = await guest(echo)
    said = await ann.chat("Hello")
    assert said["answer"] == "You said: Hello"
    assert set(said["metadata"]) == {"annotation_reply", "retriever_resources"}
    listed = await ann.get("/conversations")
    assert [row["id"] for row in listed["data"]] == [said["conversation_id"]]
    again = expect(await asked(echo.api, ann.code, headers={"X-App-Passport": ann.passport}), 200)
    later = Guest(echo.api, ann.code, again["access_token"])
    assert (await later.get("/conversations"))["data"] == listed["data"]


async def test_events_have_ids_after_which_a_reader_goes_on(echo: PublishedApp) -> None:
    ann = await guest(echo)
    body = {"inputs": {}, "query": "Hello", "response_mode": "streaming"}
    events = numbered(await ann.send("POST", "/chat-messages", body))
    assert events[0][1]["event"] == "workflow_started"
    place, _ = events[2]
    path = f"/workflow/{events[0][1]['workflow_run_id']}/events"
    assert numbered(await ann.send("GET", path, headers={"Last-Event-ID": place})) == events[3:]
    whole = await ann.send("GET", path, params={"include_state_snapshot": "true"})
    assert numbered(whole) == events
