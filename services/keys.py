"""API keys of apps: made once, stored as hashes, looked up on every request."""

from typing import TYPE_CHECKING

from storage.records import ApiKey, App

if TYPE_CHECKING:
    from services.runtime import Runtime


async def create_key(
    rt: "Runtime", app: App, *, name: str = "", expires_at: float | None = None, account_id: str | None = None
) -> tuple[ApiKey, str]:
    """Return a new key of an app and its token, which is shown this once.

    Raises:
        NotFound: there is no such app.
        MaxKeysExceeded: it has ten keys.
        InvalidInput: `expires_at` is past, or `name` over 100 characters.
    """
    raise NotImplementedError


async def list_keys(rt: "Runtime", app: App) -> list[ApiKey]:
    """Return the keys of an app, oldest first; `hint` is the masked token."""
    raise NotImplementedError


async def delete_key(rt: "Runtime", app: App, key_id: str) -> None:
    """Delete a key; it is refused from the next request on. Raises NotFound."""
    raise NotImplementedError


async def app_of_token(rt: "Runtime", token: str) -> App:
    """Return the app that a key opens.

    Raises:
        Unauthorized: not an app key, unknown, deleted or expired.
        AppUnavailable: the app is disabled.
        NotAllowed: the API of the app is switched off.
    """
    raise NotImplementedError
