"""Credentials of a provider: checked when they come in, encrypted at rest, masked when shown."""

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from engine.models import BUILT_IN, Credentials, ProviderInfo, known_providers, provider_id
from engine.models.provider import MORE_KEYS
from services.errors import InvalidInput
from services.secrets import Vault, mask
from storage.records import ProviderCredential

MAX_VALUE: Final = 10_000  # characters of one credential field
MOST_KEYS: Final = 20  # of further accounts of one provider
_SECRET_WORDS: Final = ("key", "secret", "token", "password")


def known(provider: str) -> ProviderInfo:
    """Return the provider that a name means, long or short. Raises InvalidInput naming the known ones."""
    providers = {info.id: info for info in known_providers()}
    info = providers.get(provider_id(provider))
    if info is None:
        raise InvalidInput(f"Unknown provider {provider!r:.80}. Known are: {', '.join(providers)}.", param="provider")
    return info


def checked(info: ProviderInfo, values: Mapping[str, Any], stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return credentials in the form that is stored: `api_key`, `base_url` and what else was given.

    A secret that is only the mask of the stored one keeps the stored one.

    Raises:
        InvalidInput: a field that the provider needs is missing, or the address is none.
    """
    for name, value in values.items():
        if isinstance(value, str) and len(value) > MAX_VALUE:
            raise InvalidInput(f"credentials.{name} is longer than {MAX_VALUE} characters.", param="credentials")
    given = Credentials.from_mapping(values)
    key = given.api_key.get_secret_value() if given.api_key else ""
    old_key = str(stored.get("api_key") or "")
    if old_key and key == mask(old_key):
        key = old_key
    if info.needs_key and not key:
        raise InvalidInput(f"credentials.api_key is required for {info.label}.", param="credentials")
    url = address(info, given.base_url or "")
    if not url and info.base_url is None and info.needs_url and info.id not in BUILT_IN:
        raise InvalidInput(f"credentials.base_url is required for {info.label}.", param="credentials")
    more = _more_keys(values, stored)
    own = {"api_key": key, MORE_KEYS: more, "base_url": url}
    return {name: value for name, value in own.items() if value} | given.extra


def address(info: ProviderInfo, url: str) -> str:
    """Return a base address as the provider's protocol wants it; "" stays. Raises InvalidInput."""
    url = url.strip().rstrip("/")
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_web = False
    if not is_web:
        raise InvalidInput(f"credentials.base_url {url!r:.200} is no http or https address.", param="credentials")
    if info.protocol == "anthropic":
        return url.removesuffix("/v1")
    takes_version = info.protocol == "openai" and not info.flags.get("azure")
    return f"{url}/v1" if not parts.path and takes_version else url


def shown(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return stored credentials as people may see them."""
    return {name: _masked(value) if _is_secret(name) else value for name, value in values.items()}


def sealed(vault: Vault, values: Mapping[str, Any]) -> bytes:
    """Return credentials encrypted."""
    return vault.encrypt(json.dumps(values))


def opened(vault: Vault, row: ProviderCredential) -> dict[str, Any]:
    """Return the credentials of a row in clear. Raises SecretUnreadable."""
    values: dict[str, Any] = json.loads(vault.decrypt(row.ciphertext))
    return values


def _more_keys(values: Mapping[str, Any], stored: Mapping[str, Any]) -> list[str]:
    """Return the keys of further accounts; a mask stands for the stored key that it was made of.

    Raises:
        InvalidInput: they are no list of texts, or a mask belongs to no stored key.
    """
    given = values.get(MORE_KEYS) or []
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise InvalidInput(f"credentials.{MORE_KEYS} must be a list of keys.", param="credentials")
    kept = {mask(old): old for old in stored.get(MORE_KEYS) or ()}
    keys = [kept.get(text, text) for one in given if (text := one.strip())]
    for key in keys:
        if len(key) > MAX_VALUE or "*" * 8 in key:
            raise InvalidInput(f"credentials.{MORE_KEYS}: {key[:20]!r} is no key.", param="credentials")
    if len(keys) > MOST_KEYS:
        raise InvalidInput(
            f"credentials.{MORE_KEYS} has {len(keys)} keys; the limit is {MOST_KEYS}.", param="credentials"
        )
    return list(dict.fromkeys(keys))


def _masked(value: Any) -> Any:
    return [mask(str(one)) for one in value] if isinstance(value, list) else mask(str(value))


def _is_secret(name: str) -> bool:
    return any(word in name.lower() for word in _SECRET_WORDS)
