"""The client against the running server."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from client import AsyncDifyAPIClient, AuthenticationError, DifyAPIClient, ValidationError
from tests.api.client import PublishedApp
from tests.vendor import Vendor

pytestmark = pytest.mark.asyncio(loop_scope="session")

Got = TypeVar("Got")


async def with_client(app: PublishedApp, base_url: str, work: Callable[[DifyAPIClient], Got]) -> Got:
    """Do in a thread what waits for this event loop."""

    def do() -> Got:
        with DifyAPIClient(app.key, f"{base_url}/v1") as client:
            return work(client)

    return await asyncio.to_thread(do)


async def test_a_conversation(chat: PublishedApp, base_url: str, vendor: Vendor) -> None:
    vendor.rule(when="Ahoy", reply="Ahoy yourself.")

    def talk(client: DifyAPIClient) -> tuple[list[Any], Any, Any, str]:
        events = list(client.send_message({}, "Ahoy", "client", stream=True))
        ids = events[0]["conversation_id"], events[0]["message_id"]
        (whole,) = client.send_message({}, "Ahoy again", "client", ids[0], stream=False)
        client.rate(ids[1], "like", "client")
        client.stop(events[0]["task_id"], "client")
        return events, whole, client.messages(ids[0], "client"), str(client.info()["mode"])

    events, whole, messages, mode = await with_client(chat, base_url, talk)
    assert "".join(event.get("answer", "") for event in events) == "Ahoy yourself." == whole["answer"]
    assert events[-1]["event"] == "message_end"
    assert [one["query"] for one in messages["data"]] == ["Ahoy", "Ahoy again"]
    assert mode == "chat"


async def test_a_request_that_is_sent_again_runs_once(chat: PublishedApp, base_url: str, vendor: Vendor) -> None:
    def ask(client: DifyAPIClient) -> list[Any]:
        body = {"inputs": {}, "query": "Once", "user": "client", "response_mode": "blocking"}
        more: Any = {"json": body, "headers": {"Idempotency-Key": "one of the client"}}
        return [client.request("POST", "/chat-messages", **more) for _ in range(2)]

    first, second = await with_client(chat, base_url, ask)
    assert first["message_id"] == second["message_id"]


async def test_texts_workflows_and_files(
    completion: PublishedApp, writing: PublishedApp, base_url: str, vendor: Vendor
) -> None:
    vendor.rule(when="Write about sea", reply="Waves.")
    events = await with_client(completion, base_url, lambda client: list(client.complete({"name": "Ann"}, "client")))
    assert events[-1]["event"] == "message_end"
    (run,) = await with_client(
        writing, base_url, lambda client: list(client.run_workflow({"topic": "sea"}, "client", stream=False))
    )
    assert run["data"]["outputs"] == {"result": "Waves."}
    kept = await with_client(
        writing, base_url, lambda client: client.upload(("a.txt", b"text", "text/plain"), "client")
    )
    assert kept["name"] == "a.txt"


async def test_the_async_client(chat: PublishedApp, writing: PublishedApp, base_url: str, vendor: Vendor) -> None:
    vendor.rule(when="Ahoy", reply="Ahoy yourself.")
    async with AsyncDifyAPIClient(chat.key, f"{base_url}/v1", max_concurrent=2) as client:
        events = [event async for event in client.send_message_stream({}, "Ahoy", "client")]
        assert "".join(event.get("answer", "") for event in events) == "Ahoy yourself."
        results = await client.send_messages([{"inputs": {}, "query": "Ahoy", "user": f"c{n}"} for n in range(3)])
        assert [result.answer for result in results] == ["Ahoy yourself."] * 3
    async with AsyncDifyAPIClient(writing.key, f"{base_url}/v1") as client:
        kinds = [event["event"] async for event in client.run_workflow_stream({"topic": "sea"}, "client")]
    assert (kinds[0], kinds[-1]) == ("workflow_started", "workflow_finished")


async def test_refusals_have_their_class(chat: PublishedApp, base_url: str) -> None:
    async with AsyncDifyAPIClient("app-unknown", f"{base_url}/v1") as client:
        with pytest.raises(AuthenticationError):
            await client.send_message({}, "Ahoy", "client")
    async with AsyncDifyAPIClient(chat.key, f"{base_url}/v1") as client:
        with pytest.raises(ValidationError, match="must not be empty"):
            await client.send_message({}, " ", "client")
