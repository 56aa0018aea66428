"""Rows that workflows keep."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from storage.ids import new_id
from storage.records.base import Record, now


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectedRow(Record):
    """A row of a collection, as a workflow stored it."""

    table: ClassVar[str] = "collected_rows"

    id: str = field(default_factory=new_id)
    workspace_id: str
    collection: str
    key: str  # unique in the collection
    content: dict[str, Any]
    app_id: str | None = None  # of the run that stored it
    run_id: str | None = None
    created_at: float = field(default_factory=now)
