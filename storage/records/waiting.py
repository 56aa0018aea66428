"""What waits to start or to go on: triggers of workflows, forms of paused runs."""

from dataclasses import dataclass, field
from typing import ClassVar

from storage.ids import new_id
from storage.records.base import Json, Record, now


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger(Record):
    """A trigger node of a workflow: registered when a version is published, known before for its address."""

    table: ClassVar[str] = "triggers"

    id: str = field(default_factory=new_id)
    workspace_id: str
    app_id: str
    workflow_id: str | None = None  # the version that it is registered for; None: only the draft has it
    node_id: str
    kind: str  # webhook, schedule, plugin
    code: str | None = None  # in the address of a webhook or plugin trigger
    is_enabled: bool = True
    next_at: float | None = None  # of a schedule
    last_at: float | None = None
    created_at: float = field(default_factory=now)
    updated_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class HumanForm(Record):
    """A form that a run waits for, or waited for; `id` is the engine's `form_id`, `definition` what it shows."""

    table: ClassVar[str] = "human_forms"

    id: str
    workspace_id: str
    app_id: str
    run_id: str
    task_id: str  # by which the run is stopped, the same before and after a pause
    node_id: str
    token: str | None = None  # for programs and the web app; None where the form is not delivered there
    mail_token: str | None = None  # in the links of mails; None where none are sent
    definition: Json
    status: str = "waiting"  # or submitted, expired, closed (its run ended otherwise)
    answer: Json | None = None
    answered_by: str | None = None
    is_applied: bool = False  # whether the run has gone on with the answer, and got further
    expires_at: float
    answered_at: float | None = None
    mailed_at: float | None = None
    created_at: float = field(default_factory=now)
