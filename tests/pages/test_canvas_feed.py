import asyncio
import json

import httpx2
import pytest
from starlette.applications import Starlette

from engine.events import NodeFinished, NodeStarted, NodeStatus
from pages.drawing.feed import END, feed_address, routes, told
from services import accounts
from services.runs.runs import LiveRun
from services.runtime import Runtime
from storage.records import App


def started(node_id: str) -> NodeStarted:
    return NodeStarted(execution_id=f"x{node_id}", node_id=node_id, kind="code", title="Code")


def succeeded(node_id: str) -> NodeFinished:
    return NodeFinished(
        execution_id=f"x{node_id}",
        node_id=node_id,
        kind="code",
        title="Code",
        status=NodeStatus.SUCCEEDED,
        started_at=0,
    )


def live_run(app_id: str = "app") -> LiveRun:
    return LiveRun(app_id=app_id, mode="workflow", user="u", user_id="u")


async def test_only_nodes_that_stand_otherwise_are_told_until_the_run_ends():
    live = live_run()
    live.publish(started("a"))
    messages = told(live, asyncio.Event())
    assert json.loads((await anext(messages)).removeprefix("data: ")) == {"a": "running"}
    live.publish(succeeded("a"), started("b"))
    assert json.loads((await anext(messages)).removeprefix("data: ")) == {"a": "succeeded", "b": "running"}
    live.publish(succeeded("b"))
    live.end()
    assert [json.loads((await anext(messages)).removeprefix("data: ")), await anext(messages)] == [
        {"b": "succeeded"},
        END,
    ]


async def test_a_server_that_stops_ends_the_stream():
    stopping = asyncio.Event()
    stopping.set()
    assert [message async for message in told(live_run(), stopping)] == [END]


@pytest.mark.parametrize(("guarded", "known", "status"), [(True, True, 401), (False, False, 404), (False, True, 200)])
def test_statuses_are_told_to_whoever_may_see_the_app(
    rt: Runtime, chatflow: App, guarded: bool, known: bool, status: int
):
    if guarded:
        rt.call(accounts.setup(rt, email="a@example.com", name="A", password="long enough 1"))

    async def asked() -> int:
        live = live_run(chatflow.id if known else "another")
        rt.live.start(live, lambda _: asyncio.sleep(0))
        transport = httpx2.ASGITransport(Starlette(routes=routes))
        async with httpx2.AsyncClient(transport=transport, base_url="http://here") as client:
            return (await client.get(f"/{feed_address(live.id)}")).status_code

    assert rt.call(asked()) == status
