"""The catalogue: its files hold what they should, and what is known of a model decides how it is asked and paid."""

import json
from decimal import Decimal

import pytest

from engine.models import Credentials, ModelInfo, ModelRegistry, Price
from engine.models.catalogue import catalogue
from engine.models.known import PROTOCOLS, everyone
from engine.models.lookup import in_dollars, model_info
from engine.models.provider import ProviderInfo
from tests.engine.models import ask, end_of, registry

WELL_KNOWN = (
    *("openai", "anthropic", "google", "azure_openai", "bedrock", "cohere", "deepseek", "tongyi", "zhipuai"),
    *("moonshot", "groq", "openrouter", "mistralai"),
)


def provider(name: str) -> ProviderInfo:
    info = everyone().find(name)
    assert info is not None
    return info


def test_every_file_is_sound():
    for info in catalogue().providers:
        assert info.protocol in PROTOCOLS
        assert info.kinds
        names = [(model.name, model.kind) for model in info.models]
        assert len(set(names)) == len(names), info.id
        for model in info.models:
            assert model.kind in info.kinds
            assert model.abilities.max_output <= model.abilities.context_size
            assert model.price is None or model.price.currency in catalogue().dollars
            for one in model.parameters or ():
                assert one.default is None or one.type != "float" or one.min <= one.default <= one.max


@pytest.mark.parametrize("name", WELL_KNOWN)
def test_well_known_providers_say_all_of_their_chat_models(name):
    chats = [model for model in provider(name).models if model.kind == "llm"]
    assert len(chats) >= 3
    for model in chats:
        assert model.price is not None, model.name
        assert model.abilities.max_output, model.name
        assert model.parameters, model.name


def test_embedding_models_say_how_long_their_vectors_are():
    embedding = [one for info in catalogue().providers for one in info.models if one.kind == "text-embedding"]
    assert all(one.dimensions for one in embedding)


@pytest.mark.parametrize(
    ("owner", "name", "context", "vision", "price"),
    [
        pytest.param("openai", "gpt-4.1", 1_047_576, True, "2", id="listed"),
        pytest.param("openai", "gpt-4o-2024-05-13", 128_000, True, "5", id="a version with its own price"),
        pytest.param("anthropic", "claude-sonnet-4-5-20250929", 200_000, True, "3", id="a dated version"),
        pytest.param("openrouter", "openai/gpt-5.1", 400_000, True, "1.25", id="another's model"),
        pytest.param("vllm", "Qwen/Qwen3-235B-A22B", 131_072, False, None, id="served at home"),
        pytest.param("openai_api_compatible", "llava-13b", 128_000, True, None, id="told by its name"),
        pytest.param("openai_api_compatible", "nobody-knows", 32_000, False, None, id="unknown"),
    ],
)
def test_what_is_known_of_a_model(owner, name, context, vision, price):
    found = model_info(provider(owner), name)
    assert (found.name, found.abilities.context_size, found.abilities.vision) == (name, context, vision)
    assert (found.price and found.price.input) == (price and Decimal(price))


def test_parameters_have_ranges_of_their_vendor_and_model():
    def of(owner, name):
        return {one.name: one for one in model_info(provider(owner), name).parameters or ()}

    assert of("openai", "gpt-4o")["temperature"].max == 2
    assert of("anthropic", "claude-sonnet-4-5")["temperature"].max == 1
    assert of("openai", "gpt-4o")["max_tokens"].max == 16_384
    assert of("openai", "gpt-5")["reasoning_effort"].options == ("minimal", "low", "medium", "high")
    assert "temperature" not in of("openai", "gpt-5")
    assert of("tongyi", "qwen-plus")["enable_thinking"].type == "bool"
    assert of("openai", "gpt-9-unheard-of").keys() == {"max_tokens", "reasoning_effort"}


@pytest.mark.parametrize(
    "info", [info for info in catalogue().providers if info.parameters and info.id != "demo"], ids=lambda info: info.id
)
async def test_every_parameter_that_a_form_offers_is_sent(vendor, info):
    kind = {"anthropic": "anthropic", "gemini": "google", "cohere": "cohere"}.get(
        info.protocol, "openai_api_compatible"
    )
    address = {"anthropic": vendor.url, "google": vendor.gemini_url}.get(kind, vendor.openai_url)
    stored = Credentials(api_key="k", base_url=vendor.url if info.flags.get("azure") else address)
    vendor.rule(reply="x")
    models = ModelRegistry({info.id: stored})
    offered = {one.name: 3 if one.type == "int" else 0.5 for one in info.parameters}
    offered["reasoning_effort"] = "low" if "reasoning_effort" in offered else None
    async for _ in models.chat(info.id, "plain-model").stream(ask(parameters=offered)):
        pass
    sent = json.dumps(vendor.last.body)
    theirs = {"google": {"top_p": "topP", "top_k": "topK", "max_tokens": "maxOutputTokens"}, "cohere": {"top_k": '"k"'}}
    either = {"top_p"} if kind in ("anthropic", "cohere") else set()  # of two, one is sent; or it has a short name
    wanted = {theirs.get(kind, {}).get(name, name) for name, value in offered.items() if value and name not in either}
    assert [name for name in wanted if name not in sent] == []


async def test_a_call_costs_what_the_catalogue_says_in_dollars(vendor):
    vendor.rule(reply="five words that cost money")
    pieces = [piece async for piece in registry(vendor, "zhipuai").chat("zhipuai", "glm-4.7").stream(ask())]
    usage = end_of(pieces).usage
    assert usage.currency == "USD"
    assert usage.completion_unit_price == 8 * catalogue().dollars["CNY"]
    assert usage.completion_price == usage.completion_unit_price * usage.completion_tokens / 1_000_000


def test_an_unknown_currency_costs_nothing_that_could_be_added_up():
    assert in_dollars(Price(input=Decimal(7), currency="XXX")).input == 0


async def test_own_models_stand_for_those_of_the_catalogue(vendor):
    vendor.rule(reply="OK")
    mine = ModelInfo(
        name="gpt-4o", abilities=model_info(provider("vllm"), "x").abilities, price=Price(output=Decimal(9))
    )
    house = ModelInfo(name="house-model", completion=True, price=Price(input=Decimal(1)))
    stored = {"openai": Credentials(api_key="k", base_url=vendor.openai_url)}
    models = ModelRegistry(stored, own={"openai": [mine, house]})
    assert models.chat("openai", "gpt-4o").abilities.context_size == 32_000
    pieces = [piece async for piece in models.chat("openai", "house-model").stream(ask())]
    assert vendor.last.path == "/v1/completions"  # it continues a text, so that is how it is asked
    assert end_of(pieces).usage.prompt_unit_price == 1
    assert models.info("llm", "openai", "gpt-4o").price == Price(output=Decimal(9))
    assert model_info(provider("openai"), "gpt-4o").abilities.context_size == 128_000  # of nobody else's


async def test_a_completion_model_of_the_catalogue_is_asked_to_continue(vendor):
    vendor.rule(reply="and so on")
    async for _ in registry(vendor, "openai").chat("openai", "gpt-3.5-turbo-instruct").stream(ask("Once")):
        pass
    assert (vendor.last.path, vendor.last.body["prompt"]) == ("/v1/completions", "Once")
