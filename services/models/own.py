"""Models that a workspace describes itself: unknown ones, and known ones that it knows better than the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from pydantic import ValidationError

import storage.settings
from engine.models import Kind, ModelInfo, ModelRegistry
from engine.models.catalogue import catalogue
from services.accounts import audit
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.errors import InvalidInput
from services.models import credentials
from services.models.kinds import MODEL_TYPES
from services.models.providers import add_model, get_provider
from services.models.registry import OWN_MODELS, forget_models, models_for
from storage.errors import NotFound

if TYPE_CHECKING:
    from services.runtime import Runtime

MOST: Final = 200  # models that one workspace describes
LONGEST_NAME: Final = 255  # characters
LONGEST_CONTEXT: Final = 100_000_000  # tokens


@dataclass(frozen=True, slots=True)
class OwnModel:
    """A model with the provider that it is of."""

    provider: str
    info: ModelInfo


async def own_models(rt: "Runtime", workspace_id: str) -> list[OwnModel]:
    """Return what the workspace describes, in the order in which it was added."""
    stored = await rt.db.read(lambda: storage.settings.get_setting(rt.db, workspace_id, OWN_MODELS, []))
    return [OwnModel(one["provider"], ModelInfo.model_validate(one["model"])) for one in stored]


@needs(Action.MANAGE_MODELS)
async def describe_model(
    rt: "Runtime", workspace_id: str, provider: str, values: Mapping[str, Any], *, account_id: str | None = None
) -> OwnModel:
    """Store what a model is like, in place of what was stored for the same provider, name and kind.

    `values` are the fields of `ModelInfo`. Raises InvalidInput, which names the field.
    """
    described = OwnModel(credentials.known(provider).id, checked(values))
    kept = [one for one in await own_models(rt, workspace_id) if _key(one) != _key(described)]
    if len(kept) >= MOST:
        raise InvalidInput(f"{MOST} models are described already, which is the limit.", param="model")
    await _put(rt, workspace_id, [*kept, described])
    await _offer(rt, workspace_id, described)
    target = ("model", described.info.name)
    await audit.note(
        rt, workspace_id, "model.describe", target=target, account_id=account_id, provider=described.provider
    )
    return described


@needs(Action.MANAGE_MODELS)
async def forget_model(
    rt: "Runtime", workspace_id: str, provider: str, name: str, kind: str = "llm", *, account_id: str | None = None
) -> None:
    """Forget what the workspace says of a model; the catalogue's word counts again. Raises NotFound."""
    all_of_them = await own_models(rt, workspace_id)
    kept = [one for one in all_of_them if _key(one) != (provider, name, kind)]
    if len(kept) == len(all_of_them):
        raise NotFound("model", name)
    await _put(rt, workspace_id, kept)
    await audit.note(
        rt, workspace_id, "model.describe", target=("model", name), account_id=account_id, provider=provider
    )


async def known_model(rt: "Runtime", workspace_id: str, provider: str, name: str, kind: str = "llm") -> ModelInfo:
    """Return what is known of a model of a provider here: the workspace's own word, else the catalogue's.

    Raises InvalidInput for an unknown provider.
    """
    registry: ModelRegistry = await models_for(rt, workspace_id)
    return registry.described(credentials.known(provider).id, name, cast(Kind, kind))


def checked(values: Mapping[str, Any]) -> ModelInfo:
    """Return the model that `values` describe. Raises InvalidInput, which names the field."""
    name = str(values.get("name") or "").strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise InvalidInput(f"name has {len(name)} characters; it must have from 1 to {LONGEST_NAME}.", param="name")
    try:
        found = ModelInfo.model_validate({**values, "name": name})
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "model"
        raise InvalidInput(f"{field}: {first['msg']} (given: {first['input']!r:.60})", param=field) from error
    rates = catalogue().dollars
    if found.price is not None and found.price.currency not in rates:
        known = ", ".join(rates)
        raise InvalidInput(f"price.currency {found.price.currency} has no rate; known are {known}.", param="price")
    size, output = found.abilities.context_size, found.abilities.max_output
    if found.kind not in MODEL_TYPES or not 1 <= size <= LONGEST_CONTEXT:
        raise InvalidInput(f"context_size is {size}; it must be from 1 to {LONGEST_CONTEXT}.", param="context_size")
    if not 0 <= output <= size:
        raise InvalidInput(
            f"max_output is {output}; it must be from 0 to the context size, {size}.", param="max_output"
        )
    return found


async def _offer(rt: "Runtime", workspace_id: str, described: OwnModel) -> None:
    """Put a model on the list of its provider, where that is signed in to, so that it can be chosen."""
    state = await get_provider(rt, workspace_id, described.provider)
    listed = {"model": described.info.name, "model_type": described.info.kind}
    if state.credential_id is not None and listed not in state.models:
        await add_model(rt, workspace_id, described.provider, described.info.name, described.info.kind)


def _key(one: OwnModel) -> tuple[str, str, str]:
    return one.provider, one.info.name, one.info.kind


async def _put(rt: "Runtime", workspace_id: str, described: list[OwnModel]) -> None:
    rows = [{"provider": one.provider, "model": one.info.model_dump(mode="json")} for one in described]
    await storage.settings.put_setting(rt.db, workspace_id, OWN_MODELS, rows)
    forget_models(rt, workspace_id)
