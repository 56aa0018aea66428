"""What visitors read: the rows of the service API without what belongs to the app's makers."""

from collections.abc import Sequence
from typing import Any

from api.shapes import conversation_of, message_of, public_site_of, seconds
from config import Settings
from services.publishing.publications import Shared
from services.publishing.visits import UnderWay
from storage.records import Conversation, Feedback, HumanForm, Message

Json = dict[str, Any]

COSTS = frozenset(
    (
        *("message_tokens", "answer_tokens", "total_tokens"),
        *("provider_response_latency", "total_price", "currency"),
    )
)


def site_of(shared: Shared, end_user_id: str | None, settings: Settings) -> Json:
    """Return a site as its page reads it."""
    return {
        "app_id": shared.app.id,
        "mode": shared.app.mode,
        "end_user_id": end_user_id,
        "enable_site": shared.app.enable_site,
        "site": {**public_site_of(shared.site), "theme": shared.publication.theme},
        "access_mode": shared.publication.access,
        "batch_limit": settings.batch_rows,
        "model_config": None,
        "plan": "basic",
        "can_replace_logo": False,
        "custom_config": None,
    }


def visitor_message_of(row: Message, forms: Sequence[HumanForm] = (), feedback: Feedback | None = None) -> Json:
    """Return one turn of a conversation; `row` holds already only what its visitor may see."""
    shown = message_of(row, forms, feedback)
    return {
        **{name: value for name, value in shown.items() if name not in COSTS},
        "workflow_run_id": row.workflow_run_id,
    }


def visitor_conversation_of(row: Conversation) -> Json:
    """Return a conversation."""
    return {**conversation_of(row), "is_pinned": row.is_pinned}


def saved_of(row: Message) -> Json:
    """Return an answer that a visitor keeps."""
    shown = message_of(row)
    return {
        name: shown[name] for name in ("id", "inputs", "query", "answer", "message_files", "feedback", "created_at")
    }


def under_way_of(run: UnderWay) -> Json:
    """Return a run that goes on."""
    return {
        "task_id": run.task_id,
        "workflow_run_id": run.run_id,
        "message_id": run.message_id or None,
        "conversation_id": run.conversation_id or None,
        "status": run.status,
        "query": run.query,
        "inputs": run.inputs,
        "files": list(run.files),
        "created_at": seconds(run.created_at),
    }
