"""A fresh clone starts with `make run` and answers: what is committed is all that is needed."""

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import psutil
import pytest

from tests.process.server import PROJECT, Server, environment
from tests.process.websocket import page_session

INSTALL_SECONDS = 900.0  # a cold package cache on a slow line
START_SECONDS = 60.0  # of a busy machine

pytestmark = [
    pytest.mark.process,
    pytest.mark.timeout(INSTALL_SECONDS + 120),
    pytest.mark.skipif(not (PROJECT / ".git").exists() or not shutil.which("make"), reason="needs a clone and make"),
]


def test_a_fresh_clone_starts_with_make_run_and_answers(tmp_path: Path) -> None:
    clone, data = tmp_path / "clone", tmp_path / "data"
    subprocess.run(["git", "clone", "--quiet", str(PROJECT), str(clone)], check=True)
    first = make_run(clone, data)
    try:
        first.wait_ready(seconds=INSTALL_SECONDS)
        assert "Installing requirements.txt" in first.log
        assert f"Millrace is ready: {first.url}" in first.log
        assert "<!DOCTYPE html>" in first.get("/")[1]
        with page_session(first.url) as tab:
            tab.run()
        assert "Traceback" not in first.log
    finally:
        stop(first)
    began = time.monotonic()
    second = make_run(clone, data)
    try:
        second.wait_ready()
        assert time.monotonic() - began < START_SECONDS
        assert second.log.count("Installing requirements.txt") == 1
    finally:
        stop(second)
    status = subprocess.run(["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True)
    assert status.stdout == "", "running leaves files that git does not ignore"


def make_run(clone: Path, data: Path) -> Server:
    """Start the clone as a person would, on a port of their choice."""
    port = free_port()
    data.mkdir(exist_ok=True)
    log_file = data / "make-output.log"
    env = {**environment(data), "PIP_NO_COMPILE": "1"}  # what is never imported takes longest to compile
    env.pop("VIRTUAL_ENV", None)
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    with log_file.open("ab") as log:
        process = subprocess.Popen(
            ["make", "run", f"PORT={port}"],
            cwd=clone,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    return Server(process, data, log_file, url=f"http://127.0.0.1:{port}")


def stop(server: Server) -> None:
    """Press Ctrl-C, so to say: the signal goes to all of the terminal's job; nothing of it may stay."""
    if server.process.poll() is None:
        children = psutil.Process(server.pid).children(recursive=True)
        os.killpg(server.pid, signal.SIGINT)
        server.process.wait(120)
        assert not psutil.wait_procs(children, timeout=60)[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
