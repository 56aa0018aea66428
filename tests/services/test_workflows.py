"""Drafts are saved against their hash, versions never change, secrets never show."""

import pytest

from engine.errors import InvalidWorkflow
from services.apps import apps, imports, workflows
from services.chats import chat
from services.errors import BadRequest, DraftNotInSync, InvalidInput
from services.runtime import Runtime
from storage.errors import NotFound
from storage.records import App
from tests.services.parts import (
    chat_app,
    document,
    echo,
    events_of,
    graph,
    message_of,
    names,
    node,
    published,
    run_of,
)

SECRET = {"id": "s1", "name": "TOKEN", "value_type": "secret", "value": "secret-of-the-house"}


def answering(text: str) -> dict[str, object]:
    return graph(node("start", "start"), node("answer", "answer", answer=text))


async def ask(rt: Runtime, app: App, **options: object) -> str:
    live = await chat.start_turn(rt, app, query="Hi", inputs={}, user="ann", **options)  # type: ignore[arg-type] # free
    await live.finished()
    return (await message_of(rt, live, app)).answer


async def test_a_draft_changes_nothing_until_it_is_published(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, echo("first"))
    await workflows.save_draft(rt, app, graph=answering("second"))
    assert await ask(rt, app) == "first"
    await workflows.publish(rt, app)
    assert await ask(rt, app) == "second"


async def test_an_older_version_runs_when_it_is_named(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, echo("first"))
    first = await workflows.published(rt, app)
    assert first is not None
    await workflows.save_draft(rt, app, graph=answering("second"))
    await workflows.publish(rt, app)
    assert await ask(rt, app, workflow_id=first.id) == "first"
    draft = await workflows.get_draft(rt, app)
    with pytest.raises(BadRequest):
        await ask(rt, app, workflow_id=draft.id)


async def test_a_draft_that_someone_else_saved_is_not_overwritten(rt: Runtime, workspace_id: str) -> None:
    app = await apps.add_document(rt, workspace_id, echo())
    mine, theirs = await workflows.get_draft(rt, app), await workflows.get_draft(rt, app)
    saved = await workflows.save_draft(rt, app, graph=answering("theirs"), hash=theirs.hash)
    assert saved.hash != theirs.hash
    with pytest.raises(DraftNotInSync):
        await workflows.save_draft(rt, app, graph=answering("mine"), hash=mine.hash)
    again = await workflows.save_draft(rt, app, graph=answering("theirs"), hash=saved.hash)
    assert again.hash == saved.hash


async def test_parts_that_are_not_given_stay(rt: Runtime, workspace_id: str) -> None:
    app = await apps.add_document(rt, workspace_id, echo(features={"opening_statement": "Hello"}))
    saved = await workflows.save_draft(rt, app, graph=answering("x"))
    assert saved.features == {"opening_statement": "Hello"}


async def test_one_node_is_changed(rt: Runtime, workspace_id: str) -> None:
    app = await apps.add_document(rt, workspace_id, echo())
    data = {"type": "answer", "title": "Answer", "answer": "changed"}
    draft = await workflows.update_node(rt, app, "answer", data)
    assert draft.graph["nodes"][1]["data"] == data
    with pytest.raises(NotFound, match="node"):
        await workflows.update_node(rt, app, "nobody", data)


async def test_a_draft_that_cannot_run_is_not_published_and_names_the_node(rt: Runtime, workspace_id: str) -> None:
    broken = document("advanced-chat", graph(node("start", "start"), node("answer", "answer", answer=["no text"])))
    app = await apps.add_document(rt, workspace_id, broken)
    with pytest.raises(InvalidWorkflow, match="answer"):
        await workflows.publish(rt, app)
    assert [problem.node_id for problem in await workflows.problems(rt, app)] == ["answer"]
    assert await workflows.published(rt, app) is None


async def test_a_reference_that_leads_nowhere_is_told_and_published(rt: Runtime, workspace_id: str) -> None:
    app = await apps.add_document(rt, workspace_id, echo("{{#nobody.text#}}"))
    await workflows.publish(rt, app)
    assert [(problem.node_id, problem.severity) for problem in await workflows.problems(rt, app)] == [
        ("answer", "error")
    ]


@pytest.mark.parametrize("part", [{"graph": {"nodes": "x"}}, {"graph": {"nodes": [1], "edges": []}}])
async def test_what_is_no_graph_is_refused(rt: Runtime, workspace_id: str, part: dict[str, object]) -> None:
    app = await apps.add_document(rt, workspace_id, echo())
    with pytest.raises(InvalidInput):
        await workflows.save_draft(rt, app, **part)  # type: ignore[arg-type] # wrong on purpose


async def test_only_graph_apps_have_workflows(rt: Runtime, workspace_id: str) -> None:
    app = await chat_app(rt, workspace_id)
    with pytest.raises(InvalidInput):
        await workflows.save_draft(rt, app, graph=answering("x"))
    with pytest.raises(NotFound, match="draft"):
        await workflows.get_draft(rt, app)


async def test_versions_are_listed_marked_restored_and_deleted(rt: Runtime, workspace_id: str) -> None:
    app = await apps.add_document(rt, workspace_id, echo("first"))
    first = await workflows.publish(rt, app, name="June", comment="shorter")
    await workflows.save_draft(rt, app, graph=answering("second"))
    second = await workflows.publish(rt, app)
    listed = await workflows.versions(rt, app, limit=1)
    assert ([version.id for version in listed.items], listed.has_more) == ([second.id], True)
    assert [version.id for version in (await workflows.versions(rt, app, named_only=True)).items] == [first.id]
    assert (await workflows.mark_version(rt, app, first.id, name="July")).marked_name == "July"
    draft = await workflows.restore(rt, app, first.id)
    assert draft.graph["nodes"][1]["data"]["answer"] == "first"
    with pytest.raises(BadRequest):
        await workflows.delete_version(rt, app, second.id)
    await workflows.delete_version(rt, app, first.id)
    with pytest.raises(NotFound):
        await workflows.get_version(rt, app, first.id)
    with pytest.raises(InvalidInput, match="21 characters; the limit is 20"):
        await workflows.publish(rt, app, name="x" * 21)


async def test_a_secret_is_stored_encrypted_shown_masked_and_kept_when_its_mask_comes_back(
    rt: Runtime, workspace_id: str
) -> None:
    app = await apps.add_document(rt, workspace_id, echo("{{#env.TOKEN#}}", environment_variables=[SECRET]))
    assert SECRET["value"] not in str(rt.db.query("SELECT * FROM workflows"))
    draft = await workflows.get_draft(rt, app)
    shown = draft.environment_variables[0]["value"]
    assert shown != SECRET["value"]
    saved = await workflows.save_draft(
        rt, app, graph=draft.graph, environment_variables=draft.environment_variables, hash=draft.hash
    )
    assert saved.hash == draft.hash
    exported = await imports.export_dsl(rt, app, include_secret=True)
    assert SECRET["value"] in exported
    assert SECRET["value"] not in await imports.export_dsl(rt, app)


async def test_no_row_and_no_event_of_a_node_holds_a_secret(rt: Runtime, workspace_id: str) -> None:
    template = node(
        "tpl",
        "template-transform",
        template="token: {{ token }}",
        variables=[{"variable": "token", "value_selector": ["env", "TOKEN"]}],
    )
    answer = node("answer", "answer", answer="done")
    document = echo(environment_variables=[SECRET]).replace(graph=graph(node("start", "start"), template, answer))
    app = await published(rt, workspace_id, document)
    live = await chat.start_turn(rt, app, query="Hi", inputs={}, user="ann")
    events = await events_of(live)
    assert names(events)[-1] == "MessageEnd"
    _, nodes = await run_of(rt, live, app)
    assert "token: " in str(nodes)
    assert SECRET["value"] not in str(nodes) + str(events)
