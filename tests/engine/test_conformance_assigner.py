"""The assigner: which operation goes with which type, and what a failing one leaves behind."""

from typing import Any

import pytest

from engine.errors import NodeError, VariableNotFound
from engine.nodes.base import Result
from engine.resources import RunInfo
from tests.engine.alone import run_alone

VALUES: dict[str, Any] = {
    "string": "a",
    "number": 6,
    "boolean": True,
    "object": {"a": 1},
    "array[string]": ["x", "y"],
    "array[number]": [1, 2],
}
TARGET = ("conversation", "v")


def item(operation: str, value: Any = None, *, source: str = "variable", name: str = "v") -> dict[str, Any]:
    return {
        "variable_selector": ["conversation", name],
        "operation": operation,
        "input_type": source,
        "value": value,
    }


async def assign(declared: str, *items: dict[str, Any], given: Any = None) -> Any:
    """Return what the items make of the variable `v`; `["n", "given"]` holds `given`."""
    result = await run_items(declared, *items, given=given)
    return dict(result.assignments).get(TARGET, VALUES[declared])


async def run_items(declared: str, *items: dict[str, Any], given: Any = None) -> Result:
    pool = {"conversation": {"v": VALUES[declared], "w": 0}, "n": {"given": given}}
    info = RunInfo(variable_types={TARGET: declared, ("conversation", "w"): "number"})
    return await run_alone("assigner", pool, info=info, version="2", items=list(items))


GIVEN = ["n", "given"]


@pytest.mark.parametrize(
    ("declared", "operation", "given", "after"),
    [
        ("string", "over-write", "b", "b"),
        ("number", "over-write", 7.5, 7.5),
        ("boolean", "over-write", False, False),
        ("object", "over-write", {"b": 2}, {"b": 2}),
        ("array[string]", "over-write", ["z"], ["z"]),
        ("array[string]", "append", "z", ["x", "y", "z"]),
        ("array[number]", "append", 3, [1, 2, 3]),
        ("array[string]", "extend", ["z"], ["x", "y", "z"]),
        ("array[string]", "remove-first", None, ["y"]),
        ("array[number]", "remove-last", None, [1]),
        ("string", "clear", None, ""),
        ("number", "clear", None, 0),
        ("boolean", "clear", None, False),
        ("object", "clear", None, {}),
        ("array[string]", "clear", None, []),
    ],
)
async def test_operations_with_a_variable(declared, operation, given, after):
    assert await assign(declared, item(operation, GIVEN), given=given) == after


@pytest.mark.parametrize(
    ("declared", "operation", "constant", "after"),
    [
        ("string", "set", "b", "b"),
        ("string", "over-write", "{{#n.given#}}", "{{#n.given#}}"),
        ("number", "set", 2, 2),
        ("boolean", "over-write", False, False),
        ("object", "set", {"b": 2}, {"b": 2}),
        ("object", "set", '{"b": 2}', {"b": 2}),
        ("number", "+=", 2, 8),
        ("number", "-=", 2, 4),
        ("number", "*=", 2, 12),
        ("number", "/=", 4, 1.5),
    ],
)
async def test_operations_with_a_constant(declared, operation, constant, after):
    assert await assign(declared, item(operation, constant, source="constant"), given="not rendered") == after


@pytest.mark.parametrize(
    ("declared", "operation", "source"),
    [
        ("array[string]", "over-write", "constant"),
        ("string", "set", "variable"),
        ("array[string]", "set", "constant"),
        ("string", "clear", "constant"),
        ("array[string]", "append", "constant"),
        ("string", "append", "variable"),
        ("object", "extend", "variable"),
        ("string", "remove-first", "variable"),
        ("array[string]", "remove-last", "constant"),
        ("number", "+=", "variable"),
        ("string", "+=", "constant"),
        ("array[number]", "*=", "constant"),
    ],
)
async def test_operation_that_does_not_go_with_type_or_source_is_refused(declared, operation, source):
    with pytest.raises(NodeError, match=r"is not supported for conversation\.v"):
        await assign(declared, item(operation, GIVEN if source == "variable" else 1, source=source), given="x")


@pytest.mark.parametrize(
    ("declared", "settings", "given"),
    [
        ("number", item("over-write", GIVEN), "text"),
        ("array[string]", item("append", GIVEN), 1),
        ("array[number]", item("extend", GIVEN), [1, "x"]),
        ("number", item("/=", 0, source="constant"), None),
        ("number", item("+=", "2", source="constant"), None),
        ("object", item("set", "{not json", source="constant"), None),
        ("object", item("set", "[1]", source="constant"), None),
    ],
)
async def test_value_that_does_not_fit_fails_the_node(declared, settings, given):
    with pytest.raises(NodeError, match="invalid value"):
        await assign(declared, settings, given=given)


async def test_a_source_of_none_leaves_the_target_alone_and_a_missing_one_fails():
    assert await assign("string", item("over-write", GIVEN), given=None) == "a"
    with pytest.raises(VariableNotFound, match=r"n\.gone"):
        await assign("string", item("over-write", ["n", "gone"]))


async def test_a_target_that_does_not_exist_fails():
    with pytest.raises(VariableNotFound, match=r"conversation\.gone"):
        await run_items("string", item("clear", name="gone"))


@pytest.mark.parametrize("operation", ["remove-first", "remove-last"])
async def test_nothing_is_removed_from_an_empty_array(operation):
    assert await assign("array[string]", item("clear"), item(operation)) == []


async def test_later_items_see_earlier_ones_and_the_change_is_told():
    items = [item("+=", 1, source="constant"), item("over-write", list(TARGET), name="w")]
    result = await run_items("number", *items)
    assert dict(result.assignments) == {TARGET: 7, ("conversation", "w"): 7}
    assert [change["new_value"] for change in result.process_data["updated_variables"]] == [7, 7]


async def assign_old(declared: str, mode: str, given: Any = None, **settings: Any) -> Any:
    pool = {"conversation": {"v": VALUES[declared]}, "n": {"given": given}}
    source = {} if mode == "clear" else {"input_variable_selector": GIVEN}
    node = {"assigned_variable_selector": list(TARGET), "write_mode": mode, **source, **settings}
    result = await run_alone("assigner", pool, info=RunInfo(variable_types={TARGET: declared}), **node)
    return dict(result.assignments)[TARGET]


@pytest.mark.parametrize(
    ("declared", "mode", "given", "after"),
    [
        ("string", "over-write", "b", "b"),
        ("array[string]", "append", "z", ["x", "y", "z"]),
        ("number", "clear", None, 0),
        ("array[number]", "clear", None, []),
    ],
)
async def test_first_generation(declared, mode, given, after):
    assert await assign_old(declared, mode, given) == after


async def test_first_generation_refuses_what_is_no_array_and_what_is_missing():
    with pytest.raises(NodeError, match="append"):
        await assign_old("string", "append", "z")
    with pytest.raises(VariableNotFound, match=r"n\.gone"):
        await assign_old("string", "over-write", input_variable_selector=["n", "gone"])
