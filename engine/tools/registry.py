"""Finds the tool that a document names."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from engine.tools.base import Tool, ToolNotFoundError, ToolReference
from engine.tools.builtin import TOOLS
from engine.tools.workflow import workflow_tool

if TYPE_CHECKING:
    from engine.resources import Resources


def short_id(provider: str) -> str:
    """Return a provider's own name: `langgenius/time/time` and `time` are the same."""
    return provider.rpartition("/")[2].lower()


class ToolRegistry:
    """Tools by provider and name."""

    def __init__(self, tools: Iterable[Tool]) -> None:
        self._tools = {(short_id(tool.provider), tool.name): tool for tool in tools}

    @property
    def tools(self) -> list[Tool]:
        """Return all tools, in the order in which they came."""
        return list(self._tools.values())

    def get(self, reference: ToolReference) -> Tool | None:
        """Return the tool, None when there is none."""
        return self._tools.get((short_id(reference.provider_id), reference.tool_name))

    async def find(self, reference: ToolReference) -> Tool:
        """Return the tool.

        Raises:
            ToolNotFoundError: there is none, the message names it.
        """
        tool = self.get(reference)
        if tool is None:
            raise ToolNotFoundError(f"the tool {reference} is not installed here")
        return tool

    async def credentials(self, tool: Tool) -> Mapping[str, str]:
        """Return nothing: nobody has entered anything here."""
        return {}


BUILT_IN = ToolRegistry(TOOLS)


async def find_tool(resources: "Resources", reference: ToolReference) -> Tool:
    """Return the tool that `reference` names, a workflow or one of the run's tools.

    Raises:
        ToolNotFoundError: there is none, the message names it.
    """
    if reference.provider_type == "workflow":
        return await workflow_tool(resources, reference)
    tools = BUILT_IN if resources.tools is None else resources.tools
    return await tools.find(reference)
