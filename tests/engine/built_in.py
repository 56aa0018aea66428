"""Built-in tools, called as nodes and agents call them, with what a test stores for their providers."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from engine.resources import Resources, RunInfo
from engine.tools.base import Tool, ToolContext, ToolReference, ToolResult
from engine.tools.calls import call
from engine.tools.registry import BUILT_IN, ToolRegistry
from engine.web.guard import guarded_client
from tests.engine.site import Page, Site, site


class LetIn(ToolRegistry):
    """The built-in tools, whose providers are let in by these values."""

    def __init__(self, stored: Mapping[str, Mapping[str, str]]) -> None:
        super().__init__(BUILT_IN.tools, BUILT_IN.other_names)
        self._stored = stored

    async def credentials(self, tool: Tool) -> Mapping[str, str]:
        """Return what a test stored for the tool's provider."""
        return self._stored.get(tool.provider, {})


@dataclass
class Called:
    """Calls built-in tools, which ask the site of a test instead of the web."""

    site: Site
    resources: Resources
    stored: dict[str, dict[str, str]] = field(default_factory=dict)
    info: RunInfo = field(default_factory=RunInfo)

    async def tool(self, provider: str, name: str, **arguments: Any) -> ToolResult:
        """Return all that a tool gives."""
        self.resources.tools = LetIn(self.stored)
        return await given(self.resources, provider, name, info=self.info, **arguments)

    async def said(self, provider: str, name: str, **arguments: Any) -> str:
        """Return the text that a tool gives."""
        return (await self.tool(provider, name, **arguments)).text


async def given(
    resources: Resources, provider: str, name: str, /, *, info: RunInfo | None = None, **arguments: Any
) -> ToolResult:
    """Return all that a built-in tool gives."""
    tool = await BUILT_IN.find(ToolReference(provider_id=provider, tool_name=name))
    result = ToolResult()
    async for message in call(tool, arguments, ToolContext(resources, info or RunInfo())):
        result.take(message)
    return result


@asynccontextmanager
async def calling(pages: Mapping[str, Page], *, allowed: Sequence[str] = ("127.0.0.1",)) -> AsyncIterator[Called]:
    """Serve pages and call tools that may reach them."""
    async with site(pages) as served, guarded_client(allowed=allowed) as http:
        yield Called(served, Resources(http=http))
