"""Workers, Redis, the app and a vendor that fail while documents are indexed: none is lost, stuck or there twice."""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from config import Settings
from services import accounts, models
from services.files import file_bytes
from services.knowledge import ingest
from services.knowledge.spool import Attempt, Standing
from services.runtime import Runtime
from storage.records import Dataset, StoredDocument
from storage.uploads import find_upload
from tests.services.knowing import add_base, add_document, contents, stored
from tests.vendor import Vendor
from tests.workers.ingesting import Found, begin, found

pytestmark = pytest.mark.process

PROJECT = Path(__file__).resolve().parents[2]
TEXT = "The ferry leaves at nine.\nIt comes back at five."


@pytest.fixture
async def rt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Runtime]:
    monkeypatch.setattr(ingest, "DOUBT", 2.0)
    runtime = await Runtime.start(
        Settings(data_dir=tmp_path / "data", workers=2, allow_private_addresses=("127.0.0.1",))
    )
    yield runtime
    await runtime.stop()


async def check(rt: Runtime, base: Dataset) -> None:
    """Wait for the end, and find every line of every document once."""
    async with asyncio.timeout(60):
        await rt.ingest.idle()
    assert found(rt, base).is_whole, found(rt, base)


def workers(rt: Runtime) -> list[int]:
    return [child.pid for child in rt.children if child.name.startswith("worker") and child.pid]


def kill_with_children(pid: int) -> None:
    """Kill a worker and the process in which it runs its job."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for one in [pid, *map(int, children)]:
        os.kill(one, signal.SIGKILL)


async def standing(rt: Runtime, document: StoredDocument, fact: Callable[[Standing], Any]) -> None:
    """Wait until an attempt stands as wanted."""
    attempt = Attempt.of(rt.ingest.spool, document.id, document.attempt)
    async with asyncio.timeout(30):
        while not fact(attempt.standing()):
            await asyncio.sleep(0.01)


async def vendor_base(rt: Runtime, vendor: Vendor, **values: Any) -> Dataset:
    """Make a base that asks the vendor for vectors, and for questions where it has such."""
    workspace_id = (await accounts.workspace(rt)).id
    await models.register_provider(
        rt,
        workspace_id,
        "openai_api_compatible",
        {"api_key": "sk-test", "base_url": vendor.openai_url},
        models=[{"model": "small", "model_type": "llm"}, {"model": "embed", "model_type": "text-embedding"}],
    )
    return await add_base(
        rt, workspace_id, embedding_provider="openai_api_compatible", embedding_model="embed", **values
    )


@contextmanager
def held_in_parsing(rt: Runtime, vendor: Vendor, document: StoredDocument) -> Iterator[None]:
    """Make the file a pipe into which nobody writes."""
    upload = find_upload(rt.db, document.data_source["upload_file_id"])
    assert upload is not None
    place = file_bytes.place_of(rt.settings.data_dir, upload.key)
    content = place.read_bytes()
    place.unlink()
    os.mkfifo(place)
    yield
    place.unlink()
    place.write_bytes(content)


@contextmanager
def held_in_splitting(rt: Runtime, vendor: Vendor, document: StoredDocument) -> Iterator[None]:
    """Have the model think long about questions."""
    vendor.rule(when="Write questions", reply="", delay=60)
    yield
    vendor.reset()
    vendor.rule(when="Write questions", reply="Q1: When does the ferry leave?\nA1: At nine.")


@contextmanager
def held_in_embedding(rt: Runtime, vendor: Vendor, document: StoredDocument) -> Iterator[None]:
    """Have the embedder take long."""
    vendor.rule(when="ferry", reply="", delay=60)
    yield
    vendor.reset()


@pytest.mark.parametrize(
    ("stage", "hold", "form"),
    [
        ("parsing", held_in_parsing, "text_model"),
        ("splitting", held_in_splitting, "qa_model"),
        ("indexing", held_in_embedding, "text_model"),
    ],
)
async def test_a_worker_killed_in_a_stage(
    rt: Runtime, vendor: Vendor, stage: str, hold: Callable[..., Any], form: str
) -> None:
    base = await vendor_base(rt, vendor, doc_form=form)
    document = await add_document(rt, base, TEXT, begin=False)
    with hold(rt, vendor, document):
        (document,) = await rt.ingest.begin([document])
        await standing(rt, document, lambda now: now.progress and now.progress.stage == stage)
        for pid in workers(rt):
            kill_with_children(pid)
    async with asyncio.timeout(60):
        await rt.ingest.idle()
    now = stored(rt, document)
    assert (now.indexing_status, now.error, now.attempt) == ("completed", None, 2)
    assert contents(rt, document) == (["When does the ferry leave?"] * 2 if form == "qa_model" else TEXT.split("\n"))
    assert rt.db.query("SELECT count(*) AS n FROM units")[0]["n"] == len(contents(rt, document))


async def test_workers_killed_at_random_moments(rt: Runtime) -> None:
    base, _ = await begin(rt)
    chance = random.Random()
    for _ in range(3):
        await asyncio.sleep(chance.uniform(0.1, 1.0))
        if alive := workers(rt):
            kill_with_children(chance.choice(alive))
    await check(rt, base)


async def test_redis_killed_in_the_middle(rt: Runtime) -> None:
    base, _ = await begin(rt)
    redis = next(child for child in rt.children if child.name == "redis")
    await asyncio.sleep(random.uniform(0.2, 1.0))
    assert redis.pid
    os.kill(redis.pid, signal.SIGKILL)
    await check(rt, base)


async def test_a_queue_that_forgot_everything(rt: Runtime) -> None:
    base, _ = await begin(rt)
    assert rt.redis
    await asyncio.to_thread(rt.redis.flushall)
    await check(rt, base)


async def test_an_embedder_that_is_down_and_comes_back(rt: Runtime) -> None:
    with Vendor() as vendor:
        base = await vendor_base(rt, vendor)
    document = await add_document(rt, base, TEXT)
    async with asyncio.timeout(60):
        while not stored(rt, document).failures:
            await asyncio.sleep(0.05)
    assert "cannot be reached" in (stored(rt, document).error or "")
    with Vendor(port=vendor.port):
        async with asyncio.timeout(60):
            await rt.ingest.idle()
    now = stored(rt, document)
    assert (now.indexing_status, now.error, now.failures) == ("completed", None, 0)
    assert contents(rt, document) == TEXT.split("\n")


def test_an_app_killed_in_the_middle(tmp_path: Path) -> None:
    with product(tmp_path) as app:
        assert app.stdout
        assert app.stdout.readline() == "begun\n"
        app.kill()
    with product(tmp_path) as app:
        assert app.stdout
        assert app.stdout.readline() == "begun\n"
        now = Found(**json.loads(app.stdout.readline()))
    assert now.is_whole, now


@contextmanager
def product(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Run a product that indexes documents; at the end its input closes, and it stops."""
    command = [sys.executable, "-m", "tests.workers.ingesting", str(folder)]
    with subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as app:
        yield app
