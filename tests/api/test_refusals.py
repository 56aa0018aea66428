"""What is refused, in which order it is looked at, and how the refusal reads."""

import logging
from typing import Any

import httpx2
import pytest

from services.errors import TooManyLogins
from tests.api import apps
from tests.api.client import ADMIN_KEY, Api, Json, PublishedApp, expect

pytestmark = pytest.mark.asyncio(loop_scope="session")

NOBODY = "app-000000000000000000000000"
JSON = {"Content-Type": "application/json"}


def refused(response: httpx2.Response, status: int, code: str) -> Json:
    """Return the envelope of a refused request."""
    assert (response.status_code, response.headers["content-type"]) == (status, "application/json"), response.text
    body: Json = response.json()
    assert body.keys() - {"params"} == {"code", "message", "status"}
    assert (body["status"], body["code"]) == (status, code), body
    assert body["message"]
    return body


FAULTS: list[tuple[str, Any, int, str, str]] = [  # each body has the fault before it mended
    ("no JSON", b"{", 400, "bad_request", "JSON"),
    ("no user", {"response_mode": "?"}, 400, "invalid_param", "user is required"),
    ("wrong mode", {"user": "ann", "response_mode": "?"}, 400, "not_chat_app", "workflow"),
]


@pytest.mark.parametrize(
    ("body", "status", "code", "words"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS]
)
async def test_the_first_fault_in_order_is_told(
    workflow: PublishedApp, body: Any, status: int, code: str, words: str
) -> None:
    content = {"content": body} if isinstance(body, bytes) else {"json": body}
    answer = await workflow.send("POST", "/chat-messages", headers=JSON, **content)
    assert words in refused(answer, status, code)["message"]


async def test_the_key_is_checked_before_anything_of_the_body(api: Api) -> None:
    answer = await api.send("POST", "/v1/chat-messages", key=NOBODY, headers=JSON, content=b"{")
    refused(answer, 401, "unauthorized")
    assert answer.headers["www-authenticate"] == 'Bearer realm="api"'


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        f"Basic {NOBODY}",
        NOBODY,
        "Bearer dataset-000000000000000000000000",
        f"Bearer {NOBODY}",
    ],
)
async def test_what_is_no_key_of_an_app_opens_nothing(api: Api, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    refused(await api.send("GET", "/v1/info", headers=headers), 401, "unauthorized")


async def test_the_scheme_is_read_in_any_case(echo: PublishedApp) -> None:
    expect(await echo.api.send("GET", "/v1/info", headers={"Authorization": f"bEARER {echo.key}"}), 200)


async def test_each_tier_refuses_the_keys_of_the_other(echo: PublishedApp) -> None:
    refused(await echo.api.send("GET", "/console/api/apps", key=echo.key), 401, "unauthorized")
    refused(await echo.api.send("GET", "/v1/info", key=ADMIN_KEY), 401, "unauthorized")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"inputs": ...}, "inputs is required"),
        ({"inputs": []}, "inputs"),
        ({"query": ...}, "query is required"),
        ({"query": ""}, "query"),
        ({"query": "\x00"}, "query"),
        ({"query": "x" * 4001}, "4001 characters; the limit is 4000"),
        ({"user": ...}, "user is required"),
        ({"user": ""}, "user"),
        ({"user": "u" * 256}, "256 characters"),
        ({"user": 7}, "user"),
        ({"response_mode": "later"}, "response_mode"),
        ({"conversation_id": "abc"}, "conversation_id"),
        ({"files": [{}] * 11}, "11 entries; the limit is 10"),
        ({"inputs": {str(number): "" for number in range(101)}}, "101 entries; the limit is 100"),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_a_faulty_field_is_named_with_its_limit(echo: PublishedApp, change: Json, words: str) -> None:
    body = {name: value for name, value in {**echo.request(), **change}.items() if value is not ...}
    answer = refused(await echo.send("POST", "/chat-messages", body), 400, "invalid_param")
    assert words in answer["message"]
    assert answer["params"] in change


@pytest.mark.parametrize("change", [{"files": None}, {"conversation_id": ""}, {"conversation_id": None}, {"more": 1}])
async def test_what_old_clients_send_is_taken(echo: PublishedApp, change: Json) -> None:
    expect(await echo.send("POST", "/chat-messages", {**echo.request(), **change}), 200)


async def test_an_unknown_conversation_is_told_apart_from_a_malformed_one(echo: PublishedApp) -> None:
    unknown = "00000000-0000-7000-8000-000000000000"
    refused(await echo.run(conversation_id=unknown), 404, "conversation_not_exists")
    refused(await echo.run(conversation_id=unknown[:-1]), 400, "invalid_param")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/chat-messages", "not_chat_app"),
        ("/workflows/run", "not_workflow_app"),
        ("/completion-messages", "app_unavailable"),
    ],
)
async def test_an_app_of_another_mode_is_refused_by_its_routes_own_code(
    api: Api, workflow: PublishedApp, echo: PublishedApp, path: str, code: str
) -> None:
    app = echo if path == "/workflows/run" else workflow
    body = {"inputs": {}, "query": "Hi", "user": "ann"}
    refused(await app.send("POST", path, body), 400, code)


@pytest.mark.parametrize(
    ("content", "kind", "status", "code"),
    [
        (b"", "application/json", 400, "bad_request"),
        (b"[]", "application/json", 400, "bad_request"),
        (b'{"user": NaN}', "application/json", 400, "bad_request"),
        (b'{"user": "\\ud800"}', "application/json", 400, "bad_request"),
        (b'{"user": "\xff"}', "application/json", 400, "bad_request"),
        (b'{"inputs": ' + b"[" * 200 + b"]" * 200 + b"}", "application/json", 400, "bad_request"),
        (b'{"inputs": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "application/json", 400, "bad_request"),
        (b"user=ann", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        (b'{"user": "' + b"x" * 16_000_000 + b'"}', "application/json", 413, "request_too_large"),
    ],
    ids=["empty", "list", "NaN", "half a pair", "no UTF-8", "deep", "very deep", "form", "large"],
)
async def test_a_body_that_is_no_usable_json_is_refused(
    echo: PublishedApp, content: bytes, kind: str, status: int, code: str
) -> None:
    answer = await echo.send("POST", "/chat-messages", content=content, headers={"Content-Type": kind})
    refused(answer, status, code)


async def test_json_is_taken_whatever_it_is_called(echo: PublishedApp) -> None:
    content = b'{"inputs": {}, "query": "Hi", "user": "ann", "response_mode": "blocking"}'
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-8"):
        answer = await echo.send("POST", "/chat-messages", content=content, headers={"Content-Type": kind})
        expect(answer, 200)


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=many", "sort_by=name", "last_id=no-uuid"])
async def test_a_faulty_query_is_an_invalid_param(echo: PublishedApp, query: str) -> None:
    answer = await echo.send("GET", f"/conversations?user=ann&{query}")
    assert refused(answer, 400, "invalid_param")["message"]


async def test_empty_query_values_mean_absent(echo: PublishedApp) -> None:
    expect(await echo.send("GET", "/conversations?user=ann&last_id=&limit=&pinned="), 200)


@pytest.mark.parametrize(
    "path", ["/v1", "/v1/", "/v1/nothing", "/api", "/api/nothing", "/console/api", "/console/api/x/y"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_an_unknown_address_is_refused_in_json(api: Api, method: str, path: str) -> None:
    refused(await api.send(method, path), 404, "not_found")


async def test_another_method_is_refused_in_json(echo: PublishedApp) -> None:
    answer = await echo.send("PUT", "/chat-messages")
    refused(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == "POST"


@pytest.mark.parametrize("path", ["//chat-messages", "/chat-messages/", "//chat-messages//"])
async def test_joined_slashes_lead_to_the_same_place_without_a_redirect(echo: PublishedApp, path: str) -> None:
    expect(await echo.send("POST", path, echo.request()), 200)


async def test_an_app_whose_api_is_switched_off_is_forbidden(api: Api) -> None:
    app = await api.app(apps.echo())
    expect(await app.console("POST", "/api-enable", {"enable_api": False}), 200)
    refused(await app.run(), 403, "forbidden")
    expect(await app.console("POST", "/api-enable", {"enable_api": True}), 200)
    expect(await app.run(), 200)


async def test_a_deleted_key_and_a_deleted_app_are_unknown_at_once(api: Api) -> None:
    app = await api.app(apps.echo())
    expect(await app.run(), 200)
    keys = expect(await app.console("GET", "/api-keys"), 200)["data"]
    assert (await app.console("DELETE", f"/api-keys/{keys[0]['id']}")).status_code == 204
    refused(await app.run(), 401, "unauthorized")
    again = expect(await app.console("POST", "/api-keys"), 201)["token"]
    assert (await app.console("DELETE")).status_code == 204
    refused(await api.send("GET", "/v1/info", key=again), 401, "unauthorized")


async def test_a_fault_of_ours_is_general_to_the_caller_and_logged_once(
    echo: PublishedApp, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: Any) -> None:
        raise LookupError("a path and a secret")

    monkeypatch.setattr("services.accounts.keys.opened_by", broken)
    with caplog.at_level(logging.ERROR):
        answer = await echo.send("GET", "/info")
    assert "secret" not in refused(answer, 500, "internal_server_error")["message"]
    assert [record.levelname for record in caplog.records] == ["ERROR"]


async def test_too_many_logins_say_when_to_come_back(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    async def barred(*_: Any, **__: Any) -> None:
        raise TooManyLogins(29.2)

    monkeypatch.setattr("services.accounts.login", barred)
    answer = await api.send("POST", "/console/api/login", {"email": "a@b.c", "password": "x"})
    refused(answer, 429, "email_code_login_limit")
    assert answer.headers["retry-after"] == "30"


async def test_every_answer_carries_the_version_and_a_request_id(echo: PublishedApp) -> None:
    given = await echo.send("GET", "/info", headers={"X-Request-Id": "job-7"})
    made = await echo.send("GET", "/nothing", headers={"X-Request-Id": "two\twords"})
    assert (given.headers["x-request-id"], given.headers["x-api-version"]) == ("job-7", "v1")
    assert len(made.headers["x-request-id"]) == 32


async def test_pages_of_any_origin_may_call_the_service_but_not_the_console(echo: PublishedApp) -> None:
    origin = {"Origin": "https://shop.example"}
    asked = {**origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    allowed = await echo.api.send("OPTIONS", "/v1/chat-messages", headers=asked)
    assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (200, "*")
    assert "authorization" in allowed.headers["access-control-allow-headers"]
    assert (await echo.send("GET", "/info", headers=origin)).headers["access-control-allow-origin"] == "*"
    refused_origin = await echo.api.console("GET", "/apps", headers=origin)
    assert "access-control-allow-origin" not in refused_origin.headers


async def test_an_agent_answers_in_streams_only(api: Api) -> None:
    agent = await api.app(apps.configured("agent-chat"))
    refused = expect(await agent.run(response_mode="blocking"), 400)
    assert (refused["code"], refused["message"]) == ("bad_request", "Agent Chat App does not support blocking mode")
