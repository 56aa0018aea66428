"""How long the use case takes that says which of 300 nodes a rerun would call; `benchmarks.engine` has the engine's part.

Run as `python -m benchmarks.stale [--json]`. The nodes are a chain of templates, all of them fresh: the longest way,
since every fingerprint is made. Draft and kept results are read from the database each time.
"""

import argparse
import asyncio
import json
import logging
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from config import Settings
from engine.document import Document
from services import accounts
from services.apps import apps
from services.runs import workflow_runs
from services.runs.extents import draft_states
from services.runs.runs import DEBUGGER
from services.runtime import Runtime

NODES = 300
ROUNDS = 30
AIM = 20.0  # milliseconds
WORDS = "One of many texts in a long chain of them. " * 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Medians, in milliseconds."""

    nodes: int
    first_ms: float  # of a draft just saved
    use_case_ms: float


def chain(count: int) -> Document:
    """Return a workflow of a start and `count` templates, each reading the one before."""
    form = [{"variable": "topic", "type": "text-input", "label": "Topic"}]
    nodes = [{"id": "start", "data": {"type": "start", "variables": form}}]
    edges = []
    for number in range(count - 1):
        source = ["start", "topic"] if number == 0 else [f"n{number - 1}", "output"]
        variables = [{"variable": "before", "value_selector": source}]
        data = {"type": "template-transform", "template": WORDS + "{{ before[:40] }}", "variables": variables}
        nodes.append({"id": f"n{number}", "data": data})
        edges.append({"id": f"e{number}", "source": source[0], "target": f"n{number}", "sourceHandle": "source"})
    return Document(
        {"app": {"mode": "workflow", "name": "Chain"}, "workflow": {"graph": {"nodes": nodes, "edges": edges}}}
    )


async def measure(document: Document, folder: Path) -> Figures:
    """Return how long the use case takes, in `folder`."""
    rt = await Runtime.start(Settings(data_dir=folder, embedded_redis=False))
    try:
        app = await apps.add_document(rt, (await accounts.workspace(rt)).id, document)
        inputs = {"topic": "ferries"}
        live = await workflow_runs.start_run(rt, app, inputs=inputs, user="b", invoke_from=DEBUGGER, draft=True)
        await live.finished()

        async def ask() -> int:
            states = await draft_states(rt, app, inputs=inputs, user="b")
            return sum(state == "fresh" for state in states.values())

        async def ask_anew() -> int:
            rt.caches.served.take_all()
            return await ask()

        return Figures(nodes=NODES, first_ms=await _median_ms(ask_anew), use_case_ms=await _median_ms(ask))
    finally:
        await rt.stop()


async def _median_ms(ask: Callable[[], Awaitable[int]]) -> float:
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        found = await ask()
        took.append(time.perf_counter() - began)
        if found != NODES:
            raise RuntimeError(f"{found} of {NODES} nodes are fresh after a run of all")
    return statistics.median(took) * 1000


def main() -> None:
    """Measure in a temporary folder and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        figures = asyncio.run(measure(chain(NODES), Path(folder)))
    if options.json:
        print(json.dumps(asdict(figures)))
        return
    print(f"what a rerun of {figures.nodes} nodes would call, aim {AIM:.0f} ms:")
    print(f"  a draft that was looked at before: {figures.use_case_ms:.1f} ms")
    print(f"  a draft just saved: {figures.first_ms:.1f} ms")


if __name__ == "__main__":
    main()
