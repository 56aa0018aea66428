"""The tools that ship with the engine, as a source."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from engine.tools.base import Tool
from engine.tools.registry import BUILT_IN, short_id
from services.tools.sources import PLAIN_ICON, ToolProvider

_BLUE, _YELLOW, _GREEN, _VIOLET, _RED = "#D1E9FF", "#FEF0C7", "#D1FADF", "#EBE9FE", "#FEE4E2"
ICONS: Final[Mapping[str, Mapping[str, str]]] = {  # by provider
    name: {"background": background, "content": content}
    for name, background, content in (
        ("calculator", _BLUE, "🧮"),
        ("maths", _BLUE, "🧮"),
        ("time", _YELLOW, "🕒"),
        ("records", _GREEN, "🗂️"),
        ("duckduckgo", _YELLOW, "🦆"),
        ("searxng", _BLUE, "🔎"),
        ("tavily", _VIOLET, "🔎"),
        ("brave", _RED, "🦁"),
        ("wikipedia", _BLUE, "📖"),
        ("weather", _BLUE, "🌦️"),
        ("open_meteo", _BLUE, "🌦️"),
        ("webscraper", _GREEN, "📄"),
        ("http", _VIOLET, "🌐"),
        ("sql", _VIOLET, "🗄️"),
        ("files", _YELLOW, "📎"),
        ("email", _RED, "✉️"),
        ("chart", _GREEN, "📊"),
        ("json_process", _YELLOW, "🧩"),
        ("text", _YELLOW, "✏️"),
        ("code", _VIOLET, "🐍"),
        ("knowledge", _GREEN, "📚"),
    )
}


LABELS: Final[Mapping[str, str]] = {  # of providers with several tools
    "time": "Time",
    "tavily": "Tavily",
    "webscraper": "Web pages",
    "sql": "SQL",
    "json_process": "JSON",
    "text": "Text",
    "chart": "Charts",
    "records": "Records",
}


class BuiltInTools:
    """What every workspace has."""

    async def providers(self, workspace_id: str) -> Sequence[ToolProvider]:
        """Return the providers of the built-in tools, each with all of its tools."""
        return built_in_providers()


def built_in_providers() -> list[ToolProvider]:
    """Return the providers of the built-in tools, in the order in which the engine lists them."""
    by_provider: defaultdict[str, list[Tool]] = defaultdict(list)
    for tool in BUILT_IN.tools:
        by_provider[tool.provider].append(tool)
    return [
        ToolProvider(
            kind="builtin",
            id=provider,
            label=tools[0].label if len(tools) == 1 else LABELS.get(provider, provider.capitalize()),
            tools=tools,
            description=tools[0].description if len(tools) == 1 else "",
            icon=ICONS.get(short_id(provider), PLAIN_ICON),
        )
        for provider, tools in by_provider.items()
    ]
