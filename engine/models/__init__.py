"""Models: who offers them, how they are called, what they cost."""

from engine.models.facts import ModelInfo, Parameter, Price
from engine.models.known import KnownProviders, register_provider, unregister_provider
from engine.models.provider import Credentials, Kind, Provider, ProviderInfo
from engine.models.registry import BUILT_IN, LOCAL, ModelRegistry, known_providers, provider_id

__all__ = [
    "BUILT_IN",
    "LOCAL",
    "Credentials",
    "Kind",
    "KnownProviders",
    "ModelInfo",
    "ModelRegistry",
    "Parameter",
    "Price",
    "Provider",
    "ProviderInfo",
    "known_providers",
    "provider_id",
    "register_provider",
    "unregister_provider",
]
