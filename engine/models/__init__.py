"""Models: who offers them, how they are called, what they cost."""

from engine.models.provider import Credentials, Kind, ModelInfo, Provider, ProviderInfo
from engine.models.registry import BUILT_IN, LOCAL, ModelRegistry, known_providers, provider_id, register_provider

__all__ = [
    "BUILT_IN",
    "LOCAL",
    "Credentials",
    "Kind",
    "ModelInfo",
    "ModelRegistry",
    "Provider",
    "ProviderInfo",
    "known_providers",
    "provider_id",
    "register_provider",
]
