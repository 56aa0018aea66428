"""The webhooks of an app: made, changed, tried, and what was sent to them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import storage.webhooks
from services.accounts import audit
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.errors import InvalidInput
from services.paging import check_page
from services.webhooks.notices import EVENTS, TRIAL, delivery_of, webhooks_of
from services.webhooks.signing import new_secret
from storage.errors import NotFound
from storage.records import App, Webhook, WebhookDelivery, now

if TYPE_CHECKING:
    from services.runtime import Runtime

LONGEST_URL: Final = 2000
DEFAULT_EVENTS: Final = tuple(event for event in EVENTS if event != "run.paused")


@needs(Action.PUBLISH)
async def create(
    rt: "Runtime",
    app: App,
    *,
    url: str,
    events: Sequence[str] = DEFAULT_EVENTS,
    account_id: str | None = None,
) -> tuple[Webhook, str]:
    """Return a new webhook of an app, and the secret that signs what is sent to it, which is shown this once.

    Raises:
        InvalidInput: the address or an event is none, or the app has as many webhooks as it may have.
    """
    most = rt.settings.webhooks_per_app
    if len(await webhooks_of(rt, app)) >= most:
        raise InvalidInput(f"An app has at most {most} webhooks. Delete one first.", param="url")
    secret = new_secret()
    hook = Webhook(
        workspace_id=app.workspace_id,
        app_id=app.id,
        url=_checked_url(url),
        events=_checked_events(events),
        secret=rt.secrets.encrypt(secret),
    )
    await storage.webhooks.add_webhook(rt.db, hook)
    await _changed(rt, hook, "webhook.create", account_id)
    return hook, secret


@needs(Action.PUBLISH)
async def list_hooks(rt: "Runtime", app: App) -> list[Webhook]:
    """Return the webhooks of an app, oldest first."""
    return await webhooks_of(rt, app)


@needs(Action.PUBLISH)
async def change(
    rt: "Runtime",
    app: App,
    webhook_id: str,
    *,
    url: str | None = None,
    events: Sequence[str] | None = None,
    is_enabled: bool | None = None,
    account_id: str | None = None,
) -> Webhook:
    """Change a webhook and return it; switched on again, it begins without its failures.

    Raises:
        NotFound: there is no such webhook.
        InvalidInput: as for `create`.
    """
    changes: dict[str, Any] = {"updated_at": now()}
    if url is not None:
        changes["url"] = _checked_url(url)
    if events is not None:
        changes["events"] = _checked_events(events)
    if is_enabled is not None:
        changes |= {"is_enabled": is_enabled, "failures": 0, "note": ""}
    hook = await storage.webhooks.update_webhook(rt.db, app.workspace_id, app.id, webhook_id, **changes)
    await _changed(rt, hook, "webhook.change", account_id)
    rt.webhooks.wake()
    return hook


@needs(Action.PUBLISH)
async def renew_secret(
    rt: "Runtime", app: App, webhook_id: str, *, account_id: str | None = None
) -> tuple[Webhook, str]:
    """Give a webhook another secret and return both; what is sent from now on is signed with it. Raises NotFound."""
    secret = new_secret()
    hook = await storage.webhooks.update_webhook(
        rt.db, app.workspace_id, app.id, webhook_id, secret=rt.secrets.encrypt(secret), updated_at=now()
    )
    await _changed(rt, hook, "webhook.secret", account_id)
    return hook, secret


@needs(Action.PUBLISH)
async def delete(rt: "Runtime", app: App, webhook_id: str, *, account_id: str | None = None) -> None:
    """Delete a webhook with all that was or would be sent to it. Raises NotFound."""
    hook = await storage.webhooks.delete_webhook(rt.db, app.workspace_id, app.id, webhook_id)
    await _changed(rt, hook, "webhook.delete", account_id)


@needs(Action.PUBLISH)
async def try_out(rt: "Runtime", app: App, webhook_id: str) -> WebhookDelivery:
    """Send a message without a run and return it as it waits. Raises NotFound."""
    hook = next((hook for hook in await webhooks_of(rt, app) if hook.id == webhook_id), None)
    if hook is None:
        raise NotFound("webhook", webhook_id)
    delivery = delivery_of(hook, TRIAL, {"app_id": app.id, "mode": app.mode})
    await storage.webhooks.add_delivery(rt.db, delivery)
    rt.webhooks.wake()
    return delivery


@needs(Action.PUBLISH)
async def send_again(rt: "Runtime", app: App, delivery_id: str) -> WebhookDelivery:
    """Let a delivery be tried from the start, with the same id. Raises NotFound."""
    at = now()
    again = {"status": "waiting", "attempts": 0, "next_at": at, "error": "", "ended_at": None}
    found = await storage.webhooks.update_delivery(rt.db, app.workspace_id, app.id, delivery_id, **again)
    rt.webhooks.wake()
    return found


@needs(Action.PUBLISH)
async def deliveries(
    rt: "Runtime", app: App, *, webhook_id: str | None = None, page: int = 1, limit: int = 20
) -> list[WebhookDelivery]:
    """Return a page of what was sent for an app, newest first. Raises InvalidInput: the page is none."""
    check_page(page, limit)
    listed = storage.webhooks.list_deliveries
    return await rt.db.read(
        lambda: listed(rt.db, app.workspace_id, app.id, webhook_id=webhook_id, page=page, limit=limit)
    )


async def _changed(rt: "Runtime", hook: Webhook, action: str, account_id: str | None) -> None:
    rt.caches.webhooks.forget(hook.app_id)
    target = ("webhook", hook.id)
    await audit.note(rt, hook.workspace_id, action, target=target, account_id=account_id, app=hook.app_id, url=hook.url)


def _checked_url(url: str) -> str:
    parts = urlsplit(url.strip()) if len(url) <= LONGEST_URL else None
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise InvalidInput(f"url must be an address of http or https of at most {LONGEST_URL} characters.", param="url")
    return url.strip()


def _checked_events(events: Sequence[str]) -> list[str]:
    unknown = [event for event in events if event not in EVENTS]
    if unknown or not events:
        raise InvalidInput(f"events must be some of {', '.join(EVENTS)}.", param="events")
    return [event for event in EVENTS if event in events]
