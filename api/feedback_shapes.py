"""End users, what they think of answers, and their runs in the log, as the JSON objects that the published API describes."""

from datetime import UTC, datetime
from typing import Any

from api.shapes import end_user_of, person_of, run_entry_of, seconds
from services.runs.run_logs import LogEntry
from storage.records import EndUser, Feedback

Json = dict[str, Any]

LOGGED_RUN = (
    "id",
    "version",
    "status",
    "error",
    "elapsed_time",
    "total_tokens",
    "total_steps",
    "created_at",
    "finished_at",
    "exceptions_count",
    "triggered_from",
)


def iso(at: float) -> str:
    """Return a time as ISO 8601 in whole seconds, UTC."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def known_user_of(row: EndUser) -> Json:
    """Return an end user with all that is known of it."""
    return {
        "id": row.id,
        "tenant_id": row.workspace_id,
        "app_id": row.app_id,
        "type": row.type,
        "external_user_id": row.session_id,
        "name": row.name,
        "is_anonymous": row.is_anonymous,
        "session_id": row.session_id,
        "created_at": iso(row.created_at),
        "updated_at": iso(row.updated_at),
    }


def feedback_of(row: Feedback) -> Json:
    """Return what somebody thinks of an answer."""
    return {
        "id": row.id,
        "app_id": row.app_id,
        "conversation_id": row.conversation_id,
        "message_id": row.message_id,
        "rating": row.rating,
        "content": row.content,
        "from_source": row.from_source,
        "from_end_user_id": row.end_user_id,
        "from_account_id": row.account_id,
        "created_at": iso(row.created_at),
        "updated_at": iso(row.updated_at),
    }


def log_entry_of(entry: LogEntry) -> Json:
    """Return a run as an entry of the app's log, which has the run's id."""
    run = run_entry_of(entry.run)
    return {
        "id": entry.run.id,
        "workflow_run": {key: run[key] for key in LOGGED_RUN},
        "created_from": entry.run.invoke_from,
        "created_by_role": entry.run.created_by_role,
        "created_by_account": person_of(entry.account),
        "created_by_end_user": end_user_of(entry.end_user),
        "created_at": seconds(entry.run.created_at),
        "details": {},
    }
