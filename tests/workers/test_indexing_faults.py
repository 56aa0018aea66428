"""Real workers and a real Redis that are killed while they index: no document is lost, stuck or there twice."""

import asyncio
import os
import random
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from config import Settings
from services import accounts
from services.knowledge import ingest
from services.runtime import Runtime
from storage.records import Dataset, StoredDocument
from tests.services.knowing import add_base, add_document, contents, stored

pytestmark = pytest.mark.process

DOCUMENTS, LINES = 6, 120


@pytest.fixture
async def rt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Runtime]:
    monkeypatch.setattr(ingest, "DEAD", 6.0)
    runtime = await Runtime.start(Settings(data_dir=tmp_path, workers=2))
    yield runtime
    await runtime.stop()


async def begun(rt: Runtime) -> tuple[Dataset, list[StoredDocument]]:
    base = await add_base(rt, (await accounts.workspace(rt)).id)
    return base, [await add_document(rt, base, text(number), name=f"{number}.txt") for number in range(DOCUMENTS)]


def text(number: int) -> str:
    return "\n".join(f"Document {number} says {line}." for line in range(LINES))


async def check(rt: Runtime, base: Dataset, documents: list[StoredDocument]) -> None:
    """Wait for the end, and find every line of every document once."""
    async with asyncio.timeout(60):
        await rt.ingest.idle()
    for number, document in enumerate(documents):
        now = stored(rt, document)
        assert (now.indexing_status, now.error) == ("completed", None)
        assert contents(rt, document) == text(number).split("\n")
    counts = rt.db.query("SELECT count(*) AS n, count(DISTINCT segment_id) AS d FROM units")[0]
    assert counts["n"] == counts["d"] == DOCUMENTS * LINES
    assert rt.db.query("SELECT count(*) AS n FROM vectors_384")[0]["n"] == DOCUMENTS * LINES


def workers(rt: Runtime) -> list[int]:
    return [child.pid for child in rt.children if child.name.startswith("worker") and child.pid]


def kill_with_children(pid: int) -> None:
    """Kill a worker and the process in which it runs its job."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for one in [pid, *map(int, children)]:
        os.kill(one, signal.SIGKILL)


async def test_workers_killed_at_random_moments(rt: Runtime) -> None:
    base, documents = await begun(rt)
    chance = random.Random()
    for _ in range(4):
        await asyncio.sleep(chance.uniform(0.1, 1.5))
        if alive := workers(rt):
            kill_with_children(chance.choice(alive))
    await check(rt, base, documents)


async def test_redis_killed_in_the_middle(rt: Runtime) -> None:
    base, documents = await begun(rt)
    redis = next(child for child in rt.children if child.name == "redis")
    await asyncio.sleep(random.uniform(0.2, 1.5))
    assert redis.pid
    os.kill(redis.pid, signal.SIGKILL)
    await check(rt, base, documents)


async def test_a_queue_that_forgot_everything(rt: Runtime) -> None:
    base, documents = await begun(rt)
    assert rt.redis
    await asyncio.to_thread(rt.redis.flushall)
    await check(rt, base, documents)
