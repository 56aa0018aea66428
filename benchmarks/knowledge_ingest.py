"""Indexing beside a plain loop of the same parsers, splitter and embedder, in one run.

    python -m benchmarks.knowledge_ingest [--documents 200] [--workers 2] [--rounds 3] [--json]

The documents are those of `benchmarks.papers`. The loop reads, cuts and embeds one after another in this process and
keeps nothing. Millrace does what it does in production: its workers read, cut, count, find terms and embed, the
app loads all of it into the database, and the clock runs until the last document is completed. Both have their
models and parsers loaded before the clock starts; the rounds take turns, and the loop has the niceness of workers, so
that what else the machine does weighs on both alike. The cache of vectors is emptied before each. CPU seconds, which
depend less on the rest of the machine, are those of all processes.
"""

import argparse
import asyncio
import json
import os
import statistics
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from benchmarks.papers import Paper, by_kind, papers
from config import Settings
from engine.chunking.cutting import cut
from engine.chunking.rules import ProcessRule
from engine.errors import NodeError
from engine.extract import extract
from engine.models.minilm.encoder import Encoder
from engine.models.minilm.weights import model_folder
from services import accounts
from services.files.files import store_upload
from services.knowledge import datasets
from services.knowledge.adding import Source, Wishes, add_documents
from services.knowledge.choices import OFFLINE_MODEL
from services.knowledge.vectors import CACHE
from services.runtime import Runtime
from storage.records import Upload
from workers.jobs import NICE


@dataclass(frozen=True, slots=True)
class Pass:
    """All documents, once."""

    seconds: float
    cpu_seconds: float
    chunks: int
    completed: int


class Loop:
    """Parser, splitter and embedder, one document after another."""

    def __init__(self) -> None:
        folder = model_folder()
        if folder is None:
            raise SystemExit("the weights of all-MiniLM-L6-v2 are not installed")
        self._encoder = Encoder(folder)

    def run(self, chosen: Sequence[Paper]) -> Pass:
        """Index all of them."""
        clock, cpu, chunks, completed = time.perf_counter(), cpu_seconds(), 0, 0
        for paper in chosen:
            try:
                extracted = extract(paper.data, filename=paper.name, keep_markup=False)
            except NodeError:
                continue
            pieces = cut(extracted, ProcessRule())
            if pieces:
                self._encoder.encode([piece.content for piece in pieces])
                completed += 1
            chunks += len(pieces)
        return Pass(time.perf_counter() - clock, cpu_seconds() - cpu, chunks, completed)


class Product:
    """A runtime with its workers."""

    def __init__(self, rt: Runtime, workspace_id: str) -> None:
        self._rt, self._workspace_id, self._round = rt, workspace_id, 0

    @classmethod
    @asynccontextmanager
    async def running(cls, workers: int) -> AsyncIterator["Product"]:
        """Start one with a data folder of its own."""
        with tempfile.TemporaryDirectory() as folder:
            rt = await Runtime.start(Settings(data_dir=Path(folder), workers=workers))
            try:
                yield cls(rt, (await accounts.workspace(rt)).id)
            finally:
                await rt.stop()

    async def run(self, chosen: Sequence[Paper]) -> Pass:
        """Index all of them into a new base."""
        rt = self._rt
        self._round += 1
        for path in (rt.settings.data_dir / CACHE).parent.glob("vectors*"):
            path.unlink()
        base = await datasets.create(
            rt,
            self._workspace_id,
            name=f"round {self._round}",
            indexing_technique="high_quality",
            embedding_provider="local",
            embedding_model=OFFLINE_MODEL,
        )
        sources = [Source(upload=await self._upload(paper)) for paper in chosen]
        clock, cpu = time.perf_counter(), cpu_seconds()
        await add_documents(rt, base, sources, Wishes())
        await rt.ingest.idle()
        seconds, cpu = time.perf_counter() - clock, cpu_seconds() - cpu
        (row,) = rt.db.query(
            """
            SELECT count(*) FILTER (indexing_status = 'completed') AS completed, sum(total_segments)::BIGINT AS chunks
            FROM documents WHERE dataset_id = ?
            """,
            [base.id],
        )
        return Pass(seconds, cpu, row["chunks"], row["completed"])

    async def _upload(self, paper: Paper) -> Upload:
        return await store_upload(
            self._rt,
            workspace_id=self._workspace_id,
            app_id=None,
            filename=paper.name,
            mime_type="",
            role="account",
            created_by=None,
            data=paper.data,
        )


def cpu_seconds() -> float:
    """Return what this process and its children have computed so far, those included that have ended."""
    here = psutil.Process()
    return sum(sum(one.cpu_times()[:4]) for one in (here, *here.children(recursive=True)))


def as_nice_as_workers() -> None:
    """Give the calling thread, and those that it starts, the niceness of workers."""
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)


async def measure(documents: int, workers: int, rounds: int) -> dict[str, list[Pass]]:
    """Take turns; the first turn of each, with a few documents of each kind, warms up and does not count."""
    chosen = papers(documents)
    here, alone = asyncio.get_running_loop(), ThreadPoolExecutor(1, initializer=as_nice_as_workers)
    loop = await here.run_in_executor(alone, Loop)
    found: dict[str, list[Pass]] = {"loop": [], "millrace": []}
    async with Product.running(workers) as product:
        few = [
            paper for kind in by_kind(chosen) for paper in [one for one in chosen if one.kind == kind][: 2 * workers]
        ]
        await here.run_in_executor(alone, loop.run, few)
        await product.run(few)
        for _ in range(rounds):
            found["loop"].append(await here.run_in_executor(alone, loop.run, chosen))
            found["millrace"].append(await product.run(chosen))
    return found


def report(found: dict[str, list[Pass]]) -> None:
    """Print a line for each, and what Millrace takes more; medians over the rounds."""
    seconds = {name: statistics.median(one.seconds for one in passes) for name, passes in found.items()}
    cpu = {name: statistics.median(one.cpu_seconds for one in passes) for name, passes in found.items()}
    for name, passes in found.items():
        last, took = passes[-1], seconds[name]
        print(
            f"{name:10} {last.completed} documents, {last.chunks} chunks in {took:.1f} s ({cpu[name]:.1f} s CPU): "
            f"{last.completed / took:.1f} documents/s, {last.chunks / took:.1f} chunks/s"
        )
    for what, times in (("time", seconds), ("CPU", cpu)):
        print(f"overhead   {times['millrace'] / times['loop'] - 1:+.1%} {what}")


def main() -> None:
    """Read the options, measure, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    print(by_kind(papers(options.documents)))
    found = asyncio.run(measure(options.documents, options.workers, options.rounds))
    if options.json:
        print(json.dumps({name: [asdict(one) for one in passes] for name, passes in found.items()}))
    else:
        report(found)


if __name__ == "__main__":
    main()
