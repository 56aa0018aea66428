"""Who gets in and how far: invitations, roles, sessions, workspaces, and the ways round them that must fail."""

import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from api.app import api as application
from storage.ids import new_id
from tests.api.client import Api, Json, Response, expect, running_api

CONSOLE = "/console/api"
PASSWORD = "correct horse 7"
ROLES = ("admin", "editor", "viewer")
OWN_AFFAIRS = {  # what everybody may change: who they are, and that they leave
    *("/login", "/logout", "/refresh-token", "/setup", "/activate", "/account/password", "/account/name"),
    *("/account/sessions", "/account/sessions/{session_id}", "/workspaces/switch", "/workspaces/current/leave"),
    "/workspaces/current",  # by POST it tells
}


@dataclass(frozen=True)
class Team:
    """A workspace with an app, a knowledge base and somebody of each role."""

    api: Api
    ids: dict[str, str]  # of accounts, by role
    app: str
    base: str

    async def login(self, who: str) -> Json:
        """Return new tokens, and forget the cookies."""
        body = {"email": f"{who}@example.com", "password": PASSWORD}
        found: Json = expect(await self.api.send("POST", f"{CONSOLE}/login", body), 200)["data"]
        self.api.http.cookies.clear()
        return found

    async def call(self, who: str, method: str, path: str, body: Any = None, **options: Any) -> Response:
        """Call a console route as somebody who has just logged in."""
        key = (await self.login(who))["access_token"]
        return await self.api.send(method, f"{CONSOLE}{path}", body, key=key, **options)

    async def invite(self, email: str, role: str, who: str = "owner") -> str:
        """Return the token of a new invitation."""
        body = {"emails": [email], "role": role}
        made = expect(await self.call(who, "POST", "/workspaces/current/members/invite-email", body), 201)
        return str(made["invitation_results"][0]["url"]).partition("?invite=")[2]

    async def join(self, name: str, role: str) -> str:
        """Have somebody take an invitation, and return the id of the account."""
        body = {"token": await self.invite(f"{name}@example.com", role), "name": name, "password": PASSWORD}
        expect(await self.api.send("POST", f"{CONSOLE}/activate", body), 200)
        self.api.http.cookies.clear()
        return str(expect(await self.call(name, "GET", "/account/profile"), 200)["id"])


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def team(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Team]:
    async with running_api(tmp_path_factory.mktemp("team"), login_attempts_by_ip=10_000) as api:
        setup = {"email": "owner@example.com", "name": "Owner", "password": PASSWORD}
        expect(await api.send("POST", f"{CONSOLE}/setup", setup), 201)
        app = expect(await api.console("POST", "/apps", {"name": "Guide", "mode": "advanced-chat"}), 201)["id"]
        made = await api.console("POST", "/datasets", {"name": "Vault", "indexing_technique": "economy"})
        found = Team(api, {}, app, expect(made, 201)["id"])
        found.ids["owner"] = expect(await found.call("owner", "GET", "/account/profile"), 200)["id"]
        for role in ROLES:
            found.ids[role] = await found.join(role, role)
        yield found


def gone(answer: Response) -> None:
    assert answer.status_code == 204, answer.text


def changing_routes() -> Iterator[tuple[str, str]]:
    """Yield method and path of every route of the console that may change something."""
    for path, operations in application.openapi()["paths"].items():
        if path.startswith(CONSOLE):
            for method in sorted(operations.keys() & {"post", "put", "patch", "delete"}):
                yield method.upper(), path.removeprefix(CONSOLE)


def everything(team: Team) -> dict[str, list[Json]]:
    db = team.api.rt.db
    told = {"audit_log", "login_sessions", "accounts"}  # that somebody logged in
    return {name: db.query(f"SELECT * FROM {name} ORDER BY ALL") for name in db.tables if name not in told}


async def test_a_viewer_changes_nothing_by_any_route_of_the_console(team: Team) -> None:
    key = (await team.login("viewer"))["access_token"]
    before, ids = everything(team), {"app_id": team.app, "dataset_id": team.base, "account_id": team.ids["editor"]}
    asked = {(method, path) for method, path in changing_routes() if path not in OWN_AFFAIRS}
    assert len(asked) > 90
    refused = 0
    for method, path in sorted(asked):
        address = re.sub(r"{(\w+?)(:\w+)?}", lambda found: ids.get(found[1], new_id()), path)
        answer = await team.api.send(method, f"{CONSOLE}{address}", _body(), key=key)
        assert answer.status_code < 500, (method, path, answer.text)
        refused += answer.status_code == 403
    assert refused > 40
    assert everything(team) == before


def _body() -> Json:
    """Return a body that passes for more routes than an empty one."""
    fields: Json = {"name": "Mine", "mode": "chat", "type": "app", "role": "owner", "emails": ["eve@example.com"]}
    fields |= {"question": "Q?", "answer": "A.", "content": "text", "enable_api": True, "enable_site": True}
    fields |= {"workers": 3, "graph": {"nodes": [], "edges": []}, "features": {}, "provider": "openai"}
    fields |= {"credentials": {"api_key": "sk-x"}, "model_settings": [], "yaml_content": "kind: app"}
    return fields | {"indexing_technique": "economy"}


@pytest.mark.parametrize(
    ("method", "path", "body", "allowed"),
    [
        ("GET", "/apps", None, "owner admin editor viewer"),
        ("GET", "/workspaces/current/members", None, "owner admin editor viewer"),
        ("POST", "/apps", {"name": "Mine", "mode": "chat"}, "owner admin editor"),
        ("POST", "/apps/{app}/api-enable", {"enable_api": True}, "owner admin editor"),
        ("POST", "/datasets", None, "owner admin editor"),
        ("POST", "/apps/{app}/api-keys", {}, "owner admin"),
        ("GET", "/workspaces/current/audit-log", None, "owner admin"),
        ("GET", "/workspaces/current/members/invitations", None, "owner admin"),
        ("POST", "/workspaces/current/name", {"name": "Ferry"}, "owner admin"),
        ("POST", "/workspaces", {"name": "Second"}, "owner"),
    ],
)
async def test_routes_ask_for_the_role_of_their_use_case(
    team: Team, method: str, path: str, body: Json | None, allowed: str
) -> None:
    for who in ("owner", *ROLES):
        sent = {"name": f"{who} {new_id()}"[:40], "indexing_technique": "economy"} if path == "/datasets" else body
        answer = await team.call(who, method, path.format(app=team.app), sent)
        assert (answer.status_code == 403) == (who not in allowed.split()), (who, answer.text)
        assert answer.status_code < 404


async def test_another_role_holds_at_once_and_ends_older_tokens(team: Team) -> None:
    account = await team.join("climber", "admin")
    held = await team.login("climber")
    address = f"/workspaces/current/members/{account}/update-role"
    expect(await team.call("owner", "PUT", address, {"role": "viewer"}), 200)
    expect(await team.api.send("GET", f"{CONSOLE}/apps", key=held["access_token"]), 401)
    body = {"refresh_token": held["refresh_token"]}
    fresh = expect(await team.api.send("POST", f"{CONSOLE}/refresh-token", body), 200)["data"]["access_token"]
    team.api.http.cookies.clear()
    expect(await team.api.send("GET", f"{CONSOLE}/apps", key=fresh), 200)
    keys = f"{CONSOLE}/apps/{team.app}/api-keys"
    expect(await team.api.send("POST", keys, {}, key=fresh), 403)


async def test_a_member_who_was_removed_holds_nothing(team: Team) -> None:
    account = await team.join("leaver", "editor")
    held = await team.login("leaver")
    gone(await team.call("admin", "DELETE", f"/workspaces/current/members/{account}"))
    expect(await team.api.send("GET", f"{CONSOLE}/apps", key=held["access_token"]), 401)
    body = {"refresh_token": held["refresh_token"]}
    expect(await team.api.send("POST", f"{CONSOLE}/refresh-token", body), 401)
    again = {"email": "leaver@example.com", "password": PASSWORD}
    expect(await team.api.send("POST", f"{CONSOLE}/login", again), 403)


async def test_an_invitation_is_good_once_and_until_it_is_withdrawn_or_renewed(team: Team) -> None:
    old, new = await team.invite("eve@example.com", "viewer"), await team.invite("eve@example.com", "editor")
    body = {"name": "Eve", "password": PASSWORD}
    expect(await team.api.send("POST", f"{CONSOLE}/activate", {**body, "token": old}), 404)
    assert expect(await team.api.send("GET", f"{CONSOLE}/activate/check?token={new}"), 200)["data"]["role"] == "editor"
    expect(await team.api.send("POST", f"{CONSOLE}/activate", {**body, "token": new, "password": "weak"}), 400)
    expect(await team.api.send("POST", f"{CONSOLE}/activate", {**body, "token": new}), 200)
    team.api.http.cookies.clear()
    expect(await team.api.send("POST", f"{CONSOLE}/activate", {**body, "token": new}), 404)
    late = await team.invite("late@example.com", "viewer")
    waiting = expect(await team.call("owner", "GET", "/workspaces/current/members/invitations"), 200)["data"]
    address = f"/workspaces/current/members/invitations/{waiting[0]['id']}"
    gone(await team.call("owner", "DELETE", address))
    expect(await team.api.send("POST", f"{CONSOLE}/activate", {**body, "token": late}), 404)
    assert late not in str(team.api.rt.db.query("SELECT * FROM invitations"))


async def test_somebody_with_an_account_joins_with_its_password_alone(team: Team) -> None:
    second = expect(await team.call("owner", "POST", "/workspaces", {"name": "Pier"}), 201)["id"]
    here = await team.login("owner")
    switched = await team.api.send(
        "POST", f"{CONSOLE}/workspaces/switch", {"tenant_id": second}, key=here["access_token"]
    )
    there = expect(switched, 200)["data"]["access_token"]
    team.api.http.cookies.clear()
    body = {"emails": ["viewer@example.com"], "role": "admin"}
    made = await team.api.send("POST", f"{CONSOLE}/workspaces/current/members/invite-email", body, key=there)
    token = expect(made, 201)["invitation_results"][0]["url"].partition("?invite=")[2]
    expect(await team.api.send("POST", f"{CONSOLE}/activate", {"token": token, "password": "guessed 123"}), 401)
    joined = await team.api.send("POST", f"{CONSOLE}/activate", {"token": token, "password": PASSWORD})
    key = expect(joined, 200)["data"]["access_token"]
    team.api.http.cookies.clear()
    assert expect(await team.api.send("GET", f"{CONSOLE}/workspaces/current", key=key), 200)["role"] == "admin"
    theirs = expect(await team.api.send("GET", f"{CONSOLE}/workspaces", key=key), 200)["workspaces"]
    assert {one["role"] for one in theirs} == {"viewer", "admin"}
    # in one an administrator, in the other a viewer, and what is in one does not show in the other
    expect(await team.api.send("GET", f"{CONSOLE}/apps/{team.app}", key=key), 404)
    assert expect(await team.api.send("GET", f"{CONSOLE}/apps", key=key), 200)["total"] == 0
    expect(await team.call("viewer", "POST", f"/apps/{team.app}/api-keys", {}), 403)
    headers = {"X-WORKSPACE-ID": second}
    expect(await team.call("viewer", "POST", "/apps", {"name": "Mine", "mode": "chat"}, headers=headers), 403)
    expect(await team.call("editor", "POST", "/workspaces/switch", {"tenant_id": second}), 403)
    expect(await team.api.send("DELETE", f"{CONSOLE}/workspaces/current", key=key), 403)
    expect(await team.api.send("DELETE", f"{CONSOLE}/workspaces/current", key=there), 200)
    expect(await team.api.send("GET", f"{CONSOLE}/apps", key=key), 401)
    expect(await team.call("owner", "DELETE", "/workspaces/current"), 400)  # the first one stays


@pytest.mark.parametrize(
    ("who", "method", "path", "body", "status"),
    [
        ("admin", "PUT", "/workspaces/current/members/{owner}/update-role", {"role": "viewer"}, 403),
        ("admin", "PUT", "/workspaces/current/members/{admin}/update-role", {"role": "owner"}, 403),
        ("admin", "DELETE", "/workspaces/current/members/{owner}", None, 403),
        ("admin", "POST", "/workspaces/current/members/{admin}/owner-transfer", None, 403),
        ("admin", "POST", "/workspaces/current/members/invite-email", {"emails": ["x@y"], "role": "owner"}, 403),
        ("admin", "POST", "/workspaces/current/members/invite-email", {"emails": ["x@y"], "role": "root"}, 400),
        ("admin", "POST", "/workspaces/current/members/invite-email", {"emails": ["viewer@example.com"]}, 400),
        ("owner", "PUT", "/workspaces/current/members/{owner}/update-role", {"role": "admin"}, 400),
        ("owner", "DELETE", "/workspaces/current/members/{owner}", None, 400),
        ("owner", "POST", "/workspaces/current/leave", None, 400),
        ("owner", "DELETE", "/workspaces/current/members/nobody", None, 404),
    ],
)
async def test_nobody_reaches_above_themselves_and_the_last_owner_stays(  # a row of the table in five parts
    team: Team, *, who: str, method: str, path: str, body: Json | None, status: int
) -> None:
    expect(await team.call(who, method, path.format(**team.ids), body), status)


async def test_an_owner_hands_the_workspace_over(team: Team) -> None:
    address = "/workspaces/current/members/{}/owner-transfer"
    expect(await team.call("owner", "POST", address.format(team.ids["admin"])), 200)
    found = expect(await team.call("owner", "GET", "/workspaces/current/members"), 200)["accounts"]
    roles = {one["id"]: one["role"] for one in found}
    assert (roles[team.ids["owner"]], roles[team.ids["admin"]]) == ("admin", "owner")
    expect(await team.call("admin", "POST", address.format(team.ids["owner"])), 200)


async def test_logins_are_listed_ended_one_by_one_and_all_at_once(team: Team) -> None:
    one, two = await team.login("viewer"), await team.login("viewer")
    sessions = f"{CONSOLE}/account/sessions"
    listed = expect(await team.api.send("GET", sessions, key=two["access_token"]), 200)["data"]
    assert [found["current"] for found in listed[:2]] == [True, False]
    gone(await team.api.send("DELETE", f"{sessions}/{listed[1]['id']}", key=two["access_token"]))
    expect(await team.api.send("GET", f"{CONSOLE}/apps", key=one["access_token"]), 401)
    expect(await team.call("editor", "DELETE", f"/account/sessions/{listed[0]['id']}"), 404)  # not theirs
    expect(await team.api.send("DELETE", sessions, key=two["access_token"]), 200)
    expect(await team.api.send("GET", f"{CONSOLE}/apps", key=two["access_token"]), 401)
    assert expect(await team.api.send("POST", f"{CONSOLE}/refresh-token", {"refresh_token": two["refresh_token"]}), 401)


async def test_another_password_ends_every_other_login(team: Team) -> None:
    await team.join("changer", "viewer")
    held, other = await team.login("changer"), "another horse 8"
    address = f"{CONSOLE}/account/password"
    for old, new, status in (("wrong 1234", other, 401), (PASSWORD, "weak", 400)):
        body = {"password": old, "new_password": new}
        expect(await team.api.send("POST", address, body, key=held["access_token"]), status)
    changed = await team.api.send(
        "POST", address, {"password": PASSWORD, "new_password": other}, key=held["access_token"]
    )
    key = expect(changed, 200)["data"]["access_token"]
    team.api.http.cookies.clear()
    expect(await team.api.send("GET", f"{CONSOLE}/apps", key=held["access_token"]), 401)
    expect(await team.api.send("GET", f"{CONSOLE}/apps", key=key), 200)


async def test_a_request_by_cookies_repeats_the_token_of_its_own_login(team: Team) -> None:
    body = {"email": "editor@example.com", "password": PASSWORD}
    cookies: dict[str, dict[str, str]] = {}
    for _ in range(2):
        answer = await team.api.send("POST", f"{CONSOLE}/login", body)
        cookies = {**cookies, answer.cookies["csrf_token"]: dict(answer.cookies)}
        assert all("domain=" not in cookie.lower() for cookie in answer.headers.get_list("set-cookie"))
    team.api.http.cookies.clear()
    (foreign, _), (own, mine) = cookies.items()
    app = {"name": "Mine", "mode": "chat"}
    for csrf, planted, status in ((own, own, 201), (foreign, foreign, 401), (foreign, own, 401), ("", "", 401)):
        sent = "; ".join(f"{name}={value}" for name, value in {**mine, "csrf_token": planted}.items())
        headers = {"Cookie": sent, "X-CSRF-Token": csrf, "Origin": "https://evil.example"}
        answer = await team.api.send("POST", f"{CONSOLE}/apps", app, headers=headers)
        assert answer.status_code == status
        assert "access-control-allow-origin" not in answer.headers


async def test_a_role_that_somebody_wrote_into_a_token_is_worth_nothing(team: Team) -> None:
    def part(value: Json) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    claims = {"account": team.ids["viewer"], "role": "owner", "workspace": "w"}
    forged = f"{part({'alg': 'none'})}.{part(claims)}."
    held = (await team.login("viewer"))["access_token"]
    for token in (forged, held[:-4] + "AAA=", held[:40] + part(claims) + held[40:]):
        expect(await team.api.send("GET", f"{CONSOLE}/apps", key=token), 401)


async def test_a_key_does_what_it_is_for_and_signs_where_it_must(team: Team) -> None:
    keys, limits = f"/apps/{team.app}/api-keys", {"name": "reader", "permissions": ["read"]}
    made = expect(await team.call("admin", "POST", keys, limits), 201)
    assert made["permissions"] == ["read"]
    expect(await team.api.send("GET", "/v1/info", key=made["token"]), 200)
    body = {"query": "Hello", "inputs": {}, "user": "ann", "response_mode": "blocking"}
    refused = expect(await team.api.send("POST", "/v1/chat-messages", body, key=made["token"]), 403)
    assert "lacks the permission 'run'" in refused["message"]
    expect(await team.call("editor", "PATCH", f"{keys}/{made['id']}", {"is_active": False}), 403)
    expect(await team.call("admin", "PATCH", f"{keys}/{made['id']}", {"is_active": False}), 200)
    assert expect(await team.api.send("GET", "/v1/info", key=made["token"]), 401)["message"] == "API key is disabled."
    listed = expect(await team.call("admin", "GET", keys), 200)["data"]
    assert made["token"] not in str(listed)
    signing = expect(await team.call("admin", "POST", keys, {"must_sign": True}), 201)["token"]
    assert "must be epoch seconds" in expect(await team.api.send("GET", "/v1/info", key=signing), 401)["message"]
    secret, content = hashlib.sha256(signing.encode()).hexdigest(), b'{"name": "Ann"}'
    address = f"/v1/conversations/{new_id()}/name"
    values = {"method": "POST", "path": address, "query": "", "timestamp": str(time.time())}
    values["body"] = hashlib.sha256(content).hexdigest()
    text = "&".join(f"{name}={values[name]}" for name in sorted(values))
    signature = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    headers = {"X-Timestamp": values["timestamp"], "X-Signature": signature, "Content-Type": "application/json"}
    for sent, status in ((content, 404), (b'{"name": "Eve"}', 401)):  # let in, there is no such conversation; refused
        answer = await team.api.send("POST", address, key=signing, headers=headers, content=sent)
        assert answer.status_code == status, answer.text
