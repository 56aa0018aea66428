"""What lets the providers of tools in: checked when it comes, encrypted at rest, masked when shown."""

import json
import logging
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import storage.tools
from engine.tools.base import Parameter
from services.accounts import audit
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.errors import InvalidInput, SecretUnreadable
from services.secrets import mask
from storage.records import ToolCredential

if TYPE_CHECKING:
    from services.runtime import Runtime
    from services.tools.sources import ToolProvider

logger = logging.getLogger(__name__)

MAX_VALUE: Final = 10_000  # characters of one field
_SECRET_WORDS: Final = ("key", "secret", "token", "password", "authorization", "cookie")


@needs(Action.MANAGE_TOOLS)
async def store_credentials(
    rt: "Runtime", workspace_id: str, provider: "ToolProvider", values: Mapping[str, Any]
) -> None:
    """Store what the tools of a provider ask for; a secret that is only the mask of the stored one keeps that.

    Raises:
        InvalidInput: something that they need is missing, unknown, or no choice of theirs.
    """
    catalogue = await rt.toolbox.catalogue(workspace_id)
    checked = _checked(provider.credentials, values, catalogue.stored.get(provider.id, {}))
    ciphertext = rt.secrets.encrypt(json.dumps(checked))
    row = ToolCredential(workspace_id=workspace_id, provider=provider.id, ciphertext=ciphertext, updated_at=time.time())
    await storage.tools.put_credential(rt.db, row)
    rt.toolbox.forget(workspace_id)
    await audit.note(rt, workspace_id, "tool.credentials", target=("tools", provider.id), fields=sorted(checked))


@needs(Action.MANAGE_TOOLS)
async def forget_credentials(rt: "Runtime", workspace_id: str, provider_id: str) -> None:
    """Delete what is stored for a provider. Raises NotFound."""
    await storage.tools.delete_credential(rt.db, workspace_id, provider_id)
    rt.toolbox.forget(workspace_id)
    await audit.note(rt, workspace_id, "tool.credentials-delete", target=("tools", provider_id))


async def shown_credentials(rt: "Runtime", workspace_id: str, provider: "ToolProvider") -> dict[str, str]:
    """Return what is stored for a provider as people may see it: secrets masked."""
    stored = (await rt.toolbox.catalogue(workspace_id)).stored.get(provider.id, {})
    return {name: mask(value) if is_secret(name) else value for name, value in stored.items()}


async def stored(rt: "Runtime", workspace_id: str) -> dict[str, Mapping[str, str]]:
    """Return all that is stored in a workspace, in clear, by provider; what the key file does not open is left out."""
    rows = await rt.db.read(lambda: storage.tools.list_credentials(rt.db, workspace_id))
    opened: dict[str, Mapping[str, str]] = {}
    for row in rows:
        try:
            opened[row.provider] = json.loads(rt.secrets.decrypt(row.ciphertext))
        except SecretUnreadable as error:
            logger.warning("The credentials of a tool cannot be read. provider=%s reason=%s", row.provider, error)
    return opened


def is_secret(name: str) -> bool:
    """Return whether a field of this name is shown masked."""
    return any(word in name.lower() for word in _SECRET_WORDS)


def _checked(fields: list[Parameter], given: Mapping[str, Any], old: Mapping[str, str]) -> dict[str, str]:
    known = {field.name: field for field in fields}
    unknown = [name for name in given if name not in known]
    if unknown:
        raise InvalidInput(f"credentials.{unknown[0]} is not asked for.", param="credentials")
    values = {name: _value(field, given.get(name), old) for name, field in known.items()}
    for name, field in known.items():
        if field.required and not values[name]:
            raise InvalidInput(f"credentials.{name} is required.", param="credentials")
    return {name: value for name, value in values.items() if value}


def _value(field: Parameter, given: Any, old: Mapping[str, str]) -> str:
    text = "" if given is None else str(given).strip()
    kept = old.get(field.name, "")
    if kept and is_secret(field.name) and text == mask(kept):
        return kept
    if len(text) > MAX_VALUE:
        raise InvalidInput(f"credentials.{field.name} is longer than {MAX_VALUE} characters.", param="credentials")
    if text and field.options and text not in field.options:
        allowed = ", ".join(field.options)
        raise InvalidInput(f"credentials.{field.name} must be one of {allowed}.", param="credentials")
    return text
