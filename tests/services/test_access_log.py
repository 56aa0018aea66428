"""Who read what others wrote is written down, and how long the log is kept."""

import time

import pytest

import storage.settings
from services import accounts
from services.accounts import Caller, acting_as, audit
from services.accounts.roles import Role
from services.apps import apps
from services.chats import conversation_logs
from services.errors import InvalidInput, NotAllowed
from services.runs import run_logs
from services.runs.runs import DEBUGGER, SERVICE_API
from services.runtime import Runtime
from storage.changes import added
from storage.records import App, AuditEntry, Conversation, Message, Run


@pytest.fixture
async def app(rt: Runtime, workspace_id: str) -> App:
    return await apps.create_app(rt, workspace_id, name="Guide", mode="chat")


async def reads(rt: Runtime, workspace_id: str) -> list[tuple[str, str | None]]:
    found = (await audit.entries(rt, workspace_id)).items
    return [(entry.target_type, entry.target_id) for entry in found if entry.action == "conversation.read"]


async def test_looking_at_a_conversation_leaves_one_line_and_programs_leave_none(rt: Runtime, app: App) -> None:
    talk = Conversation(workspace_id=app.workspace_id, app_id=app.id, name="Hello", end_user_id="u")
    said = Message(workspace_id=app.workspace_id, app_id=app.id, conversation_id=talk.id, query="Hi", answer="Ho")
    await rt.db.store(added(talk, said))
    await conversation_logs.read_conversation(rt, app, talk.id)
    assert await reads(rt, app.workspace_id) == []
    ann = await accounts.setup(rt, email="ann@example.com", name="Ann", password="correct horse 7")
    with acting_as(Caller(workspace=await accounts.workspace(rt), account=ann, role=Role.ADMIN)):
        for _ in range(3):
            await conversation_logs.read_conversation(rt, app, talk.id)
    assert await reads(rt, app.workspace_id) == [("conversation", talk.id)]


async def test_a_viewer_sees_runs_of_the_studio_and_not_what_visitors_had_run(rt: Runtime, app: App) -> None:
    runs = {
        source: Run(
            workspace_id=app.workspace_id, app_id=app.id, status="succeeded", invoke_from=source, created_by="u"
        )
        for source in (DEBUGGER, SERVICE_API)
    }
    await rt.db.store(added(*runs.values()))
    here = await accounts.workspace(rt)
    with acting_as(Caller(workspace=here, role=Role.VIEWER)):
        await run_logs.run_detail(rt, app, runs[DEBUGGER].id)
        for look in (run_logs.run_detail, run_logs.run_nodes):
            with pytest.raises(NotAllowed):
                await look(rt, app, runs[SERVICE_API].id)
    ann = await accounts.setup(rt, email="ann@example.com", name="Ann", password="correct horse 7")
    with acting_as(Caller(workspace=here, account=ann, role=Role.EDITOR)):
        await run_logs.run_detail(rt, app, runs[SERVICE_API].id)
    assert await reads(rt, app.workspace_id) == [("run", runs[SERVICE_API].id)]


async def test_the_log_is_kept_for_as_long_as_the_workspace_says(rt: Runtime, workspace_id: str) -> None:
    old, new = (
        AuditEntry(workspace_id=workspace_id, action="login", created_at=time.time() - days * audit.DAY)
        for days in (40, 20)
    )
    await storage.settings.add_audit(rt.db, old, new)
    await audit.sweep(rt)
    assert (await audit.entries(rt, workspace_id)).total == 2
    await audit.keep_for(rt, workspace_id, 30)
    await audit.sweep(rt)
    found = [entry.id for entry in (await audit.entries(rt, workspace_id)).items]
    assert new.id in found
    assert old.id not in found
    with pytest.raises(InvalidInput):
        await audit.keep_for(rt, workspace_id, -1)
