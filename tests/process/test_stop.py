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


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_everything_in_reverse_order(number: signal.Signals) -> None:
    with running_app() as server:
        children = tree(server)
        began = time.monotonic()
        os.kill(server.pid, number)
        server.process.wait(60)
        assert time.monotonic() - began < 30
        assert not psutil.wait_procs(children, timeout=60)[1]
        stopped = [line for line in server.log.splitlines() if "Stopped. step=" in line]
        assert [line.split("step=")[1].strip('"}') for line in stopped] == [
            "webhooks",
            "waiting forms",
            "schedules",
            "annotations",
            "chores",
            "ingest",
            "workers",
            "redis",
            "nodes",
            "engine",
            "journal",
            "accounts",
            "secrets",
            "storage",
            "data folder",
        ]
        assert "died" not in server.log


def test_a_job_under_way_does_not_delay_the_end_and_is_taken_up_again(tmp_path: Path) -> None:
    with running_app(data_dir=tmp_path) as server:
        tree(server)
        enqueue_sleep(tmp_path, seconds=60)
        wait_for(lambda: worker_states(server) == ["busy"], story=lambda: server.get("/health")[1])
        children = tree(server)
        began = time.monotonic()
        server.stop()
        assert time.monotonic() - began < 40  # the job would take 60
        assert not psutil.wait_procs(children, timeout=60)[1]  # a busy machine takes its time to bury them
    with running_app(data_dir=tmp_path) as server:
        wait_for(lambda: worker_states(server) == ["busy"], story=lambda: server.get("/health")[1])


def test_after_a_kill_nothing_is_left_and_the_next_start_is_clean(tmp_path: Path) -> None:
    with running_app(data_dir=tmp_path) as server:
        children = tree(server)
        server.process.kill()
        server.process.wait()
        assert not psutil.wait_procs(children, timeout=60)[1]
    with running_app(data_dir=tmp_path) as server:
        wait_for(lambda: health(server, "workers") == "healthy")
        workers = json.loads(server.get("/health")[1])["checks"]["workers"]["workers"]
        assert [worker["pid"] for worker in workers] == [child(server, "-m workers").pid]


def test_a_killed_worker_and_a_killed_redis_come_back() -> None:
    with running_app() as server:
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
