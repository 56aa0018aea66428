"""Plugins without a server: manifests, what begins one, the tutorial, and what a process may reach."""

import asyncio
import importlib.util
import inspect
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from config import PROJECT
from engine.__main__ import main
from engine.plugins.errors import PluginEnded, PluginError, PluginNotLoaded
from engine.plugins.manifest import MILLRACE, InvalidManifest, as_numbers, parsed, read_manifest
from engine.plugins.scaffolding import BEGINNINGS
from engine.plugins.trying import trying
from engine.sandbox.support import contained_support

LEAST = {"id": "words", "version": "1.0", "name": "Words", "provides": {"tools": {"count": "words:count"}}}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        pytest.param({"id": "Words"}, "no id", id="capital"),
        pytest.param({"id": "../x"}, "no id", id="path"),
        pytest.param({"version": "one"}, "no version", id="version"),
        pytest.param({"millrace": "99"}, "needs Millrace 99", id="later Millrace"),
        pytest.param({"provides": {}}, "provides names nothing", id="nothing"),
        pytest.param({"provides": {"tools": {"count": "../words:count"}}}, "no place", id="place"),
        pytest.param({"provides": {"robots": {"r": "m:n"}}}, "provides.robots", id="kind"),
        pytest.param({"permissions": {"network": ["$url"]}}, "no setting url", id="host of no setting"),
        pytest.param({"permissions": {"network": ["http://x"]}}, "no host", id="address for host"),
        pytest.param({"settings": [{"name": "a"}, {"name": "a"}]}, "same name", id="twice"),
        pytest.param({"colour": "red"}, "colour", id="unknown field"),
    ],
)
def test_a_manifest_that_is_wrong_says_where(changes, fault):
    with pytest.raises(InvalidManifest, match=re.escape(fault)):
        parsed({**LEAST, **changes})


def test_the_version_that_manifests_are_compared_with_is_that_of_the_project():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())
    assert project["project"]["version"] == MILLRACE


def test_versions_are_compared_as_numbers():
    assert as_numbers("1.10") > as_numbers("1.9") > as_numbers("1") == as_numbers("1.0.0")


def test_a_manifest_is_read_without_running_the_code(tmp_path: Path):
    (tmp_path / "plugin.toml").write_text('id="x"\nversion="1"\nname="X"\n[provides.tools]\na="code:a"\n')
    with pytest.raises(InvalidManifest, match="no module code"):
        read_manifest(tmp_path)
    (tmp_path / "code.py").write_text("raise SystemExit('it ran')")
    assert read_manifest(tmp_path).words("name", "zh") == "X"


@pytest.mark.parametrize("kind", BEGINNINGS)
async def test_what_begins_a_plugin_passes_its_own_test(kind, tmp_path: Path, capsys):
    assert main([f"new-{kind}", "my first", str(tmp_path)]) == 0
    assert "plugin.toml" in capsys.readouterr().out
    await passes(tmp_path / "my-first" / "test_my_first.py")
    assert main([f"new-{kind}", "my first", str(tmp_path)]) == 2  # it is there already


async def passes(file: Path) -> None:
    """Run the tests of a file."""
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    tests = [value for name, value in vars(module).items() if name.startswith("test_")]
    assert tests
    for test in tests:
        assert inspect.iscoroutinefunction(test)
        await test()


async def test_the_tutorial_works_as_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    text = (PROJECT / "docs/tutorial-plugin.md").read_text(encoding="utf-8")
    command = re.search(r"-m engine (new-tool \S+ \S+)", text)
    assert command is not None
    monkeypatch.chdir(tmp_path)
    assert main(command[1].split()) == 0
    for _, content in re.findall(r"```(python|toml)\n(.*?)```", text, re.DOTALL):
        place = content.splitlines()[0].removeprefix("# ")
        assert (tmp_path / place).is_file(), "every file of the tutorial is one that was begun"
        (tmp_path / place).write_text(content, encoding="utf-8")
    await passes(tmp_path / "my-plugins/tidy-notes/test_tidy_notes.py")


CURIOUS = """
import os
import socket
import time

from engine.plugins import sdk


def look(path: str) -> str:
    try:
        return open(path).read()
    except OSError as error:
        return type(error).__name__


def environment() -> list[str]:
    return sorted(os.environ)


def connect() -> str:
    try:
        socket.create_connection(("127.0.0.1", 9), 1)
    except OSError as error:
        return type(error).__name__


def fetch(url: str) -> str:
    return sdk.http("GET", url).text


def ask(text: str) -> str:
    return sdk.chat(text)


def hoard() -> int:
    return len(bytearray(400 * 2**20))


async def sleep() -> str:
    return "slept"
"""


@pytest.mark.skipif(contained_support() is not None, reason="processes cannot be locked in here")
async def test_a_plugin_reaches_what_it_asks_for_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SECRET_OF_THE_SERVER", "x")
    names = ("look", "environment", "connect", "fetch", "ask", "hoard", "sleep")
    tools = "\n".join(f'{name} = "curious:{name}"' for name in names)
    manifest = (
        f'id="curious"\nversion="1"\nname="C"\n[permissions]\nnetwork=["example.org"]\n[provides.tools]\n{tools}\n'
    )
    folder = tmp_path / "curious"
    folder.mkdir()
    (folder / "plugin.toml").write_text(manifest)
    (folder / "curious.py").write_text(CURIOUS)
    (tmp_path / "secret.txt").write_text("secret")
    async with trying(folder) as plugin:

        async def call(name: str, **arguments: Any) -> Any:
            return await plugin.call("tools", name, **arguments)

        assert await call("look", path=str(tmp_path / "secret.txt")) == "PermissionError"
        assert await call("environment") == ["HOME", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TMPDIR"]
        assert await call("connect") == "PermissionError"
        assert await call("sleep") == "slept"
        with pytest.raises(PluginError, match="MemoryError"):
            await call("hoard")
        with pytest.raises(PluginError, match="does not name the host '127.0.0.1'"):
            await call("fetch", url="http://127.0.0.1:9/")
        with pytest.raises(PluginError, match="does not name llm"):
            await call("ask", text="hello")
        assert plugin.host is not None
        assert await asyncio.gather(*(call("sleep") for _ in range(20))) == ["slept"] * 20
    with pytest.raises(PluginEnded, match="switched off"):
        await call("sleep")


async def test_code_that_does_not_load_says_why_with_its_trace(tmp_path: Path):
    shutil.copytree(PROJECT / "examples/plugins/qdrant", tmp_path / "qdrant")
    (tmp_path / "qdrant" / "store.py").write_text("print('before')\nimport nowhere\n")
    with pytest.raises(PluginNotLoaded, match="No module named 'nowhere'") as failed:
        async with trying(tmp_path / "qdrant"):
            pass
    assert "line 2" in failed.value.trace
