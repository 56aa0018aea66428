"""Take the screenshots of `docs/screenshots/`: the product with its examples, in a real Chromium.

    .venv/bin/python docs/make_screenshots.py               # all of them
    .venv/bin/python docs/make_screenshots.py knowledge     # those of the knowledge pages

Run by hand when the look has changed; it needs Chromium and fonts with emoji.
"""

import re
import shutil
import sys
from pathlib import Path

import yaml
from playwright.sync_api import Browser, Page, expect, sync_playwright

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from tests.browser.conftest import FLAGS, PATIENCE  # noqa: E402  # the project comes onto the path first
from tests.browser.steps import (  # noqa: E402
    ask,
    canvas,
    import_file,
    keyed,
    make_base,
    open_path,
    press,
    select_node,
    write,
)
from tests.process.server import Server, running_app  # noqa: E402

FOLDER = PROJECT / "docs" / "screenshots"
EXAMPLES = PROJECT / "examples"
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
LOOKS = (("light", "en-US"), ("dark", "zh-CN"))
WORKFLOW, CHATBOT = "feedback-triage.en", "customer-service.en"
FEEDBACK = "The app crashes whenever I open my invoice. I need it for my taxes this week!"
QUESTION = "How do I reset my password?"
MANUALS = (PROJECT / "docs", PROJECT)  # their Markdown files
ABOUT_MANUALS = "Can two processes open the database at once?"
INDEXED = 300_000  # milliseconds


def main() -> None:
    """Start the product in a folder of its own, fill it, take the pictures."""
    expect.set_options(timeout=PATIENCE)
    with running_app() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        if "knowledge" not in sys.argv[1:]:
            take_all(browser, site)
        take_knowledge(browser, site)
        browser.close()


def take_all(browser: Browser, site: Server) -> None:
    """Take every picture, in the order in which a person would see the pages."""
    page = new_page(browser, site)
    open_path(page, "/")
    shot(page, "start")
    apps = {file.stem: import_file(page, file) for file in sorted(EXAMPLES.glob("*.en.yml"))}
    take_studio(page, apps[WORKFLOW])
    take_chat(page, apps[CHATBOT])
    page = new_page(browser, site)
    take_prompt(page, apps[CHATBOT])
    pages = {
        "apps": "/",
        "logs": f"/logs?app={apps[CHATBOT]}",
        "overview": f"/overview?app={apps[CHATBOT]}",
        "annotations": f"/annotations?app={apps[CHATBOT]}",
        "access": f"/access?app={apps[CHATBOT]}",
        "models": "/models",
        "settings": "/settings",
    }
    for look, language in LOOKS:
        page = new_page(browser, site, look=look, language=language)
        for name, path in pages.items():
            open_path(page, path)
            shot(page, f"{name}-{look}")
    page = new_page(browser, site, size=PHONE)
    open_path(page, "/")
    shot(page, "phone-apps")


def take_studio(page: Page, app_id: str) -> None:
    """Take the Studio with a node open, after a run, and while it asks what to publish."""
    open_path(page, f"/studio?app={app_id}")
    select_node(page, first_of_kind(EXAMPLES / f"{WORKFLOW}.yml", "llm"))
    write(keyed(page, "studio_inputs").locator("textarea").first, FEEDBACK)
    shot(page, "studio-edit")
    press(page, "studio_run")
    expect(canvas(page).locator(".card[data-status='succeeded']").last).to_be_visible()
    expect(keyed(page, "studio_bar")).to_contain_text("succeeded")
    page.mouse.move(10, 500)
    in_both_looks(page, "studio")
    keyed(page, "studio_inputs").locator("textarea").first.scroll_into_view_if_needed()
    page.mouse.move(800, 800)
    page.mouse.wheel(0, 900)
    shot(page, "studio-run")
    open_path(page, f"/studio?app={app_id}&view=notebook")
    expect(keyed(page, "notebook_top")).to_be_visible()
    in_both_looks(page, "notebook")
    open_path(page, f"/studio?app={app_id}")
    press(page, "studio_publish")
    page.wait_for_timeout(800)
    shot(page, "studio-publish")
    press(page, "studio_publish_go")
    expect(keyed(page, "studio_bar").get_by_text("published")).to_be_visible()


def take_prompt(page: Page, app_id: str) -> None:
    """Take the page of an app without a graph, and two prompts side by side."""
    open_path(page, f"/studio?app={app_id}")
    shot(page, "prompt-light")
    open_path(page, f"/studio?app={app_id}&view=compare")
    page.emulate_media(color_scheme="dark")
    shot(page, "prompt-compare-dark")


def first_of_kind(file: Path, kind: str) -> str:
    """Return the id of the first node of a kind in a DSL file."""
    nodes = yaml.safe_load(file.read_text(encoding="utf-8"))["workflow"]["graph"]["nodes"]
    return next(str(node["id"]) for node in nodes if node["data"]["type"] == kind)


def in_both_looks(page: Page, name: str) -> None:
    """Take what is there in the light and in the dark."""
    page.wait_for_timeout(1500)
    shot(page, f"{name}-light")
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(2500)
    shot(page, f"{name}-dark")
    page.emulate_media(color_scheme="light")


def take_chat(page: Page, app_id: str) -> None:
    """Take a conversation, on a desk and on a phone."""
    open_path(page, f"/studio?app={app_id}")
    if keyed(page, "studio_publish").count():
        press(page, "studio_publish")
        press(page, "studio_publish_go")
        expect(keyed(page, "studio_bar").get_by_text("published")).to_be_visible()
    open_path(page, f"/chat?app={app_id}")
    shot(page, "chat-opening")
    ask(page, QUESTION)
    expect(page.get_by_test_id("stChatMessage").nth(1)).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).to_contain_text("password")
    page.wait_for_timeout(1000)
    shot(page, "chat-light")
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    page.reload()
    expect(page.get_by_test_id("stChatMessage").nth(1)).to_be_visible()
    shot(page, "phone-chat-dark")


def take_knowledge(browser: Browser, site: Server) -> None:
    """Take a knowledge base from its first file to a test of what it finds, in both looks and languages."""
    page = new_page(browser, site)
    base = f"/knowledge-base?base={make_base(page, 'Manuals')}"
    files = [path for folder in MANUALS for path in sorted(folder.glob("*.md"))]
    page.locator("input[type=file]").set_input_files(files)
    expect(keyed(page, "base_index").locator("button")).to_contain_text(f"{len(files)} documents")
    press(page, "base_index")
    keyed(page, "base_sort").locator("input").click()
    page.get_by_role("option", name="Oldest first").click()
    expect(keyed(page, "base_batch")).to_contain_text(re.compile(r"[3-9] available"), timeout=INDEXED)
    shot(page, "knowledge-indexing")
    expect(keyed(page, "base_batch")).to_contain_text(f"{len(files)} available", timeout=INDEXED)
    for look, language in LOOKS:
        page = new_page(browser, site, look=look, language=language)
        open_path(page, base)
        shot(page, f"knowledge-base-{look}")
        ask_base(page)
        keyed(page, "base_head").scroll_into_view_if_needed()
        shot(page, f"knowledge-test-{look}")
        page.locator("[class*='st-key-base_hit_A_1'] a").first.click()
        expect(keyed(page, "document_cited")).to_be_visible()
        shot(page, f"knowledge-document-{look}")
    page = new_page(browser, site, size=PHONE)
    open_path(page, base)
    shot(page, "phone-knowledge")


def ask_base(page: Page) -> None:
    """Ask a base the same with two settings, by meaning and by words."""
    keyed(page, "base_tab").get_by_role("tab").nth(1).click()
    keyed(page, "base_compare").locator("label").first.click()
    methods = page.locator("[class*='st-key-base_test_with_B_method'] button")
    expect(methods).to_have_count(3)
    methods.nth(1).click()
    keyed(page, "base_query").locator("textarea").fill(ABOUT_MANUALS)
    press(page, "base_search_go")
    expect(keyed(page, "base_hit_B_1")).to_be_visible()


def new_page(
    browser: Browser, site: Server, *, look: str = "light", size: dict[str, int] = DESKTOP, language: str = "en-US"
) -> Page:
    """Return a page of a browser that nobody has used."""
    context = browser.new_context(
        base_url=site.url,
        viewport={"width": size["width"], "height": size["height"]},
        color_scheme="dark" if look == "dark" else "light",
        locale=language,
    )
    context.set_default_timeout(PATIENCE)
    return context.new_page()


def shot(page: Page, name: str) -> None:
    """Save what the window shows, once nothing of it is still to come."""
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    page.wait_for_timeout(700)
    page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    main()
