"""How the scripts of a workspace run: in the sandbox, or trusted."""

import sys
from typing import TYPE_CHECKING

import storage.settings
from engine.resources import CodeRunner
from engine.sandbox import TrustedPython
from services import audit
from services.accounts import needs_login
from services.errors import NotAllowed

if TYPE_CHECKING:
    from services.runtime import Runtime

TRUSTED = "trusted_code"  # the setting's key; its value is a truth


async def code_runner(rt: "Runtime", workspace_id: str) -> CodeRunner:
    """Return what runs the scripts of a workspace; it has the trusted tier when that was and still is allowed."""
    if not await is_trusted(rt, workspace_id) or not await may_trust(rt):
        return rt.code
    return rt.code.trusting(TrustedPython(str(rt.settings.code_trusted_python or sys.executable)))


async def is_trusted(rt: "Runtime", workspace_id: str) -> bool:
    """Return whether the workspace's Python scripts are to run with the rights of the server's user."""
    return await rt.caches.trusted_code.load(workspace_id, lambda: _stored(rt, workspace_id))


async def may_trust(rt: "Runtime") -> bool:
    """Return whether nobody but the owner can write scripts: only this machine gets in, or people log in."""
    return not rt.is_public or await needs_login(rt)


async def set_trusted(rt: "Runtime", workspace_id: str, *, trusted: bool, account_id: str | None = None) -> None:
    """Switch the trusted tier of a workspace on or off; only its owner may be let through to here.

    Raises:
        NotAllowed: strangers could write scripts.
    """
    if trusted and not await may_trust(rt):
        raise NotAllowed(
            "trusted scripts need an administrator's password, or a server that only this machine can reach"
        )
    await storage.settings.put_setting(rt.db, workspace_id, TRUSTED, trusted)
    rt.caches.trusted_code.forget(workspace_id)
    await audit.note(
        rt, workspace_id, "settings.change", target=("setting", TRUSTED), account_id=account_id, value=trusted
    )


async def _stored(rt: "Runtime", workspace_id: str) -> bool:
    return await rt.db.read(lambda: storage.settings.get_setting(rt.db, workspace_id, TRUSTED, default=False)) is True
