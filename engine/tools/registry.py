"""Finds the tool that a document names."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.tools.app import app_tool
from engine.tools.base import Tool, ToolNotFoundError, ToolReference
from engine.tools.builtin import OTHER_NAMES, TOOLS
from engine.tools.functions import FunctionTool
from engine.tools.workflow import workflow_tool

if TYPE_CHECKING:
    from engine.resources import Resources


def short_id(provider: str) -> str:
    """Return a provider's own name: `langgenius/time/time` and `time` are the same."""
    return provider.rpartition("/")[2].lower()


class ToolRegistry:
    """Tools by provider and name; `other_names` are further names (provider, name) of some, which no list shows."""

    def __init__(
        self, tools: Iterable[Tool], other_names: Mapping[tuple[str, str], FunctionTool] | None = None
    ) -> None:
        self._tools = {(short_id(tool.provider), tool.name): tool for tool in tools}
        self.other_names = other_names or {}

    @property
    def tools(self) -> list[Tool]:
        """Return all tools, in the order in which they came."""
        return list(self._tools.values())

    def get(self, reference: ToolReference) -> Tool | None:
        """Return the tool, under the name that the reference has for it; None when there is none."""
        tool = self._tools.get((short_id(reference.provider_id), reference.tool_name))
        if tool is not None:
            return tool
        original = self.original(reference)
        return None if original is None else replace(original, name=reference.tool_name)

    def original(self, reference: ToolReference) -> FunctionTool | None:
        """Return the tool that a reference means by another name of it, None when it is none."""
        return self.other_names.get((short_id(reference.provider_id), reference.tool_name))

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


BUILT_IN = ToolRegistry(TOOLS, OTHER_NAMES)


async def find_tool(resources: "Resources", reference: ToolReference) -> Tool:
    """Return the tool that `reference` names: a workflow, another app, or one of the run's tools.

    Raises:
        ToolNotFoundError: there is none, the message names it.
    """
    if reference.provider_type == "workflow":
        return await workflow_tool(resources, reference)
    if reference.provider_type == "app":
        return await app_tool(resources, reference)
    tools = BUILT_IN if resources.tools is None else resources.tools
    return await tools.find(reference)
