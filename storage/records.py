"""The rows as frozen records: one class per table, one field per column, in the order of the columns.

Ids are UUIDv7 text, times epoch seconds (UTC), prices `Decimal`, documents plain JSON values. A new record
fills in its own id and times, so only what is known has to be said.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

from storage.ids import new_id

Json = Mapping[str, Any]


def now() -> float:
    """Return the time in epoch seconds, in the whole microseconds that a column holds."""
    return time.time_ns() // 1000 / 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row of `table`."""

    table: ClassVar[str]

    def row(self) -> dict[str, Any]:
        """Return the columns and their values."""
        columns: tuple[str, ...] = self.__slots__
        return {name: getattr(self, name) for name in columns}


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace(Record):
    """Who owns things; every owned row names one."""

    table: ClassVar[str] = "workspaces"

    id: str = field(default_factory=new_id)
    name: str
    plan: str = "basic"
    status: str = "normal"
    created_at: float = field(default_factory=now)
    updated_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(Record):
    """A person who may log in."""

    table: ClassVar[str] = "accounts"

    id: str = field(default_factory=new_id)
    workspace_id: str
    email: str  # lower case, unique over all workspaces
    name: str
    password_hash: str | None = None  # None: no login by password
    role: str = "owner"
    status: str = "active"
    avatar: str | None = None
    interface_language: str = "en-US"
    interface_theme: str = "light"
    timezone: str = "UTC"
    last_login_at: float | None = None
    last_login_ip: str | None = None
    created_at: float = field(default_factory=now)
    updated_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginSession(Record):
    """A login that can be refreshed; the refresh token itself is never stored."""

    table: ClassVar[str] = "login_sessions"

    id: str = field(default_factory=new_id)
    workspace_id: str
    account_id: str
    refresh_hash: str
    user_agent: str = ""
    ip: str = ""
    created_at: float = field(default_factory=now)
    expires_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class App(Record):
    """An app; `model_config` holds the whole configuration of chat, agent-chat and completion apps."""

    table: ClassVar[str] = "apps"

    id: str = field(default_factory=new_id)
    workspace_id: str
    name: str
    mode: str  # chat, agent-chat, completion, advanced-chat, workflow
    description: str = ""
    icon_type: str | None = "emoji"
    icon: str | None = "🤖"
    icon_background: str | None = "#FFEAD5"
    use_icon_as_answer_icon: bool = False
    status: str = "normal"  # or disabled
    enable_api: bool = True
    enable_site: bool = True
    model_config: Json | None = None
    max_active_requests: int = 0  # 0: no limit
    settings: Json = field(default_factory=dict)
    created_by: str | None = None
    created_at: float = field(default_factory=now)
    updated_by: str | None = None
    updated_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site(Record):
    """The shared page of an app, reached by its unguessable `code`."""

    table: ClassVar[str] = "sites"

    id: str = field(default_factory=new_id)
    workspace_id: str
    app_id: str
    code: str
    title: str
    description: str = ""
    default_language: str = "en-US"
    icon_type: str | None = "emoji"
    icon: str | None = "🤖"
    icon_background: str | None = "#FFEAD5"
    chat_color_theme: str | None = None
    chat_color_theme_inverted: bool = False
    copyright: str | None = None
    privacy_policy: str | None = None
    custom_disclaimer: str = ""
    customize_domain: str | None = None
    customize_token_strategy: str = "not_allow"  # noqa: S105  # the DSL's word, no secret
    prompt_public: bool = False
    show_workflow_steps: bool = True
    use_icon_as_answer_icon: bool = False
    input_placeholder: str = ""
    created_at: float = field(default_factory=now)
    updated_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow(Record):
    """The draft of a graph app (`version` is "draft") or one immutable published version (a time as text)."""

    table: ClassVar[str] = "workflows"

    id: str = field(default_factory=new_id)
    workspace_id: str
    app_id: str
    version: str = "draft"
    graph: Json
    features: Json = field(default_factory=dict)
    environment_variables: list[Any] = field(default_factory=list)  # secret values are already encrypted
    conversation_variables: list[Any] = field(default_factory=list)
    hash: str = ""
    marked_name: str = ""
    marked_comment: str = ""
    created_by: str | None = None
    created_at: float = field(default_factory=now)
    updated_by: str | None = None
    updated_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey(Record):
    """A key of one app, or (type `dataset`) of the workspace; only its hash is stored."""

    table: ClassVar[str] = "api_keys"

    id: str = field(default_factory=new_id)
    workspace_id: str
    app_id: str | None = None
    type: str = "app"
    hash: str
    hint: str  # the masked form that lists show
    name: str = ""
    created_by: str | None = None
    created_at: float = field(default_factory=now)
    last_used_at: float | None = None
    expires_at: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderCredential(Record):
    """How to reach a model provider; one per workspace and provider."""

    table: ClassVar[str] = "provider_credentials"

    id: str = field(default_factory=new_id)
    workspace_id: str
    provider: str
    name: str = ""
    ciphertext: bytes
    models: list[Any] = field(default_factory=list)  # [{"model": ..., "model_type": ...}]
    overrides: Any = None  # "*", a list of patterns, or None
    created_at: float = field(default_factory=now)
    updated_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultModel(Record):
    """The workspace's model of one type."""

    table: ClassVar[str] = "default_models"

    workspace_id: str
    model_type: str
    provider: str
    model: str
    updated_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndUser(Record):
    """Someone who uses an app through the API or its page; unique by app, type and `session_id`."""

    table: ClassVar[str] = "end_users"

    id: str = field(default_factory=new_id)
    workspace_id: str
    app_id: str
    type: str  # service-api, browser
    session_id: str  # the caller's own name for the user
    name: str | None = None
    is_anonymous: bool = False
    created_at: float = field(default_factory=now)
    updated_at: float = field(default_factory=now)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Run(Record):
    """One execution of a graph; `graph` is stored for drafts only, versions are found by `workflow_id`."""

    table: ClassVar[str] = "runs"

    id: str = field(default_factory=new_id)
    workspace_id: str
    app_id: str
    workflow_id: str | None = None
    version: str = ""
    status: str
    inputs: Json = field(default_factory=dict)
    outputs: Json = field(default_factory=dict)
    error: str | None = None
    elapsed: float = 0.0  # seconds
    total_tokens: int = 0
    total_price: Decimal = Decimal(0)
    currency: str = "USD"
    total_steps: int = 0
    exceptions_count: int = 0
    invoke_from: str = "service-api"
    triggered_from: str = "app-run"  # or debugging
    created_by_role: str = "end_user"  # or account
    created_by: str | None = None
    conversation_id: str | None = None
    message_id: str | None = None
    trace_id: str | None = None
    graph: Json | None = None
    state: Json | None = None  # of a paused run: all that a resumption needs
    created_at: float = field(default_factory=now)
    finished_at: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeExecution(Record):
    """One execution of one node; retries and the rounds of a container have rows of their own."""

    table: ClassVar[str] = "node_executions"

    id: str = field(default_factory=new_id)
    workspace_id: str
    app_id: str
    run_id: str
    node_id: str
    kind: str
    title: str
    idx: int = 0  # place in the order of starts, from 1
    predecessor: str | None = None
    status: str
    inputs: Json | None = None
    process_data: Json | None = None
    outputs: Json | None = None
    error: str | None = None
    elapsed: float = 0.0  # seconds
    metadata: Json = field(default_factory=dict)
    iteration_id: str | None = None  # innermost enclosing containers
    loop_id: str | None = None
    round: int | None = None
    retry_index: int = 0
    created_at: float = field(default_factory=now)
    finished_at: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingImport(Record):
    """A file of another major version that waits for its import to be confirmed."""

    table: ClassVar[str] = "pending_imports"

    id: str = field(default_factory=new_id)
    workspace_id: str
    account_id: str | None = None
    app_id: str | None = None  # the app to import over
    content: str
    imported_version: str
    options: Json = field(default_factory=dict)
    created_at: float = field(default_factory=now)
    expires_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Record):
    """One setting of a workspace."""

    table: ClassVar[str] = "settings"

    workspace_id: str
    key: str
    value: Any = None
    updated_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry(Record):
    """Who did what to which object."""

    table: ClassVar[str] = "audit_log"

    id: str = field(default_factory=new_id)
    workspace_id: str
    account_id: str | None = None
    action: str  # e.g. app.delete
    target_type: str = ""
    target_id: str | None = None
    detail: Json = field(default_factory=dict)
    ip: str = ""
    created_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredResult(Record):
    """A node's result that a rerun may reuse; `id` is made by `result_id`."""

    table: ClassVar[str] = "results"

    id: str
    workspace_id: str
    app_id: str
    node_id: str
    contents: Json  # output name -> what stands for its content
    handle: str
    assignments: list[Any] = field(default_factory=list)
    payload: bytes
    size: int  # bytes of the payload
    created_at: float = field(default_factory=now)
    used_at: float = field(default_factory=now)


def result_id(app_id: str, fingerprint: str) -> str:
    """Return the id of the result that an app has for a fingerprint."""
    return f"{app_id}:{fingerprint}"
