"""API keys: shown once, stored as hashes, refused as soon as they are deleted or the app is closed."""

import time

import pytest

import storage.keys
from services.accounts import keys
from services.accounts.key_rules import check_scope, check_signature, signature_of
from services.apps import apps
from services.errors import AppUnavailable, InvalidInput, MaxKeysExceeded, NotAllowed, Unauthorized
from services.runtime import Runtime
from storage.errors import Conflict, NotFound
from storage.records import ApiKey, App


@pytest.fixture
async def app(rt: Runtime, workspace_id: str) -> App:
    return await apps.create_app(rt, workspace_id, name="Guide", mode="chat")


async def test_a_key_opens_its_app_and_only_its_hash_is_stored(rt: Runtime, app: App) -> None:
    key, token = await keys.create_key(rt, app, name="first")
    assert token.startswith("app-")
    assert token[4:].isalnum()
    assert len(token) == 28
    assert (await keys.app_of_token(rt, token)).id == app.id
    assert token not in str(rt.db.query("SELECT * FROM api_keys"))
    assert key.hint == f"{token[:6]}…{token[-2:]}"


@pytest.mark.parametrize("token", ["", "app-", "app-unknown", "dataset-abc", "sk-abc"])
async def test_what_is_no_key_is_refused(rt: Runtime, app: App, token: str) -> None:
    with pytest.raises(Unauthorized):
        await keys.app_of_token(rt, token)


async def test_a_deleted_key_is_refused_at_once(rt: Runtime, app: App) -> None:
    key, token = await keys.create_key(rt, app)
    await keys.app_of_token(rt, token)
    await keys.delete_key(rt, app, key.id)
    with pytest.raises(Unauthorized):
        await keys.app_of_token(rt, token)
    with pytest.raises(NotFound):
        await keys.delete_key(rt, app, key.id)


async def test_a_key_of_another_app_cannot_be_deleted(rt: Runtime, workspace_id: str, app: App) -> None:
    key, _ = await keys.create_key(rt, app)
    other = await apps.create_app(rt, workspace_id, name="Other", mode="chat")
    with pytest.raises(NotFound):
        await keys.delete_key(rt, other, key.id)


async def test_closing_the_app_closes_its_keys_at_once(rt: Runtime, app: App) -> None:
    _, token = await keys.create_key(rt, app)
    await keys.app_of_token(rt, token)
    await apps.set_api_enabled(rt, app, False)
    with pytest.raises(NotAllowed):
        await keys.app_of_token(rt, token)
    await apps.set_api_enabled(rt, app, True)
    await apps.update_app(rt, app, status="disabled")
    with pytest.raises(AppUnavailable):
        await keys.app_of_token(rt, token)
    await apps.delete_app(rt, app)
    with pytest.raises(Unauthorized):
        await keys.app_of_token(rt, token)


async def test_a_key_ends_at_its_time(rt: Runtime, app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    ends = time.time() + 60
    _, token = await keys.create_key(rt, app, expires_at=ends)
    await keys.app_of_token(rt, token)
    monkeypatch.setattr("services.accounts.keys.time.time", lambda: ends + 1)
    with pytest.raises(Unauthorized, match="expired"):
        await keys.app_of_token(rt, token)
    with pytest.raises(InvalidInput, match="past"):
        await keys.create_key(rt, app, expires_at=ends - 1)


async def test_an_app_has_ten_keys_at_most(rt: Runtime, app: App) -> None:
    for _ in range(10):
        await keys.create_key(rt, app)
    with pytest.raises(MaxKeysExceeded):
        await keys.create_key(rt, app)
    assert len(await keys.list_keys(rt, app)) == 10


async def test_use_is_noted_once_a_minute(rt: Runtime, app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    _, token = await keys.create_key(rt, app)

    async def used_at() -> float | None:
        await keys.app_of_token(rt, token)
        await rt.background.idle()
        return (await keys.list_keys(rt, app))[0].last_used_at

    first = await used_at()
    assert first is not None
    assert await used_at() == first
    later = time.time() + 61
    monkeypatch.setattr("services.accounts.keys.time.time", lambda: later)
    assert await used_at() == pytest.approx(later)


async def test_a_key_that_is_switched_off_is_refused_until_it_is_on_again(rt: Runtime, app: App) -> None:
    key, token = await keys.create_key(rt, app)
    await keys.app_of_token(rt, token)
    await keys.switch_key(rt, key, is_active=False)
    with pytest.raises(Unauthorized, match="API key is disabled"):
        await keys.app_of_token(rt, token)
    await keys.switch_key(rt, key, is_active=True)
    assert (await keys.app_of_token(rt, token)).id == app.id


async def test_a_key_may_be_for_some_uses_alone(rt: Runtime, app: App) -> None:
    key, _ = await keys.create_key(rt, app, scopes=["read"])
    check_scope(key, "read")
    with pytest.raises(NotAllowed, match="lacks the permission 'run'"):
        check_scope(key, "run")
    for scopes in ([], ["read", "fly"]):
        with pytest.raises(InvalidInput):
            await keys.create_key(rt, app, scopes=scopes)


async def test_a_duplicate_of_a_key_cannot_be_stored(rt: Runtime, app: App) -> None:
    key, _ = await keys.create_key(rt, app)
    with pytest.raises(Conflict):
        await storage.keys.add_key(rt.db, ApiKey(**{**key.row(), "id": "another"}))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, ""),
        ({"body": "tampered"}, "does not fit"),
        ({"path": "/v1/workflows/run"}, "does not fit"),
        ({"query": "user=eve"}, "does not fit"),
        ({"timestamp": "0"}, "seconds off"),
        ({"timestamp": "nan"}, "seconds off"),
        ({"timestamp": ""}, "must be epoch seconds"),
    ],
)
async def test_a_signed_request_is_taken_as_it_was_signed_and_for_minutes_alone(
    rt: Runtime, app: App, change: dict[str, str], reason: str
) -> None:
    key, token = await keys.create_key(rt, app, must_sign=True)
    sent = {"method": "POST", "path": "/v1/chat-messages", "query": "", "body": "abc", "timestamp": str(time.time())}
    signature = signature_of(keys.hash_of(token), sent)
    seen = {**sent, **change}
    at = seen.pop("timestamp")
    if not reason:
        check_signature(key, seen, at, signature)
        return
    with pytest.raises(Unauthorized, match=reason):
        check_signature(key, seen, at, signature)
