"""The log of who did what: which actions leave a line, and what no line ever holds."""

import pytest

import storage.accounts
from services import accounts, models
from services.accounts import audit, keys
from services.apps import apps, imports, workflows
from services.errors import AuthenticationFailed, InvalidInput
from services.runs import scripts
from services.runtime import Runtime
from storage.records import AuditEntry, Workspace
from tests.services import parts

PASSWORD = "correct horse 1"


async def lines(rt: Runtime, workspace_id: str) -> list[AuditEntry]:
    """Return the whole log, oldest first."""
    found = await audit.entries(rt, workspace_id, limit=100)
    assert {line.action for line in found.items} <= set(audit.ACTIONS)
    return list(reversed(found.items))


async def actions(rt: Runtime, workspace_id: str) -> list[str]:
    return [line.action for line in await lines(rt, workspace_id)]


async def test_the_life_of_an_app_is_written_down(rt: Runtime, workspace_id: str) -> None:
    app = await apps.create_app(rt, workspace_id, name="Desk", mode="advanced-chat", account_id="ann")
    await workflows.publish(rt, app, account_id="ann")
    await apps.update_app(rt, app, name="Other", account_id="ann")
    await apps.update_app(rt, app, status="disabled", account_id="bob")
    copy = await apps.copy_app(rt, app, account_id="ann")
    await apps.delete_app(rt, copy, account_id="bob")
    found = await lines(rt, workspace_id)
    assert [line.action for line in found] == ["app.create", "app.publish", "app.change", "app.copy", "app.delete"]
    assert [line.account_id for line in found] == ["ann", "ann", "bob", "ann", "bob"]
    assert found[0].target_type == "app"
    assert (found[0].target_id, found[0].detail) == (app.id, {"name": "Desk", "mode": "advanced-chat"})
    assert found[2].detail == {"name": "Other", "status": "disabled"}


async def test_an_import_is_written_down_once(rt: Runtime, workspace_id: str) -> None:
    app = await apps.create_app(rt, workspace_id, name="Desk", mode="workflow")
    text = await imports.export_dsl(rt, app)
    made = await imports.import_dsl(rt, workspace_id, text, account_id="ann")
    await imports.import_dsl(rt, workspace_id, "no app")
    last = (await lines(rt, workspace_id))[1:]
    assert [(line.action, line.target_id, line.account_id) for line in last] == [("app.import", made.app_id, "ann")]


async def test_keys_are_known_by_their_hint_only(rt: Runtime, workspace_id: str) -> None:
    app = await parts.chat_app(rt, workspace_id)
    key, token = await keys.create_key(rt, app, name="CI", account_id="ann")
    await keys.delete_key(rt, app, key.id, account_id="bob")
    made, gone = (await lines(rt, workspace_id))[-2:]
    assert (made.action, gone.action) == ("key.create", "key.revoke")
    assert made.detail == gone.detail == {"app": app.id, "name": "CI", "hint": key.hint}
    assert token not in str(made)


async def test_credentials_are_written_down_by_the_names_of_their_fields(rt: Runtime, workspace_id: str) -> None:
    secret = "sk-very-secret-key"
    await models.register_provider(rt, workspace_id, "openai", {"api_key": secret}, models=[], account_id="ann")
    await models.set_default_model(rt, workspace_id, "llm", "openai", "gpt-4o", account_id="ann")
    await models.set_overrides(rt, workspace_id, "openai", account_id="ann")
    await models.delete_credentials(rt, workspace_id, "openai", account_id="ann")
    found = await lines(rt, workspace_id)
    assert [line.action for line in found] == ["provider.store", "model.default", "model.overrides", "provider.forget"]
    assert found[0].detail == {"fields": ["api_key"], "models": 0}
    assert secret not in str(found)


async def test_logins_and_failures_are_told_with_their_address(rt: Runtime, workspace_id: str) -> None:
    account = await accounts.setup(rt, email="ann@example.org", name="Ann", password=PASSWORD)
    with pytest.raises(AuthenticationFailed):
        await accounts.login(rt, "ann@example.org", "wrong", ip="10.0.0.7")
    tokens = await accounts.login(rt, "ann@example.org", PASSWORD, ip="10.0.0.8")
    await accounts.logout(rt, tokens.refresh_token, ip="10.0.0.8")
    await accounts.logout(rt, "unknown")
    found = await lines(rt, workspace_id)
    assert [line.action for line in found] == ["account.create", "login.failed", "login", "logout"]
    assert [line.ip for line in found] == ["", "10.0.0.7", "10.0.0.8", "10.0.0.8"]
    assert [line.account_id for line in found] == [account.id, None, account.id, account.id]
    assert found[1].target_id == account.id


async def test_what_was_typed_as_an_unknown_address_is_not_kept(rt: Runtime, workspace_id: str) -> None:
    with pytest.raises(AuthenticationFailed):
        await accounts.login(rt, "my-password-in-the-wrong-field", "x")
    (line,) = await lines(rt, workspace_id)
    assert (line.action, line.target_id) == ("login.failed", None)
    assert "wrong-field" not in str(line)


async def test_settings_are_written_down_with_their_new_value(rt: Runtime, workspace_id: str) -> None:
    await scripts.set_trusted(rt, workspace_id, trusted=True, account_id="ann")
    await accounts.set_timezone(rt, workspace_id, "Europe/Vienna", account_id="ann")
    found = [(line.action, line.target_id, line.detail) for line in await lines(rt, workspace_id)]
    assert found == [
        ("settings.change", "trusted_code", {"value": True}),
        ("settings.change", "timezone", {"value": "Europe/Vienna"}),
    ]


async def test_a_new_password_is_written_down_without_it(rt: Runtime, workspace_id: str) -> None:
    await accounts.set_password(rt, PASSWORD)
    await accounts.set_password(rt, "another horse 2")
    assert await actions(rt, workspace_id) == ["account.create", "account.password"]
    assert "horse" not in str(await lines(rt, workspace_id))


async def test_the_log_is_read_in_pages_newest_first(rt: Runtime, workspace_id: str) -> None:
    for number in range(5):
        await audit.note(rt, workspace_id, "login", target=("account", str(number % 2)), ip=str(number))
    first = await audit.entries(rt, workspace_id, limit=2)
    assert ([line.ip for line in first.items], first.total, first.has_more) == (["4", "3"], 5, True)
    assert [line.ip for line in (await audit.entries(rt, workspace_id, page=3, limit=2)).items] == ["0"]
    of_one = await audit.entries(rt, workspace_id, target_id="1")
    assert ([line.ip for line in of_one.items], of_one.total) == (["3", "1"], 2)
    with pytest.raises(InvalidInput, match="page must be 1 or more"):
        await audit.entries(rt, workspace_id, page=0)


async def test_nobody_reads_the_log_of_another_workspace(rt: Runtime, workspace_id: str) -> None:
    other = Workspace(name="Other")
    await storage.accounts.add_workspace(rt.db, other)
    await audit.note(rt, other.id, "login")
    assert await actions(rt, workspace_id) == []
