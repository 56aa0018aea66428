"""Who uses the product: workspaces, accounts, logins, end users, and what they did."""

from dataclasses import dataclass, field
from typing import ClassVar

from storage.ids import new_id
from storage.records.base import Json, Record, now


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace(Record):
    """Who owns things; every owned row names one."""

    table: ClassVar[str] = "workspaces"

    id: str = field(default_factory=new_id)
    name: str
    plan: str = "basic"
    status: str = "normal"
    created_at: float = field(default_factory=now)
    updated_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(Record):
    """A person who may log in; which workspaces they may enter, and as what, say their memberships."""

    table: ClassVar[str] = "accounts"

    id: str = field(default_factory=new_id)
    workspace_id: str  # the one in which the account was made
    email: str  # lower case, unique over all workspaces
    name: str
    password_hash: str | None = None  # None: no login by password
    status: str = "active"
    avatar: str | None = None
    interface_language: str = "en-US"
    interface_theme: str = "light"
    timezone: str = "UTC"
    last_login_at: float | None = None
    last_login_ip: str | None = None
    created_at: float = field(default_factory=now)
    updated_at: float = field(default_factory=now)
    logins_ended_at: float | None = None  # when all logins were ended last


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership(Record):
    """That an account belongs to a workspace, and as what."""

    table: ClassVar[str] = "memberships"

    id: str = field(default_factory=new_id)
    workspace_id: str
    account_id: str
    role: str  # owner, admin, editor, viewer
    created_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation(Record):
    """An invitation into a workspace that waits for its answer; of its token only the hash is stored."""

    table: ClassVar[str] = "invitations"

    id: str = field(default_factory=new_id)
    workspace_id: str
    email: str
    role: str
    token_hash: str
    invited_by: str | None = None
    created_at: float = field(default_factory=now)
    expires_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginSession(Record):
    """A login that can be refreshed; the refresh token itself is never stored."""

    table: ClassVar[str] = "login_sessions"

    id: str = field(default_factory=new_id)
    workspace_id: str
    account_id: str
    refresh_hash: str
    user_agent: str = ""
    ip: str = ""
    created_at: float = field(default_factory=now)
    expires_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EndUser(Record):
    """Someone who uses an app through the API or its page; unique by app, type and `session_id`."""

    table: ClassVar[str] = "end_users"

    id: str = field(default_factory=new_id)
    workspace_id: str
    app_id: str
    type: str  # service-api, browser
    session_id: str  # the caller's own name for the user
    name: str | None = None
    is_anonymous: bool = False
    created_at: float = field(default_factory=now)
    updated_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry(Record):
    """Who did what to which object."""

    table: ClassVar[str] = "audit_log"

    id: str = field(default_factory=new_id)
    workspace_id: str
    account_id: str | None = None
    action: str  # e.g. app.delete
    target_type: str = ""
    target_id: str | None = None
    detail: Json = field(default_factory=dict)
    ip: str = ""
    created_at: float = field(default_factory=now)
