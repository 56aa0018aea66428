"""Messages: pages for people, history for models, and the one write at the end of a turn.

DuckDB looks a value up in an index only when nothing else stands in the WHERE; hence the materialized first steps.
"""

from collections.abc import Sequence
from typing import Any

from storage.changes import added, changed, put
from storage.columns import as_time
from storage.cursor import Cursor
from storage.database import Database
from storage.errors import NotFound
from storage.human_forms import applied_answers
from storage.records import Conversation, HumanForm, Message, NodeExecution, Run, WebhookDelivery


def get_message(db: Database, workspace_id: str, app_id: str, message_id: str) -> Message:
    """Return a message; whether its conversation is deleted, is for the caller to see. Raises: NotFound."""
    row = db.one(
        """
        WITH found AS MATERIALIZED (SELECT * FROM messages WHERE id = $message)
        SELECT * FROM found
        WHERE workspace_id = $workspace AND app_id = $app
        """,
        {"workspace": workspace_id, "app": app_id, "message": message_id},
    )
    if not row:
        raise NotFound("message", message_id)
    return Message(**row)


def list_messages(
    db: Database, workspace_id: str, conversation_id: str, *, first_id: str | None = None, limit: int = 20
) -> list[Message]:
    """Return the newest messages of a conversation, oldest first; with `first_id`, those before that message.

    To learn whether there are older ones, ask for one more than is shown.

    Raises:
        NotFound: `first_id` is no message of this conversation.
    """
    if first_id is not None:
        _check_place(db, workspace_id, conversation_id, first_id)
    rows = db.query(
        """
        WITH found AS MATERIALIZED (SELECT * FROM messages WHERE conversation_id = $conversation),
             place AS (SELECT created_at, id FROM found WHERE id = $first)
        SELECT * FROM found
        WHERE workspace_id = $workspace
          AND ($first IS NULL OR (created_at, id) < (SELECT (created_at, id) FROM place))
        ORDER BY created_at DESC, id DESC
        LIMIT $limit
        """,
        {"workspace": workspace_id, "conversation": conversation_id, "first": first_id, "limit": limit},
    )
    return [Message(**row) for row in reversed(rows)]


def _check_place(db: Database, workspace_id: str, conversation_id: str, message_id: str) -> None:
    found = db.one(
        """
        WITH found AS MATERIALIZED (SELECT * FROM messages WHERE id = ?)
        SELECT id FROM found WHERE conversation_id = ? AND workspace_id = ?
        """,
        [message_id, conversation_id, workspace_id],
    )
    if not found:
        raise NotFound("message", message_id)


def history(
    db: Database, workspace_id: str, conversation_id: str, *, before: float | None = None, limit: int = 50
) -> list[Message]:
    """Return the last `limit` messages that have an answer, oldest first; none for an unknown conversation.

    `before` (epoch seconds) leaves out those made from then on.
    """
    rows = db.query(
        """
        WITH found AS MATERIALIZED (SELECT * FROM messages WHERE conversation_id = ?)
        SELECT * FROM found
        WHERE workspace_id = ? AND answer <> '' AND (? OR created_at < ?)
        ORDER BY created_at DESC, id DESC
        LIMIT ?
        """,
        [conversation_id, workspace_id, before is None, as_time(before or 0), limit],
    )
    return [Message(**row) for row in reversed(rows)]


def count_answered(db: Database, workspace_id: str, conversation_id: str, *, before: float | None = None) -> int:
    """Return how many messages of a conversation have an answer; `before` as for `history`."""
    rows = db.query(
        """
        WITH found AS MATERIALIZED (SELECT workspace_id, answer, created_at FROM messages WHERE conversation_id = ?)
        SELECT count(*) AS found FROM found WHERE workspace_id = ? AND answer <> '' AND (? OR created_at < ?)
        """,
        [conversation_id, workspace_id, before is None, as_time(before or 0)],
    )
    return int(rows[0]["found"])


def count_messages(db: Database, workspace_id: str, conversation_ids: Sequence[str]) -> dict[str, int]:
    """Return how many messages conversations have, by id, in one query; those without any are left out."""
    rows = db.query(
        """
        SELECT conversation_id, count(*) AS found FROM messages
        WHERE workspace_id = ? AND list_contains(?, conversation_id)
        GROUP BY conversation_id
        """,
        [workspace_id, list(conversation_ids)],
    )
    return {row["conversation_id"]: row["found"] for row in rows}


async def update_message(db: Database, workspace_id: str, app_id: str, message_id: str, **changes: Any) -> Message:
    """Set columns of a message and return it. Raises: NotFound."""

    def change(cursor: Cursor) -> Message:
        rows = cursor.update("messages", {"workspace_id": workspace_id, "app_id": app_id, "id": message_id}, changes)
        if not rows:
            raise NotFound("message", message_id)
        return Message(**rows[0])

    return await db.write(change)


async def record_turn(
    db: Database,
    *,
    message: Message | None = None,
    run: Run | None = None,
    nodes: Sequence[NodeExecution] = (),
    new_conversation: Conversation | None = None,
    resumed: bool = False,
    forms: Sequence[HumanForm] = (),
    applied: Sequence[str] = (),
    deliveries: Sequence[WebhookDelivery] = (),
) -> None:
    """Store what a turn or run left behind, all or nothing, merged with the turns that end at the same time.

    A conversation that is there already is named by the message alone; its `updated_at` moves to the message's.
    `resumed`: the message and run may be stored already, since the run paused or went on for long, and are replaced;
    `nodes` are those since then. `forms` are those that a pause waits for and were not stored yet, `applied` the ids
    of those with whose answers the run has gone on. `deliveries` tell webhooks of the end.
    """
    store = put if resumed else added
    records = [record for record in (message, run) if record]
    changes = store(*records) + added(*nodes, *forms, *deliveries) + applied_answers(applied)
    if new_conversation:
        changes += added(new_conversation)
    elif message and message.conversation_id:
        changes += changed("conversations", message.conversation_id, updated_at=message.updated_at)
    await db.store(changes)
