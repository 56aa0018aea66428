"""The page on which an app is shared: what is set there holds, and what is shown there works."""

import ast

import pytest

from pages.sharing.embedding import bubble_snippet, frame_snippet, signing_snippet
from pages.sharing.snippets import LANGUAGES, snippet
from services.apps import apps, sites
from services.publishing import mcp_servers
from services.publishing.publications import publication_of


@pytest.fixture
def page(open_page, chatflow):
    return lambda: open_page("access.py", app=chatflow.id)


def fresh(rt, app):
    return rt.call(apps.get_app(rt, app.workspace_id, app.id))


def codes(at):
    return [element.value for element in at.code]


def test_the_link_is_shown_and_can_be_replaced_and_switched_off(page, rt, chatflow):
    at = page()
    site = rt.call(sites.site_of(rt, chatflow))
    assert any(code.endswith(f"/chat/{site.code}") for code in codes(at))
    at.button(key="access_new_link").click().run()
    assert rt.call(sites.site_of(rt, chatflow)).code != site.code
    at.toggle(key=f"access_on_{chatflow.id}").set_value(False).run()
    assert not fresh(rt, chatflow).enable_site
    assert not any("/chat/" in code for code in codes(at))


def test_looks_are_stored(page, rt, chatflow):
    at = page()
    at.text_input(key=f"access_{chatflow.id}_title").set_value("Front desk")
    at.selectbox(key=f"access_{chatflow.id}_language").set_value("zh-Hans")
    at.button(key="access_looks_save").click().run()
    site = rt.call(sites.site_of(rt, chatflow))
    assert (site.title, site.default_language) == ("Front desk", "zh-Hans")
    at.text_input(key=f"access_{chatflow.id}_title").set_value("  ")
    at.button(key="access_looks_save").click().run()
    assert "title" in at.error[0].value


def test_limits_and_budgets_are_stored(page, rt, chatflow):
    at = page()
    at.number_input(key="access_minute").set_value(5)
    at.number_input(key="access_budget").set_value(2.5)
    at.button(key="access_doors_save").click().run()
    publication = rt.call(publication_of(rt, chatflow))
    assert (publication.messages_per_minute, publication.monthly_budget) == (5, 2.5)


def test_snippets_hold_real_values_and_are_whole(rt, chatflow):
    site = rt.call(sites.site_of(rt, chatflow))
    assert f'"token": "{site.code}"' in bubble_snippet("http://h", site)
    assert 'title="&quot;&lt;x"' in frame_snippet("http://h/chatbot/c", '"<x')
    ast.parse(signing_snippet(site.code))
    for language in LANGUAGES:
        for mode in ("chat", "workflow", "completion"):
            code, look = snippet(language, "http://h", mode, "app-1")
            assert "http://h/v1" in code
            assert "app-1" in code
            if look == "python":
                ast.parse(code)


def test_an_mcp_address_is_shown_once(open_body, rt, chatflow):
    body = f"pages.sharing.models_context:show_models_context(open_desk({chatflow.id!r}).app)"
    at = open_body(body)
    at.button(key="access_mcp_new").click().run()
    shown = next(code for code in codes(at) if "/mcp/" in code)
    server = rt.call(mcp_servers.server_of(rt, chatflow))
    assert shown.endswith(server.hint[-2:])
    at = open_body(body)
    assert not any("/mcp/" in code for code in codes(at))
    at.toggle(key=f"access_mcp_on_{server.id}").set_value(False).run()
    assert not rt.call(mcp_servers.server_of(rt, chatflow)).is_active


def test_a_secret_is_shown_once_and_only_real_origins_are_taken(open_body, rt, chatflow):
    body = f"pages.sharing.embedding:show_embedding(open_desk({chatflow.id!r}).app)"
    at = open_body(body)
    at.button(key="access_secret_new").click().run()
    assert any("jwt.encode" in code for code in codes(at))
    assert not any("jwt.encode" in code for code in codes(open_body(body)))
    at.multiselect(key="access_allowed").set_value(["https://example.com/page"]).run()
    at.button(key="access_origins_save").click().run()
    assert at.error
    at.multiselect(key="access_allowed").set_value(["https://example.com"]).run()
    at.button(key="access_origins_save").click().run()
    assert rt.call(publication_of(rt, chatflow)).allowed_origins == ["https://example.com"]


def test_programs_are_kept_out_by_a_switch_and_a_new_key_stands_in_the_snippet(open_body, rt, chatflow):
    at = open_body(f"pages.sharing.programs:show_programs(open_desk({chatflow.id!r}).app)")
    at.button(key="keys_create").click().run()
    token = next(code for code in codes(at) if code.startswith("app-"))
    assert any(token in code and "curl" in code for code in codes(at))
    at.toggle(key=f"access_api_on_{chatflow.id}").set_value(False).run()
    assert not fresh(rt, chatflow).enable_api
