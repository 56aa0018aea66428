"""What waits to start or to go on: triggers of workflows, forms of paused runs."""

from dataclasses import dataclass, field
from typing import ClassVar

from storage.ids import new_id
from storage.records.base import Json, Record, now


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger(Record):
    """A trigger node of a published workflow."""

    table: ClassVar[str] = "triggers"

    id: str = field(default_factory=new_id)
    workspace_id: str
    app_id: str
    workflow_id: str | None = None
    node_id: str
    kind: str  # webhook, schedule, plugin
    code: str | None = None  # in a webhook's address
    is_enabled: bool = True
    next_at: float | None = None  # of a schedule
    last_at: float | None = None
    created_at: float = field(default_factory=now)
    updated_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class HumanForm(Record):
    """A form that a paused run waits for."""

    table: ClassVar[str] = "human_forms"

    id: str = field(default_factory=new_id)
    workspace_id: str
    app_id: str
    run_id: str
    node_id: str
    token: str | None = None  # usable once; None where nobody can fill the form in by an address
    definition: Json
    status: str = "waiting"  # or submitted, expired
    answer: Json | None = None
    answered_by: str | None = None
    expires_at: float
    answered_at: float | None = None
    created_at: float = field(default_factory=now)
