"""Logins and tokens, and who a console request acts for."""

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import storage.accounts
import storage.members
from services.accounts import audit, passwords
from services.accounts.acting import Caller
from services.accounts.people import find_account, get_account, member, update_account, workspace, workspaces_of
from services.accounts.roles import Role
from services.errors import AuthenticationFailed, NotAllowed, TooManyLogins, Unauthorized
from storage.errors import NotFound
from storage.records import Account, LoginSession

if TYPE_CHECKING:
    from services.runtime import Runtime

ACCESS: Final = "console access"  # what access tokens are sealed for
CSRF: Final = "console csrf"
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


@dataclass(frozen=True, slots=True)
class Place:
    """From where somebody logs in."""

    ip: str = ""
    user_agent: str = ""


async def login(rt: "Runtime", email: str, password: str, *, ip: str = "", user_agent: str = "") -> Tokens:
    """Return the tokens of a new login, into the workspace that the person has belonged to for the longest.

    Raises:
        AuthenticationFailed: wrong address or password, not told apart.
        TooManyLogins: five failures in a row for this address, or many from this `ip`.
        NotAllowed: the person belongs to no workspace any more.
    """
    account = await proven(rt, email, password, ip=ip)
    changes: dict[str, Any] = {}
    if passwords.is_outdated(account.password_hash or ""):
        changes["password_hash"] = await passwords.hashed(password)
    return await begin(rt, account, Place(ip, user_agent), **changes)


async def proven(rt: "Runtime", email: str, password: str, *, ip: str = "") -> Account:
    """Return the account whose address and password these are. Raises AuthenticationFailed, TooManyLogins."""
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
    return account


async def begin(
    rt: "Runtime", account: Account, place: Place, *, workspace_id: str | None = None, **changes: Any
) -> Tokens:
    """Return the tokens of a new login of somebody who has shown who they are; `changes` go to the account.

    Raises:
        NotAllowed: the account is closed, or belongs to no workspace, or not to `workspace_id`.
    """
    theirs = [found.id for found, _ in await workspaces_of(rt, account.id)]
    if account.status != "active" or not theirs or (workspace_id or theirs[0]) not in theirs:
        raise NotAllowed("You belong to no workspace here. Ask an administrator to invite you.")
    here = workspace_id or theirs[0]
    now = time.time()
    await update_account(rt, here, account.id, last_login_at=now, last_login_ip=place.ip, **changes)
    refresh_token = secrets.token_urlsafe(32)
    session = LoginSession(
        workspace_id=here,
        account_id=account.id,
        refresh_hash=_token_hash(refresh_token),
        ip=place.ip[:64],
        user_agent=place.user_agent[:500],
        expires_at=now + rt.settings.refresh_token_expire_days * DAY,
    )
    await storage.accounts.delete_expired_sessions(rt.db, now)
    await storage.accounts.add_session(rt.db, session)
    await _note(rt, session, "login", place.ip)
    return await _tokens(rt, session, refresh_token)


async def refresh(rt: "Runtime", refresh_token: str, *, ip: str = "", user_agent: str = "") -> Tokens:
    """Return new tokens for a refresh token, which is void from now on. Raises Unauthorized."""
    old, fresh = _token_hash(refresh_token), secrets.token_urlsafe(32)
    now = time.time()
    session = await rt.db.read(lambda: storage.accounts.find_session(rt.db, old, now))
    if session is None:
        raise Unauthorized("The refresh token is invalid or expired. Log in again.")
    changes: dict[str, Any] = {"ip": ip[:64], "user_agent": user_agent[:500]}
    changes["expires_at"] = now + rt.settings.refresh_token_expire_days * DAY
    renewed = await storage.accounts.renew_session(rt.db, old, refresh_hash=_token_hash(fresh), **changes)
    if renewed is None:
        raise Unauthorized("The refresh token was used already. Log in again.")
    rt.caches.logins.forget(session.id)
    try:
        return await _tokens(rt, renewed, fresh)
    except NotFound as error:
        raise Unauthorized("The account of this login is gone.") from error


async def switch(rt: "Runtime", caller: Caller, workspace_id: str, place: Place) -> Tokens:
    """Return the tokens of a login into another workspace of the caller's; the one they had ends.

    Raises:
        NotAllowed: the caller is nobody in person, or does not belong to that workspace.
    """
    if caller.account is None:
        raise NotAllowed("Only somebody who is signed in can go to another workspace.")
    tokens = await begin(rt, caller.account, place, workspace_id=workspace_id)
    await _end(rt, caller.workspace.id, caller.session_id)
    return tokens


async def logout(rt: "Runtime", refresh_token: str, *, ip: str = "") -> None:
    """End the login of a refresh token, and with it its access tokens; an unknown one is no error."""
    hash = _token_hash(refresh_token)
    session = await rt.db.read(lambda: storage.accounts.find_session(rt.db, hash, time.time()))
    if session is not None:
        await _end(rt, session.workspace_id, session.id)
        await _note(rt, session, "logout", ip)


async def sessions(rt: "Runtime", caller: Caller) -> list[LoginSession]:
    """Return the caller's logins into this workspace, newest first."""
    here, account_id = caller.workspace.id, caller.account_id or ""
    return await rt.db.read(lambda: storage.accounts.list_sessions(rt.db, here, account_id, time.time()))


async def end_login(rt: "Runtime", caller: Caller, session_id: str) -> None:
    """End one of the caller's own logins. Raises NotFound."""
    if session_id not in {session.id for session in await sessions(rt, caller)}:
        raise NotFound("login", session_id)
    await _end(rt, caller.workspace.id, session_id)


async def end_all_logins(rt: "Runtime", caller: Caller) -> None:
    """Sign the caller out everywhere, in all workspaces, here too."""
    account = _in_person(caller)
    await update_account(rt, caller.workspace.id, account.id, logins_ended_at=time.time())
    await storage.accounts.end_sessions(rt.db, account.id)
    rt.caches.forget_account(account.id)
    await audit.note(rt, caller.workspace.id, "account.logins", target=("account", account.id), account_id=account.id)


async def caller_of_token(rt: "Runtime", access_token: str) -> Caller:
    """Return who calls with an access token, with the role that they have now. Raises Unauthorized."""
    seconds = rt.settings.access_token_expire_minutes * 60
    content = rt.secrets.unseal(ACCESS, access_token, max_age=seconds)
    if content is None:
        raise Unauthorized("The access token is invalid or expired. Log in again.")
    try:
        account, role = await member(rt, content["workspace"], content["account"])
        session = await _session(rt, content["workspace"], content["session"])
    except (NotFound, KeyError) as error:
        raise Unauthorized("The login has ended. Log in again.") from error
    is_theirs = session.account_id == account.id and session.expires_at > time.time()
    if account.status != "active" or not is_theirs or not _is_stamped(content, account, role):
        raise Unauthorized("The login has ended. Log in again.")
    return Caller(
        workspace=await workspace(rt, session.workspace_id), account=account, role=role, session_id=session.id
    )


def csrf_token(rt: "Runtime", session_id: str) -> str:
    """Return what changing requests by the cookies of a login must repeat in a header; no other login has it."""
    return hashlib.sha256(rt.secrets.conceal(CSRF, session_id).encode()).hexdigest()


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
    people = await rt.db.read(lambda: storage.members.list_members(rt.db, found.id))
    owner = next((one.account_id for one in people if one.role == Role.OWNER), None)
    return Caller(workspace=found, account=await get_account(rt, found.id, owner) if owner else None)


async def local_caller(rt: "Runtime") -> Caller:
    """Return who uses the pages while no account exists: the first workspace, nobody in person."""
    return Caller(workspace=await workspace(rt))


def _in_person(caller: Caller) -> Account:
    if caller.account is None:
        raise NotAllowed("There is no account yet. Set a password first.")
    return caller.account


async def _session(rt: "Runtime", workspace_id: str, session_id: str) -> LoginSession:
    return await rt.caches.logins.load(
        session_id, lambda: rt.db.read(lambda: storage.accounts.get_session(rt.db, workspace_id, session_id))
    )


async def _end(rt: "Runtime", workspace_id: str, session_id: str) -> None:
    await storage.accounts.end_session(rt.db, workspace_id, session_id)
    rt.caches.logins.forget(session_id)


async def _note(rt: "Runtime", session: LoginSession, action: str, ip: str) -> None:
    target = ("account", session.account_id)
    await audit.note(rt, session.workspace_id, action, target=target, account_id=session.account_id, ip=ip)


async def _note_failure(rt: "Runtime", account: Account | None, ip: str) -> None:
    """Write down that a login failed, and whose; an unknown address is left out: people type passwords there."""
    where = account.workspace_id if account else (await workspace(rt)).id
    target = ("account", account.id if account else "")
    await audit.note(rt, where, "login.failed", target=target, ip=ip)


async def _tokens(rt: "Runtime", session: LoginSession, refresh_token: str) -> Tokens:
    account, role = await member(rt, session.workspace_id, session.account_id)
    content = {"account": account.id, "workspace": session.workspace_id, "session": session.id}
    return Tokens(
        account=account,
        access_token=rt.secrets.seal(ACCESS, {**content, "stamp": _stamp(account, role)}),
        refresh_token=refresh_token,
        csrf_token=csrf_token(rt, session.id),
        access_seconds=rt.settings.access_token_expire_minutes * 60,
        refresh_seconds=rt.settings.refresh_token_expire_days * DAY,
    )


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _is_stamped(content: dict[str, Any], account: Account, role: str) -> bool:
    return hmac.compare_digest(_stamp(account, role), str(content.get("stamp", "")))


def _stamp(account: Account, role: str) -> str:
    """Return what changes with the password and the role, so that older access tokens end with them."""
    return hashlib.sha256(f"{account.password_hash or ''} {role}".encode()).hexdigest()[:16]
