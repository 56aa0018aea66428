"""The code node: what a script gets, and what it may return."""

import re

import pytest

from engine.errors import NodeError
from engine.resources import Resources
from engine.sandbox import Sandbox
from engine.sandbox.outputs import CodeLimits, Output, checked
from engine.values import File, Secret
from tests.engine.alone import node, run_alone

LIMITS = CodeLimits(string=10, smallest=-100, largest=100, precision=3, depth=3, texts=2, objects=2, numbers=3)


@pytest.fixture
async def resources():
    sandbox = Sandbox()
    yield Resources(code=sandbox)
    await sandbox.close()


def bindings(*names: str) -> list[dict[str, object]]:
    return [{"variable": name, "value_selector": ["start", name]} for name in names]


async def test_the_script_gets_native_values_and_gives_its_outputs(resources):
    picture = File(type="image", transfer_method="remote_url", filename="cat.png", remote_url="https://x/cat.png")
    result = await run_alone(
        "code",
        {"start": {"n": 2, "o": {"k": [1.5]}, "none": None, "file": picture, "files": [picture]}},
        resources=resources,
        code="""
def main(n, o, none, missing, file, files):
    return {"kinds": "|".join(type(v).__name__ for v in (n, o, none, missing, files)), "name": file["filename"]}
""",
        variables=bindings("n", "o", "none", "missing", "file", "files"),
        outputs={"kinds": {"type": "string", "children": None}, "name": {"type": "string"}},
    )
    assert result.outputs == {"kinds": "int|dict|NoneType|NoneType|list", "name": "cat.png"}


async def test_a_script_without_main_leaves_its_outputs_in_variables(resources):
    result = await run_alone(
        "code",
        {"start": {"text": "one two"}},
        resources=resources,
        code="words = text.split()\ncount = len(words)",
        variables=bindings("text"),
        outputs={"count": {"type": "number"}},
    )
    assert result.outputs == {"count": 2}


async def test_a_failing_script_fails_the_node_and_shows_its_inputs_without_secrets(resources):
    with pytest.raises(NodeError, match="ValueError: no") as caught:
        await run_alone(
            "code",
            {"start": {"key": Secret("sk-0123456789"), "n": 1}},
            resources=resources,
            code="def main(key, n):\n    raise ValueError('no')",
            variables=bindings("key", "n"),
        )
    assert caught.value.error_type == "CodeExecutionError"
    assert caught.value.inputs == {"key": "sk-012************89", "n": 1}


async def test_a_result_that_is_no_object_fails(resources):
    with pytest.raises(NodeError, match="must return an object") as caught:
        await run_alone("code", {}, resources=resources, code="def main():\n    return [1]")
    assert caught.value.error_type == "CodeExecutionError"


async def test_without_a_sandbox_the_node_says_so():
    with pytest.raises(NodeError, match="no sandbox"):
        await run_alone("code", {}, code="def main():\n    return {}")


async def test_what_is_printed_is_in_the_trace(resources):
    result = await run_alone("code", {}, resources=resources, code="def main():\n    print('seen')\n    return {}")
    assert result.process_data == {"tier": "strict", "printed": "seen\n"}


def test_outputs_may_be_declared_as_a_list():
    listed = node("code", code="", outputs=[{"variable": "a", "type": "number"}])
    assert listed.declared_outputs() == {"a": "number"}


def declared(**types: object) -> dict[str, Output]:
    return {
        name: Output(type=kind) if isinstance(kind, str) else Output.model_validate(kind)
        for name, kind in types.items()
    }


@pytest.mark.parametrize(
    ("kind", "value", "given"),
    [
        pytest.param("string", "a\x00b", "ab", id="NUL removed"),
        pytest.param("string", None, None, id="null for string"),
        pytest.param("number", 1.5, 1.5, id="float"),
        pytest.param("number", True, 1, id="boolean for number"),
        pytest.param("boolean", False, False, id="boolean"),
        pytest.param("object", {"a": [1, 2.5], "b": None}, {"a": [1, 2.5], "b": None}, id="object"),
        pytest.param("array[string]", ["a", None], ["a", None], id="strings"),
        pytest.param("array[number]", [1, 2.5, True], [1, 2.5, 1], id="numbers"),
        pytest.param("array[boolean]", [True], [True], id="booleans"),
        pytest.param("array[object]", [{"a": 1}, None], [{"a": 1}, None], id="objects"),
        pytest.param("array[object]", [], [], id="empty"),
    ],
)
def test_values_of_the_declared_type_pass(kind, value, given):
    found = checked({"v": value}, declared(v=kind), LIMITS)["v"]
    assert found == given
    assert type(found) is type(given)


@pytest.mark.parametrize(
    ("kind", "value", "error", "message"),
    [
        pytest.param("string", 1, "OutputValidationError", "`v` must be a string, got number", id="not a string"),
        pytest.param("string", "x" * 11, "OutputValidationError", "less than 10 characters, got 11", id="long string"),
        pytest.param("number", "1", "OutputValidationError", "`v` must be a number", id="not a number"),
        pytest.param("number", 101, "OutputValidationError", "between -100 and 100", id="out of range"),
        pytest.param("number", float("nan"), "OutputValidationError", "out of range", id="not a number at all"),
        pytest.param("number", 0.1234, "OutputValidationError", "too high precision", id="precise"),
        pytest.param("boolean", 1, "OutputValidationError", "must be a boolean", id="not a boolean"),
        pytest.param("object", [1], "OutputValidationError", "v is not an object, got array", id="not an object"),
        pytest.param("array[string]", "a", "OutputValidationError", "v is not an array, got string", id="not an array"),
        pytest.param("array[string]", ["a", 1], "OutputValidationError", r"v\[1\]", id="one is no string"),
        pytest.param("array[string]", ["a"] * 3, "OutputValidationError", "less than 2 elements", id="many strings"),
        pytest.param("array[number]", [1] * 4, "OutputValidationError", "less than 3 elements", id="many numbers"),
        pytest.param(
            "array[object]", [{}, 1], "OutputValidationError", r"v\[1\] is not an object", id="one is no object"
        ),
        pytest.param("object", {"a": ["b", 1]}, "OutputValidationError", "v.a is not a valid array", id="mixed inside"),
        pytest.param("object", {"a": {"b": {"c": 1}}}, "DepthLimitError", "Depth limit 3", id="deep"),
        pytest.param("object", {"a": [[[1]]]}, "DepthLimitError", "Depth limit 3", id="deep lists"),
    ],
)
def test_other_values_are_refused_with_the_reason(kind, value, error, message):
    with pytest.raises(NodeError, match=message) as caught:
        checked({"v": value}, declared(v=kind), LIMITS)
    assert caught.value.error_type == error


def test_a_missing_output_is_named():
    with pytest.raises(NodeError, match=re.escape("Output x is missing.")):
        checked({}, declared(x="string"), LIMITS)


def test_more_than_is_declared_is_refused():
    with pytest.raises(NodeError, match=r"Not all output parameters are validated\. Declare b ") as caught:
        checked({"a": 1, "b": 2}, declared(a="number"), LIMITS)
    assert caught.value.error_type == "CodeNodeError"


def test_children_describe_the_fields_of_objects():
    outputs = declared(o={"type": "object", "children": {"n": {"type": "number"}}})
    assert checked({"o": {"n": True}}, outputs, LIMITS) == {"o": {"n": 1}}
    with pytest.raises(NodeError, match=re.escape("Output o.n is missing.")):
        checked({"o": {}}, outputs, LIMITS)


def test_without_declarations_the_result_passes_within_the_limits():
    assert checked({"a": [1, None], "b": {"c": "d"}}, {}, LIMITS) == {"a": [1, None], "b": {"c": "d"}}
    with pytest.raises(NodeError, match="less than 10 characters"):
        checked({"a": {"b": "x" * 11}}, {}, LIMITS)
