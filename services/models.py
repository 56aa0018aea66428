"""The model providers of a workspace: credentials, default models, overrides, and the registry made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from engine.models import ModelRegistry, ProviderInfo
from storage.records import DefaultModel

if TYPE_CHECKING:
    from services.runtime import Runtime

MODEL_TYPES: Final = ("llm", "text-embedding", "rerank", "speech2text", "tts", "moderation")


class Keep:
    """The default of `model_overrides`: leave stored overrides as they are."""


KEEP: Final = Keep()


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What is stored for a provider after `register_provider`."""

    provider: str
    credential_id: str
    model_overrides: str | list[str] | None
    models: list[dict[str, str]]  # {"model", "model_type"}
    default_models: dict[str, str]  # model type -> name


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderState:
    """A provider as a workspace has it; secrets in `credentials` are masked."""

    info: ProviderInfo
    credential_id: str | None  # None: nothing is stored
    credentials: dict[str, Any]
    models: list[dict[str, str]]
    model_overrides: str | list[str] | None

    @property
    def is_active(self) -> bool:
        """Return whether its models can be used."""
        return self.credential_id is not None or not self.info.needs_key and self.info.id == "demo"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelTest:
    """How a test call of a model went."""

    ok: bool
    latency: float  # seconds
    answer: str = ""
    error: str = ""


async def register_provider(
    rt: "Runtime",
    workspace_id: str,
    provider: str,
    credentials: Mapping[str, Any],
    *,
    models: Sequence[Mapping[str, str]] | None = None,
    model_overrides: str | Sequence[str] | Keep | None = KEEP,
    validate: bool = False,
) -> Registration:
    """Store how to reach a provider, replacing what was stored for it.

    `models` None asks the provider for its list. `model_overrides` "*" sends every model reference
    to this provider, patterns such as `gpt-*` those that fit, None ends that.

    Raises:
        InvalidInput: the provider is unknown, a field is missing, or (`validate`) the vendor refused.
    """
    raise NotImplementedError


async def list_providers(rt: "Runtime", workspace_id: str) -> list[ProviderState]:
    """Return every known provider, those with stored credentials first."""
    raise NotImplementedError


async def get_provider(rt: "Runtime", workspace_id: str, provider: str) -> ProviderState:
    """Return one provider. Raises InvalidInput for an unknown one."""
    raise NotImplementedError


async def delete_credentials(rt: "Runtime", workspace_id: str, provider: str) -> None:
    """Forget a provider's credentials, its models and the defaults among them. Raises NotFound."""
    raise NotImplementedError


async def check_credentials(rt: "Runtime", provider: str, credentials: Mapping[str, Any]) -> str:
    """Return "" when the vendor takes these credentials, else why not; nothing is stored."""
    raise NotImplementedError


async def add_model(rt: "Runtime", workspace_id: str, provider: str, model: str, model_type: str = "llm") -> None:
    """Put a model on the provider's list. Raises NotFound without credentials, InvalidInput."""
    raise NotImplementedError


async def remove_model(rt: "Runtime", workspace_id: str, provider: str, model: str, model_type: str = "llm") -> None:
    """Take a model off the provider's list. Raises NotFound."""
    raise NotImplementedError


async def list_models(rt: "Runtime", workspace_id: str, model_type: str = "llm") -> list[tuple[ProviderState, str]]:
    """Return the usable models of a type with their providers; the demo model last."""
    raise NotImplementedError


async def test_model(rt: "Runtime", workspace_id: str, provider: str, model: str) -> ModelTest:
    """Ask a chat model for one word and say how long it took; a failure is in the answer."""
    raise NotImplementedError


async def default_model(rt: "Runtime", workspace_id: str, model_type: str = "llm") -> DefaultModel | None:
    """Return the workspace's model of a type, None when none was chosen."""
    raise NotImplementedError


async def set_default_model(
    rt: "Runtime", workspace_id: str, model_type: str, provider: str, model: str
) -> DefaultModel:
    """Choose the workspace's model of a type. Raises InvalidInput."""
    raise NotImplementedError


async def models_for(rt: "Runtime", workspace_id: str) -> ModelRegistry:
    """Return the workspace's models, made once and kept until credentials or overrides change."""
    raise NotImplementedError


async def seed_from_settings(rt: "Runtime", workspace_id: str) -> None:
    """Store the vendor keys that the environment gives, once per provider and data folder."""
    raise NotImplementedError
