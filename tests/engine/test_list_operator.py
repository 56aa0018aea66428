"""The list operator."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import NodeError, VariableNotFound
from engine.values import File
from tests.engine.alone import node, run_alone

FRUIT = ["pear", "apple", "fig", "apricot", "Banana"]


def file(name: str, kind: str = "document", size: int = 1, **more: Any) -> File:
    extension = f".{name.partition('.')[2]}"
    return File(type=kind, transfer_method="local_file", filename=name, extension=extension, size=size, **more)


CAT = file("cat.png", "image", 30, mime_type="image/png", related_id="u1", url="http://here/signed")
TEXT = file("a.txt", size=20, mime_type="text/plain")
WEB = File(type="audio", transfer_method="remote_url", filename="b.mp3", extension=".mp3", remote_url="http://x/b.mp3")
FILES = [CAT, TEXT, WEB]


async def operated(value: Any, **settings: Any) -> Mapping[str, Any]:
    settings = {name: {"enabled": True, **setting} for name, setting in settings.items()}
    pool = {"s": {"list": value, "x": "fi", "n": 2}}
    return (await run_alone("list-operator", pool, variable=["s", "list"], **settings)).outputs


async def kept(value: Any, operator: str, expected: Any = "", key: str = "") -> Any:
    condition = {"key": key, "comparison_operator": operator, "value": expected}
    return (await operated(value, filter_by={"conditions": [condition]}))["result"]


@pytest.mark.parametrize(
    ("operator", "expected", "left"),
    [
        ("contains", "ap", ["apple", "apricot"]),
        ("not contains", "a", ["fig"]),
        ("start with", "ap", ["apple", "apricot"]),
        ("end with", "r", ["pear"]),
        ("is", "fig", ["fig"]),
        ("is not", "fig", ["pear", "apple", "apricot", "Banana"]),
        ("in", "apple fig", ["apple", "fig"]),
        ("not in", "apple fig pear", ["apricot", "Banana"]),
        ("empty", "", []),
        ("not empty", None, FRUIT),
        ("contains", "{{#s.x#}}", ["fig"]),
    ],
)
async def test_texts_are_filtered(operator, expected, left):
    expected = "" if expected is None else expected
    assert await kept(FRUIT, operator, expected) == left


async def test_empty_texts_are_told_apart():
    assert await kept(["a", ""], "empty") == [""]
    assert await kept(["a", ""], "start with", "") == ["a", ""]


@pytest.mark.parametrize(
    ("operator", "expected", "left"),
    [
        ("=", "2", [2]),
        ("=", "2.0", [2]),
        ("≠", "2", [1, 3.5]),
        ("<", "2", [1]),
        (">", "{{#s.n#}}", [3.5]),
        ("≤", "2", [1, 2]),
        ("≥", " 3.5 ", [3.5]),
    ],
)
async def test_numbers_are_filtered(operator, expected, left):
    assert await kept([1, 2, 3.5], operator, expected) == left


@pytest.mark.parametrize(("operator", "left"), [("is", [True]), ("is not", [False, False])])
async def test_booleans_are_filtered(operator, left):
    assert await kept([True, False, False], operator, True) == left


@pytest.mark.parametrize(
    ("key", "operator", "expected", "left"),
    [
        ("type", "in", ["image", "audio"], [CAT, WEB]),
        ("type", "not in", ["image"], [TEXT, WEB]),
        ("transfer_method", "in", ["remote_url"], [WEB]),
        ("name", "contains", "a", [CAT, TEXT]),
        ("name", "in", "cat.png a.txt", [CAT, TEXT]),
        ("extension", "is", ".txt", [TEXT]),
        ("mime_type", "start with", "image/", [CAT]),
        ("url", "empty", "", [CAT, TEXT]),
        ("url", "contains", "http://x", [WEB]),
        ("related_id", "is", "u1", [CAT]),
        ("related_id", "empty", "", [TEXT, WEB]),
        ("size", ">", "20", [CAT]),
        ("size", "≤", "20", [TEXT, WEB]),
    ],
)
async def test_files_are_filtered_by_their_attributes(key, operator, expected, left):
    assert await kept(FILES, operator, expected, key) == left


@pytest.mark.parametrize(
    ("value", "key", "operator", "expected", "error_type"),
    [
        (["a"], "", "=", "a", "InvalidConditionError"),
        (["a"], "", "is", ["a"], "InvalidFilterValueError"),
        (["a"], "", "is", True, "InvalidFilterValueError"),
        ([1], "", "contains", "1", "InvalidConditionError"),
        ([1], "", "=", "one", "InvalidFilterValueError"),
        ([1], "", "=", "", "InvalidFilterValueError"),
        ([True], "", "is", "true", "InvalidFilterValueError"),
        ([True], "", "=", True, "InvalidConditionError"),
        (FILES, "type", "is", ["image"], "InvalidConditionError"),
        (FILES, "type", "in", "image", "InvalidFilterValueError"),
        (FILES, "name", "in", ["a"], "InvalidFilterValueError"),
        (FILES, "size", "contains", "1", "InvalidConditionError"),
        (FILES, "size", ">", "big", "InvalidFilterValueError"),
        (FILES, "colour", "is", "red", "InvalidKeyError"),
        (FILES, "", "is", "red", "InvalidKeyError"),
    ],
)
async def test_test_that_does_not_go_with_the_elements_fails(value, *, key, operator, expected, error_type):
    with pytest.raises(NodeError) as failure:
        await kept(value, operator, expected, key)
    assert failure.value.error_type == error_type


async def test_conditions_apply_one_after_another():
    conditions = [{"comparison_operator": "contains", "value": letter} for letter in ("a", "p")]
    assert (await operated(FRUIT, filter_by={"conditions": conditions}))["result"] == ["pear", "apple", "apricot"]


@pytest.mark.parametrize(("serial", "picked"), [("1", "pear"), (" 5 ", "Banana"), ("{{#s.n#}}", "apple")])
async def test_one_element_is_picked_counted_from_1(serial, picked):
    assert await operated(FRUIT, extract_by={"serial": serial}) == {
        "result": [picked],
        "first_record": picked,
        "last_record": picked,
    }


@pytest.mark.parametrize("serial", ["0", "-1", "6", "one", "", "1.5", "²", "{{#s.gone#}}"])
async def test_place_that_is_none_fails(serial):
    with pytest.raises(NodeError, match="Invalid serial index"):
        await operated(FRUIT, extract_by={"serial": serial})


async def test_picking_from_nothing_fails():
    nothing = {"conditions": [{"comparison_operator": "is", "value": "zzz"}]}
    with pytest.raises(NodeError, match="none of the 0 elements"):
        await operated(FRUIT, filter_by=nothing, extract_by={"serial": "1"})


@pytest.mark.parametrize(
    ("value", "order", "result"),
    [
        (FRUIT, {"value": "asc", "key": None}, ["Banana", "apple", "apricot", "fig", "pear"]),
        (FRUIT, {"value": "desc", "key": "ignored"}, ["pear", "fig", "apricot", "apple", "Banana"]),
        ([3, 1, 2.5], {"value": "asc"}, [1, 2.5, 3]),
        ([True, False], {"value": "asc"}, [False, True]),
        (FILES, {"value": "asc", "key": "size"}, [WEB, TEXT, CAT]),
        (FILES, {"value": "desc", "key": "name"}, [CAT, WEB, TEXT]),
        (FILES, {"value": "asc", "key": "related_id"}, [TEXT, WEB, CAT]),
    ],
)
async def test_elements_are_ordered(value, order, result):
    assert (await operated(value, order_by=order))["result"] == result


async def test_files_cannot_be_ordered_without_a_key():
    with pytest.raises(NodeError, match="Invalid key"):
        await operated(FILES, order_by={"value": "asc"})


@pytest.mark.parametrize(("size", "count"), [(2, 2), (99, 5), (0, 0), (-1, 4)])
async def test_first_elements_are_kept(size, count):
    assert (await operated(FRUIT, limit={"size": size}))["result"] == FRUIT[:count]


async def test_steps_apply_as_filter_pick_order_cut():
    result = await operated(
        FRUIT,
        filter_by={"conditions": [{"comparison_operator": "contains", "value": "a"}]},
        order_by={"value": "desc"},
        limit={"size": 2},
    )
    assert result == {"result": ["pear", "apricot"], "first_record": "pear", "last_record": "apricot"}
    picked = await operated(FRUIT, extract_by={"serial": "3"}, order_by={"value": "asc"}, limit={"size": 1})
    assert picked["result"] == ["fig"]


async def test_steps_that_are_off_do_nothing():
    off = {"enabled": False, "conditions": [{"comparison_operator": "is", "value": "zzz"}], "size": 1, "serial": "9"}
    assert (await operated(FRUIT, filter_by=off, extract_by=off, limit=off))["result"] == FRUIT


@pytest.mark.parametrize("value", [[], None, "", {}, 0], ids=repr)
async def test_anything_empty_gives_an_empty_list(value):
    assert await operated(value, extract_by={"serial": "1"}) == {
        "result": [],
        "first_record": None,
        "last_record": None,
    }


@pytest.mark.parametrize("value", ["text", 7, {"a": 1}, [{"a": 1}], ["a", 1], [[1]], [None]], ids=repr)
async def test_other_values_fail(value):
    with pytest.raises(NodeError, match=r"s\.list is ") as failure:
        await operated(value)
    assert failure.value.error_type == "InvalidVariableTypeError"


async def test_missing_list_fails():
    with pytest.raises(VariableNotFound):
        await run_alone("list-operator", {}, variable=["s", "gone"])


async def test_the_list_itself_stays_as_it_is():
    value = [3, 1, 2]
    assert (await operated(value, order_by={"value": "asc"}))["result"] == [1, 2, 3]
    assert value == [3, 1, 2]


@given(st.lists(st.integers(-9, 9), min_size=1), st.integers(-9, 9))
async def test_filters_of_opposite_operators_share_the_list_between_them(numbers, limit):
    less, rest = await kept(numbers, "<", str(limit)), await kept(numbers, "≥", str(limit))
    assert sorted(less + rest) == sorted(numbers)


def test_outputs_are_declared_by_the_hints_for_editors():
    declared = node("list-operator", variable=["s", "l"], var_type="array[file]", item_var_type="file")
    assert declared.declared_outputs() == {"result": "array[file]", "first_record": "file", "last_record": "file"}


def test_variables_of_every_setting_are_references():
    one = node(
        "list-operator",
        variable=["s", "l"],
        filter_by={"conditions": [{"value": "{{#a.b#}}"}, {"value": True}, {"value": ["x"]}]},
        extract_by={"serial": "{{#c.d#}}"},
    )
    assert one.references() == {("s", "l"), ("a", "b"), ("c", "d")}
