"""Accounts, logins, credentials, settings and imports."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from storage import accounts, imports, members, providers, settings
from storage.database import Database
from storage.errors import Conflict, NotFound
from storage.records import (
    Account,
    AuditEntry,
    DefaultModel,
    Invitation,
    LoginSession,
    PendingImport,
    ProviderCredential,
    Workspace,
)


def account(email: str = "ann@example.com") -> Account:
    return Account(workspace_id="w", email=email, name="Ann")


def login(hash: str, expires_at: float = 100.0) -> LoginSession:
    return LoginSession(workspace_id="w", account_id="ann", refresh_hash=hash, expires_at=expires_at)


async def test_the_set_up_stores_a_workspace_and_its_owner_together(db: Database) -> None:
    assert accounts.first_workspace(db) is None
    workspace = Workspace(id="w", name="Ferry")
    await accounts.add_workspace(db, workspace, account())
    assert accounts.first_workspace(db) == workspace
    assert accounts.count_accounts(db) == 1


async def test_an_e_mail_address_is_taken_once_and_found_in_any_case(db: Database) -> None:
    await accounts.add_account(db, account())
    with pytest.raises(Conflict):
        await accounts.add_account(db, account())
    found = accounts.find_account_by_email(db, "Ann@Example.com")
    assert found
    assert found.email == "ann@example.com"


async def test_who_leaves_a_workspace_has_no_login_into_it_any_more(db: Database) -> None:
    ann, ben = account(), account("ben@example.com")
    await accounts.add_account(db, ann)
    await accounts.add_account(db, ben, "viewer")
    await accounts.add_session(db, LoginSession(**login("h").row() | {"account_id": ben.id}))
    await members.remove_member(db, "w", ben.id)
    assert accounts.find_session(db, "h", 1.0) is None
    with pytest.raises(NotFound):
        accounts.get_account(db, "w", ben.id)


@pytest.mark.parametrize(
    "take", [lambda db, id: members.set_role(db, "w", id, "admin"), lambda db, id: members.remove_member(db, "w", id)]
)
async def test_a_workspace_keeps_its_last_owner(
    db: Database, take: Callable[[Database, str], Awaitable[object]]
) -> None:
    ann = account()
    await accounts.add_account(db, ann)
    with pytest.raises(members.LastOwner):
        await take(db, ann.id)
    found = members.find_member(db, "w", ann.id)
    assert found
    assert found.role == "owner"


async def test_an_invitation_is_taken_once(db: Database) -> None:
    def invitation(hash: str) -> Invitation:
        return Invitation(workspace_id="w", email="ben@example.com", role="viewer", token_hash=hash, expires_at=100.0)

    await members.add_invitation(db, invitation("old"))
    await members.add_invitation(db, invitation("new"))
    assert members.find_invitation(db, "old", 1.0) is None
    assert members.find_invitation(db, "new", 100.0) is None
    taken = await asyncio.gather(*(members.take_invitation(db, "new", 1.0) for _ in range(2)))
    assert sum(one is not None for one in taken) == 1


async def test_a_login_is_found_until_it_is_over(db: Database) -> None:
    await accounts.add_session(db, login("h"))
    assert accounts.find_session(db, "h", 99.9)
    assert accounts.find_session(db, "h", 100.0) is None
    await accounts.delete_expired_sessions(db, 100.0)
    assert db.query("SELECT * FROM login_sessions") == []


async def test_of_two_who_use_one_refresh_token_at_once_one_succeeds(db: Database) -> None:
    await accounts.add_session(db, login("old"))
    swaps = [accounts.renew_session(db, "old", refresh_hash=new) for new in ("new 1", "new 2")]
    assert sorted(found is not None for found in await asyncio.gather(*swaps)) == [False, True]
    assert len(db.query("SELECT * FROM login_sessions")) == 1


async def test_credentials_are_replaced_in_place_and_the_latest_change_comes_last(db: Database) -> None:
    first = ProviderCredential(workspace_id="w", provider="openai", ciphertext=b"\x00\xff", updated_at=1.0)
    await providers.put_credential(db, first)
    await providers.put_credential(db, ProviderCredential(workspace_id="w", provider="demo", ciphertext=b""))
    fresh = ProviderCredential(workspace_id="w", provider="openai", ciphertext=b"2", overrides=["gpt-*"])
    stored = await providers.put_credential(db, fresh)
    assert (stored.id, stored.ciphertext, stored.overrides) == (first.id, b"2", ["gpt-*"])
    assert [item.provider for item in providers.list_credentials(db, "w")] == ["demo", "openai"]


async def test_default_models_are_one_for_each_type_and_go_with_their_provider(db: Database) -> None:
    def model(type: str, name: str) -> DefaultModel:
        return DefaultModel(workspace_id="w", model_type=type, provider="openai", model=name)

    await providers.put_default_model(db, model("llm", "small"), model("rerank", "r"))
    await providers.put_default_model(db, model("llm", "large"))
    assert [item.model for item in providers.list_default_models(db, "w")] == ["large", "r"]
    await providers.delete_default_models(db, "w", "openai")
    assert providers.list_default_models(db, "w") == []


@pytest.mark.parametrize("value", [None, 0, "text", [1, {"a": None}], {"deep": {"er": 1.5}}])
async def test_a_setting_keeps_any_json_value(db: Database, value: object) -> None:
    await settings.put_setting(db, "w", "colour", "before")
    await settings.put_setting(db, "w", "colour", value)
    assert settings.get_setting(db, "w", "colour", "default") == value
    await settings.delete_setting(db, "w", "colour")
    assert settings.get_setting(db, "w", "colour", "default") == "default"


async def test_the_audit_log_is_newest_first_and_can_follow_one_object(db: Database) -> None:
    await settings.add_audit(
        db, *(AuditEntry(workspace_id="w", action=f"{n}", target_id="ab"[n % 2], created_at=float(n)) for n in range(4))
    )
    assert [entry.action for entry in settings.list_audit(db, "w")] == ["3", "2", "1", "0"]
    assert [entry.action for entry in settings.list_audit(db, "w", target_id="a")] == ["2", "0"]


async def test_a_waiting_import_is_taken_once_and_not_when_it_is_over(db: Database) -> None:
    def waiting(at: float) -> PendingImport:
        return PendingImport(
            workspace_id="w", content="kind: app", imported_version="9", created_at=at, expires_at=at + 600
        )

    old, fresh = waiting(0.0), waiting(1000.0)
    await imports.add_import(db, old)
    assert imports.find_import(db, "w", old.id, 599.0) == old
    await imports.add_import(db, fresh)
    assert [row["id"] for row in db.query("SELECT id FROM pending_imports")] == [fresh.id]
    with pytest.raises(NotFound):
        await imports.take_import(db, "w", fresh.id, 1600.0)
    assert await imports.take_import(db, "w", fresh.id, 1599.0) == fresh
    with pytest.raises(NotFound):
        await imports.take_import(db, "w", fresh.id, 1599.0)
