"""Rows that workflows keep."""

import asyncio
from typing import Any

import pytest

from engine.errors import NodeError
from services.apps import workflows
from services.collections import collections
from services.collections.in_runs import StoredRecords
from services.errors import InvalidInput
from services.runs import workflow_runs
from services.runtime import Runtime
from storage.errors import NotFound
from tests.services.parts import document, graph, node, published, run_of

TICKET = {"category": "complaint", "priority": "high"}


async def test_rows_stored_at_the_same_time_get_ids_of_their_own(rt: Runtime, workspace_id: str) -> None:
    work = [collections.store(rt, workspace_id, "tickets", {"n": n}, key="TK{time}") for n in range(40)]
    keys = [row.key for row in await asyncio.gather(*work)]
    assert len(set(keys)) == 40
    assert all(key.startswith("TK") for key in keys)
    found = await collections.rows_of(rt, workspace_id, "tickets")
    assert sorted(row.content["n"] for row in found) == list(range(40))


async def test_an_id_that_is_taken_gets_the_next_number(rt: Runtime, workspace_id: str) -> None:
    keys = [(await collections.store(rt, workspace_id, "notes", {}, key="a")).key for _ in range(3)]
    assert keys == ["a", "a-2", "a-3"]
    assert (await collections.store(rt, workspace_id, "other", {}, key="a")).key == "a"


async def test_a_collection_of_another_workspace_is_not_seen(rt: Runtime, workspace_id: str) -> None:
    await collections.store(rt, "somebody else", "tickets", TICKET)
    assert await collections.overview(rt, workspace_id) == []
    with pytest.raises(NotFound):
        await collections.delete(rt, workspace_id, "tickets")


async def test_a_deleted_collection_is_gone(rt: Runtime, workspace_id: str) -> None:
    await collections.store(rt, workspace_id, "tickets", TICKET)
    await collections.store(rt, workspace_id, "tickets", TICKET)
    assert [(one.name, one.rows) for one in await collections.overview(rt, workspace_id)] == [("tickets", 2)]
    assert await collections.delete(rt, workspace_id, "tickets") == 2
    assert await collections.overview(rt, workspace_id) == []


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"name": ""}, "1 to 60 letters"),
        ({"name": "a/b"}, "'a/b'"),
        ({"content": {"text": "x" * 200_001}}, "at most 200000 characters"),
        ({"key": "k" * 201}, "at most 200 characters, not 201"),
    ],
    ids=["no name", "a slash", "too large", "long id"],
)
async def test_what_cannot_be_kept_is_refused_with_its_limit(
    rt: Runtime, workspace_id: str, given: dict[str, Any], complaint: str
) -> None:
    row: dict[str, Any] = {"name": "notes", "content": {}, "key": "", **given}
    with pytest.raises(InvalidInput, match=complaint):
        await collections.store(rt, workspace_id, row["name"], row["content"], key=row["key"])
    with pytest.raises(NodeError):
        await StoredRecords(rt, workspace_id, "app", "run").add(row["name"], row["content"], key=row["key"])


async def test_a_full_collection_takes_no_more(rt: Runtime, workspace_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collections, "MOST_ROWS", 2)
    for _ in range(2):
        await collections.store(rt, workspace_id, "notes", {})
    with pytest.raises(InvalidInput, match="has 2 rows"):
        await collections.store(rt, workspace_id, "notes", {})


async def test_a_workflow_stores_rows_and_finds_them(rt: Runtime, workspace_id: str) -> None:
    def tool(node_id: str, name: str, **values: object) -> dict[str, Any]:
        given = {key: {"type": "mixed", "value": value} for key, value in values.items()}
        return node(node_id, "tool", provider_id="records", tool_name=name, tool_parameters=given)

    app = await published(
        rt,
        workspace_id,
        document(
            "workflow",
            graph(
                node("start", "start", variables=[{"variable": "text", "label": "Text", "type": "text-input"}]),
                tool("add", "add_record", collection="tickets", record={"text": "{{#start.text#}}"}, id="TK{time}"),
                tool("find", "find_records", collection="tickets", contains="Broken"),
                node(
                    "end",
                    "end",
                    outputs=[
                        {"variable": "id", "value_selector": ["add", "text"]},
                        {"variable": "found", "value_selector": ["find", "json"]},
                        {"variable": "text", "value_selector": ["find", "text"]},
                    ],
                ),
            ),
        ),
    )
    live = await workflow_runs.start_run(rt, app, inputs={"text": "it is broken"}, user="ann")
    await live.finished()
    run, _ = await run_of(rt, live, app)
    assert run.status == "succeeded", run.error
    (row,) = await collections.rows_of(rt, workspace_id, "tickets")
    assert run.outputs is not None
    assert (row.key, row.content, row.run_id) == (run.outputs["id"], {"text": "it is broken"}, live.id)
    assert row.key.startswith("TK")
    assert '"it is broken"' in run.outputs["text"]
    assert await workflows.problems(rt, app) == []
