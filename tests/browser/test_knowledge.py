"""From files to answers with sources, in a real browser, offline."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.automation import console
from tests.browser.steps import ask, keyed, make_base, open_path, press, settle
from tests.process.server import Server

pytestmark = pytest.mark.browser

INDEXED = 180_000  # milliseconds; the offline model is started for the first document
FILES = {
    "refunds.md": "# Refunds\n\nA refund is possible within 30 days of the purchase.",
    "deliveries.txt": "Parcels leave the warehouse before noon. Islands take three days longer.",
    "house.html": "<h1>House rules</h1><p>Dogs are welcome on Fridays.</p>",
}
QUESTION = "Within how many days can I get a refund of my purchase?"


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    for name, content in FILES.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return [tmp_path / name for name in FILES]


def make_bot(site: Server, base_id: str) -> str:
    """Return the id of a new chatbot that searches a base."""
    app = console(site, "/apps", {"name": "Help desk", "mode": "chat"})
    datasets = {"strategy": "router", "datasets": [{"dataset": {"enabled": True, "id": base_id}}]}
    configs = {"retrieval_model": "multiple", "reranking_enable": False, "datasets": datasets}
    console(site, f"/apps/{app['id']}/model-config", {**app["model_config"], "dataset_configs": configs})
    return str(app["id"])


def test_files_are_dropped_in_found_and_cited(page: Page, site: Server, files: list[Path]):
    base_id = make_base(page, "Manuals")

    # three files are taken by the real field, and looked at before anything is indexed
    page.locator("input[type=file]").set_input_files(files)
    expect(keyed(page, "base_index").locator("button")).to_contain_text("Index 3 documents")
    page.get_by_text("Preview the chunks").click()
    expect(keyed(page, "base_preview_chunks")).to_contain_text("A refund is possible within 30 days")

    # they are indexed while one looks on, without a reload
    press(page, "base_index")
    rows = page.locator("[class*='st-key-base_row_']")
    expect(rows).to_have_count(3)
    expect(rows.get_by_text("available")).to_have_count(3, timeout=INDEXED)
    expect(keyed(page, "base_batch")).to_contain_text("3 documents · 3 available")

    # a question finds the right passage, with its scores
    page.get_by_role("tab", name="Retrieval test").click()
    field = keyed(page, "base_query").locator("textarea")
    field.fill(QUESTION)
    press(page, "base_search_go")
    hit = keyed(page, "base_hit_A_1")
    expect(hit).to_contain_text("refunds.md")
    expect(hit).to_contain_text(re.compile(r"meaning 0\.\d+"))

    # the figures count it, and the question is remembered
    page.get_by_role("tab", name="Figures").click()
    expect(page.get_by_text("in the last 30 days")).to_be_visible()
    page.get_by_role("tab", name="Retrieval test").click()
    expect(keyed(page, "base_history")).to_contain_text(QUESTION)

    # an app answers from it, and its source opens the chunk in its document
    open_path(page, f"/chat?app={make_bot(site, base_id)}")
    ask(page, QUESTION)
    source = page.locator("[class*='st-key-cited_'] button").first
    expect(source).to_contain_text("refunds.md")
    settle(page)
    source.click()
    expect(keyed(page, "cited_text")).to_contain_text("A refund is possible within 30 days")
    page.get_by_role("link", name="Open it in the document").click()
    expect(keyed(page, "document_cited")).to_contain_text("A refund is possible within 30 days")


def test_a_broken_file_says_why_and_what_to_do(page: Page, tmp_path: Path):
    make_base(page, "Broken")
    broken = tmp_path / "letter.docx"
    broken.write_bytes(b"this is no document")
    page.locator("input[type=file]").set_input_files(broken)
    expect(keyed(page, "base_index").locator("button")).to_contain_text("1 document")
    press(page, "base_index")
    row = page.locator("[class*='st-key-base_row_']")
    expect(row).to_contain_text("failed", timeout=INDEXED)
    expect(row).to_contain_text("Open and save it anew with its program, and add it again.")
