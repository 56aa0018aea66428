"""The models of a workspace, grouped by their providers."""

from collections.abc import Mapping
from typing import Any, Final

from engine.models import ModelInfo
from services import models
from services.models import ProviderState
from services.runtime import Runtime

Json = dict[str, Any]

FEATURES: Final[Mapping[str, str]] = {  # what Dify calls our abilities
    "tools": "tool-call",
    "vision": "vision",
    "documents": "document",
    "audio": "audio",
    "structured_output": "structured-output",
    "reasoning": "agent-thought",
}


async def grouped_models(rt: Runtime, workspace_id: str, model_type: str) -> list[Json]:
    """Return the usable models of a type, by provider."""
    grouped: dict[str, Json] = {}
    for state, name in await models.list_models(rt, workspace_id, model_type):
        group = grouped.setdefault(state.info.id, _group(state, workspace_id))
        known = await models.known_model(rt, workspace_id, state.info.id, name, model_type)
        group["models"].append(_model(known))
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


def _model(known: ModelInfo) -> Json:
    return {
        "model": known.name,
        "label": _in_languages(known.name),
        "model_type": known.kind,
        "features": _features(known) if known.kind == "llm" else [],
        "fetch_from": "customizable-model",
        "model_properties": _properties(known),
        "deprecated": False,
        "status": "active",
        "load_balancing_enabled": False,
        "has_invalid_load_balancing_configs": False,
    }


def _features(known: ModelInfo) -> list[str]:
    return [word for ability, word in FEATURES.items() if getattr(known.abilities, ability)]


def _properties(known: ModelInfo) -> Json:
    if known.kind == "llm":
        mode = "completion" if known.completion else "chat"
        return {"mode": mode, "context_size": known.abilities.context_size}
    return {"dimensions": known.dimensions} if known.dimensions else {}


def _in_languages(text: str) -> Json:
    return {"en_US": text, "zh_Hans": text}
