"""People whom an identity provider (OpenID Connect) vouches for: which account they are, and what they may do.

The pages let Streamlit ask the provider, and hand over what it said. That is worth one login within minutes; from
then on the person has a login like all others, which can be listed and ended.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import storage.accounts
import storage.members
from services.accounts import audit
from services.accounts.logins import Place, Tokens, begin
from services.accounts.membership import join
from services.accounts.people import checked_email, find_account, member, workspace
from services.accounts.roles import Role
from services.errors import NotAllowed, Unauthorized
from storage.errors import NotFound
from storage.ids import new_id
from storage.members import LastOwner
from storage.records import Account

if TYPE_CHECKING:
    from services.runtime import Runtime

TICKET: Final = "identity"  # what tickets are sealed for
FRESH: Final = 600.0  # seconds for which the provider's word is worth a login
TICKET_SECONDS: Final = 60


class StaleIdentity(Unauthorized):
    """The provider said it too long ago, or before the person signed out everywhere: it has to be asked again."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a provider says about a person."""

    email: str
    name: str
    groups: Sequence[str]
    issued_at: float  # epoch seconds

    @classmethod
    def of(cls, claims: Mapping[str, Any], groups_claim: str) -> "Identity":
        """Return what claims say. Raises NotAllowed: the e-mail address is missing, or nobody has verified it."""
        email = str(claims.get("email") or "")
        if not email or claims.get("email_verified") is not True:
            raise NotAllowed("The identity provider does not say that your e-mail address is verified.")
        groups = claims.get(groups_claim) or ()
        listed = [groups] if isinstance(groups, str) else [str(group) for group in groups]
        issued_at = claims.get("iat")
        at = float(issued_at) if isinstance(issued_at, int | float) else 0.0
        return cls(checked_email(email), str(claims.get("name") or email)[:255], listed, at)


async def admit(rt: "Runtime", claims: Mapping[str, Any]) -> str:
    """Return a ticket for one login of the person whom a provider vouches for; `redeem` takes it.

    A group that the settings map makes the person a member of the first workspace, with that role, at every sign-in.

    Raises:
        StaleIdentity: the provider has to be asked again.
        NotAllowed: the address is not verified, or the person is no member and in no group that makes one.
    """
    identity = Identity.of(claims, rt.settings.oidc_groups_claim)
    account = await find_account(rt, identity.email)
    ended = (account.logins_ended_at or 0.0) if account else 0.0
    if not 0 <= time.time() + 60 - identity.issued_at <= FRESH + 60 or identity.issued_at <= ended:
        raise StaleIdentity("Sign in again.")
    here = (await workspace(rt)).id
    role = role_of(rt.settings.oidc_roles, identity.groups) or rt.settings.oidc_default_role
    if role:
        account = await _with_role(rt, here, account or await _made(rt, here, identity, role), role)
    elif rt.settings.oidc_roles or account is None:
        raise NotAllowed("You belong to no group that may sign in here. Ask an administrator.")
    return rt.secrets.seal(TICKET, {"account": account.id, "nonce": new_id()})


async def redeem(rt: "Runtime", ticket: str, place: Place) -> Tokens:
    """Return the tokens of the login that a ticket is good for, once and within a minute. Raises Unauthorized."""
    content = rt.secrets.unseal(TICKET, ticket, max_age=TICKET_SECONDS)
    if content is None or rt.caches.tickets.get(content["nonce"]):
        raise Unauthorized("This sign-in has been used or is over. Sign in again.")
    rt.caches.tickets.put(content["nonce"], True)
    account = await rt.db.read(lambda: storage.accounts.find_account(rt.db, content["account"]))
    if account is None:
        raise Unauthorized("The account is gone.")
    return await begin(rt, account, place)


def role_of(mapping: Sequence[str], groups: Sequence[str]) -> str:
    """Return the highest role that `group=role` pairs give to somebody of `groups`, "" for none."""
    pairs = (pair.rpartition("=") for pair in mapping)
    found = {role.strip() for group, _, role in pairs if group.strip() in groups}
    return next((str(role) for role in Role if role in found), "")


async def _made(rt: "Runtime", here: str, identity: Identity, role: str) -> Account:
    account = Account(workspace_id=here, email=identity.email, name=identity.name)
    await storage.accounts.add_account(rt.db, account, role)
    await _note(rt, here, account, "account.create", role)
    return account


async def _with_role(rt: "Runtime", here: str, account: Account, role: str) -> Account:
    """Make an account a member with a role, or give it the role; a last owner stays one."""
    try:
        _, before = await member(rt, here, account.id)
    except NotFound:
        await _note(rt, here, account, "member.join", role)
        return await join(rt, account, here, role)
    if before != role:
        try:
            await storage.members.set_role(rt.db, here, account.id, role)
        except LastOwner:
            return account
        rt.caches.forget_account(account.id)
        await _note(rt, here, account, "member.role", role)
    return account


async def _note(rt: "Runtime", here: str, account: Account, action: str, role: str) -> None:
    target = ("account", account.id)
    await audit.note(rt, here, action, target=target, account_id=account.id, name=account.email, role=role)
