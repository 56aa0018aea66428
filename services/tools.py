"""Which tools an app can use here."""

from engine.tools.base import Tool
from engine.tools.registry import BUILT_IN, short_id


def installed_tools() -> list[Tool]:
    """Return the tools that every workspace has."""
    return BUILT_IN.tools


def installed_tool(provider: str, name: str) -> Tool | None:
    """Return a tool by provider (short or long id) and name, None when it is not installed."""
    found = (tool for tool in BUILT_IN.tools if tool.name == name and short_id(tool.provider) == short_id(provider))
    return next(found, None)
