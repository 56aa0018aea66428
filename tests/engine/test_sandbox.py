"""Scripts run away from this process, and nothing they do reaches it."""

import asyncio
import re

import psutil
import pytest

import engine.sandbox.sandbox
from engine.errors import NodeError
from engine.sandbox import Sandbox, SandboxLimits


@pytest.fixture
async def sandbox(monkeypatch, request):
    """A sandbox on a machine that has the strict tier only."""
    monkeypatch.setattr(engine.sandbox.sandbox, "contained_support", lambda: "this is a test")
    monkeypatch.setattr(engine.sandbox.sandbox, "javascript_support", lambda: "this is a test")
    box = Sandbox(
        SandboxLimits(
            seconds=getattr(request, "param", 1), memory=64 * 2**20, result=100_000, printed=1000, processes=2
        )
    )
    yield box
    await box.close()


async def refused(sandbox: Sandbox, code: str, **inputs: object) -> str:
    """Return why the script is refused."""
    with pytest.raises(NodeError) as caught:
        await sandbox.run("python3", code, inputs)
    assert caught.value.error_type == "CodeExecutionError"
    return str(caught.value)


async def test_main_gets_its_inputs_by_name(sandbox):
    code = "import json\ndef main(a, b: int) -> dict:\n    return {'r': a * b, 'j': json.dumps([1])}"
    assert (await sandbox.run("python3", code, {"a": "x", "b": 3})).value == {"r": "xxx", "j": "[1]"}


async def test_a_script_without_main_gives_its_variables(sandbox):
    code = "total = sum(numbers)\nhalf = total / 2\nlonely = 1"
    result = await sandbox.run("python3", code, {"numbers": [1, 2, 3]}, outputs=["total", "half", "never"])
    assert result.value == {"total": 6, "half": 3.0}


async def test_values_come_back_as_json_has_them(sandbox):
    code = "def main():\n    return {'t': (1, 2), 1: 'one', None: 0}"
    assert (await sandbox.run("python3", code, {})).value == {"t": [1, 2], "1": "one", "null": 0}


async def test_what_is_printed_is_kept_up_to_a_limit(sandbox):
    code = "def main(n):\n    for i in range(n):\n        print('x' * 10)\n    return {}"
    assert (await sandbox.run("python3", code, {"n": 2})).printed == "x" * 10 + "\n" + "x" * 10 + "\n"
    assert len((await sandbox.run("python3", code, {"n": 500})).printed) == 1000


async def test_runs_share_nothing(sandbox):
    await sandbox.run("python3", "leak = 1\ndef main():\n    return {}", {})
    assert "leak" in await refused(sandbox, "def main():\n    return {'a': leak}")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        pytest.param("def main():\n    raise ValueError('no!')", r"ValueError: no! \(line 2\)", id="raises"),
        pytest.param("def main(:\n    pass", r"SyntaxError.*line 1", id="syntax error"),
        pytest.param("def main(a):\n    return {}", "missing 1 required positional argument", id="argument missing"),
        pytest.param(
            "import pandas\ndef main():\n    return {}", "'pandas': the sandbox has .*json.*line 1", id="module"
        ),
        pytest.param("def main():\n    yield 1", "yield expressions: collect .* list", id="generator"),
        pytest.param("class A(Exception):\n    pass", "class inheritance.*without bases", id="inheritance"),
        pytest.param(
            "class A:\n    @property\n    def a(self): pass", "method decorators.*plain method", id="decorator"
        ),
        pytest.param("def main():\n    a = {1: 2}\n    del a[1]", r"'del' statement: use pop\(\)", id="del"),
        pytest.param("def main():\n    raise SystemExit(3)", "SystemExit; return instead", id="SystemExit"),
        pytest.param("def main():\n    while True: pass", "longer than 1 s", id="endless"),
        pytest.param("import time\ndef main():\n    time.sleep(100)", "longer than 1 s", id="sleeps"),
        pytest.param("def main():\n    return {'a': [0] * 10**9}", "more than 64 MB", id="memory"),
        pytest.param("def main():\n    return main()", "RecursionError", id="recursion"),
        pytest.param("def main():\n    return {'a': 'x' * 200_000}", "more than 100000 characters", id="long result"),
        pytest.param("def main():\n    return {'a': {1, 2}}", "returned a set", id="set"),
        pytest.param("class A:\n    pass\ndef main():\n    return {'a': A()}", "returned a A", id="object"),
        pytest.param("def main():\n    return {(1, 2): 1}", "a tuple as a key", id="key"),
    ],
)
async def test_failures_say_what_and_where(sandbox, code, reason):
    assert re.search(reason, await refused(sandbox, code))


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("open('/etc/passwd').read()", id="file"),
        pytest.param("open('/tmp/x', 'w').write('x')", id="writing"),
        pytest.param("__import__('os').listdir('/')", id="listing"),
        pytest.param("__import__('os').environ['HOME']", id="environment"),
        pytest.param("__import__('os').system('true')", id="shell"),
        pytest.param("__import__('os').fork()", id="fork"),
        pytest.param("__import__('subprocess').run('true')", id="process"),
        pytest.param("__import__('socket').socket()", id="network"),
        pytest.param("__import__('ctypes').CDLL(None)", id="native code"),
        pytest.param("().__class__.__bases__[0].__subclasses__()", id="class walk"),
        pytest.param("main.__globals__", id="globals"),
        pytest.param("'{0.__class__.__init__.__globals__}'.format(main)", id="format walk"),
        pytest.param("9 ** 9 ** 9", id="large number"),
        pytest.param("__import__('pathlib').Path('/proc/self/environ').read_text()", id="proc"),
    ],
)
async def test_nothing_outside_is_reached(sandbox, code):
    await refused(sandbox, f"def main():\n    return {{'a': str({code})}}")


@pytest.mark.parametrize("sandbox", [60], indirect=True, ids=["with time"])
async def test_a_cancelled_script_frees_its_worker(sandbox):
    endless = [asyncio.create_task(sandbox.run("python3", "while True: pass", {})) for _ in range(2)]
    await until_started()
    for task in endless:
        task.cancel()
    await asyncio.gather(*endless, return_exceptions=True)
    async with asyncio.timeout(30):
        assert (await sandbox.run("python3", "def main():\n    return {}", {})).value == {}


@pytest.mark.parametrize("sandbox", [60], indirect=True, ids=["with time"])
async def test_a_worker_that_dies_is_replaced(sandbox):
    task = asyncio.create_task(sandbox.run("python3", "while True: pass", {}))
    await until_started()
    for worker in workers():
        worker.kill()
    with pytest.raises(NodeError, match="broke its sandbox"):
        await task
    assert (await sandbox.run("python3", "def main():\n    return {}", {})).value == {}


async def test_a_refusal_says_why_no_other_tier_runs_the_script(sandbox):
    reason = await refused(sandbox, "def main():\n    yield 1")
    assert reason.endswith("The contained sandbox, which runs all of Python, is not available: this is a test")


async def test_javascript_is_refused_with_what_to_do(sandbox):
    with pytest.raises(NodeError, match="write it in Python") as caught:
        await sandbox.run("javascript", "function main() {}", {})
    assert caught.value.error_type == "CodeNodeError"


def workers() -> list[psutil.Process]:
    """Return the sandbox's processes."""
    return [child for child in psutil.Process().children() if "monty" in child.name()]


async def until_started() -> None:
    """Wait until a script is computing."""
    while not any(worker.cpu_times().user > 0.02 for worker in workers()):
        await asyncio.sleep(0.01)
