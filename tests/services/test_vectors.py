"""Vectors: asked for once, of length 1, checked, kept in a file that processes share."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from engine.errors import ModelError
from engine.models.base import Purpose
from services.knowledge.vectors import VectorCache, embed, key_of


class Counting:
    """An embedding model that notes what it is asked; a text's vector is made of its length."""

    provider, name = "test", "counting"

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def embed(self, texts: Sequence[str], *, purpose: Purpose = "document") -> list[list[float]]:
        self.asked += texts
        return [[3.0, float(len(text))] for text in texts]


class Answering(Counting):
    """One that always gives the same answer."""

    def __init__(self, answer: list[list[float]]) -> None:
        super().__init__()
        self.answer = answer

    async def embed(self, texts: Sequence[str], *, purpose: Purpose = "document") -> list[list[float]]:
        return self.answer


@pytest.fixture
def cache(tmp_path: Path) -> VectorCache:
    return VectorCache(tmp_path / "cache" / "vectors.sqlite")


async def test_vectors_have_length_1_and_the_order_of_their_texts() -> None:
    vectors = await embed(Counting(), ["four", "1234567"])
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1])
    assert vectors[0] == pytest.approx([0.6, 0.8])


async def test_equal_texts_are_asked_for_once_now_and_later(cache: VectorCache) -> None:
    model = Counting()
    first = await embed(model, ["a", "b", "a"], cache)
    again = await embed(model, ["b", "a", "c"], VectorCache(cache._path))
    assert model.asked == ["a", "b", "c"]
    assert (first[0] == first[2]).all()
    assert (again[0] == first[1]).all()


async def test_models_do_not_share_vectors(cache: VectorCache) -> None:
    one, other = Counting(), Counting()
    other.name = "other"
    await embed(one, ["a"], cache)
    await embed(other, ["a"], cache)
    assert other.asked == ["a"]


async def test_no_texts_ask_nothing(cache: VectorCache) -> None:
    assert (await embed(Counting(), [], cache)).shape == (0, 0)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ([[1.0, 2.0]], "1 vectors for 2 texts"),
        ([[1.0, 2.0], [1.0]], "different sizes"),
        ([[1.0, 2.0], [0.0, 0.0]], "zero or not finite"),
        ([[1.0, 2.0], []], "empty"),
        ([[1.0, 2.0], [float("nan"), 1.0]], "not finite"),
    ],
)
async def test_vectors_that_make_no_sense_are_refused(answer: list[list[float]], told: str) -> None:
    with pytest.raises(ModelError, match=told):
        await embed(Answering(answer), ["a", "b"])


def test_the_oldest_vectors_go_when_there_are_too_many(cache: VectorCache, monkeypatch: pytest.MonkeyPatch) -> None:
    model = Counting()
    keys = [key_of(model, str(number)) for number in range(4)]
    for number, key in enumerate(keys):
        monkeypatch.setattr("services.knowledge.vectors.time.time", lambda at=number: at)
        cache.put({key: b"x" * 10})
    assert cache.prune(25) == 2
    assert set(cache.get(keys)) == set(keys[2:])
