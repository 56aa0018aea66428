"""A running product and a real Chromium that looks at it."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.process.server import Server, running_app

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60_000  # milliseconds; test machines are shared


@pytest.fixture(scope="module")  # its event loop must be gone before tests of other files run in this process
def chromium() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        pytest.skip("no Chromium on this machine")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site() -> Iterator[Server]:
    with running_app(env={"MILLRACE_EMBEDDED_REDIS": "false", "MILLRACE_WORKERS": "0"}) as server:
        yield server


@pytest.fixture
def page(chromium: Browser, site: Server) -> Iterator[Page]:
    context = chromium.new_context(base_url=site.url, viewport={"width": 1440, "height": 900}, locale="en-US")
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()
