"""Which tools an app can use here."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from engine.document import Document
from engine.tools.base import Tool
from engine.tools.registry import BUILT_IN, short_id

PLAIN_ICON: Final = {"background": "#E0EAFF", "content": "🔧"}
ICONS: Final = {  # by provider
    "calculator": {"background": "#D1E9FF", "content": "🧮"},
    "maths": {"background": "#D1E9FF", "content": "🧮"},
    "time": {"background": "#FEF0C7", "content": "🕒"},
}


def installed_tools() -> list[Tool]:
    """Return the tools that every workspace has."""
    return BUILT_IN.tools


def installed_tool(provider: str, name: str) -> Tool | None:
    """Return a tool by provider (short or long id) and name, None when it is not installed."""
    found = (tool for tool in BUILT_IN.tools if tool.name == name and short_id(tool.provider) == short_id(provider))
    return next(found, None)


def icons_of(document: Document) -> dict[str, Mapping[str, str]]:
    """Return the icons of the tools that an app uses, by the tool's name: `{background, content}`, the latter an emoji."""
    return {name: ICONS.get(short_id(provider), PLAIN_ICON) for provider, name in _used(document)}


def _used(document: Document) -> Iterator[tuple[str, str]]:
    """Yield provider and name of the tools that nodes are, that agents may call, and that an agent app may."""
    agent_mode = document.model_config.get("agent_mode") or {}
    entries: list[Any] = list(agent_mode.get("tools") or [])
    for node in document.nodes:
        entries += [node.data] if node.kind == "tool" else _offered(node.data)
    for entry in entries:
        if isinstance(entry, Mapping) and entry.get("tool_name"):
            yield str(entry.get("provider_id") or entry.get("provider_name") or ""), str(entry["tool_name"])


def _offered(data: Mapping[str, Any]) -> list[Any]:
    """Return the tools that an agent node may call."""
    parameters = data.get("agent_parameters")
    offered = parameters.get("tools") if isinstance(parameters, Mapping) else None
    value = offered.get("value") if isinstance(offered, Mapping) else None
    return value if isinstance(value, list) else []
