"""Workspaces and the people in them: the first account, passwords."""

import re
import time
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo, available_timezones

import storage.accounts
import storage.members
import storage.settings
from services.accounts import audit, passwords
from services.accounts.acting import needs
from services.accounts.roles import Action, Role
from services.errors import AlreadySetUp, InvalidInput
from storage.errors import NotFound
from storage.records import Account, Workspace

if TYPE_CHECKING:
    from services.runtime import Runtime

OWNER_EMAIL: Final = "admin@localhost"  # of an owner that was made with a password alone
OWNER_NAME: Final = "Administrator"
TIMEZONE: Final = "timezone"  # the setting that names a workspace's time zone
WORKSPACE_NAME: Final = "My workspace"

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


async def needs_login(rt: "Runtime") -> bool:
    """Return whether an account exists, so that pages ask for a login."""
    if not rt.caches.is_set_up:
        rt.caches.is_set_up = await rt.db.read(lambda: storage.accounts.count_accounts(rt.db)) > 0
    return rt.caches.is_set_up


async def first_account(rt: "Runtime") -> Account | None:
    """Return the account that was set up first."""
    owned = await workspace(rt)
    found = await rt.db.read(lambda: storage.accounts.list_accounts(rt.db, owned.id))
    return found[0] if found else None


async def setup(rt: "Runtime", *, email: str, name: str, password: str, language: str = "en-US") -> Account:
    """Make the first account, the owner.

    Raises:
        AlreadySetUp: there is one.
        InvalidInput: no e-mail address or name, or a password of under 8 characters or without letters and digits.
    """
    email, name = checked_email(email), checked_name(name)
    passwords.check_password(password)
    return await _add_owner(rt, email=email, name=name, password=password, language=language)


async def set_password(rt: "Runtime", password: str, *, email: str = "") -> Account:
    """Set a password, the owner's by default, making the owner where there is none; all logins of it end.

    Raises:
        InvalidInput: the password breaks the rule of `setup`.
        NotFound: nobody has this address.
    """
    passwords.check_password(password)
    account = await find_account(rt, email) if email else await first_account(rt)
    if account is None and email and await needs_login(rt):
        raise NotFound("account", email)
    if account is None:
        return await _add_owner(rt, email=checked_email(email or OWNER_EMAIL), name=OWNER_NAME, password=password)
    return await store_password(rt, (await workspaces_of(rt, account.id))[0][0].id, account, password)


async def store_password(rt: "Runtime", workspace_id: str, account: Account, password: str) -> Account:
    """Give an account another password, which was checked; all its logins end."""
    hash, now = await passwords.hashed(password), time.time()
    changed = await update_account(rt, workspace_id, account.id, password_hash=hash, logins_ended_at=now)
    await storage.accounts.end_sessions(rt.db, account.id)
    rt.caches.forget_account(account.id)
    await audit.note(rt, workspace_id, "account.password", target=("account", account.id), account_id=account.id)
    return changed


async def workspace(rt: "Runtime", workspace_id: str | None = None) -> Workspace:
    """Return a workspace, the first one by default. Raises NotFound."""
    if workspace_id is not None:
        return await rt.caches.workspaces.load(
            workspace_id, lambda: rt.db.read(lambda: storage.accounts.get_workspace(rt.db, workspace_id))
        )
    return await rt.caches.workspaces.load("", lambda: _first_workspace(rt))


async def ensure_workspace(rt: "Runtime") -> Workspace:
    """Return the first workspace, made at the first start."""
    found = await rt.db.read(lambda: storage.accounts.first_workspace(rt.db))
    if found is None:
        found = Workspace(name=WORKSPACE_NAME)
        await storage.accounts.add_workspace(rt.db, found)
    return found


async def members(rt: "Runtime", workspace_id: str) -> list[Account]:
    """Return the accounts of a workspace, oldest first."""
    return await rt.db.read(lambda: storage.accounts.list_accounts(rt.db, workspace_id))


async def timezone(rt: "Runtime", workspace_id: str) -> tzinfo:
    """Return the time zone in which a workspace's apps tell the time, UTC by default."""
    return await rt.caches.timezones.load(workspace_id, lambda: rt.db.read(lambda: _timezone(rt, workspace_id)))


@needs(Action.MANAGE_SETTINGS)
async def set_timezone(rt: "Runtime", workspace_id: str, name: str, *, account_id: str | None = None) -> None:
    """Choose a workspace's time zone by its IANA name, such as `Europe/Vienna`. Raises InvalidInput."""
    if name not in available_timezones():
        raise InvalidInput(f"{name!r:.80} is no time zone.", param="timezone")
    await storage.settings.put_setting(rt.db, workspace_id, TIMEZONE, name)
    rt.caches.timezones.forget(workspace_id)
    await audit.note(
        rt, workspace_id, "settings.change", target=("setting", TIMEZONE), account_id=account_id, value=name
    )


async def find_account(rt: "Runtime", email: str) -> Account | None:
    """Return the account with an e-mail address."""
    return await rt.db.read(lambda: storage.accounts.find_account_by_email(rt.db, email))


async def member(rt: "Runtime", workspace_id: str, account_id: str) -> tuple[Account, str]:
    """Return the account of a member and its role. Raises NotFound, also for one who is no member any more."""
    key = (workspace_id, account_id)
    return await rt.caches.members.load(key, lambda: rt.db.read(lambda: _member(rt, workspace_id, account_id)))


async def get_account(rt: "Runtime", workspace_id: str, account_id: str) -> Account:
    """Return the account of a member. Raises NotFound, also for one who is no member any more."""
    return (await member(rt, workspace_id, account_id))[0]


async def known_account(rt: "Runtime", workspace_id: str, account_id: str | None) -> Account | None:
    """Return the account of a member; None without an id, or for one who is no member any more."""
    try:
        return await get_account(rt, workspace_id, account_id) if account_id else None
    except NotFound:
        return None


async def workspaces_of(rt: "Runtime", account_id: str) -> list[tuple[Workspace, str]]:
    """Return the workspaces that an account belongs to, each with its role there, oldest membership first."""
    return await rt.db.read(lambda: storage.members.workspaces_of(rt.db, account_id))


async def update_account(rt: "Runtime", workspace_id: str, account_id: str, **changes: Any) -> Account:
    """Set fields of a member's account by their names in `Account` and return it."""
    updated = await storage.accounts.update_account(rt.db, workspace_id, account_id, **changes, updated_at=time.time())
    rt.caches.forget_account(account_id)
    return updated


def checked_email(email: str) -> str:
    """Return an e-mail address as it is stored. Raises InvalidInput."""
    email = email.strip().lower()
    if len(email) > 320 or not _EMAIL.fullmatch(email):
        raise InvalidInput("email is no e-mail address.", param="email")
    return email


def checked_name(name: str) -> str:
    """Return the name of a person or workspace as it is stored. Raises InvalidInput."""
    if not 1 <= len(name.strip()) <= 255:
        raise InvalidInput("name needs 1 to 255 characters.", param="name")
    return name.strip()


def _member(rt: "Runtime", workspace_id: str, account_id: str) -> tuple[Account, str]:
    account = storage.accounts.get_account(rt.db, workspace_id, account_id)
    membership = storage.members.find_member(rt.db, workspace_id, account_id)
    if membership is None:
        raise NotFound("account", account_id)
    return account, membership.role


def _timezone(rt: "Runtime", workspace_id: str) -> tzinfo:
    name = storage.settings.get_setting(rt.db, workspace_id, TIMEZONE)
    return ZoneInfo(name) if name else UTC


async def _first_workspace(rt: "Runtime") -> Workspace:
    found = await rt.db.read(lambda: storage.accounts.first_workspace(rt.db))
    if found is None:
        raise NotFound("workspace", "")
    return found


async def _add_owner(rt: "Runtime", *, email: str, name: str, password: str, language: str = "en-US") -> Account:
    async with rt.caches.setting_up:
        if await needs_login(rt):
            raise AlreadySetUp("The first account exists already.")
        owned = await ensure_workspace(rt)
        account = Account(
            workspace_id=owned.id,
            email=email,
            name=name,
            password_hash=await passwords.hashed(password),
            interface_language=language,
        )
        await storage.accounts.add_account(rt.db, account)
        rt.caches.is_set_up = True
        target = ("account", account.id)
        await audit.note(rt, owned.id, "account.create", target=target, account_id=account.id, role=Role.OWNER)
    return account
