"""The agent node: tools as they are offered, rounds, what people see of them."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from engine.errors import ModelUnavailable, NodeError
from engine.events import ModelAnswered
from engine.models import ModelRegistry
from engine.models.base import Abilities, ImagePart, Message, ToolCall
from engine.nodes.base import Context, Result
from engine.resources import Resources, RunInfo, Turn
from engine.tools.base import Cited, Json, Made, Parameter, Text, ToolInvokeError, ToolNotFoundError
from engine.values import File
from engine.variables import VariablePool
from tests.engine.alone import node
from tests.engine.models import Conversing, Failing, Scripted
from tests.engine.test_knowledge_retrieval import RETRIEVAL
from tests.engine.tools import ScriptedTool, tools

CALCULATOR = {"enabled": True, "type": "builtin", "provider_name": "calculator", "tool_name": "calculator"}
NO_TOOLS = Abilities(tools=False)


class Seen:
    """What people see of an agent's run."""

    def __init__(self) -> None:
        self.all: list[Any] = []
        self.text_pieces: list[str] = []

    def text(self, node_id: str, name: str, delta: str) -> None:
        self.text_pieces.append(delta)

    def reasoning(self, node_id: str, delta: str, is_final: bool) -> None: ...

    def close(self, node_id: str, name: str) -> None: ...

    @property
    def events(self) -> list[Any]:
        """Return what people are told."""
        return [event for event in self.all if not isinstance(event, ModelAnswered)]

    def ends(self) -> list[tuple[str, str]]:
        """Return label and status of the entries that ended, in that order."""
        return [(event.label, event.status) for event in self.events if event.status != "start"]


async def work(
    model: Any,
    /,
    *entries: Any,
    tool: ScriptedTool | None = None,
    strategy: str = "function_calling",
    seen: Seen | None = None,
    info: RunInfo | None = None,
    memory: Any = None,
    retrieval: Any = None,
    files: Sequence[File] = (),
    **parameters: Any,
) -> Result:
    """Run an agent with the tools that `entries` name."""
    seen = seen or Seen()
    values = {
        "model": {"provider": "openai", "model": "m"},
        "query": "{{#sys.query#}}",
        "tools": list(entries),
        **parameters,
    }
    constants = {name: {"type": "constant", "value": value} for name, value in values.items()}
    ctx = Context(
        "node",
        pool=VariablePool({"sys": {"query": "what is 123 * 456?"}, "start": {"city": "Rome", "files": list(files)}}),
        resources=Resources(models=model, tools=tools(*([tool] if tool else [])), retrieval=retrieval),
        run=info or RunInfo(),
        emit=seen.all.append,
        stream=seen,
    )
    vision = {"enabled": bool(files), "configs": {"variable_selector": ["start", "files"]}}
    return await node(
        "agent", agent_strategy_name=strategy, agent_parameters=constants, memory=memory, vision=vision
    ).run(ctx)


def call(arguments: Any, name: str = "calculator", call_id: str = "c1") -> ToolCall:
    return ToolCall(call_id, name, arguments if isinstance(arguments, str) else json.dumps(arguments))


async def test_an_agent_calls_its_tool_and_answers():
    model, seen = Conversing(["I work it out.", call({"expression": "123 * 456"})], "It is 56088."), Seen()
    result = await work(model, CALCULATOR, seen=seen, instruction="Help in {{#start.city#}}.")
    assert result.outputs["text"] == "I work it out.\n\nIt is 56088." == "".join(seen.text_pieces)
    assert model.prompt == [
        ("system", "Help in Rome."),
        ("user", "what is 123 * 456?"),
        ("assistant", "I work it out."),
        ("tool", "56088"),
    ]
    assert [tool.name for tool in model.requests[0].tools] == ["calculator"]
    assert result.outputs["usage"]["total_tokens"] == 14
    assert result.metadata["agent_strategy"] == "function_calling"
    assert set(result.outputs) == set(node("agent").declared_outputs())


async def test_log_entries_are_a_tree_that_begins_and_ends():
    seen = Seen()
    result = await work(Conversing([call({"expression": "1 + 1"})], "2"), CALCULATOR, seen=seen)
    assert seen.ends() == [
        ("scripted Thought", "success"),
        ("CALL calculator", "success"),
        ("ROUND 1", "success"),
        ("scripted Thought", "success"),
        ("ROUND 2", "success"),
    ]
    ids = {event.id: event for event in seen.events}
    parents = [(event.label, ids[event.parent_id].label if event.parent_id else None) for event in ids.values()]
    assert parents[:3] == [("ROUND 1", None), ("scripted Thought", "ROUND 1"), ("CALL calculator", "ROUND 1")]
    assert [entry["label"] for entry in result.outputs["json"]] == [event.label for event in ids.values()]
    assert all(event.node_id == "node" for event in seen.events)


async def test_the_last_round_offers_no_tools():
    model = Conversing([call({"expression": "1"})], [call({"expression": "2"})], ["So: ", call({"expression": "3"})])
    result = await work(model, CALCULATOR, maximum_iterations="3")
    assert [len(request.tools) for request in model.requests] == [1, 1, 0]
    assert result.outputs["text"] == "So:"


@pytest.mark.parametrize(
    ("wanted", "observation"),
    [
        (call({"expression": "1 / 0"}), "The call failed: calculator: '1 / 0' has no value: division by zero"),
        (call({}, name="other"), "The call failed: there is no tool 'other'; the tools are calculator"),
        (call("{'expression': '2+2',}"), "4"),
        (call("[1]"), "The call failed: the arguments must be a JSON object, not '[1]'"),
        (call({}), "The call failed: the tool parameter 'expression' is required"),
    ],
    ids=["error", "unknown", "mended", "malformed", "missing"],
)
async def test_what_goes_wrong_with_a_call_is_told_to_the_model(wanted, observation):
    model, seen = Conversing([wanted], "done"), Seen()
    result = await work(model, CALCULATOR, seen=seen)
    assert model.prompt[-1] == ("tool", observation)
    assert result.outputs["text"] == "done"
    assert seen.ends()[1][1] == ("success" if observation == "4" else "error")


async def test_several_calls_of_one_round_are_answered_in_order():
    calls = [call({"expression": "1+1"}, call_id="a"), call({"expression": "2+2"}, call_id="b")]
    model = Conversing(calls, "done")
    await work(model, CALCULATOR)
    sent = model.requests[-1].messages
    assert [(message.tool_call_id, message.text) for message in sent[-2:]] == [("a", "2"), ("b", "4")]
    assert sent[-3] == Message("assistant", "", tool_calls=calls)


def parameters(*names: str, form: Any = "llm") -> list[Parameter]:
    return [Parameter(name=name, form=form) for name in names]


@pytest.mark.parametrize(
    ("entry", "offered", "passed"),
    [
        ({"parameters": {"a": {"auto": 1, "value": None}, "b": {"auto": 0, "value": "fixed"}}}, ["a"], {"b": "fixed"}),
        ({"parameters": {"a": "", "b": 5}}, ["a"], {"b": "5"}),
        ({"settings": {"s": {"value": "UTC"}}}, ["a", "b"], {"s": "UTC"}),
        ({"parameters": {"a": {"auto": 0, "value": {"type": "constant", "value": "x"}}}}, ["b"], {"a": "x"}),
        ({"tool_parameters": {"a": "{{#start.city#}}", "s": ""}}, ["b"], {"a": "Rome"}),
        ({"settings": {"s": {"auto": 1, "value": None}}}, ["a", "b", "s"], {}),
    ],
    ids=["auto-and-fixed", "bare", "settings", "wrapped", "old", "a setting left to it"],
)
async def test_the_model_is_offered_the_arguments_that_are_not_fixed(entry, offered, passed):
    tool = ScriptedTool(Text("ok"), parameters=[*parameters("a", "b"), *parameters("s", form="form")])
    model = Conversing([call(dict.fromkeys(("a", "b", "s"), "own"), name="scripted")], "done")
    await work(model, {"enabled": True, "provider_name": "test", "tool_name": "scripted", **entry}, tool=tool)
    assert list(model.requests[0].tools[0].parameters["properties"]) == offered
    assert tool.calls == [{**dict.fromkeys(offered, "own"), **passed}]


async def test_disabled_tools_are_ignored_and_descriptions_can_be_replaced():
    model = Scripted("done")
    gone = {"enabled": False, "provider_name": "nowhere", "tool_name": "nothing"}
    await work(model, gone, {**CALCULATOR, "extra": {"description": "Adds up."}})
    assert [(tool.name, tool.description) for tool in model.requests[0].tools] == [("calculator", "Adds up.")]


async def test_a_tool_that_is_not_installed_fails_the_node_by_name():
    with pytest.raises(ToolNotFoundError, match=r"nothing.*nowhere"):
        await work(Scripted("x"), {"enabled": True, "provider_name": "nowhere", "tool_name": "nothing"})


async def test_files_objects_and_citations_of_tools_are_outputs():
    file = File(type="image", transfer_method="tool_file", filename="a.png")
    tool = ScriptedTool(Made(file), Json({"a": 1}), Cited([{"position": 1, "content": "c"}]))
    model = Conversing([call({}, name="scripted")], "done")
    result = await work(model, {"enabled": True, "provider_name": "test", "tool_name": "scripted"}, tool=tool)
    assert result.outputs["files"] == [file]
    assert result.outputs["json"][-1] == {"a": 1}
    assert result.citations == [{"position": 1, "content": "c"}]
    assert "a.png" in model.prompt[-1][1]


async def test_an_unknown_strategy_fails_cleanly():
    with pytest.raises(NodeError, match="'TOD' is not installed") as caught:
        await work(Scripted("x"), strategy="TOD", storage_key="k")
    assert caught.value.error_type == "AgentStrategyNotFoundError"


async def test_an_empty_query_fails():
    with pytest.raises(NodeError, match="nothing to ask"):
        await work(Scripted("x"), query=" ")


async def test_a_failing_model_fails_the_node_and_the_entries():
    seen = Seen()
    with pytest.raises(ModelUnavailable):
        await work(Failing(ModelUnavailable("down")), CALCULATOR, seen=seen)
    assert seen.ends() == [("scripted Thought", "error"), ("ROUND 1", "error")]


async def test_memory_brings_earlier_turns():
    model = Scripted("x")
    info = RunInfo(conversation_id="c", history=[Turn("q1", "a1"), Turn("q2", "a2")])
    await work(model, info=info, memory={"window": {"enabled": True, "size": 1}})
    assert model.prompt == [("user", "q2"), ("assistant", "a2"), ("user", "what is 123 * 456?")]


REACT_CALL = (
    'Thought: I need to calculate.\nAction: {"action": "calculator", "action_input": {"expression": "123 * 456"}}'
)


@pytest.mark.parametrize(
    ("strategy", "abilities", "asked_for"),
    [("ReAct", Abilities(), None), ("function_calling", NO_TOOLS, "function_calling")],
    ids=["chosen", "fallback"],
)
async def test_react_reads_calls_from_the_text(strategy, abilities, asked_for):
    replies = (REACT_CALL, ["Thought: done.\nFinal", " Answer: It is", " 56088."])
    model, seen = Conversing(*replies, abilities=abilities), Seen()
    result = await work(model, CALCULATOR, strategy=strategy, seen=seen, instruction="Be kind.")
    assert result.outputs["text"] == "It is 56088."
    assert seen.text_pieces == ["It is", " 56088."]
    (_, system), *rest = model.prompt
    assert system.startswith("Be kind.")
    assert '"name": "calculator"' in system
    assert rest == [
        ("user", "what is 123 * 456?"),
        ("assistant", REACT_CALL),
        ("user", "Observation: 56088"),
    ]
    assert model.requests[0].tools == []
    assert "Observation:" in model.requests[0].stop
    assert result.metadata["agent_strategy"] == "ReAct"
    assert result.metadata.get("agent_strategy_asked_for") == asked_for


@pytest.mark.parametrize(
    "text",
    [
        'Thought: x\n```json\n{"action": "calculator", "action_input": "1 + 1"}\n```',
        "Thought: x\nAction: calculator\nAction Input: 1 + 1",
        'Action: {"action": "calculator", "action_input": "{\\"expression\\": \\"1 + 1\\"}"}',
        "Thought: x\nAction:\n{'action': 'calculator', 'action_input': {'expression': '1 + 1',}}\nObservation: 7",
    ],
    ids=["fenced", "two-lines", "text-input", "mended"],
)
async def test_react_reads_the_ways_in_which_models_write_calls(text):
    model = Conversing(text, "Final Answer: 2")
    assert (await work(model, CALCULATOR, strategy="ReAct")).outputs["text"] == "2"
    assert model.prompt[-1] == ("user", "Observation: 2")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Just an answer.", "Just an answer."),
        ("Thought: easy.\nFinal Answer: 2", "2"),
        ('Thought: easy.\nAction: {"action": "Final Answer", "action_input": "2"}', "2"),
        ("<think>Action: none</think>Final Answer：二", "二"),
    ],
    ids=["plain", "final", "as-action", "thought"],
)
async def test_react_takes_what_calls_nothing_for_the_answer(text, answer):
    assert (await work(Conversing(text), CALCULATOR, strategy="ReAct")).outputs["text"] == answer


async def test_react_has_to_answer_in_the_last_round():
    model = Conversing(REACT_CALL)
    result = await work(model, CALCULATOR, strategy="ReAct", maximum_iterations=2)
    assert len(model.requests) == 2
    assert "Final Answer" in model.prompt[-1][1]
    assert result.outputs["text"] == "I need to calculate."


async def test_the_demo_model_uses_an_offered_calculator():
    result = await work(ModelRegistry({}), CALCULATOR, model={"provider": "demo", "model": "demo"})
    assert "56088" in result.outputs["text"]


@pytest.mark.parametrize(
    ("entries", "reusable"),
    [
        ([], True),
        ([CALCULATOR], True),
        ([CALCULATOR, {"enabled": True, "provider_name": "x", "tool_name": "y"}], False),
    ],
)
def test_an_agent_is_reused_when_its_tools_only_calculate(entries, reusable):
    agent = node("agent", agent_parameters={"tools": {"type": "constant", "value": entries}})
    assert agent.is_reusable() is reusable


async def test_a_tool_error_of_its_own_is_an_observation():
    tool = ScriptedTool(Text("partly"), error=ToolInvokeError("no luck"))
    model = Conversing([call({}, name="scripted")], "done")
    await work(model, {"enabled": True, "provider_name": "test", "tool_name": "scripted"}, tool=tool)
    assert model.prompt[-1] == ("tool", "The call failed: no luck")


@pytest.mark.parametrize("entry", [{"provider_id": "guide"}, {"tool_name": "dataset_guide"}])
async def test_a_knowledge_base_is_a_tool_of_a_node(entry):
    ctx_tools = {"enabled": True, "provider_type": "dataset-retrieval", **entry}
    model = Conversing([call({"query": "refunds paid"}, name="dataset_guide")], "Within 14 days.")
    result = await work(model, ctx_tools, retrieval=RETRIEVAL)
    assert "Refunds are paid within 14 days." in model.prompt[-1][1]
    assert result.citations[0]["document_name"] == "refunds.md"


async def test_a_knowledge_base_that_is_gone_fails_the_node_by_its_id():
    with pytest.raises(ToolNotFoundError, match="'gone'"):
        await work(Scripted("x"), {"enabled": True, "provider_type": "dataset-retrieval", "provider_id": "gone"})


async def test_a_model_that_can_see_is_shown_the_files_of_a_node():
    picture = File(
        type="image", transfer_method="remote_url", url="https://pictures.example/cat.png", filename="cat.png"
    )
    tool = ScriptedTool(Text("ok"), parameters=[Parameter(name="picture", type="file", required=True)])
    model = Conversing([call({"picture": "cat.png"}, name="scripted")], "done", abilities=Abilities(vision=True))
    entry = {"enabled": True, "provider_name": "test", "tool_name": "scripted"}
    await work(model, entry, tool=tool, files=[picture])
    assert model.requests[0].messages[-1].content == [ImagePart(picture.address), "what is 123 * 456?"]
    assert "cat.png" in str(model.requests[0].tools[0].parameters)
    assert tool.calls == [{"picture": picture}]
