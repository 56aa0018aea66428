"""What is known of models and providers, as plain records."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.models import BUILT_IN, ProviderInfo

MODEL_TYPES: Final = ("llm", "text-embedding", "rerank", "speech2text", "tts", "moderation")

Overrides = str | list[str] | None  # "*", patterns of model names, or none
ListedModel = dict[str, str]  # {"model": name, "model_type": one of MODEL_TYPES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What is stored for a provider after `register_provider`."""

    provider: str
    credential_id: str
    model_overrides: Overrides
    models: list[ListedModel]
    default_models: dict[str, str]  # model type -> name, of the whole workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderState:
    """A provider as a workspace has it; secrets in `credentials` are masked."""

    info: ProviderInfo
    credential_id: str | None = None  # None: nothing is stored
    credentials: Mapping[str, Any]
    models: list[ListedModel]
    model_overrides: Overrides = None

    @property
    def is_active(self) -> bool:
        """Return whether its models can be used: those of the built-in ones always can."""
        return self.credential_id is not None or self.info.id in BUILT_IN

    @property
    def stored_models(self) -> list[ListedModel]:
        """Return the models that are listed for stored credentials; what is only suggested is not among them."""
        return self.models if self.credential_id is not None else []


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelTest:
    """How a test call of a model went."""

    ok: bool
    latency: float  # seconds
    answer: str = ""
    error: str = ""


def type_of_model(name: str) -> str:
    """Return the model type that a name suggests."""
    lowered = name.lower()
    hints = {
        "embed": "text-embedding",
        "bge-m3": "text-embedding",
        "rerank": "rerank",
        "whisper": "speech2text",
        "transcribe": "speech2text",
        "tts": "tts",
        "moderation": "moderation",
    }
    return next((kind for hint, kind in hints.items() if hint in lowered), "llm")
