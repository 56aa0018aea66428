"""Functions of plugins as tools."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from engine.plugins.host import PluginHost
from engine.plugins.powers import Powers
from engine.tools.base import Json, Parameter, ParameterType, Text, ToolContext, ToolMessage
from engine.values import as_plain

_TYPES: Mapping[str, ParameterType] = {"integer": "number", "any": "object"}


class Settings(Protocol):
    """Gives what was entered for a plugin."""

    def __call__(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PluginTool:
    """Calls a function of a plugin in the plugin's process: text it returns is text, everything else JSON."""

    host: PluginHost
    entered: Settings
    name: str
    label: str
    description: str
    parameters: Sequence[Parameter]
    use_cases: Sequence[str] = ()
    credentials: Sequence[Parameter] = ()  # its settings are entered on the page Plugins
    has_side_effects: bool = False
    timeout: float | None = None  # the host has a bound of its own
    repeatable: bool = False
    version: int = 1

    @property
    def provider(self) -> str:
        """Return the plugin's id."""
        return self.host.manifest.id

    async def run(self, arguments: Mapping[str, Any], ctx: ToolContext) -> AsyncIterator[ToolMessage]:
        """Call the function."""
        known = {parameter.name for parameter in self.parameters}
        given = as_plain({name: value for name, value in arguments.items() if name in known and value is not None})
        settings = self.entered()
        powers = Powers(self.host.manifest, ctx.resources, settings=settings, arguments=given)
        result = await self.host.call("tools", self.name, given, answer=powers, settings=settings)
        if isinstance(result, str):
            yield Text(result)
        elif isinstance(result, list) and all(isinstance(item, str) for item in result):
            yield Text("\n".join(result))
        elif result is not None:
            yield Json(result)


def tools_of(host: PluginHost, entered: Settings) -> list[PluginTool]:
    """Return the tools of a plugin that was started."""
    return [_tool(host, entered, name, about) for name, about in host.about.get("tools", {}).items()]


def _tool(host: PluginHost, entered: Settings, name: str, about: Mapping[str, Any]) -> PluginTool:
    return PluginTool(
        host=host,
        entered=entered,
        name=name,
        label=name.replace("_", " ").capitalize(),
        description=about["doc"] or host.manifest.words("description"),
        parameters=[_parameter(one) for one in about["parameters"]],
        has_side_effects=bool(host.manifest.permissions.network),
        repeatable=not host.manifest.permissions.network and not host.manifest.permissions.models,
        version=int(host.digest[:12] or "1", 16),
    )


def _parameter(about: Mapping[str, Any]) -> Parameter:
    kind: ParameterType = _TYPES.get(about["type"], about["type"])
    return Parameter(
        name=about["name"],
        type=kind,
        required=about["required"],
        default=about["default"],
        options=about["options"],
        description=about["description"],
    )
