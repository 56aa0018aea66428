"""Providers: stored encrypted, shown masked, overriding or not, with defaults and a registry per workspace."""

from typing import Any

import pytest
from pydantic import SecretStr

from engine.errors import ModelNotConfigured
from engine.models.base import ChatRequest, Finished, Message
from services import models
from services.chats import chat
from services.errors import InvalidInput
from services.models.kinds import type_of_model
from services.runtime import Runtime
from storage.errors import NotFound
from tests.services.parts import asking, chat_app, message_of, published, sign_in
from tests.vendor import Vendor

KEY = "sk-of-the-tests-42"


async def test_a_provider_is_registered_in_one_call(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    listed = [{"model": "small", "model_type": "llm"}, {"model": "embed", "model_type": "text-embedding"}]
    made = await models.register_provider(
        rt,
        workspace_id,
        "openai_compatible",
        {"api_key": KEY, "base_url": vendor.url},
        models=listed,
        model_overrides="*",
    )
    assert (made.provider, made.model_overrides, made.models) == ("openai_api_compatible", "*", listed)
    assert made.default_models == {"llm": "small", "text-embedding": "embed"}
    state = await models.get_provider(rt, workspace_id, "langgenius/openai_api_compatible/openai_api_compatible")
    assert state.credentials == {"api_key": "sk********42", "base_url": vendor.openai_url}
    assert KEY not in str(rt.db.query("SELECT * FROM provider_credentials"))


@pytest.mark.parametrize(
    ("provider", "given", "stored"),
    [
        ("openai_api_compatible", "http://host:9000", "http://host:9000/v1"),
        ("openai_api_compatible", "http://host:9000/v1/", "http://host:9000/v1"),
        ("openai_api_compatible", "https://host/api/openai", "https://host/api/openai"),
        ("anthropic", "https://host/v1", "https://host"),
        ("anthropic", "https://host/", "https://host"),
    ],
)
async def test_addresses_take_the_form_of_their_protocol(
    rt: Runtime, workspace_id: str, provider: str, given: str, stored: str
) -> None:
    await models.register_provider(rt, workspace_id, provider, {"api_key": KEY, "base_url": given}, models=[])
    assert (await models.get_provider(rt, workspace_id, provider)).credentials["base_url"] == stored


@pytest.mark.parametrize(
    "credentials",
    [
        {"openai_api_key": KEY, "openai_api_base": "http://host/v1"},
        {"api_key": KEY, "endpoint_url": "http://host"},
    ],
)
async def test_other_names_of_the_same_fields_are_read(
    rt: Runtime, workspace_id: str, credentials: dict[str, str]
) -> None:
    await models.register_provider(rt, workspace_id, "openai", credentials, models=[])
    shown = (await models.get_provider(rt, workspace_id, "openai")).credentials
    assert shown == {"api_key": "sk********42", "base_url": "http://host/v1"}


@pytest.mark.parametrize(
    ("provider", "credentials", "word"),
    [
        ("nobody", {"api_key": KEY}, "Unknown provider 'nobody'. Known are: demo, local, openai"),
        ("openai", {}, "api_key is required"),
        ("openai_api_compatible", {"api_key": KEY}, "base_url is required"),
        ("openai", {"api_key": KEY, "base_url": "ftp://host"}, "no http or https address"),
        ("openai", {"api_key": KEY, "base_url": "http://["}, "no http or https address"),
        ("openai", {"api_key": "x" * 10_001}, "longer than"),
    ],
)
async def test_faulty_credentials_are_refused(
    rt: Runtime, workspace_id: str, provider: str, credentials: dict[str, str], word: str
) -> None:
    with pytest.raises(InvalidInput, match=word):
        await models.register_provider(rt, workspace_id, provider, credentials, models=[])


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"models": [{"model": "x", "model_type": "magic"}]}, "model_type 'magic'"),
        ({"models": [{}]}, "needs a model name"),
        ({"models": [], "model_overrides": "gpt-*"}, "model_overrides must be"),
    ],
)
async def test_faulty_models_and_overrides_are_refused(
    rt: Runtime, workspace_id: str, options: dict[str, Any], word: str
) -> None:
    with pytest.raises(InvalidInput, match=word):
        await models.register_provider(rt, workspace_id, "openai", {"api_key": KEY}, **options)


async def test_without_a_list_the_vendor_is_asked_for_its_models(
    rt: Runtime, workspace_id: str, vendor: Vendor
) -> None:
    made = await models.register_provider(
        rt, workspace_id, "openai_api_compatible", {"api_key": KEY, "base_url": vendor.openai_url}
    )
    assert [request.path for request in vendor.requests] == ["/v1/models"]
    assert made.models


async def test_a_vendor_that_cannot_be_asked_is_no_fault_unless_it_is_to_be_checked(
    rt: Runtime, workspace_id: str
) -> None:
    credentials = {"api_key": KEY, "base_url": "http://127.0.0.1:9/v1"}
    made = await models.register_provider(rt, workspace_id, "openai_api_compatible", credentials)
    assert made.models == []
    assert await models.check_credentials(rt, workspace_id, "openai_api_compatible", credentials)
    with pytest.raises(InvalidInput, match="refused the credentials"):
        await models.register_provider(rt, workspace_id, "openai_api_compatible", credentials, validate=True)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("gpt-4o-mini", "llm"),
        ("text-embedding-3-small", "text-embedding"),
        ("bge-reranker-v2", "rerank"),
        ("whisper-1", "speech2text"),
        ("tts-1-hd", "tts"),
        ("omni-moderation-latest", "moderation"),
    ],
)
def test_a_name_suggests_what_a_model_does(name: str, kind: str) -> None:
    assert type_of_model(name) == kind


async def test_the_mask_sent_back_keeps_the_key(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    await sign_in(rt, workspace_id, vendor)
    shown = (await models.get_provider(rt, workspace_id, "openai")).credentials
    await models.register_provider(rt, workspace_id, "openai", shown, models=[])
    await models.test_model(rt, workspace_id, "openai", "small", "llm")
    assert vendor.last.headers["authorization"] == f"Bearer {KEY}"


async def test_every_reference_goes_to_the_provider_that_overrides(
    rt: Runtime, workspace_id: str, vendor: Vendor
) -> None:
    await models.register_provider(rt, workspace_id, "anthropic", {"api_key": KEY}, models=[])
    await models.register_provider(
        rt, workspace_id, "openai_api_compatible", {"base_url": vendor.openai_url}, models=[], model_overrides="*"
    )
    registry = await models.models_for(rt, workspace_id)
    assert registry.resolve("llm", "langgenius/gemini/google", "gemini-pro") == ("openai_api_compatible", "gemini-pro")
    await models.register_provider(
        rt, workspace_id, "openai_api_compatible", {"base_url": vendor.openai_url}, models=[]
    )
    registry = await models.models_for(rt, workspace_id)
    assert registry.resolve("llm", "anthropic", "claude")[0] == "openai_api_compatible"
    await models.set_overrides(rt, workspace_id, None)
    registry = await models.models_for(rt, workspace_id)
    assert registry.resolve("llm", "anthropic", "claude") == ("anthropic", "claude")
    with pytest.raises(ModelNotConfigured, match="Gemini"):
        registry.resolve("llm", "langgenius/gemini/google", "gemini-pro")
    await models.set_overrides(rt, workspace_id, "anthropic")
    registry = await models.models_for(rt, workspace_id)
    assert registry.resolve("llm", "openai", "gpt") == ("anthropic", "gpt")


async def test_the_next_turn_uses_new_credentials_and_the_one_under_way_keeps_its_own(
    rt: Runtime, workspace_id: str, vendor: Vendor
) -> None:
    await sign_in(rt, workspace_id, vendor)
    vendor.rule(when="slow", reply="one two three", chunk_delay=0.02)
    app = await published(rt, workspace_id, asking())
    slow = await chat.start_turn(rt, app, query="slow", inputs={}, user="ann", auto_generate_name=False)
    await anext(slow.subscribe())
    await models.register_provider(
        rt, workspace_id, "openai", {"api_key": "sk-another-key", "base_url": vendor.openai_url}, models=[]
    )
    quick = await chat.start_turn(rt, app, query="quick", inputs={}, user="ann", auto_generate_name=False)
    await quick.finished()
    await slow.finished()
    assert vendor.last.headers["authorization"] == "Bearer sk-another-key"
    assert (await message_of(rt, slow, app)).answer == "one two three"


async def test_nodes_that_name_no_provider_use_the_default_model(
    rt: Runtime, workspace_id: str, vendor: Vendor
) -> None:
    await sign_in(rt, workspace_id, vendor)
    nameless = {"provider": "", "name": "", "mode": "chat", "completion_params": {}}
    app = await chat_app(rt, workspace_id)
    live = await chat.start_turn(
        rt, app, query="Hi", inputs={}, user="me", model_config={**(app.model_config or {}), "model": nameless}
    )
    await live.finished()
    assert vendor.model_requests[0].body["model"] == "small"


async def test_signing_out_takes_the_defaults_along(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    await sign_in(rt, workspace_id, vendor)
    await models.delete_credentials(rt, workspace_id, "openai")
    assert await models.default_model(rt, workspace_id) is None
    assert (await models.list_providers(rt, workspace_id))[0].credential_id is None
    with pytest.raises(NotFound):
        await models.delete_credentials(rt, workspace_id, "openai")


async def test_models_can_be_listed_added_and_removed(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    await sign_in(rt, workspace_id, vendor)
    await models.add_model(rt, workspace_id, "openai", "large")
    usable = [(state.info.id, name) for state, name in await models.list_models(rt, workspace_id)]
    assert usable == [("openai", "small"), ("openai", "large"), ("demo", "demo")]
    await models.remove_model(rt, workspace_id, "openai", "large")
    with pytest.raises(NotFound):
        await models.remove_model(rt, workspace_id, "openai", "large")


async def test_a_test_call_says_how_long_it_took_or_why_it_failed(
    rt: Runtime, workspace_id: str, vendor: Vendor
) -> None:
    await sign_in(rt, workspace_id, vendor)
    good = await models.test_model(rt, workspace_id, "openai", "small", "llm")
    assert (good.ok, good.answer) == (True, "OK")
    assert good.latency > 0
    vendor.rule(status=401, reply="no such key")
    bad = await models.test_model(rt, workspace_id, "openai", "small", "llm")
    assert not bad.ok
    assert bad.error
    assert KEY not in bad.error


async def test_keys_of_the_environment_are_stored_once(rt: Runtime, workspace_id: str) -> None:
    rt.settings = rt.settings.model_copy(update={"openai_api_key": SecretStr(KEY)})
    await models.seed_providers(rt)
    assert (await models.get_provider(rt, workspace_id, "openai")).credentials["api_key"] == "sk********42"
    await models.delete_credentials(rt, workspace_id, "openai")
    await models.seed_providers(rt)
    assert (await models.get_provider(rt, workspace_id, "openai")).credential_id is None


async def test_further_keys_take_turns_and_come_back_as_masks_alone(
    rt: Runtime, workspace_id: str, vendor: Vendor
) -> None:
    own = {"base_url": vendor.openai_url, "api_key": "sk-first-4711"}
    keys = ["sk-second-4712", "sk-third-4713"]
    await models.register_provider(rt, workspace_id, "openai", {**own, "more_keys": keys}, models=[])
    shown = (await models.get_provider(rt, workspace_id, "openai")).credentials
    assert not any(key in str(shown) for key in keys)
    kept = {**own, "more_keys": [shown["more_keys"][1], "sk-fourth-4714"]}
    await models.register_provider(rt, workspace_id, "openai", kept, models=[])
    model = (await models.models_for(rt, workspace_id)).chat("openai", "m")
    for _ in range(3):
        assert [piece async for piece in model.stream(ChatRequest(messages=[Message("user", "hi")]))]
    sent = {request.headers["authorization"] for request in vendor.model_requests}
    assert sent == {"Bearer sk-first-4711", "Bearer sk-third-4713", "Bearer sk-fourth-4714"}


@pytest.mark.parametrize("keys", ["sk-1", [1], ["sk********11"], [f"sk-{number}" for number in range(21)]])
async def test_further_keys_that_are_none_are_refused(rt: Runtime, workspace_id: str, keys: Any) -> None:
    with pytest.raises(InvalidInput, match="more_keys"):
        await models.register_provider(rt, workspace_id, "openai", {"api_key": "sk-1", "more_keys": keys}, models=[])


async def test_a_substitute_answers_when_the_asked_model_cannot(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    await models.register_provider(
        rt, workspace_id, "openai", {"base_url": vendor.openai_url, "api_key": "k"}, models=[]
    )
    chain = await models.set_substitutes(rt, workspace_id, [("openai", " b "), ("openai", "b")])
    assert chain == await models.substitutes(rt, workspace_id) == [("openai", "b")]
    vendor.rule(times=1, status=401)
    model = (await models.models_for(rt, workspace_id)).chat("openai", "a")
    pieces = [piece async for piece in model.stream(ChatRequest(messages=[Message("user", "hi")]))]
    end = pieces[-1]
    assert isinstance(end, Finished)
    assert end.answered_by == "openai/b"


@pytest.mark.parametrize("chain", [[("nobody", "m")], [("openai", " ")], [("openai", str(n)) for n in range(6)]])
async def test_chains_that_cannot_be_asked_are_refused(
    rt: Runtime, workspace_id: str, chain: list[tuple[str, str]]
) -> None:
    with pytest.raises(InvalidInput):
        await models.set_substitutes(rt, workspace_id, chain)
