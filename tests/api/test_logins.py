"""Who may use the console: the first account, logins by token and by cookie, and the administrator's key."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from storage.ids import new_id
from tests.api.client import ADMIN_KEY, Api, Json, Response, expect, running_api

ANN: Json = {"email": "ann@example.com", "password": "correct horse 7"}
SETUP: Json = {**ANN, "name": "Ann"}
CONSOLE = "/console/api"


@pytest.fixture
async def api(lone_api: Api) -> Api:
    """A server whose first account is Ann's."""
    expect(await lone_api.send("POST", f"{CONSOLE}/setup", SETUP), 201)
    return lone_api


async def login(api: Api, **changes: Any) -> Response:
    return await api.send("POST", f"{CONSOLE}/login", {**ANN, **changes})


async def tokens(api: Api) -> Json:
    """Log in and forget the cookies."""
    found = dict(expect(await login(api), 200)["data"])
    api.http.cookies.clear()
    return found


async def test_the_first_account_is_made_once(lone_api: Api) -> None:
    assert expect(await lone_api.send("GET", f"{CONSOLE}/setup"), 200) == {"step": "not_started"}
    assert expect(await lone_api.send("POST", f"{CONSOLE}/setup", SETUP), 201) == {"result": "success"}
    state = expect(await lone_api.send("GET", f"{CONSOLE}/setup"), 200)
    assert (state["step"], len(state["setup_at"])) == ("finished", len("2026-01-01T00:00:00"))
    assert expect(await lone_api.send("POST", f"{CONSOLE}/setup", SETUP), 403)["code"] == "already_setup"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"password": "short 1"}, "password"),
        ({"password": "lettersonly"}, "password"),
        ({"password": "123456789"}, "password"),
        ({"email": "nobody"}, "email"),
        ({"name": " "}, "name"),
        ({"name": None}, "name"),
    ],
)
async def test_a_faulty_first_account_names_its_field(lone_api: Api, change: Json, field: str) -> None:
    refused = expect(await lone_api.send("POST", f"{CONSOLE}/setup", {**SETUP, **change}), 400)
    assert (refused["code"], refused["params"]) == ("invalid_param", field)


async def test_a_login_gives_tokens_twice_in_the_body_and_as_cookies(api: Api) -> None:
    answer = await login(api)
    body = expect(answer, 200)
    assert body.keys() == {"result", "data"}
    assert body["data"].keys() == {"access_token", "refresh_token"}
    cookies = {cookie.split("=")[0]: cookie.lower() for cookie in answer.headers.get_list("set-cookie")}
    assert cookies.keys() == {"access_token", "refresh_token", "csrf_token"}
    assert all("samesite=lax" in cookie and "path=/" in cookie for cookie in cookies.values())
    hidden = {name for name, cookie in cookies.items() if "httponly" in cookie}
    assert hidden == {"access_token", "refresh_token"}


@pytest.mark.parametrize("change", [{"password": "wrong horse 7"}, {"email": "bob@example.com"}])
async def test_a_wrong_login_does_not_say_what_was_wrong(api: Api, change: Json) -> None:
    refused = expect(await login(api, **change), 401)
    assert refused == {"code": "authentication_failed", "message": "Invalid email or password.", "status": 401}


async def test_a_token_opens_the_console_without_a_csrf_token(api: Api) -> None:
    token = (await tokens(api))["access_token"]
    profile = expect(await api.send("GET", f"{CONSOLE}/account/profile", key=token), 200)
    assert profile.keys() == {
        *("id", "name", "email", "avatar", "avatar_url", "is_password_set", "interface_language", "interface_theme"),
        *("timezone", "last_login_at", "last_login_ip", "created_at"),
    }
    assert (profile["email"], profile["is_password_set"]) == ("ann@example.com", True)
    app = {"name": "Mine", "mode": "chat"}
    made = expect(await api.send("POST", f"{CONSOLE}/apps", app, key=token), 201)
    assert made["created_by"] == profile["id"]


async def test_cookies_open_the_console_and_changes_need_the_csrf_token(api: Api) -> None:
    expect(await login(api), 200)
    app = {"name": "Mine", "mode": "chat"}
    expect(await api.send("GET", f"{CONSOLE}/apps"), 200)
    assert expect(await api.send("POST", f"{CONSOLE}/apps", app), 401)["code"] == "unauthorized"
    expect(await api.send("POST", f"{CONSOLE}/apps", app, headers={"X-CSRF-Token": "guessed"}), 401)
    csrf = api.http.cookies["csrf_token"]
    expect(await api.send("POST", f"{CONSOLE}/apps", app, headers={"X-CSRF-Token": csrf}), 201)


async def test_a_refresh_token_is_good_for_one_exchange(api: Api) -> None:
    old = await tokens(api)
    renewed = expect(await api.send("POST", f"{CONSOLE}/refresh-token", {"refresh_token": old["refresh_token"]}), 200)
    api.http.cookies.clear()
    assert renewed["data"]["refresh_token"] != old["refresh_token"]
    expect(await api.send("GET", f"{CONSOLE}/apps", key=renewed["data"]["access_token"]), 200)
    again = await api.send("POST", f"{CONSOLE}/refresh-token", {"refresh_token": old["refresh_token"]})
    assert expect(again, 401)["code"] == "unauthorized"


async def test_a_refresh_by_cookie(api: Api) -> None:
    expect(await login(api), 200)
    expect(await api.send("POST", f"{CONSOLE}/refresh-token"), 200)
    api.http.cookies.clear()
    expect(await api.send("POST", f"{CONSOLE}/refresh-token"), 401)


async def test_a_logout_ends_the_login_and_clears_the_cookies(api: Api) -> None:
    expect(await login(api), 200)
    refresh, csrf = api.http.cookies["refresh_token"], api.http.cookies["csrf_token"]
    answer = await api.send("POST", f"{CONSOLE}/logout", headers={"X-CSRF-Token": csrf})
    assert expect(answer, 200) == {"result": "success"}
    assert not api.http.cookies
    expect(await api.send("POST", f"{CONSOLE}/refresh-token", {"refresh_token": refresh}), 401)
    expect(await api.send("GET", f"{CONSOLE}/apps"), 401)


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer nonsense", f"Basic {ADMIN_KEY}", "Bearer app-x"])
async def test_nobody_in_particular_is_refused(lone_api: Api, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    answer = await lone_api.send("GET", f"{CONSOLE}/apps", headers=headers)
    assert expect(answer, 401)["code"] == "unauthorized"
    assert answer.headers["www-authenticate"] == 'Bearer realm="api"'


async def test_the_administrators_key_acts_as_the_owner(api: Api) -> None:
    profile = expect(await api.console("GET", "/account/profile"), 200)
    assert profile["email"] == "ann@example.com"
    made = expect(await api.console("POST", "/apps", {"name": "Mine", "mode": "chat"}), 201)
    assert made["created_by"] == profile["id"]


async def test_the_administrators_key_may_name_its_workspace(lone_api: Api) -> None:
    workspace = expect(await lone_api.console("GET", "/workspaces/current"), 200)["id"]
    expect(await lone_api.console("GET", "/apps", headers={"X-WORKSPACE-ID": workspace}), 200)
    expect(await lone_api.console("GET", "/apps", headers={"X-WORKSPACE-ID": new_id()}), 404)


@pytest.fixture
async def unopened(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Api]:
    """A server with other settings of the administrator's key."""
    async with running_api(tmp_path, **request.param) as api:
        yield api


@pytest.mark.parametrize(
    "unopened",
    [{"admin_api_key_enable": False}, {"admin_api_key": None}, {"admin_api_key": SecretStr("")}],
    indirect=True,
    ids=["not enabled", "no key", "an empty key"],
)
@pytest.mark.parametrize("key", [ADMIN_KEY, ""])
async def test_a_key_that_is_switched_off_opens_nothing(unopened: Api, key: str) -> None:
    expect(await unopened.send("GET", f"{CONSOLE}/apps", headers={"Authorization": f"Bearer {key}"}), 401)
