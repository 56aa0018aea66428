"""Live runs: they belong to nobody's connection, are stopped by who may, and leave memory again."""

import asyncio
import gc
import weakref

import pytest

from engine.events import RunError, TextDelta
from services.apps import apps
from services.chats import chat
from services.errors import NotWorkflowApp, TooManyRequests
from services.limiting.places import Bounds
from services.runs import workflow_runs
from services.runs.runs import LiveRun, LiveRuns
from services.runs.stored_events import finished_event
from services.runtime import Runtime
from storage.errors import NotFound
from storage.records import Run
from tests.services.parts import (
    asking,
    chat_app,
    document,
    echo,
    graph,
    message_of,
    names,
    node,
    published,
    run_of,
    sign_in,
)
from tests.vendor import Vendor


def live_run(app_id: str = "app", **given: object) -> LiveRun:
    return LiveRun(app_id=app_id, mode="chat", user="ann", user_id="1", **given)  # type: ignore[arg-type] # free options


async def say(live: LiveRun) -> None:
    for text in ("a", "b", "c"):
        live.publish(TextDelta(text=text))
        await asyncio.sleep(0)


async def texts(live: LiveRun, after: int = 0) -> str:
    batches = [batch async for batch in live.subscribe(after=after)]
    return "".join(event.text for batch in batches for event in batch if isinstance(event, TextDelta))


async def test_every_reader_gets_everything_whenever_it_comes() -> None:
    live = LiveRuns().start(live_run(), say)
    early = asyncio.create_task(texts(live))
    while not live.done:
        await asyncio.sleep(0)
    assert await early == await texts(live) == "abc"
    assert await texts(live, after=2) == "c"


async def test_events_that_are_ready_together_come_together() -> None:
    async def burst(live: LiveRun) -> None:
        live.publish(TextDelta(text="a"), TextDelta(text="b"))
        live.publish(TextDelta(text="c"))

    live = LiveRuns().start(live_run(), burst)
    assert [len(batch) async for batch in live.subscribe()] == [3]


async def test_a_reader_that_leaves_changes_nothing(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    await sign_in(rt, workspace_id, vendor)
    vendor.rule(reply="one two three four", chunk_delay=0.01)
    app = await published(rt, workspace_id, asking())
    live = await chat.start_turn(rt, app, query="Hi", inputs={}, user="ann", auto_generate_name=False)
    reader = live.subscribe()
    await anext(reader)
    await reader.aclose()
    await live.ended()
    assert (await message_of(rt, live, app)).answer == "one two three four"


async def test_an_app_may_want_its_runs_to_end_with_their_last_reader(
    rt: Runtime, workspace_id: str, vendor: Vendor
) -> None:
    await sign_in(rt, workspace_id, vendor)
    vendor.rule(reply="one two three", fault="hang", after=2)
    app = await apps.update_app(rt, await published(rt, workspace_id, asking()), settings={"stop_on_disconnect": True})
    live = await chat.start_turn(rt, app, query="Hi", inputs={}, user="ann")
    stays, leaves = live.subscribe(), live.subscribe()
    await anext(stays)
    await anext(leaves)
    await leaves.aclose()
    assert live.stop_reason is None
    await stays.aclose()
    await live.ended()
    assert (await run_of(rt, live, app))[0].status == "stopped"


async def test_a_stopped_turn_keeps_what_was_said_and_leaves_the_vendor(
    rt: Runtime, workspace_id: str, vendor: Vendor
) -> None:
    await sign_in(rt, workspace_id, vendor)
    vendor.rule(reply="one two three", fault="hang", after=2)
    app = await published(rt, workspace_id, asking())
    live = await chat.start_turn(rt, app, query="Hi", inputs={}, user="ann")
    async for batch in live.subscribe():
        if "TextDelta" in names(batch):
            assert rt.live.stop(live.task_id, app_id=app.id, user="ann")
    assert names(live.events)[-2:] == ["RunFinished", "MessageEnd"]
    message = await message_of(rt, live, app)
    run, nodes = await run_of(rt, live, app)
    assert (message.status, run.status) == ("stopped", "stopped")
    assert "one two three".startswith(message.answer)
    assert message.answer
    assert [(found.node_id, found.status) for found in nodes][-1] == ("llm", "stopped")
    await asyncio.to_thread(vendor.wait_for, lambda: vendor.model_requests[0].disconnected)


async def test_only_who_started_a_task_stops_it(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    await sign_in(rt, workspace_id, vendor)
    vendor.rule(reply="one", fault="hang", after=1)
    app = await published(rt, workspace_id, asking())
    live = await chat.start_turn(rt, app, query="Hi", inputs={}, user="ann")
    assert not rt.live.stop(live.task_id, user="bob")
    assert not rt.live.stop(live.task_id, app_id="another", user="ann")
    assert not rt.live.stop("unknown", user="ann")
    assert rt.live.stop(live.task_id, user="ann")
    await live.ended()
    assert not rt.live.stop(live.task_id, user="ann")


async def test_a_run_that_is_stopped_before_it_begins_says_nothing(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, echo())
    live = await chat.start_turn(rt, app, query="Hi", inputs={}, user="ann")
    live.stop()
    await live.ended()
    assert (await run_of(rt, live, app))[0].status == "stopped"


async def test_an_accident_becomes_a_general_error_and_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def break_off(live: LiveRun) -> None:
        raise KeyError("the secret of the house")

    live = LiveRuns().start(live_run(), break_off)
    last = await live.finished()
    assert isinstance(last, RunError)
    assert (last.code, last.status) == ("internal_server_error", 500)
    assert "secret" not in last.message
    assert "the secret of the house" in caplog.text


async def test_ended_runs_are_kept_for_a_bounded_number_and_time() -> None:
    runs = LiveRuns(keep=2)
    done = [runs.start(live_run(), say) for _ in range(4)]
    for live in done:
        await live.ended()
    await asyncio.sleep(0)
    assert [runs.get(live.id) is live for live in done] == [False, False, True, True]
    short = LiveRuns(keep_seconds=0)
    live = short.start(live_run(), say)
    await live.ended()
    assert short.get(live.id) is None
    assert short.of_task(live.task_id) is None


async def test_ended_runs_leave_memory(rt: Runtime, workspace_id: str) -> None:
    rt.live = LiveRuns(keep=5)
    app = await published(rt, workspace_id, echo())
    seen: list[weakref.ref[LiveRun]] = []
    for number in range(50):
        live = await chat.start_turn(rt, app, query="Hi", inputs={}, user=f"user {number % 3}")
        seen.append(weakref.ref(live))
        await live.finished()
    del live
    gc.collect()
    assert sum(one() is not None for one in seen) == 5


async def test_the_limit_counts_the_runs_of_one_app_that_are_under_way() -> None:
    runs, one = LiveRuns(), Bounds(active=1)
    first = await runs.begin(live_run("a"), say, one)
    with pytest.raises(TooManyRequests):
        await runs.begin(live_run("a"), say, one)
    other = await runs.begin(live_run("b"), say, one)
    await first.ended()
    await other.ended()
    await asyncio.sleep(0)
    await (await runs.begin(live_run("a"), say, one)).ended()


async def test_closing_stores_what_still_runs_as_stopped(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    await sign_in(rt, workspace_id, vendor)
    vendor.rule(reply="one", fault="hang", after=1)
    app = await published(rt, workspace_id, asking())
    live = await chat.start_turn(rt, app, query="Hi", inputs={}, user="ann")
    await anext(live.subscribe())
    await rt.live.close(0)
    assert names(live.events)[-1] == "MessageEnd"
    assert (await run_of(rt, live, app))[0].status == "stopped"


async def test_a_workflow_run_ends_with_its_outputs_stored(rt: Runtime, workspace_id: str) -> None:
    form = [{"variable": "text", "type": "paragraph", "label": "Text", "required": True}]
    end = node("end", "end", outputs=[{"variable": "result", "value_selector": ["start", "text"]}])
    app = await published(rt, workspace_id, document("workflow", graph(node("start", "start", variables=form), end)))
    live = await workflow_runs.start_run(rt, app, inputs={"text": "Done."}, user="ann", trace_id="t-1")
    last = await live.finished()
    assert names([last]) == ["RunFinished"]
    run, _ = await run_of(rt, live, app)
    assert (run.status, run.outputs, run.trace_id, run.conversation_id) == (
        "succeeded",
        {"result": "Done."},
        "t-1",
        None,
    )
    assert run.inputs["text"] == "Done."
    again = await workflow_runs.run_of_user(rt, app, "ann", live.id)
    assert isinstance(again, Run)
    told = finished_event(again)
    assert (told.outputs, told.status, told.total_steps) == ({"result": "Done."}, "succeeded", 2)
    with pytest.raises(NotFound):
        await workflow_runs.run_of_user(rt, app, "bob", live.id)


async def test_a_failing_workflow_run_ends_with_its_error(rt: Runtime, workspace_id: str) -> None:
    code = node(
        "code", "code", code_language="python3", code="def main():\n    return {}['x']", variables=[], outputs={}
    )
    end = node("end", "end", outputs=[])
    app = await published(rt, workspace_id, document("workflow", graph(node("start", "start"), code, end)))
    live = await workflow_runs.start_run(rt, app, inputs={}, user="ann")
    assert names([await live.finished()]) == ["RunFinished"]
    run, nodes = await run_of(rt, live, app)
    assert (run.status, nodes[-1].status) == ("failed", "failed")
    assert run.error


async def test_a_chat_app_runs_no_workflow(rt: Runtime, workspace_id: str) -> None:
    with pytest.raises(NotWorkflowApp):
        await workflow_runs.start_run(rt, await chat_app(rt, workspace_id), inputs={}, user="ann")
