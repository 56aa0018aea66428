"""Who may have scripts run with the rights of the server's user."""

import pytest

from services import accounts
from services.errors import NotAllowed
from services.runs import scripts

CODE = "def main():\n    return {}"


async def test_scripts_are_trusted_only_where_the_workspace_says_so(rt):
    workspace = await accounts.workspace(rt)
    assert await scripts.code_runner(rt, workspace.id) is rt.code
    await scripts.set_trusted(rt, workspace.id, trusted=True)
    assert (await (await scripts.code_runner(rt, workspace.id)).run("python3", CODE, {})).tier == "trusted"
    assert await scripts.code_runner(rt, "another") is rt.code
    await scripts.set_trusted(rt, workspace.id, trusted=False)
    assert await scripts.code_runner(rt, workspace.id) is rt.code


async def test_nothing_is_trusted_where_strangers_get_in(rt):
    workspace = await accounts.workspace(rt)
    await scripts.set_trusted(rt, workspace.id, trusted=True)
    rt.is_public = True
    rt.caches.is_set_up = False
    assert not await accounts.needs_login(rt)
    assert await scripts.code_runner(rt, workspace.id) is rt.code
    with pytest.raises(NotAllowed, match="administrator's password"):
        await scripts.set_trusted(rt, workspace.id, trusted=True)
