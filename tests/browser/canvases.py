"""The two canvases as a person meets them: the same things stand in other places and answer to other hands."""

import re
import time
from pathlib import Path

import yaml
from playwright.sync_api import FrameLocator, Locator, Page

from engine.document import Document
from tests.browser.steps import canvas, import_file, press
from tests.pages.documents import document, edge, node

STILL = 0.8  # seconds without a change after which a canvas has come to rest
CASES = [
    {"case_id": "true", "conditions": [{"variable_selector": ["s", "n"], "comparison_operator": "is", "value": "x"}]}
]
FRAME = "iframe[title='streamlit_flow.streamlit_flow']"


def branching(start: str = "Start") -> Document:
    """Return a small workflow with two branches, of which the second leads nowhere yet."""
    return document(
        node("s", "start", 0, 100, title=start, variables=[{"variable": "n", "type": "text-input", "label": "N"}]),
        node("choice", "if-else", 320, 100, title="Choice", cases=CASES),
        node("yes", "template-transform", 640, 0, title="Yes", template="yes", variables=[]),
        node("no", "template-transform", 640, 220, title="No", template="no", variables=[]),
        edge("s", "choice"),
        edge("choice", "yes", "true"),
    )


def looping() -> Document:
    """Return a workflow with a loop, and a node beside it that no edge leads to."""
    return document(
        node("s", "start", 0, 80),
        node("box", "loop", 320, 0, title="Again", width=420, height=220, start_node_id="round"),
        node("round", "loop-start", 24, 88, parent="box"),
        node("in", "template-transform", 120, 80, parent="box", title="Inside", isInLoop=True, loop_id="box"),
        node("free", "template-transform", 320, 320, title="Free", template="f", variables=[]),
        node("last", "template-transform", 860, 80, title="Last", template="l", variables=[]),
        edge("round", "in"),
        edge("s", "box"),
        edge("box", "last"),
    )


def open_studio(page: Page, of: Document, folder: Path) -> str:
    """Open the Studio with a new app of this document and return the app's id."""
    file = folder / "app.yml"
    file.write_text(yaml.safe_dump(of.raw))
    return import_file(page, file)


class Own:
    """The own canvas: part of the page, with keys."""

    def board(self, page: Page) -> Locator | FrameLocator:
        return canvas(page)

    def title(self, page: Page, node_id: str) -> Locator:
        return self.node(page, node_id).locator(".words b")

    def exit(self, page: Page, node_id: str, handle: str) -> Locator:
        return self.node(page, node_id).locator(f".react-flow__handle[data-handleid='{handle}']")

    def delete(self, page: Page) -> None:
        page.keyboard.press("Delete")

    def undo(self, page: Page) -> None:
        page.keyboard.press("Control+z")

    def settle(self, page: Page) -> None:
        """Nothing is to be waited for: what is done before the page is ready is not lost."""

    def node(self, page: Page, node_id: str) -> Locator:
        return self.board(page).locator(f".react-flow__node[data-id='{node_id}']")

    def entrance(self, page: Page, node_id: str) -> Locator:
        return self.node(page, node_id).locator(".react-flow__handle-left").first

    def edges(self, page: Page) -> Locator:
        return self.board(page).locator(".react-flow__edge")

    def place(self, page: Page, node_id: str) -> list[float]:
        """Return where a node is drawn, in the canvas's own measure."""
        style = self.node(page, node_id).get_attribute("style") or ""
        found = re.search(r"translate\((.*?)px, ?(.*?)px\)", style)
        assert found
        return [float(number) for number in found.groups()]


class Flow(Own):
    """streamlit-flow: a frame of its own, where branches are nodes and keys do nothing."""

    def board(self, page: Page) -> Locator | FrameLocator:
        return page.frame_locator(FRAME)

    def title(self, page: Page, node_id: str) -> Locator:
        return self.node(page, node_id).locator("b")

    def exit(self, page: Page, node_id: str, handle: str) -> Locator:
        drawn = node_id if handle == "source" else f"{node_id}::{handle}"
        return self.node(page, drawn).locator("> .react-flow__handle-right")

    def delete(self, page: Page) -> None:
        press(page, "studio_delete")

    def undo(self, page: Page) -> None:
        press(page, "studio_undo")

    def settle(self, page: Page) -> None:
        """Wait until nothing moves: the component reports twice whenever it is told anew; what is done between is lost."""
        drawing = self.board(page).locator(".react-flow").first
        seen, since = "", time.monotonic()
        while time.monotonic() - since < STILL:
            page.wait_for_timeout(50)
            running = page.locator("[data-testid=stApp]:not([data-test-script-state=notRunning])").count()
            if running or (now := drawing.inner_html()) != seen:
                seen, since = "" if running else now, time.monotonic()


def middle(of: Locator) -> tuple[float, float]:
    """Return the middle of what is drawn, in the window's pixels."""
    box = of.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag as a hand does: in two legs, with steps between."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + 5, start[1] + 5, steps=4)
    page.mouse.move(*end, steps=12)
    page.mouse.up()
