"""The pages around an app: their language, their fonts, addresses that lead nowhere, and what a card offers."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.steps import keyed, open_path, press, press_either
from tests.process.server import Server

pytestmark = pytest.mark.browser


def choose(page: Page, card: Locator, entry: str) -> None:
    """Choose an entry from the menu of a card."""
    card.get_by_test_id("stMenuButtonButton").first.click()
    page.get_by_role("option", name=entry).or_(page.get_by_role("menuitem", name=entry)).click()


def test_the_browsers_language_is_spoken_and_can_be_changed(chromium: Browser, site: Server):
    context = chromium.new_context(base_url=site.url, locale="zh-CN")
    page = context.new_page()
    open_path(page, "/")
    expect(page.locator("h1")).to_have_text("应用")
    page.get_by_role("button", name="设置").click()
    page.get_by_text("English", exact=True).click()
    expect(page.locator("h1")).to_have_text("Apps")
    page.wait_for_function("document.cookie.includes('language=en')")
    open_path(page, "/")
    expect(page.locator("h1")).to_have_text("Apps")
    context.close()


def test_the_fonts_are_our_own(page: Page):
    open_path(page, "/")
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('14px Inter'))")


def test_an_unknown_address_leads_back(page: Page):
    open_path(page, "/studio?app=nothing")
    expect(page.get_by_text("was not found")).to_be_visible()
    page.get_by_role("link", name="Back to the apps").click()
    expect(page.locator("h1")).to_have_text("Apps")


def test_an_app_is_duplicated_and_deleted_from_its_card(page: Page):
    open_path(page, "/")
    press_either(page, "apps_first_create", "apps_create")
    keyed(page, "apps_create_name").locator("input").fill("Twin")
    press(page, "apps_create_go")
    expect(keyed(page, "studio_bar")).to_be_visible()
    open_path(page, "/")
    cards = page.locator("[class*='st-key-app_card_']").filter(has_text="Twin")
    expect(cards).to_have_count(1)
    choose(page, cards.first, "Duplicate")
    expect(cards).to_have_count(2)
    choose(page, cards.first, "Delete")
    press(page, "apps_delete_go")
    expect(cards).to_have_count(1)
    cards.first.click(position={"x": 20, "y": 90})
    expect(keyed(page, "studio_bar")).to_be_visible()
