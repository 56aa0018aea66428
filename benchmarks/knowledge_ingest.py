"""Indexing beside a plain loop of the same parsers, splitter and embedder, in one run.

    python -m benchmarks.knowledge_ingest [--documents 200] [--workers 2] [--rounds 3] [--json]

The documents are those of `benchmarks.papers`. The loop reads, cuts and embeds one after another in this process and
keeps nothing. Millrace does what it does in production: its workers read, cut, count, find terms and embed, the
app loads all of it into the database, and the clock runs until the last document is completed. Both have their
models and parsers loaded before the clock starts; the rounds take turns. The cache of vectors is emptied before each.
"""

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.papers import Paper, by_kind, papers
from config import Settings
from engine.chunking.cutting import cut
from engine.chunking.rules import ProcessRule
from engine.errors import NodeError
from engine.extract import extract
from engine.models.minilm.encoder import Encoder
from engine.models.minilm.weights import model_folder
from services import accounts
from services.files import store_upload
from services.knowledge import datasets
from services.knowledge.adding import Source, Wishes, add_documents
from services.knowledge.choices import OFFLINE_MODEL
from services.knowledge.jobs import CACHE
from services.runtime import Runtime
from storage.records import Upload


@dataclass(frozen=True, slots=True)
class Pass:
    """All documents, once."""

    seconds: float
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
        clock, chunks, completed = time.perf_counter(), 0, 0
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
        return Pass(time.perf_counter() - clock, chunks, completed)


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
        clock = time.perf_counter()
        await add_documents(rt, base, sources, Wishes())
        await rt.ingest.idle()
        seconds = time.perf_counter() - clock
        (row,) = rt.db.query(
            """
            SELECT count(*) FILTER (indexing_status = 'completed') AS completed, sum(total_segments)::BIGINT AS chunks
            FROM documents WHERE dataset_id = ?
            """,
            [base.id],
        )
        return Pass(seconds, row["chunks"], row["completed"])

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


async def measure(documents: int, workers: int, rounds: int) -> dict[str, list[Pass]]:
    """Take turns; the first turn of each, with a few documents of each kind, warms up and does not count."""
    chosen = papers(documents)
    loop = Loop()
    found: dict[str, list[Pass]] = {"loop": [], "millrace": []}
    async with Product.running(workers) as product:
        few = [
            paper for kind in by_kind(chosen) for paper in [one for one in chosen if one.kind == kind][: 2 * workers]
        ]
        loop.run(few)
        await product.run(few)
        for _ in range(rounds):
            found["loop"].append(await asyncio.to_thread(loop.run, chosen))
            found["millrace"].append(await product.run(chosen))
    return found


def median(passes: Sequence[Pass]) -> float:
    """Return the median of the seconds."""
    return statistics.median(one.seconds for one in passes)


def report(found: dict[str, list[Pass]]) -> None:
    """Print a line for each, and what Millrace takes more."""
    for name, passes in found.items():
        last, seconds = passes[-1], median(passes)
        print(
            f"{name:10} {last.completed} documents, {last.chunks} chunks in {seconds:.1f} s: "
            f"{last.completed / seconds:.1f} documents/s, {last.chunks / seconds:.1f} chunks/s"
        )
    print(f"overhead   {median(found['millrace']) / median(found['loop']) - 1:+.1%}")


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
