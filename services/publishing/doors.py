"""The doors of sites that are not open to everybody: what opens them is a grant, short-lived and bound to the site."""

import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from services import accounts
from services.accounts import passwords
from services.accounts.logins import proven
from services.errors import AuthenticationFailed, NotAllowed, TooManyLogins, Unauthorized
from services.publishing.publications import MEMBERS, PASSWORD, PUBLIC, Shared
from storage.errors import NotFound
from storage.records import Account

if TYPE_CHECKING:
    from services.runtime import Runtime

GRANT: Final = "site grant"  # what grants are sealed for
GRANT_SECONDS: Final = 600


class PasswordNeeded(Unauthorized):
    """The site opens with a password."""

    code = "password_required"

    def __init__(self) -> None:
        super().__init__("This page is protected. Enter its password.")


class LoginNeeded(Unauthorized):
    """The site is for members of the workspace."""

    code = "login_required"

    def __init__(self) -> None:
        super().__init__("This page is for members. Sign in.")


@dataclass(frozen=True, slots=True)
class Opened:
    """A door that is open: to the member `account_id`, or to whoever holds the grant."""

    account_id: str | None = None


async def grant_by_password(rt: "Runtime", shared: Shared, password: str, *, ip: str) -> str:
    """Return a grant for the right password of a site.

    Raises:
        NotAllowed: the site has none.
        AuthenticationFailed: it is another one.
        TooManyLogins: too many wrong ones came from this machine; it says how long to wait.
    """
    if shared.publication.access != PASSWORD:
        raise NotAllowed("This page does not open with a password.")
    key = f"{shared.app.id}:{ip}"
    if wait := rt.caches.site_passwords.begin(key):
        raise TooManyLogins(wait)
    if not await passwords.is_right(shared.publication.password_hash, password[: passwords.LONGEST]):
        raise AuthenticationFailed("This is not the password.")
    rt.caches.site_passwords.succeeded(key)
    return _grant(rt, shared, None)


async def grant_by_login(rt: "Runtime", shared: Shared, email: str, password: str, *, ip: str) -> str:
    """Return a grant for a member of the site's workspace; nobody is logged in to the builder by it.

    Raises:
        NotAllowed: the site is not for members, or this is none.
        AuthenticationFailed, TooManyLogins: as `accounts.login`.
    """
    if shared.publication.access != MEMBERS:
        raise NotAllowed("This page does not open with a login.")
    account = await proven(rt, email, password, ip=ip)
    return _grant(rt, shared, (await member_of(rt, shared, account.id)).id)


async def open_door(rt: "Runtime", shared: Shared, *, grant: str = "", access_token: str = "") -> Opened:
    """Let somebody in by a grant or, at a members' site, by the access token of a login to the builder.

    Raises:
        PasswordNeeded, LoginNeeded: what was shown does not open the door.
        NotAllowed: the account is no member of the site's workspace.
    """
    access = shared.publication.access
    if access == PUBLIC:
        return Opened()
    content = rt.secrets.unseal(GRANT, grant, max_age=GRANT_SECONDS) if grant else None
    is_ours = content is not None and content["code"] == shared.site.code
    if content is not None and is_ours and hmac.compare_digest(content["stamp"], shared.access_stamp):
        account_id = content["account"]
        return Opened((await member_of(rt, shared, account_id)).id if access == MEMBERS else None)
    if access == PASSWORD:
        raise PasswordNeeded
    return Opened((await _logged_in(rt, shared, access_token)).id)


async def member_of(rt: "Runtime", shared: Shared, account_id: str) -> Account:
    """Return a member of the site's workspace. Raises NotAllowed: this is none, or none any more."""
    try:
        account = await accounts.get_account(rt, shared.app.workspace_id, account_id)
    except NotFound as error:
        raise NotAllowed("This page is for members of its workspace.") from error
    if account.status != "active":
        raise NotAllowed("This page is for members of its workspace.")
    return account


async def _logged_in(rt: "Runtime", shared: Shared, access_token: str) -> Account:
    if not access_token:
        raise LoginNeeded
    try:
        caller = await accounts.caller_of_token(rt, access_token)
    except Unauthorized as error:
        raise LoginNeeded from error
    return await member_of(rt, shared, caller.account_id or "")


def _grant(rt: "Runtime", shared: Shared, account_id: str | None) -> str:
    content = {"code": shared.site.code, "stamp": shared.access_stamp, "account": account_id}
    return rt.secrets.seal(GRANT, content)
