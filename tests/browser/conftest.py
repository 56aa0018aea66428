"""A running product and a real Chromium that looks at it."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.browser.automation import ADMIN, forget_vendor, use_vendor
from tests.process.server import Server, running_app
from tests.vendor.vendor import Vendor

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60_000  # milliseconds; test machines are shared


@pytest.fixture(scope="session")
def chromium_path() -> str:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        pytest.skip("no Chromium on this machine")
    return path


@pytest.fixture(scope="module")  # its event loop must be gone before tests of other files run in this process
def playwright() -> Iterator[Playwright]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def chromium(playwright: Playwright, chromium_path: str) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def product() -> Iterator[Server]:
    """The one product of all files that need no settings of their own: no walk may count on being the first."""
    with running_app(env=ADMIN) as server:
        yield server


@pytest.fixture(scope="module")
def site(product: Server) -> Server:
    """What the pages of a file belong to; a file that starts a product of its own overrides it."""
    return product


@pytest.fixture
def vendor(site: Server, vendor: Vendor) -> Iterator[Vendor]:
    """The vendor of all tests, to which every model reference of the product leads as long as the test runs."""
    use_vendor(site, vendor)
    yield vendor
    forget_vendor(site)


@pytest.fixture(scope="module")
def profile(chromium: Browser, site: Server) -> Iterator[BrowserContext]:
    """The browser of a file's walks: what a tab of it has loaded and compiled, it need not load and compile again."""
    context = chromium.new_context(base_url=site.url, viewport={"width": 1440, "height": 900}, locale="en-US")
    context.set_default_timeout(PATIENCE)
    context.new_page()
    yield context
    context.close()


@pytest.fixture
def page(profile: BrowserContext) -> Iterator[Page]:
    """A tab in a browser that remembers nothing."""
    yield profile.pages[0]
    first, *others = profile.pages
    for other in others:
        other.close()
    first.goto("/health/live")  # the pages' program ends, and the process that has compiled it stays
    first.evaluate("localStorage.clear(), sessionStorage.clear()")
    profile.clear_cookies()
