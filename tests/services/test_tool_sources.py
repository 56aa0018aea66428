"""What a workspace has as tools: services and servers that it adds, what lets them in, and trying them."""

import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

import storage.accounts
import storage.settings
import storage.tools
from engine.tools.base import Parameter, Text, ToolNotFoundError, ToolReference
from services.accounts import Caller
from services.accounts.acting import acting_as
from services.accounts.roles import Role
from services.errors import InvalidInput, NotAllowed
from services.runtime import Runtime
from services.tools import apis, credentials, custom, servers
from services.tools.sources import ToolProvider
from services.tools.trying import try_tool
from tests.engine.tools import ScriptedTool

PLAIN = Path(__file__).parents[1] / "engine" / "mcp_program.py"
SECRET = "secret-of-the-shop"
SHOP: dict[str, Any] = {
    "openapi": "3.0.0",
    "info": {"title": "Shop"},
    "servers": [{"url": "https://shop.example"}],
    "paths": {
        "/articles": {"get": {"operationId": "articles"}, "post": {"operationId": "addArticle"}},
    },
}
BEARER = {"type": "bearer", "value": SECRET}
PROGRAM = {"transport": "stdio", "command": sys.executable, "args": ["-S", str(PLAIN)], "env": {"API_KEY": SECRET}}


@pytest.fixture
async def asked(rt: Runtime) -> AsyncIterator[list[httpx2.Request]]:
    """Stand in for the web, which answers everything with what it was told; return what it was asked."""
    requests: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        requests.append(request)
        return httpx2.Response(200, json={"told": request.headers.get("authorization", "")})

    async with httpx2.AsyncClient(transport=httpx2.MockTransport(answer)) as rt.http:
        yield requests
        await rt.toolbox.close()


async def added(rt: Runtime, workspace_id: str, **more: Any) -> str:
    row = await apis.add_api(rt, workspace_id, document=json.dumps(SHOP), **more)
    return row.id


def called(tool: str, provider: str = "shop", kind: str = "api", **more: str) -> ToolReference:
    return ToolReference(provider_type=kind, provider_id=provider, tool_name=tool, **more)


class Weather:
    """A source whose one tool wants a key."""

    async def providers(self, workspace_id: str) -> list[ToolProvider]:
        """Return the one provider."""
        fields = [Parameter(name="api_key", required=True), Parameter(name="units", options=["metric", "imperial"])]
        tool = ScriptedTool(Text("Rain"), name="now", credentials=fields)
        return [ToolProvider(kind="plugin", id="test", label="Weather", tools=[tool])]


async def test_an_added_service_is_found_by_its_identifier_its_id_and_its_name(rt: Runtime, workspace_id: str) -> None:
    provider_id = await added(rt, workspace_id)
    tools = rt.toolbox.of(workspace_id)
    for reference in (
        called("articles"),
        called("articles", provider_id),
        called("articles", "29303358-86a5-4a38-a3dc-5691788732d4", provider_name="Shop"),
    ):
        assert (await tools.find(reference)).name == "articles"
    with pytest.raises(ToolNotFoundError, match="not installed"):
        await tools.find(called("articles", "other"))
    with pytest.raises(InvalidInput, match="identifier 'shop' already"):
        await added(rt, workspace_id)


async def test_a_key_is_sent_and_never_shown(
    rt: Runtime, workspace_id: str, asked: list[httpx2.Request], caplog: pytest.LogCaptureFixture
) -> None:
    provider_id = await added(rt, workspace_id, auth=BEARER)
    trial = await try_tool(rt, workspace_id, called("articles"), {})
    assert (trial.error, asked[0].headers["authorization"]) == ("", f"Bearer {SECRET}")
    row = await custom.get_custom(rt, workspace_id, provider_id)
    audit = await rt.db.read(lambda: storage.settings.list_audit(rt.db, workspace_id))
    seen = [trial, row, audit, await apis.shown_api(rt, workspace_id, provider_id), caplog.text]
    assert SECRET not in repr(seen)
    assert any(entry.action == "tool.add" for entry in audit)


async def test_a_key_stays_with_its_mask_and_goes_with_the_host(rt: Runtime, workspace_id: str) -> None:
    provider_id = await added(rt, workspace_id, auth=BEARER)
    shown = await apis.shown_api(rt, workspace_id, provider_id)
    await apis.change_api(rt, workspace_id, provider_id, server="https://shop.example/v2", auth=shown["auth"])
    row = await custom.get_custom(rt, workspace_id, provider_id)
    assert custom.opened(rt, row)["auth"]["value"] == SECRET
    for auth in (None, shown["auth"]):
        with pytest.raises(InvalidInput, match="again"):
            await apis.change_api(rt, workspace_id, provider_id, server="https://evil.example", auth=auth)


async def test_switched_off_tools_stay_off_when_the_document_is_new(
    rt: Runtime, workspace_id: str, asked: list[httpx2.Request]
) -> None:
    provider_id = await added(rt, workspace_id)
    await custom.switch_tool(rt, workspace_id, provider_id, "addArticle", on=False)
    more = {**SHOP, "paths": {**SHOP["paths"], "/orders": {"get": {"operationId": "orders"}}}}
    await apis.change_api(rt, workspace_id, provider_id, document=json.dumps(more))
    tools = rt.toolbox.of(workspace_id)
    assert (await tools.find(called("orders"))).name == "orders"
    with pytest.raises(ToolNotFoundError, match="switched off"):
        await tools.find(called("addArticle"))
    assert (await try_tool(rt, workspace_id, called("addArticle"), {})).error == ""


async def test_credentials_of_a_provider_are_asked_for_kept_and_masked(rt: Runtime, workspace_id: str) -> None:
    rt.toolbox.add(Weather())
    provider = (await rt.toolbox.catalogue(workspace_id)).provider("plugin", "test")
    assert provider is not None
    assert provider.needs == ("api_key",)
    tool = provider.tools[0]
    for wrong in ({}, {"api_key": ""}, {"api_key": "k", "units": "miles"}, {"other": "x"}):
        with pytest.raises(InvalidInput, match="credentials"):
            await credentials.store_credentials(rt, workspace_id, provider, wrong)
    await credentials.store_credentials(rt, workspace_id, provider, {"api_key": SECRET, "units": "metric"})
    shown = await credentials.shown_credentials(rt, workspace_id, provider)
    assert shown == {"api_key": "se********op", "units": "metric"}
    await credentials.store_credentials(rt, workspace_id, provider, {**shown, "units": "imperial"})
    assert await rt.toolbox.of(workspace_id).credentials(tool) == {"api_key": SECRET, "units": "imperial"}
    rows = await rt.db.read(lambda: storage.tools.list_credentials(rt.db, workspace_id))
    assert SECRET.encode() not in rows[0].ciphertext
    trial = await try_tool(rt, workspace_id, called("now", "test", "plugin"), {})
    assert (trial.result.text, trial.error) == ("Rain", "")
    await credentials.forget_credentials(rt, workspace_id, "test")
    assert "api_key" in (await try_tool(rt, workspace_id, called("now", "test", "plugin"), {})).error


async def test_only_an_owner_has_programs_started(rt: Runtime, workspace_id: str) -> None:
    workspace = await rt.db.read(lambda: storage.accounts.get_workspace(rt.db, workspace_id))
    address = {"transport": "http", "url": "http://10.0.0.1/mcp"}
    with acting_as(Caller(workspace=workspace, role=Role.ADMIN)):
        with pytest.raises(NotAllowed, match="Only an owner"):
            await servers.add_server(rt, workspace_id, name="Plain", settings=PROGRAM)
        row = await servers.add_server(rt, workspace_id, name="Inside", settings=address)
        assert "not a public web address" in row.problem
    with acting_as(Caller(workspace=workspace, role=Role.EDITOR)), pytest.raises(NotAllowed, match="manage tools"):
        await servers.add_server(rt, workspace_id, name="Inside", settings=address)


async def test_a_server_that_is_a_program_is_listed_tried_and_ended(
    rt: Runtime, workspace_id: str, asked: list[httpx2.Request]
) -> None:
    row = await servers.add_server(rt, workspace_id, name="Plain one", settings=PROGRAM)
    assert (row.identifier, row.problem, [tool["name"] for tool in row.tools][:2]) == (
        "plain_one",
        "",
        ["env", "crash"],
    )
    trial = await try_tool(rt, workspace_id, called("env", "plain_one", "mcp"), {})
    environment = json.loads(trial.result.text)
    folder = rt.settings.data_dir / "mcp" / row.id
    assert (environment["API_KEY"], environment["HOME"]) == ("********", str(folder))
    assert not any(name.startswith("MILLRACE") for name in environment)
    shown = await servers.shown_server(rt, workspace_id, row.id)
    assert SECRET not in repr((row, shown))
    await servers.change_server(rt, workspace_id, row.id, name="Plain", settings=shown)
    assert custom.opened(rt, await custom.get_custom(rt, workspace_id, row.id))["env"] == {"API_KEY": SECRET}
    await custom.delete_custom(rt, workspace_id, row.id)
    assert not folder.exists()


@pytest.mark.parametrize(
    ("settings", "param"),
    [
        ({"transport": "http", "url": "ftp://a"}, "url"),
        ({"transport": "http", "url": "https://a.example", "headers": {"Host": "b"}}, "headers"),
        ({"transport": "http", "url": "https://a.example", "headers": {"X": "a\nb"}}, "headers"),
        ({"transport": "http", "url": "https://a.example", "timeout": 5000}, "timeout"),
        ({"transport": "stdio"}, "command"),
        ({"transport": "carrier pigeon"}, "transport"),
    ],
)
async def test_settings_of_servers_are_checked(
    rt: Runtime, workspace_id: str, settings: dict[str, Any], param: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        await servers.add_server(rt, workspace_id, name="Server", settings=settings)
    assert caught.value.param == param


async def test_a_program_that_this_machine_has_not_is_a_problem_of_its_server(rt: Runtime, workspace_id: str) -> None:
    settings = {**PROGRAM, "command": "no-such-program"}
    row = await servers.add_server(rt, workspace_id, name="Gone", settings=settings)
    assert "no program 'no-such-program'" in row.problem
    provider = (await rt.toolbox.catalogue(workspace_id)).provider("mcp", "gone")
    assert provider is not None
    assert provider.problem == row.problem
