"""The same walk on both canvases: what a person does by mouse and keyboard is stored, shown and taken back."""

from collections.abc import Iterator

import pytest
import yaml
from playwright.sync_api import Page, expect

from tests.browser.automation import ADMIN
from tests.browser.canvases import Flow, Own, drag, middle
from tests.browser.steps import import_file, keyed, saving
from tests.pages.documents import document, edge
from tests.pages.documents import node as item
from tests.process.server import Server, running_app

pytestmark = pytest.mark.browser

EVIL = "<img src=x onerror=top.hurt=1><iframe srcdoc='<script>top.hurt=1</script>'></iframe>"
CASES = [
    {"case_id": "true", "conditions": [{"variable_selector": ["s", "n"], "comparison_operator": "is", "value": "x"}]}
]


@pytest.fixture(scope="module", params=["own", "flow"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def site(kind: str, product: Server) -> Iterator[Server]:
    if kind == "own":
        yield product
    else:
        with running_app(env={**ADMIN, "MILLRACE_CANVAS": kind}) as server:
            yield server


@pytest.fixture
def hands(kind: str) -> Own:
    return Own() if kind == "own" else Flow()


@pytest.fixture
def studio(page: Page, hands: Own, tmp_path) -> Page:
    """Return the Studio with a small branching workflow whose last node is not connected."""
    made = document(
        item("s", "start", 0, 100, title=EVIL, variables=[{"variable": "n", "type": "text-input", "label": "N"}]),
        item("choice", "if-else", 320, 100, title="Choice", cases=CASES),
        item("yes", "template-transform", 640, 0, title="Yes", template="yes", variables=[]),
        item("no", "template-transform", 640, 220, title="No", template="no", variables=[]),
        edge("s", "choice"),
        edge("choice", "yes", "true"),
    )
    file = tmp_path / "app.yml"
    file.write_text(yaml.safe_dump(made.raw))
    import_file(page, file)
    expect(hands.node(page, "no")).to_be_visible()
    hands.settle(page)
    return page


def test_a_person_selects_moves_connects_deletes_and_takes_it_back(studio: Page, hands: Own):
    title = hands.title(studio, "no")
    title.click()
    expect(keyed(studio, "studio_inspector").get_by_role("textbox", name="Title")).to_have_value("No")

    x, y = middle(title)
    with saving(studio):
        drag(studio, (x, y), (x + 10, y + 60))
    moved = hands.place(studio, "no")

    hands.settle(studio)
    drag(studio, middle(hands.exit(studio, "choice", "false")), middle(hands.entrance(studio, "no")))
    expect(hands.edges(studio)).to_have_count(3)

    hands.settle(studio)
    drag(studio, middle(hands.exit(studio, "yes", "source")), middle(hands.entrance(studio, "choice")))
    expect(studio.get_by_test_id("stToast")).to_contain_text("cycle")
    expect(hands.edges(studio)).to_have_count(3)

    hands.settle(studio)
    hands.title(studio, "yes").click()
    expect(keyed(studio, "studio_inspector").get_by_role("textbox", name="Title")).to_have_value("Yes")
    hands.delete(studio)
    expect(hands.node(studio, "yes")).to_have_count(0)
    expect(hands.edges(studio)).to_have_count(2)
    hands.undo(studio)
    expect(hands.edges(studio)).to_have_count(3)

    studio.reload()
    expect(hands.edges(studio)).to_have_count(3)
    assert hands.place(studio, "no") == pytest.approx(moved, abs=0.1)


def test_what_a_person_wrote_is_shown_as_text_and_never_runs(studio: Page, hands: Own):
    expect(hands.title(studio, "s")).to_contain_text("<img src=x onerror")
    assert studio.evaluate("window.hurt") is None
    assert hands.node(studio, "s").locator("iframe, img").count() == 0
