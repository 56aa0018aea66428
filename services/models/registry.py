"""The registry of a workspace's models: made of what is stored, kept until that changes."""

import asyncio
import logging
from typing import TYPE_CHECKING, Any, Final

import storage.providers
import storage.settings
from engine.models import LOCAL, Credentials, Kind, ModelInfo, ModelRegistry
from services.bounds import call_policy
from services.errors import SecretUnreadable
from services.models import credentials
from storage.records import DefaultModel, ProviderCredential

if TYPE_CHECKING:
    from services.runtime import Runtime

logger = logging.getLogger(__name__)

SUBSTITUTES: Final = "substitute_models"  # the setting that holds the chain: provider and name of each
OWN_MODELS: Final = "own_models"  # the setting that holds what the workspace describes: provider and model of each


class WorkspaceModels(ModelRegistry):
    """A registry in which references that name no provider mean the workspace's default model."""

    defaults: dict[str, tuple[str, str]]  # model type -> provider, model

    def resolve(self, kind: Kind, provider: str, name: str) -> tuple[str, str]:
        """Return the provider and the model name that answer a reference; raises `ModelNotConfigured`."""
        if not provider.strip() and kind in self.defaults:
            provider, name = self.defaults[kind]
        return super().resolve(kind, provider, name)


async def models_for(rt: "Runtime", workspace_id: str) -> ModelRegistry:
    """Return the workspace's models, made once and kept until credentials or overrides change."""
    return await rt.caches.models.load(workspace_id, lambda: _made(rt, workspace_id))


def forget_models(rt: "Runtime", workspace_id: str) -> None:
    """Have the next run get a new registry; the old one is closed when the runs under way have ended."""
    old = rt.caches.models.get(workspace_id)
    rt.caches.models.forget(workspace_id)
    if old is not None:
        rt.background.start("close models", _close_after_runs(rt, old))


def forget_all_models(rt: "Runtime") -> None:
    """Have the next runs of every workspace get new registries: there are other providers than before."""
    for old in rt.caches.models.take_all():
        rt.background.start("close models", _close_after_runs(rt, old))


async def close_registries(rt: "Runtime") -> None:
    """Close the connections of all registries, at the end of the runtime."""
    await asyncio.gather(*(registry.close() for registry in rt.caches.models.take_all()))


async def _made(rt: "Runtime", workspace_id: str) -> ModelRegistry:
    rows, defaults, chain, own = await rt.db.read(
        lambda: (
            storage.providers.list_credentials(rt.db, workspace_id),
            storage.providers.list_default_models(rt.db, workspace_id),
            storage.settings.get_setting(rt.db, workspace_id, SUBSTITUTES, []),
            storage.settings.get_setting(rt.db, workspace_id, OWN_MODELS, []),
        )
    )
    return await asyncio.to_thread(_registry, rt, rows, defaults, chain, own)


def _registry(
    rt: "Runtime",
    rows: list[ProviderCredential],
    defaults: list[DefaultModel],
    chain: list[tuple[str, str]],
    own: list[dict[str, Any]],
) -> ModelRegistry:
    stored = {LOCAL: Credentials(extra={"client": rt.encoder})}
    for row in rows:
        try:
            stored[row.provider] = Credentials.from_mapping(credentials.opened(rt.secrets, row))
        except SecretUnreadable as error:
            logger.warning("The credentials of a provider are left out. provider=%s reason=%s", row.provider, error)
    registry = WorkspaceModels(
        stored,
        overrides={row.provider: row.overrides for row in rows if row.overrides and row.provider in stored},
        substitutes=chain,
        policy=call_policy(rt.settings),
        own=_by_provider(own),
    )
    registry.defaults = {item.model_type: (item.provider, item.model) for item in defaults}
    registry.warm_up()
    return registry


def _by_provider(own: list[dict[str, Any]]) -> dict[str, list[ModelInfo]]:
    found: dict[str, list[ModelInfo]] = {}
    for one in own:
        found.setdefault(one["provider"], []).append(ModelInfo.model_validate(one["model"]))
    return found


async def _close_after_runs(rt: "Runtime", registry: ModelRegistry) -> None:
    await asyncio.gather(*(live.ended() for live in rt.live.running()))
    await registry.close()
