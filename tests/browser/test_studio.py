"""The canvas and what stands round it, by mouse and keyboard."""

import pytest
import yaml
from playwright.sync_api import Page, expect

from tests.browser.canvases import Own, drag, middle
from tests.browser.steps import canvas, import_file, keyed, node, press, saving, select_node, write
from tests.pages.documents import document, edge
from tests.pages.documents import node as item

pytestmark = pytest.mark.browser

CASES = [
    {"case_id": "true", "conditions": [{"variable_selector": ["s", "n"], "comparison_operator": "is", "value": "x"}]}
]


@pytest.fixture
def studio(page: Page, tmp_path) -> Page:
    """Return the Studio with a small branching workflow whose last node is not connected."""
    made = document(
        item("s", "start", 0, 100, variables=[{"variable": "n", "type": "text-input", "label": "N"}]),
        item("choice", "if-else", 320, 100, title="Choice", cases=CASES),
        item("yes", "template-transform", 640, 0, title="Yes", template="yes", variables=[]),
        item("no", "template-transform", 640, 220, title="No", template="no", variables=[]),
        edge("s", "choice"),
        edge("choice", "yes", "true"),
    )
    file = tmp_path / "app.yml"
    file.write_text(yaml.safe_dump(made.raw))
    import_file(page, file)
    expect(node(page, "no")).to_be_visible()
    return page


def test_a_new_title_shows_on_the_canvas(studio: Page):
    inspector = select_node(studio, "no")
    title = inspector.get_by_role("textbox", name="Title")
    title.fill("Otherwise")
    with saving(studio):
        title.press("Enter")
    expect(node(studio, "no").locator(".words b")).to_have_text("Otherwise")


def test_an_edge_that_is_selected_can_be_removed(studio: Page):
    canvas(studio).locator(".react-flow__edge-interaction").first.dispatch_event("click")
    with saving(studio):
        press(studio, "inspector_edge_remove")
    expect(canvas(studio).locator(".react-flow__edge")).to_have_count(1)


def test_two_tabs_that_edit_at_once_lose_nothing(studio: Page):
    other = studio.context.new_page()
    other.goto(studio.url)
    expect(node(other, "yes")).to_be_visible()
    mine = select_node(studio, "yes").get_by_role("textbox", name="Template")
    theirs = select_node(other, "no").get_by_role("textbox", name="Template")
    with saving(other):
        write(theirs, "theirs")
    write(mine, "mine")
    expect(keyed(studio, "studio_conflict")).to_be_visible()
    expect(mine).to_have_count(1)  # the page moves down below the question; what stood there goes when it is drawn
    expect(mine).to_have_value("mine")
    press(studio, "studio_mine")
    expect(keyed(studio, "studio_conflict")).to_have_count(0)
    expect(select_node(studio, "no").get_by_role("textbox", name="Template")).to_have_value("theirs")
    expect(select_node(studio, "yes").get_by_role("textbox", name="Template")).to_have_value("mine")


def test_the_own_canvas_takes_several_at_once_from_keys_and_the_palette(studio: Page):
    hands = Own()
    hands.title(studio, "yes").click()
    hands.title(studio, "no").click(modifiers=["Shift"])
    expect(hands.board(studio).locator(".react-flow__node.selected")).to_have_count(2)
    studio.keyboard.press("Control+d")
    expect(hands.board(studio).locator(".react-flow__node")).to_have_count(6)
    studio.keyboard.press("Delete")
    expect(hands.board(studio).locator(".react-flow__node")).to_have_count(4)

    studio.get_by_role("button", name="Add node").last.click()
    studio.get_by_role("textbox", name="Search nodes").fill("code")
    on_edge = hands.edges(studio).last.locator(".react-flow__edge-interaction")
    dragged = hands.board(studio).locator(".kind[data-kind='code']")
    drag(studio, middle(dragged), middle(on_edge))
    expect(hands.edges(studio)).to_have_count(3)
    expect(keyed(studio, "studio_inspector").get_by_role("textbox", name="Title")).to_have_value("Code")

    studio.keyboard.press("Control+z")
    expect(hands.edges(studio)).to_have_count(2)
    studio.keyboard.press("Control+Shift+z")
    expect(hands.edges(studio)).to_have_count(3)
