"""Plugins as people see them: state, permissions, errors, and the apps that need what is not there."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import storage.plugins
from engine.plugins.host import Health
from engine.plugins.manifest import Manifest
from engine.sandbox.support import contained_support
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.plugins.folders import Source
from services.plugins.lifecycle import settings_in
from storage.records import StoredPlugin

if TYPE_CHECKING:
    from services.runtime import Runtime

State = Literal["new", "enabled", "disabled", "broken", "invalid"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PluginView:
    """A plugin with what the page shows of it."""

    id: str
    state: State
    manifest: Manifest | None  # of what lies there, or else of what runs
    origin: str  # where it came from, in a word: folder, package, archive, git, index
    digest: str  # of what lies there
    running: str  # the version that runs, "" for none
    is_newer: bool  # what lies there is not what runs
    problem: str  # why what lies there is no plugin
    error: str
    trace: str
    failed_at: float
    health: Health | None  # of what runs apart
    pids: Sequence[int]
    entered: Mapping[str, str]  # settings; of secrets only that there is something
    needs_trust: str  # why an owner has to agree, "" when nobody has to
    is_trusted: bool
    can_remove: bool


@needs(Action.MANAGE_SETTINGS)
async def plugins(rt: "Runtime") -> list[PluginView]:
    """Return every plugin that lies there or ever ran, by id."""
    sources = {source.id: source for source in await asyncio.to_thread(rt.plugins.folders.sources)}
    rows = {row.id: row for row in await rt.db.read(lambda: storage.plugins.list_plugins(rt.db))}
    return [_view(rt, id, sources.get(id), rows.get(id)) for id in sorted(sources.keys() | rows.keys())]


def _view(rt: "Runtime", plugin_id: str, source: Source | None, stored: StoredPlugin | None) -> PluginView:
    running = rt.plugins.get(plugin_id)
    manifest = source.manifest if source is not None and source.manifest is not None else None
    manifest = manifest or (running.manifest if running else None)
    host = running.host if running else None
    digest = source.digest if source else ""
    secrets = {setting.name for setting in manifest.settings if setting.secret} if manifest else set()
    entered = settings_in(rt, stored)
    return PluginView(
        id=plugin_id,
        state=_state(source, stored, is_running=running is not None),
        manifest=manifest,
        origin=str((stored.origin if stored else {}).get("kind") or (source.origin["kind"] if source else "folder")),
        digest=digest,
        running=running.manifest.version if running else "",
        is_newer=bool(running and digest and running.stored.digest != digest),
        problem=source.problem if source else "its folder is gone",
        error=(stored.error if stored else None) or (host.health.error if host else ""),
        trace=(stored.trace if stored else None) or (host.health.trace if host else ""),
        failed_at=(stored.failed_at if stored else None) or (host.health.failed_at if host else 0.0),
        health=host.health if host else None,
        pids=host.pids if host else (),
        entered={name: "" if name in secrets else value for name, value in entered.items()},
        needs_trust=_trust(manifest),
        is_trusted=bool(stored and stored.is_trusted and stored.digest == digest),
        can_remove=source is None or not source.package,
    )


def _state(source: Source | None, stored: StoredPlugin | None, *, is_running: bool) -> State:
    if is_running:
        return "enabled"
    if stored is not None and stored.state == "broken":
        return "broken"
    if source is None or source.manifest is None:
        return "invalid"
    return "new" if stored is None or not stored.digest else "disabled"


def _trust(manifest: Manifest | None) -> str:
    if manifest is None:
        return ""
    if manifest.runs_inside:
        return "it offers models, and these are part of the server's own process"
    return contained_support() or ""
