"""Who gets in at a shared page: each way around its doors is tried, and leads nowhere."""

import time
from typing import Any

import jwt
import pytest

from services import accounts
from services.accounts.people import update_account
from services.publishing import origins, visitors
from services.runtime import Runtime
from tests.api import apps
from tests.api.client import Api, Json, PublishedApp, Response, expect
from tests.api.web import Guest, asked, code_of, guest

pytestmark = pytest.mark.asyncio(loop_scope="session")

SHOP = "https://shop.example"
PASSWORD = "ferry tickets"


@pytest.fixture
async def app(api: Api) -> PublishedApp:
    return await api.app(apps.echo())


async def setting(app: PublishedApp, **values: Any) -> Json:
    """Set how an app is published."""
    return dict(expect(await app.console("POST", "/site", values), 200))


async def answered(visitor: Guest) -> int:
    """Return the status of a call."""
    return (await visitor.send("GET", "/site")).status_code


async def entry(app: PublishedApp, **headers: str) -> str:
    """Return the entry of the page as a browser with these headers loads it."""
    rt: Runtime = app.api.rt
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return origins.entry_of(rt, await visitors.shared_at(rt, await code_of(app)), named)


async def framed_by(app: PublishedApp, origin: str) -> Response:
    """Ask for a passport from a page in a frame of `origin`."""
    token = await entry(app, sec_fetch_dest="iframe", referer=f"{origin}/page?x" if origin else "")
    return await asked(app.api, await code_of(app), headers={"X-App-Entry": token})


async def test_an_unknown_code_leads_nowhere(api: Api) -> None:
    for code in ("", "nobody", "../..", "' OR 1=1 --", "K" * 10_000):
        refused = expect(await asked(api, code), 404)
        assert refused["code"] == "not_found"


async def test_a_forged_passport_is_refused(app: PublishedApp) -> None:
    code = await code_of(app)
    for token in (b"", b"nonsense", b"eyJhbGciOiJub25lIn0.e30.", b"a" * 20_000, b"\xc3\xa9", b"gAAAAA=="):
        headers = {b"X-App-Code": code.encode(), b"X-App-Passport": token}
        refused = expect(await app.api.http.get("/api/site", headers=headers), 401)
        assert refused["code"] == "unauthorized"


async def test_tokens_of_other_purposes_are_no_passports(app: PublishedApp) -> None:
    rt, code = app.api.rt, await code_of(app)
    content = {"code": code, "kind": "visitor", "name": "x", "until": time.time() + 60}
    for token in (rt.secrets.seal("site grant", content), rt.secrets.seal("console access", content), app.key):
        assert await answered(Guest(app.api, code, token)) == 401


async def test_a_passport_of_another_site_is_refused(app: PublishedApp, echo: PublishedApp) -> None:
    ann = await guest(echo)
    assert await answered(Guest(app.api, await code_of(app), ann.passport)) == 401
    again = await asked(app.api, await code_of(app), headers={"X-App-Passport": ann.passport})
    other = Guest(app.api, await code_of(app), expect(again, 200)["access_token"])
    assert (await other.get("/site"))["end_user_id"] != (await ann.get("/site"))["end_user_id"]


async def test_a_passport_opens_the_web_api_and_nothing_else(app: PublishedApp) -> None:
    ann = await guest(app)
    for path in ("/v1/parameters", "/v1/info", "/console/api/apps", f"/console/api/apps/{app.id}/site", "/v1/datasets"):
        assert (await app.api.send("GET", path, key=ann.passport)).status_code == 401, path
    for path in ("/../console/api/apps", "/%2e%2e/v1/info", "/conversations/..%2f..%2fsite", "/site/x", "/apps"):
        assert (await ann.send("GET", path)).status_code in (401, 404), path


async def test_a_passport_ends_in_time(app: PublishedApp) -> None:
    ann, vault = await guest(app), app.api.rt.secrets
    content = vault.unseal(visitors.PASSPORT, ann.passport, max_age=60)
    assert content is not None
    for until, status in ((time.time() + 60, 200), (time.time() - 1, 401)):
        token = vault.seal(visitors.PASSPORT, {**content, "until": until})
        assert await answered(Guest(app.api, ann.code, token)) == status


async def test_a_site_that_is_switched_off_answers_nobody(app: PublishedApp) -> None:
    ann = await guest(app)
    expect(await app.console("POST", "/site-enable", {"enable_site": False}), 200)
    assert await answered(ann) == 403
    assert expect(await asked(app.api, ann.code), 403)["code"] == "forbidden"
    expect(await app.console("POST", "/site-enable", {"enable_site": True}), 200)
    assert await answered(ann) == 200


async def test_a_new_address_voids_the_passports_of_the_old_one(app: PublishedApp) -> None:
    ann = await guest(app)
    fresh = expect(await app.console("POST", "/site/access-token-reset"), 200)["code"]
    assert await answered(ann) == 401
    assert await answered(Guest(app.api, fresh, ann.passport)) == 401
    assert (await asked(app.api, ann.code)).status_code == 404


async def test_a_deleted_app_answers_nobody(app: PublishedApp) -> None:
    ann = await guest(app)
    assert (await app.console("DELETE")).status_code == 204
    assert await answered(ann) == 401
    assert (await asked(app.api, ann.code)).status_code == 404


async def test_a_password_opens_the_door_by_a_grant(app: PublishedApp) -> None:
    before = await guest(app)
    told = await setting(app, access_mode="password", password=PASSWORD)
    assert (told["access_mode"], told["has_password"]) == ("password", True)
    assert await answered(before) == 401
    code = before.code
    assert expect(await asked(app.api, code), 401)["code"] == "password_required"
    assert (await asked(app.api, code, headers={"X-App-Passport": before.passport})).status_code == 401
    site = {"X-App-Code": code}
    wrong = await app.api.send("POST", "/api/grants", {"password": "guess"}, headers=site)
    assert expect(wrong, 401)["code"] == "authentication_failed"
    grant = expect(await app.api.send("POST", "/api/grants", {"password": PASSWORD}, headers=site), 200)["grant"]
    shown = {"X-App-Grant": grant, "X-App-Passport": before.passport}
    let_in = Guest(app.api, code, expect(await asked(app.api, code, headers=shown), 200)["access_token"])
    assert await answered(let_in) == 200
    assert (await asked(app.api, code, headers={"X-App-Grant": let_in.passport})).status_code == 401
    await setting(app, password="another one")
    assert await answered(let_in) == 401
    assert (await asked(app.api, code, headers=shown)).status_code == 401


async def test_a_grant_of_another_site_opens_nothing(app: PublishedApp, api: Api) -> None:
    other = await api.app(apps.echo())
    await setting(app, access_mode="password", password=PASSWORD)
    await setting(other, access_mode="password", password=PASSWORD)
    site = {"X-App-Code": await code_of(other)}
    grant = expect(await api.send("POST", "/api/grants", {"password": PASSWORD}, headers=site), 200)["grant"]
    assert (await asked(api, await code_of(app), headers={"X-App-Grant": grant})).status_code == 401


async def test_guessing_the_password_soon_has_to_wait(app: PublishedApp) -> None:
    await setting(app, access_mode="password", password=PASSWORD)
    site = {"X-App-Code": await code_of(app)}
    tries = app.api.rt.settings.login_attempts_by_ip
    for _ in range(tries):
        app.api.rt.caches.site_passwords.begin(f"{app.id}:127.0.0.1")
    locked = await app.api.send("POST", "/api/grants", {"password": PASSWORD}, headers=site)
    assert (locked.status_code, int(locked.headers["retry-after"]) > 0) == (429, True)


async def test_a_members_page_wants_the_login_of_a_member(lone_api: Api) -> None:
    app = await lone_api.app(apps.echo())
    person = {"email": "ann@example.com", "password": "correct horse 7"}
    expect(await lone_api.send("POST", "/console/api/setup", {**person, "name": "Ann"}), 201)
    await setting(app, access_mode="members")
    code = await code_of(app)
    assert expect(await asked(lone_api, code), 401)["code"] == "login_required"
    wrong = {**person, "password": "wrong horse 77"}
    assert (await lone_api.send("POST", "/api/grants", wrong, headers={"X-App-Code": code})).status_code == 401
    grant = expect(await lone_api.send("POST", "/api/grants", person, headers={"X-App-Code": code}), 200)["grant"]
    found = expect(await asked(lone_api, code, headers={"X-App-Grant": grant}), 200)
    ann = Guest(lone_api, code, found["access_token"])
    said = await ann.chat("Hello")
    login = expect(await lone_api.send("POST", "/console/api/login", person), 200)["data"]
    cookie = {"Cookie": f"access_token={login['access_token']}"}
    by_cookie = expect(await asked(lone_api, code, headers=cookie), 200)
    same = Guest(lone_api, code, by_cookie["access_token"])
    assert [row["id"] for row in (await same.get("/conversations"))["data"]] == [said["conversation_id"]]
    account = await accounts.first_account(lone_api.rt)
    assert account is not None
    await update_account(lone_api.rt, account.workspace_id, account.id, status="closed")
    assert await answered(same) == 403
    await setting(app, access_mode="public")
    assert await answered(ann) == 401


async def test_a_page_of_an_origin_that_is_not_allowed_gets_no_passport(app: PublishedApp) -> None:
    outside = await guest(app)
    on_evil = Guest(app.api, outside.code, expect(await framed_by(app, "https://evil.example"), 200)["access_token"])
    await setting(app, allowed_origins=[SHOP, "https://*.ferry.example"])
    for origin in (
        "https://evil.example",
        "http://shop.example",
        "https://shop.example.evil",
        "https://ferry.example",
        "",
    ):
        assert (await framed_by(app, origin)).status_code == 403, origin
    for origin in (SHOP, "https://book.ferry.example"):
        expect(await framed_by(app, origin), 200)
    assert (await asked(app.api, outside.code)).status_code == 401
    assert [await answered(outside), await answered(on_evil)] == [401, 401]


async def test_taking_an_origin_off_the_list_ends_its_open_frames(app: PublishedApp) -> None:
    await setting(app, allowed_origins=[SHOP, "https://other.example"])
    ann = Guest(app.api, await code_of(app), expect(await framed_by(app, SHOP), 200)["access_token"])
    assert await answered(ann) == 200
    await setting(app, allowed_origins=["https://other.example"])
    assert await answered(ann) == 401
    assert (await framed_by(app, SHOP)).status_code == 403


async def test_a_foreign_page_that_calls_by_itself_is_refused(app: PublishedApp) -> None:
    await setting(app, allowed_origins=[SHOP])
    token = await entry(app, sec_fetch_dest="document")
    found = expect(await asked(app.api, await code_of(app), headers={"X-App-Entry": token}), 200)
    ann = Guest(app.api, await code_of(app), found["access_token"])
    for origin, status in (("https://evil.example", 403), ("null", 403), (SHOP, 200), ("http://test", 200)):
        assert (await ann.send("GET", "/site", headers={"Origin": origin})).status_code == status, origin


async def test_an_entry_of_another_page_or_site_is_refused(app: PublishedApp, echo: PublishedApp) -> None:
    await setting(app, allowed_origins=[SHOP])
    foreign = await entry(echo, sec_fetch_dest="document")
    for token in (foreign, "forged", (await guest(echo)).passport):
        assert (await asked(app.api, await code_of(app), headers={"X-App-Entry": token})).status_code == 401


async def signed(app: PublishedApp, secret: str, **claims: Any) -> str:
    """Return an identity as a page's server would sign it."""
    held = {"sub": "ann-7", "exp": int(time.time()) + 600, "aud": await code_of(app), **claims}
    return jwt.encode({name: value for name, value in held.items() if value is not None}, secret, "HS256")


async def secret_of(app: PublishedApp) -> str:
    """Return a new embedding secret of an app."""
    return str(expect(await app.console("POST", "/site/embedding-secret"), 201)["secret"])


async def test_a_signed_visitor_is_the_same_in_every_browser_and_a_claimed_one_is_another(app: PublishedApp) -> None:
    secret = await secret_of(app)
    token = await signed(app, secret)
    one, other = [await guest(app, headers={"X-App-Identity": token}) for _ in range(2)]
    said = await one.chat("Hello")
    assert [row["id"] for row in (await other.get("/conversations"))["data"]] == [said["conversation_id"]]
    for claimed in ("ann-7", "verified:ann-7"):
        impostor = await guest(app, user_id=claimed)
        assert (await impostor.get("/conversations"))["data"] == []
        path = f"/messages?conversation_id={said['conversation_id']}"
        assert (await impostor.send("GET", path)).status_code == 404
    assert secret not in expect(await app.console("GET", "/site"), 200).values()


async def test_what_runs_are_told_of_a_claimed_name_never_looks_proved(api: Api) -> None:
    app = await api.app(apps.echo("{{#sys.user_id#}}"))
    assert (await (await guest(app, user_id="ann-7")).chat())["answer"] == "ann-7"
    secret = await secret_of(app)
    assert (await (await guest(app, user_id="ann-7")).chat())["answer"] == "unverified:ann-7"
    proved = await guest(app, headers={"X-App-Identity": await signed(app, secret)})
    assert (await proved.chat())["answer"] == "ann-7"
    lying = await signed(app, secret, sub="unverified:ben")
    assert (await asked(api, await code_of(app), headers={"X-App-Identity": lying})).status_code == 401


async def test_an_identity_that_does_not_hold_is_refused(app: PublishedApp, echo: PublishedApp) -> None:
    secret, now = await secret_of(app), int(time.time())
    others = await secret_of(echo)
    claims = {"sub": "ann-7", "exp": now + 600, "aud": await code_of(app)}
    faulty = [
        jwt.encode(claims, "", "none"),
        jwt.encode(claims, secret, "HS512"),
        await signed(app, others),
        await signed(app, secret, exp=now - 120),
        await signed(app, secret, exp=None),
        await signed(app, secret, exp=now + 10 * 86_400),
        await signed(app, secret, iat=now - 86_400, exp=now + 86_000),
        await signed(app, secret, nbf=now + 3600),
        await signed(app, secret, aud=await code_of(echo)),
        await signed(app, secret, aud=None),
        await signed(app, secret, sub=None),
        await signed(app, secret, sub="x" * 300),
        (await signed(app, secret))[:-4] + "AAAA",
        "a.b",
        "x" * 9000,
    ]
    for token in faulty:
        refused = await asked(app.api, await code_of(app), headers={"X-App-Identity": token})
        assert refused.status_code == 401, token
    assert jwt.decode(await signed(app, secret), secret, ["HS256"], audience=await code_of(app))["sub"] == "ann-7"


async def test_a_new_secret_ends_the_visitors_of_the_old_one(app: PublishedApp) -> None:
    token = await signed(app, await secret_of(app))
    ann = await guest(app, headers={"X-App-Identity": token})
    await secret_of(app)
    assert await answered(ann) == 401
    assert (await asked(app.api, ann.code, headers={"X-App-Identity": token})).status_code == 401


async def test_an_app_for_signed_visitors_alone_admits_no_others(app: PublishedApp) -> None:
    nameless, named = await guest(app), await guest(app, user_id="ann-7")
    secret = await secret_of(app)
    await setting(app, requires_identity=True)
    assert [await answered(nameless), await answered(named)] == [401, 401]
    assert (await asked(app.api, nameless.code, user_id="ann-7")).status_code == 401
    assert await answered(await guest(app, headers={"X-App-Identity": await signed(app, secret)})) == 200
    assert (await app.console("DELETE", "/site/embedding-secret")).status_code == 400


async def test_one_machine_brings_so_many_new_visitors_and_no_more(
    app: PublishedApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    rt = app.api.rt
    monkeypatch.setattr(rt, "settings", rt.settings.model_copy(update={"new_visitors_per_minute": 2}))
    ann = await guest(app)
    await guest(app)
    assert (await asked(app.api, ann.code)).status_code == 429
    assert (await asked(app.api, ann.code, user_id="somebody")).status_code == 429
    expect(await asked(app.api, ann.code, headers={"X-App-Passport": ann.passport}), 200)


async def test_a_claimed_name_has_a_length(app: PublishedApp) -> None:
    refused = expect(await asked(app.api, await code_of(app), user_id="x" * 300), 400)
    assert (refused["code"], refused["params"]) == ("invalid_param", "user_id")


async def test_pages_of_listed_origins_alone_may_call_by_themselves(
    app: PublishedApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    rt = app.api.rt
    monkeypatch.setattr(rt, "settings", rt.settings.model_copy(update={"web_cors_origins": (SHOP,)}))
    ann = await guest(app)
    allowed = await ann.send("GET", "/site", headers={"Origin": SHOP})
    assert allowed.headers["access-control-allow-origin"] == SHOP
    assert "access-control-allow-credentials" not in allowed.headers
    foreign = await ann.send("GET", "/site", headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in foreign.headers
