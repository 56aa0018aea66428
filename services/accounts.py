"""Accounts: the first one, logins, tokens, and who a console request acts for.

`python -m services.accounts set-password` sets the administrator's password while the server is stopped.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.records import Account, Workspace

if TYPE_CHECKING:
    from services.runtime import Runtime


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


async def needs_login(rt: "Runtime") -> bool:
    """Return whether an account exists, so that pages ask for a login."""
    raise NotImplementedError


async def first_account(rt: "Runtime") -> Account | None:
    """Return the account that was set up first."""
    raise NotImplementedError


async def setup(rt: "Runtime", *, email: str, name: str, password: str, language: str = "en-US") -> Account:
    """Make the first account, the owner.

    Raises:
        AlreadySetUp: there is one.
        InvalidInput: no e-mail address, or a password of under 8 characters or without letters and digits.
    """
    raise NotImplementedError


async def login(rt: "Runtime", email: str, password: str, *, ip: str = "", user_agent: str = "") -> Tokens:
    """Return the tokens of a new login.

    Raises:
        AuthenticationFailed: wrong address or password, not told apart.
        TooManyLogins: five failures in a row for this address, or many from this `ip`.
    """
    raise NotImplementedError


async def refresh(rt: "Runtime", refresh_token: str, *, ip: str = "", user_agent: str = "") -> Tokens:
    """Return new tokens for a refresh token, which is void from now on. Raises Unauthorized."""
    raise NotImplementedError


async def logout(rt: "Runtime", refresh_token: str) -> None:
    """Make a refresh token void; an unknown one is no error."""
    raise NotImplementedError


async def account_of_token(rt: "Runtime", access_token: str) -> Account:
    """Return whom an access token belongs to. Raises Unauthorized."""
    raise NotImplementedError


async def caller_of_token(rt: "Runtime", access_token: str) -> Caller:
    """Return who calls with an access token. Raises Unauthorized."""
    raise NotImplementedError


async def caller_of_admin_key(rt: "Runtime", key: str, *, workspace_id: str | None = None) -> Caller | None:
    """Return the owner of a workspace (None: the first) when `key` is the admin key, else None.

    Raises:
        NotFound: the key is right and there is no workspace `workspace_id`.
    """
    raise NotImplementedError


async def local_caller(rt: "Runtime") -> Caller:
    """Return who uses the pages while no account exists: the first workspace, nobody in person."""
    raise NotImplementedError


async def workspace(rt: "Runtime", workspace_id: str | None = None) -> Workspace:
    """Return a workspace, the first one by default. Raises NotFound."""
    raise NotImplementedError


async def ensure_workspace(rt: "Runtime") -> Workspace:
    """Return the first workspace, made at the first start."""
    raise NotImplementedError


async def set_password(rt: "Runtime", password: str, *, email: str = "") -> Account:
    """Set a password, the owner's by default, making the owner where there is none; other logins end.

    Raises:
        InvalidInput: the password breaks the rule of `setup`.
        NotFound: nobody has this address.
    """
    raise NotImplementedError
