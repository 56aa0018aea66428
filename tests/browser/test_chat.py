"""Talking to an app whose model takes its time, fails, or has no key yet."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.automation import HELD, console
from tests.browser.steps import ask, keyed, open_path, press, settle
from tests.process.server import Server
from tests.vendor.vendor import Vendor

pytestmark = pytest.mark.browser
STOP = "[data-testid=stChatInputStopButton], [data-testid=stChatInput] button[aria-label*=top]"


@pytest.fixture
def chat(page: Page, site: Server, vendor: Vendor) -> Page:
    """Return the chat page of a chatbot whose model is the local vendor."""
    app = console(site, "/apps", {"name": "Bot", "mode": "chat"})
    open_path(page, f"/chat?app={app['id']}")
    return page


def answer(page: Page) -> Locator:
    return page.get_by_test_id("stChatMessage").last


def test_an_answer_grows_while_it_comes(chat: Page, vendor: Vendor):
    vendor.rule(**HELD)
    ask(chat, "Count")
    expect(answer(chat)).to_contain_text("word3")
    assert "word80" not in answer(chat).inner_text()
    vendor.go_on()
    expect(answer(chat)).to_contain_text("word80")


def test_stopping_ends_the_vendors_work_and_keeps_what_was_said(chat: Page, vendor: Vendor):
    vendor.rule(**HELD)
    ask(chat, "Count")
    expect(answer(chat)).to_contain_text("word5")
    chat.locator(STOP).first.click()
    vendor.wait_for(lambda: any(request.disconnected for request in vendor.model_requests))
    chat.reload()
    expect(answer(chat)).to_contain_text("word5")
    assert "word80" not in answer(chat).inner_text()


def test_a_reload_in_the_middle_finds_the_answer_still_coming(chat: Page, vendor: Vendor):
    vendor.rule(**HELD)
    ask(chat, "Count")
    expect(answer(chat)).to_contain_text("word3")
    chat.reload()
    expect(answer(chat)).to_contain_text("word3")
    vendor.go_on()
    expect(answer(chat)).to_contain_text("word80")
    assert not vendor.model_requests[0].disconnected


def test_a_refused_key_is_a_sentence_with_the_way_to_mend_it(chat: Page, vendor: Vendor):
    vendor.rule(reply="", status=401)
    ask(chat, "Hello")
    expect(chat.get_by_test_id("stAlert")).to_be_visible()
    expect(chat.get_by_role("link", name="Open Models")).to_be_visible()


def test_conversations_are_renamed_and_deleted(chat: Page, vendor: Vendor):
    vendor.rule(reply="Hello to you.")
    ask(chat, "Good morning")
    side = chat.get_by_test_id("stSidebar")
    entry = side.locator("[class*='st-key-chat_entry_']")
    expect(entry).to_have_count(1)
    expect(answer(chat)).to_contain_text("Hello to you.")
    settle(chat)  # what is drawn at the end of an answer would close the menu
    entry.hover()
    entry.get_by_test_id("stMenuButtonButton").first.click()
    chat.get_by_role("menuitem", name="Rename").or_(chat.get_by_role("option", name="Rename")).click()
    field = keyed(chat, "chat_rename").locator("input")
    field.fill("Mornings")
    field.press("Enter")
    press(chat, "chat_rename_go")
    expect(entry).to_contain_text("Mornings")
    entry.get_by_test_id("stMenuButtonButton").first.click()
    chat.get_by_role("menuitem", name="Delete").or_(chat.get_by_role("option", name="Delete")).click()
    press(chat, "chat_delete_go")
    expect(entry).to_have_count(0)


def test_a_provider_is_set_up_and_tested_on_the_models_page(page: Page, vendor: Vendor):
    vendor.rule(reply="OK")
    open_path(page, "/models")
    press(page, "models_edit_openai_api_compatible")
    keyed(page, "provider_key").locator("input").fill("sk-2")
    address = keyed(page, "provider_url").locator("input")
    address.fill(vendor.openai_url)
    address.press("Enter")
    names = keyed(page, "provider_models").locator("input")
    names.fill("small")
    names.press("Enter")
    names.press("Tab")  # the list of names closes
    press(page, "provider_save")
    press(page, "provider_test")
    expect(page.get_by_role("dialog")).to_contain_text("Answered in")
    assert vendor.last.headers["authorization"] == "Bearer sk-2"
