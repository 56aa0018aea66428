"""Running apps: blocking bodies, the order of events, failures, stop, and runs that outlive their callers."""

import asyncio
from typing import Any

import pytest

from tests.api import apps
from tests.api.client import Api, Json, PublishedApp, events_of, expect, names, said
from tests.vendor import Vendor

pytestmark = pytest.mark.asyncio(loop_scope="session")

USAGE = {
    *("prompt_tokens", "prompt_unit_price", "prompt_price_unit", "prompt_price"),
    *("completion_tokens", "completion_unit_price", "completion_price_unit", "completion_price"),
    *("total_tokens", "total_price", "currency", "latency"),
}
MESSAGE = {"event", "task_id", "id", "message_id", "conversation_id", "mode", "answer", "metadata", "created_at"}
RUN = {
    *("id", "workflow_id", "status", "outputs", "error", "elapsed_time"),
    *("total_tokens", "total_steps", "created_at", "finished_at"),
    *("created_by", "exceptions_count", "files"),
}
HANGING = {"reply": "one two three four five", "fault": "hang", "after": 4}


async def test_a_blocking_chat_answers_with_the_whole_message(chat: PublishedApp, vendor: Vendor) -> None:
    vendor.rule(reply="Hello Ann.")
    body = expect(await chat.run("Hi", inputs={"name": "Ann"}), 200)
    assert body.keys() == MESSAGE
    assert (body["event"], body["mode"], body["answer"]) == ("message", "chat", "Hello Ann.")
    assert body["id"] == body["message_id"]
    assert body["metadata"].keys() == {"annotation_reply", "retriever_resources", "usage"}
    assert body["metadata"]["usage"].keys() == USAGE
    assert body["metadata"]["usage"]["total_tokens"] > 0
    assert isinstance(body["metadata"]["usage"]["total_price"], str)


async def test_a_blocking_completion_has_no_conversation(completion: PublishedApp, vendor: Vendor) -> None:
    vendor.rule(reply="Text.")
    body = expect(await completion.run(inputs={"name": "Ann", "query": "of old clients"}), 200)
    assert body.keys() == MESSAGE - {"conversation_id"}
    assert (body["mode"], body["answer"]) == ("completion", "Text.")


async def test_a_blocking_chatflow_tells_its_mode(echo: PublishedApp) -> None:
    body = expect(await echo.run("你好"), 200)
    assert body.keys() == MESSAGE
    assert (body["mode"], body["answer"]) == ("advanced-chat", "You said: 你好")


async def test_a_blocking_workflow_answers_with_its_run(workflow: PublishedApp) -> None:
    body = expect(await workflow.run(inputs={"topic": "ferries"}), 200)
    assert body.keys() == {"task_id", "workflow_run_id", "data"}
    assert body["data"].keys() == RUN
    assert body["data"]["id"] == body["workflow_run_id"]
    assert body["data"]["outputs"] == {"result": "ferries"}
    assert (body["data"]["status"], body["data"]["error"], body["data"]["total_steps"]) == ("succeeded", None, 2)


async def test_a_failed_workflow_is_a_good_answer_about_a_bad_run(api: Api) -> None:
    app = await api.app(apps.workflow(apps.broken()))
    body = expect(await app.run(inputs={"topic": "x"}), 200)
    assert body["data"]["status"] == "failed"
    assert "division" in body["data"]["error"]
    events = await app.stream(inputs={"topic": "x"})
    assert names(events)[-1] == "workflow_finished"
    assert events[-1]["data"]["status"] == "failed"


async def test_a_failed_chatflow_is_an_error_answer(failing: PublishedApp) -> None:
    body = expect(await failing.run(), 400)
    assert body.keys() == {"code", "message", "status"}
    assert (body["code"], body["status"]) == ("invalid_param", 400)
    assert "division" in body["message"]


async def test_a_failed_chatflow_ends_its_stream_with_the_error(failing: PublishedApp) -> None:
    events = await failing.stream()
    assert names(events)[-2:] == ["workflow_finished", "error"]
    assert events[-2]["data"]["status"] == "failed"
    assert "message_end" not in names(events)
    assert (events[-1]["status"], events[-1]["code"]) == (400, "invalid_param")


@pytest.mark.parametrize("response_mode", ["blocking", "streaming"])
async def test_a_model_that_refuses_is_a_completion_request_error(
    chat: PublishedApp, vendor: Vendor, response_mode: str
) -> None:
    vendor.rule(status=400, reply="no such thing")
    answer = await chat.run(response_mode=response_mode)
    if response_mode == "blocking":
        assert expect(answer, 400)["code"] == "completion_request_error"
    else:
        assert answer.text.count("data: ") == 1
        assert '"code":"completion_request_error"' in answer.text


def one_identity(events: list[Json], *fields: str) -> None:
    for field in fields:
        assert len({event.get(field) for event in events}) == 1, field
        assert events[0][field], field


async def test_the_events_of_a_chat(chat: PublishedApp, vendor: Vendor) -> None:
    vendor.rule(reply="one two three")
    events = await chat.stream()
    assert set(names(events)[:-1]) == {"message"}
    assert names(events)[-1] == "message_end"
    assert said(events) == "one two three"
    one_identity(events, "task_id", "message_id", "conversation_id", "created_at")
    assert len([event for event in events if event["event"] == "message"]) > 1


async def test_the_events_of_a_completion(completion: PublishedApp, vendor: Vendor) -> None:
    vendor.rule(reply="one two")
    events = await completion.stream()
    assert names(events) == ["message"] * (len(events) - 1) + ["message_end"]
    assert not any("conversation_id" in event for event in events)
    one_identity(events, "task_id", "message_id", "created_at")


async def test_the_events_of_a_chatflow(asking: PublishedApp, vendor: Vendor) -> None:
    vendor.rule(reply="one two")
    events = await asking.stream()
    kinds = [name for i, name in enumerate(names(events)) if name != "message" or names(events)[i - 1] != "message"]
    assert kinds == [
        "workflow_started",
        *("node_started", "node_finished"),
        *("node_started", "message", "node_finished"),
        *("node_started", "node_finished"),
        *("workflow_finished", "message_end"),
    ]
    one_identity(events, "task_id", "message_id", "conversation_id", "created_at")
    runs = {event["workflow_run_id"] for event in events if event["event"] not in ("message", "message_end")}
    assert runs == {events[0]["data"]["id"]}
    pieces = [event for event in events if event["event"] == "message"]
    assert all(event["from_variable_selector"] == ["llm", "text"] for event in pieces)


async def test_the_events_of_a_workflow(writing: PublishedApp, vendor: Vendor) -> None:
    vendor.rule(reply="one two")
    events = await writing.stream(inputs={"topic": "ferries"})
    assert (names(events)[0], names(events)[-1]) == ("workflow_started", "workflow_finished")
    one_identity(events, "task_id", "workflow_run_id")
    pieces = [event["data"]["text"] for event in events if event["event"] == "text_chunk"]
    assert "".join(pieces) == events[-1]["data"]["outputs"]["result"] == "one two"
    finished = [event["data"] for event in events if event["event"] == "node_finished"]
    started = [event["data"] for event in events if event["event"] == "node_started"]
    assert [data["id"] for data in started] == [data["id"] for data in finished]
    assert [data["index"] for data in started] == [1, 2, 3]
    assert events[-1]["data"]["created_by"]["user"] == "ann"


async def test_without_a_response_mode_the_answer_streams(echo: PublishedApp) -> None:
    body = echo.request()
    del body["response_mode"]
    answer = await echo.send("POST", "/chat-messages", body)
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["cache-control"] == "no-cache"


async def until(answer: Any, name: str) -> Json:
    """Return the next event of a kind."""
    async for event in answer.events():
        if event["event"] == name:
            return dict(event)
    raise AssertionError(f"the stream ended without {name}")


async def events_left(answer: Any) -> list[Json]:
    return [event async for event in answer.events()]


async def test_stopping_a_chat_keeps_what_was_said(chat: PublishedApp, vendor: Vendor) -> None:
    vendor.rule(**HANGING)
    async with chat.open() as answer:
        first = await until(answer, "message")
        path = f"/chat-messages/{first['task_id']}/stop"
        assert expect(await chat.send("POST", path, {"user": "ann"}), 200) == {"result": "success"}
        rest = await events_left(answer)
    assert names(rest)[-1] == "message_end"
    page = {"user": "ann", "conversation_id": first["conversation_id"]}
    messages = expect(await chat.send("GET", "/messages", params=page), 200)["data"]
    assert messages[0]["answer"] == said([first, *rest])
    assert messages[0]["status"] == "normal"
    await asyncio.to_thread(vendor.wait_for, lambda: vendor.model_requests[0].disconnected)


async def test_stopping_a_chatflow_ends_it_as_stopped(asking: PublishedApp, vendor: Vendor) -> None:
    vendor.rule(**HANGING)
    async with asking.open() as answer:
        first = await until(answer, "message")
        await asking.send("POST", f"/chat-messages/{first['task_id']}/stop", {"user": "ann"})
        rest = await events_left(answer)
    assert names(rest)[-2:] == ["workflow_finished", "message_end"]
    assert rest[-2]["data"]["status"] == "stopped"


async def test_stopping_a_workflow_does_not_ask_who_started_it(writing: PublishedApp, vendor: Vendor) -> None:
    vendor.rule(**HANGING)
    async with writing.open(inputs={"topic": "x"}) as answer:
        first = await until(answer, "text_chunk")
        path = f"/workflows/tasks/{first['task_id']}/stop"
        assert expect(await writing.send("POST", path, {"user": "bob"}), 200) == {"result": "success"}
        rest = await events_left(answer)
    assert names(rest)[-1] == "workflow_finished"
    assert rest[-1]["data"]["status"] == "stopped"


async def test_another_user_does_not_stop_a_chat(chat: PublishedApp, vendor: Vendor) -> None:
    vendor.rule(reply="one two three", chunk_delay=0.01)
    async with chat.open() as answer:
        first = await until(answer, "message")
        path = f"/chat-messages/{first['task_id']}/stop"
        assert expect(await chat.send("POST", path, {"user": "bob"}), 200) == {"result": "success"}
        rest = await events_left(answer)
    assert said([first, *rest]) == "one two three"


async def test_another_app_does_not_stop_a_run(writing: PublishedApp, workflow: PublishedApp, vendor: Vendor) -> None:
    vendor.rule(reply="one two three", chunk_delay=0.01)
    async with writing.open(inputs={"topic": "x"}) as answer:
        first = await until(answer, "text_chunk")
        await workflow.send("POST", f"/workflows/tasks/{first['task_id']}/stop", {"user": "ann"})
        rest = await events_left(answer)
    assert rest[-1]["data"]["status"] == "succeeded"


@pytest.mark.parametrize("task", ["unknown", "0199d9e5-0000-7000-8000-000000000000"])
async def test_stopping_what_does_not_run_is_no_error(chat: PublishedApp, task: str) -> None:
    assert expect(await chat.send("POST", f"/chat-messages/{task}/stop", {"user": "ann"}), 200)["result"] == "success"


async def test_a_stop_names_its_user(chat: PublishedApp) -> None:
    assert expect(await chat.send("POST", "/chat-messages/t/stop", {}), 400)["params"] == "user"


async def test_a_dropped_stream_does_not_end_its_run(asking: PublishedApp, vendor: Vendor) -> None:
    vendor.rule(reply="one two three", chunk_delay=0.01)
    async with asking.open() as answer:
        run_id = (await until(answer, "workflow_started"))["workflow_run_id"]
        first = await until(answer, "message")
        answer.leave()
    await asking.api.rt.live.get(run_id).ended()  # type: ignore[union-attr] # it was just there
    run = expect(await asking.send("GET", f"/workflows/run/{run_id}"), 200)
    assert (run["status"], run["outputs"]["answer"]) == ("succeeded", "one two three")
    page = {"user": "ann", "conversation_id": first["conversation_id"]}
    messages = expect(await asking.send("GET", "/messages", params=page), 200)["data"]
    assert [message["answer"] for message in messages] == ["one two three"]


async def test_a_run_can_be_looked_at_while_it_goes_on(writing: PublishedApp, vendor: Vendor) -> None:
    vendor.rule(**HANGING)
    async with writing.open(inputs={"topic": "x"}) as answer:
        first = await until(answer, "text_chunk")
        run = expect(await writing.send("GET", f"/workflows/run/{first['workflow_run_id']}"), 200)
        assert (run["status"], run["outputs"], run["finished_at"]) == ("running", {}, None)
        assert '"topic":"x"' in run["inputs"].replace(" ", "")
        await writing.send("POST", f"/workflows/tasks/{first['task_id']}/stop", {"user": "ann"})
        await events_left(answer)
    run = expect(await writing.send("GET", f"/workflows/run/{first['workflow_run_id']}"), 200)
    assert run["status"] == "stopped"


async def test_a_run_of_another_app_does_not_exist(workflow: PublishedApp, writing: PublishedApp) -> None:
    run_id = expect(await workflow.run(inputs={"topic": "x"}), 200)["workflow_run_id"]
    assert expect(await writing.send("GET", f"/workflows/run/{run_id}"), 404)["code"] == "not_found"


async def follow(app: PublishedApp, run_id: str, **query: Any) -> Any:
    return await app.send("GET", f"/workflow/{run_id}/events", params={"user": "ann", **query})


async def test_following_a_finished_run_gives_its_end_alone(workflow: PublishedApp, echo: PublishedApp) -> None:
    run_id = expect(await workflow.run(inputs={"topic": "x"}), 200)["workflow_run_id"]
    events = await follow_events(workflow, run_id)
    assert names(events) == ["workflow_finished"]
    assert events[0]["data"]["outputs"] == {"result": "x"}
    assert events[0]["workflow_run_id"] == run_id
    flow_id = (await echo.stream())[0]["workflow_run_id"]
    assert names(await follow_events(echo, flow_id)) == ["workflow_finished"]


async def follow_events(app: PublishedApp, run_id: str, **query: Any) -> list[Json]:
    return events_of(await follow(app, run_id, **query))


async def test_a_live_run_can_be_followed_from_its_beginning(writing: PublishedApp, vendor: Vendor) -> None:
    vendor.rule(reply="one two three", chunk_delay=0.01)
    async with writing.open(inputs={"topic": "x"}) as answer:
        run_id = (await until(answer, "text_chunk"))["workflow_run_id"]
        answer.leave()
    with_past = await follow_events(writing, run_id, include_state_snapshot="true")
    assert (names(with_past)[0], names(with_past)[-1]) == ("workflow_started", "workflow_finished")


@pytest.mark.parametrize("user", ["bob", ""])
async def test_only_who_started_a_run_follows_it(workflow: PublishedApp, user: str) -> None:
    run_id = expect(await workflow.run(inputs={"topic": "x"}), 200)["workflow_run_id"]
    answer = await follow(workflow, run_id, user=user)
    assert answer.status_code == (404 if user else 400)
