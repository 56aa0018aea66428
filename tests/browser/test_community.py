"""Files that people elsewhere have made, brought in by a person: their graphs are drawn whole, in both views."""

from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, expect

from tests.browser.steps import canvas, import_file, keyed, node, open_path
from tests.process.server import PROJECT

pytestmark = pytest.mark.browser

COMMUNITY = PROJECT.parent / "shared" / "dsl" / "community"
FILES = [  # rounds inside rounds, a classifier before many models, agents in a loop
    COMMUNITY / "aircrushin-deep-research-1b50f94c.yml",
    COMMUNITY / "langgenius-email-assistant-workflow-47dcc541.yml",
    COMMUNITY / "zhengxiaodu-research-agent-process-flow-5092ebc8.yml",
]


def nodes_of(file: Path) -> list[str]:
    """Return the ids of the nodes of a DSL file, without its notes."""
    nodes = yaml.safe_load(file.read_text(encoding="utf-8"))["workflow"]["graph"]["nodes"]
    return [str(one["id"]) for one in nodes if one["data"].get("type")]


@pytest.mark.skipif(not COMMUNITY.is_dir(), reason="the community files are not here")
def test_three_files_are_imported_and_drawn(page: Page) -> None:
    for file in FILES:
        ids = nodes_of(file)
        app_id = import_file(page, file)
        for node_id in ids:
            expect(node(page, node_id)).to_be_attached()
        expect(canvas(page).locator(".react-flow__edge").first).to_be_attached()
        open_path(page, f"/studio?app={app_id}&view=notebook")
        expect(keyed(page, "notebook_top")).to_be_visible()
        expect(page.locator("[class*='st-key-nb_settings_']").first).to_be_visible()
