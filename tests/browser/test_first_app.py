"""From a file to an app that people and programs talk to, in a real browser."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import ask, canvas, import_file, keyed, node, post, press, saving, select_node, standing, write
from tests.process.server import Server

pytestmark = pytest.mark.browser

PROJECT = Path(__file__).resolve().parents[2]
COMMUNITY = PROJECT.parent / "shared" / "dsl" / "community" / "langgenius-basic-chatflow-2d7903a3.yml"
QUESTION = "Which river runs through Paris?"
PROMPT = "Answer from this. The Seine is the river that runs through Paris. The Thames runs through London."


def test_a_file_becomes_an_app_that_answers_in_the_browser_and_over_http(page: Page, site: Server):
    if not COMMUNITY.exists():
        pytest.skip("the community files are not here")
    app_id = import_file(page, COMMUNITY)

    # its graph is drawn
    for node_id in ("1755189262236", "llm", "answer"):
        expect(node(page, node_id)).to_be_visible()
    expect(canvas(page).locator(".react-flow__edge")).to_have_count(2)

    # its prompt is edited and stored
    prompt = select_node(page, "llm").get_by_role("textbox", name="message").first
    with saving(page):
        write(prompt, PROMPT)
    page.reload()
    expect(select_node(page, "llm").get_by_role("textbox", name="message").first).to_have_text(PROMPT)

    # it runs, and every node shows that it did
    write(keyed(page, "studio_query").locator("textarea"), QUESTION)
    press(page, "studio_run")
    for node_id in ("1755189262236", "llm", "answer"):
        expect(standing(page, node_id, "succeeded")).to_be_visible()
    expect(keyed(page, "run_answer")).to_contain_text("Seine")
    expect(page.get_by_text("3 of 3 steps")).to_be_visible()

    # it is published
    press(page, "studio_publish")
    press(page, "studio_publish_go")
    expect(keyed(page, "studio_bar").get_by_text("published")).to_be_visible()

    # a person talks to it
    page.goto(f"/chat?app={app_id}")
    ask(page, QUESTION)
    answer = page.get_by_test_id("stChatMessage").nth(1).get_by_test_id("stMarkdown").first
    expect(answer).to_contain_text("Seine")
    expect(page.get_by_test_id("stSidebar")).to_contain_text("Paris")
    told = answer.inner_text().strip()

    # a reload still shows it
    page.reload()
    expect(page.get_by_test_id("stChatMessage").nth(1)).to_contain_text("Seine")

    # a program gets the same answer at once and piece by piece
    token = new_key(page, app_id)
    url = f"{site.url}/v1/chat-messages"
    request = {"inputs": {}, "query": QUESTION, "user": "someone"}
    assert json.loads(post(url, {**request, "response_mode": "blocking"}, token))["answer"].strip() == told
    stream = post(url, {**request, "response_mode": "streaming"}, token)
    events = [json.loads(line[6:]) for line in stream.splitlines() if line.startswith("data: ")]
    assert "".join(event["answer"] for event in events if event["event"] == "message").strip() == told
    assert events[-1]["event"] == "message_end"


def new_key(page: Page, app_id: str) -> str:
    """Make an API key in the Studio and return it."""
    page.goto(f"/studio?app={app_id}")
    page.get_by_role("tab", name="API").click()
    press(page, "studio_keys")
    press(page, "keys_create")
    code = page.get_by_role("dialog").get_by_test_id("stCode").first
    expect(code).to_have_text(re.compile(r"^app-\w{20,}"))
    return code.inner_text().strip()
