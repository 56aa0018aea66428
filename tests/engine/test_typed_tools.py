"""Tools made of typed functions: what their signature and docstring say is what models are told."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field

from engine.filestore import MemoryFiles
from engine.resources import Resources, RunInfo
from engine.tools.base import (
    Json,
    Made,
    Text,
    ToolContext,
    ToolInvokeError,
    ToolMessage,
    ToolParameterError,
    Variable,
)
from engine.tools.calls import call
from engine.tools.functions import FunctionTool, Setting, tool
from engine.values import File


@dataclass
class Line:
    """A line of an order."""

    article: str
    pieces: int = 1


class Size(Enum):
    """How large a shirt is."""

    SMALL = "s"
    LARGE = "l"


@tool(provider="shop", use_cases=["order shirts"], has_side_effects=True, timeout=5)
def order(
    lines: list[Line],
    count: Annotated[int, Field(ge=1)],
    size: Size = Size.SMALL,
    way: Literal["train", "ship"] | None = None,
    *,
    gift: bool = False,
    shop: Setting[str] = "main",
    note: bytes | None = None,
) -> dict[str, Any]:
    """Order shirts
    for somebody.

    Args:
        lines: What is ordered,
            line by line.
        count (int): How often.
        shop: Which shop.

    Returns:
        What was ordered.
    """
    article = lines[0].article
    return {"article": article, "count": count, "size": size, "way": way, "shop": shop, "gift": gift, "note": note}


async def given(tool: FunctionTool, resources: Resources | None = None, /, **arguments: object) -> list[ToolMessage]:
    ctx = ToolContext(resources or Resources(), RunInfo(user_id="Ada"))
    return [message async for message in call(tool, arguments, ctx)]


def test_name_and_description_come_from_the_function() -> None:
    assert (order.name, order.label, order.provider) == ("order", "Order", "shop")
    assert order.description == "Order shirts for somebody."
    assert (order.has_side_effects, order.timeout, order.repeatable) == (True, 5, False)


def test_the_schema_is_that_of_the_signature() -> None:
    parameters = {parameter.name: parameter for parameter in order.parameters}
    assert parameters["lines"].schema() == {
        "type": "array",
        "description": "What is ordered, line by line.",
        "items": {
            "type": "object",
            "properties": {"article": {"type": "string"}, "pieces": {"type": "integer", "default": 1}},
            "required": ["article"],
            "description": "A line of an order.",
        },
    }
    assert parameters["count"].schema() == {"type": "integer", "minimum": 1, "description": "How often."}
    assert parameters["size"].schema() == {"type": "string", "enum": ["s", "l"], "description": ""}
    assert [name for name, parameter in parameters.items() if parameter.required] == ["lines", "count"]
    assert [name for name, parameter in parameters.items() if parameter.form == "form"] == ["shop"]
    assert parameters["size"].default == "s"
    assert parameters["note"].type == "file"


async def test_arguments_arrive_as_the_hints_have_them() -> None:
    files = MemoryFiles()
    note = await files.write(b"soon", filename="note.txt", mime_type="text/plain")
    said = await given(
        order, Resources(files=files), lines='[{"article": "A7"}]', count="2", size="l", way="ship", note=note
    )
    assert said == [
        Json({"article": "A7", "count": 2, "size": "l", "way": "ship", "shop": "main", "gift": False, "note": "soon"})
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"lines": [{}], "count": 1}, r"'lines\[0\]\[article\]': Field required"),
        ({"lines": [{"article": "A"}], "count": 0}, "'count': .*greater than or equal to 1"),
        ({"lines": [{"article": "A"}], "count": 1.5}, "'count': .*integer"),
        ({"lines": [], "count": 1, "size": "xl"}, "must be one of s, l"),
        ({"count": 1}, "'lines' is required"),
    ],
)
async def test_an_argument_that_does_not_fit_is_named(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ToolParameterError, match=message):
        await given(order, **arguments)


@tool
async def who(ctx: ToolContext, hello: str = "Hello") -> str:
    return f"{hello}, {ctx.run.user_id}"


@tool
async def pieces(count: int) -> AsyncIterator[Any]:
    """Count."""
    for number in range(count):
        yield f"{number} "
    yield Variable("count", count)
    yield {"count": count}


async def test_a_function_may_be_a_coroutine_a_generator_and_ask_for_the_context() -> None:
    assert await given(who) == [Text("Hello, Ada")]
    assert await given(pieces, count=2) == [Text("0 "), Text("1 "), Variable("count", 2), Json({"count": 2})]
    assert [parameter.name for parameter in who.parameters] == ["hello"]


PICTURE = File(type="image", transfer_method="remote_url", remote_url="http://x/a.png")


@pytest.mark.parametrize(
    ("returned", "messages"),
    [
        ("text", [Text("text")]),
        (4.5, [Text("4.5")]),
        (None, []),
        (PICTURE, [Made(PICTURE)]),
        ([PICTURE, Text("x")], [Made(PICTURE), Text("x")]),
        ([1, 2], [Json([1, 2])]),
        (Line("A7"), [Json({"article": "A7", "pieces": 1})]),
    ],
)
async def test_what_a_function_returns_becomes_messages(returned: object, messages: list[ToolMessage]) -> None:
    @tool
    def give() -> object:
        return returned

    assert await given(give) == messages


@pytest.mark.parametrize(
    ("error", "message"),
    [(ValueError("no such order"), "^give: no such order$"), (KeyError("x"), "^give: KeyError: 'x'$")],
)
async def test_a_function_that_raises_fails_the_call(error: Exception, message: str) -> None:
    @tool
    def give() -> str:
        raise error

    with pytest.raises(ToolInvokeError, match=message):
        await given(give)


def test_what_no_tool_can_be_given_is_refused_when_it_is_made() -> None:
    def nameless(*numbers: int) -> str:
        return str(numbers)

    def hintless(number) -> str:
        return str(number)

    def odd(number: AsyncIterator[int]) -> str:
        return str(number)

    def yielding() -> Any:
        yield "x"

    cases: list[tuple[Callable[..., Any], str]] = [
        (nameless, "needs a name"),
        (hintless, "number needs a type hint"),
        (odd, "number has a type"),
    ]
    for function, message in [*cases, (yielding, "async def")]:
        with pytest.raises(TypeError, match=message):
            tool(function)


def test_a_tool_can_still_be_called_as_the_function_and_get_another_provider() -> None:
    assert order([Line("B")], 1)["article"] == "B"
    assert replace(order, provider="other").provider == "other"
