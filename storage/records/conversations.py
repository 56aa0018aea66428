"""Conversations, their variables and messages."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

from storage.ids import new_id
from storage.records.base import Json, Record, now


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation(Record):
    """A series of messages of one user with one app."""

    table: ClassVar[str] = "conversations"

    id: str = field(default_factory=new_id)
    workspace_id: str
    app_id: str
    end_user_id: str | None = None  # exactly one of end_user_id and account_id is set
    account_id: str | None = None
    name: str
    inputs: Json = field(default_factory=dict)
    introduction: str = ""
    status: str = "normal"  # or archived
    from_source: str = "api"  # or console
    invoke_from: str = "service-api"
    is_pinned: bool = False
    is_deleted: bool = False
    created_at: float = field(default_factory=now)
    updated_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationVariable(Record):
    """The value of one conversation variable; `id` is the definition's, so it is unique per conversation only."""

    table: ClassVar[str] = "conversation_variables"

    id: str
    workspace_id: str
    app_id: str
    conversation_id: str
    name: str
    value_type: str
    value: Any = None
    description: str = ""
    created_at: float = field(default_factory=now)
    updated_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(Record):
    """One question and its answer; completion apps have no conversation."""

    table: ClassVar[str] = "messages"

    id: str = field(default_factory=new_id)
    workspace_id: str
    app_id: str
    conversation_id: str | None = None
    parent_message_id: str | None = None
    workflow_run_id: str | None = None
    end_user_id: str | None = None
    account_id: str | None = None
    query: str
    answer: str = ""
    inputs: Json = field(default_factory=dict)
    files: list[Any] = field(default_factory=list)
    message_tokens: int = 0
    answer_tokens: int = 0
    total_price: Decimal = Decimal(0)
    currency: str = "USD"
    latency: float = 0.0  # seconds
    status: str = "normal"  # or error, stopped, paused
    error: str | None = None
    metadata: Json = field(default_factory=dict)
    agent_thoughts: list[Any] = field(default_factory=list)
    from_source: str = "api"
    invoke_from: str = "service-api"
    created_at: float = field(default_factory=now)
    updated_at: float = field(default_factory=now)
