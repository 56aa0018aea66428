"""Functions of plugins as kinds of nodes."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Literal

from engine.custom.functions import config_of
from engine.custom.parameters import REQUIRED, Parameter, Parameters, given_outputs
from engine.document import OWN_PREFIX
from engine.nodes.base import Context, Node, Result
from engine.plugins.host import PluginHost
from engine.plugins.powers import Powers
from engine.plugins.tools import Settings
from engine.values import as_plain

PREFIX: Final = f"{OWN_PREFIX}plugin-"

_HINTS: Mapping[str, Any] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": bool,
    "array": list,
    "object": dict,
}


class PluginNode(Node):
    """Call a function of a plugin, in the plugin's process.

    Raises:
        NodeError: an argument or the result does not fit its type, or the plugin failed; `process_data` has the
            traceback.
    """

    host: ClassVar[PluginHost]
    entered: ClassVar[Settings]
    name: ClassVar[str] = ""
    parameters: ClassVar[Parameters] = ()
    retries: ClassVar[bool] = True
    fresh_because: ClassVar[str] = "its plugin reaches other hosts"

    def is_reusable(self) -> bool:
        """Return whether a kept result may stand for a call: one without a network changes nothing outside."""
        return not self.host.manifest.permissions.network

    async def run(self, ctx: Context) -> Result:
        """Call the function."""
        inputs = self.config.inputs
        given = {p.name: p.checked(await p.value(getattr(inputs, p.name), ctx)) for p in self.parameters}
        arguments = as_plain({name: value for name, value in given.items() if value is not None})
        settings = type(self).entered()
        powers = Powers(self.host.manifest, ctx.resources, settings=settings, arguments=arguments)
        returned = await self.host.call("nodes", self.name, arguments, answer=powers, settings=settings)
        about = {"plugin": self.host.manifest.id, "plugin_version": self.host.manifest.version}
        usage = powers.usage if powers.usage.total_tokens else None
        return Result(given_outputs(returned, self.outputs), inputs=given, process_data=about, usage=usage)


def kinds_of(host: PluginHost, entered: Settings) -> dict[str, type[Node]]:
    """Return the kinds of nodes of a plugin that was started, by name; the engine does not know them yet."""
    token = Node.collected.set({})
    try:
        found = host.about.get("nodes", {}).items()
        return {kind_name(host.manifest.id, name): _kind(host, entered, name, about) for name, about in found}
    finally:
        Node.collected.reset(token)


def kind_name(plugin_id: str, name: str) -> str:
    """Return what documents call a kind of node of a plugin."""
    return f"{PREFIX}{plugin_id}-{name}"


def plugin_of_kind(kind: str, plugin_ids: list[str]) -> str | None:
    """Return which of some plugins a kind of node belongs to, None for none of them."""
    return next((id for id in plugin_ids if kind.startswith(f"{PREFIX}{id}-")), None)


def _kind(host: PluginHost, entered: Settings, name: str, about: Mapping[str, Any]) -> type[Node]:
    parameters = tuple(_parameter(one) for one in about["parameters"])
    label = name.replace("_", " ").capitalize()
    return type(
        "".join(part.capitalize() for part in name.split("_")),
        (PluginNode,),
        {
            "__doc__": about["doc"] or label,
            "__module__": __name__,
            "Config": config_of(parameters),
            "host": host,
            "entered": staticmethod(entered),
            "name": name,
            "parameters": parameters,
            "outputs": about["outputs"],
            "label": label,
            "version": f"{host.manifest.version}-{host.digest[:16]}",
        },
        kind=kind_name(host.manifest.id, name),
    )


def _parameter(about: Mapping[str, Any]) -> Parameter:
    hint: Any = Literal[tuple(about["options"])] if about["options"] else _HINTS.get(about["type"], Any)
    default = REQUIRED if about["required"] else about["default"]
    return Parameter(about["name"], hint, default, about["description"])
