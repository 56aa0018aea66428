"""A tool of an MCP server."""

import asyncio
import base64
import binascii
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from engine.resources import Resources
from engine.tools.base import (
    Json,
    JsonObject,
    Link,
    Log,
    Made,
    Parameter,
    Text,
    ToolContext,
    ToolInvokeError,
    ToolMessage,
)
from engine.tools.mcp.connection import Connection
from engine.tools.mcp.links import RemoteTool, ServerFailed

MOST_LOGS: Final = 100  # of one call; further ones are left out
MOST_TEXT: Final = 1_000_000  # characters of what one call says
MOST_FILE: Final = 15 * 1024 * 1024  # bytes
MOST_PARTS: Final = 200  # of one result
HIDDEN: Final = "********"


@dataclass(frozen=True, slots=True, kw_only=True)
class McpTool:
    """Calls one tool of a server; what the server notes meanwhile becomes log entries."""

    provider: str
    remote: RemoteTool
    parameters: Sequence[Parameter]
    connection: Callable[[], Connection]
    timeout: float | None = 60.0
    secrets: Sequence[str] = ()  # texts that nobody may see, should the server repeat them
    use_cases: Sequence[str] = ()
    credentials: Sequence[Parameter] = field(default=(), init=False)  # the connection holds its own
    repeatable: bool = field(default=False, init=False)
    version: int = field(default=1, init=False)

    @property
    def name(self) -> str:
        """Return the server's name for it."""
        return self.remote.name

    @property
    def label(self) -> str:
        """Return its title, where the server gives one."""
        return self.remote.title or self.remote.name

    @property
    def description(self) -> str:
        """Return what the server says of it."""
        return self.remote.description or self.label

    @property
    def has_side_effects(self) -> bool:
        """Return whether a call may change something: unless the server says that it does not."""
        return not self.remote.only_reads

    async def run(self, arguments: Mapping[str, Any], ctx: ToolContext) -> AsyncIterator[ToolMessage]:
        """Call it. Who stops listening cancels the call, of which the server is told.

        Raises:
            ToolInvokeError: the server cannot be reached, ended meanwhile, refused, or says that the call failed.
        """
        logs: asyncio.Queue[Log] = asyncio.Queue(MOST_LOGS)

        def listen(log: Log) -> None:
            with suppress(asyncio.QueueFull):
                logs.put_nowait(log)

        given = {name: value for name, value in arguments.items() if value is not None}
        given = {
            parameter.name: _whole(parameter, given[parameter.name])
            for parameter in self.parameters
            if parameter.name in given
        }
        calling = asyncio.create_task(self.connection().call(self.name, given, listen), name="mcp-call")
        told = 0
        try:
            while not calling.done() or not logs.empty():
                log = await _next(logs, calling)
                if log is not None and told < MOST_LOGS:
                    told += 1
                    yield log
            result = calling.result()
        except ServerFailed as error:
            raise ToolInvokeError(f"{self.name}: {self._hidden(str(error))}") from error
        finally:
            calling.cancel()
            await asyncio.wait([calling])
        for message in await self._messages(result, ctx.resources):
            yield message

    async def _messages(self, result: JsonObject, resources: Resources) -> list[ToolMessage]:
        parts = [part for part in result.get("content") or () if isinstance(part, Mapping)][:MOST_PARTS]
        text = self._hidden("\n".join(str(part["text"]) for part in parts if part.get("type") == "text"))[:MOST_TEXT]
        if result.get("isError"):
            raise ToolInvokeError(f"{self.name}: {text[:2000] or 'the server says that the call failed'}")
        said: list[ToolMessage] = [Text(text)] if text else []
        for part in parts:
            said += await self._part(part, resources)
        structured = result.get("structuredContent")
        return [*said, Json(structured, is_repeat=bool(text))] if isinstance(structured, dict | list) else said

    async def _part(self, part: Mapping[str, Any], resources: Resources) -> list[ToolMessage]:
        match part:
            case {"type": "image" | "audio" as kind, "data": str(data)}:
                return [await _made(data, kind, str(part.get("mimeType") or ""), resources)]
            case {"type": "resource", "resource": {"text": str(text)}}:
                return [Text("\n" + self._hidden(text)[:MOST_TEXT])]
            case {"type": "resource", "resource": {"blob": str(data), **about}}:
                name = str(about.get("uri") or "").rpartition("/")[2]
                return [await _made(data, name or "file", str(about.get("mimeType") or ""), resources)]
            case {"type": "resource_link", "uri": str(uri)} if uri.startswith(("https://", "http://")):
                return [Link(uri)]
            case {"type": "resource_link", "uri": str(uri)}:
                return [Text(f"\n{part.get('name') or ''} {uri}")]
        return []

    def _hidden(self, text: str) -> str:
        for secret in self.secrets:
            text = text.replace(secret, HIDDEN)
        return text


async def _next(logs: "asyncio.Queue[Log]", calling: "asyncio.Task[JsonObject]") -> Log | None:
    """Return the next log entry, None once the call has ended without one."""
    waiting = asyncio.ensure_future(logs.get())
    try:
        await asyncio.wait([waiting, calling], return_when=asyncio.FIRST_COMPLETED)
        return waiting.result() if waiting.done() else None
    finally:
        waiting.cancel()


async def _made(data: str, name: str, mime_type: str, resources: Resources) -> Made:
    if resources.files is None:
        raise ToolInvokeError("the server answered with a file, and no files are kept here")
    if len(data) > MOST_FILE * 4 // 3 + 4:
        raise ToolInvokeError(f"the server answered with a file that is larger than {MOST_FILE:,} bytes")
    try:
        content = base64.b64decode(data, validate=True)
    except binascii.Error as error:
        raise ToolInvokeError("the server answered with a file that cannot be read") from error
    return Made(await resources.files.write(content, filename=name if "." in name else "", mime_type=mime_type))


def _whole(parameter: Parameter, value: Any) -> Any:
    """Return a whole number as one where the server wants one."""
    is_whole = isinstance(value, float) and value.is_integer()
    return int(value) if is_whole and (parameter.shape or {}).get("type") == "integer" else value
