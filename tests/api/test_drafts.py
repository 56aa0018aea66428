"""Drafts and versions over HTTP: what is saved, what is refused, what is served, what stays hidden."""

import json
from typing import Any

import pytest
import yaml

from services.apps import documents
from tests.api import apps
from tests.api.client import Api, Json, PublishedApp, events_of, expect, names
from tests.services.parts import graph, llm, node
from tests.vendor import Vendor

pytestmark = pytest.mark.asyncio(loop_scope="session")

DRAFT = "/workflows/draft"
SECRET = "secret-of-the-house-4711"
WORKFLOW = {
    *("id", "graph", "features", "hash", "version", "environment_variables", "conversation_variables"),
    *("created_by", "created_at", "updated_by", "updated_at", "tool_published", "marked_name", "marked_comment"),
    "rag_pipeline_variables",
}
EXECUTION = {
    *("id", "index", "predecessor_node_id", "node_id", "node_type", "title", "inputs", "process_data", "outputs"),
    *("status", "error", "elapsed_time", "execution_metadata", "extras", "created_at", "created_by_role"),
    *("created_by_account", "created_by_end_user", "finished_at"),
    *("inputs_truncated", "outputs_truncated", "process_data_truncated"),
    *("path", "attempt", "retry_index"),
}


@pytest.fixture
async def app(shared_api: Api) -> PublishedApp:
    """A chatflow of the test's own."""
    return await shared_api.app(apps.echo())


def saying(text: str) -> Json:
    return graph(node("start", "start"), node("answer", "answer", answer=text))


async def draft_of(app: PublishedApp) -> Json:
    return dict(expect(await app.console("GET", DRAFT), 200))


async def save(app: PublishedApp, **fields: Any) -> Any:
    return await app.console("POST", DRAFT, {"features": {}, **fields})


async def test_a_draft_has_all_its_keys(app: PublishedApp) -> None:
    draft = await draft_of(app)
    assert draft.keys() == WORKFLOW
    assert draft["version"] == "draft"
    assert {item["id"] for item in draft["graph"]["nodes"]} == {"start", "answer"}


async def test_a_draft_is_served_once_it_is_published(app: PublishedApp) -> None:
    saved = expect(await save(app, graph=saying("second")), 200)
    assert saved.keys() == {"result", "hash", "updated_at"}
    assert expect(await app.run("x"), 200)["answer"] == "You said: x"
    done = expect(await app.console("POST", "/workflows/publish", {"marked_name": "June", "marked_comment": ""}), 200)
    assert done.keys() == {"result", "created_at", "workflow_id"}
    assert expect(await app.run("x"), 200)["answer"] == "second"
    version = expect(await app.console("GET", "/workflows/publish"), 200)
    assert (version["id"], version["marked_name"]) == (done["workflow_id"], "June")
    assert version["version"] != "draft"


async def test_a_draft_that_somebody_else_saved_is_not_overwritten(app: PublishedApp) -> None:
    read = (await draft_of(app))["hash"]
    newer = expect(await save(app, graph=saying("theirs"), hash=read), 200)["hash"]
    refused = expect(await save(app, graph=saying("mine"), hash=read), 400)
    assert refused["code"] == "draft_workflow_not_sync"
    assert expect(await save(app, graph=saying("mine"), hash=newer), 200)["hash"] != newer


async def test_parts_that_are_json_texts_are_read(app: PublishedApp) -> None:
    expect(await save(app, graph=json.dumps(saying("from text")), features="{}"), 200)
    assert (await draft_of(app))["graph"]["nodes"][1]["data"]["answer"] == "from text"


@pytest.mark.parametrize("graph", ["{", 1, {"nodes": 1, "edges": []}, None])
async def test_what_is_no_graph_is_refused(app: PublishedApp, graph: Any) -> None:
    refused = expect(await save(app, graph=graph), 400)
    assert refused["code"] == "invalid_param"
    assert "graph" in refused["message"]


async def test_a_draft_that_cannot_run_names_its_node(app: PublishedApp) -> None:
    nodes = graph(node("start", "start"), node("the_end", "answer", answer=["no text"]))
    expect(await save(app, graph=nodes), 200)
    refused = expect(await app.console("POST", "/workflows/publish"), 400)
    assert refused["code"] == "invalid_param"
    assert "the_end" in refused["message"]
    assert expect(await app.run("x"), 200)["answer"] == "You said: x"


async def test_marks_have_limits(app: PublishedApp) -> None:
    refused = expect(await app.console("POST", "/workflows/publish", {"marked_name": "x" * 21}), 400)
    assert refused["params"] == "marked_name"


async def test_secrets_are_masked_and_survive_their_mask(app: PublishedApp) -> None:
    variable = {"id": "s1", "name": "TOKEN", "value_type": "secret", "value": SECRET, "description": ""}
    asking = graph(node("start", "start"), node("answer", "answer", answer="{{#env.TOKEN#}}"))
    expect(await save(app, graph=asking, environment_variables=[variable]), 200)
    draft = await draft_of(app)
    assert SECRET not in json.dumps(draft)
    expect(await save(app, graph=asking, environment_variables=draft["environment_variables"]), 200)
    rt = app.api.rt
    rows = rt.db.query("SELECT environment_variables FROM workflows WHERE app_id = ? AND version = 'draft'", [app.id])
    assert SECRET not in str(rows)
    stored = rows[0]["environment_variables"]
    items = json.loads(stored) if isinstance(stored, str) else stored
    assert documents.opened(rt.secrets, items)[0]["value"] == SECRET


@pytest.mark.parametrize(("query", "shown"), [("", False), ("?include_secret=true", True)])
async def test_an_export_holds_secrets_only_when_asked(app: PublishedApp, query: str, shown: bool) -> None:
    variable = {"id": "s1", "name": "TOKEN", "value_type": "secret", "value": SECRET, "description": ""}
    expect(await save(app, graph=saying("x"), environment_variables=[variable]), 200)
    text = expect(await app.console("GET", f"/export{query}"), 200)["data"]
    assert (SECRET in text) is shown
    assert [item["name"] for item in yaml.safe_load(text)["workflow"]["environment_variables"]] == ["TOKEN"]


async def test_a_version_can_be_exported_run_and_restored(app: PublishedApp) -> None:
    first = expect(await app.console("GET", "/workflows/publish"), 200)["id"]
    expect(await save(app, graph=saying("second")), 200)
    expect(await app.console("POST", "/workflows/publish"), 200)
    assert "You said" in expect(await app.console("GET", f"/export?workflow_id={first}"), 200)["data"]
    assert expect(await app.run("x", workflow_id=first), 200)["answer"] == "You said: x"
    versions = expect(await app.console("GET", "/workflows?limit=1"), 200)
    assert (len(versions["items"]), versions["has_more"], versions["items"][0]["id"] != first) == (1, True, True)
    expect(await app.console("POST", f"/workflows/{first}/restore"), 200)
    assert "You said" in (await draft_of(app))["graph"]["nodes"][1]["data"]["answer"]


async def test_the_version_in_use_stays(app: PublishedApp) -> None:
    first = expect(await app.console("GET", "/workflows/publish"), 200)["id"]
    expect(await app.console("DELETE", f"/workflows/{first}"), 400)
    expect(await save(app, graph=saying("second")), 200)
    expect(await app.console("POST", "/workflows/publish"), 200)
    assert (await app.console("DELETE", f"/workflows/{first}")).status_code == 204
    expect(await app.run("x", workflow_id=first), 404)


@pytest.mark.parametrize(
    ("workflow_id", "status"), [("not-a-uuid", 400), ("0199d9e5-0000-7000-8000-000000000000", 404)]
)
async def test_a_version_that_is_none(app: PublishedApp, workflow_id: str, status: int) -> None:
    assert (await app.run("x", workflow_id=workflow_id)).status_code == status


async def test_the_draft_is_not_run_by_its_id(app: PublishedApp) -> None:
    refused = expect(await app.run("x", workflow_id=(await draft_of(app))["id"]), 400)
    assert refused["code"] == "bad_request"


async def test_what_was_never_published_is_not_served(shared_api: Api) -> None:
    made = expect(await shared_api.import_text(apps.echo()), 200)
    key = expect(await shared_api.console("POST", f"/apps/{made['app_id']}/api-keys"), 201)["token"]
    app = PublishedApp(shared_api, made["app_id"], "advanced-chat", key)
    assert "publish" in expect(await app.run("x"), 400)["message"].lower()
    assert expect(await app.console("GET", "/workflows/publish"), 200) is None


async def test_a_configured_app_has_no_draft(chat: PublishedApp) -> None:
    assert expect(await chat.console("GET", DRAFT), 404)["code"] == "draft_workflow_not_exist"
    assert (await chat.console("POST", "/workflows/publish")).status_code == 400


async def test_a_draft_runs_in_the_debugger_and_not_for_callers(app: PublishedApp) -> None:
    expect(await save(app, graph=saying("being written")), 200)
    answer = await app.console("POST", "/advanced-chat/workflows/draft/run", {"inputs": {}, "query": "x"})
    events = events_of(answer)
    assert (names(events)[0], names(events)[-1]) == ("workflow_started", "message_end")
    assert [event["answer"] for event in events if event["event"] == "message"] == ["being written"]
    page = {"user": "ann", "conversation_id": events[0]["conversation_id"]}
    assert (await app.send("GET", "/messages", params=page)).status_code == 404


async def test_a_workflow_draft_runs_in_the_debugger(workflow: PublishedApp) -> None:
    answer = await workflow.console("POST", "/workflows/draft/run", {"inputs": {"topic": "x"}})
    assert events_of(answer)[-1]["data"]["outputs"] == {"result": "x"}


async def test_a_configuration_that_is_being_worked_on_runs(chat: PublishedApp, vendor: Vendor) -> None:
    config = {"model": apps.MODEL, "pre_prompt": "Answer in verse.", "prompt_type": "simple", "user_input_form": []}
    body = {"inputs": {}, "query": "x", "model_config": config, "response_mode": "blocking"}
    expect(await chat.console("POST", "/chat-messages", body), 200)
    assert "verse" in json.dumps(vendor.last.body)


@pytest.mark.parametrize("key", ["#start.topic#", "start.topic", "topic"])
async def test_one_node_runs_alone(shared_api: Api, vendor: Vendor, key: str) -> None:
    template = node(
        "tpl",
        "template-transform",
        template="<{{ topic }}>",
        variables=[{"variable": "topic", "value_selector": ["start", "topic"]}],
    )
    app = await shared_api.app(apps.workflow(template, result=("tpl", "output")))
    done = expect(await app.console("POST", f"{DRAFT}/nodes/tpl/run", {"inputs": {key: "one"}}), 200)
    assert done.keys() == EXECUTION
    assert (done["node_type"], done["status"], done["outputs"]) == (
        "template-transform",
        "succeeded",
        {"output": "<one>"},
    )
    assert (await app.console("POST", f"{DRAFT}/nodes/nobody/run", {"inputs": {}})).status_code == 404


async def test_a_node_that_fails_alone_is_a_good_answer(failing: PublishedApp) -> None:
    done = expect(await failing.console("POST", f"{DRAFT}/nodes/code/run", {"inputs": {}}), 200)
    assert done["status"] == "failed"
    assert "division" in done["error"]


async def test_a_model_node_runs_alone(shared_api: Api, vendor: Vendor) -> None:
    vendor.rule(reply="written")
    app = await shared_api.app(apps.workflow(llm("Write about {{#start.topic#}}"), result=("llm", "text")))
    done = expect(await app.console("POST", f"{DRAFT}/nodes/llm/run", {"inputs": {"#start.topic#": "ferries"}}), 200)
    assert done["outputs"]["text"] == "written"
    assert "ferries" in json.dumps(vendor.last.body)
