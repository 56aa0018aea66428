"""Values: types, declared-type checks, texts, files."""

import copy
import json
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.values import (
    FILE_MARK,
    MISSING,
    File,
    Secret,
    as_log,
    as_markdown,
    as_plain,
    as_text,
    fits,
    is_file_mapping,
    mask_secret,
    revive,
    type_of,
)

CAT = File(
    type="image",
    transfer_method="local_file",
    filename="cat.png",
    extension=".png",
    mime_type="image/png",
    size=20311,
    related_id="u1",
    url="https://files.test/cat.png?sign=1",
)
PAPER = File(
    type="document", transfer_method="remote_url", filename="a.pdf", extension=".pdf", remote_url="https://x.test/a.pdf"
)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (None, "none"),
        (True, "boolean"),
        (3, "integer"),
        (3.0, "float"),
        ("a", "string"),
        (Secret("a"), "secret"),
        ({}, "object"),
        (CAT, "file"),
        ([], "array[any]"),
        (["a", "b"], "array[string]"),
        ([1, 2], "array[number]"),
        ([1, 2.5], "array[number]"),
        ([True, False], "array[boolean]"),
        ([True, 1], "array[any]"),
        ([{}, {"a": 1}], "array[object]"),
        ([CAT], "array[file]"),
        ([None], "array[any]"),
        ([[1]], "array[any]"),
        (["a", 1], "array[any]"),
    ],
)
def test_type_is_inferred_from_the_value(value: Any, name: str):
    assert type_of(value) == name


def test_what_is_no_value_of_a_graph_has_no_type():
    with pytest.raises(TypeError, match="set"):
        type_of({1, 2})


@pytest.mark.parametrize(
    ("value", "declared", "expected"),
    [
        (3, "number", True),
        (3.5, "number", True),
        (True, "number", True),
        ("3", "number", False),
        (3, "integer", True),
        (3.0, "integer", False),
        (None, "string", False),
        (None, "none", True),
        (None, "any", True),
        ("a", "secret", True),
        ([], "array[file]", True),
        ([1, 2.5], "array[number]", True),
        ([1, "a"], "array[number]", False),
        ([1, "a"], "array[any]", True),
        ("abc", "array[string]", False),
        ({}, "object", True),
        (CAT, "file", True),
        (CAT, "object", False),
    ],
)
def test_declared_type_is_checked_without_conversion(value: Any, declared: str, expected: bool):
    assert fits(value, declared) is expected


@pytest.mark.parametrize(
    ("value", "text", "markdown"),
    [
        ("as is {{#a.b#}}", "as is {{#a.b#}}", "as is {{#a.b#}}"),
        (3, "3", "3"),
        (1.0, "1.0", "1.0"),
        (True, "True", "True"),
        (None, "", ""),
        ({"名": [1]}, '{"名": [1]}', '{\n  "名": [\n    1\n  ]\n}'),
        (["a", "字"], '["a", "字"]', "- a\n- 字"),
        ([1, 2], "[1, 2]", "- 1\n- 2"),
        ([{"a": 1}], "[{'a': 1}]", "- {'a': 1}"),
        ([], "", ""),
        (CAT, "", "![cat.png](https://files.test/cat.png?sign=1)"),
        (PAPER, "", "[a.pdf](https://x.test/a.pdf)"),
        ([CAT, PAPER], "", "![cat.png](https://files.test/cat.png?sign=1)\n[a.pdf](https://x.test/a.pdf)"),
        (Secret("key"), "key", "key"),
    ],
)
def test_texts_of_values(value: Any, text: str, markdown: str):
    assert as_text(value) == text
    assert as_markdown(value) == markdown


@pytest.mark.parametrize(
    ("secret", "masked"),
    [("", "*" * 20), ("12345678", "*" * 20), ("123456789", "123456************89")],
)
def test_log_form_masks_secrets_only(secret: str, masked: str):
    assert mask_secret(secret) == masked
    assert as_log(Secret(secret)) == masked
    assert as_log(secret) == secret


def test_missing_is_falsy_and_stays_the_one_object():
    assert not MISSING
    assert MISSING is not None
    assert pickle.loads(pickle.dumps(MISSING)) is MISSING
    assert copy.deepcopy(MISSING) is MISSING


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("type", "image"),
        ("size", 20311),
        ("name", "cat.png"),
        ("mime_type", "image/png"),
        ("transfer_method", "local_file"),
        ("url", "https://files.test/cat.png?sign=1"),
        ("extension", ".png"),
        ("related_id", "u1"),
        ("filename", MISSING),
        ("as_mapping", MISSING),
    ],
)
def test_file_attributes_are_a_closed_list(name: str, value: Any):
    assert CAT.attribute(name) == value


def test_file_becomes_a_marked_mapping_and_comes_back():
    mapping = CAT.as_mapping()
    assert mapping["dify_model_identity"] == FILE_MARK
    assert is_file_mapping(mapping)
    assert File.from_mapping(json.loads(json.dumps(mapping))) == CAT


@given(st.dictionaries(st.sampled_from(list(CAT.as_mapping())), json_values))
def test_marked_mapping_with_anything_in_it_is_some_file(mapping: dict[str, Any]):
    file = revive({**mapping, "dify_model_identity": FILE_MARK})
    assert isinstance(file, File)
    assert revive(file.as_mapping()) == file


def test_plain_form_has_files_as_mappings_and_no_number_that_json_lacks():
    plain = as_plain({"files": [CAT], "nan": float("nan"), 1: Secret("x")})
    assert plain == {"files": [CAT.as_mapping()], "nan": None, "1": "x"}
    assert type(plain["1"]) is str


@given(json_values)
def test_plain_form_of_json_values_is_themselves_and_revival_keeps_them(value: Any):
    assert as_plain(value) == value
    assert revive(value) is value


@given(st.lists(json_values, max_size=3))
def test_files_survive_the_plain_form_anywhere(items: list[Any]):
    value = {"inside": [*items, CAT], "file": PAPER}
    assert revive(as_plain(value)) == value
