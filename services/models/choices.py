"""Which models a workspace can use, and which it uses by default."""

import time
from typing import TYPE_CHECKING

import storage.providers
from services.accounts import audit
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.errors import InvalidInput
from services.models import credentials
from services.models.kinds import MODEL_TYPES, ProviderState
from services.models.providers import list_providers
from services.models.registry import forget_models
from storage.errors import NotFound
from storage.records import DefaultModel, ProviderCredential

if TYPE_CHECKING:
    from services.runtime import Runtime


async def list_models(rt: "Runtime", workspace_id: str, model_type: str = "llm") -> list[tuple[ProviderState, str]]:
    """Return the usable models of a type with their providers; the demo model last."""
    states = [state for state in await list_providers(rt, workspace_id) if state.is_active]
    return [(state, model["model"]) for state in states for model in state.models if model["model_type"] == model_type]


async def default_model(rt: "Runtime", workspace_id: str, model_type: str = "llm") -> DefaultModel | None:
    """Return the workspace's model of a type, None when none was chosen."""
    return await rt.db.read(lambda: storage.providers.find_default_model(rt.db, workspace_id, model_type))


@needs(Action.MANAGE_MODELS)
async def set_default_model(
    rt: "Runtime", workspace_id: str, model_type: str, provider: str, model: str, *, account_id: str | None = None
) -> DefaultModel:
    """Choose the workspace's model of a type. Raises InvalidInput for an unknown type, provider or empty name."""
    if model_type not in MODEL_TYPES:
        raise InvalidInput(f"model_type must be one of {', '.join(MODEL_TYPES)}.", param="model_type")
    if not model.strip():
        raise InvalidInput("model is required.", param="model")
    chosen = DefaultModel(
        workspace_id=workspace_id, model_type=model_type, provider=credentials.known(provider).id, model=model.strip()
    )
    await storage.providers.put_default_model(rt.db, chosen)
    forget_models(rt, workspace_id)
    about = {"provider": chosen.provider, "model": chosen.model}
    await audit.note(rt, workspace_id, "model.default", target=("model", model_type), account_id=account_id, **about)
    return chosen


@needs(Action.MANAGE_MODELS)
async def set_overrides(
    rt: "Runtime", workspace_id: str, provider: str | None, *, account_id: str | None = None
) -> None:
    """Send every model reference to one provider, or (None) to the one that each names. Raises NotFound."""
    rows = await rt.db.read(lambda: storage.providers.list_credentials(rt.db, workspace_id))
    target = credentials.known(provider).id if provider else None
    if target is not None and target not in {row.provider for row in rows}:
        raise NotFound("provider credential", target)
    for row in rows:
        overrides = "*" if row.provider == target else None
        if row.overrides != overrides:
            changed = {**row.row(), "overrides": overrides, "updated_at": time.time()}
            await storage.providers.put_credential(rt.db, ProviderCredential(**changed))
    forget_models(rt, workspace_id)
    await audit.note(rt, workspace_id, "model.overrides", target=("provider", target or ""), account_id=account_id)
