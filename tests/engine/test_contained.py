"""The contained tier: ordinary Python with its libraries, and nothing outside its folder."""

import asyncio
import os
import re
import socket
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import psutil
import pytest
import pytest_asyncio

from engine.errors import NodeError
from engine.resources import CodeResult
from engine.sandbox import Sandbox, SandboxLimits, contained_support

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(contained_support() is not None, reason=f"contained tier: {contained_support()}"),
]
LIMITS = SandboxLimits(
    seconds=20, contained_memory=512 * 2**20, files=8 * 2**20, result=100_000, printed=1000, processes=3
)
BEYOND = "import io\n"  # what the strict tier cannot import, so that the script runs in this one


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sandbox():
    box = Sandbox(LIMITS)
    yield box
    await box.close()


async def ran(sandbox: Sandbox, code: str, *, outputs: tuple[str, ...] = (), **inputs: object) -> CodeResult:
    """Return the result of a script that ran in this tier."""
    result = await sandbox.run("python3", BEYOND + textwrap.dedent(code), inputs, outputs=outputs)
    assert result.tier == "contained"
    return result


async def refused(sandbox: Sandbox, code: str, **inputs: object) -> str:
    """Return why a script failed in this tier."""
    with pytest.raises(NodeError) as caught:
        await sandbox.run("python3", BEYOND + textwrap.dedent(code), inputs)
    assert caught.value.error_type == "CodeExecutionError"
    assert caught.value.process_data == {"tier": "contained"}
    return str(caught.value)


async def short(**limits: Any) -> Sandbox:
    """Return a sandbox of its own, with other limits."""
    return Sandbox(SandboxLimits(**{"contained_memory": 512 * 2**20, **limits}))


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("def main(n):\n    def each():\n        yield n\n    return {'r': list(each())}", id="generator"),
        pytest.param("class E(Exception):\n    pass\ndef main(n):\n    return {'r': [n]}", id="inheritance"),
        pytest.param("def main(n):\n    a = [0, n]\n    del a[0]\n    return {'r': a}", id="del"),
        pytest.param("import statistics\ndef main(n):\n    return {'r': [statistics.mean([n])]}", id="module"),
        pytest.param("from string import Template\ndef main(n):\n    return {'r': [n]}", id="from module"),
        pytest.param("import os\ndef main(n):\n    return {'r': [n + os.path.exists('/no/where')]}", id="file"),
        pytest.param("from pathlib import Path\nPath.home = None\ndef main(n):\n    return {'r': [n]}", id="member"),
    ],
)
async def test_what_strict_cannot_read_or_import_runs_here(sandbox, code):
    result = await sandbox.run("python3", code, {"n": 3})
    assert (result.value, result.tier) == ({"r": [3]}, "contained")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        pytest.param("def main(:\n    yield 1", "SyntaxError", id="syntax"),
        pytest.param("def main():\n    return {}['a']", "KeyError", id="error"),
    ],
)
async def test_other_failures_of_the_strict_tier_stay_there(sandbox, code, reason):
    with pytest.raises(NodeError, match=reason) as caught:
        await sandbox.run("python3", code, {})
    assert caught.value.process_data == {"tier": "strict"}


async def test_a_script_without_main_gives_its_variables(sandbox):
    result = await ran(sandbox, "total = sum(numbers)\nlonely = 1", numbers=[1, 2], outputs=("total", "never"))
    assert result.value == {"total": 3}


@pytest.mark.parametrize(
    ("library", "code", "value"),
    [
        ("numpy", "int(numpy.arange(4).sum())", 6),
        ("numpy", "numpy.int64(7)", 7),
        ("pandas", "pandas.DataFrame({'a': [1, 2]}).a.sum()", 3),
        ("pandas", "pandas.DataFrame({'a': ['x']}).to_dict('records')", [{"a": "x"}]),
        ("polars", "polars.DataFrame({'a': [1, 1]}).lazy().group_by('a').len().collect().to_dicts()", [{"a": 1, "len": 2}]),
        ("duckdb", "duckdb.sql('SELECT sum(range) FROM range(1000)').fetchall()", [[499500]]),
    ],
)  # fmt: skip
async def test_data_libraries_work(sandbox, library, code, value):
    pytest.importorskip(library)
    assert (await ran(sandbox, f"import {library}\ndef main():\n    return {{'r': {code}}}")).value == {"r": value}


async def test_its_own_folder_is_there_to_write_and_gone_afterwards(sandbox):
    code = """
    import os
    def main():
        os.mkdir('a')
        with open('a/b', 'w') as file:
            file.write('kept')
        os.rename('a/b', 'a/c')
        return {'text': open('a/c').read(), 'folder': os.getcwd(), 'names': os.listdir('.')}
    """
    value = (await ran(sandbox, code)).value
    assert (value["text"], value["names"]) == ("kept", ["a"])
    assert not Path(value["folder"]).exists()


async def test_threads_and_event_loops_work(sandbox):
    code = """
    import asyncio, concurrent.futures
    async def waits():
        await asyncio.sleep(0)
        return await asyncio.to_thread(lambda: 2)
    def main():
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            return {'r': [*pool.map(abs, [-1]), asyncio.run(waits())]}
    """
    assert (await ran(sandbox, code)).value == {"r": [1, 2]}


async def test_dataclasses_and_type_hints_find_their_names(sandbox):
    code = """
    from __future__ import annotations
    import dataclasses, typing
    @dataclasses.dataclass
    class Point:
        x: int
        other: Point | None = None
    def main():
        return {'r': dataclasses.asdict(Point(1)), 'n': sorted(typing.get_type_hints(Point))}
    """
    result = await sandbox.run("python3", textwrap.dedent(code), {})
    assert result.value == {"r": {"x": 1, "other": None}, "n": ["other", "x"]}


async def test_nothing_of_the_server_is_in_its_environment(sandbox, monkeypatch):
    code = "import os\ndef main():\n    return {'names': sorted(os.environ), 'arguments': __import__('sys').argv[1:]}"
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    own = await short()
    try:
        value = (await ran(own, code)).value
        assert Path(f"/proc/{own._contained.server_pid}/environ").read_bytes() == b""
    finally:
        await own.close()
    assert {"HOME", "TMPDIR"} <= set(value["names"])
    assert "OPENAI_API_KEY" not in value["names"]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("open('/etc/passwd').read()", id="file"),
        pytest.param("os.listdir('/tmp')", id="listing"),
        pytest.param("open('/tmp/millrace-escape', 'w')", id="writing"),
        pytest.param("open(os.__file__, 'a')", id="writing a library"),
        pytest.param(f"open({__file__!r}).read()", id="the project"),
        pytest.param("open('/proc/self/environ').read()", id="own environment"),
        pytest.param("open(f'/proc/{os.getppid()}/environ').read()", id="parent's environment"),
        pytest.param("open(f'/proc/{os.getppid()}/mem').read()", id="parent's memory"),
        pytest.param("os.chmod(os.__file__, 0o777)", id="chmod"),
        pytest.param("os.utime(os.__file__)", id="utime"),
        pytest.param("os.truncate(os.__file__, 0)", id="truncate"),
        pytest.param("os.open(os.__file__, os.O_RDONLY | os.O_TRUNC)", id="emptying"),
        pytest.param("os.mkfifo(f'/tmp/millrace-{os.getpid()}-{os.urandom(4).hex()}')", id="fifo"),
        pytest.param("socket.socket()", id="TCP"),
        pytest.param("socket.socket(type=socket.SOCK_DGRAM)", id="UDP"),
        pytest.param("socket.socket(socket.AF_UNIX)", id="unix socket"),
        pytest.param("socket.socketpair(type=socket.SOCK_DGRAM)", id="datagram pair"),
        pytest.param("socket.create_connection(('127.0.0.1', 80), 1)", id="connecting"),
        pytest.param("__import__('urllib.request').request.urlopen('http://127.0.0.1/')", id="HTTP"),
        pytest.param("os.fork()", id="fork"),
        pytest.param("subprocess.run('true')", id="subprocess"),
        pytest.param("os.posix_spawn('/bin/true', ['true'], {})", id="spawn"),
        pytest.param("os.execv('/bin/true', ['true'])", id="exec"),
        pytest.param("os.kill(os.getppid(), 9)", id="killing the parent"),
        pytest.param("os.setuid(0)", id="setuid"),
        pytest.param("os.setsid()", id="new session"),
        pytest.param("os.setpriority(os.PRIO_PROCESS, os.getppid(), 19)", id="priority"),
        pytest.param("os.memfd_create('x')", id="memfd"),
        pytest.param("os.chroot('/')", id="chroot"),
        pytest.param("called(libc.ptrace, 16, os.getppid(), 0, 0)", id="ptrace"),
        pytest.param("called(libc.unshare, 0x10000000)", id="user namespace"),
        pytest.param("called(libc.mount, b'x', b'/tmp', b'tmpfs', 0, 0)", id="mount"),
        pytest.param("called(libc.syscall, 425, 8, 0)", id="io_uring"),
        pytest.param("called(libc.syscall, 435, 0, 0)", id="clone3"),
        pytest.param("called(libc.syscall, 437, -100, b'/etc/passwd', 0, 0)", id="openat2"),
        pytest.param("called(libc.syscall, 444 + 10_000, 0)", id="unknown call"),
        pytest.param("called(libc.shmget, 0, 4096, 0o1600)", id="shared memory"),
    ],
)  # fmt: skip
async def test_nothing_outside_is_reached(sandbox, code):
    reason = await refused(
        sandbox,
        f"""
        import ctypes, os, socket, subprocess
        libc = ctypes.CDLL(None, use_errno=True)
        def called(function, *arguments):
            if function(*arguments) == -1:
                raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        def main():
            return {{'r': str({code})}}
        """,
    )
    assert re.search("Permission denied|Operation not permitted|Function not implemented", reason)
    assert "trusted tier" in reason or "not implemented" in reason


async def test_a_server_that_listens_here_is_not_called(sandbox):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        port = server.getsockname()[1]
        code = f"import socket\ndef main():\n    socket.create_connection(('127.0.0.1', {port}))"
        assert "network" in await refused(sandbox, code)
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.skipif(os.getuid() != 0, reason="only root gives its rights up")
async def test_root_becomes_nobody(sandbox):
    code = "import os\ndef main():\n    return {'ids': [*os.getresuid(), *os.getresgid(), *os.getgroups()]}"
    assert set((await ran(sandbox, code)).value["ids"]) == {65534}


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        pytest.param("raise ValueError('no!')", r"^ValueError: no! \(line 4\)$", id="raises"),
        pytest.param("bytearray(2 * 10**9)", "more than 512 MB of memory, in the contained sandbox", id="memory bomb"),
        pytest.param("[[0] * 10**6 for _ in range(10**6)]", "more than 512 MB of memory", id="memory in steps"),
        pytest.param("__import__('mmap').mmap(-1, 6 * 2**30)", "memory|Cannot allocate", id="shared memory of its own"),
        pytest.param("open('a', 'wb').write(b'x' * 9 * 2**20)", "File too large.*: a script may write 8 MB", id="file"),
        pytest.param("return 'x' * 200_000", "more than 100000 characters", id="long result"),
        pytest.param("return 'x' * 10_000_000", "more than 100000 characters", id="very long result"),
        pytest.param("return {1, 2}", "returned a set, which JSON", id="set"),
        pytest.param("return {(1, 2): 1}", "keys must be str", id="key"),
        pytest.param("a = []; a.append(a); return a", "Circular reference", id="circle"),
        pytest.param("return main()", "RecursionError", id="recursion"),
        pytest.param("raise SystemExit(3)", "raised SystemExit; return instead", id="exit"),
        pytest.param("__import__('os')._exit(0)", "ended its process without a result", id="hard exit"),
        pytest.param("__import__('os').abort()", "broke off", id="abort"),
        pytest.param("__import__('ctypes').string_at(0)", "SIGSEGV, in the contained", id="crash"),
        pytest.param("import jieba_of_nowhere", "No module named.*install it beside", id="module"),
    ],
)
async def test_failures_say_what_and_where(sandbox, code, reason):
    assert re.search(reason, await refused(sandbox, f"\ndef main():\n    {code}"))


async def test_what_is_printed_is_kept_up_to_a_limit(sandbox):
    code = "import sys\ndef main(n):\n    print('x' * n)\n    sys.stderr.write('warned')\n    return {}"
    assert (await ran(sandbox, code, n=2)).printed == "xx\nwarned"
    assert (await ran(sandbox, code, n=10_000_000)).printed == "x" * 1000


@pytest.mark.parametrize("code", ["while True: pass", "__import__('time').sleep(100)"], ids=["computes", "sleeps"])
async def test_a_script_that_does_not_end_is_killed(code):
    own = await short(seconds=0.5)
    try:
        assert "took longer than 0.5 s, in the contained sandbox" in await refused(own, f"def main():\n    {code}")
        assert psutil.Process(own._contained.server_pid).children() == []
    finally:
        await own.close()


async def test_many_small_files_reach_the_limit(sandbox):
    code = "def main():\n    for i in range(10**6):\n        open(f'f{i}', 'wb').write(b'x' * 100_000)"
    assert "more than 8 MB of files" in await refused(sandbox, code)


async def test_scripts_run_side_by_side_and_share_nothing(sandbox):
    code = "import os\ndef main(n):\n    open(f'{n}', 'w')\n    return {'n': n, 'names': os.listdir('.')}"
    results = await asyncio.gather(*(ran(sandbox, code, n=n) for n in range(12)))
    assert [result.value for result in results] == [{"n": n, "names": [str(n)]} for n in range(12)]


async def test_a_fork_server_that_dies_is_replaced():
    own = await short(seconds=30)
    try:
        await ran(own, "def main():\n    return {}")
        server = psutil.Process(own._contained.server_pid)
        running = asyncio.create_task(ran(own, "def main():\n    while True: pass"))
        child = await first_child(server)
        server.kill()
        with pytest.raises(NodeError, match="ended while the script ran"):
            await running
        await gone(child)
        assert (await ran(own, "def main():\n    return {'a': 1}")).value == {"a": 1}
    finally:
        await own.close()


async def test_a_cancelled_script_is_killed():
    own = await short(seconds=30, processes=1)
    try:
        await ran(own, "def main():\n    return {}")
        running = asyncio.create_task(ran(own, "def main():\n    while True: pass"))
        child = await first_child(psutil.Process(own._contained.server_pid))
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        await gone(child)
        assert (await ran(own, "def main():\n    return {'a': 1}")).value == {"a": 1}
    finally:
        await own.close()


async def test_the_fork_server_ends_when_it_is_idle():
    own = await short(idle=0.01)
    try:
        task = asyncio.create_task(ran(own, "def main():\n    return {}"))
        while own._contained.server_pid is None:
            await asyncio.sleep(0)
        server = psutil.Process(own._contained.server_pid)
        await task
        await gone(server)
        assert own._contained.server_pid is None
    finally:
        await own.close()


async def test_no_process_outlives_the_one_that_started_it():
    program = """
    import asyncio
    from engine.sandbox import Sandbox, SandboxLimits
    code = "import io\\ndef main():\\n    while True: pass"
    asyncio.run(Sandbox(SandboxLimits(seconds=100)).run("python3", code, {}))
    """
    app = subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)], cwd=Path(__file__).parents[2])
    app_process = psutil.Process(app.pid)
    server = await first_child(app_process, name="python")
    child = await first_child(server)
    app.kill()
    app.wait()
    await gone(server)
    await gone(child)


async def first_child(process: psutil.Process, name: str = "") -> psutil.Process:
    """Wait until a process has a child and return it; "monty" workers are no children that count."""
    while True:
        for child in process.children():
            if name in child.name() and "monty" not in child.name():
                return child
        await asyncio.sleep(0.005)


async def gone(process: psutil.Process) -> None:
    """Wait until a process has ended."""
    async with asyncio.timeout(30):
        while runs(process):
            await asyncio.sleep(0.005)


def runs(process: psutil.Process) -> bool:
    """Return whether a process is there and no zombie."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
