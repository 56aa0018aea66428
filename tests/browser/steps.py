"""What a person does in the pages, one function per step; each waits for its visible effect."""

import json
import re
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

SAVED = re.compile(r"saved \d\d:\d\d:\d\d")


def open_path(page: Page, path: str) -> None:
    """Load a page and wait until its first run has ended."""
    page.goto(path)
    page.wait_for_selector(
        "[data-testid=stApp][data-test-script-state=notRunning][data-test-connection-state=CONNECTED]"
    )


def settle(page: Page) -> None:
    """Wait until the page has been drawn to its end."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")


def keyed(page: Page, key: str) -> Locator:
    """Return the element that a page gave this key."""
    return page.locator(f".st-key-{key}")


def press(page: Page, key: str) -> None:
    """Press the button with this key."""
    keyed(page, key).locator("button").first.click()


def canvas(page: Page) -> Locator:
    """Return the canvas of the Studio."""
    return page.locator(".canvas")


def node(page: Page, node_id: str) -> Locator:
    """Return a node of the canvas."""
    return canvas(page).locator(f".react-flow__node[data-id='{node_id}']")


def standing(page: Page, node_id: str, status: str) -> Locator:
    """Return a node of the canvas as long as it stands so."""
    return node(page, node_id).locator(f".card[data-status='{status}']")


def press_either(page: Page, first: str, usual: str) -> None:
    """Press what an empty page offers, or what stands in its place once something is there."""
    press(page, first if keyed(page, first).count() else usual)


def import_file(page: Page, file: Path) -> str:
    """Import a DSL file through the dialog and return the id of the app, whose Studio is open then."""
    open_path(page, "/")
    press_either(page, "apps_first_import", "apps_import")
    page.locator("input[type=file]").set_input_files(file)
    expect(keyed(page, "apps_import_go").locator("button")).to_be_enabled()
    press(page, "apps_import_go")
    opener = keyed(page, "apps_import_open").locator("button")
    expect(keyed(page, "studio_bar").or_(opener)).to_be_visible()
    if opener.count():
        opener.click()
    expect(keyed(page, "studio_bar")).to_be_visible()
    page.wait_for_url(re.compile(r"/studio\?app="))
    return page.url.partition("app=")[2].partition("&")[0]


def make_base(page: Page, name: str) -> str:
    """Make a base by the dialog, with all that it offers left as it is, and return its id."""
    open_path(page, "/knowledge")
    press_either(page, "knowledge_first_create", "knowledge_create")
    keyed(page, "knowledge_create_name").locator("input").fill(name)
    press(page, "knowledge_create_go")
    page.wait_for_url(re.compile(r"/knowledge-base\?base="))
    return page.url.partition("base=")[2]


def select_node(page: Page, node_id: str) -> Locator:
    """Click a node's title and return the inspector that shows it, come to rest."""
    words = node(page, node_id).locator(".words")
    words.click()
    inspector = keyed(page, "studio_inspector")
    title = inspector.get_by_role("textbox", name="Title", exact=True)
    expect(title).to_have_value(words.locator("b").inner_text())  # until then another node's may stand there
    settle(page)
    return inspector


def write(area: Locator, text: str) -> None:
    """Replace the text of a field that has come to rest, and leave the field."""
    settle(area.page)
    area.fill(text)
    area.press("Control+Enter")


@contextmanager
def saving(page: Page) -> Iterator[None]:
    """Wait until what is done inside has been stored: the time of the last save in the bar is another one then.

    Times are told in seconds, so nothing is begun in the second of the save before.
    """
    bar = keyed(page, "studio_bar")
    expect(bar).to_contain_text(SAVED)
    found = SAVED.search(bar.inner_text())
    assert found
    page.wait_for_function("shown => !shown.includes(new Date().toTimeString().slice(0, 8))", arg=found.group())
    yield
    expect(bar).to_contain_text(SAVED)
    expect(bar).not_to_contain_text(found.group())


def ask(page: Page, question: str) -> None:
    """Send a message on the chat page."""
    field = page.get_by_test_id("stChatInput").locator("textarea")
    expect(field).to_be_enabled()
    field.fill(question)
    field.press("Enter")


def post(url: str, body: dict[str, Any], token: str) -> str:
    """Return the body of the answer to a JSON request."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        text: str = answer.read().decode()
    return text
