"""The pages of sites: who gets which, what they may load, who may frame them, and the program that they start."""

import gzip
import re

import pytest

from api.site_pages import BUILD
from scripts.stamp import hash_of_sources, stamp_of
from tests.api import apps
from tests.api.client import Api, PublishedApp, expect
from tests.api.web import code_of

pytestmark = pytest.mark.asyncio(loop_scope="session")

FIRST_LOAD = 120_000  # bytes, packed


def directives(policy: str) -> dict[str, str]:
    """Return the parts of a Content-Security-Policy by name."""
    return dict(part.strip().partition(" ")[::2] for part in policy.split(";"))


async def test_the_committed_program_was_built_from_the_sources_as_they_are() -> None:
    built_from = stamp_of("web").read_text(encoding="utf-8").strip()
    assert built_from == hash_of_sources("web"), "sources in web/ were changed: `make web` builds the program anew"


async def test_a_page_loads_files_of_ours_alone_and_runs_no_script_of_its_own(echo: PublishedApp) -> None:
    code = await code_of(echo)
    found = await echo.api.send("GET", f"/chat/{code}")
    assert found.status_code == 200
    assert f'data-code="{code}"' in found.text
    assert not re.search(r"<script(?![^>]*\ssrc=)", found.text)
    policy = directives(found.headers["content-security-policy"])
    assert (policy["default-src"], policy["script-src"], policy["frame-ancestors"]) == ("'none'", "'self'", "*")
    assert "x-frame-options" not in found.headers
    assert "set-cookie" not in found.headers


async def test_what_a_page_loads_first_is_small_and_kept_for_good(echo: PublishedApp) -> None:
    page = await echo.api.send("GET", f"/chatbot/{await code_of(echo)}")
    assert 'data-shape="frame"' in page.text
    size = 0
    for address in re.findall(r'(?:src|href)="(/web/[^"]+)"', page.text):
        found = await echo.api.send("GET", address, headers={"Accept-Encoding": "gzip"})
        assert (found.status_code, found.headers["content-encoding"]) == (200, "gzip")
        assert "immutable" in found.headers["cache-control"]
        size += len(gzip.compress(found.content, 9))
    assert 0 < size < FIRST_LOAD


@pytest.mark.parametrize("name", ["main-00000000.js", "sources.sha256", "manifest.json", "..%2Fpackage.json"])
async def test_only_files_of_the_program_are_handed_out(api: Api, name: str) -> None:
    assert (BUILD / "manifest.json").exists()
    assert (await api.send("GET", f"/web/{name}")).status_code == 404


async def test_an_address_of_another_kind_of_app_leads_to_its_own(echo: PublishedApp) -> None:
    code = await code_of(echo)
    found = await echo.api.send("GET", f"/run/{code}?name=H4sI", follow_redirects=False)
    assert (found.status_code, found.headers["location"]) == (307, f"/chat/{code}?name=H4sI")


@pytest.mark.parametrize(("language", "said"), [("en-GB", "There is no page here"), ("zh-CN,zh;q=0.9", "这里没有页面")])
async def test_an_unknown_address_gets_a_friendly_page_that_nobody_frames(api: Api, language: str, said: str) -> None:
    found = await api.send("GET", "/chat/nobody", headers={"Accept-Language": language})
    assert (found.status_code, said in found.text) == (404, True)
    assert directives(found.headers["content-security-policy"])["frame-ancestors"] == "'none'"


async def test_a_page_follows_how_its_site_is_set(api: Api) -> None:
    app = await api.app(apps.echo())
    code = await code_of(app)
    changes = {"title": '"><script>', "theme": "dark", "allowed_origins": ["https://shop.example"]}
    expect(await app.console("POST", "/site", changes), 200)
    found = await api.send("GET", f"/chat/{code}")
    policy = directives(found.headers["content-security-policy"])
    assert policy["frame-ancestors"] == "'self' https://shop.example"
    assert 'data-theme="dark"' in found.text
    assert '"><script>' not in found.text
    expect(await app.console("POST", "/site-enable", {"enable_site": False}), 200)
    closed = await api.send("GET", f"/chat/{code}")
    assert (closed.status_code, "There is no page here" in closed.text) == (403, True)
