"""Stored runs in the console: lists, one run, its attempts, replays, and drafts run in part."""

import pytest

from tests.api import apps
from tests.api.client import Api, Json, PublishedApp, events_of, expect, names
from tests.vendor import Vendor

pytestmark = pytest.mark.asyncio(loop_scope="session")

ENTRY = {
    *("id", "version", "status", "error", "elapsed_time", "total_tokens", "total_price", "currency", "total_steps"),
    *("exceptions_count", "triggered_from", "created_by_role", "conversation_id", "message_id"),
    *("parent_run_id", "replayed_from", "created_at", "finished_at"),
}
DETAIL = ENTRY | {
    *("workflow_id", "graph", "inputs", "outputs", "created_by_account", "created_by_end_user", "children"),
}


@pytest.fixture
async def app(shared_api: Api, vendor: Vendor) -> PublishedApp:
    """A workflow of the test's own that asks a model."""
    return await shared_api.app(apps.writing())


async def ran(app: PublishedApp, topic: str = "ferries") -> str:
    return str(expect(await app.run(inputs={"topic": topic}), 200)["workflow_run_id"])


async def replayed(app: PublishedApp, run_id: str, **body: object) -> list[Json]:
    return events_of(await app.console("POST", f"/workflow-runs/{run_id}/replay", body))


async def test_runs_are_listed_newest_first_and_told_whole(app: PublishedApp) -> None:
    first, second = await ran(app, "one"), await ran(app, "two")
    page = expect(await app.console("GET", "/workflow-runs?limit=1"), 200)
    assert (page["limit"], page["has_more"], [run["id"] for run in page["data"]]) == (1, True, [second])
    assert page["data"][0].keys() == ENTRY
    rest = expect(await app.console("GET", f"/workflow-runs?last_id={second}"), 200)
    assert [run["id"] for run in rest["data"]] == [first]
    detail = expect(await app.console("GET", f"/workflow-runs/{first}"), 200)
    assert detail.keys() == DETAIL
    assert detail["inputs"]["topic"] == "one"
    assert {item["id"] for item in detail["graph"]["nodes"]} == {"start", "llm", "end"}
    assert detail["created_by_end_user"]["session_id"] == "ann"
    expect(await app.console("GET", "/workflow-runs/nothing"), 404)


async def test_attempts_tell_their_place_and_what_they_were_sent(app: PublishedApp) -> None:
    run_id = await ran(app)
    rows = expect(await app.console("GET", f"/workflow-runs/{run_id}/node-executions"), 200)["data"]
    assert [(row["node_id"], row["attempt"], row["path"]) for row in rows] == [
        ("start", 1, []),
        ("llm", 1, []),
        ("end", 1, []),
    ]
    assert rows[1]["process_data"]["prompts"][0]["text"] == "Write about ferries"
    assert rows[1]["execution_metadata"]["total_tokens"] > 0
    assert rows[0]["created_by_end_user"]["session_id"] == "ann"


async def test_a_replay_points_to_its_parent(app: PublishedApp, vendor: Vendor) -> None:
    run_id = await ran(app)
    vendor.requests.clear()
    events = await replayed(app, run_id, node_id="llm", inputs={"topic": "trains"})
    assert names(events)[-1] == "workflow_finished"
    assert vendor.last.body["messages"][-1]["content"] == "Write about trains"
    child = expect(await app.console("GET", f"/workflow-runs/{events[0]['workflow_run_id']}"), 200)
    assert (child["parent_run_id"], child["replayed_from"]) == (run_id, "llm")
    parent = expect(await app.console("GET", f"/workflow-runs/{run_id}"), 200)
    assert [run["id"] for run in parent["children"]] == [child["id"]]
    await replayed(app, run_id, node_id="end")
    assert len(vendor.model_requests) == 1
    refused = expect(
        await app.console("POST", f"/workflow-runs/{run_id}/replay", {"node_id": "llm", "values": {"end": {"x": 1}}}),
        400,
    )
    assert refused["code"] == "invalid_param"


async def test_a_draft_runs_in_part(app: PublishedApp, vendor: Vendor) -> None:
    async def run(**body: object) -> list[Json]:
        return events_of(await app.console("POST", "/workflows/draft/run", {"inputs": {"topic": "x"}, **body}))

    async def states() -> Json:
        found = await app.console("POST", "/workflows/draft/node-states", {"inputs": {"topic": "x"}})
        return dict(expect(found, 200)["data"])

    assert await states() == {"start": "fresh", "llm": "never", "end": "never"}
    until = await run(run_mode="until", node_id="llm")
    assert {event["data"]["node_id"] for event in until if event["event"] == "node_finished"} == {"start", "llm"}
    assert await states() == {"start": "fresh", "llm": "fresh", "end": "never"}
    vendor.requests.clear()
    await run()
    assert vendor.model_requests == []
    await run(run_mode="all")
    await run(run_mode="from", node_id="llm")
    assert len(vendor.model_requests) == 2
    given = await run(run_mode="from", node_id="end", values={"llm": {"text": "by hand"}})
    assert given[-1]["data"]["outputs"] == {"result": "by hand"}
    assert len(vendor.model_requests) == 2
    expect(await app.console("POST", "/workflows/draft/run", {"inputs": {}, "run_mode": "some"}), 400)
