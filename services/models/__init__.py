"""The models of a workspace: who offers them, which are the defaults, and the registry that runs use."""

from services.models.choices import default_model, list_models, set_default_model, set_overrides
from services.models.kinds import MODEL_TYPES, ModelTest, ProviderState, Registration
from services.models.own import OwnModel, describe_model, forget_model, known_model, own_models
from services.models.parameters import ParameterRule, parameter_rules
from services.models.providers import (
    KEEP,
    Keep,
    add_model,
    check_credentials,
    delete_credentials,
    get_provider,
    list_providers,
    register_provider,
    remove_model,
    seed_providers,
)
from services.models.registry import close_registries, forget_all_models, models_for
from services.models.states import ProviderHealth, external_services, provider_health
from services.models.substitutes import set_substitutes, substitutes
from services.models.trying import test_model
from services.models.usage import ModelUsage, model_usage

__all__ = [
    "KEEP",
    "MODEL_TYPES",
    "Keep",
    "ModelTest",
    "ModelUsage",
    "OwnModel",
    "ParameterRule",
    "ProviderHealth",
    "ProviderState",
    "Registration",
    "add_model",
    "check_credentials",
    "close_registries",
    "default_model",
    "delete_credentials",
    "describe_model",
    "external_services",
    "forget_all_models",
    "forget_model",
    "get_provider",
    "known_model",
    "list_models",
    "list_providers",
    "model_usage",
    "models_for",
    "own_models",
    "parameter_rules",
    "provider_health",
    "register_provider",
    "remove_model",
    "seed_providers",
    "set_default_model",
    "set_overrides",
    "set_substitutes",
    "substitutes",
    "test_model",
]
