"""A workflow from a blank canvas to a published app and back to its first version, in a real browser."""

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import canvas, keyed, open_path, post, press, press_either, saving, settle, write
from tests.process.server import Server

pytestmark = pytest.mark.browser

CODE = 'def main(text):\n    return {"result": text.upper()}\n'


@pytest.fixture
def blank(page: Page) -> Page:
    """Return the Studio with a new workflow of which only the start is left."""
    open_path(page, "/")
    press_either(page, "apps_first_create", "apps_create")
    keyed(page, "apps_create_mode").get_by_text("Workflow", exact=True).click()
    keyed(page, "apps_create_name").locator("input").fill("Two ways")
    press(page, "apps_create_go")
    page.wait_for_url(re.compile(r"/studio\?app="))
    for title in ("LLM", "End"):
        choose(page, title)
        with saving(page):
            press(page, "studio_delete")
        expect(titled(page, title)).to_have_count(0)
    return page


def titled(page: Page, title: str) -> Locator:
    """Return the node of the canvas with this title."""
    exact = re.compile(f"^{re.escape(title)}$")
    return canvas(page).locator(".react-flow__node").filter(has=page.locator(".words b", has_text=exact))


def choose(page: Page, title: str) -> Locator:
    """Click a node and return the inspector that shows it."""
    canvas(page).locator(".react-flow__controls-fitview").click()
    titled(page, title).locator(".words").click()
    inspector = keyed(page, "studio_inspector")
    expect(inspector.get_by_role("textbox", name="Title", exact=True)).to_have_value(title)
    return inspector


def add(page: Page, kind: str, title: str) -> Locator:
    """Add a node behind the chosen one and return the inspector that shows it."""
    keyed(page, "studio_palette").locator("button").first.click()
    with saving(page):
        press(page, f"palette_add_{kind}")
    page.keyboard.press("Escape")  # closes the palette; heard by the canvas, it chooses nothing
    return choose(page, title)


def pick(page: Page, field: Locator, option: str) -> None:
    """Choose an option of a list."""
    settle(page)
    field.evaluate("one => one.scrollIntoView({block: 'center'})")  # a list closes when what it hangs on scrolls
    with saving(page):
        field.click()
        page.get_by_role("option", name=option, exact=True).click()


def test_a_workflow_is_built_run_edited_published_called_and_restored(blank: Page, site: Server):
    page = blank
    build(page)

    # it runs: one branch is taken, the other skipped
    write(keyed(page, "studio_inputs").get_by_role("textbox", name="Text"), "a happy day")
    run(page, Start="succeeded", Code="succeeded", LLM="succeeded", End="succeeded", **{"LLM 2": "skipped"})
    publish(page, "First")

    # one prompt is edited: one model is asked, the rest is as before
    with saving(page):
        write(choose(page, "LLM").get_by_role("textbox", name="message"), "Say it in French.")
    run(page, Code="reused", LLM="succeeded", **{"If / else": "reused", "LLM 2": "skipped"})
    publish(page, "Second")

    # the tab of versions says what was edited, and how a version is called
    page.get_by_role("tab", name="Versions").click()
    before = keyed(page, "versions_from").get_by_role("combobox")
    before.click()
    page.get_by_role("option", name="First", exact=True).click()
    expect(page.locator(".mr-diff-added").get_by_text("Say it in French.")).to_be_visible()
    first = page.locator("[class*=st-key-studio_restore_]").last
    version_id = re.search(r"st-key-studio_restore_([0-9a-f-]+)", first.get_attribute("class") or "")
    assert version_id

    # a program calls the newest version, and the first one by its id
    token = new_key(page)
    request = {"inputs": {"text": "a sad day"}, "user": "someone", "response_mode": "blocking"}
    for path in ("workflows/run", f"workflows/{version_id[1]}/run"):
        answer = json.loads(post(f"{site.url}/v1/{path}", request, token))
        assert answer["data"]["status"] == "succeeded"
        assert answer["data"]["outputs"]["answer"]

    # the first version comes back as the draft, and the edit by undo
    page.get_by_role("tab", name="Versions").click()
    press(page, f"studio_restore_{version_id.group(1)}")
    expect(choose(page, "LLM").get_by_role("textbox", name="message")).to_have_text("Say it kindly.")
    press(page, "studio_undo")
    expect(choose(page, "LLM").get_by_role("textbox", name="message")).to_have_text("Say it in French.")


def build(page: Page) -> None:
    """Build start → code → if-else → two models → aggregator → end behind the start."""
    choose(page, "Start")
    code = add(page, "code", "Code")
    grow(page, code, "variables")
    with saving(page):
        write(code.get_by_role("textbox", name="Name").first, "text")
    pick(page, code.get_by_role("combobox", name="Variable"), "Start / text")
    with saving(page):
        write(code.get_by_role("textbox", name="Script"), CODE)
    grow(page, code, "outputs")

    choice = add(page, "if-else", "If / else")
    grow(page, choice, "cases")
    pick(page, choice.get_by_role("combobox", name="Variable"), "Code / result")
    pick(page, choice.get_by_role("combobox", name="Comparison operator"), "contains")
    with saving(page):
        write(choice.get_by_role("textbox", name="Value"), "HAPPY")

    for title, prompt in (("LLM", "Say it kindly."), ("LLM 2", "Comfort me.")):
        choose(page, "If / else")
        asked = add(page, "llm", title)
        with saving(page):
            write(asked.get_by_role("textbox", name="message"), prompt)
    with saving(page):
        choose(page, "LLM 2").get_by_role("textbox", name="message").click()
        page.keyboard.press("Control+End")
        page.keyboard.type(" {{res")
        expect(page.get_by_role("option", name="result string")).to_be_visible()
        page.keyboard.press("Enter")
        page.keyboard.press("Control+Enter")
    choose(page, "LLM")
    expect(choose(page, "LLM 2").get_by_role("textbox", name="message")).to_have_text("Comfort me. Code result")

    choose(page, "LLM")
    add(page, "variable-aggregator", "Variable aggregator")
    with saving(page):
        drag(
            page,
            titled(page, "LLM 2").locator(".react-flow__handle-right"),
            titled(page, "Variable aggregator").locator(".react-flow__handle-left"),
        )
    joined = choose(page, "Variable aggregator")
    for number, option in enumerate(("LLM / text", "LLM 2 / text")):
        grow(page, joined, "variables")
        pick(page, joined.get_by_role("combobox").nth(number), option)

    end = add(page, "end", "End")
    grow(page, end, "outputs")
    with saving(page):
        write(end.get_by_role("textbox", name="Name").first, "answer")
    pick(page, end.get_by_role("combobox", name="Variable"), "Variable aggregator / output")
    with saving(page):
        press(page, "studio_tidy")
    expect(keyed(page, "studio_checklist")).to_contain_text("No problems")


def drag(page: Page, start: Locator, end: Locator) -> None:
    """Draw an edge by mouse."""
    start.hover()
    page.mouse.down()
    box = end.bounding_box()
    assert box
    page.mouse.move(box["x"] - 40, box["y"] + 40, steps=6)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=6)
    page.mouse.up()


def grow(page: Page, inspector: Locator, field: str) -> None:
    """Add an entry to a list of the form."""
    settle(page)
    with saving(page):
        inspector.locator(f"[class*=_{field}_add] button").first.click()


def run(page: Page, **statuses: str) -> None:
    """Run the draft and wait until its nodes stand as they are to, by title."""
    press(page, "studio_run")
    for title, status in statuses.items():
        expect(titled(page, title).locator(f".card[data-status='{status}']")).to_be_visible()
    expect(page.get_by_text("6 of 6 steps")).to_be_visible()
    expect(keyed(page, "studio_stop")).to_have_count(0)
    settle(page)


def publish(page: Page, name: str) -> None:
    """Publish the draft under a name."""
    press(page, "studio_publish")
    keyed(page, "studio_publish_name").locator("input").fill(name)
    press(page, "studio_publish_go")
    expect(keyed(page, "studio_bar").get_by_text(f"published {name}")).to_be_visible()


def new_key(page: Page) -> str:
    """Make an API key in the Studio and return it."""
    page.get_by_role("tab", name="API").click()
    press(page, "studio_keys")
    press(page, "keys_create")
    expect(page.get_by_role("dialog").get_by_text("Copy the key now")).to_be_visible()
    token = page.get_by_role("dialog").get_by_test_id("stCode").first.inner_text().strip()
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    return token
