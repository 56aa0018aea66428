"""Words and colours for sources of tools and for how their providers stand."""

import html
from collections.abc import Mapping
from typing import Final

from services.accounts import Action, allowed
from services.tools.sources import ToolProvider

SOURCES: Final = {  # by kind of provider
    "builtin": "Built in",
    "api": "Services",
    "mcp": "MCP servers",
    "plugin": "Plugins",
    "workflow": "Workflows",
    "app": "Apps",
}
READY, NEEDS, BROKEN, OFF = "ready", "needs key", "broken", "switched off"
STATE_COLOURS: Final = {READY: "green", NEEDS: "orange", BROKEN: "red", OFF: "gray"}
STATE_ICONS: Final = {
    READY: ":material/check:",
    NEEDS: ":material/key:",
    BROKEN: ":material/error:",
    OFF: ":material/toggle_off:",
}


def state_of(provider: ToolProvider) -> str:
    """Return how a provider stands."""
    if provider.problem:
        return BROKEN
    if provider.needs:
        return NEEDS
    return OFF if all(tool.name in provider.off for tool in provider.tools) else READY


def may_manage() -> bool:
    """Return whether the person may enter keys, add services and switch tools."""
    return allowed(Action.MANAGE_TOOLS)


def tile(icon: Mapping[str, str], size: int = 36) -> str:
    """Return the HTML of a provider's icon."""
    return (
        f'<div style="width:{size}px;height:{size}px;border-radius:9px;display:grid;place-items:center;'
        f'font-size:{size // 2}px;background:{html.escape(icon["background"], quote=True)}">'
        f"{html.escape(icon['content'])}</div>"
    )
