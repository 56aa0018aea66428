"""Jobs go through a real embedded Redis and a real worker."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import redis
from rq.job import Job, JobStatus
from rq.scheduler import RQScheduler
from rq.serializers import JSONSerializer

from services.errors import StartError
from services.platform.queue import QUEUES, ExternalRedis, JobQueue
from services.platform.redis_server import RedisServer, find_binary
from services.platform.sockets import socket_path
from tests.process.server import wait_for
from workers.worker import MillraceWorker

PRUNE = "workers.jobs.prune_backups"


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[RedisServer]:
    server = RedisServer(tmp_path / "redis")
    yield server
    await server.stop()


@pytest.fixture
async def connection(server: RedisServer) -> redis.Redis:
    return await server.start()


async def test_the_socket_is_for_our_user_only(server: RedisServer, connection: redis.Redis) -> None:
    assert connection.ping()
    assert server.socket.stat().st_mode & 0o777 == 0o700
    assert server.socket.parent.stat().st_mode & 0o777 == 0o700


async def test_a_long_data_folder_gets_a_short_socket_path(tmp_path: Path) -> None:
    folder = tmp_path / ("x" * 100)
    server = RedisServer(folder)
    assert (await server.start()).ping()
    assert len(os.fsencode(server.socket)) <= 107
    assert server.socket == socket_path(folder, "redis.sock")
    await server.stop()
    server.socket.parent.rmdir()


async def test_a_short_socket_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / ("y" * 100)
    short = socket_path(folder, "redis.sock").parent
    short.chmod(0o755)
    with pytest.raises(StartError, match="not a folder of our own"):
        socket_path(folder, "redis.sock")
    short.rmdir()


async def test_what_was_queued_survives_a_kill_of_the_server(server: RedisServer, connection: redis.Redis) -> None:
    queue = JobQueue(connection)
    await queue.enqueue("io", PRUNE, "/nowhere", 1, job_id="one")
    # While the disk is busy with what came before, a write may wait in memory for a second (`appendfsync everysec`).
    wait_for(lambda: connection.info("persistence")["aof_buffer_length"] == 0)
    assert server.child.pid is not None
    os.kill(server.child.pid, 9)
    wait_for(lambda: not server.child.alive)
    again = await server.start()
    assert await JobQueue(again).depths() == {"quick": 0, "io": 1, "heavy": 0}


async def test_a_worker_runs_a_job_with_its_json_arguments(connection: redis.Redis, tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.duckdb").write_text("")
    job_id = await JobQueue(connection).enqueue("io", PRUNE, str(tmp_path), 1)
    MillraceWorker(connection).work(burst=True, logging_level="WARNING")
    job = Job.fetch(job_id, connection=connection, serializer=JSONSerializer)
    assert (job.get_status(), job.return_value()) == (JobStatus.FINISHED, 2)


async def test_jobs_of_a_worker_that_died_are_queued_again_at_the_next_start(connection: redis.Redis) -> None:
    queue = JobQueue(connection)
    job_id = await queue.enqueue("io", PRUNE, "/nowhere", 1)
    dead = MillraceWorker(connection)
    dead.bootstrap()
    found = dead.dequeue_job_and_maintain_ttl(1)
    assert found is not None
    dead.prepare_execution(found[0])
    dead.unsubscribe()  # ends its thread, as death would
    assert [worker.name for worker in await queue.workers()] == [dead.name]
    queue.forget_workers()
    assert await queue.workers() == []
    job = Job.fetch(job_id, connection=connection, serializer=JSONSerializer)
    assert job.get_status() in (JobStatus.QUEUED, JobStatus.SCHEDULED)
    assert due_jobs(connection).acquire_locks() == set(QUEUES), "the next worker looks for due jobs at once"


def due_jobs(connection: redis.Redis) -> RQScheduler:
    """Return what looks for due jobs in a worker."""
    return RQScheduler(QUEUES, connection=connection, serializer=JSONSerializer)


async def test_a_redis_that_does_not_answer_is_named() -> None:
    with pytest.raises(StartError, match="REDIS_URL does not answer"):
        await ExternalRedis("redis://127.0.0.1:1/0").start()


def test_without_any_redis_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("services.platform.redis_server._in_wheels", lambda: iter(()))
    with pytest.raises(StartError, match="install redis-server"):
        find_binary()
