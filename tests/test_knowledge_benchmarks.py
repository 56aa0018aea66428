"""The measurements of knowledge bases: what they compare with works as it is said to."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.knowledge import hnsw
from benchmarks.knowledge.retrieval import World, measure


@pytest.mark.parametrize(("limit", "kept"), [(10, 40), (50, 200), (100, 200)])
def test_a_search_of_the_graph_keeps_four_times_its_limit_in_sight(limit: int, kept: int) -> None:
    assert hnsw.ef_search(limit) == kept


def test_the_graph_of_vss_finds_what_a_full_comparison_finds(tmp_path: Path) -> None:
    _, rows = World().texts(400)
    found = hnsw.measured(tmp_path, rows, np.ascontiguousarray(rows[:5]))
    assert found["recall"] >= 0.98


async def test_the_index_in_memory_finds_all_with_and_without_a_filter(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(hnsw, "MOST", 0)
    figures = await measure(tmp_path, 6000, 3)
    assert (figures.units, figures.recall, figures.filtered_recall) == (6000, 1.0, 1.0)
    assert figures.timings["retrieve, hybrid_search"].p50 > 0
