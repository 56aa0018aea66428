"""Tools of MCP servers: the reference package at an address, and a program that misbehaves."""

import asyncio
import contextlib
import socket
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx2
import pytest
import uvicorn

from engine.filestore import MemoryFiles
from engine.resources import Resources, RunInfo
from engine.tools.base import Json, Log, Made, Text, ToolContext, ToolInvokeError, ToolMessage
from engine.tools.calls import call
from engine.tools.mcp import program
from engine.tools.mcp.connection import Connection
from engine.tools.mcp.links import Address, Link, Program, ServerFailed
from engine.tools.mcp.tool import McpTool
from engine.tools.schemas import Schemas, parameters_of
from engine.web.guard import Guard, GuardedTransport
from tests.mcp_reference import reference_server

PLAIN = Path(__file__).with_name("mcp_program.py")


def guarded() -> httpx2.AsyncBaseTransport:
    return GuardedTransport(Guard(allowed=["127.0.0.1"]))


@contextlib.asynccontextmanager
async def connected(link: Link) -> AsyncIterator[Connection]:
    connection = Connection(link, guarded)
    try:
        yield connection
    finally:
        await connection.close()


@contextlib.asynccontextmanager
async def at_an_address() -> AsyncIterator[tuple[str, list[str]]]:
    """Serve the reference server over HTTP and give its address, and what happened to waiting calls."""
    server, happened = reference_server()
    listening = socket.create_server(("127.0.0.1", 0))
    web = uvicorn.Server(uvicorn.Config(server.streamable_http_app(), log_level="warning", ws="none"))
    serving = asyncio.create_task(web.serve(sockets=[listening]))
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/mcp", happened
    finally:
        web.should_exit = True
        web.force_exit = True
        await serving


async def tools_of(connection: Connection) -> dict[str, McpTool]:
    return {
        one.name: McpTool(
            provider="warehouse",
            remote=one,
            parameters=parameters_of(Schemas(one.schema).copied(one.schema)),
            connection=lambda: connection,
        )
        for one in await connection.tools()
    }


async def said(tool: McpTool, **given: object) -> list[ToolMessage]:
    ctx = ToolContext(Resources(files=MemoryFiles()), RunInfo())
    return [message async for message in call(tool, given, ctx)]


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(30):
        while not condition():
            await asyncio.sleep(0.01)


async def test_the_reference_server_is_used_over_http() -> None:
    async with at_an_address() as (url, happened), connected(Address(url=url)) as connection:
        tools = await tools_of(connection)
        stock = tools["stock"]
        assert [(one.name, one.type, one.required) for one in stock.parameters] == [
            ("article", "string", True),
            ("places", "number", False),
        ]
        assert (stock.label, stock.has_side_effects, tools["picture"].has_side_effects) == ("Stock", False, True)
        told = "screw: 10 pieces"
        assert await said(stock, article="screw", places=2.0) == [Text(told), Json({"result": told}, is_repeat=True)]

        picture = next(one for one in await said(tools["picture"]) if isinstance(one, Made))
        assert (picture.file.type, picture.file.mime_type) == ("image", "image/png")

        counted = await said(tools["count"])
        assert [one.label for one in counted if isinstance(one, Log)] == ["half of it"]
        with pytest.raises(ToolInvokeError, match="fail"):
            await said(tools["fail"])

        waiting = asyncio.create_task(said(tools["wait"]))
        await until(lambda: happened)
        waiting.cancel()
        await until(lambda: happened == ["begun", "cancelled"])


async def test_an_address_of_the_inside_is_refused() -> None:
    async with connected(Address(url="http://169.254.169.254/mcp", headers={"Authorization": "Bearer secret1"})) as one:
        with pytest.raises(ServerFailed, match="not a public web address") as caught:
            await one.tools()
    assert "secret1" not in str(caught.value)


@pytest.fixture
async def plain(tmp_path: Path) -> AsyncIterator[Connection]:
    link = Program(command=[sys.executable, "-S", "-E", str(PLAIN)], env={"WORD": "given"}, folder=tmp_path)
    async with connected(link) as connection:
        yield connection


async def test_a_program_gets_what_it_is_given_and_nothing_else(
    plain: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MILLRACE_SECRET", "ours")
    messages = await said((await tools_of(plain))["env"])
    assert isinstance(messages[0], Text)
    assert '"WORD": "given"' in messages[0].text
    assert "MILLRACE" not in messages[0].text
    assert "HOME" not in messages[0].text


async def test_a_program_that_ends_is_started_again_by_the_next_call(plain: Connection, tmp_path: Path) -> None:
    tools = await tools_of(plain)
    with pytest.raises(ToolInvokeError, match="(?s)the program has ended.*out of luck"):
        await said(tools["crash"])
    assert await said(tools["noise"]) == [Text("still here")]
    assert (tmp_path / "starts").read_text() == "xx"


async def test_a_program_learns_that_a_call_is_not_wanted_any_more(plain: Connection, tmp_path: Path) -> None:
    tools = await tools_of(plain)
    waiting = asyncio.create_task(said(tools["wait"]))
    await until((tmp_path / "waiting").exists)
    waiting.cancel()
    await until((tmp_path / "cancelled").exists)
    assert await said(tools["noise"]) == [Text("still here")]
    assert (tmp_path / "starts").read_text() == "x"


@pytest.mark.parametrize(("tool", "reason"), [("flood", "messages in"), ("endless_line", "more than .* bytes")])
async def test_a_program_that_says_too_much_is_ended(
    plain: Connection, monkeypatch: pytest.MonkeyPatch, tool: str, reason: str
) -> None:
    monkeypatch.setattr(program, "MOST_MESSAGES", 200)
    monkeypatch.setattr(program, "LONGEST_LINE", 100_000)
    with pytest.raises(ToolInvokeError, match=reason):
        await said((await tools_of(plain))[tool])


async def test_a_program_that_is_not_there_says_so(tmp_path: Path) -> None:
    async with connected(Program(command=[str(tmp_path / "nothing")], folder=tmp_path)) as connection:
        with pytest.raises(ServerFailed, match="cannot be started"):
            await connection.tools()
