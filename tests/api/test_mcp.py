"""The reference client of the Model Context Protocol calls published apps as tools."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from mcp import ClientSession
from mcp.client.client import Client
from mcp.client.streamable_http import streamable_http_client

from api.app import api as application
from engine.dsl import dump
from services.runs.runs import LiveRun
from tests.api import apps
from tests.api.client import Api, Json, PublishedApp, expect
from tests.api.streaming import open_answer
from tests.services import parts, waiting
from tests.services.parts import graph, node
from tests.vendor import Vendor

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def address(app: PublishedApp, base_url: str = "") -> str:
    """Make a server of an app and return where it is."""
    made = expect(await app.console("POST", "/server"), 201)
    assert made["server_code"].startswith("mcp-")
    return f"{base_url}/mcp/{made['server_code']}"


async def post(api: Api, path: str, method: str, id: Any = 1, **params: Any) -> Any:
    body = {"jsonrpc": "2.0", "id": id, "method": method, "params": params}
    return await api.send("POST", path, {name: value for name, value in body.items() if value is not None})


@asynccontextmanager
async def session(url: str) -> AsyncIterator[ClientSession]:
    async with streamable_http_client(url) as streams, ClientSession(streams[0], streams[1]) as opened:
        await opened.initialize()
        yield opened


def text(result: Any) -> str:
    """Return the first text of a call's result."""
    return str(result.content[0].text)


async def test_a_chat_is_a_tool_that_keeps_its_conversation(api: Api, base_url: str, vendor: Vendor) -> None:
    vendor.rule(when="Ahoy", reply="Ahoy yourself.")
    app = await api.app(apps.configured("chat"))
    async with session(await address(app, base_url)) as client:
        (tool,) = (await client.list_tools()).tools
        assert tool.name == "chat"
        assert tool.input_schema["required"] == ["query"]
        name = tool.input_schema["properties"]["inputs"]["properties"]["name"]
        assert name == {"description": "Name", "type": "string", "maxLength": 10}
        told: Any = await client.call_tool("chat", {"query": "Ahoy", "inputs": {"name": "Ann"}})
        assert (text(told), told.is_error) == ("Ahoy yourself.", False)
        assert "Ann" in str(vendor.last.body["messages"])
        place = {"conversation_id": told.structured_content["conversation_id"]}
        again: Any = await client.call_tool("chat", {"query": "Ahoy again", **place})
        assert again.structured_content["conversation_id"] == place["conversation_id"]
        assert [one["content"] for one in vendor.last.body["messages"][-3:]] == ["Ahoy", "Ahoy yourself.", "Ahoy again"]


async def test_a_client_that_speaks_the_newest_protocol_finds_its_way(api: Api, base_url: str, vendor: Vendor) -> None:
    app = await api.app(apps.echo())
    async with Client(await address(app, base_url)) as client:
        told: Any = await client.call_tool("chat", {"query": "Ahoy"})
    assert text(told) == "You said: Ahoy"


async def test_a_workflow_is_a_tool_with_its_form_that_tells_how_far_it_is(
    api: Api, base_url: str, vendor: Vendor
) -> None:
    vendor.rule(when="Write", reply="Waves.")
    app = await api.app(apps.writing())
    steps: list[str] = []

    async def progress(progress: float, total: float | None, message: str | None) -> None:
        steps.append(message or "")

    async with session(await address(app, base_url)) as client:
        (tool,) = (await client.list_tools()).tools
        assert (tool.name, tool.input_schema["required"]) == ("run", ["topic"])
        told: Any = await client.call_tool("run", {"topic": "sea"}, progress_callback=progress)
    assert (text(told), told.structured_content) == ("Waves.", {"result": "Waves."})
    assert len(steps) == 3


async def test_a_completion_is_a_tool(api: Api, base_url: str, vendor: Vendor) -> None:
    vendor.rule(when="kind to Ann", reply="Dear Ann.")
    app = await api.app(apps.configured("completion"))
    async with session(await address(app, base_url)) as client:
        told: Any = await client.call_tool("run", {"name": "Ann"})
    assert text(told) == "Dear Ann."


FORM = [
    {"variable": "kind", "label": "Kind", "type": "select", "options": ["a", "b"], "required": True},
    {"variable": "count", "label": "", "type": "number", "required": False},
    {"variable": "sure", "label": "", "type": "checkbox", "required": False},
    {"variable": "paper", "label": "", "type": "file", "required": False},
    {"variable": "papers", "label": "", "type": "file-list", "required": False},
]


async def test_the_form_of_an_app_is_the_schema_of_its_tool(api: Api) -> None:
    end = node("end", "end", outputs=[{"variable": "kind", "value_selector": ["start", "kind"]}])
    app = await api.app(dump(parts.document("workflow", graph(node("start", "start", variables=FORM), end))))
    listed = expect(await post(api, await address(app), "tools/list"), 200)
    schema = listed["result"]["tools"][0]["inputSchema"]
    assert schema["required"] == ["kind"]
    assert schema["properties"]["kind"] == {"description": "Kind", "type": "string", "enum": ["a", "b"]}
    kinds = [schema["properties"][name]["type"] for name in ("count", "sure", "paper", "papers")]
    assert kinds == ["number", "boolean", "object", "array"]


async def test_what_goes_wrong_in_a_call_is_told_to_the_model(api: Api, base_url: str, vendor: Vendor) -> None:
    vendor.rule(when="Ahoy", status=400)
    failing = await api.app(apps.failing())
    chat = await api.app(apps.configured("chat"))
    forms = await api.app(dump(waiting.reviewed()))
    calls: list[tuple[PublishedApp, str, Json, str]] = [
        (chat, "chat", {"query": "Ahoy"}, ""),
        (failing, "chat", {"query": "Hi"}, "division"),
        (forms, "run", {"s": "it"}, "waits for a person"),
        (chat, "chat", {}, "query is required"),
        (chat, "run", {"query": "Hi"}, "no tool 'run'"),
        (chat, "chat", {"query": "Hi", "inputs": [1]}, "inputs must be an object"),
        (chat, "chat", {"query": "Hi", "conversation_id": "x"}, "is no UUID"),
    ]
    for app, name, arguments, told in calls:
        async with session(await address(app, base_url)) as client:
            result: Any = await client.call_tool(name, arguments)
        assert result.is_error
        assert told in text(result)


async def test_an_address_is_shown_once_reset_switched_off_and_taken_away(api: Api, echo: PublishedApp) -> None:
    assert expect(await echo.console("GET", "/server"), 200)["id"] is None
    assert (await echo.console("PUT", "/server", {"status": "active"})).status_code == 404
    first = await address(echo)
    shown = expect(await echo.console("GET", "/server"), 200)
    assert (shown["status"], "…" in shown["server_code"]) == ("active", True)
    stored = api.rt.db.query("SELECT hash, hint FROM api_keys WHERE type = 'mcp' AND app_id = ?", [echo.id])
    assert first.rpartition("/")[2] not in str(stored)
    second = await address(echo)
    assert (await post(api, first, "ping")).status_code == 404
    assert expect(await post(api, second, "ping"), 200)["result"] == {}
    expect(await echo.console("PUT", "/server", {"status": "inactive"}), 200)
    assert (await post(api, second, "ping")).status_code == 404
    expect(await echo.console("PUT", "/server", {"status": "active"}), 200)
    expect(await post(api, second, "ping"), 200)
    assert (await echo.console("DELETE", "/server")).status_code == 204
    assert (await post(api, second, "ping")).status_code == 404


async def test_secrets_of_other_doors_open_nothing(api: Api, echo: PublishedApp) -> None:
    path = await address(echo)
    assert (await post(api, f"/mcp/{echo.key}", "ping")).status_code == 404
    assert (await api.send("GET", "/v1/info", key=path.rpartition("/")[2])).status_code == 401
    listed = expect(await echo.console("GET", "/api-keys"), 200)["data"]
    assert not any(key["token"].startswith("mcp-") for key in listed)


async def test_messages_of_the_protocol_are_answered_or_taken(api: Api, echo: PublishedApp) -> None:
    path = await address(echo)
    hello = expect(await post(api, path, "initialize", protocolVersion="2025-06-18"), 200)["result"]
    assert (hello["protocolVersion"], hello["capabilities"]) == ("2025-06-18", {"tools": {}})
    assert expect(await post(api, path, "initialize", protocolVersion="1"), 200)["result"]["protocolVersion"] > "2025"
    assert expect(await post(api, path, "resources/list"), 200)["error"]["code"] == -32601
    assert expect(await post(api, path, "tools/call", name=3), 200)["error"]["code"] == -32602
    taken = await post(api, path, "notifications/initialized", id=None)
    assert (taken.status_code, taken.content) == (202, b"")
    answer = await api.send("GET", path)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


async def test_pages_of_other_origins_are_refused(api: Api, echo: PublishedApp) -> None:
    path = await address(echo)
    ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    assert (await api.send("POST", path, ping, headers={"Origin": "https://evil.example"})).status_code == 403
    assert (await api.send("POST", path, ping, headers={"Origin": "http://test"})).status_code == 200


async def test_a_call_that_its_caller_takes_back_or_leaves_stops_its_run(api: Api, vendor: Vendor) -> None:
    vendor.rule(when="Ahoy", delay=60, reply="late")
    app = await api.app(apps.asking())
    path = await address(app)
    hello = await post(api, path, "initialize", protocolVersion="2025-06-18")
    mine = {"Mcp-Session-Id": hello.headers["mcp-session-id"]}
    call: Json = {"jsonrpc": "2.0", "id": 7, "method": "tools/call"}
    call["params"] = {"name": "chat", "arguments": {"query": "Ahoy"}}
    taken_back: Json = {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 7}}

    async def running() -> LiveRun:
        while not (found := api.rt.live.running(app.id)):
            await asyncio.sleep(0.01)
        return found[0]

    calling = asyncio.create_task(api.send("POST", path, call, headers=mine))
    live = await running()
    assert (await api.send("POST", path, taken_back, headers={"Mcp-Session-Id": "another"})).status_code == 202
    reasons = [live.stop_reason]
    assert (await api.send("POST", path, taken_back, headers=mine)).status_code == 202
    assert (await calling).status_code == 200
    reasons.append(live.stop_reason)
    assert (reasons, live.done) == ([None, "The call was cancelled."], True)

    async with open_answer(application, "POST", path, headers=mine, body=call):
        live = await running()
    await live.ended()
    assert live.stop_reason == "The caller went away."
