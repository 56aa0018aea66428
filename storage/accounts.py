"""Workspaces, the accounts in them, and their logins."""

from typing import Any

from storage.changes import added
from storage.columns import as_time
from storage.cursor import Cursor
from storage.database import Database
from storage.errors import NotFound
from storage.records import Account, LoginSession, Workspace


def first_workspace(db: Database) -> Workspace | None:
    """Return the oldest workspace; None before the set-up."""
    row = db.one("SELECT * FROM workspaces ORDER BY created_at, id LIMIT 1")
    return Workspace(**row) if row else None


def list_workspaces(db: Database) -> list[Workspace]:
    """Return all workspaces, oldest first."""
    return [Workspace(**row) for row in db.query("SELECT * FROM workspaces ORDER BY created_at, id")]


def get_workspace(db: Database, workspace_id: str) -> Workspace:
    """Return a workspace. Raises: NotFound."""
    row = db.one("SELECT * FROM workspaces WHERE id = ?", [workspace_id])
    if not row:
        raise NotFound("workspace", workspace_id)
    return Workspace(**row)


async def add_workspace(db: Database, workspace: Workspace, owner: Account | None = None) -> None:
    """Store a new workspace, with its first account at once. Raises: Conflict when the e-mail address is taken."""
    await db.store(added(workspace, *([owner] if owner else [])))


def count_accounts(db: Database) -> int:
    """Return how many accounts there are in all workspaces; 0 before the set-up."""
    return int(db.query("SELECT count(*) AS found FROM accounts")[0]["found"])


def find_account_by_email(db: Database, email: str) -> Account | None:
    """Return the account with an e-mail address, in any workspace and without regard to case."""
    row = db.one("SELECT * FROM accounts WHERE email = lower(?)", [email])
    return Account(**row) if row else None


def get_account(db: Database, workspace_id: str, account_id: str) -> Account:
    """Return an account. Raises: NotFound."""
    row = db.one("SELECT * FROM accounts WHERE workspace_id = ? AND id = ?", [workspace_id, account_id])
    if not row:
        raise NotFound("account", account_id)
    return Account(**row)


def list_accounts(db: Database, workspace_id: str) -> list[Account]:
    """Return the accounts of a workspace, oldest first."""
    rows = db.query("SELECT * FROM accounts WHERE workspace_id = ? ORDER BY created_at, id", [workspace_id])
    return [Account(**row) for row in rows]


async def add_account(db: Database, account: Account) -> None:
    """Store a new account. Raises: Conflict when the e-mail address is taken."""
    await db.store(added(account))


async def update_account(db: Database, workspace_id: str, account_id: str, **changes: Any) -> Account:
    """Set columns of an account and return it. Raises: NotFound; Conflict when the e-mail address is taken."""

    def change(cursor: Cursor) -> Account:
        rows = cursor.update("accounts", {"workspace_id": workspace_id, "id": account_id}, changes)
        if not rows:
            raise NotFound("account", account_id)
        return Account(**rows[0])

    return await db.write(change)


async def delete_account(db: Database, workspace_id: str, account_id: str) -> None:
    """Delete an account and its logins. Raises: NotFound."""

    def delete(cursor: Cursor) -> None:
        if not cursor.delete("accounts", {"workspace_id": workspace_id, "id": account_id}):
            raise NotFound("account", account_id)
        cursor.delete("login_sessions", {"workspace_id": workspace_id, "account_id": account_id})

    await db.write(delete)


async def add_session(db: Database, session: LoginSession) -> None:
    """Store a login."""
    await db.store(added(session))


def find_session(db: Database, refresh_hash: str, now: float) -> LoginSession | None:
    """Return the login whose refresh token has this hash; None when unknown or over at `now`."""
    row = db.one("SELECT * FROM login_sessions WHERE refresh_hash = ? AND expires_at > ?", [refresh_hash, as_time(now)])
    return LoginSession(**row) if row else None


async def replace_session(db: Database, old_hash: str, session: LoginSession) -> bool:
    """Store `session` instead of the login with the old hash; False, storing nothing, when that is gone."""

    def replace(cursor: Cursor) -> bool:
        if not cursor.delete("login_sessions", {"refresh_hash": old_hash}):
            return False
        cursor.insert("login_sessions", [session.row()])
        return True

    return await db.write(replace)


async def end_session(db: Database, refresh_hash: str) -> None:
    """Delete the login with a hash, if it is there."""
    await db.write(lambda cursor: cursor.delete("login_sessions", {"refresh_hash": refresh_hash}))


async def end_sessions(db: Database, workspace_id: str, account_id: str) -> None:
    """Delete all logins of an account, as after a change of its password."""
    where = {"workspace_id": workspace_id, "account_id": account_id}
    await db.write(lambda cursor: cursor.delete("login_sessions", where))


async def delete_expired_sessions(db: Database, now: float) -> None:
    """Delete the logins that were over at `now`, in all workspaces."""
    await db.write(lambda cursor: cursor.execute("DELETE FROM login_sessions WHERE expires_at <= ?", [as_time(now)]))
