"""The nearest vectors: as a full comparison finds them, whatever the first pass leaves out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.knowledge import nearest
from engine.knowledge.nearest import Matrix, Vectors


def vectors(count: int, dimensions: int, seed: int = 0, spread: float = 0.5) -> Vectors:
    """Return vectors of length 1 in clusters, as those of texts are."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(12, dimensions))
    rows = centres[random.integers(0, 12, count)] + spread * random.normal(size=(count, dimensions))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def best(rows: Vectors, query: Vectors, most: int) -> list[float]:
    return sorted((rows @ query).tolist(), reverse=True)[:most]


@pytest.mark.parametrize("share", [1.0, 0.6, 0.1])
@pytest.mark.parametrize("most", [1, 10, 100])
def test_the_first_pass_loses_nothing(most: int, share: float) -> None:
    rows = vectors(20_000, 64)
    matrix, random = Matrix(rows), np.random.default_rng(1)
    among = None if share == 1 else np.sort(random.choice(len(rows), int(len(rows) * share), replace=False))
    counted = rows if among is None else rows[among]
    for query in vectors(20, 64, seed=2):
        places, scores = matrix.nearest(query, most, among)
        assert scores.tolist() == pytest.approx(best(counted, query, most), abs=1e-6)
        assert (rows[places] @ query).tolist() == pytest.approx(scores.tolist(), abs=1e-6)
        assert among is None or set(places.tolist()) <= set(among.tolist())


@settings(max_examples=60, deadline=None)
@given(
    count=st.integers(1, 60),
    dimensions=st.integers(1, 9),
    most=st.integers(1, 70),
    seed=st.integers(0, 1000),
    spread=st.sampled_from([0.0, 1e-4, 0.1, 3.0]),
)
def test_it_is_exact_for_every_shape(count: int, dimensions: int, most: int, seed: int, spread: float) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nearest, "FEW", 2)  # so that small ones have a first pass, too
        rows = vectors(count, dimensions, seed, spread)
        query = vectors(1, dimensions, seed + 1)[0]
        _, scores = Matrix(rows).nearest(query, most)
    assert scores.tolist() == pytest.approx(best(rows, query, most), abs=1e-5)


def test_rankings_equal_those_of_the_cosine_for_a_thousand_random_vectors() -> None:
    random = np.random.default_rng(3)
    rows = random.normal(size=(1000, 32)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    query = rows[17]
    places, _ = Matrix(rows).nearest(query, 1000)
    assert places.tolist() == np.argsort(-(rows @ query), kind="stable").tolist()


def test_of_equal_rows_the_first_come_first() -> None:
    rows = np.tile(vectors(1, 8), (10_000, 1))
    places, _ = Matrix(rows).nearest(rows[0], 5)
    assert places.tolist() == [0, 1, 2, 3, 4]


def test_rows_can_be_added_and_earlier_versions_stay_as_they_are() -> None:
    rows = vectors(9_000, 16)
    first = Matrix(rows[:5_000])
    second = first.with_rows(rows[5_000:6_000])
    branch = first.with_rows(rows[8_000:])
    third = second.with_rows(rows[6_000:8_000])
    assert [len(one) for one in (first, second, branch, third)] == [5_000, 6_000, 6_000, 8_000]
    for query in vectors(5, 16, seed=4):
        for matrix, held in (
            (first, rows[:5_000]),
            (second, rows[:6_000]),
            (branch, np.concatenate([rows[:5_000], rows[8_000:]])),
            (third, rows[:8_000]),
        ):
            assert matrix.nearest(query, 10)[1].tolist() == pytest.approx(best(held, query, 10), abs=1e-6)


def test_vectors_of_zeros_and_no_vectors_at_all_are_no_trouble() -> None:
    empty = Matrix(np.empty((0, 4), np.float32))
    assert empty.nearest(np.ones(4, np.float32), 3)[0].tolist() == []
    zeros = Matrix(np.zeros((5_000, 4), np.float32))
    assert zeros.nearest(np.ones(4, np.float32), 3)[1].tolist() == [0, 0, 0]
