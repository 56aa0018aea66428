"""A webhook in the Studio: its address is shown, a request to it while the tab listens runs the draft."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.automation import console
from tests.browser.steps import keyed, open_path, post, press, saving, select_node, standing
from tests.pages.test_triggers import WORKFLOW
from tests.process.server import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def studio(page: Page, site: Server) -> Page:
    """Return the Studio with a workflow that a webhook and a schedule start."""
    made = console(site, "/apps/imports", {"mode": "yaml-content", "yaml_content": WORKFLOW})
    open_path(page, f"/studio?app={made['app_id']}")
    return page


def test_a_request_runs_the_draft_while_the_tab_listens(studio: Page) -> None:
    press(studio, "studio_listen")
    address = keyed(studio, "studio_inputs").get_by_text(re.compile("/triggers/webhook-debug/"))
    expect(address).to_be_visible()
    answer = post(address.inner_text().strip(), {"item": "milk", "count": 3}, "none")
    assert "Webhook processed successfully" in answer
    expect(studio.get_by_text("milk x 3").first).to_be_visible()
    expect(standing(studio, "hook", "succeeded")).to_be_visible()
    expect(keyed(studio, "studio_listen")).to_be_visible()


def test_the_days_of_a_schedule_are_pressed_and_its_next_times_follow(studio: Page) -> None:
    inspector = select_node(studio, "clock")
    expect(inspector.get_by_text("09:30 Monday").first).to_be_visible()
    with saving(studio):
        inspector.get_by_role("button", name="Friday").click()
    expect(inspector.get_by_text("09:30 Friday").first).to_be_visible()


def test_a_parameter_is_added_to_the_table(studio: Page) -> None:
    inspector = select_node(studio, "hook")
    with saving(studio):
        inspector.locator("[class*=_body_add] button").click()
    expect(inspector.locator("[class*=_body_3_row]")).to_be_visible()
