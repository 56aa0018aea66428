"""A run in the Studio while it is under way: it lives on the server, the page looks at it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.automation import HELD, console
from tests.browser.steps import keyed, node, open_path, press, saving, select_node, standing, write
from tests.process.server import Server
from tests.vendor.vendor import Vendor

pytestmark = pytest.mark.browser


@pytest.fixture
def running(page: Page, site: Server, vendor: Vendor) -> Page:
    """Return the Studio with a chatflow whose model is still answering."""
    vendor.rule(**HELD)
    app = console(site, "/apps", {"name": "Flow", "mode": "advanced-chat"})
    open_path(page, f"/studio?app={app['id']}")
    expect(node(page, "llm")).to_be_visible()
    write(keyed(page, "studio_query").locator("textarea"), "Count")
    press(page, "studio_run")
    expect(standing(page, "llm", "running")).to_be_visible()
    return page


def test_nodes_and_answer_are_shown_as_they_come(running: Page, vendor: Vendor):
    expect(standing(running, "start", "succeeded")).to_be_visible()
    expect(keyed(running, "run_answer")).to_contain_text("word5")
    assert "word80" not in keyed(running, "run_answer").inner_text()
    vendor.go_on()
    expect(standing(running, "answer", "succeeded")).to_be_visible()
    expect(keyed(running, "run_answer")).to_contain_text("word80")
    expect(keyed(running, "studio_run").locator("button").first).to_be_visible()


def test_stopping_ends_the_run_and_the_vendors_work(running: Page, vendor: Vendor):
    press(running, "studio_stop")
    expect(keyed(running, "studio_bar")).to_contain_text("stopped")
    vendor.wait_for(lambda: any(request.disconnected for request in vendor.model_requests))


def test_a_reload_finds_the_run_still_under_way(running: Page, vendor: Vendor):
    running.reload()
    expect(standing(running, "llm", "running")).to_be_visible()
    vendor.go_on()
    expect(keyed(running, "run_answer")).to_contain_text("word80")
    assert len(vendor.model_requests) == 1


def test_settings_can_be_written_while_a_run_goes_on(running: Page, vendor: Vendor):
    prompt = select_node(running, "llm").get_by_role("textbox", name="message").first
    with saving(running):
        write(prompt, "Count slowly.")
    expect(prompt).to_have_text("Count slowly.")
    expect(standing(running, "llm", "running")).to_be_visible()
    vendor.go_on()
    expect(keyed(running, "run_answer")).to_contain_text("word80")
    expect(prompt).to_have_text("Count slowly.")
