"""Walk through the gallery in a real Chromium: every template becomes an app, runs once, and has its picture taken.

    .venv/bin/python docs/walk_gallery.py                   # all of them, in both languages
    .venv/bin/python docs/walk_gallery.py sql-agent.en      # these alone

The pictures go to `docs/screenshots/gallery/`, the page that shows them is `docs/gallery.md`. Run by hand when the
gallery has changed; it needs Chromium and fonts with emoji. It ends with 1 when something on a page went wrong.
"""

import io
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from engine.document import GRAPH_MODES  # noqa: E402  # the project comes onto the path first
from services.apps.examples import Example, Template, groups, templates  # noqa: E402
from tests.browser.conftest import FLAGS, PATIENCE  # noqa: E402
from tests.browser.gallery import begin, check, run  # noqa: E402
from tests.process.server import running_app  # noqa: E402

PICTURES = PROJECT / "docs" / "screenshots" / "gallery"
PAGE = PROJECT / "docs" / "gallery.md"
WINDOW = ViewportSize(width=1280, height=800)
TALL = ViewportSize(width=1280, height=1240)  # apps with a graph stand above their form
LOCALES = {"en": "en-US", "zh": "zh-CN"}
LARGEST = 60_000  # bytes of a picture


def main(wanted: Sequence[str]) -> int:
    """Walk the templates that are wanted, all without names; return how many went wrong."""
    expect.set_options(timeout=PATIENCE)
    PICTURES.mkdir(parents=True, exist_ok=True)
    wrong = 0
    with running_app() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for template in templates():
            for language, example in template.variants.items():
                if not wanted or example.id in wanted:
                    wrong += not walked(browser, site.url, template, language, example)
        browser.close()
    if not wanted:
        PAGE.write_text(page_of_pictures(), encoding="utf-8")
    return wrong


def walked(browser: Browser, url: str, template: Template, language: str, example: Example) -> bool:
    """Walk one variant in a window of its own; return whether all went well."""
    size = TALL if example.mode in GRAPH_MODES else WINDOW
    context = browser.new_context(base_url=url, viewport=size, locale=LOCALES[language])
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    try:
        begin(page, template)
        run(page, template, example)
        check(page)
        take(page, example.id)
    except AssertionError as error:
        print(f"{example.id}: {error}")
        return False
    finally:
        context.close()
    print(f"{example.id}: well")
    return True


def take(page: Page, name: str) -> None:
    """Save what the window shows as a small picture."""
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    page.wait_for_timeout(700)
    page.evaluate("document.querySelector('[data-testid=stMain]')?.scrollTo(0, 0)")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    for quality in (70, 55, 40, 25):
        data = io.BytesIO()
        picture.save(data, "WEBP", quality=quality, method=6)
        if data.tell() <= LARGEST:
            break
    (PICTURES / f"{name}.webp").write_bytes(data.getvalue())


def page_of_pictures() -> str:
    """Return the page of the documentation: every template with its picture, English and Chinese."""
    lines = [
        "# The gallery",
        "",
        "Templates to begin with, on the page **Gallery** and under *Create app → From an example*. Each is there in",
        "English and Chinese, runs without a model key by the demo model, and brings what its first run needs: a sample",
        "knowledge base, files, rows. The files are in `examples/`, their order and subjects in `examples/index.toml`.",
        "This page and its pictures are made by `docs/walk_gallery.py`, which walks through every template in a browser.",
    ]
    for group in groups():
        lines += ["", f"## {group.title['en']} · {group.title['zh']}"]
        for template in templates():
            if template.group == group.id:
                lines += ["", *_section(template)]
    return "\n".join(lines) + "\n"


def _section(template: Template) -> list[str]:
    english, chinese = template.variants["en"], template.variants["zh"]
    return [
        f"### {english.icon} {english.name} · {chinese.name}",
        "",
        f"{english.description} {english.trying}",
        "",
        f"{chinese.description} {chinese.trying}",
        "",
        *(f'<img src="screenshots/gallery/{one.id}.webp" width="49%" alt="{one.name}">' for one in (english, chinese)),
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
