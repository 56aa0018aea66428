"""Apps as servers of the Model Context Protocol: each has one address with a secret in it, made anew, switched on and off.

The secret is a key of the type `mcp`, so only its hash is stored.
"""

import hmac
from typing import TYPE_CHECKING, Any, Final

import storage.apps
import storage.keys
from services.accounts import audit
from services.accounts.acting import needs
from services.accounts.keys import hash_of, new_key, note_use
from services.accounts.roles import Action
from storage.errors import NotFound
from storage.records import ApiKey, App

if TYPE_CHECKING:
    from services.runtime import Runtime

TYPE: Final = "mcp"
PREFIX: Final = "mcp-"


async def server_of(rt: "Runtime", app: App) -> ApiKey | None:
    """Return the server of an app, None when it has none; `is_active` says whether it answers."""
    found = await rt.db.read(lambda: storage.keys.list_keys(rt.db, app.workspace_id, type=TYPE, app_id=app.id))
    return found[-1] if found else None


@needs(Action.MANAGE_KEYS)
async def open_server(rt: "Runtime", app: App, *, account_id: str | None = None) -> tuple[ApiKey, str]:
    """Return a new server of an app and its secret, which is shown this once; the address before it is void."""
    await _take_away(rt, app)
    key, token = new_key(app.workspace_id, PREFIX, type=TYPE, app_id=app.id, created_by=account_id)
    await storage.keys.add_key(rt.db, key)
    await _note(rt, "mcp.open", key, account_id)
    return key, token


@needs(Action.MANAGE_KEYS)
async def switch_server(rt: "Runtime", app: App, *, on: bool, account_id: str | None = None) -> ApiKey:
    """Let the server of an app answer, or no longer; its address stays. Raises NotFound: it has none."""
    found = await server_of(rt, app)
    if found is None:
        raise NotFound("MCP server", app.id)
    changed = await storage.keys.update_key(rt.db, app.workspace_id, found.id, app_id=app.id, is_active=on)
    await _note(rt, "mcp.on" if on else "mcp.off", changed, account_id)
    return changed


@needs(Action.MANAGE_KEYS)
async def close_server(rt: "Runtime", app: App, *, account_id: str | None = None) -> None:
    """Take the server of an app away. Raises NotFound: it has none."""
    found = await server_of(rt, app)
    if found is None:
        raise NotFound("MCP server", app.id)
    await _take_away(rt, app)
    await _note(rt, "mcp.close", found, account_id)


async def opened_by(rt: "Runtime", token: str) -> tuple[ApiKey, App]:
    """Return the server that a secret opens, and its app.

    Raises:
        NotFound: there is no such server, or it is switched off, as the app may be: who asks is not told which.
    """
    hash = hash_of(token)
    key = await rt.db.read(lambda: storage.keys.find_key_by_hash(rt.db, hash)) if token.startswith(PREFIX) else None
    is_open = key is not None and key.type == TYPE and key.is_active and hmac.compare_digest(key.hash, hash)
    if not is_open or key is None or key.app_id is None:
        raise NotFound("MCP server", "")
    workspace_id, app_id = key.workspace_id, key.app_id
    app = await rt.db.read(lambda: storage.apps.get_app(rt.db, workspace_id, app_id))
    if app.status != "normal":
        raise NotFound("MCP server", "")
    note_use(rt, key)
    return key, app


async def _take_away(rt: "Runtime", app: App) -> None:
    for key in await rt.db.read(lambda: storage.keys.list_keys(rt.db, app.workspace_id, type=TYPE, app_id=app.id)):
        await storage.keys.delete_key(rt.db, app.workspace_id, key.id, app_id=app.id)


async def _note(rt: "Runtime", action: str, key: ApiKey, account_id: str | None) -> None:
    about: dict[str, Any] = {"app": key.app_id, "hint": key.hint}
    await audit.note(rt, key.workspace_id, action, target=("key", key.id), account_id=account_id, **about)
