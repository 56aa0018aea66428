"""All tools of each workspace: found by reference for runs, listed for people, kept until something changes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from engine.tools.base import Tool, ToolNotFoundError, ToolReference
from engine.tools.registry import BUILT_IN, short_id
from services.caches import Cache
from services.tools import credentials
from services.tools.builtin import BuiltInTools, built_in_providers
from services.tools.connections import Connections
from services.tools.custom import CustomTools
from services.tools.sources import ToolProvider, ToolSource

if TYPE_CHECKING:
    from services.runtime import Runtime

_ALIKE: Final = ("builtin", "plugin")  # what one installation has built in, another has as a plugin
_MOST_WORKSPACES: Final = 50  # whose catalogues are kept


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The tools of one workspace at one moment, with what is stored to let their providers in."""

    providers: Sequence[ToolProvider]
    stored: Mapping[str, Mapping[str, str]]  # credentials by provider

    def provider(self, kind: str, *names: str) -> ToolProvider | None:
        """Return a provider by any of its names: its id, a long form of it, or what people call it."""
        wanted = {name for name in names if name}
        short = {short_id(name) for name in wanted}
        candidates = [one for one in self.providers if one.kind == kind or (kind in _ALIKE and one.kind in _ALIKE)]
        by_id = [one for one in candidates if one.id in wanted]
        by_name = [one for one in candidates if short & {short_id(name) for name in (one.id, one.label, *one.names)}]
        return next(iter(sorted([*by_id, *by_name], key=lambda one: (one.id not in wanted, one.kind != kind))), None)

    def named(self, reference: ToolReference) -> tuple[ToolProvider, Tool] | None:
        """Return what a document names, one that is switched off too, with its provider; None when it is not here."""
        provider = self.provider(reference.provider_type, reference.provider_id, reference.provider_name)
        found = [one for one in provider.tools if one.name == reference.tool_name] if provider else []
        if provider and found:
            return provider, found[0]
        original = BUILT_IN.original(reference) if reference.provider_type in _ALIKE else None
        return self.named(ToolReference(provider_id=original.provider, tool_name=original.name)) if original else None

    def offered(self) -> Iterator[tuple[ToolProvider, Tool]]:
        """Yield the tools that are switched on, with their providers."""
        for provider in self.providers:
            for tool in provider.tools:
                if tool.name not in provider.off:
                    yield provider, tool

    def find(self, reference: ToolReference) -> Tool:
        """Return the tool that a document names. Raises ToolNotFoundError, which says what is missing."""
        named = self.named(reference)
        if named is None:
            raise ToolNotFoundError(f"the tool {reference} is not installed here")
        provider, tool = named
        if tool.name in provider.off:
            raise ToolNotFoundError(f"the tool {tool.name!r} of {provider.label!r} is switched off on the page Tools")
        original = None if tool.name == reference.tool_name else BUILT_IN.original(reference)
        return replace(original, name=reference.tool_name) if original else tool


def built_in_catalogue() -> Catalogue:
    """Return what every workspace has, without anything that one of them stored."""
    return Catalogue(built_in_providers(), {})


class Toolbox:
    """The sources of a runtime and the catalogues that they make."""

    def __init__(self, rt: "Runtime") -> None:
        self._rt = rt
        self.connections = Connections(rt)  # to MCP servers
        self._sources: list[ToolSource] = [BuiltInTools(), CustomTools(rt)]
        self._catalogues: Cache[str, Catalogue] = Cache(_MOST_WORKSPACES)

    def add(self, source: ToolSource) -> None:
        """Have a further source; what the sources before it offer wins."""
        self._sources.append(source)
        self.forget()

    def forget(self, workspace_id: str | None = None) -> None:
        """Read anew what a workspace has when it is next asked for; None: all workspaces."""
        if workspace_id is None:
            self._catalogues.take_all()
        else:
            self._catalogues.forget(workspace_id)

    def of(self, workspace_id: str) -> "WorkspaceTools":
        """Return what runs of a workspace get as their tools."""
        return WorkspaceTools(self, workspace_id, self._catalogues.get(workspace_id))

    async def catalogue(self, workspace_id: str) -> Catalogue:
        """Return all tools of a workspace."""
        return await self._catalogues.load(workspace_id, lambda: self._read(workspace_id))

    async def close(self) -> None:
        """End the programs that offer tools, and close all connections."""
        await self.connections.close()

    async def _read(self, workspace_id: str) -> Catalogue:
        stored = await credentials.stored(self._rt, workspace_id)
        found = [one for source in self._sources for one in await source.providers(workspace_id)]
        return Catalogue([_with_needs(one, stored.get(one.id, {})) for one in found], stored)


@dataclass(slots=True)
class WorkspaceTools:
    """Implements `engine.resources.Tools` for one run: its tools stay those of its beginning, whatever changes."""

    toolbox: Toolbox
    workspace_id: str
    kept: Catalogue | None = None  # None until a tool is needed

    async def find(self, reference: ToolReference) -> Tool:
        """Return the tool. Raises ToolNotFoundError: there is none, or it is switched off."""
        return (await self._catalogue()).find(reference)

    async def credentials(self, tool: Tool) -> Mapping[str, str]:
        """Return what is stored for the tool's provider, {} for nothing."""
        return (await self._catalogue()).stored.get(tool.provider, {})

    async def _catalogue(self) -> Catalogue:
        if self.kept is None:
            self.kept = await self.toolbox.catalogue(self.workspace_id)
        return self.kept


def _with_needs(provider: ToolProvider, stored: Mapping[str, str]) -> ToolProvider:
    missing = tuple(field.name for field in provider.credentials if field.required and not stored.get(field.name))
    return replace(provider, needs=missing) if missing else provider
