"""Webhooks of apps, and what was sent to them."""

from collections.abc import Callable
from typing import Any

from storage.changes import added
from storage.columns import as_time
from storage.cursor import Cursor
from storage.database import Database
from storage.errors import NotFound
from storage.records import Webhook, WebhookDelivery


def list_webhooks(db: Database, workspace_id: str, app_id: str) -> list[Webhook]:
    """Return the webhooks of an app, oldest first."""
    rows = db.query(
        "SELECT * FROM webhooks WHERE workspace_id = ? AND app_id = ? ORDER BY created_at, id", [workspace_id, app_id]
    )
    return [Webhook(**row) for row in rows]


def list_deliveries(
    db: Database, workspace_id: str, app_id: str, *, webhook_id: str | None = None, page: int = 1, limit: int = 20
) -> list[WebhookDelivery]:
    """Return one page of what was sent for an app, newest first; with `webhook_id`, to that webhook."""
    rows = db.query(
        """
        SELECT * FROM webhook_deliveries
        WHERE workspace_id = ? AND app_id = ? AND (? IS NULL OR webhook_id = ?)
        ORDER BY created_at DESC, id DESC
        LIMIT ? OFFSET ?
        """,
        [workspace_id, app_id, webhook_id, webhook_id, limit, (page - 1) * limit],
    )
    return [WebhookDelivery(**row) for row in rows]


def due_deliveries(db: Database, now: float, *, each: int, limit: int) -> list[tuple[WebhookDelivery, Webhook]]:
    """Return deliveries of all workspaces whose time has come, longest due first, with their webhooks.

    There are at most `limit`, and at most `each` to one webhook.
    """
    rows = db.query(
        """
        SELECT delivery.* FROM webhook_deliveries AS delivery JOIN webhooks ON webhooks.id = delivery.webhook_id
        WHERE delivery.status = 'waiting' AND delivery.next_at <= ? AND webhooks.is_enabled
        QUALIFY row_number() OVER (PARTITION BY delivery.webhook_id ORDER BY delivery.next_at, delivery.id) <= ?
        ORDER BY delivery.next_at, delivery.id LIMIT ?
        """,
        [as_time(now), each, limit],
    )
    hooks = db.query("SELECT * FROM webhooks WHERE list_contains(?, id)", [[row["webhook_id"] for row in rows]])
    by_id = {row["id"]: Webhook(**row) for row in hooks}
    return [(WebhookDelivery(**row), by_id[row["webhook_id"]]) for row in rows if row["webhook_id"] in by_id]


def next_delivery(db: Database) -> float | None:
    """Return when the next delivery of any workspace is due, None when none waits."""
    row = db.one(
        """
        SELECT min(delivery.next_at) AS at
        FROM webhook_deliveries AS delivery JOIN webhooks ON webhooks.id = delivery.webhook_id
        WHERE delivery.status = 'waiting' AND webhooks.is_enabled
        """
    )
    return row["at"] if row else None


async def add_webhook(db: Database, webhook: Webhook) -> None:
    """Store a new webhook."""
    await db.store(added(webhook))


async def update_webhook(db: Database, workspace_id: str, app_id: str, webhook_id: str, **changes: Any) -> Webhook:
    """Set columns of a webhook and return it. Raises: NotFound."""

    def change(cursor: Cursor) -> Webhook:
        rows = cursor.update("webhooks", {"workspace_id": workspace_id, "app_id": app_id, "id": webhook_id}, changes)
        if not rows:
            raise NotFound("webhook", webhook_id)
        return Webhook(**rows[0])

    return await db.write(change)


async def delete_webhook(db: Database, workspace_id: str, app_id: str, webhook_id: str) -> Webhook:
    """Delete a webhook with what was and would be sent to it; return it as it was. Raises: NotFound."""

    def delete(cursor: Cursor) -> Webhook:
        owner = {"workspace_id": workspace_id, "app_id": app_id}
        rows = cursor.delete("webhooks", {**owner, "id": webhook_id})
        if not rows:
            raise NotFound("webhook", webhook_id)
        cursor.discard("webhook_deliveries", {**owner, "webhook_id": webhook_id})
        return Webhook(**rows[0])

    return await db.write(delete)


async def add_delivery(db: Database, delivery: WebhookDelivery) -> None:
    """Store a new delivery; those of runs are stored with the end of the run."""
    await db.store(added(delivery))


async def update_delivery(
    db: Database, workspace_id: str, app_id: str, delivery_id: str, **changes: Any
) -> WebhookDelivery:
    """Set columns of a delivery and return it. Raises: NotFound."""

    def change(cursor: Cursor) -> WebhookDelivery:
        where = {"workspace_id": workspace_id, "app_id": app_id, "id": delivery_id}
        rows = cursor.update("webhook_deliveries", where, changes)
        if not rows:
            raise NotFound("delivery", delivery_id)
        return WebhookDelivery(**rows[0])

    return await db.write(change)


async def note_attempt(db: Database, delivery: WebhookDelivery, after: Callable[[Webhook], Webhook]) -> Webhook | None:
    """Store how an attempt of a delivery ended, and make its webhook what `after` says that it is since.

    Returns the webhook; None when it is gone meanwhile, with all that was sent to it.
    """

    def note(cursor: Cursor) -> Webhook | None:
        found = cursor.one("SELECT * FROM webhooks WHERE id = ?", [delivery.webhook_id])
        if found is None:
            return None
        webhook = after(Webhook(**found))
        attempt = ("status", "attempts", "next_at", "code", "error", "seconds", "ended_at")
        standing = ("is_enabled", "failures", "note", "last_code", "last_at")
        for row, columns in ((delivery, attempt), (webhook, standing)):
            values = row.row()
            cursor.update(row.table, {"id": row.id}, {name: values[name] for name in columns})
        return webhook

    return await db.write(note)


async def remove_deliveries(db: Database, *, before: float) -> int:
    """Remove what ended before a time from the log; return how much."""

    def remove(cursor: Cursor) -> int:
        found = cursor.query(
            "DELETE FROM webhook_deliveries WHERE status <> 'waiting' AND created_at < ? RETURNING id",
            [as_time(before)],
        )
        return len(found)

    return await db.write(remove)
