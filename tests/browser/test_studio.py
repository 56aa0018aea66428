"""The canvas and what stands round it, by mouse and keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.canvases import Own, branching, drag, looping, middle, open_studio
from tests.browser.steps import canvas, keyed, node, press, saving, select_node, standing, write
from tests.pages.documents import document, edge
from tests.pages.documents import node as item

pytestmark = pytest.mark.browser


@pytest.fixture
def studio(page: Page, tmp_path) -> Page:
    """Return the Studio with a small branching workflow whose last node is not connected."""
    open_studio(page, branching(), tmp_path)
    expect(node(page, "no")).to_be_visible()
    return page


def test_a_new_title_shows_on_the_canvas_though_the_field_is_left_by_a_click_on_another_node(studio: Page):
    inspector = select_node(studio, "no")
    title = inspector.get_by_role("textbox", name="Title")
    title.fill("Otherwise")
    with saving(studio):
        Own().title(studio, "yes").click()
    expect(node(studio, "no").locator(".words b")).to_have_text("Otherwise")
    expect(title).to_have_value("Yes")


def test_an_edge_that_is_selected_can_be_removed(studio: Page):
    canvas(studio).locator(".react-flow__edge-interaction").first.dispatch_event("click")
    with saving(studio):
        press(studio, "inspector_edge_remove")
    expect(canvas(studio).locator(".react-flow__edge")).to_have_count(1)


def test_two_tabs_that_edit_at_once_lose_nothing(studio: Page):
    other = studio.context.new_page()
    other.goto(studio.url)
    expect(node(other, "yes")).to_be_visible()
    x, y = middle(Own().title(other, "no"))
    with saving(other):
        drag(other, (x, y), (x + 30, y + 50))
    Own().title(studio, "no").click()  # with the next thing that is done here, the place from there is taken over
    expect(node(studio, "no")).to_have_attribute("style", node(other, "no").get_attribute("style") or "")
    mine = select_node(studio, "yes").get_by_role("textbox", name="Template")
    theirs = select_node(other, "no").get_by_role("textbox", name="Template")
    with saving(other):
        write(theirs, "theirs")
    write(mine, "mine")
    expect(keyed(studio, "studio_conflict")).to_be_visible()
    expect(mine).to_have_count(1)  # the page moves down below the question; what stood there goes when it is drawn
    expect(mine).to_have_text("mine")
    press(studio, "studio_mine")
    expect(keyed(studio, "studio_conflict")).to_have_count(0)
    expect(select_node(studio, "no").get_by_role("textbox", name="Template")).to_have_text("theirs")
    expect(select_node(studio, "yes").get_by_role("textbox", name="Template")).to_have_text("mine")


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


def test_nodes_go_into_a_loop_and_out_and_its_frame_is_resized(page: Page, tmp_path):
    open_studio(page, looping(), tmp_path)
    hands = Own()
    nodes = hands.board(page).locator(".react-flow__node")

    # arrow keys move what is selected
    hands.title(page, "free").click()
    place = hands.place(page, "free")
    with saving(page):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Shift+ArrowDown")
    assert hands.place(page, "free") == [place[0] + 10, place[1] + 50]

    # the corner of a loop makes it larger, and then a node has room in it
    hands.title(page, "box").click()
    grip = hands.node(page, "box").locator(".grip")
    x, y = middle(grip)
    before = width(page, "box")
    with saving(page):
        drag(page, (x, y), (x + 60, y + 40))
    assert width(page, "box") > before
    x, y = middle(hands.node(page, "box"))
    with saving(page):
        drag(page, middle(hands.title(page, "free")), (x, y + 30))
    with saving(page):
        hands.title(page, "box").click()
        page.keyboard.press("ArrowUp")
    moved = hands.place(page, "free")
    page.reload()
    expect(hands.node(page, "free")).to_be_visible()
    assert hands.place(page, "free") == moved  # drawn from the corner of the loop now

    # a node with edges stays outside, and says why
    place = hands.place(page, "last")
    drag(page, middle(hands.title(page, "last")), middle(hands.node(page, "box")))
    expect(page.get_by_text("would cross the border")).to_be_visible()
    expect(hands.node(page, "last")).to_have_attribute(
        "style", re.compile(rf"translate\({place[0]:g}px, ?{place[1]:g}px")
    )

    # what is dragged out of a loop stays when the loop goes; what was dropped into it goes along
    x, y = middle(hands.title(page, "free"))
    with saving(page):
        drag(page, (x, y), (x, middle(hands.node(page, "box"))[1] + 330))
    page.get_by_role("button", name="Add node").last.click()
    page.get_by_role("textbox", name="Search nodes").fill("code")
    x, y = middle(hands.node(page, "box"))
    drag(page, middle(hands.board(page).locator(".kind[data-kind='code']")), (x + 40, y + 40))
    expect(nodes).to_have_count(7)
    hands.board(page).locator(".react-flow__controls-fitview").click()  # the loop may have left the canvas
    hands.title(page, "box").click()
    page.keyboard.press("Delete")
    expect(nodes).to_have_count(3)


def test_a_node_is_put_on_an_edge_and_what_was_copied_goes_into_another_app(page: Page, tmp_path):
    other = open_studio(page, branching(), tmp_path)
    open_studio(page, looping(), tmp_path)
    hands = Own()
    nodes = hands.board(page).locator(".react-flow__node")

    # the + of an edge puts a node there
    expect(hands.edges(page)).to_have_count(3)
    hands.edges(page).last.locator(".react-flow__edge-interaction").hover()
    page.get_by_role("button", name="Put a node here").click()
    hands.board(page).locator(".kind[data-kind='code']").click()
    expect(hands.edges(page)).to_have_count(4)

    # what was copied here is pasted into another app
    hands.title(page, "free").click()
    page.keyboard.press("Control+c")
    page.keyboard.press("Control+v")
    expect(nodes).to_have_count(8)
    page.get_by_role("link", name="Apps").first.click()
    keyed(page, f"app_head_{other}").locator("a").first.click()
    expect(hands.node(page, "choice")).to_be_visible()
    hands.title(page, "choice").click()
    page.keyboard.press("Control+v")
    expect(nodes).to_have_count(5)
    expect(nodes.filter(has_text="Free")).to_have_count(1)


def width(page: Page, node_id: str) -> float:
    """Return how wide a node is drawn, in pixels."""
    box = Own().node(page, node_id).bounding_box()
    assert box
    return box["width"]


DEMO = {"provider": "demo", "name": "demo", "mode": "chat", "completion_params": {}}
SHOUT = "def main(topic: str) -> dict:\n    return {'loud': topic.upper()}\n"


def test_a_prompt_takes_a_variable_by_its_name_and_code_runs_as_it_was_just_typed(page: Page, tmp_path):
    topic = {"variable": "topic", "type": "text-input", "label": "Topic", "default": "tea"}
    given = [{"variable": "topic", "value_selector": ["s", "topic"]}]
    made = document(
        item("s", "start", 0, 100, title="Start", variables=[topic]),
        item(
            "shout", "code", 320, 100, title="Shout", code=SHOUT, variables=given, outputs={"loud": {"type": "string"}}
        ),
        item("ask", "llm", 640, 100, title="Ask", model=DEMO, prompt_template=[{"role": "user", "text": "Praise"}]),
        item("end", "end", 960, 100, outputs=[{"variable": "o", "value_selector": ["ask", "text"]}]),
        edge("s", "shout"),
        edge("shout", "ask"),
        edge("ask", "end"),
    )
    open_studio(page, made, tmp_path)
    prompt = select_node(page, "ask").get_by_role("textbox", name="user message")
    with saving(page):
        prompt.click()
        page.keyboard.press("Control+End")
        page.keyboard.type(" /lou")
        expect(page.get_by_role("option", name="loud")).to_be_visible()
        page.keyboard.press("Enter")
    page.keyboard.type(" well")  # the page is being drawn anew, and takes nothing away
    expect(prompt.locator(".chip")).to_have_text("Shout loud")
    with saving(page):
        page.keyboard.press("Control+Enter")
    page.reload()
    expect(select_node(page, "ask").get_by_role("textbox", name="user message")).to_have_text("Praise Shout loud well")

    inspector = select_node(page, "shout")
    script = inspector.get_by_role("textbox", name="Script")
    expect(script.locator("span", has_text="return")).to_be_visible()
    script.fill("def main(topic: str) -> dict:\n    return {'loud': 'LOUD ' + topic}\n")
    press(page, "studio_run")  # at once: what runs is what was typed
    expect(standing(page, "shout", "succeeded")).to_be_visible()
    inspector.get_by_role("tab", name="Last run").click()
    expect(inspector).to_contain_text("LOUD tea")
