"""Webhooks of an app: addresses that are told when its runs end, and what was sent to them."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Console, ConsoleApp, Server
from api.bodies import Body, json_object, parsed
from api.documentation import accepts
from api.json_text import JsonAnswer
from api.paging import PageNumber
from api.shapes import seconds
from services.webhooks import hooks
from services.webhooks.notices import EVENTS
from storage.records import Webhook, WebhookDelivery

router = APIRouter(tags=["Webhooks"])

SOME = f"Some of {', '.join(EVENTS)}."


class NewWebhook(Body):
    """An address to tell."""

    url: str = Field(description="Where deliveries are sent by POST.", examples=["https://example.com/millrace"])
    events: list[str] = Field(default_factory=lambda: list(hooks.DEFAULT_EVENTS), description=SOME)


class ChangedWebhook(Body):
    """What changes of a webhook; absent fields stay as they are."""

    url: str | None = None
    events: list[str] | None = Field(None, description=SOME)
    is_enabled: bool | None = Field(None, description="Whether it is told anything.")


@router.get("/apps/{app_id}/webhooks")
async def list_webhooks(app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Return the webhooks of the app."""
    return JsonAnswer({"data": [webhook_of(hook) for hook in await hooks.list_hooks(rt, app)]})


@router.post("/apps/{app_id}/webhooks", status_code=201, openapi_extra=accepts(NewWebhook))
async def create_webhook(request: Request, app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Make a webhook; this answer is the only one that shows its secret."""
    body = parsed(NewWebhook, await json_object(request))
    hook, secret = await hooks.create(rt, app, url=body.url, events=body.events, account_id=caller.account_id)
    return JsonAnswer(webhook_of(hook) | {"secret": secret}, 201)


@router.patch("/apps/{app_id}/webhooks/{webhook_id}", openapi_extra=accepts(ChangedWebhook))
async def change_webhook(webhook_id: str, request: Request, app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Change a webhook, or switch it on or off."""
    changes = parsed(ChangedWebhook, await json_object(request)).model_dump(exclude_none=True)
    return JsonAnswer(webhook_of(await hooks.change(rt, app, webhook_id, account_id=caller.account_id, **changes)))


@router.delete("/apps/{app_id}/webhooks/{webhook_id}", status_code=204)
async def delete_webhook(webhook_id: str, app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Delete a webhook with its log."""
    await hooks.delete(rt, app, webhook_id, account_id=caller.account_id)
    return Response(status_code=204)


@router.post("/apps/{app_id}/webhooks/{webhook_id}/secret")
async def renew_secret(webhook_id: str, app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Give a webhook another secret; this answer is the only one that shows it."""
    hook, secret = await hooks.renew_secret(rt, app, webhook_id, account_id=caller.account_id)
    return JsonAnswer(webhook_of(hook) | {"secret": secret})


@router.post("/apps/{app_id}/webhooks/{webhook_id}/trial", status_code=202)
async def try_webhook(webhook_id: str, app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Send a message without a run; the log tells how it went."""
    return JsonAnswer(delivery_of(await hooks.try_out(rt, app, webhook_id)), 202)


@router.get("/apps/{app_id}/webhook-deliveries")
async def list_deliveries(
    app: ConsoleApp,
    caller: Console,
    rt: Server,
    webhook_id: str | None = None,
    page: PageNumber = 1,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Response:
    """Return what was sent, newest first."""
    found = await hooks.deliveries(rt, app, webhook_id=webhook_id, page=page, limit=limit)
    return JsonAnswer({"page": page, "limit": limit, "data": [delivery_of(one) for one in found]})


@router.post("/apps/{app_id}/webhook-deliveries/{delivery_id}/retry", status_code=202)
async def send_again(delivery_id: str, app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Send a delivery once more, with the same id."""
    return JsonAnswer(delivery_of(await hooks.send_again(rt, app, delivery_id)), 202)


def webhook_of(row: Webhook) -> dict[str, Any]:
    """Return a webhook as the console shows it."""
    return {
        "id": row.id,
        "url": row.url,
        "events": row.events,
        "is_enabled": row.is_enabled,
        "failures": row.failures,
        "note": row.note,
        "last_status": row.last_code,
        "last_at": seconds(row.last_at),
        "created_at": seconds(row.created_at),
        "updated_at": seconds(row.updated_at),
    }


def delivery_of(row: WebhookDelivery) -> dict[str, Any]:
    """Return a delivery as the console shows it."""
    return {
        "id": row.id,
        "webhook_id": row.webhook_id,
        "run_id": row.run_id,
        "event": row.event,
        "body": row.body,
        "status": row.status,
        "attempts": row.attempts,
        "next_at": seconds(row.next_at),
        "code": row.code,
        "error": row.error,
        "seconds": row.seconds,
        "created_at": seconds(row.created_at),
        "ended_at": seconds(row.ended_at),
    }
