"""Accounts: set up once, logged in with limits, refreshed once per token, called by the admin key."""

import io
from pathlib import Path

import pytest
from pydantic import SecretStr

from config import Settings
from services import accounts
from services.accounts.__main__ import main
from services.errors import AlreadySetUp, AuthenticationFailed, InvalidInput, TooManyLogins, Unauthorized
from services.platform.lock import FolderLock
from services.runtime import Runtime
from storage.errors import NotFound

PASSWORD = "correct horse 7"


async def set_up(rt: Runtime) -> accounts.Tokens:
    await accounts.setup(rt, email="Ann@Example.com", name="Ann", password=PASSWORD)
    return await accounts.login(rt, "ann@example.com ", PASSWORD)


async def test_the_first_account_is_made_once(rt: Runtime) -> None:
    assert not await accounts.needs_login(rt)
    tokens = await set_up(rt)
    assert await accounts.needs_login(rt)
    caller = await accounts.caller_of_token(rt, tokens.access_token)
    assert (tokens.account.email, caller.role) == ("ann@example.com", "owner")
    with pytest.raises(AlreadySetUp):
        await accounts.setup(rt, email="bob@example.com", name="Bob", password=PASSWORD)


@pytest.mark.parametrize("password", ["short 1", "only letters here", "12345678"])
async def test_a_weak_password_is_refused(rt: Runtime, password: str) -> None:
    with pytest.raises(InvalidInput, match="8 or more characters"):
        await accounts.setup(rt, email="ann@example.com", name="Ann", password=password)


async def test_an_access_token_names_its_account(rt: Runtime) -> None:
    tokens = await set_up(rt)
    caller = await accounts.caller_of_token(rt, tokens.access_token)
    assert caller.account_id == tokens.account.id
    assert caller.workspace.id == tokens.account.workspace_id
    for forged in ("", "x", tokens.access_token[:-3] + "AAA", tokens.refresh_token, rt.secrets.seal("else", {})):
        with pytest.raises(Unauthorized):
            await accounts.caller_of_token(rt, forged)


async def test_a_refresh_token_serves_once(rt: Runtime) -> None:
    tokens = await set_up(rt)
    fresh = await accounts.refresh(rt, tokens.refresh_token)
    assert (await accounts.caller_of_token(rt, fresh.access_token)).account_id == tokens.account.id
    with pytest.raises(Unauthorized):
        await accounts.refresh(rt, tokens.refresh_token)
    await accounts.logout(rt, fresh.refresh_token)
    with pytest.raises(Unauthorized):
        await accounts.refresh(rt, fresh.refresh_token)


async def test_only_hashes_of_tokens_and_passwords_are_stored(rt: Runtime) -> None:
    tokens = await set_up(rt)
    stored = str(rt.db.query("SELECT * FROM accounts")) + str(rt.db.query("SELECT * FROM login_sessions"))
    assert PASSWORD not in stored
    assert tokens.refresh_token not in stored


async def test_wrong_address_and_wrong_password_are_not_told_apart(rt: Runtime) -> None:
    await set_up(rt)
    texts = set()
    for email, password in (("ann@example.com", "wrong 1234"), ("nobody@example.com", PASSWORD)):
        with pytest.raises(AuthenticationFailed) as caught:
            await accounts.login(rt, email, password)
        texts.add(str(caught.value))
    assert len(texts) == 1


async def test_after_five_failures_one_has_to_wait(rt: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    await set_up(rt)
    monkeypatch.setattr("services.accounts.passwords._verify", lambda stored, password: password == PASSWORD)
    for _ in range(5):
        with pytest.raises(AuthenticationFailed):
            await accounts.login(rt, "ann@example.com", "wrong 1234")
    with pytest.raises(TooManyLogins) as caught:
        await accounts.login(rt, "ann@example.com", PASSWORD)
    assert 0 < caught.value.retry_after <= 60


async def test_a_new_password_ends_all_logins(rt: Runtime) -> None:
    tokens = await set_up(rt)
    await accounts.set_password(rt, "another horse 8")
    with pytest.raises(Unauthorized):
        await accounts.caller_of_token(rt, tokens.access_token)
    with pytest.raises(Unauthorized):
        await accounts.refresh(rt, tokens.refresh_token)
    await accounts.login(rt, "ann@example.com", "another horse 8")


async def test_a_password_alone_makes_the_owner(rt: Runtime) -> None:
    owner = await accounts.set_password(rt, PASSWORD)
    assert (await accounts.login(rt, accounts.OWNER_EMAIL, PASSWORD)).account.id == owner.id
    with pytest.raises(NotFound):
        await accounts.set_password(rt, PASSWORD, email="bob@example.com")


@pytest.mark.parametrize(
    ("enabled", "key", "given", "opens"),
    [
        (True, "the-key", "the-key", True),
        (True, "the-key", "another", False),
        (True, "the-key", "", False),
        (False, "the-key", "the-key", False),
        (True, None, "", False),
        (True, "", "", False),
    ],
)
async def test_the_admin_key_opens_when_both_settings_are_set(
    rt: Runtime, enabled: bool, key: str | None, given: str, opens: bool
) -> None:
    secret = None if key is None else SecretStr(key)
    rt.settings = rt.settings.model_copy(update={"admin_api_key": secret, "admin_api_key_enable": enabled})
    caller = await accounts.caller_of_admin_key(rt, given)
    assert (caller is not None) is opens


async def test_the_admin_key_acts_as_the_owner_of_the_workspace_it_names(rt: Runtime) -> None:
    tokens = await set_up(rt)
    rt.settings = rt.settings.model_copy(update={"admin_api_key": SecretStr("k"), "admin_api_key_enable": True})
    caller = await accounts.caller_of_admin_key(rt, "k", workspace_id=tokens.account.workspace_id)
    assert caller is not None
    assert caller.account_id == tokens.account.id
    with pytest.raises(NotFound, match="workspace"):
        await accounts.caller_of_admin_key(rt, "k", workspace_id="another")


async def test_a_workspace_may_tell_the_time_of_its_place(rt: Runtime, workspace_id: str) -> None:
    assert str(await accounts.timezone(rt, workspace_id)) == "UTC"
    await accounts.set_timezone(rt, workspace_id, "Asia/Shanghai")
    assert str(await accounts.timezone(rt, workspace_id)) == "Asia/Shanghai"
    with pytest.raises(InvalidInput):
        await accounts.set_timezone(rt, workspace_id, "Nowhere/Land")


def run_command(folder: Path, monkeypatch: pytest.MonkeyPatch, password: str, *arguments: str) -> int:
    monkeypatch.setenv("MILLRACE_DATA_DIR", str(folder))
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    return main(["set-password", "--password-stdin", *arguments])


async def test_the_command_sets_the_password_of_a_stopped_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import asyncio

    assert await asyncio.to_thread(run_command, tmp_path, monkeypatch, PASSWORD) == 0
    assert accounts.OWNER_EMAIL in capsys.readouterr().out
    rt = await Runtime.start(Settings(data_dir=tmp_path, embedded_redis=False))
    await accounts.login(rt, accounts.OWNER_EMAIL, PASSWORD)
    await rt.stop()


def test_the_command_says_who_holds_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = FolderLock.take(tmp_path, url="http://127.0.0.1:8501")
    assert run_command(tmp_path, monkeypatch, PASSWORD) == 1
    lock.release()
    told = capsys.readouterr().err
    assert str(tmp_path) in told
    assert "http://127.0.0.1:8501" in told


def test_the_command_refuses_a_weak_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(tmp_path, monkeypatch, "weak") == 1
    assert "8 or more characters" in capsys.readouterr().err
