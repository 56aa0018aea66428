"""The icons of the tools that an app uses, for whoever shows its answers."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.document import Document
from engine.tools.registry import short_id
from services.tools.builtin import ICONS
from services.tools.sources import PLAIN_ICON


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
