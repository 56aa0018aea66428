"""Who a visitor is, as an embedding page's server has signed it: a JSON Web Token with one algorithm and no other.

There is one algorithm here, so no header of a token can choose another: RFC 7519 by RFC 8725's advice.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from services.errors import Unauthorized
from services.publishing.names import UNPROVED
from services.publishing.publications import Shared

if TYPE_CHECKING:
    from services.runtime import Runtime

ALGORITHM: Final = "HS256"
LONGEST_TOKEN: Final = 8192  # characters
LONGEST_NAME: Final = 200  # characters of `sub`
LONGEST_LIFE: Final = 86_400  # seconds from now to `exp`, and from `iat` to `exp`
LEEWAY: Final = 60  # seconds by which clocks may differ


@dataclass(frozen=True, slots=True)
class Identity:
    """A visitor who is proved, until `until` (epoch seconds)."""

    name: str
    until: float


def verified(rt: "Runtime", shared: Shared, token: str) -> Identity:
    """Return who a token says that a visitor is.

    Raises:
        Unauthorized: the site has no secret, or the token is not signed with it by HS256, or its claims do not hold:
            `sub`, `exp` within a day, `aud` with the code of the site.
    """
    if shared.publication.secret is None:
        raise Unauthorized("This app has no secret that signs for its visitors. Make one in its settings.")
    claims = _claims(token, rt.secrets.decrypt(shared.publication.secret).encode())
    return _identity(claims, shared.site.code, time.time())


def _claims(token: str, key: bytes) -> Mapping[str, Any]:
    """Return what a token says. Raises Unauthorized: it is none, or not signed with the key by `ALGORITHM`."""
    if len(token) > LONGEST_TOKEN or not token.isascii() or token.count(".") != 2:
        raise Unauthorized("The identity is no signed JSON Web Token.")
    try:
        claims = jwt.decode(token, OctKey.import_key(key), algorithms=[ALGORITHM]).claims
    except (JoseError, ValueError) as error:
        raise Unauthorized(f"The identity is not signed with this app's secret by {ALGORITHM}.") from error
    if not isinstance(claims, Mapping):
        raise Unauthorized("The identity is no signed JSON Web Token.")
    return claims


def _identity(claims: Mapping[str, Any], code: str, now: float) -> Identity:
    """Return whom claims name. Raises Unauthorized, saying which claim does not hold."""
    name, audience = claims.get("sub"), claims.get("aud")
    if not isinstance(name, str) or not 1 <= len(name) <= LONGEST_NAME or name.startswith(UNPROVED):
        raise Unauthorized(f"The identity needs `sub`, a name of 1 to {LONGEST_NAME} characters.")
    if code not in (audience if isinstance(audience, list) else [audience]):
        raise Unauthorized("The identity is for another site: `aud` must hold the code of this one.")
    until = _moment(claims, "exp")
    if until is None or until <= now - LEEWAY:
        raise Unauthorized("The identity has expired, or has no `exp`.")
    began = _moment(claims, "iat")
    if until - (now if began is None else min(began, now)) > LONGEST_LIFE + LEEWAY:
        raise Unauthorized(f"The identity lasts too long: `exp` may be {LONGEST_LIFE} seconds ahead.")
    for claim in ("iat", "nbf"):
        if (_moment(claims, claim) or 0) > now + LEEWAY:
            raise Unauthorized(f"The identity is not valid yet: `{claim}` is ahead.")
    return Identity(name, until)


def _moment(claims: Mapping[str, Any], name: str) -> float | None:
    """Return a claim that is a time. Raises Unauthorized when it is something else."""
    value = claims.get(name)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise Unauthorized(f"The identity's `{name}` is no time in seconds.")
    return value
