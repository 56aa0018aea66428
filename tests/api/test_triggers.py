"""Webhooks, debug addresses, plugin events, and the console's routes for triggers, over HTTP."""

import asyncio
from typing import Any

import pytest

import storage.runs
from engine.dsl import dump
from storage.records import Run
from tests.api.client import Api, Json, PublishedApp, events_of, expect, names
from tests.services.parts import document, graph, node

pytestmark = pytest.mark.asyncio(loop_scope="session")

WHO = {"name": "who", "type": "string", "required": True}


def output(name: str, *selector: str) -> Json:
    return {"variable": name, "value_selector": list(selector), "value_type": "string"}


def hooked(*outputs: Json, **settings: Any) -> str:
    """Return a workflow that starts by a webhook and gives `outputs`, by default what the body says of `who`."""
    settings = {"body": [WHO], **settings}
    end = node("end", "end", outputs=list(outputs) or [output("who", "hook", "who")])
    return dump(document("workflow", graph(node("hook", "trigger-webhook", **settings), end)))


async def address(app: PublishedApp, node_id: str = "hook", *, debug: bool = False) -> str:
    """Return the path at which a trigger is called."""
    made = expect(await app.console("GET", f"/workflows/triggers/webhook?node_id={node_id}"), 200)
    url = made["webhook_debug_url" if debug else "webhook_url"]
    return "/triggers/" + url.partition("/triggers/")[2]


async def runs(app: PublishedApp) -> list[Run]:
    """Return the runs of an app, the newest first, waiting for those under way."""
    rt = app.api.rt
    for live in rt.live.running(app.id):
        await live.ended()
    (row,) = rt.db.query("SELECT workspace_id FROM apps WHERE id = ?", [app.id])
    return storage.runs.list_runs(rt.db, row["workspace_id"], app_id=app.id)


async def test_a_request_runs_the_published_workflow_and_is_answered_at_once(api: Api) -> None:
    app = await api.app(
        hooked(
            output("who", "hook", "who"),
            output("page", "hook", "page"),
            output("id", "hook", "X_Id"),
            params=[{"name": "page", "type": "number"}],
            headers=[{"name": "X-Id"}],
            status_code=202,
            response_body='{"ok": true}',
        )
    )
    answer = await api.send("POST", f"{await address(app)}?page=3", {"who": "Ann"}, headers={"X-Id": "7"})
    assert (answer.status_code, answer.json()) == (202, {"ok": True})
    (run,) = await runs(app)
    assert run.outputs == {"who": "Ann", "page": 3, "id": "7"}
    assert (run.triggered_from, run.invoke_from, run.status) == ("webhook", "webhook", "succeeded")
    assert run.inputs["sys.user_id"] == "webhook"
    assert run.inputs["_webhook_raw"]["body"] == {"who": "Ann"}
    assert isinstance(run.inputs["sys.timestamp"], int)


@pytest.mark.parametrize(("text", "body"), [("Thanks", {"message": "Thanks"}), ("", {"status": "success"})])
async def test_a_text_is_answered_as_a_message(api: Api, text: str, body: Json) -> None:
    app = await api.app(hooked(response_body=text))
    answer = expect(await api.send("POST", await address(app), {"who": "Ann"}), 200)
    assert answer | body == answer


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        ({"method": "PUT", "body": {"who": "x"}}, "HTTP method mismatch: expected POST, got PUT"),
        ({"content": b"who=x", "headers": {"content-type": "text/plain"}}, "Content type mismatch"),
        ({"body": {}}, "Required body parameter missing: who"),
        ({"body": {"who": 1}}, "who must be string, got 1"),
        ({"content": b"{", "headers": {"content-type": "application/json"}}, "no usable JSON"),
    ],
)
async def test_a_request_that_does_not_fit_starts_nothing(api: Api, request_: Json, told: str) -> None:
    app = await api.app(hooked())
    method = request_.pop("method", "POST")
    refused = expect(await api.send(method, await address(app), request_.pop("body", None), **request_), 400)
    assert told in refused["message"]
    assert refused["code"] == "invalid_param"
    assert await runs(app) == []


async def test_what_is_unknown_unpublished_or_switched_off_is_not_found(api: Api) -> None:
    expect(await api.send("POST", "/triggers/webhook/unknown", {}), 404)
    made = expect(await api.import_text(hooked()), 200)
    draft = PublishedApp(api, made["app_id"], "workflow", "")
    path = await address(draft)
    expect(await api.send("POST", path, {"who": "x"}), 404)
    expect(await draft.console("POST", "/workflows/publish"), 200)
    expect(await api.send("POST", path, {"who": "x"}), 200)
    (listed,) = expect(await draft.console("GET", "/triggers"), 200)["data"]
    switch = {"trigger_id": listed["id"], "enable_trigger": False}
    assert expect(await draft.console("POST", "/trigger-enable", switch), 200)["status"] == "disabled"
    expect(await api.send("POST", path, {"who": "x"}), 404)
    expect(await draft.console("POST", "/trigger-enable", switch | {"enable_trigger": True}), 200)
    expect(await api.send("POST", path, {"who": "x"}), 200)
    assert (await draft.console("DELETE")).status_code == 204
    expect(await api.send("POST", path, {"who": "x"}), 404)


async def test_an_address_stays_from_version_to_version_and_runs_the_newest(api: Api) -> None:
    app = await api.app(hooked())
    path = await address(app)
    newer = hooked(output("said", "hook", "said"), body=[{"name": "said"}])
    expect(await api.import_text(newer, app_id=app.id), 200)
    assert expect(await api.send("POST", path, {}), 400)
    expect(await app.console("POST", "/workflows/publish"), 200)
    assert await address(app) == path
    expect(await api.send("POST", path, {"said": "Hi"}), 200)
    assert [run.outputs for run in await runs(app)] == [{"said": "Hi"}]


async def test_two_apps_of_one_file_have_addresses_of_their_own(api: Api) -> None:
    first, second = await api.app(hooked()), await api.app(hooked())
    assert await address(first) != await address(second)
    expect(await api.send("POST", await address(first), {"who": "x"}), 200)
    assert (len(await runs(first)), len(await runs(second))) == (1, 0)


async def test_a_webhook_that_waits_answers_with_the_outcome(api: Api) -> None:
    app = await api.app(hooked(async_mode=False))
    assert expect(await api.send("POST", await address(app), {"who": "Ann"}), 200) == {"who": "Ann"}
    said = await api.app(hooked(async_mode=False, status_code=201, response_body="done"))
    assert expect(await api.send("POST", await address(said), {"who": "Ann"}), 201) == {"message": "done"}


async def test_a_webhook_that_waits_tells_a_failure(api: Api) -> None:
    code = node("code", "code", code="def main():\n    return {'x': 1 // 0}\n", outputs={"x": {"type": "number"}})
    trigger = node("hook", "trigger-webhook", async_mode=False, response_body="done")
    app = await api.app(
        dump(document("workflow", graph(trigger, code, node("end", "end", outputs=[output("x", "code", "x")]))))
    )
    failed = expect(await api.send("POST", await address(app), {}), 500)
    assert "division by zero" in failed["message"]


async def test_an_answer_without_a_body_has_none(api: Api) -> None:
    app = await api.app(hooked(status_code=204))
    answer = await api.send("POST", await address(app), {"who": "Ann"})
    assert (answer.status_code, answer.content) == (204, b"")


async def test_a_body_over_the_limit_is_refused(api: Api) -> None:
    app = await api.app(hooked(content_type="text/plain"))
    path, plain = await address(app), {"content-type": "text/plain"}
    refused = expect(await api.send("POST", path, content=b"x" * 10_000_001, headers=plain), 413)
    assert "larger than 10 MB" in refused["message"]
    assert await runs(app) == []
    expect(await api.send("POST", path, content=b"x" * 10_000_000, headers=plain), 200)


async def test_other_bodies(api: Api) -> None:
    form = await api.app(hooked(content_type="application/x-www-form-urlencoded"))
    expect(await api.send("POST", await address(form), data={"who": "Änne & Co"}), 200)
    assert (await runs(form))[0].outputs == {"who": "Änne & Co"}
    get = await api.app(
        hooked(output("q", "hook", "q"), method="get", body=[], params=[{"name": "q", "required": True}])
    )
    expect(await api.send("GET", f"{await address(get)}?q=cats"), 200)
    assert (await runs(get))[0].outputs == {"q": "cats"}


async def test_files_of_a_form_reach_the_run(api: Api) -> None:
    reader = node("read", "document-extractor", variable_selector=["hook", "paper"], is_array_file=False)
    trigger = node(
        "hook",
        "trigger-webhook",
        content_type="multipart/form-data",
        body=[{"name": "paper", "type": "file", "required": True}, WHO],
    )
    end = node("end", "end", outputs=[output("text", "read", "text"), output("who", "hook", "who")])
    app = await api.app(dump(document("workflow", graph(trigger, reader, end))))
    path = await address(app)
    expect(await api.send("POST", path, data={"who": "Ann"}, files={"other": b"x"}), 400)
    sent = {"paper": ("note.txt", b"Hello from a file", "text/plain")}
    expect(await api.send("POST", path, data={"who": "Ann"}, files=sent), 200)
    (run,) = await runs(app)
    assert run.outputs == {"text": "Hello from a file", "who": "Ann"}


async def test_a_file_of_this_house_cannot_be_named_from_outside(api: Api) -> None:
    app = await api.app(hooked(output("paper", "hook", "paper"), body=[{"name": "paper", "type": "object"}]))
    mark = {
        "dify_model_identity": "__dify__file__",
        "type": "document",
        "transfer_method": "local_file",
        "related_id": "x",
    }
    expect(await api.send("POST", await address(app), {"paper": mark}), 200)
    assert (await runs(app))[0].outputs["paper"] == {name: mark[name] for name in mark if name != "dify_model_identity"}


async def test_an_address_takes_so_many_requests_a_minute(lone_api: Api) -> None:
    most = lone_api.rt.settings.webhook_requests_per_minute
    lone_api.rt.settings = lone_api.rt.settings.model_copy(update={"rate_limits": True})
    app = await lone_api.app(hooked())
    path = await address(app)
    (listed,) = expect(await app.console("GET", "/triggers"), 200)["data"]
    for _ in range(most):
        lone_api.rt.webhook_rates.take(listed["id"], most)
    refused = await lone_api.send("POST", path, {"who": "x"})
    assert expect(refused, 429)["code"] == "too_many_requests"
    assert int(refused.headers["retry-after"]) >= 1


async def test_a_run_starts_at_the_trigger_that_was_called(api: Api) -> None:
    nodes = [
        node("hook", "trigger-webhook"),
        node("other", "trigger-webhook", method="get"),
        node("a", "template-transform", template="a", variables=[]),
        node("b", "template-transform", template="b", variables=[]),
        node("join", "variable-aggregator", output_type="string", variables=[["a", "output"], ["b", "output"]]),
        node("end", "end", outputs=[output("said", "join", "output")]),
    ]
    edges = [("hook", "a"), ("other", "b"), ("a", "join"), ("b", "join"), ("join", "end")]
    app = await api.app(dump(document("workflow", graph(*nodes, edges=edges))))
    expect(await api.send("GET", await address(app, "other")), 200)
    assert [run.outputs for run in await runs(app)] == [{"said": "b"}]
    expect(await api.send("POST", await address(app, "hook")), 200)
    assert [run.outputs for run in await runs(app)] == [{"said": "a"}, {"said": "b"}]


async def test_a_plugin_event_starts_a_run_with_its_parts(api: Api) -> None:
    schema = {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}
    trigger = node("event", "trigger-plugin", output_schema=schema, subscription_id="s1")
    app = await api.app(
        dump(document("workflow", graph(trigger, node("end", "end", outputs=[output("text", "event", "text")]))))
    )
    path = await address(app, "event")
    assert path.startswith("/triggers/plugin/")
    refused = expect(await api.send("POST", path, {"text": 1}), 400)
    assert "breaks its schema at text" in refused["message"]
    expect(await api.send("POST", "/triggers/plugin/unknown", {}), 404)
    started = expect(await api.send("POST", path, {"text": "Hi"}), 200)
    (run,) = await runs(app)
    assert (run.id, run.triggered_from, run.outputs) == (started["workflow_run_id"], "plugin", {"text": "Hi"})


async def test_the_console_lists_triggers_with_state_and_times(api: Api) -> None:
    trigger = node("clock", "trigger-schedule", mode="cron", cron_expression="0 9 * * *")
    made = document("workflow", graph(trigger, node("end", "end", outputs=[output("t", "sys", "timestamp")])))
    app = await api.app(dump(made, include_secrets=True))
    (listed,) = expect(await app.console("GET", "/triggers"), 200)["data"]
    assert (listed["trigger_type"], listed["title"], listed["status"]) == ("trigger-schedule", "clock", "enabled")
    assert listed["next_at"] % 86_400 == 9 * 3600
    assert (listed["last_at"], listed["url"]) == (None, "")
    off = expect(
        await app.console("POST", "/trigger-enable", {"trigger_id": listed["id"], "enable_trigger": False}), 200
    )
    assert (off["status"], off["next_at"], off["title"]) == ("disabled", None, "clock")
    expect(await app.console("POST", "/trigger-enable", {"trigger_id": "unknown", "enable_trigger": True}), 404)
    expect(await app.console("GET", "/workflows/triggers/webhook?node_id=clock"), 400)
    expect(await app.console("GET", "/workflows/triggers/webhook?node_id=nowhere"), 404)


async def test_a_draft_runs_from_its_trigger_with_given_values(api: Api) -> None:
    app = await api.app(hooked())
    body = {"node_id": "hook", "inputs": {"who": "Ann"}}
    events = events_of(await app.console("POST", "/workflows/draft/trigger/run", body))
    assert events[-1]["data"]["outputs"] == {"who": "Ann"}
    refused = expect(await app.console("POST", "/workflows/draft/trigger/run", body | {"inputs": {}}), 400)
    assert "Required value missing: who" in refused["message"]
    expect(await app.console("POST", "/workflows/draft/trigger/run", {"node_id": "end", "inputs": {}}), 404)


async def test_a_draft_that_is_listened_for_runs_at_the_next_request(api: Api) -> None:
    made = expect(await api.import_text(hooked(response_body="Thanks")), 200)
    app = PublishedApp(api, made["app_id"], "workflow", "")
    path = await address(app, debug=True)
    assert path.startswith("/triggers/webhook-debug/")
    expect(await api.send("POST", path, {"who": "Ann"}), 404)
    ask = {"node_id": "hook"}
    waiting = {"status": "waiting", "retry_in": 2000}
    assert expect(await app.console("POST", "/workflows/draft/trigger/run", ask), 200) == waiting
    expect(await api.send("POST", path, {}), 400)
    assert expect(await api.send("POST", path, {"who": "Ann"}), 200) == {"message": "Thanks"}
    expect(await api.send("POST", path, {"who": "Bob"}), 404)
    events = events_of(await app.console("POST", "/workflows/draft/trigger/run", ask))
    assert (names(events)[0], events[-1]["data"]["outputs"]) == ("workflow_started", {"who": "Ann"})
    (run,) = await runs(app)
    assert (run.triggered_from, run.version) == ("debugging", "draft")
    assert expect(await app.console("POST", "/workflows/draft/trigger/run", ask), 200) == waiting


async def test_requests_at_the_same_time_each_start_a_run(api: Api) -> None:
    app = await api.app(hooked())
    path = await address(app)
    answers = await asyncio.gather(*(api.send("POST", path, {"who": str(number)}) for number in range(20)))
    assert {answer.status_code for answer in answers} == {200}
    assert {run.outputs["who"] for run in await runs(app)} == {str(number) for number in range(20)}


async def test_the_service_api_runs_a_triggered_workflow_as_well(api: Api) -> None:
    trigger = node("clock", "trigger-schedule")
    end = node("end", "end", outputs=[output("user", "sys", "user_id")])
    app = await api.app(dump(document("workflow", graph(trigger, end))))
    done = expect(await app.run(), 200)
    assert done["data"]["outputs"] == {"user": "ann"}
