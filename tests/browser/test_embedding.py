"""Apps on a page of another site, in a browser that blocks the cookies of third parties."""

import json
import re
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.browser.automation import console
from tests.browser.conftest import FLAGS, PATIENCE
from tests.process.server import Server

pytestmark = pytest.mark.browser

BUBBLE = "#dify-chatbot-bubble-button"
WINDOW = "#dify-chatbot-bubble-window"
NO_COOKIES = {"profile": {"block_third_party_cookies": True, "cookie_controls_mode": 1}}


class Silent(SimpleHTTPRequestHandler):
    """Serves files, and writes nothing of it."""

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("foreign")


@pytest.fixture(scope="module")
def foreign(folder: Path) -> Iterator[str]:
    """The address of a site of somebody else: another host than that of the product."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def strict(
    playwright: Playwright, chromium_path: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """A browser that takes no cookie of a third party."""
    profile = tmp_path_factory.mktemp("profile")
    (profile / "Default").mkdir()
    (profile / "Default" / "Preferences").write_text(json.dumps(NO_COOKIES))
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=chromium_path, args=FLAGS, locale="en-US", viewport={"width": 1280, "height": 800}
    )
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(strict: BrowserContext) -> Iterator[Page]:
    opened = strict.new_page()
    yield opened
    opened.close()


@pytest.fixture
def app(site: Server) -> dict[str, str]:
    """A chatbot with its id, and the code of its shared page."""
    made = console(site, "/apps", {"name": "Bubble", "mode": "chat"})
    shared = console(site, f"/apps/{made['id']}", method="GET")["site"]
    return {"id": made["id"], "code": shared["access_token"]}


def write(folder: Path, body: str) -> str:
    """Store a page of the foreign site and return its name."""
    (folder / "page.html").write_text(f"<!doctype html><title>Foreign</title><body>{body}</body>")
    return "/page.html"


def test_a_bubble_talks_moves_and_closes_without_any_cookie(
    page: Page, site: Server, foreign: str, folder: Path, app: dict[str, str]
) -> None:
    config = {"token": app["code"], "baseUrl": site.url, "draggable": True, "systemVariables": {"user_id": "ann-7"}}
    script = f'<script src="{site.url}/embed.min.js" defer></script>'
    page.goto(foreign + write(folder, f"<script>difyChatbotConfig = {json.dumps(config)}</script>{script * 2}"))
    bubble, frame = page.locator(BUBBLE), page.frame_locator(WINDOW)
    expect(bubble).to_have_count(1)
    expect(page.locator(WINDOW)).not_to_be_visible()

    box = bubble.bounding_box()
    assert box
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] - 200, box["y"] - 100, steps=5)
    page.mouse.up()
    moved = bubble.bounding_box()
    assert moved
    assert moved["x"] < box["x"] - 150
    expect(page.locator(WINDOW)).not_to_be_visible()

    bubble.click()
    expect(page.locator(WINDOW)).to_be_visible()
    field = frame.get_by_role("textbox").last
    field.fill("Is anybody there?")
    field.press("Enter")
    expect(frame.get_by_role("log")).to_contain_text("Is anybody there?")
    expect(frame.locator(".message.is-app[aria-busy=false]")).to_contain_text("demo model")
    page.keyboard.press("Escape")
    expect(page.locator(WINDOW)).not_to_be_visible()
    assert page.context.cookies(site.url) == []

    page.reload()
    page.locator(BUBBLE).click()
    frame.get_by_role("button", name="Menu").click()
    frame.get_by_role("navigation").get_by_role("listitem").first.get_by_role("button").first.click()
    expect(frame.get_by_role("log")).to_contain_text("Is anybody there?")


def test_only_shared_pages_are_framed_and_only_where_they_may_be(
    page: Page, site: Server, foreign: str, folder: Path, app: dict[str, str]
) -> None:
    shared = f'<iframe id="shared" src="{site.url}/chatbot/{app["code"]}"></iframe>'
    builder = f'<iframe id="builder" src="{site.url}/"></iframe><iframe id="docs" src="{site.url}/docs"></iframe>'
    page.goto(foreign + write(folder, shared + builder))
    expect(page.frame_locator("#shared").get_by_role("textbox")).to_be_visible()
    for name in ("builder", "docs"):
        expect_refused(page, name)

    console(site, f"/apps/{app['id']}/site", {"allowed_origins": ["https://only.example"]})
    page.reload()
    page.frame_locator("#docs").locator("body").wait_for(state="attached")
    expect_refused(page, "shared")


def expect_refused(page: Page, name: str) -> None:
    """Wait until the browser shows its own page in a frame, instead of what may not be framed."""
    frame = page.locator(f"#{name}").element_handle().content_frame()
    assert frame
    frame.wait_for_url(re.compile("^chrome-error:"), wait_until="commit")
