"""What a person does with their own account."""

from typing import TYPE_CHECKING

from services.accounts import passwords
from services.accounts.acting import Caller
from services.accounts.logins import Place, Tokens, begin, proven
from services.accounts.people import checked_name, store_password, update_account
from services.errors import NotAllowed
from storage.records import Account

if TYPE_CHECKING:
    from services.runtime import Runtime


async def change_password(rt: "Runtime", caller: Caller, old: str, new: str, place: Place) -> Tokens:
    """Set another password; all logins end, and the caller gets a new one.

    Raises:
        AuthenticationFailed, TooManyLogins: `old` is not the password.
        InvalidInput: `new` is too simple.
    """
    account = in_person(caller)
    passwords.check_password(new)
    await proven(rt, account.email, old, ip=place.ip)
    changed = await store_password(rt, caller.workspace.id, account, new)
    return await begin(rt, changed, place, workspace_id=caller.workspace.id)


async def rename(rt: "Runtime", caller: Caller, name: str) -> Account:
    """Change the name that others see. Raises InvalidInput."""
    return await update_account(rt, caller.workspace.id, in_person(caller).id, name=checked_name(name))


def in_person(caller: Caller) -> Account:
    """Return the account of a caller. Raises NotAllowed: it is nobody in person."""
    if caller.account is None:
        raise NotAllowed("There is no account yet. Set up the administrator's account first.")
    return caller.account
