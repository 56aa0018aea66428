"""A schedule outlives the process: the next one starts the run when its time comes, and only then."""

import time
from pathlib import Path

import pytest

import storage.runs
from storage.changes import changed
from storage.database import Database
from tests.process.console import ENV, console
from tests.process.server import running_app, wait_for

pytestmark = pytest.mark.process

YEARLY = """
version: 0.6.0
kind: app
app: {name: yearly, mode: workflow}
workflow:
  graph:
    nodes:
      - {id: clock, data: {type: trigger-schedule, title: Clock, mode: cron, cron_expression: "@yearly"}}
      - id: end
        data:
          {type: end, title: End, outputs: [{variable: at, value_selector: [sys, timestamp], value_type: number}]}
    edges: [{source: clock, target: end, sourceHandle: source}]
"""
DATABASE = "millrace.duckdb"
LEAST = 4.0  # seconds from the change of the time to the time


async def set_next(folder: Path, seconds: float) -> float:
    """Set the time of the one schedule to that many seconds from now, while nothing runs; return it."""
    db = Database.open(folder / DATABASE, extensions=False)
    try:
        (row,) = db.query("SELECT id FROM triggers")
        at = float(int(time.time() + seconds))
        await db.store(changed("triggers", row["id"], next_at=at))
    finally:
        db.close()
    return at


async def test_a_schedule_starts_its_run_after_a_restart(tmp_path: Path) -> None:
    began = time.monotonic()
    with running_app(data_dir=tmp_path, env=ENV) as server:
        starting = time.monotonic() - began
        app_id = console(server, "/apps/imports", mode="yaml-content", yaml_content=YEARLY)["app_id"]
        console(server, f"/apps/{app_id}/workflows/publish")
    at = await set_next(tmp_path, LEAST + 2 * starting)
    with running_app(data_dir=tmp_path, env=ENV) as server:

        def trigger() -> dict[str, object]:
            (listed,) = console(server, f"/apps/{app_id}/triggers", method="GET")["data"]
            return dict(listed)

        def statuses() -> list[str]:
            listed = console(server, f"/apps/{app_id}/workflow-runs", method="GET")["data"]
            return [run["status"] for run in listed]

        patience = LEAST + 2 * starting + 60
        wait_for(lambda: trigger()["last_at"] == at, patience, story=lambda: server.log[-4000:])
        wait_for(lambda: statuses() == ["succeeded"], story=lambda: server.log[-4000:])
        assert trigger()["next_at"] > at + 86_400  # type: ignore[operator]  # a number in this answer
    db = Database.open(tmp_path / DATABASE, extensions=False)
    (workspace,) = db.query("SELECT id FROM workspaces")
    (run,) = storage.runs.list_runs(db, workspace["id"], app_id=app_id)
    db.close()
    assert (run.triggered_from, run.status) == ("schedule", "succeeded")
    assert at <= run.outputs["at"] <= at + 60
