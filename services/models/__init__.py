"""The models of a workspace: who offers them, which are the defaults, and the registry that runs use."""

from services.models.choices import default_model, list_models, set_default_model, set_overrides, test_model
from services.models.kinds import MODEL_TYPES, ModelTest, ProviderState, Registration
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
from services.models.registry import close_registries, models_for
from services.models.substitutes import set_substitutes, substitutes

__all__ = [
    "KEEP",
    "MODEL_TYPES",
    "Keep",
    "ModelTest",
    "ParameterRule",
    "ProviderState",
    "Registration",
    "add_model",
    "check_credentials",
    "close_registries",
    "default_model",
    "delete_credentials",
    "get_provider",
    "list_models",
    "list_providers",
    "models_for",
    "parameter_rules",
    "register_provider",
    "remove_model",
    "seed_providers",
    "set_default_model",
    "set_overrides",
    "set_substitutes",
    "substitutes",
    "test_model",
]
