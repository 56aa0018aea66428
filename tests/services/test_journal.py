"""Runs that go on for long are stored as they stand; what a crash cut off is told so at the next start."""

import asyncio
from typing import Any

import storage.runs
from engine.nodes.base import Context, Node, Result
from services.runs.journal import CUT_OFF, close_cut_off
from services.runs.runs import LiveRun
from services.runs.workflow_runs import start_run
from services.runtime import Runtime
from storage.records import App
from tests.services.parts import document, events_of, graph, node, published, run_of


class Wait(Node):
    """Give when the gate opens."""

    gate: asyncio.Event
    begun: asyncio.Event

    def references(self) -> set[tuple[str, ...]]:
        return {("start", "name")}

    async def run(self, ctx: Context) -> Result:
        self.begun.set()
        await self.gate.wait()
        return Result({"text": "waited"})


async def waiting_run(rt: Runtime, workspace_id: str, monkeypatch: Any) -> tuple[LiveRun, App]:
    """Start a run that stands at its second node."""
    Wait.gate, Wait.begun = asyncio.Event(), asyncio.Event()
    monkeypatch.setitem(Node.registry, "wait", Wait)
    form = [{"variable": "name", "type": "text-input", "label": "Name"}]
    app = await published(
        rt,
        workspace_id,
        document("workflow", graph(node("start", "start", variables=form), node("wait", "wait"), node("end", "end"))),
    )
    live = await start_run(rt, app, inputs={"name": "Ada"}, user="ann")
    await Wait.begun.wait()
    return live, app


async def test_a_run_that_is_cut_off_leaves_failed_rows(rt: Runtime, workspace_id: str, monkeypatch: Any) -> None:
    live, app = await waiting_run(rt, workspace_id, monkeypatch)
    await rt.journal.checkpoint(older_than=0)
    run, nodes = await run_of(rt, live, app)
    assert (run.status, [row.node_id for row in nodes]) == ("running", ["start"])
    assert await close_cut_off(rt) == 1
    run, nodes = await run_of(rt, live, app)
    assert (run.status, run.error, run.under_way) == ("failed", CUT_OFF, None)
    assert [(row.node_id, row.status) for row in nodes] == [("start", "succeeded"), ("wait", "failed")]
    assert (nodes[1].inputs, nodes[1].error) == ({"#start.name#": "Ada"}, CUT_OFF)


async def test_checkpoints_add_up_to_the_rows_of_a_short_run(rt: Runtime, workspace_id: str, monkeypatch: Any) -> None:
    live, app = await waiting_run(rt, workspace_id, monkeypatch)
    for _ in range(3):
        await rt.journal.checkpoint(older_than=0)
    Wait.gate.set()
    await events_of(live)
    await rt.journal.checkpoint(older_than=0)
    run, nodes = await run_of(rt, live, app)
    assert (run.status, run.under_way) == ("succeeded", None)
    assert [(row.node_id, row.status) for row in nodes] == [
        ("start", "succeeded"),
        ("wait", "succeeded"),
        ("end", "succeeded"),
    ]
    assert await close_cut_off(rt) == 0


async def test_a_young_run_is_not_stored_before_its_end(rt: Runtime, workspace_id: str, monkeypatch: Any) -> None:
    live, app = await waiting_run(rt, workspace_id, monkeypatch)
    await rt.journal.checkpoint()
    assert storage.runs.list_runs(rt.db, workspace_id, app.id) == []
    Wait.gate.set()
    await events_of(live)
    assert [run.status for run in storage.runs.list_runs(rt.db, workspace_id, app.id)] == ["succeeded"]


async def test_a_run_that_breaks_off_leaves_its_rows(rt: Runtime, workspace_id: str, monkeypatch: Any) -> None:
    live, app = await waiting_run(rt, workspace_id, monkeypatch)

    async def broken(*_: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("engine.running.frame.Frame._settle", broken)
    Wait.gate.set()
    await events_of(live)
    run, nodes = await run_of(rt, live, app)
    assert run.status == "failed"
    assert run.error
    assert [(row.node_id, row.status) for row in nodes][-1] == ("end", "stopped")
