"""Jobs as people who operate the server see them: real workers, a real Redis."""

import asyncio
import json
import os
import subprocess
import sys
import zlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import redis
from pydantic import SecretStr
from rq.job import Job
from rq.serializers import JSONSerializer

from config import Settings
from services import accounts
from services.accounts import audit
from services.errors import BadRequest, InvalidInput
from services.knowledge.ingest import NO_WORKERS
from services.platform import jobs
from services.platform.queue import PROJECT, JobQueue
from services.platform.redis_server import RedisServer
from services.runtime import Runtime
from storage.errors import NotFound
from tests.process.server import FOREIGN
from tests.services.knowing import add_base, add_document, contents, stored

pytestmark = pytest.mark.process

SLEEP = "time.sleep"


@pytest.fixture
async def rt(tmp_path: Path) -> AsyncIterator[Runtime]:
    runtime = await Runtime.start(Settings(data_dir=tmp_path, workers=2))
    yield runtime
    await runtime.stop()


async def eventually(fact: Callable[[], object], seconds: float = 30.0) -> None:
    async with asyncio.timeout(seconds):
        while not await asyncio.to_thread(fact):
            await asyncio.sleep(0.05)


def queue_of(rt: Runtime) -> JobQueue:
    assert rt.queue
    return rt.queue


async def test_long_jobs_hold_up_no_quick_one_and_a_busy_worker_takes_no_second_job(rt: Runtime) -> None:
    queue = queue_of(rt)
    await queue.enqueue("heavy", SLEEP, 60)
    await eventually(lambda: [state.running for state in asyncio.run(queue.states())] == [0, 0, 1])
    quick = await queue.enqueue("quick", SLEEP, 0)
    await eventually(lambda: fetched(rt, quick).is_finished)
    await queue.enqueue("heavy", SLEEP, 60)
    await eventually(lambda: asyncio.run(queue.states())[2].running == 2)
    await queue.enqueue("heavy", SLEEP, 60)
    heavy = (await jobs.overview(rt)).queues[2]
    assert (heavy.name, heavy.waiting, heavy.running) == ("heavy", 1, 2)


def fetched(rt: Runtime, job_id: str) -> Job:
    assert rt.redis
    return Job.fetch(job_id, connection=rt.redis, serializer=JSONSerializer)


async def test_jobs_are_compressed_json_kept_for_an_hour_and_tried_four_times(rt: Runtime) -> None:
    job_id = await queue_of(rt).enqueue("io", SLEEP, 0)
    job = fetched(rt, job_id)
    assert rt.redis
    data = json.loads(zlib.decompress(rt.redis.hget(job.key, "data")))  # type: ignore[arg-type]  # bytes, without await
    assert data[:1] + data[2:] == [SLEEP, [0], {}]
    assert (job.result_ttl, job.retries_left, job.retry_intervals) == (3600, 3, [1, 2, 4])


async def test_the_number_of_workers_changes_while_the_server_runs(rt: Runtime) -> None:
    workspace_id = (await accounts.workspace(rt)).id
    await eventually(lambda: len(asyncio.run(jobs.overview(rt)).workers) == 2)
    await jobs.set_workers(rt, workspace_id, 3)
    await eventually(lambda: len(asyncio.run(jobs.overview(rt)).workers) == 3)
    await jobs.set_workers(rt, workspace_id, 1)
    await eventually(lambda: len(asyncio.run(jobs.overview(rt)).workers) == 1)
    assert len(rt.children) == 2  # with Redis
    assert [entry.detail for entry in (await audit.entries(rt, workspace_id)).items] == [{"value": 1}, {"value": 3}]
    with pytest.raises(InvalidInput, match="65; it must be from 0 to 64"):
        await jobs.set_workers(rt, workspace_id, 65)


async def test_documents_are_indexed_one_after_another_while_there_are_no_workers(rt: Runtime) -> None:
    workspace_id = (await accounts.workspace(rt)).id
    await jobs.set_workers(rt, workspace_id, 0)
    document = await add_document(rt, await add_base(rt, workspace_id), "one")
    async with asyncio.timeout(60):
        await rt.ingest.idle()
    assert stored(rt, document).indexing_status == "completed"


async def test_a_failed_job_is_shown_with_its_error_and_can_be_retried(rt: Runtime, tmp_path: Path) -> None:
    queue = queue_of(rt)
    job_id = await queue.enqueue("quick", "workers.jobs.prune_backups", str(tmp_path), "no number")
    job = fetched(rt, job_id)
    job.retries_left = 0
    job.save()
    (tmp_path / "a.duckdb").write_text("")
    await eventually(lambda: asyncio.run(queue.failed()))
    (failed,) = (await jobs.overview(rt)).failed
    assert (failed.id, failed.queue, failed.function) == (job_id, "quick", "workers.jobs.prune_backups")
    assert "TypeError" in failed.error
    await jobs.retry(rt, job_id)
    with pytest.raises(NotFound, match="nonsense"):
        await jobs.retry(rt, "nonsense")


async def test_without_a_queue_documents_are_indexed_all_the_same(tmp_path: Path) -> None:
    rt = await Runtime.start(Settings(data_dir=tmp_path, embedded_redis=False))
    try:
        workspace_id = (await accounts.workspace(rt)).id
        document = await add_document(rt, await add_base(rt, workspace_id), "one")
        assert (await jobs.overview(rt)).problem == jobs.NO_QUEUE
        with pytest.raises(BadRequest, match="no queue"):
            await jobs.set_workers(rt, workspace_id, 2)
        async with asyncio.timeout(60):
            await rt.ingest.idle()
        assert contents(rt, document) == ["one"]
    finally:
        await rt.stop()


async def test_a_worker_of_another_machine_takes_jobs_and_logs_them_with_their_ids(tmp_path: Path) -> None:
    server = RedisServer(tmp_path / "redis")
    (await server.start()).close()
    rt = await Runtime.start(Settings(data_dir=tmp_path / "data", workers=0, REDIS_URL=SecretStr(server.url)))
    document = await add_document(rt, await add_base(rt, (await accounts.workspace(rt)).id), "one")
    assert await rt.ingest.note(document) == NO_WORKERS
    worker = external_worker(server.url)
    try:
        async with asyncio.timeout(60):
            await rt.ingest.idle()
        assert contents(rt, document) == ["one"]
        assert await rt.ingest.note(document) is None
    finally:
        worker.terminate()
        _, said = await asyncio.to_thread(worker.communicate, timeout=60)
        await rt.stop()
        await server.stop()
    lines = [json.loads(line) for line in said.splitlines() if line.startswith(b"{")]
    told = [(line["message"], line["job"]) for line in lines if line.get("job_id") == f"{document.id}-1"]
    function = "workers.jobs.index_document"
    assert told == [("A job started. queue=heavy", function), ("A job ended. succeeded=True", function)]


def external_worker(url: str) -> subprocess.Popen[bytes]:
    """Start a worker as somebody would on another machine, with nothing but the address of the Redis."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    return subprocess.Popen(
        [sys.executable, "-m", "workers"],
        cwd=PROJECT,
        env={**kept, "REDIS_URL": url, "MILLRACE_LOG_FORMAT": "json"},
        stderr=subprocess.PIPE,
    )


async def test_a_redis_that_has_gone_is_told(rt: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    async def gone() -> None:
        raise redis.ConnectionError("Connection refused")

    monkeypatch.setattr(queue_of(rt), "states", gone)
    assert "Connection refused" in (await jobs.overview(rt)).problem
