"""Every page, in both looks and languages: usable by everybody (axe-core), on a desk and on a phone, loading nothing foreign."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.browser.filling import fill
from tests.browser.steps import keyed, node, open_path, press
from tests.browser.usability import check
from tests.process.server import Server

pytestmark = pytest.mark.browser

DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
SCROLLING = "html, [data-testid=stMain], [data-testid=stAppScrollToBottomContainer]"
FITS = "scrolling => [...document.querySelectorAll(scrolling)].every(part => part.scrollWidth <= innerWidth)"


@pytest.fixture(scope="module")
def paths(site: Server) -> dict[str, str]:
    return fill(site)


@pytest.fixture(scope="module", params=[("light", "en-US"), ("dark", "zh-CN")], ids=["light, English", "dark, Chinese"])
def profile(request: pytest.FixtureRequest, chromium: Browser, site: Server) -> Iterator[BrowserContext]:
    look, language = request.param
    context = chromium.new_context(base_url=site.url, viewport=DESK, color_scheme=look, locale=language)
    context.new_page()
    yield context
    context.close()


@pytest.mark.timeout(900)  # of so many pages together, on a busy machine
def test_every_page_is_usable_by_everybody_at_every_width(page: Page, site: Server, paths: dict[str, str]) -> None:
    own = (site.url, site.url.replace("http", "ws", 1), "data:", "blob:")
    foreign: list[str] = []
    page.on("request", lambda request: None if request.url.startswith(own) else foreign.append(request.url))
    for path in paths.values():
        open_path(page, path)
        check(page)
        page.set_viewport_size(PHONE)
        page.wait_for_function(FITS, arg=SCROLLING)
        page.set_viewport_size(DESK)
    assert foreign == []


def test_a_dialog_and_the_inspector_are_usable_by_everybody(page: Page, paths: dict[str, str]) -> None:
    open_path(page, paths["apps"])
    press(page, "apps_create")
    expect(keyed(page, "apps_create_go")).to_be_visible()
    check(page)
    open_path(page, paths["studio"])
    node(page, "classify").locator(".words").click()
    expect(keyed(page, "studio_inspector").get_by_role("tab")).to_have_count(2)
    check(page)
