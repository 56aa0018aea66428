"""Child processes start, die with their parent, and come back."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest

from services.platform import children
from services.platform.children import Child, Watchdog
from tests.process.server import wait_for

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); open('ready', 'w').close(); time.sleep(60)",
]
PARENT = "import sys; from pathlib import Path; from services.platform.children import Child\n\
child = Child('c', [sys.executable, '-c', 'import time; time.sleep(60)'], cwd=Path('.')); child.start()\n\
print(child.pid, flush=True); sys.stdin.read()"


@pytest.fixture
async def child(tmp_path: Path) -> AsyncIterator[Child]:
    child = Child("sleeper", SLEEP, cwd=tmp_path)
    child.start()
    yield child
    await child.stop(5)


async def test_a_child_stops_when_asked(child: Child) -> None:
    pid = child.pid
    assert pid is not None
    await child.stop(5)
    assert not child.alive
    assert not psutil.pid_exists(pid)


async def test_a_child_that_does_not_stop_in_time_is_killed(tmp_path: Path) -> None:
    child = Child("stubborn", STUBBORN, cwd=tmp_path)
    child.start()
    wait_for((tmp_path / "ready").exists)
    await child.stop(0.1)
    assert not child.alive


@pytest.mark.skipif(sys.platform != "linux", reason="the signal on a parent's death is Linux's")
def test_a_child_ends_when_its_parent_is_killed() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    wait_for(lambda: "leash.py" not in " ".join(child.cmdline()))
    parent.kill()
    parent.communicate()
    psutil.wait_procs([child], timeout=30)
    assert not child.is_running()


async def test_a_child_that_died_is_started_again_after_a_pause(child: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "FIRST_PAUSE", 0.01)
    child._pause = 0.01
    watchdog = Watchdog([child], seconds=0.01)
    assert child.pid is not None
    first = psutil.Process(child.pid)
    first.send_signal(signal.SIGKILL)
    async with asyncio.timeout(30):
        while child.restarts == 0:
            await asyncio.sleep(0.01)
    assert child.pid not in (None, first.pid)
    await watchdog.stop()


def test_each_death_in_a_row_doubles_the_pause(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    child = Child("short-lived", [sys.executable, "-c", ""], cwd=tmp_path)
    pauses = []
    for _ in range(3):
        child.start()
        wait_for(lambda: not child.alive)
        child.tend()
        pauses.append(child._pause)
    assert pauses == [1.0, 2.0, 4.0]
    assert "A child process died. name=short-lived exit=0" in caplog.text


async def test_a_child_that_was_asked_to_stop_is_left_alone(child: Child) -> None:
    await child.stop(5)
    child.tend()
    child.tend()
    assert not child.alive
