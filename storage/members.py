"""Who belongs to a workspace and as what, and who is invited into it."""

from collections.abc import Callable
from typing import Any

from storage.accounts import OWNER
from storage.changes import added
from storage.columns import as_time
from storage.cursor import Cursor
from storage.database import Database
from storage.errors import NotFound, StorageError
from storage.records import Invitation, Membership, Workspace


class LastOwner(StorageError):
    """A workspace keeps an owner; nothing was changed."""


def find_member(db: Database, workspace_id: str, account_id: str) -> Membership | None:
    """Return as what an account belongs to a workspace, None when it does not."""
    row = db.one("SELECT * FROM memberships WHERE workspace_id = ? AND account_id = ?", [workspace_id, account_id])
    return Membership(**row) if row else None


def list_members(db: Database, workspace_id: str) -> list[Membership]:
    """Return who belongs to a workspace, those of the longest first."""
    rows = db.query("SELECT * FROM memberships WHERE workspace_id = ? ORDER BY created_at, id", [workspace_id])
    return [Membership(**row) for row in rows]


def workspaces_of(db: Database, account_id: str) -> list[tuple[Workspace, str]]:
    """Return the workspaces that an account belongs to, each with its role there, oldest membership first."""
    rows = db.query(
        """
        SELECT workspaces.*, memberships.role FROM memberships JOIN workspaces ON workspaces.id = workspace_id
        WHERE account_id = ? ORDER BY memberships.created_at, memberships.id
        """,
        [account_id],
    )
    return [(Workspace(**{key: row[key] for key in row if key != "role"}), row["role"]) for row in rows]


async def add_member(db: Database, member: Membership) -> None:
    """Store a new membership. Raises: Conflict when the account belongs to the workspace already."""
    await db.store(added(member))


async def set_role(db: Database, workspace_id: str, account_id: str, role: str) -> Membership:
    """Give a member another role. Raises: NotFound; LastOwner."""
    where = {"workspace_id": workspace_id, "account_id": account_id}

    def change(cursor: Cursor) -> Membership:
        rows = cursor.update("memberships", where, {"role": role})
        if not rows:
            raise NotFound("member", account_id)
        return Membership(**rows[0])

    return await db.write(lambda cursor: _keeping_an_owner(cursor, workspace_id, change))


async def hand_over(db: Database, workspace_id: str, *, giver: str | None, taker: str) -> None:
    """Make the account `taker` an owner and `giver`, where there is one, an administrator. Raises: NotFound."""

    def change(cursor: Cursor) -> None:
        for account_id, role in ((taker, OWNER), (giver, "admin")):
            where = {"workspace_id": workspace_id, "account_id": account_id}
            if account_id is not None and not cursor.update("memberships", where, {"role": role}):
                raise NotFound("member", account_id)

    await db.write(change)


async def remove_member(db: Database, workspace_id: str, account_id: str) -> None:
    """End a membership and the logins that it allowed. Raises: NotFound; LastOwner."""
    where = {"workspace_id": workspace_id, "account_id": account_id}

    def remove(cursor: Cursor) -> None:
        if not cursor.delete("memberships", where):
            raise NotFound("member", account_id)
        cursor.discard("login_sessions", where)

    await db.write(lambda cursor: _keeping_an_owner(cursor, workspace_id, remove))


def list_invitations(db: Database, workspace_id: str, now: float) -> list[Invitation]:
    """Return the invitations that wait and are not over at `now`, newest first."""
    rows = db.query(
        "SELECT * FROM invitations WHERE workspace_id = ? AND expires_at > ? ORDER BY created_at DESC, id DESC",
        [workspace_id, as_time(now)],
    )
    return [Invitation(**row) for row in rows]


def find_invitation(db: Database, token_hash: str, now: float) -> Invitation | None:
    """Return the invitation whose token has this hash; None when it is unknown, answered or over at `now`."""
    row = db.one("SELECT * FROM invitations WHERE token_hash = ? AND expires_at > ?", [token_hash, as_time(now)])
    return Invitation(**row) if row else None


async def add_invitation(db: Database, invitation: Invitation) -> None:
    """Store an invitation; an earlier one of the same address into the same workspace is void."""

    def add(cursor: Cursor) -> None:
        cursor.discard("invitations", {"workspace_id": invitation.workspace_id, "email": invitation.email})
        cursor.insert("invitations", [invitation.row()])

    await db.write(add)


async def take_invitation(db: Database, token_hash: str, now: float) -> Invitation | None:
    """Delete the invitation whose token has this hash and return it; of several who try, one gets it."""

    def take(cursor: Cursor) -> Invitation | None:
        row = cursor.one(
            "SELECT * FROM invitations WHERE token_hash = ? AND expires_at > ?", [token_hash, as_time(now)]
        )
        if row:
            cursor.discard("invitations", {"id": row["id"]})
        return Invitation(**row) if row else None

    return await db.write(take)


async def delete_invitation(db: Database, workspace_id: str, invitation_id: str) -> Invitation:
    """Withdraw an invitation and return it as it was. Raises: NotFound."""
    where = {"workspace_id": workspace_id, "id": invitation_id}

    def delete(cursor: Cursor) -> Invitation:
        row = cursor.one("SELECT * FROM invitations WHERE workspace_id = ? AND id = ?", list(where.values()))
        if not row:
            raise NotFound("invitation", invitation_id)
        cursor.discard("invitations", where)
        return Invitation(**row)

    return await db.write(delete)


def _keeping_an_owner(cursor: Cursor, workspace_id: str, change: Callable[[Cursor], Any]) -> Any:
    """Do `change` unless it takes the last owner of a workspace that has one. Raises: LastOwner."""
    before = _owners(cursor, workspace_id)
    done = change(cursor)
    if before and not _owners(cursor, workspace_id):
        raise LastOwner("The workspace needs an owner. Make somebody else an owner first.")
    return done


def _owners(cursor: Cursor, workspace_id: str) -> int:
    row = cursor.one(
        "SELECT count(*) AS found FROM memberships WHERE workspace_id = ? AND role = ?", [workspace_id, OWNER]
    )
    return int(row["found"]) if row else 0
