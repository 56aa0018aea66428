"""Which model answers a reference, what it is known to do, and what its calls cost."""

import time
from decimal import Decimal

import pytest

from engine.errors import ModelBadRequest, ModelNotConfigured
from engine.models import Credentials, ModelRegistry, known_providers, provider_id
from engine.models.abilities import abilities_of
from engine.models.base import Message
from engine.models.known import everyone
from engine.models.lookup import model_info
from engine.models.metering import Timing, priced
from engine.models.tokens import count, count_messages, estimate
from tests.engine.models import ask, registry
from tests.vendor.openai_api import vector

KEY = Credentials(api_key="sk-x", base_url="http://127.0.0.1:9/v1")


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("openai", "openai"),
        ("langgenius/openai/openai", "openai"),
        ("langgenius/gemini/google", "google"),
        ("gemini", "google"),
        ("langgenius/openai_api_compatible/openai_api_compatible", "openai_api_compatible"),
        ("openai_compatible", "openai_api_compatible"),
        ("langgenius/azure_openai/azure_openai", "azure_openai"),
        ("Tongyi", "tongyi"),
        ("someone/new/new", "new"),
    ],
)
def test_provider_ids(name, canonical):
    assert provider_id(name) == canonical


def test_every_known_provider_can_be_signed_in_to():
    for info in known_providers():
        assert provider_id(info.id) == info.id
        owner = ModelRegistry({info.id: KEY}).provider(info.id)
        offered = owner.chat("some-model") if "llm" in info.kinds else owner.embedding("some-model")
        assert (offered.provider, offered.name) == (info.id, "some-model")


def test_with_nothing_stored_the_demo_model_answers_for_all():
    assert ModelRegistry().chat("langgenius/openai/openai", "gpt-4o").provider == "demo"


def test_a_provider_without_credentials_is_named():
    with pytest.raises(ModelNotConfigured, match="DeepSeek") as caught:
        ModelRegistry({"openai": KEY}).chat("langgenius/deepseek/deepseek", "deepseek-chat")
    assert caught.value.provider == "deepseek"


def test_a_reference_without_a_provider_says_so():
    with pytest.raises(ModelNotConfigured, match="no model provider is chosen"):
        ModelRegistry({"openai": KEY}).chat("", "m")


def test_the_fallback_answers_for_providers_without_credentials():
    models = ModelRegistry({"openai": KEY}, fallback="openai", fallback_model="gpt-4o-mini")
    assert models.resolve("llm", "tongyi", "qwen-max") == ("openai", "gpt-4o-mini")
    assert models.resolve("llm", "openai", "gpt-4o") == ("openai", "gpt-4o")


def test_an_override_takes_every_reference_and_keeps_the_model_name():
    models = ModelRegistry({"openai_compatible": KEY}, overrides={"openai_compatible": "*"})
    assert models.resolve("llm", "langgenius/anthropic/anthropic", "claude") == ("openai_api_compatible", "claude")
    assert models.resolve("text-embedding", "openai", "e") == ("openai_api_compatible", "e")


def test_patterns_take_only_the_names_that_fit():
    models = ModelRegistry({"groq": KEY, "openai": KEY}, overrides={"groq": ["llama-*"]})
    assert models.resolve("llm", "ollama", "llama-3")[0] == "groq"
    assert models.resolve("llm", "openai", "gpt-4o")[0] == "openai"


def test_the_last_override_wins_and_what_it_cannot_do_goes_to_the_one_before():
    stored = {"openai": KEY, "anthropic": KEY}
    models = ModelRegistry(stored, overrides={"openai": "*", "anthropic": "*"})
    assert models.resolve("llm", "tongyi", "m")[0] == "anthropic"
    assert models.resolve("text-embedding", "tongyi", "m")[0] == "openai"


def test_an_override_that_cannot_do_a_type_leaves_it_to_the_named_provider():
    models = ModelRegistry({"openai": KEY, "anthropic": KEY}, overrides={"anthropic": "*"})
    assert models.resolve("text-embedding", "openai", "e")[0] == "openai"
    with pytest.raises(ModelNotConfigured, match="Anthropic offers no text-embedding"):
        models.resolve("text-embedding", "anthropic", "e")


def test_a_provider_without_an_address_needs_one():
    models = ModelRegistry({"openai_api_compatible": Credentials()})
    with pytest.raises(ModelBadRequest, match="needs a base URL"):
        models.chat("openai_api_compatible", "m")


def test_credentials_are_read_under_the_names_of_plugins():
    stored = Credentials.from_mapping({"openai_api_key": "sk", "openai_api_base": "http://x", "organization": "o"})
    assert stored.api_key is not None
    assert stored.api_key.get_secret_value() == "sk"
    assert (stored.base_url, stored.extra) == ("http://x", {"organization": "o"})
    assert "sk" not in repr(stored)


@pytest.mark.parametrize("path", ["", "/", "/v1", "/v1/"])
async def test_an_address_without_a_path_gets_its_version(vendor, path):
    vendor.rule(reply="x")
    models = ModelRegistry({"openai_api_compatible": Credentials(base_url=vendor.url + path)})
    async for _ in models.chat("openai_api_compatible", "m").stream(ask()):
        pass
    assert vendor.last.path == "/v1/chat/completions"


async def test_flags_decide_what_is_sent(vendor):
    vendor.rule(reply="x")
    for name in ("mistralai", "openai"):
        async for _ in (
            registry(vendor, name).chat(name, "o4-mini").stream(ask(parameters={"max_tokens": 5, "top_p": 1}))
        ):
            pass
    plain, reasoning = (request.body for request in vendor.model_requests)
    assert "stream_options" not in plain
    assert (plain["max_tokens"], plain["top_p"]) == (5, 1)
    assert reasoning["stream_options"] == {"include_usage": True}
    assert reasoning["max_completion_tokens"] == 5
    assert reasoning.keys().isdisjoint({"max_tokens", "top_p"})


async def test_what_a_vendor_does_not_count_is_estimated(vendor):
    vendor.rule(reply="four words of text")
    pieces = [piece async for piece in registry(vendor, "mistralai").chat("mistralai", "m").stream(ask("hello"))]
    assert pieces[-1].usage.completion_tokens == estimate("four words of text")
    assert pieces[-1].usage.prompt_tokens > 0


@pytest.mark.parametrize("kind", ["openai", "siliconflow"])
async def test_embeddings_come_in_order(vendor, kind):
    texts = [f"text {n}" for n in range(70)]
    vectors = await registry(vendor, kind).embedding(kind, "e").embed(texts)
    assert [len(v) for v in vectors] == [8] * 70
    assert vectors[69] == pytest.approx(vector("text 69"), abs=1e-6)
    assert len(vendor.requests) == (1 if kind == "openai" else 3)


def test_abilities_are_known_by_name():
    assert abilities_of("gpt-4o-mini").vision
    assert abilities_of("openai/gpt-4.1").context_size > 1_000_000
    assert not abilities_of("deepseek-reasoner").tools
    assert abilities_of("Qwen/Qwen2.5-VL-72B-Instruct").vision
    assert abilities_of("claude-sonnet-4-5").reasoning
    assert abilities_of("my-own").context_size == 32_000


def test_a_user_may_know_better_what_a_model_can_do():
    stored = Credentials(base_url="http://x", extra={"vision": True, "context_size": 5, "json_schema": True})
    abilities = ModelRegistry({"openai_api_compatible": stored}).chat("openai_api_compatible", "gpt-4o").abilities
    assert (abilities.vision, abilities.context_size, abilities.structured_output) == (True, 5, True)


def test_prices_are_those_of_the_list_and_unknown_models_cost_nothing():
    now = Timing(time.perf_counter())
    known = priced(price_of("openai", "gpt-4o-mini"), 1_000_000, 2_000_000, now)
    assert (known.prompt_price, known.completion_price) == (Decimal("0.15"), Decimal("1.2"))
    assert (known.prompt_unit_price, known.price_unit) == (Decimal("0.15"), Decimal("0.000001"))
    assert price_of("openai", "none-such") is None
    assert price_of("vllm", "gpt-4o-mini") is None
    assert priced(None, 10, 10, now).total_price == 0


def price_of(provider, name):
    info = everyone().find(provider)
    assert info is not None
    return model_info(info, name).price


def test_tokens_are_counted_offline():
    assert count("hello world") == 2
    assert estimate("hello world!") == 3
    assert estimate("你好") == 2
    assert count("x " * 40_000) == estimate("x " * 40_000)
    assert count_messages([Message("user", "hello world")], exact=True) == 6


async def test_a_closed_registry_opens_its_connections_anew(vendor):
    vendor.rule(reply="x")
    models = registry(vendor, "openai")
    for _ in range(2):
        async for _ in models.chat("openai", "m").stream(ask()):
            pass
        await models.close()
    assert len(vendor.model_requests) == 2
