"""The notebook of a workflow as a person uses it: what depends on an edit runs again, and nothing is lost on the way."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.automation import HELD, console
from tests.browser.steps import keyed, open_path, press, saving, write
from tests.pages.test_notebook import TWO_MODELS
from tests.process.server import Server
from tests.vendor.vendor import Vendor

pytestmark = pytest.mark.browser


@pytest.fixture
def notebook(page: Page, site: Server, vendor: Vendor) -> Page:
    """Return the notebook of a workflow in which two models answer one question, run once."""
    vendor.rule(reply="It depends.")
    app = console(site, "/apps", {"name": "Weigh", "mode": "workflow"})
    draft = f"/apps/{app['id']}/workflows/draft"
    console(site, draft, {"graph": TWO_MODELS["workflow"]["graph"], "features": {}})
    open_path(page, f"/studio?app={app['id']}&view=notebook")
    write(keyed(page, f"studio_input_{app['id']}_topic").locator("input"), "Tea")
    press(page, "notebook_run_stale")
    expect(keyed(page, "notebook_top")).to_contain_text("Every result is up to date")
    return page


def cell(page: Page, node_id: str) -> Locator:
    """Return the cell of a node."""
    return page.locator(f"[class*='st-key-nb_0_'][class$='_{node_id}'], [class*='st-key-nb_0_'][class*='_{node_id} ']")


def test_after_an_edit_one_model_is_called_and_a_reload_in_the_middle_loses_nothing(notebook: Page, vendor: Vendor):
    page = notebook
    keyed(page, "nb_settings_pro").locator("summary").click()
    with saving(page):
        write(keyed(page, "nb_form_pro").get_by_role("textbox", name="message").first, "Praise {{#start.topic#}}.")
    expect(cell(page, "pro")).to_contain_text("stale")
    expect(cell(page, "both")).to_contain_text("stale")
    expect(cell(page, "con")).to_contain_text("succeeded")
    vendor.reset()
    vendor.rule(**HELD)
    press(page, "notebook_run_stale")
    expect(cell(page, "pro")).to_contain_text("running")
    expect(cell(page, "con")).to_contain_text("reused")
    page.reload()
    expect(cell(page, "pro")).to_contain_text("running")
    vendor.go_on()
    expect(keyed(page, "notebook_top")).to_contain_text("Every result is up to date")
    expect(cell(page, "pro")).to_contain_text("word80")
    expect(cell(page, "con")).to_contain_text("reused")
    expect(cell(page, "both")).to_contain_text("word80")
    assert len(vendor.model_requests) == 1
