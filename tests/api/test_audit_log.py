"""The log of who did what over HTTP."""

import pytest

from tests.api.apps import configured
from tests.api.client import Api, expect

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_console_shows_who_did_what_newest_first(api: Api) -> None:
    app = await api.app(configured("chat"))
    path = f"/workspaces/current/audit-log?target_id={app.id}&limit=1"
    found = expect(await api.console("GET", path), 200)
    assert (found["page"], found["limit"], len(found["data"])) == (1, 1, 1)
    line = found["data"][0]
    assert (line["target_type"], line["target_id"]) == ("app", app.id)
    assert line["action"].startswith("app.")
    assert isinstance(line["created_at"], int)


@pytest.mark.parametrize("query", ["page=0", "limit=101"])
async def test_pages_of_the_log_have_bounds(api: Api, query: str) -> None:
    expect(await api.console("GET", f"/workspaces/current/audit-log?{query}"), 400)
