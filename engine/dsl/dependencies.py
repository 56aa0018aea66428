"""The plugins that a document's models and tools come from."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from engine.document import Document, JsonObject
from engine.dsl.providers import model_provider_name, tool_provider_name
from engine.models import known_providers
from engine.tools.base import ToolReference
from engine.tools.registry import BUILT_IN, short_id

_STRATEGIES = "langgenius/agent"  # whose two strategies are built in
COUNTERPARTS: Final[Mapping[str, str]] = {  # plugins of other authors -> the provider of tools that stands for them
    "bowenliang123/base64_codec": "base64_codec",
    "hjlarry/database": "database",
}
MODEL_KINDS = frozenset({"llm", "question-classifier", "parameter-extractor"})


def derived_dependencies(document: Document) -> list[JsonObject]:
    """Return one entry per plugin that the graph or `model_config` uses, sorted by id.

    A plugin id is the first two parts of a provider's full name. No version is known, so none is named.
    """
    providers = {provider for provider in _providers(document) if provider.count("/") == 2}
    return [_entry(plugin) for plugin in sorted({provider.rpartition("/")[0] for provider in providers})]


def missing_dependencies(document: Document, *, also_here: Collection[str] = ()) -> list[JsonObject]:
    """Return those of the document's dependencies that nothing here stands for: no provider, tool or strategy.

    A plugin of which the document uses a tool that is not here is missing, whatever else of it there is. `also_here`
    are ids of plugins for which something stands besides what is built in.
    """
    used = {True: set[str](), False: set[str]()}
    for tool in called_tools(document):
        if tool.provider_type == "builtin":
            used[BUILT_IN.get(tool) is not None].add(_plugin(tool))
    here = (_plugins_here() | used[True]) - used[False]
    return [entry for entry in document.dependencies if plugin_of(entry) not in here | set(also_here)]


def told_of_missing(document: Document, *, also_here: Collection[str] = ()) -> list[str]:
    """Return a sentence for each plugin that the document names and that nothing here stands for."""
    missing = missing_dependencies(document, also_here=also_here)
    names = dict.fromkeys(plugin_of(entry) or "without a name" for entry in missing)
    return [f'nothing here stands for the plugin "{name}": what uses it fails until something does' for name in names]


def plugin_of(entry: JsonObject) -> str:
    """Return the id of a dependency's plugin without version and checksum, "" where it has none."""
    value = entry.get("value")
    named = (text for key, text in value.items() if key.endswith("plugin_unique_identifier")) if value else ()
    return str(next(iter(named), "")).partition(":")[0].partition("@")[0]


def _plugins_here() -> set[str]:
    models = {model_provider_name(info.id) for info in known_providers()}
    providers = {short_id(tool.provider) for tool in BUILT_IN.tools} | {
        provider for provider, _ in BUILT_IN.other_names
    }
    tools = {tool_provider_name(provider) for provider in providers}
    named = {plugin for plugin, provider in COUNTERPARTS.items() if tool_provider_name(provider) in tools}
    return {name.rpartition("/")[0] for name in models | tools} | {_STRATEGIES} | named


def _entry(plugin: str) -> JsonObject:
    return {
        "type": "marketplace",
        "current_identifier": None,
        "value": {"marketplace_plugin_unique_identifier": plugin},
    }


def _providers(document: Document) -> Iterator[str]:
    if document.is_graph:
        for node in document.nodes:
            yield from _node_providers(node.kind, node.data)
        return
    config = document.model_config
    yield _text_at(config, "model", "provider")
    yield _text_at(config, "dataset_configs", "reranking_model", "reranking_provider_name")
    tools = _at(config, "agent_mode", "tools")
    for tool in tools if isinstance(tools, list) else ():
        if isinstance(tool, dict) and tool.get("provider_type") == "builtin":
            yield _text_at(tool, "provider_id")


def called_tools(document: Document) -> Iterator[ToolReference]:
    """Yield the tools that tool nodes and the agents of nodes and apps name; those that are switched off are none."""
    entries: list[Any] = list(_at(document.model_config, "agent_mode", "tools") or [])
    for node in document.nodes:
        entries += [node.data] if node.kind == "tool" else _at(node.data, "agent_parameters", "tools", "value") or []
    for entry in entries:
        provider = _text_at(entry, "provider_id") or _text_at(entry, "provider_name")
        if provider and _at(entry, "enabled") is not False:
            yield ToolReference(
                provider_type=_provider_type(entry),
                provider_id=provider,
                provider_name=_text_at(entry, "provider_name"),
                tool_name=_text_at(entry, "tool_name"),
            )


def _provider_type(entry: Any) -> str:
    """Return the kind of a tool's provider; agents of nodes name it `type`, which is the node's kind elsewhere."""
    kind = _text_at(entry, "provider_type") or _text_at(entry, "type")
    return "builtin" if kind in ("", "tool") else kind


def _plugin(tool: ToolReference) -> str:
    return tool_provider_name(tool.provider_id).rpartition("/")[0]


def _node_providers(kind: str, data: JsonObject) -> Iterator[str]:
    if kind in MODEL_KINDS:
        yield _text_at(data, "model", "provider")
    elif kind == "tool" and data.get("provider_type") == "builtin":
        yield _text_at(data, "provider_id")
    elif kind == "knowledge-retrieval":
        yield _text_at(data, "single_retrieval_config", "model", "provider")
        yield _text_at(data, "multiple_retrieval_config", "reranking_model", "provider")


def _at(value: Any, *path: str) -> Any:
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _text_at(value: Any, *path: str) -> str:
    found = _at(value, *path)
    return found if isinstance(found, str) else ""
