"""API keys of apps and of a workspace's knowledge: made once, stored as hashes, looked up on every request."""

import hashlib
import hmac
import secrets
import string
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypedDict, Unpack

import storage.apps
import storage.keys
from services.accounts import audit
from services.accounts.acting import needs
from services.accounts.key_rules import check_usable, checked_scopes
from services.accounts.roles import Action
from services.errors import AppUnavailable, InvalidInput, MaxKeysExceeded, NotAllowed, Unauthorized
from services.publishing.budgets import checked_budget
from storage.records import ApiKey, App

if TYPE_CHECKING:
    from services.runtime import Runtime

PREFIX: Final = "app-"
DATASET_PREFIX: Final = "dataset-"
LENGTH: Final = 24  # letters and digits after the prefix: 142 bits
LONGEST_NAME: Final = 100
TOUCH_EVERY: Final = 60.0  # seconds between two notes of when keys were last used


class KeyOptions(TypedDict, total=False):
    """What a new key is called, until when it is good (epoch seconds), what for, whether its requests are signed,
    and what the runs that it starts may cost in a month (0: any).
    """

    name: str
    expires_at: float | None
    scopes: Sequence[str] | None
    must_sign: bool
    monthly_budget: Any
    budget_currency: str
    monthly_tokens: int


_ALPHABET = string.ascii_letters + string.digits


@needs(Action.MANAGE_KEYS)
async def create_key(
    rt: "Runtime", app: App, *, account_id: str | None = None, **options: Unpack[KeyOptions]
) -> tuple[ApiKey, str]:
    """Return a new key of an app and its token, which is shown this once.

    Raises:
        MaxKeysExceeded: the app has as many keys as it may have.
        InvalidInput: `expires_at` is past, `name` over 100 characters, or one of `scopes` unknown.
    """
    _check_room(rt, await list_keys(rt, app), "An app has")
    key, token = new_key(app.workspace_id, PREFIX, app_id=app.id, created_by=account_id, **options)
    await storage.keys.add_key(rt.db, key)
    await _note(rt, "key.create", key, account_id)
    return key, token


async def list_keys(rt: "Runtime", app: App) -> list[ApiKey]:
    """Return the keys of an app, oldest first; `hint` is the masked token."""
    return await rt.db.read(lambda: storage.keys.list_keys(rt.db, app.workspace_id, app_id=app.id))


@needs(Action.MANAGE_KEYS)
async def delete_key(rt: "Runtime", app: App, key_id: str, *, account_id: str | None = None) -> None:
    """Delete a key; it is refused from the next request on. Raises NotFound."""
    key = await storage.keys.delete_key(rt.db, app.workspace_id, key_id, app_id=app.id)
    rt.caches.keys.forget(key.hash)
    await _note(rt, "key.revoke", key, account_id)


@needs(Action.MANAGE_KEYS)
async def create_dataset_key(
    rt: "Runtime", workspace_id: str, *, account_id: str | None = None, **options: Unpack[KeyOptions]
) -> tuple[ApiKey, str]:
    """Return a new key to all knowledge bases of a workspace and its token. Raises as `create_key`."""
    _check_room(rt, await list_dataset_keys(rt, workspace_id), "The knowledge of a workspace has")
    key, token = new_key(workspace_id, DATASET_PREFIX, type="dataset", created_by=account_id, **options)
    await storage.keys.add_key(rt.db, key)
    await _note(rt, "key.create", key, account_id)
    return key, token


async def list_dataset_keys(rt: "Runtime", workspace_id: str) -> list[ApiKey]:
    """Return the keys to a workspace's knowledge bases, oldest first; `hint` is the masked token."""
    return await rt.db.read(lambda: storage.keys.list_keys(rt.db, workspace_id, type="dataset"))


@needs(Action.MANAGE_KEYS)
async def delete_dataset_key(rt: "Runtime", workspace_id: str, key_id: str, *, account_id: str | None = None) -> None:
    """Delete a key to the knowledge bases; it is refused from the next request on. Raises NotFound."""
    key = await storage.keys.delete_key(rt.db, workspace_id, key_id)
    rt.caches.dataset_keys.forget(key.hash)
    await _note(rt, "key.revoke", key, account_id)


@needs(Action.MANAGE_KEYS)
async def switch_key(rt: "Runtime", key: ApiKey, *, is_active: bool) -> ApiKey:
    """Switch a key off, or on again; what is off is refused from the next request on. Raises NotFound."""
    changed = await storage.keys.update_key(rt.db, key.workspace_id, key.id, app_id=key.app_id, is_active=is_active)
    rt.caches.keys.forget(key.hash)
    rt.caches.dataset_keys.forget(key.hash)
    await audit.note(rt, key.workspace_id, "key.change", target=("key", key.id), name=key.name, is_active=is_active)
    return changed


@needs(Action.MANAGE_KEYS)
async def set_key_budget(rt: "Runtime", key: ApiKey, changes: Mapping[str, Any]) -> ApiKey:
    """Set some of `monthly_budget`, `budget_currency`, `monthly_tokens`, which hold from the next run on.

    Raises:
        InvalidInput: a value is not allowed, or the key is none of an app, so that it starts no runs.
        NotFound: the key is gone.
    """
    if key.app_id is None:
        raise InvalidInput("Only keys of apps have budgets; this one starts no runs.", param="monthly_budget")
    columns = checked_budget(changes)
    changed = await storage.keys.update_key(rt.db, key.workspace_id, key.id, app_id=key.app_id, **columns)
    rt.caches.keys.forget(key.hash)
    about = {name: str(value) for name, value in columns.items()}
    await audit.note(rt, key.workspace_id, "key.change", target=("key", key.id), name=key.name, **about)
    return changed


async def dataset_key_of_token(rt: "Runtime", token: str) -> ApiKey:
    """Return the key to a workspace's knowledge bases that a token is.

    Raises:
        Unauthorized: not such a key, unknown, deleted, switched off or expired.
    """
    if not token.startswith(DATASET_PREFIX):
        raise Unauthorized("Invalid API key format: a knowledge key begins with dataset-.")
    hash = hash_of(token)
    key = await rt.caches.dataset_keys.load(
        hash, lambda: rt.db.read(lambda: storage.keys.find_key_by_hash(rt.db, hash))
    )
    if key is None or key.type != "dataset" or not hmac.compare_digest(key.hash, hash):
        raise Unauthorized("Access token is invalid.")
    check_usable(key)
    note_use(rt, key)
    return key


async def app_of_token(rt: "Runtime", token: str) -> App:
    """Return the app that a key opens. Raises as `opened_by`."""
    return (await opened_by(rt, token))[1]


async def opened_by(rt: "Runtime", token: str) -> tuple[ApiKey, App]:
    """Return a key and the app that it opens.

    Raises:
        Unauthorized: not an app key, unknown, deleted, switched off or expired.
        AppUnavailable: the app is disabled.
        NotAllowed: the API of the app is switched off.
    """
    if not token.startswith(PREFIX):
        raise Unauthorized("Invalid API key format: an app key begins with app-.")
    hash = hash_of(token)
    found = await rt.caches.keys.load(hash, lambda: rt.db.read(lambda: _find(rt, hash)))
    if found is None or not hmac.compare_digest(found[0].hash, hash):
        raise Unauthorized("Access token is invalid.")
    key, app = found
    check_usable(key)
    note_use(rt, key)
    if app.status != "normal":
        raise AppUnavailable("Application is disabled.")
    if not app.enable_api:
        raise NotAllowed("The app's API service has been disabled.")
    return key, app


def hash_of(token: str) -> str:
    """Return the stored form of a token; its own 142 random bits make a slow hash needless."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_key(
    workspace_id: str,
    prefix: str,
    *,
    name: str = "",
    expires_at: float | None = None,
    scopes: Sequence[str] | None = None,
    **columns: Any,
) -> tuple[ApiKey, str]:
    """Return a new key and its token. Raises InvalidInput."""
    if len(name) > LONGEST_NAME:
        raise InvalidInput(f"name has {len(name)} characters; the limit is {LONGEST_NAME}.", param="name")
    if expires_at is not None and expires_at <= time.time():
        raise InvalidInput("expires_at is past.", param="expires_at")
    token = prefix + "".join(secrets.choice(_ALPHABET) for _ in range(LENGTH))
    hint = f"{token[: len(prefix) + 2]}…{token[-2:]}"
    columns |= checked_budget(columns)
    columns |= {"name": name, "expires_at": expires_at, "scopes": checked_scopes(scopes)}
    key = ApiKey(workspace_id=workspace_id, hash=hash_of(token), hint=hint, **columns)
    return key, token


def _check_room(rt: "Runtime", keys: Sequence[ApiKey], whose: str) -> None:
    most = rt.settings.keys_per_app
    if len(keys) >= most:
        raise MaxKeysExceeded(f"{whose} at most {most} keys. Delete one first.")


async def _note(rt: "Runtime", action: str, key: ApiKey, account_id: str | None) -> None:
    about: dict[str, Any] = {"app": key.app_id, "name": key.name, "hint": key.hint}
    await audit.note(rt, key.workspace_id, action, target=("key", key.id), account_id=account_id, **about)


def _find(rt: "Runtime", hash: str) -> tuple[ApiKey, App] | None:
    key = storage.keys.find_key_by_hash(rt.db, hash)
    if key is None or key.app_id is None:
        return None
    return key, storage.apps.get_app(rt.db, key.workspace_id, key.app_id)


def note_use(rt: "Runtime", key: ApiKey) -> None:
    """Remember that a key was used now; it is written a minute later at most."""
    uses = rt.caches.key_uses
    now = time.time()
    uses.pending[key.id] = now
    if now - uses.written_at >= TOUCH_EVERY:
        pending, uses.pending, uses.written_at = uses.pending, {}, now
        rt.background.start("note the use of keys", storage.keys.touch_keys(rt.db, pending))
