"""Agents over HTTP: apps whose model calls tools, and the nodes of chatflows."""

import pytest

from engine.dsl import dump
from tests.api.apps import MODEL, configured, workflow
from tests.api.client import Api, expect, names
from tests.services import parts
from tests.services.parts import graph, node
from tests.vendor import Vendor

pytestmark = pytest.mark.asyncio(loop_scope="session")

CALCULATOR = {
    "enabled": True,
    "provider_type": "builtin",
    "provider_id": "calculator",
    "tool_name": "calculator",
    "tool_parameters": {"expression": ""},
}
CALL = {"name": "calculator", "arguments": {"expression": "123 * 456"}}


@pytest.fixture
def calculating(vendor: Vendor) -> Vendor:
    """A model that works out a product with the tool that it is offered."""
    vendor.rule(when=["product", "56088"], reply="It is 56088.")
    vendor.rule(when="product", reply="I calculate.", tool_calls=[CALL])
    return vendor


async def test_an_agent_app_streams_thoughts_messages_and_its_end(api: Api, calculating: Vendor) -> None:
    app = await api.app(configured("agent-chat", agent_mode={"strategy": "function_call", "tools": [CALCULATOR]}))
    events = await app.stream("What is the product?")
    assert names(events)[0] == "agent_thought"
    assert names(events)[-1] == "message_end"
    assert set(names(events)) == {"agent_thought", "agent_message", "message_end"}
    said = "".join(event["answer"] for event in events if event["event"] == "agent_message")
    assert said == "I calculate.\n\nIt is 56088."
    thoughts = [event for event in events if event["event"] == "agent_thought"]
    assert [thought["position"] for thought in thoughts] == [1, 1, 1, 2, 2]
    assert thoughts[2]["observation"] == '{"calculator": "56088"}'
    stored = expect(await app.send("GET", f"/messages?user=ann&conversation_id={events[-1]['conversation_id']}"), 200)
    assert stored["data"][0]["answer"] == said
    kept = stored["data"][0]["agent_thoughts"]
    assert [(one["position"], one["tool"], one["observation"]) for one in kept] == [
        (1, "calculator", '{"calculator": "56088"}'),
        (2, "", ""),
    ]
    assert kept[0]["tool_input"] == '{"calculator": {"expression": "123 * 456"}}'
    assert {one["message_id"] for one in kept} == {stored["data"][0]["id"]}
    assert kept[0].keys() == {
        *("id", "chain_id", "message_id", "position", "thought", "tool", "tool_labels", "tool_input"),
        *("observation", "files", "created_at"),
    }


async def test_an_agent_app_is_not_answered_in_one_piece(api: Api, calculating: Vendor) -> None:
    app = await api.app(configured("agent-chat", agent_mode={"strategy": "function_call", "tools": [CALCULATOR]}))
    assert expect(await app.run("What is the product?"), 400)["status"] == 400


async def test_an_agent_node_sends_its_log_as_a_tree(api: Api, calculating: Vendor) -> None:
    parameters = {
        "model": {"type": "constant", "value": {"provider": MODEL["provider"], "model": MODEL["name"]}},
        "query": {"type": "constant", "value": "{{#sys.query#}}"},
        "tools": {"type": "constant", "value": [{**CALCULATOR, "type": "builtin", "provider_name": "calculator"}]},
    }
    agent = node("agent", "agent", agent_strategy_name="function_calling", agent_parameters=parameters)
    nodes = graph(node("start", "start"), agent, node("answer", "answer", answer="{{#agent.text#}}"))
    app = await api.app(dump(parts.document("advanced-chat", nodes)))
    events = await app.stream("What is the product?")
    logs = [event["data"] for event in events if event["event"] == "agent_log"]
    ids = {log["id"]: log for log in logs}
    assert {log["label"] for log in logs if log["parent_id"] is None} == {"ROUND 1", "ROUND 2"}
    assert all(log["parent_id"] in ids for log in logs if log["parent_id"] is not None)
    assert all(log["status"] == "success" for log in ids.values())
    began = next(e["data"] for e in events if e["event"] == "node_started" and e["data"]["node_id"] == "agent")
    assert began["agent_strategy"] == began["extras"]["agent_strategy"] == {"name": "function_calling", "icon": None}
    finished = next(e["data"] for e in events if e["event"] == "node_finished" and e["data"]["node_id"] == "agent")
    assert finished["outputs"]["text"] == "I calculate.\n\nIt is 56088."
    assert finished["execution_metadata"]["agent_strategy"] == "function_calling"


async def test_a_tool_node_calculates(api: Api) -> None:
    given = {"expression": {"type": "mixed", "value": "123 * {{#start.topic#}}"}}
    tool = node("tool", "tool", provider_id="calculator", tool_name="calculator", tool_parameters=given)
    app = await api.app(workflow(tool, result=("tool", "text")))
    answer = expect(await app.run(inputs={"topic": "456"}), 200)
    assert answer["data"]["outputs"] == {"result": "56088"}
