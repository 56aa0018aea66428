"""Workspaces: another one, its name, and its end."""

from typing import TYPE_CHECKING

import storage.accounts
import storage.members
from services.accounts import audit
from services.accounts.acting import Caller, needs
from services.accounts.own_account import in_person
from services.accounts.people import checked_name
from services.accounts.people import workspace as first_or
from services.accounts.roles import Action, Role
from services.apps import apps
from services.errors import BadRequest
from services.knowledge import datasets
from services.knowledge.permissions import Reader
from storage.records import Membership, Workspace

if TYPE_CHECKING:
    from services.runtime import Runtime

AT_ONCE = 100


@needs(Action.OWN)
async def create(rt: "Runtime", caller: Caller, name: str) -> Workspace:
    """Make another workspace, of which the caller is the owner. Raises InvalidInput, NotAllowed."""
    account = in_person(caller)
    made = Workspace(name=checked_name(name))
    await storage.accounts.add_workspace(rt.db, made)
    await storage.members.add_member(rt.db, Membership(workspace_id=made.id, account_id=account.id, role=Role.OWNER))
    await _note(rt, "workspace.create", made)
    return made


@needs(Action.MANAGE_SETTINGS)
async def rename(rt: "Runtime", workspace_id: str, name: str) -> Workspace:
    """Give a workspace another name. Raises InvalidInput."""
    changed = await storage.accounts.rename_workspace(rt.db, workspace_id, checked_name(name))
    for key in (workspace_id, ""):
        rt.caches.workspaces.forget(key)
    await _note(rt, "workspace.change", changed)
    return changed


@needs(Action.OWN)
async def delete(rt: "Runtime", workspace_id: str) -> None:
    """Delete a workspace with its apps, knowledge, keys, credentials, members and logs.

    Raises:
        BadRequest: it is the first one, which the server itself needs.
    """
    first = await first_or(rt)
    if first.id == workspace_id:
        raise BadRequest("The first workspace stays: the server itself needs it.")
    gone = await first_or(rt, workspace_id)
    while page := (await apps.list_apps(rt, workspace_id, limit=AT_ONCE)).items:
        for app in page:
            await apps.delete_app(rt, app)
    everything = Reader(workspace_id)
    while bases := (await datasets.page_of(rt, everything, limit=AT_ONCE)).items:
        for base in bases:
            await datasets.delete(rt, base)
    people = [one.account_id for one in await rt.db.read(lambda: storage.members.list_members(rt.db, workspace_id))]
    await storage.accounts.delete_workspace(rt.db, workspace_id)
    for account_id in people:
        rt.caches.forget_account(account_id)
    rt.caches.workspaces.forget(workspace_id)
    rt.caches.keys.take_all()
    rt.caches.dataset_keys.take_all()
    rt.caches.models.forget(workspace_id)
    await audit.note(rt, first.id, "workspace.delete", target=("workspace", gone.id), name=gone.name)


async def _note(rt: "Runtime", action: str, workspace: Workspace) -> None:
    await audit.note(rt, workspace.id, action, target=("workspace", workspace.id), name=workspace.name)
