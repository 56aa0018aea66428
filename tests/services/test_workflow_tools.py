"""Published workflows that other apps call as tools."""

import asyncio
from typing import Any

from engine.document import Document
from services.apps import apps
from services.runs import workflow_runs
from services.runtime import Runtime
from storage.records import App
from tests.services.parts import document, graph, llm, node, published, run_of, sign_in
from tests.vendor import Vendor

START = node("start", "start", variables=[{"variable": "n", "label": "N", "type": "number", "required": True}])


def workflow(*between: dict[str, Any], result: list[str]) -> Document:
    """Return a workflow of one number that gives `result`."""
    end = node("end", "end", outputs=[{"variable": "result", "value_selector": result}])
    return document("workflow", graph(START, *between, end))


def script(code: str) -> dict[str, Any]:
    variables = [{"variable": "n", "value_selector": ["start", "n"]}]
    return node("code", "code", code=code, variables=variables, outputs={"r": {"type": "number"}})


def calling(app_id: str) -> Document:
    """Return a workflow that hands its number to another one."""
    given = {"n": {"type": "variable", "value": ["start", "n"]}}
    tool = node("tool", "tool", provider_type="workflow", provider_id=app_id, tool_name="other", tool_parameters=given)
    return workflow(tool, result=["tool", "json"])


DOUBLE = workflow(script("def main(n):\n    return {'r': n * 2}"), result=["code", "r"])


async def outcome(rt: Runtime, app: App, n: int = 4) -> tuple[str, Any, str]:
    """Run an app and return status, outputs and error."""
    live = await workflow_runs.start_run(rt, app, inputs={"n": n}, user="ann")
    await live.finished()
    run, _ = await run_of(rt, live, app)
    return run.status, run.outputs, run.error or ""


async def test_a_published_workflow_is_called_with_its_inputs(rt: Runtime, workspace_id: str) -> None:
    double = await published(rt, workspace_id, DOUBLE)
    caller = await published(rt, workspace_id, calling(double.id))
    assert await outcome(rt, caller) == ("succeeded", {"result": [{"result": 8}]}, "")
    runs = rt.db.query("SELECT app_id, status FROM runs ORDER BY created_at")
    assert [(row["app_id"], row["status"]) for row in runs] == [(caller.id, "succeeded"), (double.id, "succeeded")]


async def test_a_failing_workflow_fails_the_tool_with_its_reason(rt: Runtime, workspace_id: str) -> None:
    broken = await published(rt, workspace_id, workflow(script("def main(n):\n    return 1 / 0"), result=["code", "r"]))
    caller = await published(rt, workspace_id, calling(broken.id))
    status, _, error = await outcome(rt, caller)
    assert status == "failed"
    assert "ZeroDivisionError" in error


async def test_what_cannot_be_called_fails_by_name(rt: Runtime, workspace_id: str) -> None:
    unpublished = await apps.add_document(rt, workspace_id, DOUBLE)
    chat = await published(rt, workspace_id, document("advanced-chat", graph(START, node("a", "answer", answer="Hi"))))
    for app_id in (unpublished.id, chat.id, "nobody"):
        caller = await published(rt, workspace_id, calling(app_id))
        status, _, error = await outcome(rt, caller)
        assert status == "failed"
        assert app_id in error


async def test_a_workflow_that_asks_a_person_is_not_called(rt: Runtime, workspace_id: str) -> None:
    ask = node("ask", "human-input", form_content="?", inputs=[], user_actions=[{"id": "ok", "title": "OK"}])
    asking = await published(rt, workspace_id, workflow(ask, result=["ask", "__action_id"]))
    status, _, error = await outcome(rt, await published(rt, workspace_id, calling(asking.id)))
    assert status == "failed"
    assert "asks a person" in error


async def test_workflows_call_each_other_so_deep_and_no_deeper(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, DOUBLE)
    for _ in range(5):
        app = await published(rt, workspace_id, calling(app.id))
    assert (await outcome(rt, app))[0] == "succeeded"
    deeper = await published(rt, workspace_id, calling(app.id))
    status, _, error = await outcome(rt, deeper)
    assert status == "failed"
    assert "5 deep" in error


async def test_stopping_the_caller_stops_what_it_called(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    await sign_in(rt, workspace_id, vendor)
    vendor.rule(reply="one two", fault="hang", after=1)
    slow = await published(rt, workspace_id, workflow(llm("Go on."), result=["llm", "text"]))
    caller = await published(rt, workspace_id, calling(slow.id))
    live = await workflow_runs.start_run(rt, caller, inputs={"n": 1}, user="ann")
    await asyncio.to_thread(vendor.wait_for, lambda: vendor.model_requests, timeout=60)
    (inner,) = rt.live.running(slow.id)
    live.stop()
    await live.finished()
    await inner.finished()
    run, _ = await run_of(rt, inner, slow)
    assert run.status == "stopped"
