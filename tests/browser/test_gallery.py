"""Three templates of the gallery walked in a browser; `docs/walk_gallery.py` walks all of them."""

import pytest
from playwright.sync_api import Page, expect

from services.apps.examples import templates
from tests.browser.gallery import begin, check, run
from tests.browser.steps import keyed, open_path

pytestmark = pytest.mark.browser

WALKED = {  # what is seen at the end
    "assistant-agent": "56088",
    "document-analysis": "120 wheels were restored",
    "customer-service-desk": "TK",
}


@pytest.mark.parametrize("id", WALKED)
def test_a_template_is_used_and_runs_at_once(page: Page, id: str):
    template = next(template for template in templates() if template.id == id)
    begin(page, template)
    run(page, template, template.variants["en"])
    expect(page.get_by_text(WALKED[id]).filter(visible=True).first).to_be_visible()
    check(page)
    if "records" in template.needs:
        open_path(page, "/records")
        expect(keyed(page, "records_of")).to_contain_text("tickets")
