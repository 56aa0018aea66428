"""Apps and what belongs to them: sites, drafts and versions, keys, waiting imports."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

from storage.ids import new_id
from storage.records.base import Json, Record, now


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
    is_active: bool = True
    scopes: list[str] | None = None  # what it may do; None: all that keys of its type may
    must_sign: bool = False  # whether requests with it bear a signature
    monthly_budget: Decimal = Decimal(0)  # of the runs that it starts, in `budget_currency`; 0: no limit
    budget_currency: str = "USD"
    monthly_tokens: int = 0  # 0: no limit


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
