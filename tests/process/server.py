"""Start the product as its own process for a test, wait until it is ready, stop it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
START_SECONDS = 120.0  # generous: test machines are shared
FOREIGN = ("MILLRACE_", "STREAMLIT_", "OPENAI_", "ANTHROPIC_", "ADMIN_API_KEY", "REDIS_URL", "LOG_LEVEL")


@dataclass
class Server:
    """A running product; `log` is all that it has written so far."""

    process: subprocess.Popen[bytes]
    data_dir: Path
    log_file: Path
    url: str = ""

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def log(self) -> str:
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    def get(self, path: str, *, timeout: float = 30.0) -> tuple[int, str]:
        """Return status and body of a GET request."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=timeout) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def wait_ready(self, path: str = "/health/ready", *, seconds: float = START_SECONDS) -> None:
        """Return as soon as `path` answers 200; fail with the log when the process ends before."""
        wait_for(lambda: self.process.poll() is not None or self._answers(path), seconds, self._story)
        assert self.process.poll() is None, self._story()

    def stop(self, *, seconds: float = 60.0) -> int:
        """Send SIGTERM and return the exit code; kill what does not end in time."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise

    def _answers(self, path: str) -> bool:
        self.url = self.url or _address(self.data_dir, self.pid)
        try:
            return bool(self.url) and self.get(path)[0] == 200
        except OSError:
            return False

    def _story(self) -> str:
        return f"exit code {self.process.poll()}, log:\n{self.log[-8000:]}"


def wait_for(condition: Callable[[], object], seconds: float = 60.0, story: Callable[[], str] = str) -> None:
    """Return as soon as `condition()` holds; fail with `story()` after `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not so after {seconds} s: {story()}"
        time.sleep(0.02)


def start_app(
    data_dir: Path, *, env: Mapping[str, str] | None = None, options: Sequence[str] = (), cwd: Path = PROJECT
) -> Server:
    """Start the product on a free port and return at once; the caller waits and stops."""
    data_dir.mkdir(parents=True, exist_ok=True)
    log_file = data_dir / "server-output.log"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port=0", *options]
    with log_file.open("ab") as log:
        process = subprocess.Popen(
            command, cwd=cwd, env=environment(data_dir, env), stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    return Server(process, data_dir, log_file)


def environment(data_dir: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return this process's environment without settings of the person who runs the tests; nobody is limited in rate."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    return {**kept, "MILLRACE_DATA_DIR": str(data_dir), "MILLRACE_RATE_LIMITS": "off", **(extra or {})}


@contextmanager
def running_app(
    *, env: Mapping[str, str] | None = None, data_dir: Path | None = None, options: Sequence[str] = ()
) -> Iterator[Server]:
    """Run the product on a free port; without `data_dir` it works in a fresh folder that is removed afterwards."""
    folder = data_dir or Path(tempfile.mkdtemp(prefix="millrace-"))
    server = start_app(folder, env=env, options=options)
    try:
        server.wait_ready()
        yield server
    finally:
        server.stop()
        if data_dir is None:
            shutil.rmtree(folder, ignore_errors=True)


def _address(data_dir: Path, pid: int) -> str:
    """Return the address that the process wrote beside its lock, "" while it has not."""
    try:
        held = json.loads((data_dir / "millrace.lock").read_text())
    except (OSError, ValueError):
        return ""
    return str(held["url"]) if held.get("pid") == pid else ""
