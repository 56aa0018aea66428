"""Runs whose tab is closed and whose server dies: the page comes back by itself and tells the truth."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.automation import ADMIN, HELD, console
from tests.browser.steps import keyed, node, open_path, press, standing, write
from tests.process.server import Server, running_app, start_app, wait_for
from tests.vendor.vendor import Vendor

pytestmark = pytest.mark.browser

BACK = 150_000  # milliseconds; a page asks for its server less and less often, the longer that is away


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A product of its own, since it is killed."""
    with running_app(env=ADMIN, data_dir=tmp_path_factory.mktemp("data")) as server:
        yield server


def test_a_run_goes_on_without_its_tab_and_is_told_as_failed_after_a_kill(
    page: Page, site: Server, vendor: Vendor
) -> None:
    vendor.rule(**HELD)
    app_id = console(site, "/apps", {"name": "Flow", "mode": "advanced-chat"})["id"]
    open_path(page, f"/studio?app={app_id}")
    expect(node(page, "llm")).to_be_visible()
    write(keyed(page, "studio_query").locator("textarea"), "Count")
    press(page, "studio_run")
    expect(keyed(page, "run_answer")).to_contain_text("word3")

    # its tab is closed: it goes on, and another tab finds it
    address, context = page.url, page.context
    page.close()
    page = context.new_page()
    page.goto(address)
    expect(standing(page, "llm", "running")).to_be_visible()
    expect(keyed(page, "run_answer")).to_contain_text("word8")
    wait_for(lambda: stored(site, app_id) == ["running"], story=lambda: site.log[-2000:])

    # the server is killed and started again: the page is back without a hand, with what the run had done
    site.process.kill()
    site.process.wait()
    port = site.url.rpartition(":")[2]
    again = start_app(site.data_dir, env=ADMIN, options=[f"--server.port={port}"])
    site.process = again.process
    again.wait_ready()
    expect(standing(page, "llm", "failed")).to_be_visible(timeout=BACK)
    expect(standing(page, "start", "succeeded")).to_be_visible()
    expect(keyed(page, "studio_bar")).to_contain_text("failed")
    expect(page.get_by_text("The server stopped while the run was under way.").first).to_be_visible()
    assert stored(site, app_id) == ["failed"]


def stored(site: Server, app_id: str) -> list[str]:
    """Return the statuses of an app's stored runs."""
    return [run["status"] for run in console(site, f"/apps/{app_id}/workflow-runs", method="GET")["data"]]
