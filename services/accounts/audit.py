"""Who did what: a line for every action that matters to the security or the content of a workspace.

Details say names and choices, never a secret, a prompt or the content of a file.
"""

import time
from typing import TYPE_CHECKING, Any, Final

import storage.accounts
import storage.settings
from services.accounts.acting import Caller, acting, needs
from services.accounts.roles import Action
from services.errors import InvalidInput
from services.paging import Page, check_page
from storage.records import AuditEntry

if TYPE_CHECKING:
    from services.runtime import Runtime

ACTIONS: Final = (
    "app.create",
    "app.copy",
    "app.import",
    "app.change",
    "app.publish",
    "app.restore",
    "app.delete",
    "key.create",
    "key.revoke",
    "webhook.create",
    "webhook.change",
    "webhook.secret",
    "webhook.delete",
    "provider.store",
    "provider.forget",
    "model.default",
    "model.overrides",
    "model.substitutes",
    "model.describe",
    "account.create",
    "account.password",
    "account.logins",
    "member.invite",
    "member.uninvite",
    "member.join",
    "member.role",
    "member.remove",
    "workspace.create",
    "workspace.change",
    "workspace.transfer",
    "workspace.delete",
    "conversation.read",
    "key.change",
    "login",
    "login.failed",
    "logout",
    "settings.change",
    "site.change",
    "site.secret",
    "site.secret.drop",
    "results.clear",
    "answers.clear",
    "dataset.create",
    "dataset.change",
    "dataset.delete",
    "dataset.import",
    "collection.delete",
    "tool.credentials",
    "tool.credentials-delete",
    "tool.add",
    "tool.change",
    "tool.delete",
    "plugin.install",
    "plugin.enable",
    "plugin.disable",
    "plugin.uninstall",
    "plugin.settings",
)
LONGEST_IP: Final = 64  # characters


KEPT_DAYS: Final = "audit_days"  # the setting that says for how many days lines are kept; 0 or none: for ever
MOST_DAYS: Final = 36_500
DAY: Final = 86_400.0  # seconds


async def note(
    rt: "Runtime",
    workspace_id: str,
    action: str,
    *,
    target: tuple[str, str] = ("", ""),
    account_id: str | None = None,
    ip: str = "",
    **detail: Any,
) -> None:
    """Write down that `action`, one of `ACTIONS`, was done to `target` (type and id).

    `account_id` None: whoever the code runs for, which without accounts is nobody in person.
    """
    kind, target_id = target
    who = acting()
    if account_id is None and isinstance(who, Caller):
        account_id = who.account_id
    entry = AuditEntry(
        workspace_id=workspace_id,
        account_id=account_id,
        action=action,
        target_type=kind,
        target_id=target_id or None,
        detail=detail,
        ip=ip[:LONGEST_IP],
    )
    await storage.settings.add_audit(rt.db, entry)


@needs(Action.MANAGE_SETTINGS)
async def entries(
    rt: "Runtime", workspace_id: str, *, target_id: str | None = None, page: int = 1, limit: int = 20
) -> Page[AuditEntry]:
    """Return a page of what was done, newest first; with `target_id`, of what was done to that object.

    Raises:
        InvalidInput: `page` is under 1, or `limit` not within 1..100.
    """
    check_page(page, limit)
    items, total = await rt.db.read(
        lambda: (
            storage.settings.list_audit(rt.db, workspace_id, target_id=target_id, page=page, limit=limit),
            storage.settings.count_audit(rt.db, workspace_id, target_id=target_id),
        )
    )
    return Page(items, page, limit, total)


async def kept_days(rt: "Runtime", workspace_id: str) -> int:
    """Return for how many days a workspace keeps its log, 0 for ever."""
    return int(await rt.db.read(lambda: storage.settings.get_setting(rt.db, workspace_id, KEPT_DAYS, 0)))


@needs(Action.MANAGE_SETTINGS)
async def keep_for(rt: "Runtime", workspace_id: str, days: int) -> None:
    """Keep the log of a workspace for so many days, 0 for ever. Raises InvalidInput."""
    if not 0 <= days <= MOST_DAYS:
        raise InvalidInput(f"days is {days}; it must be within 0 and {MOST_DAYS}.", param="days")
    await storage.settings.put_setting(rt.db, workspace_id, KEPT_DAYS, days)
    await note(rt, workspace_id, "settings.change", target=("setting", KEPT_DAYS), value=days)


async def sweep(rt: "Runtime") -> None:
    """Remove the lines that are older than their workspace keeps them."""
    now, before = time.time(), dict[str, float]()
    for workspace in await rt.db.read(lambda: storage.accounts.list_workspaces(rt.db)):
        if days := await kept_days(rt, workspace.id):
            before[workspace.id] = now - days * DAY
    if before:
        await storage.settings.delete_audit_before(rt.db, before)
