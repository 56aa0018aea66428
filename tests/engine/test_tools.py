"""The built-in tools, and the conversion of arguments."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.resources import Resources, RunInfo
from engine.tools.arguments import checked
from engine.tools.base import Parameter, Text, ToolContext, ToolNotFoundError, ToolParameterError, ToolReference
from engine.tools.builtin.arithmetic import calculate
from engine.tools.registry import BUILT_IN, find_tool
from engine.values import File


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("123 * 456", "56088"),
        ("2 + 3 * (4 - 1)", "11"),
        ("7 / 2", "3.5"),
        ("6 / 2", "3"),
        ("7 // 2 + 7 % 4", "6"),
        ("-2 ^ 2", "-4"),
        ("0.1 + 0.2", "0.3"),
        ("sqrt(16) + max(1, 2, 3)", "7"),
        ("round(pi, 2)", "3.14"),
        ("12 × 3 ÷ 4 =", "9"),
        ("2 ** 100", str(2**100)),
    ],
)
def test_the_calculator_works_out(expression, value):
    assert calculate(expression) == value


@pytest.mark.parametrize(
    "expression",
    [
        "__import__('os').system('true')",
        "().__class__",
        "9 ** 9 ** 9 ** 9",
        "factorial(10000)",
        "1 / 0",
        "x + 1",
        "2 +",
        "",
        "'a' * 3",
        "True + 1",
        "[1, 2]",
        "sqrt(-1)",
        "(-8) ** 0.5",
        "1e308 * 10",
        "round(1, 2, 3)",
        "(" * 400 + "1" + ")" * 400,
        "1+" * 1000 + "1",
    ],
)
def test_the_calculator_refuses_what_is_no_arithmetic_or_too_large(expression):
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - each has words of its own
        calculate(expression)
    assert str(refused.value)


@given(st.text(alphabet="0123456789+-*/%^(). eE_pisqrt,", max_size=40))
def test_the_calculator_gives_a_number_or_says_why_not(text):
    try:
        value = calculate(text)
    except ValueError:
        return
    assert re.fullmatch(r"-?\d+(\.\d+)?(e[-+]\d+)?", value)


async def said(provider: str, name: str, **arguments: object) -> str:
    """Return what a built-in tool says."""
    tool = await BUILT_IN.find(ToolReference(provider_id=provider, tool_name=name))
    context = ToolContext(Resources(), RunInfo())
    messages = [message async for message in tool.run(checked(tool.parameters, arguments), context)]
    return "".join(message.text for message in messages if isinstance(message, Text))


@pytest.mark.parametrize("provider", ["time", "langgenius/time/time"])
async def test_the_time_is_told_in_a_form_and_zone(provider):
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", await said(provider, "current_time"))
    assert re.fullmatch(
        r"\d{4}/\d\d \+0900", await said(provider, "current_time", format="%Y/%m %z", timezone="Asia/Tokyo")
    )


@pytest.mark.parametrize(
    ("name", "arguments", "answer"),
    [
        (
            "timezone_conversion",
            {
                "current_time": "2024-01-01 08:00:00",
                "current_timezone": "Asia/Shanghai",
                "target_timezone": "America/New_York",
            },
            "2023-12-31 19:00:00",
        ),
        ("localtime_to_timestamp", {"localtime": "1970-01-01 08:00:10", "timezone": "Asia/Shanghai"}, "10"),
        ("timestamp_to_localtime", {"timestamp": "10", "timezone": "Asia/Shanghai"}, "1970-01-01 08:00:10"),
        ("weekday", {"year": 2024, "month": 2, "day": "29"}, "2024-02-29 is a Thursday."),
    ],
)
async def test_times_are_converted(name, arguments, answer):
    assert await said("time", name, **arguments) == answer


@pytest.mark.parametrize("provider", ["calculator", "maths", "langgenius/maths/maths"])
async def test_calculators_go_by_several_names(provider):
    name = "calculator" if provider == "calculator" else "eval_expression"
    assert await said(provider, name, expression="123 * 456") == "56088"


async def test_a_tool_that_is_not_there_is_named():
    reference = ToolReference(
        provider_id="langgenius/google/google", tool_name="google_search", plugin="google:0.0.3@x"
    )
    with pytest.raises(ToolNotFoundError, match=r"google_search.*langgenius/google/google.*google:0\.0\.3@x"):
        await find_tool(Resources(), reference)


FILE = File(type="image", transfer_method="remote_url", remote_url="http://x/a.png")


@pytest.mark.parametrize(
    ("kind", "value", "converted"),
    [
        ("string", 5, "5"),
        ("string", {"a": 1}, '{"a": 1}'),
        ("number", "5", 5),
        ("number", "2.5", 2.5),
        ("boolean", "Yes", True),
        ("boolean", "off", False),
        ("boolean", 1, True),
        ("object", '{"a": 1}', {"a": 1}),
        ("array", "[1, 2]", [1, 2]),
        ("file", FILE, FILE),
        ("file", [FILE], FILE),
        ("files", FILE, [FILE]),
    ],
)
def test_arguments_become_what_the_tool_declares(kind, value, converted):
    assert checked([Parameter(name="p", type=kind)], {"p": value}) == {"p": converted}


@pytest.mark.parametrize(
    ("kind", "value"),
    [("number", "five"), ("boolean", "perhaps"), ("object", "[1]"), ("array", "x"), ("file", "x"), ("select", "green")],
)
def test_arguments_that_do_not_fit_are_refused(kind, value):
    options = ["red"] if kind == "select" else []
    with pytest.raises(ToolParameterError, match="'p' must be"):
        checked([Parameter(name="p", type=kind, options=options)], {"p": value})


def test_an_empty_field_is_not_set():
    parameters = [Parameter(name="n", type="number"), Parameter(name="s", type="select", options=["a"], default="a")]
    assert checked(parameters, {"n": "", "s": ""}) == {"n": None, "s": "a"}


def test_defaults_required_and_unknown_arguments():
    parameters = [Parameter(name="a", required=True), Parameter(name="b", default="x"), Parameter(name="c")]
    assert checked(parameters, {"a": "1", "other": 5}) == {"a": "1", "b": "x", "other": None}
    with pytest.raises(ToolParameterError, match="'a' is required"):
        checked(parameters, {"b": "y"})
