"""The chat models that answer, one after the other, when the one that was asked cannot."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import storage.settings
from services.accounts import audit
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.errors import InvalidInput
from services.models import credentials
from services.models.registry import SUBSTITUTES, forget_models

if TYPE_CHECKING:
    from services.runtime import Runtime

MOST: Final = 5  # models in the chain


async def substitutes(rt: "Runtime", workspace_id: str) -> list[tuple[str, str]]:
    """Return provider and name of each, in the order in which they are asked."""
    stored = await rt.db.read(lambda: storage.settings.get_setting(rt.db, workspace_id, SUBSTITUTES, []))
    return [(provider, name) for provider, name in stored]


@needs(Action.MANAGE_MODELS)
async def set_substitutes(
    rt: "Runtime", workspace_id: str, chain: Sequence[tuple[str, str]], *, account_id: str | None = None
) -> list[tuple[str, str]]:
    """Store the chain and return it. Raises InvalidInput for unknown providers, empty names, more than `MOST`."""
    chosen = list(dict.fromkeys((credentials.known(provider).id, name.strip()) for provider, name in chain))
    if not all(name for _, name in chosen):
        raise InvalidInput("substitutes: a model has no name.", param="substitutes")
    if len(chosen) > MOST:
        raise InvalidInput(f"substitutes has {len(chosen)} models; the limit is {MOST}.", param="substitutes")
    await storage.settings.put_setting(rt.db, workspace_id, SUBSTITUTES, [list(one) for one in chosen])
    forget_models(rt, workspace_id)
    names = [f"{provider}/{name}" for provider, name in chosen]
    target = ("model", "llm")
    await audit.note(rt, workspace_id, "model.substitutes", target=target, account_id=account_id, models=names)
    return chosen
