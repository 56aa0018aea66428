"""Whom an identity provider vouches for: verified addresses, groups that give roles, tickets that are good once."""

import time
from typing import Any

import pytest

from services import accounts
from services.accounts import Place, membership
from services.accounts.identities import StaleIdentity, admit, redeem, role_of
from services.errors import NotAllowed, Unauthorized
from services.runtime import Runtime
from storage.records import Account

PLACE = Place()
PAIRS = ("staff=editor", "it=admin", "cn=boss,dc=x=owner", "odd=root")


def claims(**changes: Any) -> dict[str, Any]:
    return {
        "email": "Ben@example.com",
        "email_verified": True,
        "name": "Ben",
        "iat": time.time(),
        "groups": ["staff"],
        **changes,
    }


@pytest.fixture
async def owner(rt: Runtime) -> Account:
    rt.settings = rt.settings.model_copy(update={"oidc_roles": PAIRS})
    return await accounts.setup(rt, email="ann@example.com", name="Ann", password="correct horse 7")


async def role(rt: Runtime, token: str) -> tuple[str, str]:
    caller = await accounts.caller_of_token(rt, token)
    assert caller.account
    return caller.account.email, caller.role


@pytest.mark.parametrize(
    ("groups", "expected"),
    [([], ""), (["staff"], "editor"), (["staff", "it"], "admin"), (["cn=boss,dc=x"], "owner"), (["odd"], "")],
)
def test_the_highest_role_of_the_groups_counts(groups: list[str], expected: str) -> None:
    assert role_of(PAIRS, groups) == expected


async def test_a_group_makes_a_member_and_another_group_another_role(rt: Runtime, owner: Account) -> None:
    first = await redeem(rt, await admit(rt, claims()), PLACE)
    assert await role(rt, first.access_token) == ("ben@example.com", "editor")
    second = await redeem(rt, await admit(rt, claims(groups=["it"])), PLACE)
    assert await role(rt, second.access_token) == ("ben@example.com", "admin")
    with pytest.raises(Unauthorized):
        await accounts.caller_of_token(rt, first.access_token)
    with pytest.raises(NotAllowed, match="no group"):
        await admit(rt, claims(groups=["gone"]))


@pytest.mark.parametrize(
    "change", [{"email_verified": False}, {"email_verified": "true"}, {"email_verified": None}, {"email": ""}]
)
async def test_an_address_that_nobody_verified_is_worth_nothing(
    rt: Runtime, owner: Account, change: dict[str, Any]
) -> None:
    with pytest.raises(NotAllowed, match="verified"):
        await admit(rt, claims(email="ann@example.com") | change)


async def test_a_ticket_is_good_once(rt: Runtime, owner: Account) -> None:
    ticket = await admit(rt, claims())
    await redeem(rt, ticket, PLACE)
    for used in (ticket, "forged", rt.secrets.seal("else", {"account": owner.id, "nonce": "n"})):
        with pytest.raises(Unauthorized):
            await redeem(rt, used, PLACE)


@pytest.mark.parametrize("at", [0.0, -3600.0, 3600.0])
async def test_what_was_said_long_ago_is_asked_again(rt: Runtime, owner: Account, at: float) -> None:
    with pytest.raises(StaleIdentity):
        await admit(rt, claims(iat=time.time() + at if at else None))


async def test_signing_out_everywhere_counts_for_what_the_provider_said_before(rt: Runtime, owner: Account) -> None:
    said = claims()
    tokens = await redeem(rt, await admit(rt, said), PLACE)
    await accounts.end_all_logins(rt, await accounts.caller_of_token(rt, tokens.access_token))
    with pytest.raises(StaleIdentity):
        await admit(rt, said)


async def test_the_last_owner_stays_one_whatever_the_groups_say(rt: Runtime, owner: Account) -> None:
    tokens = await redeem(rt, await admit(rt, claims(email="ann@example.com")), PLACE)
    assert await role(rt, tokens.access_token) == ("ann@example.com", "owner")


async def test_without_groups_only_members_come_in(rt: Runtime, owner: Account, workspace_id: str) -> None:
    rt.settings = rt.settings.model_copy(update={"oidc_roles": ()})
    with pytest.raises(NotAllowed):
        await admit(rt, claims())
    invited = await membership.invite(rt, workspace_id, "ben@example.com", "viewer")
    await membership.accept(rt, invited.token, "correct horse 7", name="Ben", place=PLACE)
    tokens = await redeem(rt, await admit(rt, claims()), PLACE)
    assert await role(rt, tokens.access_token) == ("ben@example.com", "viewer")
