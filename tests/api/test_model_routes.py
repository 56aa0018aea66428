"""Registering model providers: one call, the vendor's own routes, what is shown and what never is."""

from typing import Any

import pytest

from tests.api import apps
from tests.api.client import Api, Json, expect
from tests.vendor import Vendor

PROVIDERS = "/workspaces/current/model-providers"
KEY = "sk-secret-of-the-tests-4711"


def registration(vendor: Vendor, **fields: Any) -> Json:
    body = {
        "provider": "openai_api_compatible",
        "credentials": {"api_key": KEY, "base_url": vendor.openai_url},
        "models": [
            {"model": "small-chat", "model_type": "llm"},
            {"model": "small-embed", "model_type": "text-embedding"},
        ],
    }
    return {**body, **fields}


async def test_one_call_registers_a_provider(lone_api: Api, vendor: Vendor) -> None:
    body = registration(vendor, model_overrides="*")
    done = expect(await lone_api.console("POST", PROVIDERS, body), 201)
    assert done.pop("credential_id")
    assert done == {
        "result": "success",
        "provider": "openai_api_compatible",
        "model_overrides": "*",
        "models": body["models"],
        "default_models": {"llm": "small-chat", "text-embedding": "small-embed"},
    }
    assert vendor.requests == []


@pytest.mark.parametrize(
    ("provider", "canonical"),
    [("langgenius/openai/openai", "openai"), ("openai", "openai"), ("openai_compatible", "openai_api_compatible")],
)
async def test_long_and_short_names_mean_the_same(lone_api: Api, vendor: Vendor, provider: str, canonical: str) -> None:
    done = expect(await lone_api.console("POST", PROVIDERS, registration(vendor, provider=provider)), 201)
    assert done["provider"] == canonical
    shown = expect(await lone_api.console("GET", f"{PROVIDERS}/{provider}/credentials"), 200)
    assert shown["credentials"]["base_url"] == vendor.openai_url


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"provider": None}, "provider"),
        ({"credentials": None}, "credentials"),
        ({"provider": "nobody"}, "provider"),
        ({"model_overrides": "gpt-*"}, "model_overrides"),
        ({"models": [{"model": "x", "model_type": "oracle"}]}, "models"),
        ({"credentials": {"api_key": KEY, "base_url": "ftp://x"}}, "credentials"),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_a_faulty_registration_names_its_field(lone_api: Api, vendor: Vendor, fields: Json, named: str) -> None:
    refused = expect(await lone_api.console("POST", PROVIDERS, registration(vendor, **fields)), 400)
    assert (refused["code"], refused["params"]) == ("invalid_param", named)
    assert KEY not in str(refused)


async def test_an_unknown_provider_is_told_the_known_ones(lone_api: Api, vendor: Vendor) -> None:
    refused = expect(await lone_api.console("POST", PROVIDERS, registration(vendor, provider="nobody")), 400)
    assert "anthropic" in refused["message"]


async def test_without_models_the_vendor_is_asked_for_its_list(lone_api: Api, vendor: Vendor) -> None:
    done = expect(await lone_api.console("POST", PROVIDERS, registration(vendor, models=None)), 201)
    assert {"model": "small-embed", "model_type": "text-embedding"} in done["models"]
    assert {"model": "small-chat", "model_type": "llm"} in done["models"]


async def test_a_vendor_that_cannot_be_asked_is_registered_all_the_same(lone_api: Api, vendor: Vendor) -> None:
    credentials = {"api_key": KEY, "base_url": "http://127.0.0.1:9/v1"}
    body = registration(vendor, models=None, credentials=credentials)
    assert expect(await lone_api.console("POST", PROVIDERS, body), 201)["models"] == []
    refused = expect(await lone_api.console("POST", PROVIDERS, {**body, "validate": True}), 400)
    assert refused["params"] == "credentials"


@pytest.mark.parametrize(
    "credentials",
    [
        {"openai_api_key": KEY, "openai_api_base": "{root}"},
        {"api_key": KEY, "endpoint_url": "{root}/v1"},
        {"api_key": KEY, "base_url": "{root}/v1/"},
    ],
)
async def test_other_names_of_fields_are_read_too(lone_api: Api, vendor: Vendor, credentials: Json) -> None:
    given = {name: value.replace("{root}", vendor.url) for name, value in credentials.items()}
    expect(await lone_api.console("POST", PROVIDERS, registration(vendor, credentials=given)), 201)
    shown = expect(await lone_api.console("GET", f"{PROVIDERS}/openai_api_compatible/credentials"), 200)
    assert shown["credentials"]["base_url"] == vendor.openai_url


async def test_every_reference_goes_to_the_provider_that_overrides(lone_api: Api, vendor: Vendor) -> None:
    expect(await lone_api.console("POST", PROVIDERS, registration(vendor, model_overrides="*")), 201)
    vendor.rule(reply="from the vendor")
    app = await lone_api.app(apps.configured("chat", model={**apps.MODEL, "provider": "tongyi", "name": "qwen-max"}))
    assert expect(await app.run(), 200)["answer"] == "from the vendor"
    assert vendor.last.body["model"] == "qwen-max"
    assert vendor.last.headers["authorization"] == f"Bearer {KEY}"


async def test_an_end_of_the_redirection_takes_effect_at_once(lone_api: Api, vendor: Vendor) -> None:
    expect(await lone_api.console("POST", PROVIDERS, registration(vendor, model_overrides="*")), 201)
    app = await lone_api.app(apps.configured("chat", model={**apps.MODEL, "provider": "tongyi"}))
    expect(await app.run(), 200)
    done = expect(await lone_api.console("POST", PROVIDERS, registration(vendor, model_overrides=None)), 201)
    assert done["model_overrides"] is None
    assert expect(await app.run(), 400)["code"] == "provider_not_initialize"


async def test_a_new_key_keeps_the_redirection(lone_api: Api, vendor: Vendor) -> None:
    expect(await lone_api.console("POST", PROVIDERS, registration(vendor, model_overrides="*")), 201)
    assert expect(await lone_api.console("POST", PROVIDERS, registration(vendor)), 201)["model_overrides"] == "*"


async def test_keys_never_come_back(lone_api: Api, vendor: Vendor) -> None:
    expect(await lone_api.console("POST", PROVIDERS, registration(vendor)), 201)
    for path in ("", "/openai_api_compatible/credentials", "/openai_api_compatible/models/credentials"):
        assert KEY[4:] not in (await lone_api.console("GET", PROVIDERS + path)).text
    masked = expect(await lone_api.console("GET", f"{PROVIDERS}/openai_api_compatible/credentials"), 200)
    expect(await lone_api.console("PUT", f"{PROVIDERS}/openai_api_compatible/credentials", masked), 200)
    vendor.rule(reply="still signed in")
    app = await lone_api.app(apps.configured("chat", model={**apps.MODEL, "provider": "openai_api_compatible"}))
    assert expect(await app.run(), 200)["answer"] == "still signed in"
    assert vendor.last.headers["authorization"] == f"Bearer {KEY}"


async def test_credentials_are_stored_checked_and_forgotten(lone_api: Api, vendor: Vendor) -> None:
    path, body = f"{PROVIDERS}/openai/credentials", {"credentials": {"api_key": KEY, "base_url": vendor.openai_url}}
    assert expect(await lone_api.console("POST", f"{path}/validate", body), 200) == {"result": "success"}
    wrong = {"credentials": {"api_key": KEY, "base_url": "http://127.0.0.1:9/v1"}}
    refusal = expect(await lone_api.console("POST", f"{path}/validate", wrong), 200)
    assert (refusal["result"], bool(refusal["error"])) == ("error", True)
    assert expect(await lone_api.console("POST", path, body), 201) == {"result": "success"}
    assert (await lone_api.console("DELETE", path)).status_code == 204
    assert expect(await lone_api.console("DELETE", path), 404)["code"] == "not_found"


async def test_the_list_of_providers(lone_api: Api, vendor: Vendor) -> None:
    expect(await lone_api.console("POST", PROVIDERS, registration(vendor)), 201)
    listed = expect(await lone_api.console("GET", PROVIDERS), 200)["data"]
    first = listed[0]
    assert first["provider"] == "openai_api_compatible"
    assert first.keys() >= {
        *("provider", "label", "description", "icon_small", "help", "supported_model_types", "configurate_methods"),
        *("provider_credential_schema", "model_credential_schema", "preferred_provider_type"),
        *("custom_configuration", "system_configuration"),
    }
    assert first["custom_configuration"]["status"] == "active"
    assert {one["provider"] for one in listed} >= {"openai", "anthropic", "demo"}
    embedding = expect(await lone_api.console("GET", f"{PROVIDERS}?model_type=text-embedding"), 200)["data"]
    assert "anthropic" not in {one["provider"] for one in embedding}


async def test_models_by_hand(lone_api: Api, vendor: Vendor) -> None:
    expect(await lone_api.console("POST", PROVIDERS, registration(vendor)), 201)
    path, model = f"{PROVIDERS}/openai_api_compatible/models", {"model": "big-chat", "model_type": "llm"}
    expect(await lone_api.console("POST", path, model), 200)
    assert model in expect(await lone_api.console("GET", path), 200)["data"]
    assert (await lone_api.console("DELETE", path, model)).status_code == 204
    expect(await lone_api.console("DELETE", path, model), 404)
    body = {**model, "credentials": {"api_key": "sk-other-key-4712", "base_url": vendor.openai_url}}
    expect(await lone_api.console("POST", f"{path}/credentials", body), 201)
    listed = expect(await lone_api.console("GET", path), 200)["data"]
    assert [one["model"] for one in listed] == ["small-chat", "small-embed", "big-chat"]
    assert (await lone_api.console("DELETE", f"{path}/credentials", model)).status_code == 204


async def test_default_models(lone_api: Api, vendor: Vendor) -> None:
    path = "/workspaces/current/default-model"
    assert expect(await lone_api.console("GET", f"{path}?model_type=rerank"), 200) == {"data": None}
    expect(await lone_api.console("POST", PROVIDERS, registration(vendor)), 201)
    setting = {"model_type": "llm", "provider": "openai_api_compatible", "model": "big-chat"}
    assert expect(await lone_api.console("POST", path, {"model_settings": [setting]}), 200) == {"result": "success"}
    found = expect(await lone_api.console("GET", f"{path}?model_type=llm"), 200)["data"]
    assert (found["model"], found["provider"]["provider"]) == ("big-chat", "openai_api_compatible")
    expect(await lone_api.console("POST", path, {"model_settings": [{**setting, "model_type": "oracle"}]}), 400)


async def test_models_of_a_type_are_grouped_by_provider(lone_api: Api, vendor: Vendor) -> None:
    expect(await lone_api.console("POST", PROVIDERS, registration(vendor)), 201)
    groups = expect(await lone_api.console("GET", "/workspaces/current/models/model-types/llm"), 200)["data"]
    names = {group["provider"]: [model["model"] for model in group["models"]] for group in groups}
    assert names["openai_api_compatible"] == ["small-chat"]
    assert "openai" not in names
    (demo,) = next(group for group in groups if group["provider"] == "demo")["models"]
    assert demo["features"] == ["tool-call", "structured-output"]
    assert demo["model_properties"] == {"mode": "chat", "context_size": 32_000}


async def test_the_parameters_of_a_model(lone_api: Api) -> None:
    path = f"{PROVIDERS}/langgenius/anthropic/anthropic/models/parameter-rules"
    rules = {
        rule["name"]: rule for rule in expect(await lone_api.console("GET", f"{path}?model=claude-3"), 200)["data"]
    }
    assert (rules["temperature"]["min"], rules["temperature"]["max"]) == (0, 1)
    assert rules["max_tokens"]["type"] == "int"
    assert rules["temperature"]["default"] == 1
    assert rules["top_p"].keys() == {
        *("name", "label", "type", "min", "max", "default", "precision", "options", "required", "help")
    }
    assert expect(await lone_api.console("GET", path), 400)["params"] == "model"


async def test_the_workspace_of_the_administrator(lone_api: Api) -> None:
    current = expect(await lone_api.console("GET", "/workspaces/current"), 200)
    listed = expect(await lone_api.console("GET", "/workspaces"), 200)["workspaces"]
    assert [one["id"] for one in listed] == [current["id"]]
    assert current["role"] == "owner"
