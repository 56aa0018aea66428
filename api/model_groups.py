"""The models of a workspace, grouped by their providers."""

from typing import Any

from services import models
from services.models import ProviderState
from services.runtime import Runtime

Json = dict[str, Any]


async def grouped_models(rt: Runtime, workspace_id: str, model_type: str) -> list[Json]:
    """Return the usable models of a type, by provider."""
    grouped: dict[str, Json] = {}
    for state, name in await models.list_models(rt, workspace_id, model_type):
        group = grouped.setdefault(state.info.id, _group(state, workspace_id))
        group["models"].append(_model(name, model_type))
    return list(grouped.values())


def head_of(state: ProviderState) -> Json:
    """Return how a provider is called."""
    return {"provider": state.info.id, "label": _in_languages(state.info.label), "icon_small": None}


def _group(state: ProviderState, workspace_id: str) -> Json:
    return {
        **head_of(state),
        "icon_small_dark": None,
        "tenant_id": workspace_id,
        "status": "active",
        "models": [],
    }


def _model(name: str, model_type: str) -> Json:
    return {
        "model": name,
        "label": _in_languages(name),
        "model_type": model_type,
        "features": [],
        "fetch_from": "customizable-model",
        "model_properties": {},
        "deprecated": False,
        "status": "active",
        "load_balancing_enabled": False,
        "has_invalid_load_balancing_configs": False,
    }


def _in_languages(text: str) -> Json:
    return {"en_US": text, "zh_Hans": text}
