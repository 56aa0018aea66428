"""Agent apps: the graph that they are, and the thoughts that people see."""

import json
from typing import Any

import pytest

from engine.configured import as_graph
from engine.document import Document
from engine.events import AgentThought, Event, MessageFile, NodeFinished, RunFinished, RunStatus, TextDelta
from engine.models.base import Abilities, ToolCall
from engine.resources import Resources, RunInfo, Turn
from engine.running.run import RunRequest, run
from engine.tools.base import Made, Text
from engine.values import File
from tests.engine.models import Conversing, Scripted
from tests.engine.test_knowledge_retrieval import RETRIEVAL
from tests.engine.tools import ScriptedTool, tools

CALCULATOR = {
    "enabled": True,
    "provider_type": "builtin",
    "provider_id": "calculator",
    "tool_name": "calculator",
    "tool_parameters": {"expression": ""},
}
SCRIPTED = {**CALCULATOR, "provider_id": "test", "tool_name": "scripted", "tool_parameters": {}}


def agent_app(*entries: Any, strategy: Any = "function_call", provider: str = "openai", **config: Any) -> Document:
    """Return an agent app with these tools."""
    agent_mode = {"enabled": True, "strategy": strategy, "tools": list(entries), **config.pop("agent_mode", {})}
    model = {"provider": provider, "name": "m", "mode": "chat", "completion_params": {"stop": []}}
    settings = {"model": model, "pre_prompt": "Help {{name}}.", "agent_mode": agent_mode, **config}
    form = [{"text-input": {"variable": "name", "label": "Name"}}]
    return Document({"app": {"mode": "agent-chat", "name": "A"}, "model_config": {"user_input_form": form, **settings}})


async def turn(document: Document, model: Any, *, tool: ScriptedTool | None = None, history: Any = ()) -> list[Event]:
    """Run one turn of an agent app; it must succeed."""
    info = RunInfo(mode="agent-chat", conversation_id="c", history=history)
    resources = Resources(models=model, tools=tools(*([tool] if tool else [])), retrieval=RETRIEVAL)
    request = RunRequest(info=info, query="what is 2 * 3?", inputs={"name": "Ada"})
    events = [event async for event in run(as_graph(document), request, resources)]
    last = events[-1]
    assert isinstance(last, RunFinished)
    assert last.status == RunStatus.SUCCEEDED, last.error
    return events


def shown(events: list[Event]) -> list[Any]:
    """Return what chats show: the text, and tool, input and observation of thoughts."""
    found: list[Any] = []
    for event in events:
        if isinstance(event, TextDelta):
            found.append(event.text)
        elif isinstance(event, AgentThought):
            found.append((event.position, event.thought, event.tool, event.tool_input, event.observation))
        elif isinstance(event, MessageFile):
            found.append(event.file)
    return found


def end_of_agent(events: list[Event]) -> NodeFinished:
    return next(event for event in events if isinstance(event, NodeFinished) and event.kind == "agent-chat")


def call(name: str = "calculator", **arguments: Any) -> ToolCall:
    return ToolCall(f"call-{arguments}", name, json.dumps(arguments))


async def test_a_turn_is_thoughts_and_text_in_their_order():
    model = Conversing(["I multiply.", call(expression="2 * 3")], "It is 6.")
    events = await turn(agent_app(CALCULATOR), model, history=[Turn("hi", "hello")])
    tool_input, observation = '{"calculator": {"expression": "2 * 3"}}', '{"calculator": "6"}'
    assert shown(events) == [
        (1, "", "", "", ""),
        "I multiply.",
        (1, "I multiply.", "calculator", tool_input, ""),
        (1, "I multiply.", "calculator", tool_input, observation),
        (2, "", "", "", ""),
        "\n\nIt is 6.",
        (2, "It is 6.", "", "", ""),
    ]
    assert model.prompt[:4] == [
        ("system", "Help Ada."),
        ("user", "hi"),
        ("assistant", "hello"),
        ("user", "what is 2 * 3?"),
    ]
    thoughts = end_of_agent(events).process_data["agent_thoughts"]
    assert [thought["position"] for thought in thoughts] == [1, 2]
    assert thoughts[0]["tool_labels"] == {"calculator": {"en_US": "Calculator", "zh_Hans": "Calculator"}}


async def test_several_calls_of_a_round_are_joined_and_failures_told():
    tool = ScriptedTool(Text("ok"))
    model = Conversing([call(expression="1 / 0"), call("scripted", x=1)], "done")
    events = await turn(agent_app(CALCULATOR, SCRIPTED), model, tool=tool)
    observed = shown(events)[2]
    assert observed[2] == "calculator;scripted"
    assert json.loads(observed[3]) == {"calculator": {"expression": "1 / 0"}, "scripted": {"x": 1}}
    assert json.loads(observed[4])["scripted"] == "ok"
    assert "division by zero" in json.loads(observed[4])["calculator"]


async def test_files_of_a_call_are_sent_before_its_observation():
    file = File(type="image", transfer_method="tool_file", filename="a.png", id="f1")
    events = await turn(agent_app(SCRIPTED), Conversing([call("scripted")], "done"), tool=ScriptedTool(Made(file)))
    order = shown(events)
    assert order.index(file) < next(place for place, item in enumerate(order) if isinstance(item, tuple) and item[4])


@pytest.mark.parametrize(("most", "asked"), [(1, 2), (0, 2), (500, 100)])
async def test_after_its_rounds_the_model_is_asked_without_tools(most, asked):
    model = Conversing(*([call(expression=str(number))] for number in range(120)))
    await turn(agent_app(CALCULATOR, agent_mode={"max_iteration": most}), model)
    assert len(model.requests) == asked
    assert [len(request.tools) for request in model.requests[-2:]] == [1, 0]


async def test_a_question_takes_as_many_rounds_as_its_purpose_does():
    model = Conversing(*([call(expression=str(number))] for number in range(9)))
    events = await turn(agent_app(CALCULATOR, agent_mode={"max_iteration": 8, "by_purpose": True}), model)
    assert len(model.requests) == 3  # two for a calculation, and the answer
    agent = end_of_agent(events).metadata["agent"]
    assert (agent["intent"]["primary"], agent["rounds"], agent["tools_used"]) == ("calculate", 3, ["calculator"])


@pytest.mark.parametrize(
    ("strategy", "provider", "abilities", "used"),
    [
        ("function_call", "anthropic", Abilities(), "function_calling"),
        ("react", "openai", Abilities(), "ReAct"),
        ("cot", "openai", Abilities(), "ReAct"),
        (None, "langgenius/openai/openai", Abilities(), "function_calling"),
        ("other", "anthropic", Abilities(), "function_calling"),
        ("", "anthropic", Abilities(tools=False), "ReAct"),
        ("function_call", "openai", Abilities(tools=False), "ReAct"),
    ],
)
async def test_the_strategy_is_the_one_named_or_goes_by_what_the_model_can_do(strategy, provider, abilities, used):
    events = await turn(agent_app(CALCULATOR, strategy=strategy, provider=provider), Scripted("x", abilities=abilities))
    assert end_of_agent(events).metadata["agent_strategy"] == used


async def test_a_router_is_a_plain_chat():
    events = await turn(agent_app(CALCULATOR, strategy="router"), Scripted("x"))
    assert shown(events) == ["x"]


async def test_tools_that_are_gone_disabled_or_too_short_are_left_out():
    gone = {**CALCULATOR, "provider_id": "yahoo", "tool_name": "yahoo_finance"}
    short = {"enabled": True, "provider_id": "calculator", "tool_name": "calculator"}
    model = Scripted("x")
    events = await turn(agent_app(gone, {**CALCULATOR, "enabled": False}, short), model)
    assert model.requests[0].tools == []
    (missing,) = end_of_agent(events).metadata["missing_tools"]
    assert "yahoo_finance" in missing


async def test_knowledge_bases_are_tools_whose_finds_are_cited():
    bound = {"enabled": True, "id": "guide"}
    model = Conversing([call("dataset_guide", query="refunds paid")], "Within 14 days.")
    events = await turn(agent_app({"dataset": bound}), model)
    (tool,) = model.requests[0].tools
    assert (tool.description, list(tool.parameters["properties"])) == ("How to use the product", ["query"])
    assert "Refunds are paid within 14 days." in model.prompt[-1][1]
    last = events[-1]
    assert isinstance(last, RunFinished)
    assert (last.citations[0]["position"], last.citations[0]["document_name"]) == (1, "refunds.md")


async def test_a_chat_with_knowledge_bases_answers_from_them():
    datasets = {"datasets": {"datasets": [{"dataset": {"id": "guide", "enabled": True}}]}, "retrieval_model": "single"}
    model = {"provider": "openai", "name": "m", "mode": "chat"}
    document = Document(
        {"app": {"mode": "chat", "name": "C"}, "model_config": {"model": model, "dataset_configs": datasets}}
    )
    asked = Scripted("x")
    info = RunInfo(mode="chat", conversation_id="c")
    request = RunRequest(info=info, query="When are refunds paid?")
    events = [event async for event in run(as_graph(document), request, Resources(models=asked, retrieval=RETRIEVAL))]
    assert "Refunds are paid within 14 days." in asked.prompt[0][1]
    last = events[-1]
    assert isinstance(last, RunFinished)
    assert last.citations[0]["dataset_id"] == "guide"
