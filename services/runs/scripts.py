"""How the scripts of a workspace run: in the sandbox, or trusted."""

import asyncio
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import storage.settings
from engine.resources import CodeRunner
from engine.sandbox import TrustedPython
from engine.sandbox.support import contained_support, javascript_support
from services.accounts import audit, needs_login
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.errors import NotAllowed

if TYPE_CHECKING:
    from services.runtime import Runtime

UNSAFE = "trusted scripts need an administrator's password, or a server that only this machine can reach"
TRUSTED = "trusted_code"  # the setting's key; its value is a truth


async def code_runner(rt: "Runtime", workspace_id: str) -> CodeRunner:
    """Return what runs the scripts of a workspace; it has the trusted tier when that was and still is allowed."""
    if not await is_trusted(rt, workspace_id) or not await may_trust(rt):
        return rt.code
    return rt.code.trusting(TrustedPython(str(rt.settings.code_trusted_python or sys.executable)))


@dataclass(frozen=True, slots=True)
class Tier:
    """A way in which scripts run here; `reason` says why it is not available, "" when it is."""

    name: str  # strict, contained, javascript, trusted
    reason: str = ""

    @property
    def is_available(self) -> bool:
        """Return whether scripts can run like this."""
        return not self.reason


async def tiers(rt: "Runtime") -> list[Tier]:
    """Return the ways in which scripts can run on this machine, from the strictest on."""
    return [
        Tier("strict"),
        Tier("contained", await asyncio.to_thread(lambda: contained_support() or "")),
        Tier("javascript", await asyncio.to_thread(lambda: javascript_support() or "")),
        Tier("trusted", "" if await may_trust(rt) else UNSAFE),
    ]


async def is_trusted(rt: "Runtime", workspace_id: str) -> bool:
    """Return whether the workspace's Python scripts are to run with the rights of the server's user."""
    return await rt.caches.trusted_code.load(workspace_id, lambda: _stored(rt, workspace_id))


async def may_trust(rt: "Runtime") -> bool:
    """Return whether nobody but the owner can write scripts: only this machine gets in, or people log in."""
    return not rt.is_public or await needs_login(rt)


@needs(Action.OWN)
async def set_trusted(rt: "Runtime", workspace_id: str, *, trusted: bool, account_id: str | None = None) -> None:
    """Switch the trusted tier of a workspace on or off; whoever may edit apps in it then writes such scripts.

    Raises:
        NotAllowed: strangers could write scripts.
    """
    if trusted and not await may_trust(rt):
        raise NotAllowed(UNSAFE)
    await storage.settings.put_setting(rt.db, workspace_id, TRUSTED, trusted)
    rt.caches.trusted_code.forget(workspace_id)
    await audit.note(
        rt, workspace_id, "settings.change", target=("setting", TRUSTED), account_id=account_id, value=trusted
    )


async def _stored(rt: "Runtime", workspace_id: str) -> bool:
    return await rt.db.read(lambda: storage.settings.get_setting(rt.db, workspace_id, TRUSTED, default=False)) is True
