"""The tool node: what a tool is given, and what becomes of its messages."""

from typing import Any

import pytest

from engine.events import AgentLog
from engine.nodes.base import Context
from engine.resources import Resources, RunInfo
from engine.tools.base import (
    Cited,
    Json,
    Link,
    Log,
    Made,
    Parameter,
    Text,
    ToolInvokeError,
    ToolNotFoundError,
    ToolParameterError,
    Variable,
)
from engine.values import File, Secret
from engine.variables import VariablePool
from tests.engine.alone import node, run_alone
from tests.engine.tools import OneWorkflow, ScriptedTool, tools

POOL = {"start": {"a": 123, "text": "blue", "none": None, "key": Secret("sk-0123456789")}}


async def call(tool: ScriptedTool, *, parameters: Any = None, **data: Any) -> Any:
    """Run a tool node that calls `tool`."""
    settings = {"provider_id": "test", "tool_name": tool.name, "tool_parameters": parameters or {}, **data}
    return await run_alone("tool", POOL, resources=Resources(tools=tools(tool)), **settings)


async def test_the_calculator_node_works_out_a_product():
    given = {"expression": {"type": "mixed", "value": "{{#start.a#}} * 456"}}
    result = await run_alone("tool", POOL, provider_id="calculator", tool_name="calculator", tool_parameters=given)
    assert result.outputs == {"text": "56088", "files": [], "json": [{"data": []}]}


async def test_mixed_constant_and_variable_values_reach_the_tool_as_it_declares_them():
    tool = ScriptedTool(
        parameters=[Parameter(name=name) for name in ("m", "none")]
        + [Parameter(name="c", type="number"), Parameter(name="v", type="number"), Parameter(name="gone")]
    )
    given = {
        "m": {"type": "mixed", "value": "a {{#start.text#}} car"},
        "c": {"type": "constant", "value": "7"},
        "v": {"type": "variable", "value": ["start", "a"]},
        "none": {"type": "variable", "value": ["start", "none"]},
        "gone": {"type": "variable", "value": ["start", "gone"]},
        "unknown": {"type": "mixed", "value": "x"},
    }
    await call(tool, parameters=given)
    assert tool.calls == [{"m": "a blue car", "c": 7, "v": 123, "none": None, "unknown": None}]


async def test_settings_are_merged_into_the_parameters_which_win():
    tool = ScriptedTool(parameters=[Parameter(name=name) for name in "abcd"])
    settings = {"a": {"type": "constant", "value": "setting"}, "b": {"type": "mixed", "value": "{{#start.text#}}"}}
    settings |= {"c": 3, "d": None}
    await call(tool, parameters={"a": {"type": "mixed", "value": "parameter"}}, tool_configurations=settings)
    assert tool.calls == [{"a": "parameter", "b": "blue", "c": "3"}]


@pytest.mark.parametrize(
    "given", [{}, {"p": {"type": "variable", "value": ["start", "gone"]}}], ids=["none", "variable"]
)
async def test_a_missing_required_parameter_fails(given):
    with pytest.raises(ToolParameterError, match="'p'"):
        await call(ScriptedTool(parameters=[Parameter(name="p", required=True)]), parameters=given)


class Heard:
    """Takes what the node streams and emits."""

    def __init__(self) -> None:
        self.pieces: list[tuple[str, str]] = []
        self.events: list[Any] = []

    def text(self, node_id: str, name: str, delta: str) -> None:
        self.pieces.append((name, delta))

    def reasoning(self, node_id: str, delta: str, is_final: bool) -> None: ...

    def close(self, node_id: str, name: str) -> None:
        self.pieces.append((name, "."))


async def test_a_value_of_an_odd_type_is_a_constant():
    tool = ScriptedTool(parameters=[Parameter(name="p", type="array")])
    await call(tool, parameters={"p": {"type": "array", "value": ["{{#start.text#}}", 1]}})
    assert tool.calls == [{"p": ["blue", 1]}]


async def test_messages_become_outputs_and_text_is_streamed():
    file = File(type="image", transfer_method="tool_file", filename="a.png")
    tool = ScriptedTool(
        Text("one "),
        Log("1", "step", data={"x": 1}),
        Link("http://x"),
        Made(file),
        Json({"a": 1}),
        Json([{"b": 2}, 3]),
        Variable("v", 5),
        Variable("w", "he", is_piece=True),
        Variable("w", "llo", is_piece=True),
        Cited([{"content": "c"}]),
    )
    heard = Heard()
    ctx = Context(
        "node",
        pool=VariablePool(POOL),
        resources=Resources(tools=tools(tool)),
        run=RunInfo(),
        emit=heard.events.append,
        stream=heard,
    )
    result = await node("tool", provider_id="test", tool_name="scripted").run(ctx)
    assert result.outputs == {
        "text": "one Link: http://x\n",
        "files": [file],
        "json": [{"a": 1}, {"b": 2}, {"data": 3}],
        "v": 5,
        "w": "hello",
    }
    assert heard.pieces == [("text", "one "), ("text", "Link: http://x\n"), ("w", "he"), ("w", "llo"), ("text", ".")]
    (log,) = heard.events
    assert isinstance(log, AgentLog)
    assert (log.label, log.status, log.data) == ("step", "success", {"x": 1})
    assert result.citations == [{"content": "c"}]


async def test_a_provider_that_is_not_installed_fails_by_name_and_keeps_secrets_masked():
    given = {"query": {"type": "mixed", "value": "{{#start.key#}} news"}}
    with pytest.raises(ToolNotFoundError, match=r"google_search.*langgenius/google/google") as caught:
        await run_alone(
            "tool", POOL, provider_id="langgenius/google/google", tool_name="google_search", tool_parameters=given
        )
    assert caught.value.error_type == "ToolNotFoundError"
    assert caught.value.inputs == {"query": "sk-012************89 news"}


async def test_a_failing_tool_fails_the_node():
    with pytest.raises(ToolInvokeError, match="no luck"):
        await call(ScriptedTool(Text("so far"), error=ToolInvokeError("no luck")))


async def test_a_workflow_is_a_tool():
    workflows = OneWorkflow()
    settings = {
        "provider_type": "workflow",
        "provider_id": "adder",
        "tool_name": "add",
        "tool_parameters": {"a": {"type": "variable", "value": ["start", "a"]}, "b": {"type": "mixed", "value": "2"}},
    }
    resources = Resources(workflows=workflows)
    result = await run_alone("tool", POOL, resources=resources, **settings)
    assert result.outputs == {"text": '{"sum": 125}', "files": [], "json": [{"sum": 125}]}
    await run_alone("tool", POOL, resources=resources, info=RunInfo(depth=4), **settings)
    with pytest.raises(ToolInvokeError, match="5 deep"):
        await run_alone("tool", POOL, resources=resources, info=RunInfo(depth=5), **settings)
    assert [caller.depth for caller in workflows.callers] == [0, 4]
    with pytest.raises(ToolNotFoundError, match="'gone'"):
        await run_alone("tool", POOL, resources=resources, **{**settings, "provider_id": "gone"})


@pytest.mark.parametrize(
    ("provider", "name", "reusable"),
    [("calculator", "calculator", True), ("langgenius/time/time", "current_time", False), ("test", "scripted", False)],
)
def test_only_tools_that_give_the_same_again_are_reused(provider, name, reusable):
    assert node("tool", provider_id=provider, tool_name=name).is_reusable() is reusable


def test_references_and_named_outputs_are_known():
    tool = node(
        "tool",
        tool_parameters={"a": {"type": "variable", "value": ["n", "x"]}, "b": {"type": "mixed", "value": "{{#n.y#}}"}},
        tool_configurations={"c": {"type": "constant", "value": {"deep": ["{{#n.z#}}"]}}, "d": "{{#n.w#}}"},
        output_schema={
            "properties": {"links": {"type": "array", "items": {"type": "string"}}, "n": {"type": "integer"}}
        },
    )
    assert tool.references() == {("n", "x"), ("n", "y"), ("n", "z"), ("n", "w")}
    assert tool.declared_outputs() == {
        "links": "array[string]",
        "n": "number",
        "text": "string",
        "files": "array[file]",
        "json": "array[object]",
    }
