"""Own nodes in the product: known from the start, known anew after an edit, stale when they changed."""

from pathlib import Path

import pytest

from config import Settings
from engine.events import NodeFinished, RunFinished
from engine.nodes.base import Node
from services import accounts
from services.apps import apps
from services.nodes import load_nodes, own_nodes
from services.runs.runs import DEBUGGER
from services.runs.workflow_runs import start_run
from services.runtime import Runtime
from storage.records import App
from tests.services.parts import document, events_of, graph, node, published

KIND = "millrace-python-mine-answer"


def write(rt: Runtime, text: str) -> Path:
    folder = rt.settings.data_dir / "nodes"
    folder.mkdir(mode=0o755, exist_ok=True)
    path = folder / "mine.py"
    path.write_text(text)
    path.chmod(0o644)
    return path


def asking():
    end = node("end", "end", outputs=[{"variable": "n", "value_selector": ["own", "result"]}])
    return document("workflow", graph(node("start", "start", variables=[]), node("own", KIND, inputs={}), end))


async def outcome(rt: Runtime, app: App, *, draft: bool = True) -> tuple[object, bool]:
    """Return what a run gives, and whether the own node was not called."""
    live = await start_run(rt, app, inputs={}, user="ann", invoke_from=DEBUGGER, draft=draft)
    events = await events_of(live)
    finished = next(event for event in events if isinstance(event, RunFinished))
    assert finished.error is None
    return finished.outputs["n"], any(isinstance(e, NodeFinished) and e.node_id == "own" and e.reused for e in events)


async def test_an_edited_file_makes_its_results_stale(rt: Runtime, workspace_id: str) -> None:
    write(rt, "def answer() -> int: return 42\n")
    await load_nodes(rt)
    app = await apps.add_document(rt, workspace_id, asking())
    assert await outcome(rt, app) == (42, False)
    assert await outcome(rt, app) == (42, True)
    write(rt, "def answer() -> int: return 43  # better\n")
    await load_nodes(rt)
    assert await outcome(rt, app) == (43, False)


async def test_what_is_published_runs_the_file_as_it_is_now(rt: Runtime, workspace_id: str) -> None:
    write(rt, "def answer() -> int: return 1\n")
    await load_nodes(rt)
    app = await published(rt, workspace_id, asking())
    assert (await outcome(rt, app, draft=False))[0] == 1
    write(rt, "def answer() -> int: return 22\n")
    await load_nodes(rt)
    assert (await outcome(rt, app, draft=False))[0] == 22


async def test_the_palette_knows_kinds_and_broken_files(rt: Runtime) -> None:
    write(rt, 'def answer() -> int:\n    """Answer everything."""\n    return 42\ndef bad(a) -> int: return 1\n')
    own = await own_nodes(rt)
    assert [(one.kind, one.label, one.description, one.file) for one in own.kinds] == [
        (KIND, "Answer", "Answer everything.", "mine.py")
    ]
    assert "the parameter a needs a type hint" in own.broken[0].message


async def test_a_runtime_knows_own_nodes_from_its_start_to_its_end(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, embedded_redis=False, workers=0)
    (tmp_path / "nodes").mkdir(mode=0o755)
    path = tmp_path / "nodes" / "mine.py"
    path.write_text("def answer() -> int: return 42\n")
    path.chmod(0o644)
    rt = await Runtime.start(settings)
    try:
        assert KIND in Node.registry
        assert (await accounts.workspace(rt)).id
    finally:
        await rt.stop()
    assert KIND not in Node.registry


@pytest.mark.parametrize("text", ["raise RuntimeError('no')", "import sys; sys.exit(1)", "def f(:"])
async def test_no_file_keeps_the_product_from_starting(tmp_path: Path, text: str) -> None:
    (tmp_path / "nodes").mkdir(mode=0o755)
    path = tmp_path / "nodes" / "mine.py"
    path.write_text(text)
    path.chmod(0o644)
    rt = await Runtime.start(Settings(data_dir=tmp_path, embedded_redis=False, workers=0))
    try:
        assert len((await own_nodes(rt)).broken) == 1
    finally:
        await rt.stop()
