"""Plugins that apps and bases need and that are not there."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import storage.knowledge.datasets
from engine.document import GRAPH_MODES, Document
from engine.dsl.dependencies import missing_dependencies, plugin_of
from engine.nodes.base import Node
from engine.plugins.nodes import PREFIX
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.apps import apps, documents, workflows

if TYPE_CHECKING:
    from services.runtime import Runtime

AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class NeededPlugin:
    """A plugin that is not there, with what needs it."""

    id: str  # as the document names it: of Dify's marketplace, or of a plugin for Millrace
    apps: Sequence[tuple[str, str]]  # id and name
    bases: Sequence[tuple[str, str]]


@needs(Action.MANAGE_SETTINGS)
async def needed_plugins(rt: "Runtime", workspace_id: str) -> list[NeededPlugin]:
    """Return the plugins that apps and bases of a workspace name and that are not switched on, by id."""
    of_apps: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    page = 1
    while (found := await apps.list_apps(rt, workspace_id, page=page, limit=AT_ONCE)).items:
        for app in found.items:
            workflow = await workflows.find_draft(rt, app) if app.mode in GRAPH_MODES else None
            for plugin in missing_in(documents.document_of(app, workflow), rt.plugins.replaced()):
                of_apps[plugin].append((app.id, app.name))
        page += 1
    of_bases: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    bases, _ = await rt.db.read(lambda: storage.knowledge.datasets.list_datasets(rt.db, workspace_id, limit=10_000))
    known = {choice.reference for choice in rt.vector_stores.choices()}
    for base in bases:
        if base.vector_store and base.vector_store not in known:
            of_bases[base.vector_store.partition("/")[0]].append((base.id, base.name))
    ids = sorted(of_apps.keys() | of_bases.keys())
    return [NeededPlugin(id=id, apps=of_apps.get(id, ()), bases=of_bases.get(id, ())) for id in ids]


def missing_in(document: Document, here: Collection[str] = ()) -> set[str]:
    """Return the ids of plugins that a document needs and for which nothing stands; `here` are those of plugins."""
    found = {plugin_of(entry) or "?" for entry in missing_dependencies(document, also_here=here)}
    kinds = {node.kind for node in document.nodes} if document.is_graph else set()
    found |= {kind.removeprefix(PREFIX).rpartition("-")[0] for kind in kinds if _is_missing(kind)}
    return (found | {id for id in _tool_plugins(document) if "/" not in id}) - set(here)


def _is_missing(kind: str) -> bool:
    return kind.startswith(PREFIX) and kind not in Node.registry


def _tool_plugins(document: Document) -> Iterator[str]:
    """Yield the plugins whose tools nodes and agents call."""
    entries: list[Any] = list((document.model_config.get("agent_mode") or {}).get("tools") or ())
    for node in document.nodes if document.is_graph else ():
        parameters = node.data.get("agent_parameters")
        offered = parameters.get("tools") if isinstance(parameters, Mapping) else None
        entries += [node.data] if node.kind == "tool" else (offered or {}).get("value") or []
    for entry in entries:
        if isinstance(entry, Mapping) and entry.get("provider_type") == "plugin" and entry.get("provider_id"):
            yield str(entry["provider_id"])
