"""Plugins that are switched on: their processes, and what the engine knows of them. A broken one harms nothing else.

A version takes the place of another in one step, without an await: from then on new runs get the new one, while runs
under way finish with the old one, whose process ends after the last of them.
"""

import asyncio
import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import storage.plugins
from engine.errors import EngineError
from engine.nodes.base import Node
from engine.plugins.errors import PluginError, PluginNotLoaded
from engine.plugins.host import HostLimits, PluginHost
from engine.plugins.inside import InsideParts
from engine.plugins.manifest import Manifest
from engine.plugins.nodes import kinds_of
from engine.plugins.tools import PluginTool, tools_of
from services.errors import ServiceError
from services.models.registry import forget_all_models
from services.plugins.folders import PluginFolders, Source
from services.tools.sources import ToolProvider
from storage.records import StoredPlugin

if TYPE_CHECKING:
    from services.runtime import Runtime

logger = logging.getLogger(__name__)

ICON: Final[Mapping[str, str]] = {"background": "#EDE9FE", "content": "🧩"}
MB: Final = 2**20


@dataclass(slots=True, kw_only=True)
class Running:
    """One version of a plugin that is switched on."""

    stored: StoredPlugin
    manifest: Manifest
    package: str = ""  # of an installed package: the folder inside of which its files are
    host: PluginHost | None = None  # None: nothing of it runs apart
    inside: InsideParts | None = None
    kinds: Mapping[str, type[Node]] = field(default_factory=dict)
    tools: Sequence[PluginTool] = ()

    async def close(self) -> None:
        """End its process."""
        if self.host is not None:
            await self.host.close()


class Plugins:
    """The plugins of one runtime."""

    def __init__(self, rt: "Runtime") -> None:
        self._rt = rt
        self.folders = PluginFolders(rt.settings.data_dir)
        self.changing = asyncio.Lock()  # one at a time
        self._running: dict[str, Running] = {}
        self._settings: dict[str, Mapping[str, str]] = {}  # what was entered, by plugin
        self._leaving: dict[asyncio.Task[None], Running] = {}
        self._repairs: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Load what is switched on, side by side; what does not load is set aside with its error."""
        stored = await self._rt.db.read(lambda: storage.plugins.list_plugins(self._rt.db))
        await asyncio.gather(*(self._restart(one) for one in stored if one.state == "enabled"))

    async def stop(self) -> None:
        """End all processes and forget what they offered."""
        for task in [*self._leaving, *self._repairs]:
            task.cancel()
        await asyncio.gather(*self._leaving, *self._repairs, return_exceptions=True)
        running, self._running = list(self._running.values()), {}
        for one in running:
            self._forget(one, None)
        await asyncio.gather(*(one.close() for one in running))

    def get(self, plugin_id: str) -> Running | None:
        """Return a plugin that is switched on, None for any other."""
        return self._running.get(plugin_id)

    def all(self) -> list[Running]:
        """Return the plugins that are switched on, by id."""
        return [self._running[id] for id in sorted(self._running)]

    def replaced(self) -> set[str]:
        """Return the ids, those of Dify's marketplace among them, for which a plugin that is switched on stands."""
        return {id for one in self._running.values() for id in (one.manifest.id, *one.manifest.replaces)}

    def settings_of(self, plugin_id: str) -> Callable[[], Mapping[str, str]]:
        """Return what gives what was entered for a plugin, as it is at the moment of a call."""
        return lambda: self._settings.get(plugin_id, {})

    def know_settings(self, stored: StoredPlugin) -> None:
        """Have calls get what was entered for a plugin. Raises SecretUnreadable."""
        sealed = stored.settings
        self._settings[stored.id] = json.loads(self._rt.secrets.decrypt(sealed)) if sealed else {}

    async def providers(self, workspace_id: str) -> Sequence[ToolProvider]:
        """Return the tools of the plugins that are switched on; this makes it a source of the toolbox."""
        return [
            ToolProvider(
                kind="plugin",
                id=one.manifest.id,
                label=one.manifest.words("name"),
                description=one.manifest.words("description"),
                tools=one.tools,
                icon=ICON,
                names=one.manifest.replaces,
            )
            for one in self.all()
            if one.tools
        ]

    async def load(self, source: Source, stored: StoredPlugin) -> Running:
        """Return a version of a plugin, loaded, which nobody knows yet; call `take_in` or `close` next.

        Raises:
            PluginNotLoaded, EngineError: its code cannot be loaded.
            ServiceError: its files changed meanwhile.
        """
        assert source.manifest is not None
        manifest = source.manifest
        root = await asyncio.to_thread(self.folders.copy, source)
        self.know_settings(stored)
        one = Running(stored=stored, manifest=manifest, package=source.package)
        if manifest.runs_apart:
            limits = self._rt.settings
            bounds = HostLimits(seconds=limits.plugin_seconds, memory=limits.plugin_memory_mb * MB)
            one.host = PluginHost(manifest, root, bounds, source.digest, on_broken=lambda: self._set_aside_soon(one))
            await one.host.start()
            entered = self.settings_of(manifest.id)
            try:
                one.kinds = kinds_of(one.host, entered)
                one.tools = tools_of(one.host, entered)
            except Exception as error:
                await one.close()
                raise PluginError(f"{type(error).__name__}: {error}") from error
        if manifest.runs_inside:
            folder = root / source.package if source.package else root
            one.inside = InsideParts(manifest, folder, source.digest)
            try:
                await asyncio.to_thread(one.inside.load)
            except BaseException:
                await one.close()
                raise
        return one

    def take_in(self, one: Running) -> None:
        """Have a loaded version stand for its plugin from now on. Raises PluginNotLoaded: its providers do not fit."""
        old = self._running.get(one.manifest.id)
        if one.inside is not None:
            try:
                one.inside.register()
            except PluginNotLoaded:
                if old is not None and old.inside is not None:
                    old.inside.register()
                raise
        if old is not None:
            self._forget(old, one)
        Node.registry.update(one.kinds)
        self._running[one.manifest.id] = one
        self._told()
        if old is not None:
            self._leave(old)

    def take_out(self, plugin_id: str) -> None:
        """Have a plugin be unknown from now on."""
        old = self._running.pop(plugin_id, None)
        if old is not None:
            self._forget(old, None)
            self._told()
            self._leave(old)

    async def left(self) -> None:
        """Wait until nothing of earlier versions is left."""
        while self._leaving:
            await asyncio.wait(list(self._leaving))

    def _forget(self, old: Running, new: Running | None) -> None:
        for kind, node in old.kinds.items():
            if Node.registry.get(kind) is node:
                del Node.registry[kind]
        if old.inside is not None:
            kept = dict.fromkeys(new.inside.providers) if new is not None and new.inside is not None else {}
            old.inside.unload(but=kept)

    def _told(self) -> None:
        """Have whatever is made ready for runs be made anew."""
        self._rt.caches.served.take_all()
        self._rt.toolbox.forget()
        forget_all_models(self._rt)

    def _leave(self, old: Running) -> None:
        task = asyncio.create_task(self._end_after_runs(old), name=f"plugin {old.manifest.id} leaves")
        self._leaving[task] = old
        task.add_done_callback(self._leaving.pop)

    async def _end_after_runs(self, old: Running) -> None:
        """End the process of a version after the runs that may still call it."""
        try:
            await asyncio.gather(*(live.ended() for live in self._rt.live.running()))
        finally:
            await old.close()
        now = self._running.get(old.manifest.id)
        kept = now.stored.digest if now else ""
        if kept != old.stored.digest:
            await asyncio.to_thread(self.folders.drop_copies, old.manifest.id, but=kept)

    async def _restart(self, stored: StoredPlugin) -> None:
        try:
            source = await asyncio.to_thread(self.folders.running, stored.id, stored.digest)
            if source is None:
                source = await asyncio.to_thread(self.folders.source, stored.id)
            if source is None or source.manifest is None or source.digest != stored.digest:
                raise PluginError(
                    "the files that were agreed to are gone; look at what is there and switch it on again"
                )
            one = await self.load(source, stored)
            try:
                self.take_in(one)
            except BaseException:
                await one.close()
                raise
        except (EngineError, ServiceError, OSError) as error:
            await self.note_failure(stored, error, state="broken")

    async def note_failure(self, stored: StoredPlugin, error: Exception, *, state: str) -> StoredPlugin:
        """Store why a plugin failed, and its state from now on."""
        logger.warning("A plugin failed. plugin=%s state=%s error=%s", stored.id, state, error)
        trace = getattr(error, "trace", "") or None
        now = time.time()
        failed = replace(stored, state=state, error=str(error), trace=trace, failed_at=now, updated_at=now)
        await storage.plugins.put_plugin(self._rt.db, failed)
        return failed

    def _set_aside_soon(self, one: Running) -> None:
        """Switch a plugin off whose process ends again and again."""
        if self._running.get(one.manifest.id) is one:
            self.take_out(one.manifest.id)
            assert one.host is not None
            health = one.host.health
            error = PluginError(health.error, trace=health.trace)
            task = asyncio.create_task(self._set_aside(one.stored.id, error), name=f"plugin {one.stored.id} set aside")
            self._repairs.add(task)
            task.add_done_callback(self._repairs.discard)

    async def _set_aside(self, plugin_id: str, error: PluginError) -> None:
        async with self.changing:
            stored = await self._rt.db.read(lambda: storage.plugins.find_plugin(self._rt.db, plugin_id))
            if stored is not None and plugin_id not in self._running:
                await self.note_failure(stored, error, state="broken")
