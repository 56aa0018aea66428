"""Workspaces, the accounts in them, and their logins."""

from typing import Any

from storage.changes import added
from storage.columns import as_time
from storage.cursor import Cursor
from storage.database import Database
from storage.errors import NotFound
from storage.records import Account, LoginSession, Membership, Workspace

OWNER = "owner"
_MEMBERS = """
    SELECT accounts.* FROM accounts JOIN memberships ON memberships.account_id = accounts.id
    WHERE memberships.workspace_id = ?
"""


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
    """Store a new workspace, with its owner's new account at once. Raises: Conflict when the e-mail address is taken."""
    member = Membership(workspace_id=workspace.id, account_id=owner.id, role=OWNER) if owner else None
    await db.store(added(workspace, *(record for record in (owner, member) if record)))


async def rename_workspace(db: Database, workspace_id: str, name: str) -> Workspace:
    """Give a workspace another name and return it. Raises: NotFound."""

    def rename(cursor: Cursor) -> Workspace:
        rows = cursor.update("workspaces", {"id": workspace_id}, {"name": name})
        if not rows:
            raise NotFound("workspace", workspace_id)
        return Workspace(**rows[0])

    return await db.write(rename)


async def delete_workspace(db: Database, workspace_id: str) -> None:
    """Delete a workspace with every row that names it; accounts stay, for other workspaces may know them."""
    owned = [name for name, table in db.tables.items() if "workspace_id" in table.columns and name != "accounts"]

    def delete(cursor: Cursor) -> None:
        for name in owned:
            cursor.discard(name, {"workspace_id": workspace_id})
        cursor.discard("workspaces", {"id": workspace_id})

    await db.write(delete)


def count_accounts(db: Database) -> int:
    """Return how many accounts there are in all workspaces; 0 before the set-up."""
    return int(db.query("SELECT count(*) AS found FROM accounts")[0]["found"])


def find_account_by_email(db: Database, email: str) -> Account | None:
    """Return the account with an e-mail address, in any workspace and without regard to case."""
    row = db.one("SELECT * FROM accounts WHERE email = lower(?)", [email])
    return Account(**row) if row else None


def find_account(db: Database, account_id: str) -> Account | None:
    """Return an account, whichever workspaces it belongs to; None when there is none."""
    row = db.one("SELECT * FROM accounts WHERE id = ?", [account_id])
    return Account(**row) if row else None


def get_account(db: Database, workspace_id: str, account_id: str) -> Account:
    """Return the account of a member. Raises: NotFound, also for one who is no member of the workspace."""
    row = db.one(f"{_MEMBERS} AND accounts.id = ?", [workspace_id, account_id])
    if not row:
        raise NotFound("account", account_id)
    return Account(**row)


def list_accounts(db: Database, workspace_id: str) -> list[Account]:
    """Return the accounts of a workspace's members, those of the longest first."""
    rows = db.query(f"{_MEMBERS} ORDER BY memberships.created_at, memberships.id", [workspace_id])
    return [Account(**row) for row in rows]


async def add_account(db: Database, account: Account, role: str = OWNER) -> None:
    """Store a new account that belongs to its workspace. Raises: Conflict when the e-mail address is taken."""
    member = Membership(workspace_id=account.workspace_id, account_id=account.id, role=role)
    await db.store(added(account, member))


async def update_account(db: Database, workspace_id: str, account_id: str, **changes: Any) -> Account:
    """Set columns of a member's account and return it. Raises: NotFound."""

    def change(cursor: Cursor) -> Account:
        rows: list[dict[str, Any]] = []
        if cursor.one(f"{_MEMBERS} AND accounts.id = ?", [workspace_id, account_id]):
            rows = cursor.update("accounts", {"id": account_id}, changes)
        if not rows:
            raise NotFound("account", account_id)
        return Account(**rows[0])

    return await db.write(change)


async def add_session(db: Database, session: LoginSession) -> None:
    """Store a login."""
    await db.store(added(session))


def find_session(db: Database, refresh_hash: str, now: float) -> LoginSession | None:
    """Return the login whose refresh token has this hash; None when unknown or over at `now`."""
    row = db.one("SELECT * FROM login_sessions WHERE refresh_hash = ? AND expires_at > ?", [refresh_hash, as_time(now)])
    return LoginSession(**row) if row else None


def get_session(db: Database, workspace_id: str, login_id: str) -> LoginSession:
    """Return a login by its id. Raises: NotFound."""
    row = db.one("SELECT * FROM login_sessions WHERE workspace_id = ? AND id = ?", [workspace_id, login_id])
    if not row:
        raise NotFound("login", login_id)
    return LoginSession(**row)


def list_sessions(db: Database, workspace_id: str, account_id: str, now: float) -> list[LoginSession]:
    """Return the logins of an account that are not over at `now`, newest first."""
    rows = db.query(
        """
        SELECT * FROM login_sessions WHERE workspace_id = ? AND account_id = ? AND expires_at > ?
        ORDER BY created_at DESC, id DESC
        """,
        [workspace_id, account_id, as_time(now)],
    )
    return [LoginSession(**row) for row in rows]


async def renew_session(db: Database, old_hash: str, **changes: Any) -> LoginSession | None:
    """Set columns of the login whose refresh token has this hash; None, changing nothing, when that is gone."""

    def renew(cursor: Cursor) -> LoginSession | None:
        rows = cursor.update("login_sessions", {"refresh_hash": old_hash}, changes)
        return LoginSession(**rows[0]) if rows else None

    return await db.write(renew)


async def end_session(db: Database, workspace_id: str, login_id: str) -> None:
    """Delete a login, if it is there."""
    await db.write(lambda cursor: cursor.discard("login_sessions", {"workspace_id": workspace_id, "id": login_id}))


async def end_sessions(db: Database, account_id: str) -> list[str]:
    """Delete all logins of an account, in every workspace, as after a change of its password; return their ids."""

    def end(cursor: Cursor) -> list[str]:
        found = cursor.query("SELECT id FROM login_sessions WHERE account_id = ?", [account_id])
        cursor.discard("login_sessions", {"account_id": account_id})
        return [row["id"] for row in found]

    return await db.write(end)


async def delete_expired_sessions(db: Database, now: float) -> None:
    """Delete the logins that were over at `now`, in all workspaces."""
    await db.write(lambda cursor: cursor.execute("DELETE FROM login_sessions WHERE expires_at <= ?", [as_time(now)]))
