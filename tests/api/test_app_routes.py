"""Apps in the console: lists, details, switches, files in and out, keys, the shared page."""

import json
from typing import Any

import pytest
import yaml

from tests.api import apps
from tests.api.client import Api, Json, PublishedApp, expect
from tests.vendor import Vendor

pytestmark = pytest.mark.asyncio(loop_scope="session")

IMPORT = {
    *("id", "status", "app_id", "app_mode", "current_dsl_version", "imported_dsl_version", "error", "warnings"),
}
ENTRY = {
    "id",
    "name",
    "mode",
    "description",
    "icon_type",
    "icon",
    "icon_background",
    "created_at",
    "updated_at",
    "tags",
}
SITE = {
    *("app_id", "access_token", "code", "title", "description", "default_language", "icon_type", "icon"),
    *("icon_background", "icon_url", "chat_color_theme", "chat_color_theme_inverted", "customize_domain", "copyright"),
    *("privacy_policy", "custom_disclaimer", "customize_token_strategy", "prompt_public", "app_base_url"),
    *("show_workflow_steps", "use_icon_as_answer_icon", "input_placeholder"),
    # ours
    *("access_mode", "has_password", "theme", "allowed_origins", "has_embedding_secret", "requires_identity"),
    *("messages_per_minute", "messages_per_day", "monthly_budget", "budget_currency", "monthly_tokens"),
}
UNKNOWN = "0199d9e5-0000-7000-8000-000000000000"
NEWER = apps.echo().replace("version: 0.6.0", "version: 0.7.0")


async def made(api: Api, **fields: Any) -> Json:
    return dict(expect(await api.console("POST", "/apps", {"name": "New", "mode": "chat", **fields}), 201))


@pytest.mark.parametrize("mode", ["chat", "completion", "agent-chat", "workflow", "advanced-chat"])
async def test_a_blank_app_of_every_mode(api: Api, mode: str) -> None:
    app = await made(api, mode=mode, name="Blank")
    assert app.keys() >= ENTRY | {"enable_site", "enable_api", "model_config", "workflow", "site", "api_base_url"}
    assert (app["model_config"] is None) is (mode in ("workflow", "advanced-chat"))
    assert (app["workflow"], app["api_base_url"]) == (None, "http://test/v1")
    assert app["site"].keys() == SITE
    assert len(app["site"]["code"]) == 16
    assert expect(await api.console("GET", f"/apps/{app['id']}"), 200) == app


@pytest.mark.parametrize(
    ("fields", "named"), [({"mode": "oracle"}, "mode"), ({"name": ""}, "name"), ({"name": "x" * 256}, "name")]
)
async def test_a_faulty_app_names_its_field(api: Api, fields: Json, named: str) -> None:
    refused = expect(await api.console("POST", "/apps", {"name": "New", "mode": "chat", **fields}), 400)
    assert (refused["code"], refused["params"]) == ("invalid_param", named)


async def test_an_unknown_mode_is_told_the_five(api: Api) -> None:
    message = expect(await api.console("POST", "/apps", {"name": "New", "mode": "oracle"}), 400)["message"]
    assert all(mode in message for mode in ("chat", "agent-chat", "advanced-chat", "workflow", "completion"))


async def test_the_list_is_newest_first_and_in_pages(api: Api) -> None:
    ids = [(await made(api, name=f"Page {number} of many"))["id"] for number in range(3)]
    page = expect(await api.console("GET", "/apps?name=of+many&limit=2"), 200)
    assert page.keys() == {"page", "limit", "total", "has_more", "data"}
    assert ([app["id"] for app in page["data"]], page["has_more"], page["total"]) == (ids[:0:-1], True, 3)
    second = expect(await api.console("GET", "/apps?name=of+many&limit=2&page=2"), 200)
    assert ([app["id"] for app in second["data"]], second["has_more"]) == (ids[:1], False)
    assert page["data"][0].keys() >= ENTRY
    assert expect(await api.console("GET", "/apps?name=of+many&mode=workflow"), 200)["total"] == 0


@pytest.mark.parametrize("query", ["page=0", "limit=0", "limit=101", "limit=x"])
async def test_a_page_out_of_range_is_refused(api: Api, query: str) -> None:
    assert expect(await api.console("GET", f"/apps?{query}"), 400)["code"] == "invalid_param"


@pytest.mark.parametrize("app_id", ["not-a-uuid", UNKNOWN, "%00"])
@pytest.mark.parametrize("path", ["", "/export", "/workflows/draft", "/api-keys"])
async def test_an_app_that_does_not_exist(api: Api, app_id: str, path: str) -> None:
    assert expect(await api.console("GET", f"/apps/{app_id}{path}"), 404)["code"] == "not_found"


async def test_an_app_changes_and_goes(api: Api) -> None:
    app = await made(api)
    path = f"/apps/{app['id']}"
    changed = expect(await api.console("PUT", path, {"name": "Guide", "icon": "🧭", "max_active_requests": 3}), 200)
    assert (changed["name"], changed["icon"], changed["max_active_requests"]) == ("Guide", "🧭", 3)
    copy = expect(await api.console("POST", f"{path}/copy", {"name": "Guide too"}), 201)
    assert (copy["name"], copy["id"] != app["id"]) == ("Guide too", True)
    answer = await api.console("DELETE", path)
    assert (answer.status_code, answer.content) == (204, b"")
    expect(await api.console("GET", path), 404)


async def test_a_model_configuration_takes_effect_at_once(api: Api, vendor: Vendor) -> None:
    app = await api.app(apps.configured("chat"))
    config = expect(await app.console("GET"), 200)["model_config"]
    done = await app.console("POST", "/model-config", {**config, "pre_prompt": "Answer in verse."})
    assert expect(done, 200) == {"result": "success"}
    expect(await app.run(), 200)
    assert "verse" in json.dumps(vendor.last.body)


@pytest.mark.parametrize(("switch", "field"), [("site-enable", "enable_site"), ("api-enable", "enable_api")])
async def test_switches(api: Api, switch: str, field: str) -> None:
    app = await made(api)
    assert expect(await api.console("POST", f"/apps/{app['id']}/{switch}", {field: False}), 200)[field] is False
    assert expect(await api.console("POST", f"/apps/{app['id']}/{switch}", {}), 400)["params"] == field


async def test_the_shared_page(echo: PublishedApp) -> None:
    fields = {"title": "Ask us", "default_language": "zh-Hans", "custom_disclaimer": "May be wrong.", "unknown": 1}
    site = expect(await echo.console("POST", "/site", fields), 200)
    assert site.keys() == SITE
    assert (site["title"], site["default_language"]) == ("Ask us", "zh-Hans")
    assert expect(await echo.send("GET", "/site"), 200)["title"] == "Ask us"
    assert expect(await echo.console("POST", "/site", {"default_language": "klingon!"}), 400)["params"]
    expect(await echo.console("POST", "/site", {"custom_disclaimer": "x" * 513}), 400)
    reset = expect(await echo.console("POST", "/site/access-token-reset"), 200)
    assert reset["code"] == reset["access_token"] != site["code"]


async def test_a_file_becomes_an_app(api: Api) -> None:
    done = expect(await api.import_text(apps.configured("chat"), name="My guide", icon="🧭"), 200)
    assert done.keys() == IMPORT
    assert (done["status"], done["app_mode"], done["error"], done["warnings"]) == ("completed", "chat", "", [])
    app = expect(await api.console("GET", f"/apps/{done['app_id']}"), 200)
    assert (app["name"], app["icon"]) == ("My guide", "🧭")


async def test_a_newer_file_waits_for_a_confirmation_which_is_good_once(api: Api) -> None:
    waiting = expect(await api.import_text(NEWER), 202)
    assert waiting.keys() == IMPORT
    assert (waiting["status"], waiting["app_id"], waiting["imported_dsl_version"]) == ("pending", None, "0.7.0")
    path = f"/apps/imports/{waiting['id']}/confirm"
    done = expect(await api.console("POST", path), 200)
    assert done.keys() == IMPORT
    assert done["app_id"]
    assert expect(await api.console("POST", path), 400)["code"] == "invalid_param"


async def test_a_confirmation_comes_too_late(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api.rt, "settings", api.rt.settings.model_copy(update={"import_waiting_seconds": -1}))
    waiting = expect(await api.import_text(NEWER), 202)
    refused = expect(await api.console("POST", f"/apps/imports/{waiting['id']}/confirm"), 400)
    assert "over" in refused["message"]


@pytest.mark.parametrize(
    "text",
    [
        "- a\n- list",
        "a: [",
        "just text",
        "kind: app\nversion: 0.6.0\n",
        "kind: rag_pipeline\nversion: 0.6.0\napp: {mode: workflow, name: x}\n",
        "app: {mode: oracle, name: x}\n",
        "app: {mode: workflow, name: x}\n",
        "app: {mode: chat, name: x}\n",
    ],
    ids=["list", "no yaml", "text", "no app", "pipeline", "mode", "no workflow", "no configuration"],
)
async def test_a_file_that_is_no_app_fails_with_the_reason(api: Api, text: str) -> None:
    failed = expect(await api.import_text(text), 400)
    assert failed.keys() == IMPORT | {"code", "message"}
    assert (failed["status"], failed["app_id"], failed["code"]) == ("failed", None, "invalid_param")
    assert failed["error"] == failed["message"] != ""


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"yaml_content": "x"}, "mode"),
        ({"mode": "yaml-content"}, "yaml_content"),
        ({"mode": "yaml-url"}, "yaml_url"),
        ({"mode": "post", "yaml_content": "x"}, "mode"),
    ],
)
async def test_a_request_that_is_no_import_gets_the_envelope(api: Api, body: Json, named: str) -> None:
    refused = expect(await api.console("POST", "/apps/imports", body), 400)
    assert (refused["code"], refused["status"], refused["params"]) == ("invalid_param", 400, named)


async def test_an_import_over_an_app_replaces_its_draft_alone(api: Api) -> None:
    app = await api.app(apps.echo())
    done = expect(await api.import_text(apps.asking(), app_id=app.id), 200)
    assert done["app_id"] == app.id
    assert expect(await app.run("x"), 200)["answer"] == "You said: x"
    nodes = expect(await app.console("GET", "/workflows/draft"), 200)["graph"]["nodes"]
    assert {item["id"] for item in nodes} == {"start", "llm", "answer"}
    expect(await api.import_text(apps.echo(), app_id=UNKNOWN), 404)


@pytest.mark.parametrize(
    "text", [apps.echo(), apps.writing(), apps.configured("completion")], ids=["chatflow", "workflow", "completion"]
)
async def test_the_import_of_an_export_gives_the_same_export(api: Api, text: str) -> None:
    texts = [text]
    for _ in range(2):
        app_id = expect(await api.import_text(texts[-1]), 200)["app_id"]
        texts.append(expect(await api.console("GET", f"/apps/{app_id}/export"), 200)["data"])
    assert texts[1] == texts[2]


async def test_plugins_that_are_not_here_are_told_after_an_import(api: Api) -> None:
    missing = {"type": "package", "current_identifier": None, "value": {"plugin_unique_identifier": "me/local:0.1@abc"}}
    here = {"type": "marketplace", "value": {"marketplace_plugin_unique_identifier": "langgenius/openai:0.0.7@abc"}}
    text = yaml.safe_dump({**yaml.safe_load(apps.echo()), "dependencies": [here, missing]})
    app_id = expect(await api.import_text(text), 200)["app_id"]
    checked = expect(await api.console("GET", f"/apps/imports/{app_id}/check-dependencies"), 200)
    assert checked == {"leaked_dependencies": [missing]}


async def test_an_export_comes_as_a_file_too(echo: PublishedApp) -> None:
    answer = await echo.console("GET", "/export?format=yaml")
    assert answer.headers["content-type"].startswith("application/yaml")
    assert "attachment" in answer.headers["content-disposition"]
    assert yaml.safe_load(answer.text)["app"]["mode"] == "advanced-chat"


async def test_a_key_is_shown_once_and_ends_at_once(api: Api) -> None:
    app = await api.app(apps.echo())
    key = expect(await app.console("POST", "/api-keys", {"name": "script"}), 201)
    assert key.keys() >= {"id", "type", "token", "last_used_at", "created_at"}
    assert (key["type"], len(key["token"])) == ("app", len("app-") + 24)
    listed = expect(await app.console("GET", "/api-keys"), 200)["data"]
    assert len(listed) == 2
    assert not any(key["token"] in json.dumps(one) for one in listed)
    expect(await api.send("GET", "/v1/info", key=key["token"]), 200)
    assert (await app.console("DELETE", f"/api-keys/{key['id']}")).status_code == 204
    expect(await api.send("GET", "/v1/info", key=key["token"]), 401)
    expect(await app.console("DELETE", f"/api-keys/{key['id']}"), 404)


async def test_an_app_has_ten_keys_at_most(api: Api) -> None:
    app = await api.app(apps.echo())
    for _ in range(9):
        expect(await app.console("POST", "/api-keys"), 201)
    assert expect(await app.console("POST", "/api-keys"), 400)["code"] == "max_keys_exceeded"


async def test_keys_of_one_tier_do_not_open_the_other(api: Api, echo: PublishedApp) -> None:
    assert (await api.send("GET", "/console/api/apps", key=echo.key)).status_code == 401
    assert (await api.console("GET", "/apps")).status_code == 200
    assert (await api.send("GET", "/v1/info", key="admin-key-of-the-tests")).status_code == 401
