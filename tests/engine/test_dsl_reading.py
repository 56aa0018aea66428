"""YAML of strangers: plain data or a clear refusal, never a crash."""

from contextlib import suppress

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from engine.dsl.limits import DEFAULT_LIMITS
from engine.dsl.reading import read_yaml
from engine.errors import InvalidDsl

SCALARS = """
a: yes
b: 0x1F
c: 1_000
d: 1e3
e: 1.5
f: ~
g: "no"
h: '12'
i: !!str 12
j: 1:30
k: 017
l: |
  two
  lines
n: on
o:
"""


def test_scalars_mean_what_the_usual_loader_says():
    assert read_yaml(SCALARS)[0] == yaml.safe_load(SCALARS)


def test_dates_stay_text():
    assert read_yaml("day: 2024-01-31\nat: 2024-01-31 10:00:00")[0] == {
        "day": "2024-01-31",
        "at": "2024-01-31 10:00:00",
    }


def test_an_operator_without_quotes_is_text():
    assert read_yaml("comparison_operator: =")[0] == {"comparison_operator": "="}


def test_json_is_read_as_json_means_it():
    assert read_yaml(r'{"icon": "\ud83e\udd16", "path": "\\ud83e\\udd16"}')[0] == {
        "icon": "🤖",
        "path": r"\ud83e\udd16",
    }


def test_keys_are_text_as_written():
    assert read_yaml("{true: 1, 2: 3, null: 4}")[0] == {"true": 1, "2": 3, "null": 4}


def test_numbers_that_json_cannot_hold_stay_text():
    assert read_yaml("[.nan, .inf, 1" + "0" * 5000 + "]")[0] == [".nan", ".inf", "1" + "0" * 5000]


def test_anchors_and_merge_keys_are_read():
    text = "base: &b {x: 1, y: 2}\nlate: &l {x: 9, z: 3}\nnode: {<<: [*b, *l], y: 5}\nlist: [*b]"
    value, _ = read_yaml(text)
    assert value["node"] == {"x": 1, "y": 5, "z": 3}
    assert value["list"] == [{"x": 1, "y": 2}]


def test_a_quoted_merge_key_is_a_key():
    assert read_yaml('"<<": {a: 1}')[0] == {"<<": {"a": 1}}


def test_a_doubled_key_is_warned_about_with_its_line():
    value, warnings = read_yaml("a: 1\nb: 2\na: 3")
    assert value == {"a": 3, "b": 2}
    assert warnings == ["line 3: the key 'a' appears twice; the last one counts"]


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm():
    assert read_yaml("\ufeffa: 1\r\nb: |\r\n  x\r\n  y\r\n")[0] == {"a": 1, "b": "x\ny\n"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: b: c", "line 1, column 5"),
        ("a: 1\n  b: 2", "line 2"),
        ("a:\n\t- b", "line 2"),
        ("a: 1\nb: \x01", "line 2: control characters"),
        ("a: \ud83d", "line 1: half of a surrogate"),
        ("a: !!python/object/apply:os.system [ls]", "line 1: the tag"),
        ("a: !!binary aGk=", "line 1: the tag"),
        ("a: !!int x", "line 1: 'x' is no int"),
        ("a: *nothing", "line 1: the alias"),
        ("a: &x [*x]", "line 1: the alias"),
        ("? [a]\n: 1", "line 1: a key must be text"),
        ("x: &k a\n? *k\n: 1", "line 2: a key must be text"),
        ("<<: 3", "line 1: << takes a mapping"),
        ("a: 1\n---\nb: 2", "line 3: a second YAML document"),
        ("\n" * 3 + "[" * 5000, f"line 4: nested deeper than {DEFAULT_LIMITS.depth}"),
        ("{a: " * 5000, "nested deeper"),
        ("x" * (10 * 1024 * 1024 + 1), "the limit is"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else None,
)
def test_what_is_no_plain_data_is_refused_with_its_place(text, reason):
    with pytest.raises(InvalidDsl, match=reason.replace("[", r"\[")):
        read_yaml(text)


def test_an_alias_bomb_is_refused_before_it_expands():
    levels = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    levels += [
        f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    with pytest.raises(InvalidDsl, match=f"aliases repeat more than {DEFAULT_LIMITS.aliased:,}"):
        read_yaml("\n".join(levels))


@given(st.text(max_size=200))
def test_any_text_is_a_value_or_an_error_of_ours(text):
    with suppress(InvalidDsl):
        read_yaml(text)


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text("ab1-:~\n "),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("ab1 :~", max_size=5), inner, max_size=4),
        max_leaves=20,
    )
)
def test_the_usual_dumper_is_understood(value):
    assert read_yaml(yaml.safe_dump(value))[0] == value
