"""What programs rely on: webhooks with their deliveries, and answers kept for requests that are sent again."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from storage.ids import new_id
from storage.records.base import Record, now


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook(Record):
    """An address that is told when runs of an app end; `secret` is encrypted."""

    table: ClassVar[str] = "webhooks"

    id: str = field(default_factory=new_id)
    workspace_id: str
    app_id: str
    url: str
    events: list[Any] = field(default_factory=list)  # their names
    secret: bytes
    is_enabled: bool = True
    failures: int = 0  # attempts in a row that failed
    note: str = ""  # why it was switched off
    last_code: int | None = None  # HTTP status of the last attempt, None where there was no answer
    last_at: float | None = None
    created_at: float = field(default_factory=now)
    updated_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookDelivery(Record):
    """One message to a webhook, from its making until it arrived or was given up."""

    table: ClassVar[str] = "webhook_deliveries"

    id: str = field(default_factory=new_id)
    workspace_id: str
    app_id: str
    webhook_id: str
    run_id: str | None = None  # None: a trial
    event: str
    body: str  # JSON
    status: str = "waiting"  # or delivered, failed
    attempts: int = 0
    next_at: float | None = None  # of the next attempt while it waits
    code: int | None = None  # HTTP status of the last attempt
    error: str = ""
    seconds: float = 0.0  # that the last attempt took
    created_at: float = field(default_factory=now)
    ended_at: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer(Record):
    """The answer to a request with an `Idempotency-Key`; `id` is made of that key, the API key and the route."""

    table: ClassVar[str] = "kept_answers"

    id: str
    workspace_id: str
    app_id: str
    request: str  # hash of its body
    run_id: str | None = None  # that it started
    status: int | None = None  # HTTP; None: the answer was not known yet
    content_type: str = ""
    body: bytes | None = None  # None: not known, or too large to be kept
    created_at: float = field(default_factory=now)
