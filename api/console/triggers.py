"""The triggers of a workflow: which there are, their addresses, their switches, and trying them on the draft."""

from typing import Any

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Console, ConsoleApp, Server
from api.bodies import Body, json_object, parsed
from api.documentation import accepts, runs
from api.following import answer_of
from api.json_text import JsonAnswer
from api.shapes import seconds
from services.runs import workflow_runs
from services.runs.runs import DEBUGGER
from services.runtime import Runtime
from services.triggers import triggers, webhooks
from storage.records import Trigger

router = APIRouter(tags=["Triggers"])

RETRY_MS = 2000  # in which a caller who waits for a request may ask again


class Switch(Body):
    """A trigger to switch on or off."""

    trigger_id: str
    enable_trigger: bool


class TriggerRun(Body):
    """Where a run of the draft starts, and what the trigger gives."""

    node_id: str
    inputs: dict[str, Any] | None = Field(
        None, description="By the names of its variables; none for a webhook: listen at its debug address instead."
    )


@router.get("/apps/{app_id}/triggers")
async def list_triggers(app: ConsoleApp, rt: Server) -> Response:
    """Return the triggers of the published version."""
    listed = await triggers.list_triggers(rt, app)
    return JsonAnswer({"data": [_shown(rt, item.trigger, item.title) for item in listed]})


@router.post("/apps/{app_id}/trigger-enable", openapi_extra=accepts(Switch))
async def enable_trigger(request: Request, app: ConsoleApp, rt: Server) -> Response:
    """Switch a trigger of the published version on or off, at once."""
    body = parsed(Switch, await json_object(request))
    changed = await triggers.set_enabled(rt, app, body.trigger_id, body.enable_trigger)
    titles = {item.trigger.id: item.title for item in await triggers.list_triggers(rt, app)}
    return JsonAnswer(_shown(rt, changed, titles.get(changed.id, "")))


@router.get("/apps/{app_id}/workflows/triggers/webhook")
async def webhook_address(node_id: str, app: ConsoleApp, rt: Server) -> Response:
    """Return the addresses of a webhook or plugin trigger of the draft; they stay the same from version to version."""
    trigger = await triggers.address_of(rt, app, node_id)
    return JsonAnswer(
        {
            "id": trigger.id,
            "webhook_id": trigger.code,
            "webhook_url": triggers.url_of(rt, trigger),
            "webhook_debug_url": triggers.url_of(rt, trigger, debug=True) if trigger.kind == "webhook" else "",
            "node_id": trigger.node_id,
            "created_at": seconds(trigger.created_at),
        }
    )


@router.post("/apps/{app_id}/workflows/draft/trigger/run", openapi_extra=runs(TriggerRun))
async def run_trigger(request: Request, app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Run the draft from one of its triggers; answers with its events.

    A webhook without `inputs` is listened for: the answer is `{"status": "waiting", "retry_in": milliseconds}` until
    a request has come to its debug address, then the events of the run that this has started.
    """
    body = parsed(TriggerRun, await json_object(request))
    who: dict[str, Any] = {"user": caller.account_id or "console", "account_id": caller.account_id}
    node = await triggers.draft_node(rt, app, body.node_id)
    if body.inputs is None and node.kind == "trigger-webhook":
        live = await webhooks.awaited_run(rt, app, body.node_id, **who)
        if live is None:
            return JsonAnswer({"status": "waiting", "retry_in": RETRY_MS})
    else:
        live = await workflow_runs.start_run(
            rt, app, inputs=body.inputs or {}, root=body.node_id, draft=True, invoke_from=DEBUGGER, **who
        )
    return await answer_of(request, rt, live, streaming=True, account=caller.account)


def _shown(rt: Runtime, trigger: Trigger, title: str) -> dict[str, Any]:
    return {
        "id": trigger.id,
        "trigger_type": f"trigger-{trigger.kind}",
        "title": title,
        "node_id": trigger.node_id,
        "provider_name": "",
        "icon": "",
        "status": "enabled" if trigger.is_enabled else "disabled",
        "url": triggers.url_of(rt, trigger),
        "next_at": seconds(trigger.next_at),
        "last_at": seconds(trigger.last_at),
        "created_at": seconds(trigger.created_at),
        "updated_at": seconds(trigger.updated_at),
    }
