"""The same walk on both canvases: what a person does by mouse and keyboard is stored, shown and taken back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.automation import ADMIN
from tests.browser.canvases import Flow, Own, branching, drag, middle, open_studio
from tests.browser.steps import keyed, saving
from tests.process.server import Server, running_app

pytestmark = pytest.mark.browser

EVIL = "<img src=x onerror=top.hurt=1><iframe srcdoc='<script>top.hurt=1</script>'></iframe>"


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
    open_studio(page, branching(EVIL), tmp_path)
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
