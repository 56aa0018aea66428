"""API keys: shown once, stored as hashes, refused as soon as they are deleted or the app is closed."""

import time

import pytest

from services.accounts import keys
from services.apps import apps
from services.errors import AppUnavailable, InvalidInput, MaxKeysExceeded, NotAllowed, Unauthorized
from services.runtime import Runtime
from storage.errors import NotFound
from storage.records import App


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
