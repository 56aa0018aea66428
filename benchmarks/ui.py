"""What the pages of a large app cost the server: reruns of the Studio, and the memory of many open tabs.

    python -m benchmarks.ui [--nodes 100] [--runs 1000] [--tabs 30] [--json]

A workflow of templates has that many stored runs, each with an execution of every node; one of them was really made,
so that every node has a kept result. Tabs are bare clients of the page server's websocket: no browser takes
processor time beside the server, and what is told is the time from asking for a rerun to its last message.
"""

import argparse
import asyncio
import json
import logging
import statistics
import tempfile
import time
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import psutil

import storage.runs
from benchmarks.stale import chain
from config import Settings
from services import accounts
from services.apps import apps
from services.runs import workflow_runs
from services.runs.runs import DEBUGGER
from services.runtime import Runtime
from storage.ids import new_id
from storage.records import App, NodeExecution, Run
from tests.process.server import Server, running_app
from tests.process.websocket import PageSession, page_session

ROUNDS = 15
TOGETHER = 20  # stored runs of one write
AIM_MS, AIM_MB = 250.0, 1500.0
ENV = {"MILLRACE_EMBEDDED_REDIS": "false", "MILLRACE_WORKERS": "0"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Medians in milliseconds, memory of the whole tree of processes in MB."""

    nodes: int
    runs: int
    canvas_ms: float
    notebook_ms: float
    notebook_worst_ms: float
    notebook_cpu_ms: float  # processor time of the server for one rerun of it
    cell_ms: float  # one cell of the notebook alone
    tabs: int
    before_mb: float
    open_mb: float


def main() -> None:
    """Measure in a temporary folder and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nodes", type=int, default=100)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--tabs", type=int, default=30)
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory(prefix="millrace-") as folder:
        app_id = asyncio.run(fill(Path(folder), options.nodes, options.runs))
        with running_app(data_dir=Path(folder), env=ENV) as server:
            figures = measure(server, app_id, options.nodes, options.runs, options.tabs)
    print(json.dumps(asdict(figures)) if options.json else told(figures))


async def fill(folder: Path, nodes: int, runs: int) -> str:
    """Store the app with its runs and return its id."""
    rt = await Runtime.start(Settings(data_dir=folder, embedded_redis=False, workers=0))
    try:
        workspace_id = (await accounts.workspace(rt)).id
        app = await apps.add_document(rt, workspace_id, chain(nodes))
        live = await workflow_runs.start_run(
            rt, app, inputs={"topic": "ferries"}, user="local", invoke_from=DEBUGGER, draft=True
        )
        await live.finished()
        await copy(rt, app, live.id, runs - 1)
        return app.id
    finally:
        await rt.stop()


async def copy(rt: Runtime, app: App, run_id: str, times: int) -> None:
    """Store a run `times` times more, a minute apart before it."""
    run = storage.runs.get_run(rt.db, app.workspace_id, app.id, run_id)
    nodes = storage.runs.list_nodes(rt.db, app.workspace_id, run_id)
    for first in range(0, times, TOGETHER):
        some = [_earlier(run, nodes, 60.0 * number) for number in range(first + 1, min(first + TOGETHER, times) + 1)]
        await asyncio.gather(*(storage.runs.put_run(rt.db, one, rows) for one, rows in some))


def _earlier(run: Run, nodes: list[NodeExecution], seconds: float) -> tuple[Run, list[NodeExecution]]:
    other = replace(run, id=new_id(), created_at=run.created_at - seconds)
    return other, [
        replace(row, id=new_id(), run_id=other.id, created_at=row.created_at - seconds, elapsed=row.elapsed)
        for row in nodes
    ]


def measure(server: Server, app_id: str, nodes: int, runs: int, tabs: int) -> Figures:
    """Return the figures of a server that has just started."""
    canvas, notebook = f"app={app_id}", f"app={app_id}&view=notebook"
    with page_session(server.url) as tab:
        tab.run("studio", canvas)
        canvas_ms = [_ms(tab, canvas) for _ in range(ROUNDS)]
    with page_session(server.url) as tab:
        tab.run("studio", notebook)
        began = processor_ms(server)
        notebook_ms = [_ms(tab, notebook) for _ in range(ROUNDS)]
        notebook_cpu_ms = (processor_ms(server) - began) / ROUNDS
        cell = tab.fragments[len(tab.fragments) // 2]
        cell_ms = [_ms(tab, notebook, cell) for _ in range(ROUNDS)]
    before = memory(server)
    with ExitStack() as stack:
        for _ in range(tabs):
            stack.enter_context(page_session(server.url)).run("studio", notebook)
        opened = memory(server)
    return Figures(
        nodes=nodes,
        runs=runs,
        canvas_ms=statistics.median(canvas_ms),
        notebook_ms=statistics.median(notebook_ms),
        notebook_worst_ms=max(notebook_ms),
        notebook_cpu_ms=notebook_cpu_ms,
        cell_ms=statistics.median(cell_ms),
        tabs=tabs,
        before_mb=before,
        open_mb=opened,
    )


def _ms(tab: PageSession, query: str, fragment: str = "") -> float:
    began = time.perf_counter()
    tab.run("studio", query, fragment=fragment)
    return (time.perf_counter() - began) * 1000


def processor_ms(server: Server) -> float:
    """Return the processor time that the server has taken so far."""
    times = psutil.Process(server.pid).cpu_times()
    return (times.user + times.system) * 1000


def memory(server: Server) -> float:
    """Return the resident memory of the server and its children in MB."""
    process = psutil.Process(server.pid)
    return sum(one.memory_info().rss for one in (process, *process.children(recursive=True))) / 1e6


def told(figures: Figures) -> str:
    """Return the figures in words."""
    return "\n".join(
        (
            f"reruns of a draft of {figures.nodes} nodes with {figures.runs} stored runs, aim {AIM_MS:.0f} ms:",
            f"  canvas: {figures.canvas_ms:.0f} ms",
            f"  notebook: {figures.notebook_ms:.0f} ms, the slowest {figures.notebook_worst_ms:.0f} ms; "
            f"processor time {figures.notebook_cpu_ms:.0f} ms",
            f"  one cell of it: {figures.cell_ms:.0f} ms",
            f"memory with {figures.tabs} notebooks open, aim {AIM_MB:.0f} MB: "
            f"{figures.open_mb:.0f} MB, before {figures.before_mb:.0f} MB",
        )
    )


if __name__ == "__main__":
    main()
