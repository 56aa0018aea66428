"""Services with an OpenAPI document: looked at, added, changed, read anew."""

import asyncio
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from engine.errors import EngineError
from engine.tools.openapi.auth import SECRETS, Auth
from engine.tools.openapi.document import MOST_CHARACTERS, Specification, read_specification
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.errors import InvalidInput
from services.files.fetch import fetch_text
from services.secrets import mask
from services.tools.custom import (
    API,
    added_provider,
    changed_provider,
    checked_address,
    checked_identifier,
    checked_name,
    checked_timeout,
    get_custom,
    opened,
    sealed,
)
from storage.errors import NotFound
from storage.records import CustomProvider

if TYPE_CHECKING:
    from services.runtime import Runtime

FETCHING: Final = 20.0  # seconds for a document to come


@needs(Action.MANAGE_TOOLS)
async def read_document(rt: "Runtime", *, url: str = "", text: str = "") -> tuple[str, Specification]:
    """Return an OpenAPI document, fetched where only its address is given, and what it describes; nothing is stored.

    Raises:
        InvalidInput: neither is given, or it is no such document.
        FetchFailed: the address may not be read, or does not answer well.
    """
    if not text.strip():
        if not url.strip():
            raise InvalidInput("Give the document or its address.", param="document")
        allowed = rt.settings.allow_private_addresses
        address = checked_address(url, "url")
        text = await fetch_text(address, allowed=allowed, timeout=FETCHING, most=MOST_CHARACTERS)
    return text, await _read(text, url.strip())


@needs(Action.MANAGE_TOOLS)
async def add_api(
    rt: "Runtime",
    workspace_id: str,
    *,
    document: str,
    url: str = "",
    name: str = "",
    identifier: str = "",
    server: str = "",
    auth: Mapping[str, Any] | None = None,
    timeout: float | None = None,  # noqa: ASYNC109  # of later calls
) -> CustomProvider:
    """Add the service that `document` describes; `server` overrides the address in it, `url` is where it was fetched.

    Raises:
        InvalidInput: the document is none, names no server, or what signs in is not whole.
    """
    specification = await _read(document, url)
    title = checked_name(name or specification.title)
    settings: dict[str, Any] = {
        "url": url.strip(),
        "server": _server(server, specification),
        "auth": _auth(auth or {}, {}),
        "timeout": checked_timeout(timeout),
    }
    row = CustomProvider(
        workspace_id=workspace_id,
        kind=API,
        identifier=checked_identifier(identifier, title),
        name=title,
        description=specification.description[:500],
        document=document,
        ciphertext=sealed(rt, settings),
        listed_at=time.time(),
    )
    return await added_provider(rt, row, operations=len(specification.operations), auth=settings["auth"]["type"])


@needs(Action.MANAGE_TOOLS)
async def change_api(
    rt: "Runtime",
    workspace_id: str,
    provider_id: str,
    *,
    name: str | None = None,
    document: str | None = None,
    server: str | None = None,
    auth: Mapping[str, Any] | None = None,
    timeout: float | None = None,  # noqa: ASYNC109  # of later calls
) -> CustomProvider:
    """Change what is given of a service; a secret that is only the mask of the stored one keeps that.

    A service at another host is not shown a stored secret: it has to be entered again.

    Raises:
        InvalidInput: as `add_api`. NotFound: there is no such service.
    """
    row = await _api(rt, workspace_id, provider_id)
    settings = opened(rt, row)
    specification = await _read(document if document is not None else row.document, settings["url"])
    old_server = settings["server"]
    if server is not None:
        settings["server"] = _server(server, specification)
    moved = _host(settings["server"]) != _host(old_server)
    settings["auth"] = _auth(settings["auth"] if auth is None else auth, {} if moved and auth else settings["auth"])
    if moved and auth is None and settings["auth"]["type"] != "none":
        raise InvalidInput("The service moves to another host: enter its key again.", param="auth")
    settings["timeout"] = settings["timeout"] if timeout is None else checked_timeout(timeout)
    changes: dict[str, Any] = {"ciphertext": sealed(rt, settings)}
    changes |= {} if name is None else {"name": checked_name(name)}
    changes |= {} if document is None else {"document": document, "listed_at": time.time(), "problem": ""}
    return await changed_provider(rt, row, **changes)


@needs(Action.MANAGE_TOOLS)
async def refresh_api(rt: "Runtime", workspace_id: str, provider_id: str) -> CustomProvider:
    """Fetch a service's document again; tools that are switched off stay so.

    Raises:
        InvalidInput: it was pasted, so there is nothing to fetch; or what came is no such document.
        FetchFailed: its address does not answer well.
    """
    row = await _api(rt, workspace_id, provider_id)
    url = opened(rt, row)["url"]
    if not url:
        raise InvalidInput("The document was pasted. Paste the new one.", param="document")
    document, _ = await read_document(rt, url=url)
    return await changed_provider(rt, row, document=document, listed_at=time.time(), problem="")


async def shown_api(rt: "Runtime", workspace_id: str, provider_id: str) -> dict[str, Any]:
    """Return how a service is reached as people may see it: secrets masked. Raises NotFound."""
    settings = opened(rt, await _api(rt, workspace_id, provider_id))
    auth = {name: mask(value) if name in SECRETS and value else value for name, value in settings["auth"].items()}
    return {**settings, "auth": auth}


async def _api(rt: "Runtime", workspace_id: str, provider_id: str) -> CustomProvider:
    row = await get_custom(rt, workspace_id, provider_id)
    if row.kind != API:
        raise NotFound("tool provider", provider_id)
    return row


async def _read(text: str, url: str) -> Specification:
    try:
        return await asyncio.to_thread(read_specification, text, fetched_from=url)
    except EngineError as error:
        raise InvalidInput(_sentence(str(error)), param="document") from error


def _server(server: str, specification: Specification) -> str:
    chosen = server.strip() or next(iter(specification.servers), "")
    if not chosen:
        raise InvalidInput("The document names no server. Enter its address.", param="server")
    return checked_address(chosen, "server").rstrip("/")


def _auth(given: Mapping[str, Any], stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return what signs in, whole; the mask of a stored secret stands for that."""
    kept = {name: stored[name] for name in SECRETS if stored.get(name) and given.get(name) == mask(str(stored[name]))}
    try:
        auth = Auth.model_validate({**given, **kept})
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in ("auth", *first["loc"]))
        raise InvalidInput(f"{place}: {first['msg'].removeprefix('Value error, ')}.", param="auth") from error
    if any("*" * 8 in str(getattr(auth, name)) for name in SECRETS):
        raise InvalidInput("auth: enter the secret again, its mask is not it.", param="auth")
    return auth.model_dump()


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].lower()


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
