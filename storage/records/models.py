"""Model providers, default models and settings of a workspace."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from storage.ids import new_id
from storage.records.base import Record, now


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
class Setting(Record):
    """One setting of a workspace."""

    table: ClassVar[str] = "settings"

    workspace_id: str
    key: str
    value: Any = None
    updated_at: float = field(default_factory=now)
