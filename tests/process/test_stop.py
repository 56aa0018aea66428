"""The product stops in order when it is asked to, and leaves nothing behind when it is killed."""

import asyncio
import json
import os
import signal
import time
from pathlib import Path

import psutil
import pytest
import redis

from services.platform.queue import JobQueue
from tests.process.server import Server, running_app, wait_for

pytestmark = pytest.mark.process


IN_REVERSE = [
    "webhooks",
    "waiting forms",
    "schedules",
    "annotations",
    "chores",
    "ingest",
    "workers",
    "redis",
    "plugins",
    "nodes",
    "engine",
    "journal",
    "accounts",
    "secrets",
    "storage",
    "data folder",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data that one server after another works on."""
    return tmp_path_factory.mktemp("data")


def tree(server: Server) -> list[psutil.Process]:
    """Return the processes below the server once they are what they become: Redis and the worker."""
    main = psutil.Process(server.pid)
    wait_for(lambda: _names(main) >= {"redis", "worker"}, story=lambda: str(_names(main)))
    return main.children(recursive=True)


def _names(main: psutil.Process) -> set[str]:
    lines = [" ".join(child.cmdline()) for child in main.children(recursive=True)]
    kinds = {"redis": "redis.sock", "worker": "-m workers"}
    return {name for name, mark in kinds.items() if any(mark in line and "leash.py" not in line for line in lines)}


def child(server: Server, mark: str) -> psutil.Process:
    return next(process for process in tree(server) if mark in " ".join(process.cmdline()))


def enqueue_sleep(data_dir: Path, *, seconds: int) -> None:
    connection = redis.Redis.from_url(f"unix://{data_dir}/redis/redis.sock")
    asyncio.run(JobQueue(connection).enqueue("heavy", "time.sleep", seconds))
    connection.close()


def worker_states(server: Server) -> list[str]:
    workers = json.loads(server.get("/health")[1])["checks"]["workers"]["workers"]
    return [worker["state"] for worker in workers]


def health(server: Server, part: str) -> str:
    return str(json.loads(server.get("/health")[1])["checks"][part]["status"])


def stop(server: Server, number: signal.Signals, *, said_before: int) -> None:
    """Send a signal, and find that everything ends in order and soon, whatever a worker is doing."""
    children = tree(server)
    began = time.monotonic()
    os.kill(server.pid, number)
    server.process.wait(60)
    assert time.monotonic() - began < 40  # the job would take 60
    assert not psutil.wait_procs(children, timeout=60)[1]  # a busy machine takes its time to bury them
    said = server.log[said_before:]
    steps = [line.split("step=")[1].strip('"}') for line in said.splitlines() if "Stopped. step=" in line]
    assert steps == IN_REVERSE
    assert "died" not in said


def test_a_killed_worker_and_redis_come_back_and_nothing_outlives_a_killed_server(folder: Path) -> None:
    with running_app(data_dir=folder) as server:
        worker, embedded = child(server, "-m workers"), child(server, "redis.sock")
        worker.kill()
        embedded.kill()
        wait_for(lambda: health(server, "redis") == "unhealthy", story=lambda: server.log[-2000:])
        assert server.get("/health/ready")[0] == 503
        assert server.get("/health/live")[0] == 200
        wait_for(lambda: health(server, "redis") == "healthy")
        wait_for(lambda: child(server, "-m workers").pid != worker.pid)
        wait_for(lambda: server.get("/health/ready")[0] == 200)
        assert "A child process died. name=redis" in server.log
        children = tree(server)
        server.process.kill()
        server.process.wait()
        assert not psutil.wait_procs(children, timeout=60)[1]


def test_the_start_after_a_kill_is_clean_and_a_stop_neither_waits_for_a_job_nor_loses_it(folder: Path) -> None:
    """Whether a server was killed before or not."""
    with running_app(data_dir=folder) as server:
        wait_for(lambda: health(server, "workers") == "healthy")
        workers = json.loads(server.get("/health")[1])["checks"]["workers"]["workers"]
        assert [worker["pid"] for worker in workers] == [child(server, "-m workers").pid]
        enqueue_sleep(folder, seconds=60)
        wait_for(lambda: worker_states(server) == ["busy"], story=lambda: server.get("/health")[1])
        stop(server, signal.SIGTERM, said_before=begin_of(server))
    with running_app(data_dir=folder) as server:
        wait_for(lambda: worker_states(server) == ["busy"], story=lambda: server.get("/health")[1])
        stop(server, signal.SIGINT, said_before=begin_of(server))


def begin_of(server: Server) -> int:
    """Return where in the log this start begins."""
    return server.log.rindex("Started. step=data folder")
