"""What it costs to hand a data frame on: 100,000 rows from a script to a SQL query to a script.

    python -m benchmarks.frames [--rows 100000] [--rounds 9] [--json]

The three nodes run in one workflow, each in its sandbox, as in a Studio run that keeps their results. Beside
it the same work is done in this process without nodes; what the workflow takes more is the overhead. The first
round starts the sandbox and stands apart.
"""

import argparse
import asyncio
import json
import statistics
import time
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

import duckdb

from config import Settings
from engine.document import Document
from engine.events import NodeFinished, RunFinished
from engine.resources import Resources
from engine.running.reuse import MemoryResults
from engine.running.run import Plan, Run, RunRequest, prepare
from engine.sandbox import Sandbox, SandboxLimits
from services.runs.sql import SqlQueries

MAKE = """
import polars
def main(n):
    frame = polars.DataFrame({"id": polars.int_range(n, eager=True)})
    name, group, value = (polars.format("customer {}", "id"), polars.col("id") % 97, polars.col("id") * 0.5)
    return {"orders": frame.with_columns(name=name, group=group, value=value)}
"""
QUERY = 'SELECT *, value / sum(value) OVER (PARTITION BY "group") AS share FROM orders'
USE = """
def main(orders):
    return {"found": orders.sort("share", descending=True).head(10), "n": orders.height}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Medians over all rounds but the first, in seconds."""

    rows: int
    rounds: int
    megabytes: float  # of the frame that the query gives, as Arrow
    first_round: float
    workflow: float
    bare: float  # the same work without nodes
    overhead: float
    make: float
    sql: float
    use: float
    reused: float  # a rerun that takes every result from the kept ones


def document() -> Document:
    """Return the workflow: start → code → SQL → code → end."""
    nodes = [
        {"id": "start", "data": {"type": "start", "variables": []}},
        _node("make", "code", code=MAKE, variables=[_bound("n", "start", "n")], outputs=_outputs(orders="dataframe")),
        _node("sql", "millrace-sql", query=QUERY, tables=[_bound("orders", "make", "orders")]),
        _node(
            "use",
            "code",
            code=USE,
            variables=[_bound("orders", "sql", "result")],
            outputs=_outputs(found="dataframe", n="number"),
        ),
        _node("end", "end", outputs=[_bound("n", "use", "n")]),
    ]
    names = [node["id"] for node in nodes]
    edges = [{"source": left, "target": right} for left, right in pairwise(names)]
    return Document({"app": {"mode": "workflow"}, "workflow": {"graph": {"nodes": nodes, "edges": edges}}})


def _node(name: str, kind: str, **data: Any) -> dict[str, Any]:
    return {"id": name, "data": {"type": kind, "title": name, **data}}


def _bound(name: str, *selector: str) -> dict[str, Any]:
    return {"variable": name, "value_selector": list(selector)}


def _outputs(**kinds: str) -> dict[str, Any]:
    return {name: {"type": kind} for name, kind in kinds.items()}


async def once(plan: Plan, resources: Resources, rows: int, results: MemoryResults) -> tuple[float, dict[str, float]]:
    """Run the workflow and return its seconds, and those of each node."""
    nodes: dict[str, float] = {}

    def take(event: Any) -> None:
        if isinstance(event, NodeFinished):
            nodes[event.node_id] = event.elapsed

    began = time.perf_counter()
    run = Run(plan, RunRequest(inputs={"n": rows}), resources, emit=take, results=results)
    last = await run.execute()
    assert isinstance(last, RunFinished)
    assert last.outputs == {"n": rows}, last.error
    return time.perf_counter() - began, nodes


def bare(rows: int) -> tuple[float, float]:
    """Do the same work without nodes; return the seconds, and the size of the largest frame in MB."""
    names: dict[str, Any] = {}
    exec(MAKE, names)
    began = time.perf_counter()
    orders = names["main"](rows)["orders"]
    connection = duckdb.connect(":memory:")
    connection.register("orders", orders)
    shared = connection.sql(QUERY).pl()
    exec(USE, names)
    assert names["main"](shared)["n"] == rows
    return time.perf_counter() - began, shared.estimated_size() / 2**20


async def measure(rows: int, rounds: int) -> Figures:
    """Return the figures of `rounds` rounds after the first."""
    settings = Settings()
    sandbox = Sandbox(SandboxLimits())
    resources = Resources(code=sandbox, sql=SqlQueries(sandbox, settings))
    plan = prepare(document())
    try:
        first, _ = await once(plan, resources, rows, MemoryResults())
        bare(rows)
        runs, plains, reruns = [], [], []
        for _ in range(rounds):
            results = MemoryResults()
            runs.append(await once(plan, resources, rows, results))
            reruns.append((await once(plan, resources, rows, results))[0])
            plains.append(bare(rows))
    finally:
        await sandbox.close()
    middle = statistics.median
    workflow, plain = middle(seconds for seconds, _ in runs), middle(seconds for seconds, _ in plains)
    return Figures(
        rows=rows,
        rounds=rounds,
        megabytes=round(plains[0][1], 2),
        first_round=round(first, 3),
        workflow=round(workflow, 3),
        bare=round(plain, 3),
        overhead=round(middle(run - one for (run, _), (one, _) in zip(runs, plains, strict=True)), 3),
        reused=round(middle(reruns), 4),
        **{name: round(middle(nodes[name] for _, nodes in runs), 3) for name in ("make", "sql", "use")},
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = asdict(asyncio.run(measure(options.rows, options.rounds)))
    if options.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:>12}  {value}")


if __name__ == "__main__":
    main()
