"""What webhooks are told when a run ends or waits for people."""

import json
from typing import TYPE_CHECKING, Any, Final

import storage.webhooks
from engine.events import RunStatus
from services.runs.runs import DEBUGGER
from storage.ids import new_id
from storage.records import App, Message, Run, Webhook, WebhookDelivery, now

if TYPE_CHECKING:
    from services.runtime import Runtime

EVENTS: Final = ("run.succeeded", "run.partial-succeeded", "run.failed", "run.stopped", "run.paused")
TRIAL: Final = "webhook.trial"  # sent on request only
LONGEST: Final = 256 * 1024  # characters of outputs and answer; longer ones are left out, and asked for by the run's id


async def notices_of(
    rt: "Runtime", app: App, run: Run, message: Message | None, *, task_id: str, user: str
) -> list[WebhookDelivery]:
    """Return the deliveries that tell the app's webhooks how a run stands, to be stored with it; none of debugging."""
    if run.invoke_from == DEBUGGER:
        return []
    event = f"run.{RunStatus(run.status).value}"
    listeners = await rt.caches.webhooks.load(app.id, lambda: webhooks_of(rt, app))
    wanted = [hook for hook in listeners if hook.is_enabled and event in hook.events]
    if not wanted:
        return []
    about = _about(app, run, message, task_id=task_id, user=user)
    return [delivery_of(hook, event, about, run_id=run.id) for hook in wanted]


async def webhooks_of(rt: "Runtime", app: App) -> list[Webhook]:
    """Return the webhooks of an app as they are now, oldest first."""
    return await rt.db.read(lambda: storage.webhooks.list_webhooks(rt.db, app.workspace_id, app.id))


def delivery_of(hook: Webhook, event: str, data: dict[str, Any], *, run_id: str | None = None) -> WebhookDelivery:
    """Return a delivery that is due at once."""
    at, delivery_id = now(), new_id()
    body = {"id": delivery_id, "type": event, "timestamp": int(at), "data": data}
    return WebhookDelivery(
        id=delivery_id,
        workspace_id=hook.workspace_id,
        app_id=hook.app_id,
        webhook_id=hook.id,
        run_id=run_id,
        event=event,
        body=json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        next_at=at,
        created_at=at,
    )


def _about(app: App, run: Run, message: Message | None, *, task_id: str, user: str) -> dict[str, Any]:
    said = {"answer": message.answer if message else None, "outputs": run.outputs}
    is_whole = len(json.dumps(said, ensure_ascii=False)) <= LONGEST
    return {
        "app_id": app.id,
        "mode": app.mode,
        "run_id": run.id,
        "task_id": task_id,
        "workflow_id": run.workflow_id,
        "message_id": run.message_id,
        "conversation_id": run.conversation_id,
        "user": user,
        "invoke_from": run.invoke_from,
        "trace_id": run.trace_id,
        "status": run.status,
        **(said if is_whole else dict.fromkeys(said)),
        "is_whole": is_whole,
        "error": run.error,
        "elapsed_time": run.elapsed,
        "total_tokens": run.total_tokens,
        "total_steps": run.total_steps,
        "created_at": int(run.created_at),
        "finished_at": int(run.finished_at) if run.finished_at else None,
    }
