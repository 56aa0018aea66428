"""Trying a plugin as the server runs it, in its own tests: in a process of its own, with what it asks for and no more."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.models import ModelRegistry
from engine.models.known import KnownProviders
from engine.plugins.host import PluginHost
from engine.plugins.inside import InsideParts
from engine.plugins.manifest import Manifest, read_manifest
from engine.plugins.powers import Powers
from engine.resources import Resources
from engine.web.guard import guarded_client, is_service_port


@dataclass(slots=True)
class TriedPlugin:
    """A plugin that runs for a test; `settings` are what somebody would have entered."""

    manifest: Manifest
    host: PluginHost | None
    providers: KnownProviders
    resources: Resources
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def about(self) -> Mapping[str, Any]:
        """Return what its functions say of themselves, by kind and name."""
        return self.host.about if self.host else {}

    async def call(self, kind: str, name: str, /, method: str = "", **arguments: Any) -> Any:
        """Return what a part gives: `await plugin.call("tools", "greet", name="Ada")`.

        Raises:
            PluginError: it failed, as it would in an app.
        """
        assert self.host is not None, "nothing of the plugin runs in a process of its own"
        powers = Powers(self.manifest, self.resources, settings=self.settings, arguments=arguments)
        return await self.host.call(kind, name, arguments, answer=powers, settings=self.settings, method=method)


@asynccontextmanager
async def trying(folder: Path, *, hosts: tuple[str, ...] = (), **settings: str) -> AsyncIterator[TriedPlugin]:
    """Run the plugin in a folder. Models are the demo model; `hosts` are private hosts that it may reach.

    Raises:
        InvalidManifest: `plugin.toml` is wrong.
        PluginNotLoaded: its code does not load.
    """
    manifest, root = read_manifest(folder), await asyncio.to_thread(folder.resolve)
    http = guarded_client(allowed=hosts, ports=is_service_port)
    models = ModelRegistry()
    providers = KnownProviders()
    host = PluginHost(manifest, root) if manifest.runs_apart else None
    inside = InsideParts(manifest, root, "tried", known=providers)
    try:
        if host is not None:
            await host.start()
        inside.load()
        inside.register()
        yield TriedPlugin(manifest, host, providers, Resources(models=models, http=http), dict(settings))
    finally:
        inside.unload()
        if host is not None:
            await host.close()
        await models.close()
        await http.aclose()
