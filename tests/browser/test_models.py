"""A walk over the Models page: a provider that works, a model that the workspace describes, what all of it costs."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.automation import PROVIDER
from tests.browser.steps import keyed, open_path, press
from tests.vendor.vendor import Vendor

pytestmark = pytest.mark.browser


def test_a_provider_is_tested_a_model_described_and_the_usage_looked_at(page: Page, vendor: Vendor):
    vendor.rule(reply="OK")
    open_path(page, "/models")
    card = keyed(page, f"models_card_{PROVIDER}")
    expect(card).to_be_visible()
    press(page, f"models_edit_{PROVIDER}")
    dialog = page.get_by_role("dialog")
    press(page, "provider_test")
    expect(dialog).to_contain_text("Answered in")
    expect(keyed(page, "provider_keys")).to_contain_text("works")
    dialog.get_by_role("button", name="Close").click()
    expect(card).to_contain_text("works")

    views = keyed(page, "models_view")
    views.get_by_role("radio", name="Own models").or_(views.get_by_role("button", name="Own models")).first.click()
    press(page, "own_add")
    name = keyed(page, "own_name").locator("input")
    name.fill("house-model")
    name.press("Enter")
    context = keyed(page, "own_context_house-model").locator("input")
    expect(context).to_be_editable()
    expect(keyed(page, "own_save").locator("button")).to_be_enabled()
    press(page, "own_save")
    expect(dialog).to_have_count(0)
    described = keyed(page, "own_card_0")
    expect(described).to_contain_text("house-model")
    press(page, "own_forget_0")
    expect(keyed(page, "own_none")).to_be_visible()

    views.get_by_role("radio", name="Usage and cost").or_(
        views.get_by_role("button", name="Usage and cost")
    ).first.click()
    expect(keyed(page, "models_usage_none").or_(keyed(page, "models_usage_totals"))).to_be_visible()
