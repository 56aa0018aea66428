"""Whether everybody can use what a page shows, as axe-core judges it."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.process.server import wait_for

GRAVE = {"serious", "critical"}
ONLY = {"resultTypes": ["violations"]}  # all rules are asked, but what is well is not described


def check(page: Page) -> None:
    """Fail with what axe-core finds grave, unless it passes by itself: something may still be fading in."""
    wait_for(lambda: not grave(page), seconds=60, story=lambda: f"{page.url}: {grave(page)}")


def grave(page: Page) -> list[tuple[str, Any, str]]:
    """Return rule, place and reason of what keeps people from using what is shown."""
    violations = Axe().run(page, options=ONLY).response["violations"]
    return [
        (violation["id"], node["target"], node["failureSummary"])
        for violation in violations
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    ]
