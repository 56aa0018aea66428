"""How quickly bases are searched, and whether they find what a full comparison finds.

    python -m benchmarks.knowledge.retrieval [--sizes 10000,100000] [--queries 60] [--json]

Vectors of 384 numbers lie in clusters, as those of texts do, and the texts of a cluster share words. Every query is
put to all sides in turn, so that a busy machine is unfair to all of them: a full comparison in numpy (2 threads), the
index in memory alone, whole searches with their rows (`retrieve`, the query's vector known), DuckDB's scan, and the
HNSW index of vss, which runs in a process of its own because it may end it.
"""

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.knowledge import hnsw
from benchmarks.knowledge.filling import Vectors, add_texts, new_base, product
from engine.models.demo.provider import DemoEmbedding
from services.knowledge.matrix import MemoryIndex, StoredIndex
from services.knowledge.retrieval import retrieve
from services.knowledge.vectors import key_of
from services.runtime import Runtime
from storage.records import Dataset

DIMENSIONS: Final = 384
TEXTS: Final = 1000  # segments of a document
WORDS: Final = 80  # of a segment
TOPICS: Final = 500
TOP: Final = 10
MODEL: Final = ("demo", "demo-embedding")
METHODS: Final = ("semantic_search", "full_text_search", "hybrid_search")


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How long something takes, in milliseconds."""

    p50: float
    p95: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured at one size."""

    units: int
    timings: Mapping[str, Timing]
    nearest_over_numpy: float  # median of each query's own ratio
    recall: float  # at 10, of the index in memory
    filtered_recall: float  # with a filter that leaves one unit of a hundred
    index_mb: float
    load_seconds: float
    renew_ms: float  # after one more document of a few segments
    hnsw: Mapping[str, Any] | None


class World:
    """Texts and vectors of some topics; the same for every run."""

    def __init__(self) -> None:
        self._random = np.random.default_rng(7)
        self._centres = self._random.normal(size=(TOPICS, DIMENSIONS))
        self._vocabularies = self._random.integers(0, 20_000, (TOPICS, 200))

    def texts(self, count: int) -> tuple[list[str], Vectors]:
        """Return some segments and their vectors."""
        topics = self._random.integers(0, TOPICS, count)
        places = np.minimum(self._random.zipf(1.3, (count, WORDS)), 200) - 1
        own = self._vocabularies[topics[:, None], places]
        common = np.minimum(self._random.zipf(1.5, (count, WORDS)), 3000)
        words = np.where(self._random.random((count, WORDS)) < 0.5, own, 20_000 + common)
        return [" ".join(f"w{word}" for word in row) for row in words.tolist()], self._vectors(topics)

    def queries(self, count: int) -> tuple[list[str], Vectors]:
        """Return queries of six words of a topic, and their vectors."""
        topics = self._random.integers(0, TOPICS, count)
        words = self._vocabularies[topics[:, None], self._random.integers(0, 40, (count, 6))]
        return [" ".join(f"w{word}" for word in row) for row in words.tolist()], self._vectors(topics)

    def _vectors(self, topics: np.ndarray[Any, Any]) -> Vectors:
        rows = self._centres[topics] + 0.8 * self._random.normal(size=(len(topics), DIMENSIONS))
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


class Watch:
    """Times by name."""

    def __init__(self) -> None:
        self.taken: dict[str, list[float]] = {}

    def call(self, name: str, act: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        found = act()
        self.taken.setdefault(name, []).append((time.perf_counter() - began) * 1000)
        return found

    async def wait(self, name: str, act: Callable[[], Awaitable[Any]]) -> Any:
        began = time.perf_counter()
        found = await act()
        self.taken.setdefault(name, []).append((time.perf_counter() - began) * 1000)
        return found

    def timings(self) -> dict[str, Timing]:
        """Return the figures of all names."""
        return {name: _timing(taken) for name, taken in self.taken.items()}


async def measure(folder: Path, size: int, queries: int) -> Figures:
    """Return the figures of a base of `size` units."""
    world = World()
    async with product(folder) as (rt, workspace_id):
        dataset = await new_base(rt, workspace_id, "Speed", MODEL, DIMENSIONS)
        for number in range(size // TEXTS):
            await add_texts(rt, dataset, f"document {number}", *world.texts(TEXTS))
        texts, vectors = world.queries(queries)
        began = time.perf_counter()
        index = await _index(rt, dataset)
        load_seconds = time.perf_counter() - began
        watch = Watch()
        found = [await _ask(rt, index, watch, one) for one in zip(texts, vectors, strict=True)]
        numpy, ours = watch.taken["numpy, exact"], watch.taken["index, nearest"]
        await add_texts(rt, dataset, "one more", *world.texts(5))
        began = time.perf_counter()
        await _index(rt, dataset)
        renew_ms = (time.perf_counter() - began) * 1000
        rows = _rows(index)
    return Figures(
        units=size,
        timings=watch.timings(),
        nearest_over_numpy=statistics.median(mine / other for mine, other in zip(ours, numpy, strict=True)),
        recall=statistics.mean(one for one, _ in found),
        filtered_recall=statistics.mean(one for _, one in found),
        index_mb=index.bytes / 2**20,
        load_seconds=load_seconds,
        renew_ms=renew_ms,
        hnsw=hnsw.measured(folder, rows, vectors) if size <= hnsw.MOST else None,
    )


async def _index(rt: Runtime, dataset: Dataset) -> MemoryIndex:
    index = await rt.indexes.of(dataset)
    assert isinstance(index, MemoryIndex)
    return index


async def _ask(rt: Runtime, index: MemoryIndex, watch: Watch, query: tuple[str, Vectors]) -> tuple[float, float]:
    """Put a query to all sides; return the recall of the index, without and with a filter."""
    assert index.matrix is not None
    (text, vector), dataset = query, index.dataset
    matrix, rows = index.matrix, _rows(index)
    exact = watch.call("numpy, exact", lambda: _exact(rows, vector))
    near, _ = watch.call("index, nearest", lambda: matrix.nearest(vector, TOP))
    some = np.flatnonzero(index.numbers % 100 == hash(text) % 100)
    few = watch.call("numpy, 1 % filter", lambda: some[_exact(rows[some], vector)])
    filtered, _ = watch.call("index, 1 % filter", lambda: matrix.nearest(vector, TOP, some))
    rt.caches.query_vectors.put(key_of(DemoEmbedding(*MODEL), text), vector)
    for method in METHODS:
        settings = {"search_method": method, "reranking_enable": False, "top_k": TOP, "score_threshold_enabled": False}
        await watch.wait(f"retrieve, {method}", lambda settings=settings: retrieve(rt, dataset, text, settings))  # type: ignore[misc]  # the default binds the loop's value
    if len(watch.taken.get("DuckDB, scan", ())) < 10:
        stored = StoredIndex(rt.db, dataset, 0)
        watch.call("DuckDB, scan", lambda: stored.ask(vector, (), None).nearest(TOP))
    return _share(exact, near), _share(few, filtered)


def _rows(index: MemoryIndex) -> Vectors:
    assert index.matrix is not None
    return index.matrix.rows


def _exact(rows: Vectors, query: Vectors) -> np.ndarray[Any, Any]:
    scores = rows @ query
    places = np.argpartition(scores, -TOP)[-TOP:]
    return places[np.argsort(-scores[places])]


def _share(expected: Sequence[int], found: Sequence[int]) -> float:
    return len({*map(int, expected)} & {*map(int, found)}) / len(expected)


def _timing(taken: Sequence[float]) -> Timing:
    ordered = sorted(taken)
    return Timing(p50=round(statistics.median(ordered), 3), p95=round(ordered[int(len(ordered) * 0.95)], 3))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="10000,100000", help="units, in thousands of segments")
    parser.add_argument("--queries", type=int, default=60)
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    found = []
    for size in map(int, options.sizes.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            found.append(asyncio.run(measure(Path(folder), size, options.queries)))
    if options.json:
        print(json.dumps([asdict(one) for one in found]))
        return
    for one in found:
        _print(one)


def _print(figures: Figures) -> None:
    print(f"{figures.units:,} units of {DIMENSIONS} numbers: p50 and p95 in ms")
    for name, timing in figures.timings.items():
        print(f"  {name:28}{timing.p50:9.2f}{timing.p95:9.2f}")
    print(f"  index, nearest over numpy: {figures.nearest_over_numpy:.2f}")
    print(f"  recall at {TOP}: {figures.recall:.3f}, with the filter {figures.filtered_recall:.3f}")
    print(
        f"  index: {figures.index_mb:.0f} MB, loaded in {figures.load_seconds:.2f} s, "
        f"renewed after a document in {figures.renew_ms:.0f} ms"
    )
    if figures.hnsw is not None:
        print(f"  HNSW of vss: {json.dumps(dict(figures.hnsw))}")


if __name__ == "__main__":
    main()
