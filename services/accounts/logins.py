"""Logins and tokens, and who a console request acts for."""

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import storage.accounts
from services.accounts import audit, passwords
from services.accounts.people import find_account, get_account, update_account, workspace
from services.errors import AuthenticationFailed, TooManyLogins, Unauthorized
from storage.errors import NotFound
from storage.records import Account, LoginSession, Workspace

if TYPE_CHECKING:
    from services.runtime import Runtime

ACCESS: Final = "console access"  # what access tokens are sealed for
DAY: Final = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What a login gives: all of it is shown once."""

    account: Account
    access_token: str
    refresh_token: str
    csrf_token: str
    access_seconds: int
    refresh_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who acts in the console, and in which workspace; `account` is None before the first account exists."""

    workspace: Workspace
    account: Account | None = None

    @property
    def account_id(self) -> str | None:
        """Return the account's id, None without an account."""
        return self.account.id if self.account else None


async def login(rt: "Runtime", email: str, password: str, *, ip: str = "", user_agent: str = "") -> Tokens:
    """Return the tokens of a new login.

    Raises:
        AuthenticationFailed: wrong address or password, not told apart.
        TooManyLogins: five failures in a row for this address, or many from this `ip`.
    """
    email = email.strip().lower()[:320]
    tries = [(rt.caches.logins_by_email, email)] + ([(rt.caches.logins_by_ip, ip)] if ip else [])
    for attempts, key in tries:
        if wait := attempts.begin(key):
            raise TooManyLogins(wait)
    account = await find_account(rt, email)
    stored = account.password_hash if account else None
    if not await passwords.is_right(stored, password[: passwords.LONGEST]) or account is None or stored is None:
        await _note_failure(rt, account, ip)
        raise AuthenticationFailed("Invalid email or password.")
    for attempts, key in tries:
        attempts.succeeded(key)
    changes: dict[str, Any] = {"last_login_at": time.time(), "last_login_ip": ip}
    if passwords.is_outdated(stored):
        changes["password_hash"] = await passwords.hashed(password)
    account = await update_account(rt, account, **changes)
    tokens, session = _tokens(rt, account, ip, user_agent)
    await storage.accounts.delete_expired_sessions(rt.db, time.time())
    await storage.accounts.add_session(rt.db, session)
    await _note(rt, account, "login", ip)
    return tokens


async def refresh(rt: "Runtime", refresh_token: str, *, ip: str = "", user_agent: str = "") -> Tokens:
    """Return new tokens for a refresh token, which is void from now on. Raises Unauthorized."""
    old = _token_hash(refresh_token)
    session = await rt.db.read(lambda: storage.accounts.find_session(rt.db, old, time.time()))
    if session is None:
        raise Unauthorized("The refresh token is invalid or expired. Log in again.")
    tokens, fresh = _tokens(rt, await get_account(rt, session.workspace_id, session.account_id), ip, user_agent)
    if not await storage.accounts.replace_session(rt.db, old, fresh):
        raise Unauthorized("The refresh token was used already. Log in again.")
    return tokens


async def logout(rt: "Runtime", refresh_token: str, *, ip: str = "") -> None:
    """Make a refresh token void; an unknown one is no error."""
    hash = _token_hash(refresh_token)
    session = await rt.db.read(lambda: storage.accounts.find_session(rt.db, hash, time.time()))
    await storage.accounts.end_session(rt.db, hash)
    if session is not None:
        await _note(rt, await get_account(rt, session.workspace_id, session.account_id), "logout", ip)


async def account_of_token(rt: "Runtime", access_token: str) -> Account:
    """Return whom an access token belongs to. Raises Unauthorized."""
    seconds = rt.settings.access_token_expire_minutes * 60
    content = rt.secrets.unseal(ACCESS, access_token, max_age=seconds)
    if content is None:
        raise Unauthorized("The access token is invalid or expired. Log in again.")
    try:
        account = await get_account(rt, content["workspace"], content["account"])
    except NotFound as error:
        raise Unauthorized("The account of this token is gone.") from error
    if account.status != "active" or not hmac.compare_digest(_stamp(account), content["stamp"]):
        raise Unauthorized("The login has ended. Log in again.")
    return account


async def caller_of_token(rt: "Runtime", access_token: str) -> Caller:
    """Return who calls with an access token. Raises Unauthorized."""
    account = await account_of_token(rt, access_token)
    return Caller(workspace=await workspace(rt, account.workspace_id), account=account)


async def caller_of_admin_key(rt: "Runtime", key: str, *, workspace_id: str | None = None) -> Caller | None:
    """Return the owner of a workspace (None: the first) when `key` is the admin key, else None.

    Raises:
        NotFound: the key is right and there is no workspace `workspace_id`.
    """
    admin = rt.settings.admin_api_key
    expected = admin.get_secret_value() if admin is not None and rt.settings.admin_api_key_enable else ""
    if not expected or not hmac.compare_digest(key.encode(), expected.encode()):
        return None
    found = await workspace(rt, workspace_id)
    people = await rt.db.read(lambda: storage.accounts.list_accounts(rt.db, found.id))
    return Caller(workspace=found, account=next((one for one in people if one.role == "owner"), None))


async def local_caller(rt: "Runtime") -> Caller:
    """Return who uses the pages while no account exists: the first workspace, nobody in person."""
    return Caller(workspace=await workspace(rt))


async def _note(rt: "Runtime", account: Account, action: str, ip: str) -> None:
    target = ("account", account.id)
    await audit.note(rt, account.workspace_id, action, target=target, account_id=account.id, ip=ip)


async def _note_failure(rt: "Runtime", account: Account | None, ip: str) -> None:
    """Write down that a login failed, and whose; an unknown address is left out: people type passwords there."""
    where = account.workspace_id if account else (await workspace(rt)).id
    target = ("account", account.id if account else "")
    await audit.note(rt, where, "login.failed", target=target, ip=ip)


def _tokens(rt: "Runtime", account: Account, ip: str, user_agent: str) -> tuple[Tokens, LoginSession]:
    lasts = rt.settings.refresh_token_expire_days * DAY
    content = {"account": account.id, "workspace": account.workspace_id, "stamp": _stamp(account)}
    tokens = Tokens(
        account=account,
        access_token=rt.secrets.seal(ACCESS, content),
        refresh_token=secrets.token_urlsafe(32),
        csrf_token=secrets.token_urlsafe(24),
        access_seconds=rt.settings.access_token_expire_minutes * 60,
        refresh_seconds=lasts,
    )
    session = LoginSession(
        workspace_id=account.workspace_id,
        account_id=account.id,
        refresh_hash=_token_hash(tokens.refresh_token),
        ip=ip[:64],
        user_agent=user_agent[:500],
        expires_at=time.time() + lasts,
    )
    return tokens, session


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _stamp(account: Account) -> str:
    """Return what changes with the password, so that older access tokens end with it."""
    return hashlib.sha256((account.password_hash or "").encode()).hexdigest()[:16]
