"""A chatbot made on its page: prompted, tried, compared in four columns, and the best column kept."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.automation import HELD, console
from tests.browser.steps import ask, keyed, open_path, press, write
from tests.process.server import Server
from tests.vendor.vendor import Vendor

pytestmark = pytest.mark.browser
QUESTION = "Which river runs through Paris?"


def prompt_column(page: Page, number: int, text: str) -> None:
    """Give a column a prompt of its own."""
    settings = keyed(page, f"compare_settings_{number}")
    settings.locator("summary").first.click()
    write(settings.get_by_role("textbox", name="Instructions"), text)
    expect(keyed(page, f"compare_head_{number}")).to_contain_text("Own prompt")


def test_a_chatbot_is_prompted_compared_and_answers_as_the_winner(page: Page, site: Server, vendor: Vendor):
    vendor.rule(when="Break", status=400, reply="not with me")
    vendor.rule(when="Be brief", reply="The Seine.")
    vendor.rule(when="Go on", **HELD)
    vendor.rule(reply="It is the Seine, which rises near Dijon.")
    app = console(site, "/apps", {"name": "Guide", "mode": "chat"})
    open_path(page, f"/studio?app={app['id']}")
    write(keyed(page, "prompt_settings").get_by_role("textbox", name="Instructions"), "You know rivers.")
    ask(page, QUESTION)
    expect(page.get_by_test_id("stChatMessage").last).to_contain_text("near Dijon")

    keyed(page, "studio_view_prompt").get_by_text("Compare").click()
    for number in (2, 3):
        press(page, "compare_add")
        expect(keyed(page, f"compare_column_{number}")).to_be_visible()
    prompt_column(page, 1, "Be brief.")
    prompt_column(page, 2, "Break.")
    prompt_column(page, 3, "Go on.")
    write(keyed(page, "compare_input").get_by_role("textbox", name="Message"), QUESTION)
    press(page, "compare_ask")
    expect(keyed(page, "compare_column_0")).to_contain_text("near Dijon")
    expect(keyed(page, "compare_column_1")).to_contain_text("The Seine.")
    expect(keyed(page, "compare_column_2")).to_contain_text("not with me")
    expect(keyed(page, "compare_column_3")).to_contain_text("word3")

    page.reload()
    expect(keyed(page, "compare_column_3")).to_contain_text("word5")
    press(page, "compare_stop_3")
    expect(keyed(page, "compare_column_3")).to_contain_text("stopped")
    expect(keyed(page, "compare_column_1")).to_contain_text("The Seine.")
    press(page, "compare_keep_1")
    expect(keyed(page, "compare_keep_1")).to_contain_text("In use")

    open_path(page, f"/chat?app={app['id']}")
    ask(page, QUESTION)
    expect(page.get_by_test_id("stChatMessage").last).to_contain_text("The Seine.")
