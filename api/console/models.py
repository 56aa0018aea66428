"""Model providers, their credentials and models, and the defaults of the workspace."""

from typing import Any

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Console, Server
from api.bodies import Body, json_object, parsed
from api.documentation import accepts
from api.json_text import JsonAnswer
from api.model_groups import grouped_models, head_of
from services import models
from services.models import KEEP, ParameterRule, ProviderState, Registration

router = APIRouter(prefix="/workspaces/current", tags=["Models"])


class Listed(Body):
    """A model that a provider offers."""

    model: str
    model_type: str = "llm"


class Register(Body):
    """A provider with its credentials, its models, and whether references of others go to it."""

    null_means = frozenset({"model_overrides"})

    provider: str
    credentials: dict[str, Any]
    models: list[Listed] | None = None
    model_overrides: str | list[str] | None = Field(None, description='"*", patterns of names, or null for none.')
    validate_: bool = Field(False, alias="validate", description="Ask the vendor whether the key works.")


class ListedWithCredentials(Listed):
    """A model, and the credentials of its provider where they are new."""

    credentials: dict[str, Any] = Field(default_factory=dict)


class CredentialsBody(Body):
    """Credentials of one provider."""

    credentials: dict[str, Any]
    name: str | None = None


class ModelSetting(Body):
    """The default model of one type."""

    model_type: str
    provider: str
    model: str


class DefaultModels(Body):
    """Default models."""

    model_settings: list[ModelSetting]


@router.post("/model-providers", status_code=201, openapi_extra=accepts(Register))
async def register(request: Request, caller: Console, rt: Server) -> Response:
    """Register a provider in one call."""
    body = parsed(Register, await json_object(request))
    listed = None if body.models is None else [one.model_dump() for one in body.models]
    done = await models.register_provider(
        rt,
        caller.workspace.id,
        body.provider,
        body.credentials,
        models=listed,
        model_overrides=body.model_overrides if "model_overrides" in body.model_fields_set else KEEP,
        validate=body.validate_,
        account_id=caller.account_id,
    )
    return JsonAnswer(_registration(done), 201)


@router.get("/model-providers")
async def list_providers(caller: Console, rt: Server, model_type: str | None = None) -> Response:
    """Return all providers with what is stored for them, secrets masked."""
    found = await models.list_providers(rt, caller.workspace.id)
    kept = [one for one in found if model_type is None or model_type in one.info.kinds]
    return JsonAnswer({"data": [_provider(one) for one in kept]})


@router.get("/model-providers/{provider:path}/models/parameter-rules")
async def parameter_rules(provider: str, model: str, caller: Console, rt: Server) -> Response:
    """Return the parameters that a model takes, with their ranges."""
    rules = await models.parameter_rules(rt, caller.workspace.id, provider, model)
    return JsonAnswer({"data": [_rule(rule) for rule in rules]})


@router.get("/model-providers/{provider:path}/models/credentials")
async def get_model_credentials(provider: str, caller: Console, rt: Server) -> Response:
    """Return the credentials by which a model is called, masked: those of its provider."""
    return await get_credentials(provider, caller, rt)


@router.post(
    "/model-providers/{provider:path}/models/credentials",
    status_code=201,
    openapi_extra=accepts(ListedWithCredentials),
)
async def add_model_with_credentials(provider: str, request: Request, caller: Console, rt: Server) -> Response:
    """Add a model by hand; credentials that come with it become those of its provider."""
    body = parsed(ListedWithCredentials, await json_object(request))
    listed = {"model": body.model, "model_type": body.model_type}
    if body.credentials:
        known = (await models.get_provider(rt, caller.workspace.id, provider)).stored_models
        kept = [one for one in known if one != listed]
        await models.register_provider(
            rt, caller.workspace.id, provider, body.credentials, models=[*kept, listed], account_id=caller.account_id
        )
    else:
        await models.add_model(rt, caller.workspace.id, provider, body.model, body.model_type)
    return JsonAnswer({"result": "success"}, 201)


@router.delete("/model-providers/{provider:path}/models/credentials", status_code=204, openapi_extra=accepts(Listed))
async def remove_model_with_credentials(provider: str, request: Request, caller: Console, rt: Server) -> Response:
    """Take a model from a provider's list; the provider keeps its credentials."""
    return await remove_model(provider, request, caller, rt)


@router.get("/model-providers/{provider:path}/credentials")
async def get_credentials(provider: str, caller: Console, rt: Server) -> Response:
    """Return a provider's credentials, masked."""
    state = await models.get_provider(rt, caller.workspace.id, provider)
    return JsonAnswer({"credentials": dict(state.credentials)})


@router.post("/model-providers/{provider:path}/credentials/validate", openapi_extra=accepts(CredentialsBody))
async def validate(provider: str, request: Request, caller: Console, rt: Server) -> Response:
    """Ask the vendor whether credentials work; 200 both ways."""
    body = parsed(CredentialsBody, await json_object(request))
    refusal = await models.check_credentials(rt, caller.workspace.id, provider, body.credentials)
    return JsonAnswer({"result": "error", "error": refusal} if refusal else {"result": "success"})


@router.post("/model-providers/{provider:path}/credentials", status_code=201, openapi_extra=accepts(CredentialsBody))
async def add_credentials(provider: str, request: Request, caller: Console, rt: Server) -> Response:
    """Store a provider's credentials."""
    return await _store(provider, request, caller, rt, status=201)


@router.put("/model-providers/{provider:path}/credentials", openapi_extra=accepts(CredentialsBody))
async def change_credentials(provider: str, request: Request, caller: Console, rt: Server) -> Response:
    """Replace a provider's credentials."""
    return await _store(provider, request, caller, rt, status=200)


async def _store(provider: str, request: Request, caller: Console, rt: Server, *, status: int) -> Response:
    body = parsed(CredentialsBody, await json_object(request))
    await models.register_provider(rt, caller.workspace.id, provider, body.credentials, account_id=caller.account_id)
    return JsonAnswer({"result": "success"}, status)


@router.delete("/model-providers/{provider:path}/credentials", status_code=204)
async def delete_credentials(provider: str, caller: Console, rt: Server) -> Response:
    """Forget a provider's credentials."""
    await models.delete_credentials(rt, caller.workspace.id, provider, account_id=caller.account_id)
    return Response(status_code=204)


@router.get("/model-providers/{provider:path}/models")
async def provider_models(provider: str, caller: Console, rt: Server) -> Response:
    """Return the models that are listed for a provider."""
    state = await models.get_provider(rt, caller.workspace.id, provider)
    return JsonAnswer({"data": list(state.models)})


@router.post("/model-providers/{provider:path}/models", openapi_extra=accepts(Listed))
async def add_model(provider: str, request: Request, caller: Console, rt: Server) -> Response:
    """Add a model to a provider by hand."""
    body = parsed(Listed, await json_object(request))
    await models.add_model(rt, caller.workspace.id, provider, body.model, body.model_type)
    return JsonAnswer({"result": "success"})


@router.delete("/model-providers/{provider:path}/models", status_code=204, openapi_extra=accepts(Listed))
async def remove_model(provider: str, request: Request, caller: Console, rt: Server) -> Response:
    """Take a model from a provider's list."""
    body = parsed(Listed, await json_object(request))
    await models.remove_model(rt, caller.workspace.id, provider, body.model, body.model_type)
    return Response(status_code=204)


@router.get("/default-model")
async def default_model(caller: Console, rt: Server, model_type: str = "llm") -> Response:
    """Return the default model of a type, or null."""
    found = await models.default_model(rt, caller.workspace.id, model_type)
    if found is None:
        return JsonAnswer({"data": None})
    named = {"model": found.model, "model_type": found.model_type, "provider": {"provider": found.provider}}
    return JsonAnswer({"data": named})


@router.post("/default-model", openapi_extra=accepts(DefaultModels))
async def set_default_models(request: Request, caller: Console, rt: Server) -> Response:
    """Set default models."""
    for one in parsed(DefaultModels, await json_object(request)).model_settings:
        chosen = (one.model_type, one.provider, one.model)
        await models.set_default_model(rt, caller.workspace.id, *chosen, account_id=caller.account_id)
    return JsonAnswer({"result": "success"})


@router.get("/models/model-types/{model_type}")
async def models_of_type(model_type: str, caller: Console, rt: Server) -> Response:
    """Return the usable models of a type, grouped by provider."""
    return JsonAnswer({"data": await grouped_models(rt, caller.workspace.id, model_type)})


def _rule(rule: ParameterRule) -> dict[str, Any]:
    one = rule.parameter
    return {
        "name": one.name,
        "label": _in_languages(rule.label),
        "type": {"bool": "boolean", "choice": "string"}.get(one.type, one.type),
        "min": one.min,
        "max": one.max,
        "default": one.default,
        "precision": 2 if one.type == "float" else 0,
        "options": list(one.options),
        "required": False,
        "help": _in_languages(rule.help),
    }


def _in_languages(texts: tuple[str, str]) -> dict[str, str]:
    english, chinese = texts
    return {"en_US": english, "zh_Hans": chinese}


def _registration(done: Registration) -> dict[str, Any]:
    return {
        "result": "success",
        "provider": done.provider,
        "credential_id": done.credential_id,
        "model_overrides": done.model_overrides,
        "models": done.models,
        "default_models": done.default_models,
    }


def _provider(state: ProviderState) -> dict[str, Any]:
    stored = [{"credential_id": state.credential_id, "credential_name": "API KEY"}] if state.credential_id else []
    return {
        **head_of(state),
        "description": {"en_US": state.info.help, "zh_Hans": state.info.help},
        "help": None,
        "supported_model_types": list(state.info.kinds),
        "configurate_methods": ["predefined-model", "customizable-model"],
        "provider_credential_schema": None,
        "model_credential_schema": None,
        "preferred_provider_type": "custom",
        "custom_configuration": {
            "status": "active" if state.is_active else "no-configure",
            "current_credential_id": state.credential_id,
            "available_credentials": stored,
        },
        "system_configuration": {"enabled": False, "quota_configurations": []},
        "model_overrides": state.model_overrides,
        "models": list(state.models),
    }
