"""What a key may be used for, and the signature that requests with some keys must bear."""

import hashlib
import hmac
import time
from collections.abc import Iterable, Mapping
from typing import Final

from services.errors import InvalidInput, NotAllowed, Unauthorized
from storage.records import ApiKey

SCOPES: Final = ("run", "read", "write")  # run apps; read what they hold; change conversations, annotations, knowledge
LONGEST_SKEW: Final = 300.0  # seconds that the time of a signed request may be off


def checked_scopes(scopes: Iterable[str] | None) -> list[str] | None:
    """Return scopes as they are stored, None for all of them. Raises InvalidInput."""
    if scopes is None:
        return None
    wanted = set(scopes)
    if not wanted or wanted - set(SCOPES):
        raise InvalidInput(f"scopes must be some of {', '.join(SCOPES)}.", param="scopes")
    return None if len(wanted) == len(SCOPES) else [scope for scope in SCOPES if scope in wanted]


def check_usable(key: ApiKey) -> None:
    """Refuse a key that is switched off, or over. Raises Unauthorized."""
    if not key.is_active:
        raise Unauthorized("API key is disabled.")
    if key.expires_at is not None and key.expires_at <= time.time():
        raise Unauthorized("API key expired.")


def check_scope(key: ApiKey, scope: str) -> None:
    """Refuse a use that the key is not for. Raises NotAllowed."""
    if key.scopes is not None and scope not in key.scopes:
        raise NotAllowed(f"This API key lacks the permission {scope!r}; it has {', '.join(key.scopes)}.")


def check_signature(key: ApiKey, signed: Mapping[str, str], timestamp: str, signature: str) -> None:
    """Refuse a request whose signature is not of `signed` and the time that it names, or of another time than now.

    `signed` holds what is signed beside the time: method, path, query, and the SHA-256 of the body.

    Raises:
        Unauthorized: the signature is missing, wrong or too old.
    """
    try:
        at = float(timestamp)
    except ValueError:
        raise Unauthorized("This API key signs its requests: X-Timestamp must be epoch seconds.") from None
    if not abs(time.time() - at) <= LONGEST_SKEW:
        raise Unauthorized(f"X-Timestamp is more than {LONGEST_SKEW:.0f} seconds off.")
    expected = signature_of(key.hash, {**signed, "timestamp": timestamp})
    if not hmac.compare_digest(expected.encode(), signature.encode()):
        raise Unauthorized("X-Signature does not fit this request.")


def signature_of(secret: str, values: Mapping[str, str]) -> str:
    """Return the HMAC-SHA256, as hex, of the sorted `name=value` joined by `&`; `secret`: the SHA-256 of the key, as hex."""
    text = "&".join(f"{name}={values[name]}" for name in sorted(values))
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
