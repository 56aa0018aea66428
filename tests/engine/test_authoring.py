"""A provider of models in one Python file: what it says of itself, what it offers, how its faults are told."""

import asyncio
from contextlib import aclosing
from decimal import Decimal
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from engine.errors import ModelAuthError, ModelError, ModelNotConfigured, ModelRateLimited, ModelTimedOut
from engine.models import Credentials, KnownProviders, ModelRegistry, register_provider, unregister_provider
from engine.models.authoring import ModelProvider, Spent, ThinkingPiece, ToolCall
from engine.models.catalogue import catalogue
from engine.models.policy import CallPolicy
from tests.engine.models import Clock, ask, end_of, text_of, thinking_of

EXAMPLE = Path(__file__).parents[2] / "examples/plugins/parrot.py"


class Wire(ModelProvider):
    """A vendor with a protocol of its own."""

    id, label = "wire", "Wire"
    base_url = "http://127.0.0.1:9"
    models = ("thin",)

    async def answer(self, model, request):
        body = {"stream": True, "stream_options": {"include_usage": True}, "messages": [{"content": "hello"}]}
        async for event in self.events("/v1/chat/completions", body):
            for choice in event["choices"]:
                said = choice.get("delta") or choice.get("message") or {}
                yield said.get("content", "")
            if "usage" in event:
                yield Spent(event["usage"]["prompt_tokens"], event["usage"]["completion_tokens"])

    async def rank(self, model, query, texts):
        answer = await self.post("/v1/rerank", {"model": model, "query": query, "documents": list(texts)})
        scores = {one["index"]: one["relevance_score"] for one in answer["results"]}
        return [scores[place] for place in range(len(texts))]


class Odd(ModelProvider):
    """Does what `request` says."""

    id, label, needs_key = "odd", "Odd", False

    async def answer(self, model, request):
        match request.messages[-1].text:
            case "call":
                yield ThinkingPiece("hm")
                yield ToolCall("1", "add", "{}")
            case "hang":
                await asyncio.Event().wait()
            case "late":
                yield "so "
                raise KeyError("late")
            case "fail":
                raise RuntimeError("broken inside")

    async def embed(self, model, texts, purpose):
        return [[1.0]]


def signed_in(kind: type[ModelProvider], url: str = "", **patience) -> tuple[ModelRegistry, KnownProviders]:
    """Return the models of a workspace that has nothing but this provider."""
    known = KnownProviders(catalogue().providers)
    info = register_provider(kind, owner="tests", known=known)
    stored = {info.id: Credentials(api_key="sk-wire", base_url=url or None)}
    return ModelRegistry(stored, policy=CallPolicy(**{"sleep": Clock().sleep, **patience}), known=known), known


async def pieces_of(models: ModelRegistry, provider: str, text: str = "hello"):
    return [piece async for piece in models.chat(provider, "m").stream(ask(text))]


def example() -> type[ModelProvider]:
    spec = spec_from_file_location("parrot", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Parrot


async def test_the_example_is_short_and_answers_embeds_and_costs():
    assert len(EXAMPLE.read_text().splitlines()) < 60
    models, known = signed_in(example())
    info = known.find("parrot")
    assert info is not None
    assert (info.kinds, info.needs_key) == (("llm", "text-embedding"), False)
    pieces = [piece async for piece in models.chat("parrot", "grey").stream(ask("Polly wants tea"))]
    assert text_of(pieces) == "Polly wants tea "
    usage = end_of(pieces).usage
    assert usage.completion_price == Decimal("0.20") * usage.completion_tokens / 1_000_000
    assert await models.embedding("parrot", "feathers").embed(["a bird"]) == [[6.0, 2.0]]


@pytest.mark.parametrize("whole", [False, True])
async def test_a_provider_asks_its_vendor_with_its_key(vendor, whole):
    vendor.rule(reply="over the wire", whole=whole)
    models, _ = signed_in(Wire, vendor.url)
    pieces = await pieces_of(models, "wire")
    assert (text_of(pieces), end_of(pieces).usage.completion_tokens) == ("over the wire", 3)
    assert vendor.last.headers["authorization"] == "Bearer sk-wire"
    assert await models.rerank("wire", "m").rerank("red cat", ["a dog", "a red cat"]) == [0.0, 1.0]


@pytest.mark.parametrize(("status", "error"), [(401, ModelAuthError), (429, ModelRateLimited)])
async def test_refusals_are_told_and_tried_again_as_everywhere(vendor, status, error):
    vendor.rule(status=status)
    models, _ = signed_in(Wire, vendor.url)
    with pytest.raises(error):
        await pieces_of(models, "wire")
    assert len(vendor.model_requests) == (3 if error.retryable else 1)


async def test_calls_and_thoughts_are_passed_on():
    models, _ = signed_in(Odd)
    pieces = await pieces_of(models, "odd", "call")
    assert thinking_of(pieces) == "hm"
    assert end_of(pieces).reason == "tool"


async def test_faults_of_a_file_are_those_of_a_model():
    models, _ = signed_in(Odd)
    with pytest.raises(ModelError, match="Odd failed: RuntimeError: broken inside"):
        await pieces_of(models, "odd", "fail")
    with pytest.raises(ModelError, match="Odd failed: KeyError: 'late'"):
        await pieces_of(models, "odd", "late")
    with pytest.raises(ModelError, match="gave 1 vectors for 2 texts"):
        await models.embedding("odd", "m").embed(["a", "b"])


async def test_a_provider_that_hangs_is_given_up():
    models, _ = signed_in(Odd, retries=0, read_timeout=0.02)
    with pytest.raises(ModelTimedOut):
        await pieces_of(models, "odd", "hang")


async def test_who_goes_away_ends_the_call(vendor):
    vendor.rule(fault="hang")
    models, _ = signed_in(Wire, vendor.url)
    task = asyncio.create_task(pieces_of(models, "wire"))
    await asyncio.to_thread(vendor.wait_for, lambda: vendor.requests)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.to_thread(vendor.wait_for, lambda: vendor.last.disconnected)


async def test_a_stream_that_is_left_is_closed():
    models, _ = signed_in(example())
    async with aclosing(models.chat("parrot", "m").stream(ask("a b c"))) as stream:
        assert await anext(stream)


async def test_a_vendor_that_speaks_a_known_protocol_needs_no_method(vendor):
    class Acme(ModelProvider):
        id, label, speaks = "acme", "Acme", "openai"
        kinds = ("llm", "text-embedding")

    vendor.rule(reply="known words")
    models, known = signed_in(Acme, vendor.openai_url)
    assert known.maker("acme").__module__ == "engine.models.openai"
    assert text_of(await pieces_of(models, "acme")) == "known words"


def test_an_owner_replaces_its_own_provider_and_nobody_elses():
    known = KnownProviders(catalogue().providers)
    first = register_provider(Odd, owner="one", known=known)

    class Newer(Odd):
        label = "Newer"

    with pytest.raises(ValueError, match="'odd' already, of one"):
        register_provider(Newer, owner="other", known=known)
    assert known.find("odd") is first
    register_provider(Newer, owner="one", known=known)
    unregister_provider("odd", owner="other", known=known)
    found = known.find("odd")
    assert found is not None
    assert found.label == "Newer"
    unregister_provider("odd", owner="one", known=known)
    assert known.find("odd") is None
    with pytest.raises(ModelNotConfigured):
        ModelRegistry({"odd": Credentials()}, known=known).chat("odd", "m")


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"id": "Bad Id", "label": "x"}, "needs an id"),
        ({"id": "x", "label": " "}, "and a label"),
        ({"id": "x", "label": "X"}, "offers nothing"),
        ({"id": "lat", "label": "X", "speaks": "latin", "kinds": ("llm",)}, "speaks the protocol 'latin'"),
        ({"id": "openai", "label": "X", "speaks": "openai", "kinds": ("llm",)}, "of the program itself"),
    ],
)
def test_what_is_no_provider_is_refused(fields, word):
    with pytest.raises(ValueError, match=word):
        register_provider(
            type("Wrong", (ModelProvider,), fields), owner="tests", known=KnownProviders(catalogue().providers)
        )


def test_the_example_of_the_documentation_is_a_provider():
    page = (EXAMPLE.parents[2] / "docs/models.md").read_text()
    code = page.partition("```python\n")[2].partition("```")[0]
    found: dict[str, type[ModelProvider]] = {}
    exec(code, found)
    info = register_provider(found["Acme"], owner="tests", known=KnownProviders(catalogue().providers))
    assert (info.id, info.kinds, info.models[0].price.output) == ("acme", ("llm",), Decimal("1.50"))
