"""End users, their conversations, and the variables of a conversation."""

from collections.abc import Sequence
from typing import Any, Literal

from storage.changes import added, put
from storage.cursor import Cursor
from storage.database import Database
from storage.errors import Conflict, NotFound
from storage.records import Conversation, ConversationVariable, EndUser

Sort = Literal["created_at", "-created_at", "updated_at", "-updated_at"]

PAGES = {  # whole statements, since neither a column nor a direction can be a bound parameter
    sort: f"""
        WITH place AS (SELECT {column}, id FROM conversations WHERE workspace_id = $workspace AND id = $last)
        SELECT * FROM conversations
        WHERE workspace_id = $workspace AND app_id = $app AND NOT is_deleted
          AND end_user_id IS NOT DISTINCT FROM $end_user AND account_id IS NOT DISTINCT FROM $account
          AND ($pinned IS NULL OR is_pinned = $pinned)
          AND ($last IS NULL OR ({column}, id) {beyond} (SELECT ({column}, id) FROM place))
        ORDER BY {column} {direction}, id {direction}
        LIMIT $limit
    """  # noqa: S608  # made of the words below only
    for column in ("created_at", "updated_at")
    for sort, direction, beyond in ((column, "ASC", ">"), (f"-{column}", "DESC", "<"))
}


def find_end_user(db: Database, workspace_id: str, app_id: str, *, type: str, session_id: str) -> EndUser | None:
    """Return the user of an app by the caller's own name for them; None when never seen."""
    row = db.one(
        "SELECT * FROM end_users WHERE workspace_id = ? AND app_id = ? AND type = ? AND session_id = ?",
        [workspace_id, app_id, type, session_id],
    )
    return EndUser(**row) if row else None


def get_end_user(db: Database, workspace_id: str, app_id: str, end_user_id: str) -> EndUser:
    """Return a user of an app by id. Raises: NotFound."""
    row = db.one(
        "SELECT * FROM end_users WHERE workspace_id = ? AND app_id = ? AND id = ?", [workspace_id, app_id, end_user_id]
    )
    if not row:
        raise NotFound("end user", end_user_id)
    return EndUser(**row)


def end_users_by_id(db: Database, workspace_id: str, ids: Sequence[str]) -> dict[str, EndUser]:
    """Return those of the ids that exist, in one query, as lists need them."""
    rows = db.query(
        "SELECT * FROM end_users WHERE workspace_id = ? AND list_contains(?, id)", [workspace_id, list(ids)]
    )
    return {row["id"]: EndUser(**row) for row in rows}


async def ensure_end_user(db: Database, user: EndUser) -> EndUser:
    """Return the stored user with this app, type and session id; `user` becomes it when there is none."""

    def find() -> EndUser | None:
        return find_end_user(db, user.workspace_id, user.app_id, type=user.type, session_id=user.session_id)

    if found := await db.read(find):
        return found
    try:
        await db.store(added(user))
    except Conflict:  # another call was quicker
        return await db.read(find) or user
    return user


def get_conversation(db: Database, workspace_id: str, app_id: str, conversation_id: str) -> Conversation:
    """Return a conversation that is not deleted; whose it is, is for the caller to check. Raises: NotFound."""
    row = db.one(
        """
        WITH found AS MATERIALIZED (SELECT * FROM conversations WHERE id = ?)  -- so that the index is used
        SELECT * FROM found WHERE workspace_id = ? AND app_id = ? AND NOT is_deleted
        """,
        [conversation_id, workspace_id, app_id],
    )
    if not row:
        raise NotFound("conversation", conversation_id)
    return Conversation(**row)


def list_conversations(
    db: Database,
    workspace_id: str,
    app_id: str,
    *,
    end_user_id: str | None = None,
    account_id: str | None = None,
    last_id: str | None = None,
    limit: int = 20,
    sort: Sort = "-updated_at",
    pinned: bool | None = None,
) -> list[Conversation]:
    """Return the conversations of one user (or account) that follow `last_id` in the given order.

    To learn whether there are more, ask for one more than is shown.

    Raises:
        NotFound: `last_id` is no conversation of this workspace.
    """
    if last_id is not None:
        get_conversation(db, workspace_id, app_id, last_id)
    rows = db.query(
        PAGES[sort],
        {
            "workspace": workspace_id,
            "app": app_id,
            "end_user": end_user_id,
            "account": account_id,
            "pinned": pinned,
            "last": last_id,
            "limit": limit,
        },
    )
    return [Conversation(**row) for row in rows]


async def add_conversation(db: Database, conversation: Conversation) -> None:
    """Store a new conversation. Raises: Conflict when it is there already."""
    await db.store(added(conversation))


async def update_conversation(
    db: Database, workspace_id: str, app_id: str, conversation_id: str, **changes: Any
) -> Conversation:
    """Set columns of a conversation that is not deleted and return it. Raises: NotFound."""

    def change(cursor: Cursor) -> Conversation:
        where = {"workspace_id": workspace_id, "app_id": app_id, "id": conversation_id, "is_deleted": False}
        rows = cursor.update("conversations", where, changes)
        if not rows:
            raise NotFound("conversation", conversation_id)
        return Conversation(**rows[0])

    return await db.write(change)


async def rename_conversation(db: Database, conversation: Conversation, name: str) -> bool:
    """Give a conversation a new name unless it no longer has the one of `conversation`; return whether it got it."""

    def change(cursor: Cursor) -> bool:
        where = {column: getattr(conversation, column) for column in ("workspace_id", "app_id", "id", "name")}
        return bool(cursor.update("conversations", where | {"is_deleted": False}, {"name": name}))

    return await db.write(change)


async def delete_conversation(db: Database, workspace_id: str, app_id: str, conversation_id: str) -> None:
    """Hide a conversation and its messages for good. Raises: NotFound."""
    await update_conversation(db, workspace_id, app_id, conversation_id, is_deleted=True)


def list_conversation_variables(
    db: Database, workspace_id: str, app_id: str, conversation_id: str
) -> list[ConversationVariable]:
    """Return the stored variables of a conversation, oldest first."""
    rows = db.query(
        """
        SELECT * FROM conversation_variables
        WHERE workspace_id = ? AND app_id = ? AND conversation_id = ?
        ORDER BY created_at, id
        """,
        [workspace_id, app_id, conversation_id],
    )
    return [ConversationVariable(**row) for row in rows]


async def put_conversation_variables(db: Database, *variables: ConversationVariable) -> None:
    """Store the values of variables; of those that are there, value, type and `updated_at` change."""
    await db.store(put(*variables, update=("name", "value_type", "value", "description", "updated_at")))
