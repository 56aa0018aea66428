"""Who belongs to a workspace: invitations, roles, leaving, and handing it over.

Nobody gives a role above their own, or touches somebody above them; a workspace keeps an owner.
"""

import hashlib
import logging
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import storage.accounts
import storage.members
from services.accounts import audit, passwords
from services.accounts.acting import check, needs
from services.accounts.logins import Place, Tokens, begin, proven
from services.accounts.people import (
    checked_email,
    checked_name,
    find_account,
    known_account,
    member,
    needs_login,
    workspace,
)
from services.accounts.roles import Action, Role
from services.errors import BadRequest, InvalidInput
from services.forms.mail import MailNotSent, send_mail
from storage.errors import Conflict, NotFound
from storage.members import LastOwner
from storage.records import Account, Invitation, Membership

if TYPE_CHECKING:
    from services.runtime import Runtime

logger = logging.getLogger(__name__)

DAYS: Final = 7  # that an invitation waits
DAY: Final = 86_400


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who belongs to the workspace."""

    account: Account
    role: str
    since: float


@dataclass(frozen=True, slots=True)
class Invited:
    """A new invitation; `token` is shown this once. `mailed`: whether a mail with the link has left."""

    invitation: Invitation
    token: str
    url: str
    mailed: bool


@dataclass(frozen=True, slots=True)
class Welcome:
    """What somebody sees who follows an invitation."""

    email: str
    role: str
    workspace: str
    has_account: bool


async def list_members(rt: "Runtime", workspace_id: str) -> list[Member]:
    """Return who belongs to a workspace, those of the longest first."""
    accounts, found = await rt.db.read(
        lambda: (
            {one.id: one for one in storage.accounts.list_accounts(rt.db, workspace_id)},
            storage.members.list_members(rt.db, workspace_id),
        )
    )
    return [Member(accounts[one.account_id], one.role, one.created_at) for one in found if one.account_id in accounts]


@needs(Action.MANAGE_MEMBERS)
async def list_invitations(rt: "Runtime", workspace_id: str) -> list[Invitation]:
    """Return the invitations that wait for an answer, newest first."""
    return await rt.db.read(lambda: storage.members.list_invitations(rt.db, workspace_id, time.time()))


@needs(Action.MANAGE_MEMBERS)
async def invite(
    rt: "Runtime", workspace_id: str, email: str, role: str, *, base_url: str = "", account_id: str | None = None
) -> Invited:
    """Invite somebody, by mail where a mail host is set; an earlier invitation of the address is void.

    Raises:
        InvalidInput: no address, no role, or the person belongs to the workspace already.
        NotAllowed: the role is above the caller's.
        BadRequest: there is no account yet, so that everybody may do everything.
    """
    email, role = checked_email(email), _given(role)
    if not await needs_login(rt):
        raise BadRequest("Set up the administrator's account first: until then nobody signs in.")
    account = await find_account(rt, email)
    if account and await known_account(rt, workspace_id, account.id):
        raise InvalidInput(f"{email} belongs to this workspace already.", param="email")
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        workspace_id=workspace_id,
        email=email,
        role=role,
        token_hash=_hash(token),
        invited_by=account_id,
        expires_at=time.time() + DAYS * DAY,
    )
    await storage.members.add_invitation(rt.db, invitation)
    await _note(rt, workspace_id, "member.invite", invitation.id, name=email, role=role)
    url = f"{(base_url or rt.settings.app_web_url or rt.url).rstrip('/')}/?invite={token}"
    return Invited(invitation, token, url, await _mailed(rt, invitation, url))


@needs(Action.MANAGE_MEMBERS)
async def withdraw(rt: "Runtime", workspace_id: str, invitation_id: str) -> None:
    """Make an invitation void. Raises NotFound."""
    gone = await storage.members.delete_invitation(rt.db, workspace_id, invitation_id)
    await _note(rt, workspace_id, "member.uninvite", gone.id, name=gone.email)


async def welcome(rt: "Runtime", token: str) -> Welcome:
    """Return what an invitation says. Raises NotFound: it is unknown, answered, withdrawn or over."""
    found = await rt.db.read(lambda: storage.members.find_invitation(rt.db, _hash(token), time.time()))
    if found is None:
        raise NotFound("invitation", "")
    account = await find_account(rt, found.email)
    return Welcome(found.email, found.role, (await workspace(rt, found.workspace_id)).name, account is not None)


async def accept(
    rt: "Runtime", token: str, password: str, *, name: str = "", language: str = "en-US", place: Place
) -> Tokens:
    """Take an invitation and log in; who has an account shows its password, others choose name and password.

    Raises:
        NotFound: the invitation is unknown, answered, withdrawn or over.
        InvalidInput: the name is missing, or the new password is too simple.
        AuthenticationFailed, TooManyLogins: the password of the account is another.
    """
    invited = await welcome(rt, token)
    account = await proven(rt, invited.email, password, ip=place.ip) if invited.has_account else None
    if account is None:
        name = checked_name(name)
        passwords.check_password(password)
    hash = "" if account else await passwords.hashed(password)
    taken = await storage.members.take_invitation(rt.db, _hash(token), time.time())
    if taken is None:
        raise NotFound("invitation", "")
    if account is None:
        made = Account(
            workspace_id=taken.workspace_id,
            email=taken.email,
            name=name,
            password_hash=hash,
            interface_language=language,
        )
        await storage.accounts.add_account(rt.db, made, taken.role)
    else:
        made = await join(rt, account, taken.workspace_id, taken.role)
    await _note(rt, taken.workspace_id, "member.join", made.id, account_id=made.id, name=taken.email, role=taken.role)
    return await begin(rt, made, place, workspace_id=taken.workspace_id)


async def join(rt: "Runtime", account: Account, workspace_id: str, role: str) -> Account:
    """Make an account a member, unless it is one already, and return it."""
    member = Membership(workspace_id=workspace_id, account_id=account.id, role=role)
    try:
        await storage.members.add_member(rt.db, member)
    except Conflict:
        logger.info("Somebody joined a workspace that they belong to. account=%s", account.id)
    rt.caches.forget_account(account.id)
    return account


@needs(Action.MANAGE_MEMBERS)
async def set_role(rt: "Runtime", workspace_id: str, account_id: str, role: str) -> None:
    """Give a member another role; it holds from their next step on.

    Raises:
        NotFound: no member.
        InvalidInput: no role, or the last owner would be one no more.
        NotAllowed: the role, or the member's present one, is above the caller's.
    """
    _, before = await member(rt, workspace_id, account_id)
    _reach(before)
    role = _given(role)
    try:
        await storage.members.set_role(rt.db, workspace_id, account_id, role)
    except LastOwner as error:
        raise InvalidInput(str(error), param="role") from error
    rt.caches.forget_account(account_id)
    await _note(rt, workspace_id, "member.role", account_id, before=before, role=role)


@needs(Action.MANAGE_MEMBERS)
async def remove(rt: "Runtime", workspace_id: str, account_id: str) -> None:
    """End a membership with all its logins. Raises as `set_role`."""
    account, role = await member(rt, workspace_id, account_id)
    _reach(role)
    await _left(rt, workspace_id, account)


async def leave(rt: "Runtime", workspace_id: str, account: Account) -> None:
    """End one's own membership. Raises InvalidInput: the last owner cannot."""
    await _left(rt, workspace_id, account)


@needs(Action.OWN)
async def hand_over(rt: "Runtime", workspace_id: str, account_id: str, *, giver: str | None) -> None:
    """Make a member the owner; the one who was (`giver`) becomes an administrator. Raises NotFound."""
    await member(rt, workspace_id, account_id)
    await storage.members.hand_over(rt.db, workspace_id, giver=None if giver == account_id else giver, taker=account_id)
    for one in (account_id, giver):
        rt.caches.forget_account(one or "")
    await _note(rt, workspace_id, "workspace.transfer", account_id)


async def _left(rt: "Runtime", workspace_id: str, account: Account) -> None:
    try:
        await storage.members.remove_member(rt.db, workspace_id, account.id)
    except LastOwner as error:
        raise InvalidInput(str(error), param="member") from error
    rt.caches.forget_account(account.id)
    await _note(rt, workspace_id, "member.remove", account.id, name=account.email)


def _given(role: str) -> str:
    """Return a role that the caller may give. Raises InvalidInput, NotAllowed."""
    if role not in set(Role):
        raise InvalidInput(f"role must be one of {', '.join(Role)}, got {role!r:.80}.", param="role")
    _reach(role)
    return Role(role)


def _reach(role: str) -> None:
    """Refuse what concerns an owner to all but owners. Raises NotAllowed."""
    check(Action.OWN if role == Role.OWNER else Action.MANAGE_MEMBERS)


async def _mailed(rt: "Runtime", invitation: Invitation, url: str) -> bool:
    """Send the link where a mail host is set; a mail that does not leave is no failure, the link is shown too."""
    if not rt.settings.smtp_server:
        return False
    name = (await workspace(rt, invitation.workspace_id)).name
    text = (
        f"You are invited to the workspace {name} on Millrace, as {invitation.role}.\n\n{url}\n\n"
        f"The link is good once, for {DAYS} days.\n"
    )
    try:
        await send_mail(rt, to=invitation.email, subject=f"Invitation to {name}", text=text)
    except MailNotSent as error:
        logger.warning("An invitation could not be mailed. invitation=%s reason=%s", invitation.id, error)
        return False
    return True


async def _note(
    rt: "Runtime", workspace_id: str, action: str, target_id: str, *, account_id: str | None = None, **detail: str
) -> None:
    kind = "invitation" if "invite" in action else "account"
    await audit.note(rt, workspace_id, action, target=(kind, target_id), account_id=account_id, **detail)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
