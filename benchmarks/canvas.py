"""How quickly the two canvases of the Studio answer, in a real Chromium on the running product.

    python -m benchmarks.canvas [--flow 150] [--own 400] [--clicks 15] [--json]

A click is timed in the page, from the press of the mouse until the inspector shows the title of that node: the way
to the server, a rerun of the workbench there, and the drawing of what came back.
"""

import argparse
import asyncio
import json
import logging
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from config import Settings
from engine.document import Document
from services import accounts
from services.apps import apps
from services.runtime import Runtime
from tests.browser.canvases import Flow, Own, middle
from tests.process.server import running_app

AIM_MS = 300.0
ROW = 20  # nodes
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
HANDS = {"flow": Flow(), "own": Own()}
TITLE = ".st-key-studio_inspector input[aria-label='Title']"
WATCH = """
([selector, title]) => new Promise((done) => {
  window.clicked = 0;
  const field = () => document.querySelector(selector);
  const look = () => {
    if (window.clicked && field()?.value === title) done(performance.now() - window.clicked);
    else requestAnimationFrame(look);
  };
  look();
})
"""
NOTE_CLICKS = "addEventListener('pointerdown', () => { top.clicked = top.performance.now(); }, { capture: true })"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One canvas with one graph; times in milliseconds."""

    canvas: str
    nodes: int
    open_ms: float  # from the address to the last node, the browser's store empty
    again_ms: float  # the same with what the browser keeps
    click_ms: float  # median
    worst_ms: float


def main() -> None:
    """Measure in temporary folders and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flow", type=int, default=150)
    parser.add_argument("--own", type=int, default=400)
    parser.add_argument("--clicks", type=int, default=15)
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    for canvas, nodes in (("flow", options.flow), ("own", options.own)):
        figures = measured(canvas, nodes, options.clicks)
        print(json.dumps(asdict(figures)) if options.json else told(figures))


def measured(canvas: str, nodes: int, clicks: int) -> Figures:
    """Return the figures of one canvas."""
    env = {"MILLRACE_EMBEDDED_REDIS": "false", "MILLRACE_WORKERS": "0", "MILLRACE_CANVAS": canvas}
    with tempfile.TemporaryDirectory(prefix="millrace-") as folder:
        app_id = asyncio.run(_stored(Path(folder), nodes))
        with running_app(data_dir=Path(folder), env=env) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            page = _page(browser, server.url)
            _opened(page, canvas, app_id, nodes)  # the server's first page loads its libraries
            page.context.close()
            page = _page(browser, server.url)
            first, again = (_opened(page, canvas, app_id, nodes) for _ in range(2))
            times = list(_clicks(page, canvas, nodes, clicks))
            browser.close()
    return Figures(
        canvas=canvas,
        nodes=nodes,
        open_ms=first,
        again_ms=again,
        click_ms=statistics.median(times),
        worst_ms=max(times),
    )


async def _stored(folder: Path, nodes: int) -> str:
    """Store an app with that many nodes in rows and return its id."""
    rt = await Runtime.start(Settings(data_dir=folder, embedded_redis=False, workers=0))
    try:
        return (await apps.add_document(rt, (await accounts.workspace(rt)).id, grid(nodes))).id
    finally:
        await rt.stop()


def grid(nodes: int) -> Document:
    """Return a start and templates behind each other, in rows of twenty."""
    items = [_item(0, "start", variables=[])]
    items += [_item(number, "template-transform", template="x", variables=[]) for number in range(1, nodes)]
    edges = [
        {"id": f"e{number}", "source": f"n{number - 1}", "target": f"n{number}", "sourceHandle": "source"}
        for number in range(1, nodes)
    ]
    workflow = {"graph": {"nodes": items, "edges": edges}, "features": {}}
    app = {"name": "Grid", "mode": "workflow"}
    return Document({"version": "0.6.0", "kind": "app", "app": app, "workflow": workflow})


def _item(number: int, kind: str, **data: object) -> dict[str, object]:
    place = {"x": number % ROW * 310, "y": number // ROW * 130}
    return {
        "id": f"n{number}",
        "type": "custom",
        "position": place,
        "data": {"type": kind, "title": f"Node {number}", **data},
    }


def _page(browser: Browser, url: str) -> Page:
    context = browser.new_context(base_url=url, viewport={"width": 1440, "height": 900}, locale="en-US")
    context.add_init_script(NOTE_CLICKS)
    return context.new_page()


def _opened(page: Page, canvas: str, app_id: str, nodes: int) -> float:
    """Open the Studio and return the milliseconds until the last node could be seen."""
    began = time.perf_counter()
    page.goto(f"/studio?app={app_id}")
    expect(HANDS[canvas].node(page, f"n{nodes - 1}")).to_be_visible(timeout=60_000)
    elapsed = (time.perf_counter() - began) * 1000
    page.wait_for_timeout(2000)  # what the component still reports after it was mounted
    return elapsed


def _clicks(page: Page, canvas: str, nodes: int, clicks: int) -> Iterator[float]:
    """Click nodes all over the graph and yield the milliseconds until the inspector showed each.

    Those at the sides are left out: the canvas's own buttons and its small map may lie over them.
    """
    free = [number for number in range(1, nodes) if 4 <= number % ROW < ROW - 4]
    for number in range(clicks):
        chosen = f"n{free[number * len(free) // clicks]}"
        title = chosen.replace("n", "Node ")
        watch = page.evaluate_handle(f"(given) => ({{ seen: ({WATCH})(given) }})", [TITLE, title])
        page.mouse.click(*middle(HANDS[canvas].node(page, chosen)))
        yield float(page.evaluate("(watch) => watch.seen", watch))
        page.wait_for_timeout(400)


def told(figures: Figures) -> str:
    """Return the figures as a line."""
    verdict = "as aimed for" if figures.click_ms < AIM_MS else f"slower than {AIM_MS:.0f} ms"
    return (
        f"{figures.canvas:5} {figures.nodes:4} nodes: open {figures.open_ms:.0f} ms, again {figures.again_ms:.0f} ms; "
        f"click {figures.click_ms:.0f} ms (worst {figures.worst_ms:.0f}), {verdict}"
    )


if __name__ == "__main__":
    main()
