"""From an answer in the log to an annotation that answers, as a person does it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.automation import console
from tests.browser.steps import ask, keyed, open_path, press
from tests.process.server import Server

pytestmark = pytest.mark.browser
QUESTION = "What does the express parcel cost?"


def test_an_answer_in_the_log_becomes_an_annotation_that_answers_from_then_on(page: Page, site: Server):
    app = console(site, "/apps", {"name": "Parcels", "mode": "chat"})
    open_path(page, f"/chat?app={app['id']}")
    ask(page, QUESTION)
    expect(page.get_by_test_id("stChatMessage").last).to_contain_text("demo model")

    # the conversation is in the log, its trace has the prompt
    open_path(page, f"/logs?app={app['id']}")
    page.locator("[class*=st-key-logs_open_] button").first.click()
    page.locator("[class*=st-key-logs_trace_] button").first.click()
    page.get_by_role("dialog").get_by_text("LLM").first.click()
    expect(page.get_by_role("dialog").get_by_text("Prompt as it was sent")).to_be_visible()
    page.keyboard.press("Escape")

    # a better answer is written, and annotations are switched on
    page.locator("[class*=st-key-logs_annotate_] button").first.click()
    answer = page.get_by_role("dialog").get_by_label("Answer", exact=True)
    answer.fill("Nine euros.")
    answer.press("Control+Enter")
    press(page, "annotation_save")
    expect(page.locator("[class*=st-key-logs_annotate_]").first).to_contain_text("Edit the annotation")
    open_path(page, f"/annotations?app={app['id']}")
    expect(page.locator("[class*=st-key-annotations_row_]")).to_contain_text("Nine euros.")
    press(page, "annotations_on")
    expect(keyed(page, "annotations_off")).to_be_visible()

    # the same question gets it, and the overview counts both turns
    open_path(page, f"/chat?app={app['id']}")
    ask(page, QUESTION)
    expect(page.get_by_test_id("stChatMessage").last).to_contain_text("Nine euros.")
    open_path(page, f"/overview?app={app['id']}")
    expect(page.get_by_test_id("stMetricValue").first).to_have_text("2")
    expect(page.get_by_test_id("stVegaLiteChart")).to_have_count(6)
