"""The variable pool."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.values import MISSING, Secret
from engine.variables import VariablePool
from tests.engine.test_values import CAT, json_values

names = st.sampled_from(["a", "b", "c"])
writes = st.lists(st.tuples(names, names, json_values), max_size=8)


@pytest.mark.parametrize(
    ("selector", "value"),
    [
        (["n", "text"], "hello"),
        (["n", "none"], None),
        (["n", "gone"], MISSING),
        (["gone", "text"], MISSING),
        (["n"], MISSING),
        ([], MISSING),
        (["n", "object", "deep", "er"], 7),
        (["n", "object", "deep", "gone"], MISSING),
        (["n", "object", "none"], None),
        (["n", "object", "none", "x"], MISSING),
        (["n", "list", "0"], MISSING),
        (["n", "text", "upper"], MISSING),
        (["n", "file", "size"], 20311),
        (["n", "file", "size", "whatever"], 20311),
        (["n", "file", "gone"], MISSING),
        (["n", "object", "file", "name"], "cat.png"),
    ],
)
def test_reading(selector: list[str], value: Any):
    pool = VariablePool(
        {
            "n": {
                "text": "hello",
                "none": None,
                "list": [1],
                "file": CAT.as_mapping(),
                "object": {"deep": {"er": 7}, "none": None, "file": CAT},
            }
        }
    )
    found = pool.get(selector)
    assert found is value if value is MISSING else found == value
    assert pool.has(selector) is (value is not MISSING)


@pytest.mark.parametrize("selector", [["n"], ["n", "a", "b"]])
def test_writing_takes_exactly_two_parts(selector: list[str]):
    with pytest.raises(ValueError, match="owner and name"):
        VariablePool().set(selector, 1)


def test_marked_mappings_become_files_also_in_lists():
    pool = VariablePool()
    pool.set(("n", "files"), [CAT.as_mapping()])
    assert pool.get(("n", "files")) == [CAT]


def test_removing_an_owner_forgets_its_variables_only():
    pool = VariablePool({"a": {"x": 1}, "b": {"x": 2}})
    pool.remove("a")
    pool.remove("never there")
    assert pool.owners() == ["b"]
    assert pool.of("b") == {"x": 2}
    assert pool.of("a") == {}


@given(before=writes, mine=writes, theirs=writes)
def test_copies_are_independent_in_both_directions(before: Any, mine: Any, theirs: Any):
    pool = _written(VariablePool(), before)
    twin = pool.copy()
    _written(pool, mine)
    _written(twin, theirs)
    pool.remove("c")
    expected_pool = _written(_written(VariablePool(), before), mine)
    expected_pool.remove("c")
    assert pool.as_mapping() == expected_pool.as_mapping()
    assert twin.as_mapping() == _written(_written(VariablePool(), before), theirs).as_mapping()


@given(writes)
def test_saved_pool_comes_back_equal(written: Any):
    pool = _written(VariablePool({"f": {"file": CAT, "key": Secret("s3cret")}}), written)
    restored = VariablePool.from_mapping(json.loads(json.dumps(pool.as_mapping())))
    assert restored.as_mapping() == pool.as_mapping()
    assert restored.get(("f", "file")) == CAT
    assert isinstance(restored.get(("f", "key")), Secret)


def _written(pool: VariablePool, written: list[tuple[str, str, Any]]) -> VariablePool:
    for owner, name, value in written:
        pool.set((owner, name), value)
    return pool
