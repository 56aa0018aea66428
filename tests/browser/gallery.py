"""A template of the gallery as a person takes it: used, run or asked once, looked at."""

import re

from playwright.sync_api import Page, expect

from engine.document import GRAPH_MODES
from pages.chinese.table import CHINESE
from pages.language.words import STATUS_WORDS
from services.apps.examples import Example, Template
from tests.browser.steps import keyed, open_path, press

SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"


def begin(page: Page, template: Template) -> None:
    """Make an app of a template on the page of the gallery and wait until its Studio is there."""
    open_path(page, "/gallery")
    press(page, f"gallery_{template.group}_use_{template.id}")
    page.wait_for_url(re.compile(r"/studio\?app="))
    expect(keyed(page, "studio_bar")).to_be_visible()
    page.wait_for_selector(SETTLED)


def run(page: Page, template: Template, example: Example) -> None:
    """Run the app once with what it was filled in with, or ask it its question, and wait for the end of that."""
    if "broken" in template.needs:
        expect(page.get_by_text("check_key_points").first).to_be_visible()
    elif example.mode in ("chat", "agent-chat"):
        keyed(page, "prompt_suggested").get_by_text(example.question, exact=True).click()
        expect(keyed(page, "prompt_behind")).to_be_visible()
        expect(page.get_by_test_id("stChatMessage").nth(1)).to_contain_text(re.compile(r"\S{3}"))
    else:
        press(page, "studio_run_below")
        told = keyed(page, "studio_bar") if example.mode in GRAPH_MODES else page.get_by_test_id("stMain")
        expect(told.get_by_text(ended_well(example.language)).first).to_be_visible()


def ended_well(language: str) -> re.Pattern[str]:
    """Return what pages say of a run that ended well, or waits for a person."""
    words = [STATUS_WORDS[status] for status in ("succeeded", "partial-succeeded", "paused")]
    return re.compile("|".join(words if language == "en" else [CHINESE[word] for word in words]))


def check(page: Page) -> None:
    """Fail when the page shows an error once it rests."""
    page.wait_for_selector(SETTLED)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_test_id("stAlertContentError")).to_have_count(0)
