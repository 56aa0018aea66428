"""Runs that are asked about later, and requests that are sent twice: the same answer, however late, and one run."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from services.limiting.places import Places
from services.runs.runs import LiveRuns
from storage.kept_answers import remove_answers
from tests.api import apps
from tests.api.client import Api, Json, PublishedApp, Response, events_of, expect
from tests.vendor import Vendor

pytestmark = pytest.mark.asyncio(loop_scope="session")

HANGING = {"reply": "one two three four five", "fault": "hang", "after": 4}


async def poll(app: PublishedApp, made: Json, **params: str) -> Response:
    """Ask how a run stands where its caller was told to ask."""
    path = made["poll_url"].partition("/v1")[2].partition("?")[0]
    return await app.send("GET", path, params={"user": "ann", **params})


async def ended(app: PublishedApp, made: Json) -> Json:
    """Return how a run stands once it has ended."""
    await asyncio.gather(*(live.ended() for live in app.api.rt.live.running(app.id)))
    body: Json = expect(await poll(app, made), 200)
    return body


async def follow(app: PublishedApp, made: Json, *, last_id: str | None = None) -> list[tuple[str, Json]]:
    """Return the events of a run with their ids."""
    path = made["events_url"].partition("/v1")[2].partition("?")[0]
    headers = {} if last_id is None else {"Last-Event-ID": last_id}
    answer = await app.send("GET", path, params={"user": "ann"}, headers=headers)
    assert answer.headers["content-type"].startswith("text/event-stream"), answer.text
    blocks = [block.split("\n") for block in answer.text.split("\n\n")[:-1] if block.startswith("id: ")]
    return [(id.removeprefix("id: "), json.loads(data.removeprefix("data: "))) for id, data in blocks]


def forget(api: Api) -> None:
    """Let the server know its runs from storage alone, as after a restart."""
    api.rt.live = LiveRuns()


@pytest.fixture
def four(
    workflow: PublishedApp, completion: PublishedApp, chat: PublishedApp, echo: PublishedApp
) -> dict[str, PublishedApp]:
    """An app of each kind of mode."""
    return {"workflow": workflow, "completion": completion, "chat": chat, "echo": echo}


@pytest.mark.parametrize("mode", ["workflow", "completion", "chat", "echo"])
async def test_an_asynchronous_call_tells_where_to_ask_and_the_answer_is_that_of_a_blocking_one(
    mode: str, four: dict[str, PublishedApp], vendor: Vendor
) -> None:
    vendor.rule(reply="Ahoy.")
    vendor.rule(reply="Ahoy.")
    app = four[mode]
    inputs: Json = {"topic": "tea"} if mode == "workflow" else {}
    blocking = expect(await app.run(inputs=inputs), 200)
    made = expect(await app.run(inputs=inputs, response_mode="async"), 202)
    assert made["status"] == "running"
    told = await ended(app, made)
    assert (told["run_id"], told["task_id"], told["status"]) == (made["run_id"], made["task_id"], "succeeded")
    assert told["result"].keys() == blocking.keys()
    assert told["error"] is None
    forget(app.api)
    stored = await ended(app, made)
    assert stored["status"] == "succeeded"
    assert stored["result"].keys() == blocking.keys()
    same = "data" if mode == "workflow" else "answer"
    kept, live = stored["result"][same], told["result"][same]
    if mode == "workflow":
        assert kept["outputs"] == live["outputs"] == {"result": "tea"}
    else:
        assert kept == live != ""
    assert expect(await poll(app, made, user="bob"), 404)["code"] == "not_found"


async def test_a_failed_run_tells_why_live_and_stored(failing: PublishedApp) -> None:
    made = expect(await failing.run(response_mode="async"), 202)
    for _ in range(2):
        told = await ended(failing, made)
        assert (told["status"], told["result"], told["error"]["status"]) == ("failed", None, 400)
        assert "division" in told["error"]["message"]
        forget(failing.api)


async def test_events_go_on_after_the_last_one_that_was_read(echo: PublishedApp) -> None:
    made = expect(await echo.run("Ahoy", response_mode="async"), 202)
    await ended(echo, made)
    all_of_them = await follow(echo, made)
    names = [event["event"] for _, event in all_of_them]
    assert (names[0], names[-2:]) == ("workflow_started", ["workflow_finished", "message_end"])
    assert len({id for id, _ in all_of_them}) == len(all_of_them)
    for place in range(len(all_of_them)):
        assert await follow(echo, made, last_id=all_of_them[place][0]) == all_of_them[place + 1 :]
    assert await follow(echo, made, last_id="elsewhere-3") == all_of_them
    forget(echo.api)
    stored = [event for _, event in await follow(echo, made)]
    assert [event["event"] for event in stored][-2:] == ["workflow_finished", "message_end"]
    assert "".join(event["answer"] for event in stored if event["event"] == "message") == "You said: Ahoy"
    rest = [event for _, event in await follow(echo, made, last_id=all_of_them[3][0])]
    assert [event["event"] for event in rest] == ["message_replace", "workflow_finished", "message_end"]
    assert rest[0]["answer"] == "You said: Ahoy"


async def test_events_of_a_run_under_way_come_as_they_happen(asking: PublishedApp, vendor: Vendor) -> None:
    vendor.rule(**HANGING)
    made = expect(await asking.run(response_mode="async"), 202)
    assert expect(await poll(asking, made), 200)["status"] == "running"
    following = asyncio.create_task(follow(asking, made))
    await asyncio.sleep(0)
    expect(await asking.send("POST", f"/chat-messages/{made['task_id']}/stop", {"user": "ann"}), 200)
    assert [event["event"] for _, event in await following][-1] == "message_end"
    told = await ended(asking, made)
    assert told["status"] == "stopped"


Twice = Callable[..., Awaitable[Response]]


def sender(app: PublishedApp, key: str) -> Twice:
    """Return what sends a request to run the app with this `Idempotency-Key`."""
    path = {"workflow": "/workflows/run", "completion": "/completion-messages"}.get(app.mode, "/chat-messages")

    async def send(query: str = "Ahoy", **fields: Any) -> Response:
        return await app.send("POST", path, app.request(query, **fields), headers={"Idempotency-Key": key})

    return send


async def kept(api: Api) -> None:
    """Wait until all answers that are to be kept are stored."""
    async with asyncio.timeout(30):
        while api.rt.repeats.first:
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("response_mode", ["blocking", "streaming", "async"])
async def test_a_repeated_request_runs_once_and_gets_the_same_bytes(echo: PublishedApp, response_mode: str) -> None:
    send = sender(echo, f"same {response_mode}")
    first = await send(response_mode=response_mode)
    await kept(echo.api)
    again = await send(response_mode=response_mode)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["content-type"] == first.headers["content-type"]
    assert ("idempotency-replayed" in first.headers, again.headers["idempotency-replayed"]) == (False, "true")
    forget(echo.api)
    assert (await send(response_mode=response_mode)).content == first.content
    changed = await send("Something else", response_mode=response_mode)
    assert expect(changed, 409)["code"] == "idempotency_key_reused"
    assert (await sender(echo, f"other {response_mode}")(response_mode=response_mode)).content != first.content


async def test_requests_that_come_together_share_one_run(asking: PublishedApp, vendor: Vendor) -> None:
    vendor.rule(reply="Only once.")
    send = sender(asking, "together")
    answers = await asyncio.gather(
        *(send(response_mode="streaming") for _ in range(4)),
    )
    assert len(vendor.model_requests) == 1
    assert len({answer.content for answer in answers}) == 1
    assert events_of(answers[0])[-1]["event"] == "message_end"


async def test_a_failure_of_the_run_is_repeated_and_a_refused_request_may_be_sent_again(
    failing: PublishedApp, workflow: PublishedApp
) -> None:
    send = sender(failing, "fails")
    first = await send()
    await kept(failing.api)
    assert first.status_code == 400
    assert (await send()).content == first.content
    send = sender(workflow, "refused")
    assert (await send(inputs={})).status_code == 400
    expect(await send(inputs={"topic": "tea"}), 200)
    assert expect(await sender(workflow, "k" * 256)(inputs={"topic": "tea"}), 400)["params"] == "Idempotency-Key"


async def test_an_answer_too_large_or_cut_off_is_told_of_and_an_old_one_forgotten(echo: PublishedApp) -> None:
    api, send = echo.api, sender(echo, "cut off")
    expect(await send(), 200)
    await kept(api)
    await api.rt.db.write(lambda cursor: cursor.execute("UPDATE kept_answers SET body = NULL"))
    lost = expect(await send(), 409)
    assert lost["code"] == "idempotency_answer_lost"
    assert "Its run is " in lost["message"]
    await remove_answers(api.rt.db, before=5e9, most=0)
    expect(await send(), 200)


async def test_who_leaves_the_line_gets_no_place(api: Api) -> None:
    app = await api.app(apps.echo())
    before, places = api.rt.settings, Places()
    api.rt.live.places = places
    api.rt.settings = before.model_copy(update={"max_concurrent_requests": 1})
    try:
        places.take(app.id)
        async with asyncio.timeout(30):
            waiting = asyncio.create_task(app.run())
            while not places.waiting(app.id):
                await asyncio.sleep(0)
            waiting.cancel()
            await asyncio.wait([waiting])
            while places.waiting(app.id):
                await asyncio.sleep(0)
        served = asyncio.create_task(app.run())
        while not places.waiting(app.id):
            await asyncio.sleep(0)
        places.leave(app.id)
        expect(await served, 200)
        assert (places.taken(), places.waiting()) == (0, 0)
    finally:
        api.rt.settings = before


async def test_an_app_may_stop_when_its_caller_goes_away(api: Api, vendor: Vendor) -> None:
    app = await api.app(apps.asking())
    vendor.rule(**HANGING)
    vendor.rule(**HANGING)
    changed = expect(await app.console("PUT", body={"stop_on_disconnect": True}), 200)
    assert changed["stop_on_disconnect"] is True
    async with app.open() as answer:
        await answer.piece()
        (live,) = api.rt.live.running(app.id)
    async with asyncio.timeout(30):
        await live.ended()
    assert live.stop_reason == "The caller went away."
    assert (await ended(app, {"poll_url": f"/v1/runs/{live.id}?"}))["status"] == "stopped"
    await asyncio.sleep(0)
    assert api.rt.live.places.taken(app.id) == 0
    expect(await app.console("PUT", body={"stop_on_disconnect": False}), 200)
    async with app.open() as answer:
        await answer.piece()
        (live,) = api.rt.live.running(app.id)
    assert not live.done
    live.stop()
    await live.ended()


@pytest.mark.parametrize("given", [{"json": {"trace_id": "t-1"}}, {"params": {"trace_id": "t-1"}}, {"headers": {"X-Trace-Id": "t-1"}}])  # fmt: skip
async def test_a_trace_id_of_the_caller_stands_on_its_run(workflow: PublishedApp, given: Json) -> None:
    body = workflow.request(inputs={"topic": "tea"}, **given.pop("json", {}))
    answer = await workflow.send("POST", "/workflows/run", body, **given)
    run_id = expect(answer, 200)["workflow_run_id"]
    assert answer.headers["x-api-version"] == "v1"
    (row,) = workflow.api.rt.db.query("SELECT trace_id FROM runs WHERE id = ?", [run_id])
    assert row["trace_id"] == "t-1"
