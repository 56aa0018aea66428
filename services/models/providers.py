"""Providers: signing in to them, the list of their models, signing out."""

import asyncio
import logging
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from pydantic import SecretStr

import storage.providers
import storage.settings
from engine.errors import EngineError
from engine.models import Credentials, ModelRegistry, ProviderInfo, known_providers
from engine.models.policy import CallPolicy
from services import accounts
from services.accounts import audit
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.errors import InvalidInput, SecretUnreadable
from services.models import credentials
from services.models.kinds import MODEL_TYPES, ListedModel, Overrides, ProviderState, Registration, type_of_model
from services.models.registry import forget_models, models_for
from storage.errors import NotFound
from storage.records import DefaultModel, ProviderCredential

if TYPE_CHECKING:
    from services.runtime import Runtime

logger = logging.getLogger(__name__)

ASKING: Final = 10.0  # seconds that a vendor has to list its models
SEEDED: Final = "seeded_providers"  # the setting that names the providers whose keys were taken over once


class Keep:
    """The default of `model_overrides`: leave stored overrides as they are."""


KEEP: Final = Keep()


@needs(Action.MANAGE_MODELS)
async def register_provider(
    rt: "Runtime",
    workspace_id: str,
    provider: str,
    values: Mapping[str, Any],
    *,
    models: Sequence[Mapping[str, str]] | None = None,
    model_overrides: str | Sequence[str] | Keep | None = KEEP,
    validate: bool = False,
    account_id: str | None = None,
) -> Registration:
    """Store the credentials `values` of a provider, replacing what was stored for it.

    `models` None asks the provider for its list. `model_overrides` "*" sends every model reference
    to this provider, patterns such as `gpt-*` those that fit, None ends that.

    Raises:
        InvalidInput: the provider is unknown, a field is missing, or (`validate`) the vendor refused.
    """
    info = credentials.known(provider)
    row = await _row(rt, workspace_id, info.id)
    checked = credentials.checked(info, values, _opened(rt, row))
    overrides = _overrides(model_overrides, row)
    listed = None if models is None else [_checked_model(model) for model in models]
    if validate or listed is None:
        offered, refusal = await _offered(info, checked)
        if validate and refusal:
            raise InvalidInput(f"{info.label} refused the credentials: {refusal}", param="credentials")
        listed = offered if listed is None else listed
    stored = await storage.providers.put_credential(
        rt.db,
        ProviderCredential(
            workspace_id=workspace_id,
            provider=info.id,
            ciphertext=credentials.sealed(rt.secrets, checked),
            models=listed,
            overrides=overrides,
        ),
    )
    defaults = await _fill_defaults(rt, workspace_id, info.id, listed)
    forget_models(rt, workspace_id)
    about: dict[str, Any] = {"fields": sorted(checked), "models": len(listed)}
    await audit.note(rt, workspace_id, "provider.store", target=("provider", info.id), account_id=account_id, **about)
    logger.info("A model provider was registered. provider=%s models=%s", info.id, len(listed))
    return Registration(
        provider=info.id,
        credential_id=stored.id,
        model_overrides=overrides,
        models=listed,
        default_models=defaults,
    )


async def list_providers(rt: "Runtime", workspace_id: str) -> list[ProviderState]:
    """Return every known provider, those with stored credentials first."""
    rows = await rt.db.read(lambda: storage.providers.list_credentials(rt.db, workspace_id))
    by_provider = {row.provider: row for row in rows}
    states = [_state(rt, info, by_provider.get(info.id)) for info in known_providers()]
    return sorted(states, key=lambda state: state.credential_id is None)


async def get_provider(rt: "Runtime", workspace_id: str, provider: str) -> ProviderState:
    """Return one provider. Raises InvalidInput for an unknown one."""
    info = credentials.known(provider)
    return _state(rt, info, await _row(rt, workspace_id, info.id))


@needs(Action.MANAGE_MODELS)
async def delete_credentials(rt: "Runtime", workspace_id: str, provider: str, *, account_id: str | None = None) -> None:
    """Forget a provider's credentials, its models and the defaults among them. Raises NotFound, InvalidInput."""
    info = credentials.known(provider)
    await storage.providers.delete_credential(rt.db, workspace_id, info.id)
    await storage.providers.delete_default_models(rt.db, workspace_id, info.id)
    forget_models(rt, workspace_id)
    await audit.note(rt, workspace_id, "provider.forget", target=("provider", info.id), account_id=account_id)


@needs(Action.MANAGE_MODELS)
async def check_credentials(rt: "Runtime", workspace_id: str, provider: str, values: Mapping[str, Any]) -> str:
    """Return "" when the vendor takes these credentials, else why not; nothing is stored.

    Raises:
        InvalidInput: the provider is unknown or a field is missing.
    """
    info = credentials.known(provider)
    row = await _row(rt, workspace_id, info.id)
    _, refusal = await _offered(info, credentials.checked(info, values, _opened(rt, row)))
    return refusal


@needs(Action.MANAGE_MODELS)
async def add_model(rt: "Runtime", workspace_id: str, provider: str, model: str, model_type: str = "llm") -> None:
    """Put a model on the provider's list. Raises NotFound without credentials, InvalidInput."""
    row = await _stored_row(rt, workspace_id, provider)
    listed = _checked_model({"model": model, "model_type": model_type})
    await _put_models(rt, row, [*(known for known in row.models if known != listed), listed])
    await _fill_defaults(rt, workspace_id, row.provider, [listed])


@needs(Action.MANAGE_MODELS)
async def remove_model(rt: "Runtime", workspace_id: str, provider: str, model: str, model_type: str = "llm") -> None:
    """Take a model off the provider's list. Raises NotFound."""
    row = await _stored_row(rt, workspace_id, provider)
    listed = {"model": model, "model_type": model_type}
    if listed not in row.models:
        raise NotFound("model", model)
    await _put_models(rt, row, [known for known in row.models if known != listed])


async def seed_providers(rt: "Runtime") -> None:
    """Store the vendor keys that the environment gives in the first workspace, once each; nobody is asked anything.

    Where a provider is stored, its library is loaded in the background, so that the first answer need not wait for it.
    """
    owner = await accounts.workspace(rt)
    keys = {"openai": rt.settings.openai_api_key, "anthropic": rt.settings.anthropic_api_key}
    seeded = await rt.db.read(lambda: storage.settings.get_setting(rt.db, owner.id, SEEDED, []))
    for provider, key in keys.items():
        if isinstance(key, SecretStr) and provider not in seeded:
            info = credentials.known(provider)
            await register_provider(
                rt, owner.id, provider, {"api_key": key.get_secret_value()}, models=_suggested(info)
            )
            seeded = [*seeded, provider]
            await storage.settings.put_setting(rt.db, owner.id, SEEDED, seeded)
    if await rt.db.read(lambda: storage.providers.list_credentials(rt.db, owner.id)):
        rt.background.start("load the libraries of model providers", models_for(rt, owner.id))


async def _row(rt: "Runtime", workspace_id: str, provider: str) -> ProviderCredential | None:
    return await rt.db.read(lambda: storage.providers.find_credential(rt.db, workspace_id, provider))


async def _stored_row(rt: "Runtime", workspace_id: str, provider: str) -> ProviderCredential:
    info = credentials.known(provider)
    row = await _row(rt, workspace_id, info.id)
    if row is None:
        raise NotFound("provider credential", info.id)
    return row


async def _put_models(rt: "Runtime", row: ProviderCredential, models: list[ListedModel]) -> None:
    changed = {**row.row(), "models": models, "updated_at": time.time()}
    await storage.providers.put_credential(rt.db, ProviderCredential(**changed))


async def _fill_defaults(
    rt: "Runtime", workspace_id: str, provider: str, models: Sequence[ListedModel]
) -> dict[str, str]:
    """Make the first model of each type the default where there is none; return all defaults."""
    stored = await rt.db.read(lambda: storage.providers.list_default_models(rt.db, workspace_id))
    defaults = {item.model_type: item.model for item in stored}
    for model in models:
        if model["model_type"] not in defaults:
            defaults[model["model_type"]] = model["model"]
            await storage.providers.put_default_model(
                rt.db,
                DefaultModel(
                    workspace_id=workspace_id,
                    model_type=model["model_type"],
                    provider=provider,
                    model=model["model"],
                ),
            )
    return defaults


async def _offered(info: ProviderInfo, values: Mapping[str, Any]) -> tuple[list[ListedModel], str]:
    """Ask a vendor for its models; return the list and "", or the known suggestions and why it refused."""
    policy = CallPolicy(retries=0, connect_timeout=ASKING / 2, read_timeout=ASKING)
    registry = ModelRegistry({info.id: Credentials.from_mapping(values)}, policy=policy)
    try:
        await asyncio.to_thread(registry.warm_up)
        async with asyncio.timeout(ASKING):
            names = await registry.provider(info.id).list_models()
    except (EngineError, TimeoutError) as error:
        return _suggested(info), str(error) or f"no answer within {ASKING:g} seconds"
    finally:
        await registry.close()
    listed = {model.name: str(model.kind) for model in info.models}  # the catalogue knows better than names tell
    return [{"model": name, "model_type": listed.get(name) or type_of_model(name)} for name in names], ""


def _suggested(info: ProviderInfo) -> list[ListedModel]:
    return [{"model": model.name, "model_type": model.kind} for model in info.models]


def _state(rt: "Runtime", info: ProviderInfo, row: ProviderCredential | None) -> ProviderState:
    if row is None:
        return ProviderState(info=info, credentials={}, models=_suggested(info))
    return ProviderState(
        info=info,
        credential_id=row.id,
        credentials=credentials.shown(_opened(rt, row)),
        models=list(row.models),
        model_overrides=row.overrides,
    )


def _opened(rt: "Runtime", row: ProviderCredential | None) -> dict[str, Any]:
    """Return the stored credentials; {} for none, and for those that the key file does not open any more."""
    try:
        return {} if row is None else credentials.opened(rt.secrets, row)
    except SecretUnreadable as error:
        logger.warning("The credentials of a provider cannot be read. reason=%s", error)
        return {}


def _overrides(given: str | Sequence[str] | Keep | None, row: ProviderCredential | None) -> Overrides:
    if isinstance(given, Keep):
        kept: Overrides = row.overrides if row else None
        return kept
    if given is None or given == "*":
        return given
    if isinstance(given, str) or not all(isinstance(pattern, str) and pattern for pattern in given):
        raise InvalidInput('model_overrides must be "*", a list of patterns, or null.', param="model_overrides")
    return list(given) or None


def _checked_model(model: Mapping[str, str]) -> ListedModel:
    name, kind = str(model.get("model") or "").strip(), str(model.get("model_type") or "llm")
    if not 1 <= len(name) <= 255:
        raise InvalidInput("models: each entry needs a model name of 1 to 255 characters.", param="models")
    if kind not in MODEL_TYPES:
        allowed = ", ".join(MODEL_TYPES)
        raise InvalidInput(f"model_type {kind!r:.80} is unknown. Allowed are {allowed}.", param="models")
    return {"model": name, "model_type": kind}
