"""What administrators of the server do with plugins: bring them, switch them on and off, renew and remove them.

Plugins belong to the server, not to a workspace: they are managed from its first workspace. What runs in a process of
its own takes an administrator; what becomes part of the server takes an owner who says so.
"""

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import storage.plugins
from engine.errors import EngineError
from engine.plugins.manifest import InvalidManifest
from engine.sandbox.support import contained_support
from services.accounts import audit
from services.accounts.acting import Caller, acting, check, needs
from services.accounts.people import workspace as first_or
from services.accounts.roles import Action
from services.errors import InvalidInput, NotAllowed, ServiceError
from services.plugins.fetching import Offer, clone, incoming, offered_archive, read_index, unpack
from services.plugins.folders import Source
from storage.errors import NotFound
from storage.records import StoredPlugin

if TYPE_CHECKING:
    from services.runtime import Runtime

LONGEST_VALUE = 4_000  # characters of a setting


@needs(Action.MANAGE_SETTINGS)
async def install_archive(rt: "Runtime", archive: bytes, *, filename: str = "") -> str:
    """Put the plugin of a zip archive into its folder and return its id; it is not switched on.

    Raises:
        InvalidInput: it is no archive, or holds no plugin.
    """
    await check_home(rt)
    with incoming(rt) as folder:
        await asyncio.to_thread(unpack, archive, folder)
        return await _place(rt, folder, {"kind": "archive", "name": filename})


@needs(Action.MANAGE_SETTINGS)
async def install_repository(rt: "Runtime", url: str) -> str:
    """Put the plugin of a git repository into its folder and return its id; see `install_archive`."""
    await check_home(rt)
    with incoming(rt) as folder:
        await clone(rt, url, folder)
        return await _place(rt, folder, {"kind": "git", "url": url.strip()})


@needs(Action.MANAGE_SETTINGS)
async def install_offer(rt: "Runtime", index: str, plugin_id: str) -> str:
    """Put a plugin that an index names into its folder, if its checksum is right; return its id.

    Raises:
        InvalidInput: the index or the archive cannot be had or is not as it should be.
        NotFound: the index names no such plugin.
    """
    await check_home(rt)
    offer = next((one for one in await read_index(rt, index) if one.id == plugin_id), None)
    if offer is None:
        raise NotFound("plugin", plugin_id)
    archive = await offered_archive(rt, offer)
    with incoming(rt) as folder:
        await asyncio.to_thread(unpack, archive, folder)
        return await _place(rt, folder, {"kind": "index", "url": index.strip(), "sha256": offer.sha256})


@needs(Action.MANAGE_SETTINGS)
async def offers(rt: "Runtime", index: str) -> list[Offer]:
    """Return what an index offers. Raises InvalidInput."""
    await check_home(rt)
    return await read_index(rt, index)


@needs(Action.MANAGE_SETTINGS)
async def enable(rt: "Runtime", plugin_id: str, *, digest: str, trust: bool = False) -> StoredPlugin:
    """Switch a plugin on, or bring it to the version that lies there; return how it stands.

    `digest` is that of the files that the person saw with their permissions. An earlier version goes on until the new
    one has loaded, and stays when it does not.

    Raises:
        NotFound: there is no such plugin.
        InvalidInput: its manifest is wrong, its files changed, or a setting that it needs is missing.
        NotAllowed: it becomes part of the server, and no owner agreed to that.
        EngineError: its code cannot be loaded; the page shows why, too.
    """
    await check_home(rt)
    async with rt.plugins.changing:
        source = await _source(rt, plugin_id)
        if source.manifest is None:
            raise InvalidInput(f"{plugin_id} cannot be switched on: {source.problem}.")
        if source.digest != digest:
            raise InvalidInput(f"The files of the plugin {plugin_id} changed. Look at what it asks for again.")
        before = await _stored(rt, plugin_id)
        _check_settings(source, settings_in(rt, before))
        is_trusted = _agreed(source, trust or (before is not None and before.is_trusted and before.digest == digest))
        stored = replace(
            before or StoredPlugin(id=plugin_id, version="", digest=""),
            version=source.manifest.version,
            digest=digest,
            state="enabled",
            is_trusted=is_trusted,
            error=None,
            trace=None,
            failed_at=None,
            enabled_by=_who(),
            updated_at=time.time(),
        )
        await _load(rt, source, stored, before)
        await storage.plugins.put_plugin(rt.db, stored)
    await _note(rt, "plugin.enable", plugin_id, version=stored.version)
    return stored


@needs(Action.MANAGE_SETTINGS)
async def disable(rt: "Runtime", plugin_id: str) -> None:
    """Switch a plugin off: runs under way finish with it, new ones do not know it. Raises NotFound."""
    await check_home(rt)
    async with rt.plugins.changing:
        stored = await _stored(rt, plugin_id)
        if stored is None:
            raise NotFound("plugin", plugin_id)
        await storage.plugins.put_plugin(rt.db, replace(stored, state="disabled", updated_at=time.time()))
        rt.plugins.take_out(plugin_id)
    await _note(rt, "plugin.disable", plugin_id)


@needs(Action.MANAGE_SETTINGS)
async def uninstall(rt: "Runtime", plugin_id: str) -> None:
    """Switch a plugin off and remove its folder, with what was entered for it.

    Raises:
        InvalidInput: it is a package of the environment.
        NotFound: there is no such plugin.
    """
    await check_home(rt)
    async with rt.plugins.changing:
        source, stored = await asyncio.to_thread(rt.plugins.folders.source, plugin_id), await _stored(rt, plugin_id)
        if source is None and stored is None:
            raise NotFound("plugin", plugin_id)
        if source is not None:
            await asyncio.to_thread(rt.plugins.folders.remove, source)
        await storage.plugins.delete_plugin(rt.db, plugin_id)
        rt.plugins.take_out(plugin_id)
    await _note(rt, "plugin.uninstall", plugin_id)


@needs(Action.MANAGE_SETTINGS)
async def put_settings(rt: "Runtime", plugin_id: str, values: Mapping[str, str]) -> None:
    """Store what a plugin wants to be told; an empty secret stays as it is. Calls from now on get it.

    Raises:
        NotFound: there is no such plugin.
        InvalidInput: a value is too long, or the plugin asks for no such thing.
    """
    await check_home(rt)
    async with rt.plugins.changing:
        source = await _source(rt, plugin_id)
        known = {setting.name: setting for setting in source.manifest.settings} if source.manifest else {}
        for name, value in values.items():
            if name not in known:
                raise InvalidInput(f"The plugin {plugin_id} has no setting {name!r:.40}.", param=name)
            if len(value) > LONGEST_VALUE:
                raise InvalidInput(f"{name} has {len(value)} characters; {LONGEST_VALUE} is the limit.", param=name)
        stored = await _stored(rt, plugin_id) or _new(source)
        entered = {name: value for name, value in values.items() if value or not known[name].secret}
        sealed = rt.secrets.encrypt(json.dumps({**settings_in(rt, stored), **entered}))
        changed = replace(stored, settings=sealed, updated_at=time.time())
        await storage.plugins.put_plugin(rt.db, changed)
        rt.plugins.know_settings(changed)
    await _note(rt, "plugin.settings", plugin_id, settings=sorted(values))


def settings_in(rt: "Runtime", stored: StoredPlugin | None) -> dict[str, str]:
    """Return what was entered for a plugin, secrets in clear. Raises SecretUnreadable."""
    if stored is None or not stored.settings:
        return {}
    values: dict[str, str] = json.loads(rt.secrets.decrypt(stored.settings))
    return values


async def check_home(rt: "Runtime") -> None:
    """Refuse who acts for another workspace than the first: plugins are the whole server's. Raises NotAllowed."""
    who = acting()
    if isinstance(who, Caller) and who.workspace.id != (await first_or(rt)).id:
        raise NotAllowed("Plugins belong to the whole server. Only administrators of its first workspace manage them.")


async def _load(rt: "Runtime", source: Source, stored: StoredPlugin, before: StoredPlugin | None) -> None:
    """Load a version and have it stand for the plugin; when that fails the earlier one stays, and the page says why."""
    running = rt.plugins.get(stored.id)
    try:
        one = await rt.plugins.load(source, stored)
        try:
            rt.plugins.take_in(one)
        except BaseException:
            await one.close()
            raise
    except (EngineError, ServiceError, OSError) as error:
        kept = before if running is not None and before is not None else stored
        await rt.plugins.note_failure(kept, error, state="enabled" if running is not None else "broken")
        raise


def _check_settings(source: Source, entered: Mapping[str, str]) -> None:
    """Raise InvalidInput when a plugin needs to be told something that nobody has entered."""
    assert source.manifest is not None
    for setting in source.manifest.settings:
        if setting.required and not (entered.get(setting.name) or setting.default):
            raise InvalidInput(f"The plugin {source.id} needs {setting.name}: enter it under its settings first.")


def _agreed(source: Source, trust: bool) -> bool:
    """Return whether the plugin becomes part of the server, which an owner has agreed to. Raises NotAllowed."""
    assert source.manifest is not None
    unguarded = contained_support()
    if not source.manifest.runs_inside and unguarded is None:
        return False
    if not trust:
        why = f" (its process cannot be locked in: {unguarded})" if not source.manifest.runs_inside else ""
        raise NotAllowed(f"The plugin {source.id} runs with all rights of the server{why}. An owner has to agree.")
    check(Action.OWN)
    return True


async def _place(rt: "Runtime", folder: Path, origin: Mapping[str, Any]) -> str:
    async with rt.plugins.changing:
        try:
            manifest = await asyncio.to_thread(rt.plugins.folders.place, folder)
        except InvalidManifest as error:
            raise InvalidInput(f"This is no plugin: {error}.", param="file") from error
        stored = await _stored(rt, manifest.id)
        if stored is None:
            stored = StoredPlugin(id=manifest.id, version=manifest.version, digest="")
        await storage.plugins.put_plugin(rt.db, replace(stored, origin=origin, updated_at=time.time()))
    await _note(rt, "plugin.install", manifest.id, version=manifest.version, **origin)
    return manifest.id


async def _source(rt: "Runtime", plugin_id: str) -> Source:
    source = await asyncio.to_thread(rt.plugins.folders.source, plugin_id)
    if source is None:
        raise NotFound("plugin", plugin_id)
    return source


async def _stored(rt: "Runtime", plugin_id: str) -> StoredPlugin | None:
    return await rt.db.read(lambda: storage.plugins.find_plugin(rt.db, plugin_id))


def _new(source: Source) -> StoredPlugin:
    version = source.manifest.version if source.manifest else ""
    return StoredPlugin(id=source.id, version=version, digest="", origin=source.origin)


def _who() -> str | None:
    who = acting()
    return who.account_id if isinstance(who, Caller) else None


async def _note(rt: "Runtime", action: str, plugin_id: str, **detail: Any) -> None:
    home = await first_or(rt)
    await audit.note(rt, home.id, action, target=("plugin", plugin_id), **detail)
