"""How providers do, told by the calls that runs and people make anyway."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from engine.models import ModelRegistry
from engine.models.health import AccountHealth
from services.models.registry import models_for

if TYPE_CHECKING:
    from services.runtime import Runtime

State = Literal["unknown", "ok", "partly", "failing"]

# What went wrong, in words that give nothing of a workspace away: health checks show them to everybody.
WORDS: Final[Mapping[str, str]] = {
    "ModelRateLimited": "asks to slow down",
    "ModelUnavailable": "cannot be reached or answers with errors",
    "ModelTimedOut": "does not answer in time",
    "ModelQuotaExceeded": "has no quota left",
    "ModelAuthError": "refuses the credentials",
}


@dataclass(frozen=True, slots=True)
class ProviderHealth:
    """How a provider does; `accounts` are in the order of its keys."""

    provider: str
    accounts: Sequence[AccountHealth]

    @property
    def state(self) -> State:
        """Return how it does: unknown until it is asked something, partly when some of its keys fail."""
        known = [account for account in self.accounts if account.is_known]
        failing = [account for account in known if account.failing_since is not None]
        if not known:
            return "unknown"
        return "ok" if not failing else "failing" if len(failing) == len(self.accounts) else "partly"

    @property
    def failing_since(self) -> float | None:
        """Return since when its first failing key fails (epoch seconds), None when none does."""
        return min((account.failing_since for account in self.accounts if account.failing_since), default=None)

    @property
    def error(self) -> str:
        """Return in general words what is wrong, "" when nothing is."""
        errors = (WORDS.get(account.error, "fails") for account in self.accounts if account.failing_since)
        return next(errors, "")


async def provider_health(rt: "Runtime", workspace_id: str) -> dict[str, ProviderHealth]:
    """Return how the providers of a workspace do that were asked something since the server or their keys changed."""
    return _of([await models_for(rt, workspace_id)])


def external_services(rt: "Runtime") -> list[ProviderHealth]:
    """Return how the providers of all workspaces do, each with the keys of all; nobody is asked for it."""
    return sorted(_of(rt.caches.models.values()).values(), key=lambda one: one.provider)


def _of(registries: Iterable[ModelRegistry]) -> dict[str, ProviderHealth]:
    found: dict[str, list[AccountHealth]] = {}
    for registry in registries:
        for provider, accounts in registry.health().items():
            found.setdefault(provider, []).extend(accounts)
    return {provider: ProviderHealth(provider, accounts) for provider, accounts in found.items()}
