"""A plugin by its page: added, agreed to, on; a version that does not load changes nothing; off and removed."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import keyed, open_path, press
from tests.services.plugins import write_plugin, zipped_folder

pytestmark = pytest.mark.browser
ID = "walked-words"
ASKS = '[permissions]\nmodels = ["llm"]\n'


def add(page: Page, folder: Path) -> None:
    """Upload a plugin by the dialog and wait until it is told of."""
    press(page, "plugins_add")
    page.locator("input[type=file]").set_input_files(
        {"name": "words.zip", "mimeType": "application/zip", "buffer": zipped_folder(folder)}
    )
    expect(keyed(page, "plugin_archive_add").locator("button")).to_be_enabled()
    press(page, "plugin_archive_add")
    expect(page.get_by_text(f"{ID} is there.")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def agree(page: Page) -> None:
    """Agree to what the plugin asks for."""
    press(page, f"plugin_on_{ID}")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Ask language models of the workspace")).to_be_visible()
    dialog.get_by_role("button", name="Agree and switch on").click()


def test_a_plugin_is_added_agreed_to_broken_switched_off_and_removed(page: Page, tmp_path: Path) -> None:
    open_path(page, "/plugins")
    add(page, write_plugin(tmp_path, ID, more=ASKS))
    card = keyed(page, f"plugin_{ID}").first
    expect(card.get_by_text("not switched on")).to_be_visible()
    agree(page)
    expect(page.get_by_text("Switched on: Words.")).to_be_visible()
    expect(keyed(page, f"plugin_off_{ID}")).to_be_visible()

    add(page, write_plugin(tmp_path, ID, version="2.0.0", more=ASKS, code="import nowhere"))
    expect(card.get_by_text("Version 1.0.0 runs")).to_be_visible()
    agree(page)
    expect(page.get_by_role("dialog").get_by_text("No module named 'nowhere'")).to_be_visible()
    open_path(page, "/plugins")
    expect(card.get_by_text("No module named 'nowhere'").first).to_be_visible()
    expect(card.get_by_text("1.0.0", exact=True)).to_be_visible()

    press(page, f"plugin_off_{ID}")
    expect(page.get_by_text("Switched off.")).to_be_visible()
    expect(card.get_by_text("off", exact=True)).to_be_visible()
    press(page, f"plugin_remove_{ID}")
    press(page, "plugin_remove_go")
    expect(page.get_by_text(f"Removed: {ID}.")).to_be_visible()
    expect(card).to_have_count(0)
