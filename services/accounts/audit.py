"""Who did what: a line for every action that matters to the security or the content of a workspace.

Details say names and choices, never a secret, a prompt or the content of a file.
"""

from typing import TYPE_CHECKING, Any, Final

import storage.settings
from services.accounts.acting import Caller, acting, needs
from services.accounts.roles import Action
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
    "provider.store",
    "provider.forget",
    "model.default",
    "model.overrides",
    "model.substitutes",
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
    "dataset.create",
    "dataset.change",
    "dataset.delete",
    "dataset.import",
)
LONGEST_IP: Final = 64  # characters


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
