"""Plugins of the server, and what stores of theirs hold."""

from dataclasses import dataclass, field
from typing import ClassVar

from storage.records.base import Json, Record, now


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPlugin(Record):
    """A plugin that is, or was, switched on."""

    table: ClassVar[str] = "plugins"

    id: str
    version: str
    digest: str  # of the files that were agreed to
    state: str = "disabled"  # enabled, disabled or broken
    origin: Json = field(default_factory=dict)
    settings: bytes | None = None  # encrypted JSON
    is_trusted: bool = False  # an owner agreed that it runs inside of the server
    error: str | None = None
    trace: str | None = None
    failed_at: float | None = None
    enabled_by: str | None = None
    created_at: float = field(default_factory=now)
    updated_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptVector(Record):
    """A unit whose vector a store of a plugin holds."""

    table: ClassVar[str] = "kept_vectors"

    unit: int
    dataset_id: str
    workspace_id: str
    store: str
