"""Where tools come from: the interface of a source, and what a source says of a provider.

A source is anything with `async providers(workspace_id)`. It joins by `rt.toolbox.add(source)`, and whoever changes
what it gives calls `rt.toolbox.forget(workspace_id)` after its commit: the catalogue of a workspace is kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from engine.tools.base import Parameter, Tool

PLAIN_ICON: Final[Mapping[str, str]] = {"background": "#E0EAFF", "content": "🔧"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolProvider:
    """Who offers tools to a workspace, and which.

    `kind` and `id` are what documents write as `provider_type` and `provider_id`. Credentials that its tools declare
    (`Tool.credentials`) are kept by the toolbox under `id`; a source that keeps its own declares none.
    """

    kind: str  # builtin, api, mcp, plugin, workflow, app
    id: str
    label: str
    tools: Sequence[Tool]
    description: str = ""
    icon: Mapping[str, str] = field(default_factory=lambda: PLAIN_ICON)  # {background, content}, the latter an emoji
    names: Sequence[str] = ()  # further names by which documents may mean it
    portable_id: str = ""  # what new documents write as `provider_id`, where another workspace would have another `id`
    off: frozenset[str] = frozenset()  # names of tools that are switched off
    problem: str = ""  # why its tools do not work now, "" when they should
    needs: Sequence[str] = ()  # what nobody has entered yet; the toolbox fills it in

    @property
    def written_id(self) -> str:
        """Return what new documents write as `provider_id`."""
        return self.portable_id or self.id

    @property
    def credentials(self) -> list[Parameter]:
        """Return what its tools ask for, each thing once."""
        asked = {field.name: field for tool in self.tools for field in tool.credentials}
        return list(asked.values())


class ToolSource(Protocol):
    """Somewhere that tools come from."""

    async def providers(self, workspace_id: str) -> Sequence[ToolProvider]:
        """Return who offers tools to a workspace, in the order in which they are shown."""
        ...
