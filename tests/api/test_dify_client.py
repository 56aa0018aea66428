"""The client that is published for Dify (`dify-client` of PyPI) works here unchanged but for its address."""

import asyncio
import json
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from dify_client import ChatClient, CompletionClient

from tests.api import apps
from tests.api.client import USER, Api, Json, PublishedApp
from tests.vendor import Vendor

pytestmark = pytest.mark.asyncio(loop_scope="session")

Client = TypeVar("Client", ChatClient, CompletionClient)
Got = TypeVar("Got")


def client(kind: type[Client], app: PublishedApp, base_url: str) -> Client:
    made = kind(app.key)
    made.base_url = f"{base_url}/v1"
    return made


async def elsewhere(work: Callable[[], Got]) -> Got:
    """Do in a thread what waits for this event loop."""
    return await asyncio.to_thread(work)


def body(response: Any) -> Json:
    response.raise_for_status()
    return dict(response.json())


def events(response: Any) -> list[Json]:
    """Read a stream as that client's documentation does."""
    response.raise_for_status()
    lines = [line.decode() for line in response.iter_lines() if line]
    return [json.loads(line.split("data: ", 1)[-1].strip()) for line in lines if line.startswith("data: ")]


@pytest.mark.parametrize("mode", ["blocking", "streaming"])
async def test_a_conversation_is_held_listed_rated_and_named(
    chat: PublishedApp, base_url: str, vendor: Vendor, mode: str
) -> None:
    vendor.rule(when="Ahoy", reply="Ahoy yourself.")
    user = f"dify client {mode}"

    def talk() -> tuple[str, list[Json], list[Json], Json]:
        ours = client(ChatClient, chat, base_url)
        answer = ours.create_chat_message({}, "Ahoy", user, response_mode=mode)
        told = [body(answer)] if mode == "blocking" else events(answer)
        ids = told[0]
        again = ours.create_chat_message({}, "Ahoy again", user, conversation_id=ids["conversation_id"])
        assert body(again)["conversation_id"] == ids["conversation_id"]
        assert body(ours.message_feedback(ids["message_id"], "like", user)) == {"result": "success"}
        renamed = body(ours.rename_conversation(ids["conversation_id"], "Ferries", user))
        messages = body(ours.get_conversation_messages(user, ids["conversation_id"], limit=5))["data"]
        listed = body(ours.get_conversations(user, limit=5))["data"]
        return "".join(one.get("answer", "") for one in told), messages, listed, renamed

    said, messages, listed, renamed = await elsewhere(talk)
    assert said == "Ahoy yourself."
    assert [(one["query"], (one["feedback"] or {}).get("rating")) for one in messages] == [
        ("Ahoy", "like"),
        ("Ahoy again", None),
    ]
    assert [one["name"] for one in listed] == ["Ferries"] == [renamed["name"]]


@pytest.mark.parametrize("mode", ["blocking", "streaming"])
async def test_a_text_is_completed(completion: PublishedApp, base_url: str, vendor: Vendor, mode: str) -> None:
    vendor.rule(when="Be kind to Ann", reply="Dear Ann.")
    ours = client(CompletionClient, completion, base_url)
    answer = await elsewhere(lambda: ours.create_completion_message({"name": "Ann", "query": "?"}, mode, USER))
    told = await elsewhere(lambda: [body(answer)] if mode == "blocking" else events(answer))
    assert "".join(one.get("answer", "") for one in told) == "Dear Ann."
    assert told[-1]["metadata"]["usage"]["total_tokens"] > 0


async def test_parameters_are_read_and_files_uploaded(api: Api, base_url: str) -> None:
    upload = {"enabled": True, "allowed_file_types": ["document"], "allowed_file_upload_methods": ["local_file"]}
    app = await api.app(apps.echo("{{#sys.files#}}", features={"file_upload": upload}))

    def send() -> tuple[Json, Json]:
        ours = client(ChatClient, app, base_url)
        assert body(ours.get_application_parameters(USER))["file_upload"]["enabled"] is True
        kept = body(ours.file_upload(USER, {"file": ("a.txt", b"text", "text/plain")}))
        given = [{"type": "document", "transfer_method": "local_file", "upload_file_id": kept["id"]}]
        return kept, body(ours.create_chat_message({}, "Look", USER, files=given))

    kept, answer = await elsewhere(send)
    assert kept["name"] == "a.txt"
    assert "a.txt" in answer["answer"]


async def test_a_wrong_key_is_told_as_that_client_expects(chat: PublishedApp, base_url: str) -> None:
    ours = client(ChatClient, chat, base_url)
    ours.api_key = "app-unknown"
    answer = await elsewhere(lambda: ours.create_chat_message({}, "Ahoy", USER))
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")
