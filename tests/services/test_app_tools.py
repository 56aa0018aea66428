"""Apps as tools of other apps: what is offered, what is answered, and one tree of runs with true sums."""

import asyncio
from typing import Any

import pytest

import storage.run_trees
import storage.runs
from engine.document import Document
from services.apps import apps
from services.apps.offers import checked_offer, offer_in, usual_name
from services.chats import chat
from services.errors import InvalidInput
from services.runs import workflow_runs
from services.runs.called import run_tree
from services.runtime import Runtime
from storage.records import App, Run
from tests.services.parts import chat_app, document, echo, graph, llm, node, published, sign_in
from tests.vendor import Vendor

START = node("start", "start", variables=[{"variable": "topic", "label": "Topic", "type": "text-input"}])
TOPIC = [{"text-input": {"variable": "topic", "label": "Topic", "required": True}}]
QUERY = {"query": {"type": "constant", "value": "tea?"}, "topic": {"type": "constant", "value": "tea"}}


async def offer(rt: Runtime, app: App, **how: Any) -> App:
    """Offer an app as a tool."""
    given = {"enabled": True, "name": "helper", "description": "Helps.", **how}
    return await apps.update_app(rt, app, settings={"tool": given})


def calling(app_id: str) -> Document:
    """Return a workflow that asks an app."""
    tool = node("tool", "tool", provider_type="app", provider_id=app_id, tool_name="helper", tool_parameters=QUERY)
    outputs = [{"variable": name, "value_selector": ["tool", name]} for name in ("text", "json")]
    return document("workflow", graph(START, tool, node("end", "end", outputs=outputs)))


def entry(app: App) -> dict[str, Any]:
    """Return an app among the tools of an agent."""
    reference = {"provider_type": "app", "provider_id": app.id, "tool_name": "helper"}
    return {"enabled": True, **reference, "tool_parameters": {}}


async def agent_app(rt: Runtime, workspace_id: str, *entries: Any, **mode: Any) -> App:
    """Make an agent app with these tools."""
    app = await apps.create_app(rt, workspace_id, name="Agent", mode="agent-chat")
    agent_mode = {"enabled": True, "strategy": "function_call", "tools": list(entries), "max_iteration": 5, **mode}
    model = {"provider": "openai", "name": "small", "mode": "chat", "completion_params": {}}
    return await apps.save_model_config(rt, app, {**(app.model_config or {}), "model": model, "agent_mode": agent_mode})


async def ended(rt: Runtime, app: App) -> Run:
    """Run a workflow to its end."""
    live = await workflow_runs.start_run(rt, app, inputs={"topic": "tea"}, user="ann")
    await live.finished()
    return storage.runs.get_run(rt.db, app.workspace_id, app.id, live.id)


async def completion(rt: Runtime, workspace_id: str) -> App:
    app = await apps.create_app(rt, workspace_id, name="Completion", mode="completion")
    model = {"provider": "openai", "name": "small", "mode": "chat", "completion_params": {}}
    config = {"model": model, "pre_prompt": "Write of {{topic}}.", "user_input_form": TOPIC}
    return await apps.save_model_config(rt, app, {**(app.model_config or {}), **config})


MAKERS: dict[str, Any] = {
    "chat": chat_app,
    "completion": completion,
    "agent-chat": agent_app,
    "advanced-chat": lambda rt, workspace_id: published(rt, workspace_id, echo("Tea, said {{#sys.query#}}")),
    "workflow": lambda rt, workspace_id: published(
        rt,
        workspace_id,
        document(
            "workflow",
            graph(
                START,
                llm("Write of {{#start.topic#}}"),
                node("end", "end", outputs=[{"variable": "said", "value_selector": ["llm", "text"]}]),
            ),
        ),
    ),
}


@pytest.mark.parametrize("mode", MAKERS)
async def test_an_app_of_every_mode_is_called(rt: Runtime, workspace_id: str, vendor: Vendor, mode: str) -> None:
    await sign_in(rt, workspace_id, vendor)
    vendor.rule(reply="Tea, said tea?")
    helper = await offer(rt, await MAKERS[mode](rt, workspace_id))
    run = await ended(rt, await published(rt, workspace_id, calling(helper.id)))
    assert run.status == "succeeded", run.error
    assert run.outputs["json" if mode == "workflow" else "text"] == (
        [{"said": "Tea, said tea?"}] if mode == "workflow" else "Tea, said tea?"
    )
    (inner,) = storage.run_trees.called_runs(rt.db, workspace_id, run.id)
    assert (inner.app_id, inner.parent_run_id, inner.status) == (helper.id, run.id, "succeeded")
    (row,) = [row for row in storage.runs.list_nodes(rt.db, workspace_id, run.id) if row.kind == "tool"]
    assert [one["run_id"] for one in row.metadata["called_runs"]] == [inner.id]


async def test_what_a_tree_used_up_is_what_its_runs_did(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    await sign_in(rt, workspace_id, vendor)
    vendor.rule(
        when="outer question",
        unless="Deep answer",
        reply="I ask.",
        tool_calls=[{"name": "helper", "arguments": {"query": "inner"}}],
    )
    vendor.rule(when="outer question", reply="They say so.")
    vendor.rule(reply="Deep answer")
    helper = await offer(rt, await chat_app(rt, workspace_id))
    agent = await agent_app(rt, workspace_id, entry(helper))
    live = await chat.start_turn(rt, agent, query="outer question", inputs={}, user="ann", auto_generate_name=False)
    await live.finished()
    tree = await run_tree(rt, agent, live.id)
    (inner,) = tree.called
    assert (inner.app_name, tree.caller) == ("Chat", None)
    assert tree.total_tokens == tree.run.total_tokens + inner.total_tokens > tree.run.total_tokens > 0
    back = await run_tree(rt, helper, inner.id)
    assert back.caller is not None
    assert (back.caller.id, back.called) == (live.id, [])


async def test_an_app_that_calls_itself_ends_at_the_limit(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    await sign_in(rt, workspace_id, vendor)
    call = {"name": "helper", "arguments": {"query": "deeper"}}
    vendor.rule(unless=["deep at the most", "bottom"], reply="Deeper.", tool_calls=[call])
    vendor.rule(reply="This is the bottom.")
    app = await offer(rt, await agent_app(rt, workspace_id))
    config = {**(app.model_config or {})}
    config["agent_mode"] = {**config["agent_mode"], "tools": [entry(app)]}
    app = await apps.save_model_config(rt, app, config)
    live = await chat.start_turn(rt, app, query="down", inputs={}, user="ann", auto_generate_name=False)
    await live.finished()
    tree = await run_tree(rt, app, live.id)
    assert (tree.run.status, len(tree.called)) == ("succeeded", 5)
    assert all(run.status == "succeeded" for run in tree.called)
    deepest = storage.runs.list_nodes(rt.db, workspace_id, tree.called[-1].id)
    assert any("5 deep at the most" in str(row.process_data) for row in deepest)


async def test_what_a_stopped_agent_called_is_stopped(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    await sign_in(rt, workspace_id, vendor)
    vendor.rule(when="outer question", reply="I ask.", tool_calls=[{"name": "helper", "arguments": {"query": "inner"}}])
    vendor.rule(reply="one two", fault="hang", after=1)
    helper = await offer(rt, await chat_app(rt, workspace_id))
    agent = await agent_app(rt, workspace_id, entry(helper))
    live = await chat.start_turn(rt, agent, query="outer question", inputs={}, user="ann", auto_generate_name=False)
    await asyncio.to_thread(vendor.wait_for, lambda: len(vendor.model_requests) > 1, timeout=60)
    (inner,) = rt.live.running(helper.id)
    live.stop()
    await live.finished()
    await inner.finished()
    tree = await run_tree(rt, agent, live.id)
    assert (tree.run.status, [run.status for run in tree.called]) == ("stopped", ["stopped"])
    assert tree.run.total_tokens > 0


async def test_what_is_not_offered_is_no_tool(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    await sign_in(rt, workspace_id, vendor)
    helper = await chat_app(rt, workspace_id)
    run = await ended(rt, await published(rt, workspace_id, calling(helper.id)))
    assert run.status == "failed"
    assert "is offered as the tool 'helper'" in str(run.error)


async def test_the_toolbox_has_the_apps_that_are_offered(rt: Runtime, workspace_id: str) -> None:
    first = await published(rt, workspace_id, echo())
    await offer(rt, first, use_cases=["say it again"])
    await apps.add_document(rt, workspace_id, echo())
    found = [
        (provider.kind, provider.id, tool.name, list(tool.use_cases), [one.name for one in tool.parameters])
        for provider in (await rt.toolbox.catalogue(workspace_id)).providers
        for tool in provider.tools
        if provider.kind == "app"
    ]
    assert found == [("app", first.id, "helper", ["say it again"], ["query"])]
    await offer(rt, first, enabled=False)
    catalogue = await rt.toolbox.catalogue(workspace_id)
    assert not [provider for provider in catalogue.providers if provider.kind == "app"]


@pytest.mark.parametrize(
    ("given", "param"),
    [
        ({"name": "two words"}, "tool.name"),
        ({"name": "", "enabled": True}, "tool.name"),
        ({"name": "x" * 49}, "tool.name"),
        ({"enabled": "yes"}, "tool.enabled"),
        ({"description": "x" * 2001}, "tool.description"),
        ({"use_cases": ["x"] * 11}, "tool.use_cases"),
        ({"price": 1}, "tool"),
        ([], "tool"),
    ],
)
def test_an_offer_that_cannot_be_made_is_refused(given: Any, param: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        checked_offer({"name": "ok", **given} if isinstance(given, dict) else given)
    assert refused.value.param == param


async def test_an_offer_is_as_its_app_unless_somebody_says_otherwise(rt: Runtime, workspace_id: str) -> None:
    app = await apps.create_app(rt, workspace_id, name="Tea & more", mode="chat")
    assert (offer_in(app).enabled, offer_in(app).name) == (False, "Tea_more")
    with pytest.raises(InvalidInput, match=r"tool\.name"):
        await apps.update_app(rt, app, settings={"tool": {"enabled": True, "name": "two words"}})
    chinese = await apps.update_app(rt, app, name="客服")
    assert usual_name(chinese) == f"app_{app.id[-8:]}"
