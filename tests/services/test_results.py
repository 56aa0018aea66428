"""Kept results: a Studio run calls only what changed, also after the memory of it is gone."""

from engine.events import NodeFinished
from services.apps import apps, workflows
from services.runs.results import forget, prune
from services.runs.runs import DEBUGGER
from services.runs.workflow_runs import start_run
from services.runtime import Runtime
from storage.records import App
from tests.services.parts import document, events_of, graph, node


def pipeline(greeting: str):
    return document(
        "workflow",
        graph(
            node("start", "start", variables=[{"variable": "name", "type": "text-input", "label": "Name"}]),
            node(
                "greet",
                "template-transform",
                template=greeting,
                variables=[{"variable": "name", "value_selector": ["start", "name"]}],
            ),
            node("end", "end", outputs=[{"variable": "text", "value_selector": ["greet", "output"]}]),
        ),
    )


async def reused_by_a_run(rt: Runtime, app: App, name: str = "Ada") -> list[str]:
    live = await start_run(rt, app, inputs={"name": name}, user="ann", invoke_from=DEBUGGER, draft=True)
    return [event.node_id for event in await events_of(live) if isinstance(event, NodeFinished) and event.reused]


async def app_of(rt: Runtime, workspace_id: str) -> App:
    return await apps.add_document(rt, workspace_id, pipeline("Hello {{ name }}"))


async def test_a_studio_run_reuses_what_did_not_change(rt: Runtime, workspace_id: str) -> None:
    app = await app_of(rt, workspace_id)
    assert await reused_by_a_run(rt, app) == []
    assert await reused_by_a_run(rt, app) == ["greet", "end"]
    assert await reused_by_a_run(rt, app, "Bob") == []


async def test_an_edit_runs_the_node_and_what_follows(rt: Runtime, workspace_id: str) -> None:
    app = await app_of(rt, workspace_id)
    await reused_by_a_run(rt, app)
    draft = await workflows.get_draft(rt, app)
    edited = pipeline("Bye {{ name }}").graph
    await workflows.save_draft(rt, app, graph=edited, hash=draft.hash)
    assert await reused_by_a_run(rt, app) == []


async def test_results_come_back_from_the_database_and_are_unreadable_there(rt: Runtime, workspace_id: str) -> None:
    app = await app_of(rt, workspace_id)
    await reused_by_a_run(rt, app, "a very particular name")
    rt.caches.results.take_all()
    assert await reused_by_a_run(rt, app, "a very particular name") == ["greet", "end"]
    payloads = rt.db.query("SELECT payload FROM results")
    assert payloads
    assert not any(b"a very particular name" in bytes(row["payload"]) for row in payloads)


async def test_forgotten_and_pruned_results_are_made_again(rt: Runtime, workspace_id: str) -> None:
    app = await app_of(rt, workspace_id)
    await reused_by_a_run(rt, app)
    await forget(rt, app)
    assert await reused_by_a_run(rt, app) == []
    assert await prune(rt, workspace_id) == 0
