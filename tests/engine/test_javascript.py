"""JavaScript runs in V8, in the contained tier."""

import re

import pytest
import pytest_asyncio

import engine.sandbox.support
from engine.errors import NodeError
from engine.sandbox import Sandbox, SandboxLimits, contained_support, javascript_support

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(javascript_support() is not None, reason=f"JavaScript: {javascript_support()}"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sandbox():
    box = Sandbox(SandboxLimits(seconds=5, contained_memory=128 * 2**20, result=100_000, printed=1000))
    yield box
    await box.close()


@pytest.mark.parametrize(
    ("code", "value"),
    [
        pytest.param("function main({s}) { return {u: s.toUpperCase()} }", {"u": "ABC"}, id="unpacked"),
        pytest.param("function main(inputs) { return {n: inputs.s.length} }", {"n": 3}, id="one object"),
        pytest.param("const main = ({s}) => ({l: s.split('')})", {"l": ["a", "b", "c"]}, id="arrow"),
        pytest.param("async function main({s}) { return {s: await s} }", {"s": "abc"}, id="async"),
        pytest.param("const t = s + s; let u = t.length", {"t": "abcabc", "u": 6}, id="without main"),
        pytest.param("function main() { return {a: undefined, b: null} }", {"b": None}, id="undefined"),
    ],
)
async def test_every_shape_of_script_gives_its_values(sandbox, code, value):
    result = await sandbox.run("javascript", code, {"s": "abc"}, outputs=["t", "u", "never"])
    assert (result.value, result.tier) == (value, "contained")


async def test_text_of_any_kind_comes_and_goes_unharmed(sandbox):
    text = "'\"\\\n\u2028`${1}` 你好 🧪 </script>"
    result = await sandbox.run("javascript", "function main({s}) { console.log(s.length); return {s} }", {"s": text})
    assert result.value == {"s": text}
    assert result.printed == f"{len(text) + 1}\n"  # UTF-16 has two units for the test tube


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        pytest.param("function main() {\n  throw new TypeError('no') }", r"^TypeError: no \(line 2\)$", id="throws"),
        pytest.param("function main() {\n  let a = ; }", r"^SyntaxError: Unexpected.*\(line 2\)$", id="syntax"),
        pytest.param("let x = 1;\nthrow 5", "5", id="throws no error"),
        pytest.param("function main() { return require('fs') }", "require is not defined", id="require"),
        pytest.param("function main() { return fetch('http://127.0.0.1') }", "fetch is not defined", id="fetch"),
        pytest.param("function main() { return process.env }", "process is not defined", id="process"),
        pytest.param("function main() { let a = []; while (true) a.push([...a, 1]) }", "memory|longer", id="memory"),
        pytest.param(
            "function main() { let a = []; while (true) a.push(new Uint8Array(1e7).fill(1)) }",
            "allocation failed|memory",
            id="buffers",
        ),
        pytest.param("function main() { return {a: 'x'.repeat(200000)} }", "more than 100000 char", id="long result"),
        pytest.param("function main() { return {a: 1n} }", "BigInt", id="value"),
    ],
)
async def test_failures_say_what_and_where(sandbox, code, reason):
    with pytest.raises(NodeError) as caught:
        await sandbox.run("javascript", code, {})
    assert re.search(reason, str(caught.value))
    assert caught.value.process_data == {"tier": "contained"}


async def test_a_script_that_does_not_end_is_killed():
    own = Sandbox(SandboxLimits(seconds=0.5))
    with pytest.raises(NodeError, match=r"longer than 0\.5 s, in the contained"):
        await own.run("javascript", "function main() { while (true) {} }", {})
    await own.close()


async def test_without_the_package_the_refusal_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(engine.sandbox.support, "find_spec", lambda name: None)
    javascript_support.cache_clear()
    try:
        assert contained_support() is None
        assert "pip install -r requirements-js.txt" in str(javascript_support())
    finally:
        javascript_support.cache_clear()
