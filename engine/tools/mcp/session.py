"""A conversation with an MCP server, by the protocol's reference library; imported when the first one begins."""

import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Final

import httpx2
import mcp_types
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError

from engine.tools.base import JsonObject, Log
from engine.tools.mcp.http import LARGEST_EVENT, BoundedTransport, client_of
from engine.tools.mcp.links import (
    LONGEST_DESCRIPTION,
    MOST_TOOLS,
    Address,
    Link,
    Listener,
    RemoteTool,
    ServerFailed,
)
from engine.tools.mcp.program import ProgramTransport

_PAGES: Final = 20  # of the list of tools
_STALE: Final = "Session terminated"  # what the library says where a server knows the conversation no more
_FAILED: Final = frozenset({"error", "critical", "alert", "emergency"})

logging.getLogger("mcp").setLevel(logging.CRITICAL)  # it writes down what servers send; what fails is raised anyway


@asynccontextmanager
async def opened(link: Link, transport: Callable[[], httpx2.AsyncBaseTransport]) -> AsyncIterator["LiveSession"]:
    """Hold a conversation with a server while the block runs; `transport` is what HTTP goes through.

    Raises:
        ServerFailed: it cannot be reached, or does not speak the protocol.
    """
    async with AsyncExitStack() as stack:
        end: ProgramTransport | BoundedTransport
        if isinstance(link, Address):
            end = BoundedTransport(transport())
            http = await stack.enter_async_context(client_of(end, link.headers))
            streams: Any = streamable_http_client(link.url, http_client=http, max_sse_event_size=LARGEST_EVENT)
        else:
            end = ProgramTransport(link)
            streams = end.streams()
        session = LiveSession(end)
        client = Client(
            streams,
            client_info=mcp_types.Implementation(name="millrace", version="1"),
            logging_callback=session.heard,
            cache=None,
        )
        try:
            session.client = await stack.enter_async_context(client)
        except Exception as error:
            raise ServerFailed(_reason(end) or f"the server cannot be reached: {error}") from error
        yield session


class LiveSession:
    """Implements `engine.tools.mcp.links.Session`."""

    client: Client

    def __init__(self, end: ProgramTransport | BoundedTransport) -> None:
        self._end = end
        self._is_broken = False
        self._listeners: list[Listener] = []
        self._count = 0

    @property
    def is_over(self) -> bool:
        """Return whether the program has ended, or the connection broke."""
        return self._is_broken or (isinstance(self._end, ProgramTransport) and self._end.is_over)

    async def tools(self) -> Sequence[RemoteTool]:
        """Return the tools that the server offers, at most `MOST_TOOLS`."""
        found: list[RemoteTool] = []
        cursor: str | None = None
        for _ in range(_PAGES):
            try:
                page = await self.client.list_tools(cursor=cursor)
            except MCPError as error:
                raise self._failed(error) from error
            found += [_remote(tool) for tool in page.tools]
            cursor = page.next_cursor
            if not cursor or len(found) >= MOST_TOOLS:
                break
        return found[:MOST_TOOLS]

    async def call(self, name: str, arguments: Mapping[str, object], listener: Listener) -> JsonObject:
        """Return the result of a call; see `Session`."""

        async def progressed(progress: float, total: float | None, message: str | None) -> None:
            share = f"{progress:g}/{total:g}" if total else f"{progress:g}"
            listener(Log("progress", message or share, "start", data={"progress": progress, "total": total}))

        self._listeners.append(listener)
        try:
            result = await self.client.call_tool(name, dict(arguments), progress_callback=progressed)
        except MCPError as error:
            raise self._failed(error) from error
        except ValueError as error:  # also the library's complaints about an answer that is none
            raise ServerFailed(f"the server's answer is not understood: {type(error).__name__}") from error
        finally:
            self._listeners.remove(listener)
        return result.model_dump(mode="json", by_alias=True, exclude_none=True)

    async def heard(self, params: mcp_types.LoggingMessageNotificationParams) -> None:
        """Tell who waits what the server notes; with several calls under way nobody knows whose note it is."""
        if len(self._listeners) == 1:
            self._count += 1
            status = "error" if params.level in _FAILED else "success"
            text = params.data if isinstance(params.data, str) else repr(params.data)
            self._listeners[0](Log(f"note-{self._count}", text[:500], status, data={"level": params.level}))

    def _failed(self, error: MCPError) -> ServerFailed:
        self._is_broken = self._is_broken or error.error.code == mcp_types.CONNECTION_CLOSED
        reason = _reason(self._end) if self.is_over else ""
        return ServerFailed(reason or str(error), is_stale=str(error) == _STALE)


def _reason(end: ProgramTransport | BoundedTransport) -> str:
    """Return why nothing comes from a server any more, as far as its end of the line knows."""
    if isinstance(end, ProgramTransport):
        return end.reason if end.is_over else ""
    return f"the server cannot be reached: {end.fault}" if end.fault else ""


def _remote(tool: mcp_types.Tool) -> RemoteTool:
    about = tool.annotations
    return RemoteTool(
        name=tool.name,
        title=(tool.title or (about.title if about else None) or "")[:100],
        description=(tool.description or "")[:LONGEST_DESCRIPTION],
        schema=dict(tool.input_schema),
        only_reads=bool(about and about.read_only_hint),
    )
