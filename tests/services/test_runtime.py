"""The runtime starts in order, names what fails, and stops in reverse."""

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest

from config import Settings
from services import runtime
from services.errors import StartError
from services.runtime import Runtime, current, runtime_in_thread


def settings(folder: Path, **given: Any) -> Settings:
    return Settings(data_dir=folder, **{"embedded_redis": False, **given})


async def test_steps_are_taken_in_order_and_undone_in_reverse(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="services.runtime")
    rt = await Runtime.start(settings(tmp_path, embedded_redis=True, workers=0))
    await rt.stop()
    told = [record.getMessage().split(" seconds")[0] for record in caplog.records if record.name == "services.runtime"]
    steps = ["data folder", "storage", "secrets", "accounts", "journal", "engine", "nodes", "plugins"]
    steps += ["redis", "workers", "ingest", "chores", "annotations", "schedules", "waiting forms", "webhooks"]
    assert told == [f"Started. step={step}" for step in steps] + [f"Stopped. step={step}" for step in reversed(steps)]


async def test_current_is_the_running_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "_current", None)  # other tests of this process keep one running
    rt = await Runtime.start(settings(tmp_path))
    assert current() is rt
    await rt.stop()
    with pytest.raises(RuntimeError, match="no Runtime is running"):
        current()


async def test_a_failing_step_is_named_and_what_was_started_is_stopped(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("no key")
    with pytest.raises(StartError, match=r"^secrets: .*holds no usable key"):
        await Runtime.start(settings(tmp_path))
    (tmp_path / "secret.key").unlink()
    await (await Runtime.start(settings(tmp_path))).stop()


async def test_a_public_server_without_a_password_is_refused_with_the_command_that_sets_one(tmp_path: Path) -> None:
    with pytest.raises(StartError, match=r"services\.accounts set-password"):
        await Runtime.start(settings(tmp_path), public=True)


async def test_a_public_server_with_a_password_starts(tmp_path: Path) -> None:
    rt = await Runtime.start(settings(tmp_path, admin_password="a long passw0rd"), public=True)
    await rt.stop()


async def test_without_a_queue_nothing_of_it_is_started(tmp_path: Path) -> None:
    rt = await Runtime.start(settings(tmp_path))
    assert (rt.redis, rt.queue, rt.children) == (None, None, [])
    await rt.stop()


async def test_stopping_is_told_at_once_and_waits_for_nothing(tmp_path: Path) -> None:
    rt = await Runtime.start(settings(tmp_path))
    rt.begin_stopping()
    assert rt.stopping.is_set()
    rt.begin_stopping()
    await rt.stop()


def test_a_script_gets_a_runtime_on_a_loop_of_its_own(tmp_path: Path) -> None:
    async def loop_of() -> asyncio.AbstractEventLoop:
        return asyncio.get_running_loop()

    with runtime_in_thread(settings(tmp_path)) as rt:
        assert rt.call(loop_of()) is rt.loop
    assert rt.loop.is_closed()
