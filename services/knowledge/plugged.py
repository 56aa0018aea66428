"""Chunkers and data sources of plugins, for knowledge bases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.chunking.rules import ProcessRule
from engine.plugins.errors import PluginError
from engine.plugins.host import PluginHost
from engine.plugins.knowledge import NewDocument, chunker_name, documents_in
from engine.plugins.powers import Powers
from engine.resources import Resources
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.models import models_for

if TYPE_CHECKING:
    from services.runtime import Runtime


@dataclass(frozen=True, slots=True)
class Part:
    """Something that a plugin offers for knowledge bases."""

    reference: str  # plugin/name
    label: str
    parameters: Sequence[Mapping[str, Any]]  # name, type, required, default, options, description


def parts(rt: "Runtime", kind: str) -> list[Part]:
    """Return the chunkers or datasources of the plugins that are switched on."""
    return [
        Part(f"{one.manifest.id}/{name}", f"{one.manifest.words('name')}: {name}", about["parameters"])
        for one in rt.plugins.all()
        if one.host is not None
        for name, about in one.host.about.get(kind, {}).items()
    ]


def chunker_host(rt: "Runtime", rule: ProcessRule) -> PluginHost:
    """Return what runs the chunker that a rule names. Raises PluginError: its plugin is not switched on."""
    plugin_id, name = chunker_name(rule)
    running = rt.plugins.get(plugin_id)
    if running is None or running.host is None or name not in running.manifest.provides.get("chunkers", {}):
        raise PluginError(f"the chunker {rule.chunker} is not here; switch its plugin on, or choose another rule")
    return running.host


def chunker_of(rt: "Runtime", rule: ProcessRule) -> dict[str, str] | None:
    """Return what a worker needs to cut by the chunker that a rule names, None for a rule without one."""
    if not rule.chunker:
        return None
    host = chunker_host(rt, rule)
    running = rt.plugins.get(host.manifest.id)
    package = running.package if running is not None else ""
    return {"root": str(host.folder), "package": package, "name": chunker_name(rule)[1]}


@needs(Action.EDIT_KNOWLEDGE)
async def fetch(rt: "Runtime", workspace_id: str, reference: str, arguments: Mapping[str, Any]) -> list[NewDocument]:
    """Return the documents that a data source gives. Raises PluginError."""
    plugin_id, _, name = reference.partition("/")
    running = rt.plugins.get(plugin_id)
    if running is None or running.host is None:
        raise PluginError(f"the data source {reference} is not here; switch its plugin on")
    settings = rt.plugins.settings_of(plugin_id)()
    resources = Resources(models=await models_for(rt, workspace_id), http=rt.http)
    powers = Powers(running.manifest, resources, settings=settings)
    given = {key: value for key, value in arguments.items() if value not in ("", None)}
    found = await running.host.call("datasources", name, given, answer=powers, settings=settings)
    return documents_in(found, name)
