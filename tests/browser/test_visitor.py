"""The shared pages as visitors meet them: a chat on a phone, a batch of runs, and answers that mean harm."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Dialog, Locator, Page, expect

from tests.browser.automation import HELD, console
from tests.browser.conftest import PATIENCE
from tests.process.server import Server, wait_for
from tests.vendor.vendor import Vendor

pytestmark = pytest.mark.browser

PHONE: Any = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "locale": "en-US"}
HOSTILE = (
    "<script>window.pwned = 1</script>",
    '<img src=x onerror="window.pwned = 2">',
    "<svg onload='window.pwned = 3'><circle/></svg>",
    '<iframe src="javascript:parent.pwned = 4"></iframe>',
    "[press me](javascript:window.pwned=5)",
    "[and me](data:text/html;base64,PHNjcmlwdD53aW5kb3cucHduZWQ9Njwvc2NyaXB0Pg==)",
    "![a picture](javascript:window.pwned=7)",
    '![another](https://example.invalid/a.png"onerror="window.pwned=8)',
    '<a href="vbscript:x" onclick="window.pwned=9">link</a>',
    "<style>body { display: none }</style>",
    '<form action="https://example.invalid"><input name="password"></form>',
    '<math><mtext><table><mglyph><style><img src=x onerror="window.pwned=10"></style></mglyph></table></mtext></math>',
    "$\\href{javascript:window.pwned=11}{x} \\htmlData{a=b}{y}$",
    '```mermaid\n%%{init: {"securityLevel": "loose"}}%%\ngraph LR\nA["<img src=x onerror=window.pwned=12>"]\n'
    'click A "javascript:window.pwned=13"\n```',
    '```"><img/src=x/onerror=window.pwned=14>\n</code></pre><script>window.pwned = 15</script>\n```',
)
ACTIVE = "script, iframe, object, embed, form, style, svg[onload], [onerror], [onclick], [onload], [srcdoc]"
TEMPLATE = {
    "app": {"name": "Greeter", "mode": "workflow"},
    "kind": "app",
    "version": "0.6.0",
    "workflow": {
        "features": {},
        "graph": {
            "nodes": [
                {
                    "id": "start",
                    "data": {
                        "type": "start",
                        "title": "Start",
                        "variables": [{"variable": "name", "label": "Name", "type": "text-input", "required": True}],
                    },
                },
                {
                    "id": "greet",
                    "data": {
                        "type": "template-transform",
                        "title": "Greet",
                        "template": "{{ name }} is welcome",
                        "variables": [{"variable": "name", "value_selector": ["start", "name"]}],
                    },
                },
                {
                    "id": "end",
                    "data": {
                        "type": "end",
                        "title": "End",
                        "outputs": [{"variable": "greeting", "value_selector": ["greet", "output"]}],
                    },
                },
            ],
            "edges": [
                {"id": "1", "source": "start", "target": "greet", "sourceHandle": "source", "targetHandle": "target"},
                {"id": "2", "source": "greet", "target": "end", "sourceHandle": "source", "targetHandle": "target"},
            ],
        },
    },
}


def shared_chat(site: Server, **settings: Any) -> str:
    """Return the address of a new chatbot's page."""
    app = console(site, "/apps", {"name": "Ferry Guide", "mode": "chat"})
    console(site, f"/apps/{app['id']}/model-config", {**app["model_config"], **settings})
    shown = console(site, f"/apps/{app['id']}/site", {"title": "Ferry Guide"})
    return f"/chat/{shown['code']}"


def visit(chromium: Browser, site: Server, address: str) -> tuple[BrowserContext, Page]:
    """Open a page as a new visitor with a phone."""
    context = chromium.new_context(base_url=site.url, **PHONE)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(address)
    return context, page


def ask(page: Page, question: str) -> None:
    """Send a message."""
    page.locator("#message").fill(question)
    page.locator("#message").press("Enter")


def last_answer(page: Page) -> Locator:
    """Return the newest answer."""
    return page.locator(".turns .message.is-app").last


def barriers(page: Page) -> list[str]:
    """Return what keeps people from using the page as it stands, by axe's rules."""
    return [f"{found['id']}: {found['help']}" for found in Axe().run(page).response["violations"]]


def choose(page: Page, what: str) -> None:
    """Choose something to do with the one conversation in the list."""
    page.get_by_role("button", name=re.compile("^More about")).click()
    page.get_by_role("menuitem", name=what).click()


def test_a_chat_on_a_phone_outlives_a_reload_and_is_nobody_elses(chromium: Browser, site: Server, vendor: Vendor):
    vendor.rule(when="slowly", **HELD, times=1)
    vendor.rule(when="slowly", reply="At **six**.")
    vendor.rule(reply="Ferries")
    address = shared_chat(site, opening_statement="Where to?", suggested_questions=["Say it slowly"])
    context, page = visit(chromium, site, address)
    expect(page.get_by_text("Where to?")).to_be_visible()
    page.locator("#message").press("Enter")
    expect(page.locator(".turns .message")).to_have_count(0)

    page.get_by_role("button", name="Say it slowly").click()
    expect(last_answer(page)).to_contain_text("word3")
    page.reload()
    expect(last_answer(page)).to_contain_text("word6")
    page.get_by_role("button", name="Stop").click()
    expect(last_answer(page)).to_contain_text("Stopped")
    expect(last_answer(page)).not_to_contain_text("word80")

    page.get_by_role("button", name="Try again").click()
    expect(last_answer(page).locator("strong")).to_have_text("six")
    expect(page.get_by_role("group", name="Answer 2 of 2")).to_be_visible()
    page.get_by_role("button", name="Good answer").click()
    expect(page.get_by_role("button", name="Good answer")).to_have_attribute("aria-pressed", "true")
    wait_for(lambda: barriers(page) == [], story=lambda: str(barriers(page)))  # something may still be fading in
    width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1]

    other, stranger = visit(chromium, site, page.url)
    expect(stranger.get_by_text("Where to?")).to_be_visible()
    stranger.get_by_role("button", name="Menu").click()
    expect(stranger.get_by_text("Your conversations appear here.")).to_be_visible()
    expect(stranger.locator(".turns .message")).to_have_count(0)
    other.close()

    page.get_by_role("button", name="Menu").click()
    choose(page, "Rename")
    page.get_by_role("textbox", name="Name").fill("My trip")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="My trip", exact=True)).to_be_visible()
    page.reload()
    expect(last_answer(page)).to_contain_text("six")
    page.get_by_role("button", name="Menu").click()
    choose(page, "Delete")
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Your conversations appear here.")).to_be_visible()
    expect(page.locator(".turns .message")).to_have_count(0)
    context.close()


def test_answers_that_mean_harm_are_shown_and_do_nothing(page: Page, site: Server, vendor: Vendor):
    vendor.rule(reply="\n\n".join((*HOSTILE, "The end.")))
    opened: list[str] = []

    def note(dialog: Dialog) -> None:
        opened.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    page.goto(shared_chat(site))
    ask(page, "Do your worst")
    answer = last_answer(page)
    expect(answer).to_contain_text("The end.")
    expect(answer.locator(".diagram img, .code .note").first).to_be_visible()
    expect(answer.locator(".katex, .math").first).to_be_visible()
    expect(answer).to_contain_text("<script>window.pwned = 1</script>")
    expect(answer.locator(ACTIVE)).to_have_count(0)
    links = answer.locator("a").evaluate_all("all => all.map(one => [one.protocol, one.target, one.rel])")
    assert all(protocol in ("http:", "https:") for protocol, _, _ in links)
    assert all(target == "_blank" and "noopener" in rel for _, target, rel in links)
    assert page.evaluate("window.pwned") is None
    assert not opened
    assert page.url.startswith(site.url)


def test_a_table_is_run_row_by_row_and_comes_back_without_formulas(page: Page, site: Server, tmp_path: Path):
    imported = console(site, "/apps/imports", {"mode": "yaml-content", "yaml_content": json.dumps(TEMPLATE)})
    app_id = imported["app_id"]
    console(site, f"/apps/{app_id}/workflows/publish", {})
    shown = console(site, f"/apps/{app_id}/site", {"title": "Greeter"})
    page.goto(f"/run/{shown['code']}")
    page.get_by_role("textbox", name="Name").fill("Ann")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_role("region", name="Result")).to_contain_text("Ann is welcome")
    wait_for(lambda: barriers(page) == [], story=lambda: str(barriers(page)))  # something may still be fading in

    page.get_by_role("tab", name="Run batch").click()
    table = tmp_path / "names.csv"
    table.write_text('name\n"Lee, Bo"\n=1+1\n张三\nDee\n', encoding="utf-8")
    page.locator(".batch input[type=file]").set_input_files(table)
    page.get_by_role("button", name="Run 4 rows").click()
    expect(page.get_by_role("status")).to_contain_text("4 of 4 done")
    expect(page.get_by_role("cell", name="张三 is welcome")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download results").click()
    rows = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert rows[:3] == [
        "name,greeting,Status,Reason",
        '"Lee, Bo","Lee, Bo is welcome",Success,',
        "'=1+1,'=1+1 is welcome,Success,",
    ]


def test_a_batch_goes_on_after_a_reload_and_runs_no_row_twice_but_those_that_failed(
    page: Page, site: Server, vendor: Vendor, tmp_path: Path
):
    vendor.rule(when="Greet Zoe", status=400, times=1)
    held = [{"reply": f"Welcome, guest {n}", "hold": 2} for n in range(3)]  # as many as are asked at one time
    vendor.rule(when="Greet", replies=[*held, "The last"])
    app = console(site, "/apps", {"name": "Greeter", "mode": "completion"})
    form = [{"text-input": {"variable": "name", "label": "Name", "required": True}}]
    asked = {**app["model_config"], "user_input_form": form, "pre_prompt": "Greet {{name}}"}
    console(site, f"/apps/{app['id']}/model-config", asked)
    code = console(site, f"/apps/{app['id']}/site", {"title": "Greeter"})["code"]
    table = tmp_path / "names.csv"
    table.write_text("name\nLee\nBo\nDee\nAnn\n", encoding="utf-8")
    page.goto(f"/run/{code}#batch")
    page.locator(".batch input[type=file]").set_input_files(table)
    page.get_by_role("button", name="Run 4 rows").click()
    key = f"millrace:{code}:batch"
    page.wait_for_function(
        "key => JSON.parse(localStorage.getItem(key) ?? '{}').runs?.filter(Boolean).length === 3", arg=key
    )
    page.reload()
    vendor.go_on()
    expect(page.get_by_role("status")).to_contain_text("4 of 4 done")
    for answer in ("guest 0", "guest 1", "guest 2", "The last"):
        expect(page.get_by_role("cell", name=answer)).to_have_count(1)
    assert sum("Greet" in str(seen.body) for seen in vendor.model_requests) == 4
    page.reload()
    expect(page.get_by_role("status")).to_contain_text("4 of 4 done")
    page.get_by_role("button", name="Another file").click()

    table.write_text("name\nMax\nZoe\n", encoding="utf-8")
    page.locator(".batch input[type=file]").set_input_files(table)
    page.get_by_role("button", name="Run 2 rows").click()
    expect(page.get_by_role("status")).to_have_text("2 of 2 done · 1 failed")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download results").click()
    rows = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert rows[:2] == ["name,text,Status,Reason", "Max,The last,Success,"]
    assert re.fullmatch("Zoe,,Error,.+", rows[2])
    page.get_by_role("button", name="Run failed rows again").click()
    expect(page.get_by_role("status")).to_have_text("2 of 2 done")
    assert sum("Greet" in str(seen.body) for seen in vendor.model_requests) == 4 + 3

    page.get_by_role("button", name="Another file").click()
    page.goto(f"/run/{code}?again")
    expect(page.get_by_role("tab", name="Run once")).to_have_attribute("aria-selected", "true")
