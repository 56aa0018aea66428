"""The tool that asks in SQL about the runs of the workspace: for those who may read them, and nobody else."""

from typing import Any

import pytest

import storage.accounts
import storage.members
from services.accounts.actors import actor_of
from services.accounts.roles import Role
from services.runs import workflow_runs
from services.runs.run_store import RunsNotReadable, StoredRuns
from services.runs.runs import DEBUGGER, SCHEDULE, SERVICE_API, WEB_APP
from services.runtime import Runtime
from storage.records import Account
from tests.services.parts import document, graph, node, published


async def person(rt: Runtime, workspace_id: str, role: str) -> str:
    """Return the id of a new member."""
    made = Account(workspace_id=workspace_id, email=f"{role}@example.org", name=role)
    await storage.accounts.add_account(rt.db, made, role)
    return made.id


ASKING = document(
    "workflow",
    graph(
        node("start", "start"),
        node(
            "tool",
            "tool",
            provider_id="sql",
            tool_name="query_runs",
            tool_parameters={"sql": {"type": "mixed", "value": "SELECT app, status FROM runs ORDER BY created_at"}},
        ),
        node("end", "end", outputs=[{"variable": "rows", "value_selector": ["tool", "json"]}]),
    ),
)


async def asked(rt: Runtime, app: Any, **who: Any) -> str | None:
    """Run the app for somebody; return why it failed."""
    last = await (await workflow_runs.start_run(rt, app, inputs={}, **who)).finished()
    return getattr(last, "error", None)


async def test_only_members_who_read_conversations_ask_about_runs(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, ASKING)
    assert await asked(rt, app, user="owner", invoke_from=DEBUGGER) is None  # the Studio, before there is any account
    editor, viewer = [await person(rt, workspace_id, role) for role in (Role.EDITOR, Role.VIEWER)]
    rt.caches.is_set_up = False
    assert await asked(rt, app, user="ed", account_id=editor, invoke_from=WEB_APP) is None
    refusal = "only members of the workspace who may read conversations"
    for who in (
        {"user": "vi", "account_id": viewer, "invoke_from": WEB_APP},
        {"user": "eve", "invoke_from": WEB_APP},
        {"user": editor, "invoke_from": SERVICE_API},
        {"user": "eve", "invoke_from": SCHEDULE},
        {"user": "eve", "invoke_from": DEBUGGER},
    ):
        assert refusal in (await asked(rt, app, **who) or ""), who


async def test_runs_of_other_workspaces_are_not_among_them(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, ASKING)
    await asked(rt, app, user="eve", invoke_from=WEB_APP)
    await rt.db.write(
        lambda cursor: cursor.execute(
            "INSERT INTO runs BY NAME SELECT * REPLACE ('other' AS id, 'elsewhere' AS workspace_id) FROM runs"
        )
    )
    actor = await actor_of(rt, app, "", invoke_from=DEBUGGER)
    tables = await StoredRuns(rt, workspace_id, actor, DEBUGGER).tables()
    assert tables["runs"].column("app") == ["Test"]
    assert tables["runs"].column("status") == ["failed"]
    assert set(tables) == {"runs", "node_executions", "messages"}
    assert {"state", "graph", "workspace_id"}.isdisjoint(tables["runs"].columns)


async def test_somebody_who_left_asks_no_more(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, ASKING)
    editor = await person(rt, workspace_id, Role.EDITOR)
    actor = await actor_of(rt, app, "", invoke_from=WEB_APP, account_id=editor)
    runs = StoredRuns(rt, workspace_id, actor, WEB_APP)
    assert await runs.tables()
    await storage.members.remove_member(rt.db, workspace_id, editor)
    rt.caches.forget_account(editor)
    with pytest.raises(RunsNotReadable):
        await runs.tables()
