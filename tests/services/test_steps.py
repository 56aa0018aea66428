"""One node alone: on given values, whatever else the draft holds."""

from typing import Any

import pytest

from engine.errors import InvalidWorkflow
from services.apps import apps
from services.errors import InvalidInput
from services.files.given_files import upload_as
from services.runs.runs import DEBUGGER
from services.runs.steps import run_node
from services.runtime import Runtime
from storage.errors import NotFound
from storage.records import App
from storage.runs import find_last_node_execution
from tests.services.parts import counts, document, graph, node

TEMPLATE = node(
    "tpl",
    "template-transform",
    template="{{ word }} {{ token }}",
    variables=[
        {"variable": "word", "value_selector": ["start", "text"]},
        {"variable": "token", "value_selector": ["env", "TOKEN"]},
    ],
)
SECRET = {"id": "s1", "name": "TOKEN", "value_type": "secret", "value": "secret-of-the-house"}


@pytest.fixture
async def app(rt: Runtime, workspace_id: str) -> App:
    broken = node("broken", "llm", model="none")
    whole = graph(node("start", "start"), TEMPLATE, broken)
    return await apps.add_document(rt, workspace_id, document("workflow", whole, environment_variables=[SECRET]))


@pytest.mark.parametrize("key", ["#start.text#", "start.text", "word"])
async def test_a_node_runs_alone_on_the_values_that_its_variables_are_given(rt: Runtime, app: App, key: str) -> None:
    row = await run_node(rt, app, "tpl", inputs={key: "one node", "unknown": 1}, user="me")
    assert (row.status, row.node_id, row.idx) == ("succeeded", "tpl", 1)
    assert row.outputs is not None
    assert row.outputs["output"].startswith("one node secret")
    assert "secret-of-the-house" not in str(row)
    last = find_last_node_execution(rt.db, app.workspace_id, app.id, "tpl")
    assert last is not None
    assert last.outputs == row.outputs


async def test_a_failure_is_told_by_the_status(rt: Runtime, workspace_id: str) -> None:
    code: dict[str, Any] = {"code_language": "python3", "variables": [], "outputs": {}}
    failing = node("code", "code", code="def main():\n    return {}['x']", **code)
    app = await apps.add_document(rt, workspace_id, document("workflow", graph(node("start", "start"), failing)))
    row = await run_node(rt, app, "code", user="me")
    assert row.status == "failed"
    assert row.error


async def test_a_container_runs_with_what_is_inside_it(rt: Runtime, workspace_id: str) -> None:
    inside = {"isInIteration": True, "iteration_id": "it"}
    double = node("double", "template-transform", template="{{ x }}{{ x }}", **inside)
    double["data"]["variables"] = [{"variable": "x", "value_selector": ["it", "item"]}]
    iteration = node(
        "it",
        "iteration",
        iterator_selector=["start", "words"],
        output_selector=["double", "output"],
        start_node_id="first",
    )
    first = node("first", "iteration-start", **inside)
    whole = graph(
        node("start", "start"),
        iteration,
        {**first, "parentId": "it"},
        {**double, "parentId": "it"},
        edges=[("start", "it"), ("first", "double")],
    )
    app = await apps.add_document(rt, workspace_id, document("workflow", whole))
    row = await run_node(rt, app, "it", inputs={"start.words": ["a", "b"]}, user="me")
    assert row.outputs == {"output": ["aa", "bb"]}


async def test_what_cannot_run_alone_is_refused(rt: Runtime, app: App) -> None:
    with pytest.raises(NotFound, match="node"):
        await run_node(rt, app, "nobody", user="me")
    with pytest.raises(InvalidWorkflow, match="broken"):
        await run_node(rt, app, "broken", user="me")


async def test_a_node_that_asks_people_waits_and_leaves_nothing(rt: Runtime, workspace_id: str) -> None:
    asking = node("ask", "human-input", form_content="Well?")
    app = await apps.add_document(rt, workspace_id, document("workflow", graph(node("start", "start"), asking)))
    row = await run_node(rt, app, "ask", user="me")
    assert (row.node_id, row.status) == ("ask", "paused")
    assert counts(rt, "node_executions", "human_forms", "runs") == {"node_executions": 0, "human_forms": 0, "runs": 0}


async def test_a_node_runs_alone_on_an_uploaded_file(rt: Runtime, workspace_id: str) -> None:
    reading = node("text", "document-extractor", variable_selector=["start", "doc"])
    app = await apps.add_document(rt, workspace_id, document("workflow", graph(node("start", "start"), reading)))
    upload = await upload_as(
        rt, app, "me", invoke_from=DEBUGGER, account_id=None, data=b"Hi", filename="a.txt", mime_type="text/plain"
    )
    file = {"type": "document", "transfer_method": "local_file", "upload_file_id": upload.id}
    row = await run_node(rt, app, "text", inputs={"#start.doc#": file}, user="me")
    assert row.outputs == {"text": "Hi"}
    with pytest.raises(InvalidInput, match="does not exist"):
        await run_node(rt, app, "text", inputs={"#start.doc#": file}, user="somebody else")
