"""The trusted tier: a person's own Python, where it was allowed; bounded all the same."""

import asyncio
import re
import sys
import textwrap

import psutil
import pytest

from engine.errors import NodeError
from engine.sandbox import Sandbox, SandboxLimits, TrustedPython

LIMITS = SandboxLimits(seconds=10, contained_memory=512 * 2**20, files=8 * 2**20, result=100_000, printed=1000)


@pytest.fixture
async def sandbox():
    box = Sandbox(LIMITS, trusted=TrustedPython())
    yield box
    await box.close()


async def test_scripts_have_files_processes_and_the_environment(sandbox, tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("seen")
    monkeypatch.setenv("MILLRACE_SEEN", "too")
    code = """
    import os, subprocess, sys
    def main(path):
        said = subprocess.run(["echo", "hello"], capture_output=True, text=True).stdout
        return {"text": open(path).read(), "said": said, "env": os.environ["MILLRACE_SEEN"], "python": sys.executable}
    """
    result = await sandbox.run("python3", textwrap.dedent(code), {"path": str(tmp_path / "a.txt")})
    assert result.tier == "trusted"
    assert result.value == {"text": "seen", "said": "hello\n", "env": "too", "python": sys.executable}


async def test_it_reaches_servers(sandbox):
    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"hi")
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1")
    port = server.sockets[0].getsockname()[1]
    code = f"import socket\ndef main():\n    with socket.create_connection(('127.0.0.1', {port})) as s:\n        return {{'r': s.recv(9).decode()}}"
    async with server:
        assert (await sandbox.run("python3", code, {})).value == {"r": "hi"}


async def test_a_script_without_main_gives_its_variables_and_prints(sandbox):
    result = await sandbox.run("python3", "print('hm')\nb = a + 1", {"a": 1}, outputs=["b"])
    assert (result.value, result.printed) == ({"b": 2}, "hm\n")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        pytest.param("raise ValueError('no')", r"ValueError: no \(line 2\)", id="raises"),
        pytest.param("return 'x' * 10_000_000", "more than 100000 characters, in the trusted", id="long result"),
        pytest.param("bytearray(2 * 10**9)", "more than 512 MB of memory, in the trusted", id="memory"),
        pytest.param("import nowhere_at_all", "No module.*MILLRACE_CODE_TRUSTED_PYTHON", id="module"),
        pytest.param("open('/nowhere/x', 'w')", "FileNotFoundError", id="file"),
    ],
)
async def test_failures_say_what_and_where(sandbox, code, reason):
    with pytest.raises(NodeError) as caught:
        await sandbox.run("python3", f"def main():\n    {code}", {})
    assert re.search(reason, str(caught.value))
    assert caught.value.process_data == {"tier": "trusted"}


async def test_what_a_script_started_is_killed_with_it(tmp_path):
    sandbox = Sandbox(SandboxLimits(seconds=1), trusted=TrustedPython())
    code = """
    import subprocess, time
    def main(path):
        started = [subprocess.Popen(["sleep", "60"], start_new_session=new).pid for new in (False, True)]
        with open(path, "w") as file:
            file.write(" ".join(map(str, started)))
        time.sleep(60)
    """
    with pytest.raises(NodeError, match="longer than 1 s, in the trusted"):
        await sandbox.run("python3", textwrap.dedent(code), {"path": str(tmp_path / "pids")})
    pids = [int(pid) for pid in (tmp_path / "pids").read_text().split()]
    assert len(pids) == 2
    async with asyncio.timeout(30):
        while any(runs(pid) for pid in pids):
            await asyncio.sleep(0.005)


async def test_an_interpreter_that_is_not_there_is_named():
    sandbox = Sandbox(LIMITS, trusted=TrustedPython("/nowhere/python"))
    with pytest.raises(NodeError, match="cannot start /nowhere/python"):
        await sandbox.run("python3", "def main():\n    return {}", {})


async def test_nothing_is_trusted_unless_the_caller_allows_it():
    sandbox = Sandbox(LIMITS)
    code = "def main():\n    return {}"
    assert (await sandbox.run("python3", code, {})).tier == "strict"
    assert (await sandbox.trusting(TrustedPython()).run("python3", code, {})).tier == "trusted"
    assert (await sandbox.run("python3", code, {})).tier == "strict"
    await sandbox.close()


def runs(pid: int) -> bool:
    """Return whether a process is there and no zombie."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
