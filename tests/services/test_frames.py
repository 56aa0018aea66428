"""Data frames in whole runs: from node to node, in kept results, in the data folder."""

from pathlib import Path
from typing import Any

import pytest

from engine.events import NodeFinished, RunFinished
from engine.frames.table import TABLE_MARK
from engine.sandbox import contained_support
from services.apps import apps, workflows
from services.runs.results import forget, prune
from services.runs.runs import DEBUGGER
from services.runs.workflow_runs import start_run
from services.runtime import Runtime
from storage.records import App
from tests.services.parts import document, events_of, graph, node, published
from tests.services.waiting import answer, asking_node, form_of, paused_run, wired

pytestmark = pytest.mark.skipif(contained_support() is not None, reason=str(contained_support()))

MAKE = """
import polars
def main(n):
    return {"orders": polars.DataFrame({"id": range(n), "city": ["Rome" if i % 3 else "Oslo" for i in range(n)]})}
"""
USE = """
def main(found, of):
    return {"largest": found.sort("n", descending=True)["city"][0], "of": of.height}
"""


def pipeline(query: str = "SELECT city, count(*) AS n FROM orders WHERE id >= {{#start.least#}} GROUP BY city"):
    return document(
        "workflow",
        graph(
            node(
                "start",
                "start",
                variables=[
                    {"variable": "n", "type": "number", "label": "N"},
                    {"variable": "least", "type": "number", "label": "Least"},
                ],
            ),
            node(
                "make",
                "code",
                code=MAKE,
                variables=[{"variable": "n", "value_selector": ["start", "n"]}],
                outputs={"orders": {"type": "dataframe"}},
            ),
            node(
                "ask",
                "millrace-sql",
                query=query,
                tables=[{"variable": "orders", "value_selector": ["make", "orders"]}],
            ),
            node(
                "use",
                "code",
                code=USE,
                variables=[
                    {"variable": "found", "value_selector": ["ask", "result"]},
                    {"variable": "of", "value_selector": ["make", "orders"]},
                ],
                outputs={"largest": {"type": "string"}, "of": {"type": "number"}},
            ),
            node(
                "end",
                "end",
                outputs=[
                    {"variable": "largest", "value_selector": ["use", "largest"]},
                    {"variable": "found", "value_selector": ["ask", "result"]},
                    {"variable": "cities", "value_selector": ["ask", "result", "city"]},
                ],
            ),
        ),
    )


async def app_of(rt: Runtime, workspace_id: str) -> App:
    return await apps.add_document(rt, workspace_id, pipeline())


async def run(rt: Runtime, app: App, *, n: int = 3000, least: int = 0) -> tuple[dict[str, Any], list[str]]:
    """Return the outputs of a Studio run, and the nodes whose result was not made anew."""
    live = await start_run(rt, app, inputs={"n": n, "least": least}, user="ann", invoke_from=DEBUGGER, draft=True)
    events = await events_of(live)
    finished = next(event for event in events if isinstance(event, RunFinished))
    assert finished.error is None
    return dict(finished.outputs), [e.node_id for e in events if isinstance(e, NodeFinished) and e.reused]


def files(rt: Runtime) -> list[Path]:
    return [path for path in (rt.settings.data_dir / "frames").rglob("*") if path.is_file()]


async def test_a_frame_goes_from_code_to_sql_to_code_and_out(rt: Runtime, workspace_id: str) -> None:
    app = await app_of(rt, workspace_id)
    outputs, reused = await run(rt, app)
    assert outputs["largest"] == "Rome"
    assert sorted(outputs["cities"]) == ["Oslo", "Rome"]
    assert len(outputs["found"]) == 2
    assert reused == []
    rows = rt.db.query("SELECT outputs FROM node_executions WHERE node_id = 'make'")
    assert TABLE_MARK in str(rows[0]["outputs"])


async def test_a_rerun_takes_frames_from_kept_results(rt: Runtime, workspace_id: str) -> None:
    app = await app_of(rt, workspace_id)
    first, _ = await run(rt, app)
    again, reused = await run(rt, app)
    assert reused == ["make", "ask", "use", "end"]
    assert again["found"].rows() == first["found"].rows()
    rt.caches.results.take_all()  # as after a restart
    outputs, reused = await run(rt, app, least=10)
    assert reused == ["make"]
    assert outputs["found"].rows() != first["found"].rows()


async def test_frames_are_unreadable_in_the_data_folder(rt: Runtime, workspace_id: str) -> None:
    await run(rt, await app_of(rt, workspace_id))
    kept = files(rt)
    assert len(kept) == 2
    assert not any(b"Rome" in path.read_bytes() or b"ARROW" in path.read_bytes() for path in kept)


async def test_a_frame_whose_file_is_gone_or_changed_is_made_again(rt: Runtime, workspace_id: str) -> None:
    app = await app_of(rt, workspace_id)
    await run(rt, app)
    rt.caches.results.take_all()
    for path in files(rt):
        path.unlink()
    _, reused = await run(rt, app)
    assert reused == ["use"]
    rt.caches.results.take_all()
    for path in files(rt):
        path.write_bytes(rt.secrets.encrypt_bytes(b"something else"))
    _, reused = await run(rt, app)
    assert reused == ["use"]


async def test_frames_count_in_the_budget_and_go_with_their_results(rt: Runtime, workspace_id: str) -> None:
    app = await app_of(rt, workspace_id)
    await run(rt, app, n=50_000)
    sizes = rt.db.query("SELECT sum(size) AS size FROM results")
    assert int(sizes[0]["size"]) > 50_000 * 8
    await forget(rt, app)
    assert files(rt) == []
    assert rt.db.query("SELECT * FROM frames") == []


async def test_a_frame_that_another_result_needs_stays(rt: Runtime, workspace_id: str) -> None:
    first, second = await app_of(rt, workspace_id), await app_of(rt, workspace_id)
    await run(rt, first)
    await run(rt, second)
    assert len(files(rt)) == 2
    await forget(rt, first)
    assert len(files(rt)) == 2
    await forget(rt, second)
    assert files(rt) == []
    assert await prune(rt, workspace_id) == 0


async def test_an_edited_query_is_stale_and_what_it_reads_is_not(rt: Runtime, workspace_id: str) -> None:
    app = await app_of(rt, workspace_id)
    await run(rt, app)
    draft = await workflows.get_draft(rt, app)
    edited = pipeline("SELECT city, count(*) AS n FROM orders GROUP BY city ORDER BY n").graph
    await workflows.save_draft(rt, app, graph=edited, hash=draft.hash)
    _, reused = await run(rt, app)
    assert reused[:1] == ["make"]
    assert "ask" not in reused


async def test_a_frame_waits_with_a_paused_run_encrypted(rt: Runtime, workspace_id: str) -> None:
    make = MAKE.replace("main(n)", "main()").replace("range(n)", "range(50)")
    count = "def main(of):\n    return {'n': of.height, 'kind': type(of).__name__}"
    declared = {"n": {"type": "number"}, "kind": {"type": "string"}}
    variables = [{"variable": "of", "value_selector": ["make", "orders"]}]
    drawn = wired(
        node("start", "start", variables=[]),
        node("make", "code", code=make, outputs={"orders": {"type": "dataframe"}}),
        asking_node(),
        node("use", "code", code=count, variables=variables, outputs=declared),
        node("end", "end", outputs=[{"variable": name, "value_selector": ["use", name]} for name in declared]),
        edges=["start > make", "make > ask", "ask.approve > use", "use > end"],
    )
    app = await published(rt, workspace_id, document("workflow", drawn))
    first = await paused_run(rt, app)
    kept = [path for path in (rt.settings.data_dir / "pauses").rglob("*") if path.is_file()]
    assert len(kept) == 1
    assert b"Rome" not in kept[0].read_bytes()
    live = await answer(rt, await form_of(rt, app, first), note="ok")
    await live.ended()
    finished = live.find(RunFinished)
    assert isinstance(finished, RunFinished)
    assert finished.outputs == {"n": 50, "kind": "DataFrame"}
