"""How an app is published, and what its visitors keep."""

import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

from storage.records.base import Record, now


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication(Record):
    """Who may come to the shared page of an app, from where, how often and for how much; 0 sets no limit."""

    table: ClassVar[str] = "publications"

    app_id: str
    workspace_id: str
    access: str = "public"  # or password, members
    password_hash: str | None = None  # argon2
    theme: str = "auto"  # or light, dark
    allowed_origins: list[Any] = field(default_factory=list)  # that may frame the page; empty: all
    secret: bytes | None = None  # encrypted; signs who the visitors of an embedding page are
    requires_identity: bool = False  # whether visitors need such a signature
    messages_per_minute: int = 0  # of one visitor
    messages_per_day: int = 0  # of one visitor
    monthly_budget: Decimal = Decimal(0)  # of the whole app, in `budget_currency`
    budget_currency: str = "USD"
    monthly_tokens: int = 0  # of the whole app
    created_at: float = field(default_factory=now)
    updated_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedMessage(Record):
    """An answer that a visitor keeps; `id` is made by `saved_id`."""

    table: ClassVar[str] = "saved_messages"

    id: str
    workspace_id: str
    app_id: str
    message_id: str
    end_user_id: str
    created_at: float = field(default_factory=now)


def saved_id(message_id: str, end_user_id: str) -> str:
    """Return the id of the one row that says that a visitor keeps an answer."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{message_id}:{end_user_id}"))
