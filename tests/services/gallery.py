"""Templates of the gallery as the tests run them: made with all that they bring, run once with the demo model."""

from collections.abc import Mapping
from typing import Any

from engine.document import Document
from services.apps import apps, starting
from services.apps.examples import example
from services.chats import chat
from services.runs import workflow_runs
from services.runs.runs import DEBUGGER, LiveRun
from services.runtime import Runtime
from storage.records import App


async def made(rt: Runtime, workspace_id: str, name: str) -> App:
    """Make an app of a variant, as in `translation.en`."""
    result = await starting.start_from(rt, workspace_id, example(name))
    assert (result.status, result.error, result.warnings) == ("completed", "", ())
    assert result.app_id is not None
    return await apps.get_app(rt, workspace_id, result.app_id)


async def first_values(rt: Runtime, app: App) -> dict[str, Any]:
    """Return what the form of an app is filled in with."""
    form = (await apps.app_document(rt, app)).start_form
    return {item["variable"]: item["default"] for item in form if item.get("default") not in (None, "")}


def trigger_of(document: Document) -> str | None:
    """Return the trigger at which a workflow without a start node begins."""
    return next((node.id for node in document.nodes if node.kind.startswith("trigger-")), None)


async def run_once(
    rt: Runtime, app: App, query: str = "", *, inputs: Mapping[str, Any] | None = None, conversation_id: str = ""
) -> LiveRun:
    """Run the draft as the Studio does, with the form's own values and those of `inputs`; return the ended run."""
    values: dict[str, Any] = {**await first_values(rt, app), **(inputs or {})}
    root = trigger_of(await apps.app_document(rt, app))
    common: dict[str, Any] = {"inputs": values, "user": "ann", "draft": True, "invoke_from": DEBUGGER}
    if app.mode == "workflow":
        live = await workflow_runs.start_run(rt, app, root=root, **common)
    else:
        live = await chat.start_turn(rt, app, query=query, conversation_id=conversation_id, **common)
    await live.finished()
    return live


def outputs_of(rt: Runtime, live: LiveRun) -> dict[str, Any]:
    """Return the outputs of a run that succeeded, of a chat its answer."""
    (row,) = rt.db.query("SELECT status, error, outputs FROM runs WHERE id = ?", [live.id])
    assert row["status"] in ("succeeded", "partial-succeeded"), row["error"]
    outputs: dict[str, Any] = row["outputs"]
    return outputs


def kept_in_conversation(rt: Runtime, name: str) -> Any:
    """Return the value of a conversation variable, as the last turn left it."""
    rows = rt.db.query(
        "SELECT value FROM conversation_variables WHERE name = ? ORDER BY updated_at DESC LIMIT 1", [name]
    )
    return rows[0]["value"] if rows else None
