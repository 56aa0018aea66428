"""Tools of services and MCP servers that a document calls and that its workspace does not have."""

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from engine.document import Document
from engine.dsl.dependencies import called_tools
from engine.tools.base import ToolReference
from services.tools.custom import API, MCP
from services.tools.toolbox import Catalogue

if TYPE_CHECKING:
    from services.runtime import Runtime

_TO_ADD: Final = {
    API: 'the service "{name}" is not here: add its OpenAPI document on the page Tools, until then calls of {tools} fail',
    MCP: 'the MCP server "{name}" is not here: add it on the page Tools, until then calls of {tools} fail',
}
_TO_RENEW: Final = '"{name}" on the page Tools does not offer {tools}: calls fail until it does'


async def told_of_tools(rt: "Runtime", workspace_id: str, document: Document) -> list[str]:
    """Return a sentence for each service and MCP server whose tools the document calls and the workspace lacks."""
    called = [tool for tool in called_tools(document) if tool.provider_type in _TO_ADD]
    if not called:
        return []
    catalogue = await rt.toolbox.catalogue(workspace_id)
    missing: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for tool in called:
        if catalogue.named(tool) is None:
            missing[_sentence(catalogue, tool)][tool.tool_name] = None
    return [sentence.replace("{tools}", ", ".join(tools)) for sentence, tools in missing.items()]


def _sentence(catalogue: Catalogue, tool: ToolReference) -> str:
    """Return what is to be said of a missing tool, with a place for it and others of its provider."""
    provider = catalogue.provider(tool.provider_type, tool.provider_id, tool.provider_name)
    if provider is not None:
        return _TO_RENEW.replace("{name}", provider.label)
    return _TO_ADD[tool.provider_type].replace("{name}", tool.provider_name or tool.provider_id)
