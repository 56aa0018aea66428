"""Plain templates: what counts as a reference, and what it becomes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.templating.templates import references, render, render_log, render_markdown, segments, with_names
from engine.values import Secret
from engine.variables import VariablePool
from tests.engine.test_values import CAT

POOL = VariablePool(
    {
        "n": {"text": "hello", "none": None, "object": {"a": {"b": 2}}, "tags": ["x", "y"], "file": CAT},
        "sys": {"query": "{{#n.text#}} {{ 7*7 }}", "datetime": "2026-01-02 03:04:05", "user_name": "Ada"},
        "env": {"KEY": Secret("sk-1234567890")},
    }
)
owners = st.from_regex(r"[A-Za-z0-9_]{1,50}", fullmatch=True)
parts = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,29}", fullmatch=True)
selectors = st.tuples(owners, st.lists(parts, min_size=1, max_size=10)).map(lambda pair: (pair[0], *pair[1]))
texts = st.text().filter(lambda text: "{{#" not in text and not text.endswith("{"))


def written(selector: tuple[str, ...]) -> str:
    return "{{#" + ".".join(selector) + "#}}"


@pytest.mark.parametrize(
    "text",
    [
        "{{#context#}}",
        "{{ n.text }}",
        "{{# n.text#}}",
        "{{#n.text #}}",
        "{{#n.te xt#}}",
        "{{#n.tags[0]#}}",
        "{{#n.0#}}",
        "{{#n-1.text#}}",
        "{{#" + "n" * 51 + ".text#}}",
        "{{#n." + "v" * 31 + "#}}",
        "{{#n" + ".v" * 11 + "#}}",
        "{#n.text#}",
        "n.text",
    ],
)
def test_what_does_not_match_the_pattern_stays_as_it_is(text: str):
    assert references(text) == []
    assert render(text, POOL) == text
    assert render_markdown(text, POOL) == text


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("Hi {{#n.text#}}, {{#sys.user_name#}}!", "Hi hello, Ada!"),
        ("{{#n.object.a.b#}}{{#n.none#}}{{#n.object.a#}}", '2{"b": 2}'),
        ("{{#sys.datetime#}}", "2026-01-02 03:04:05"),
        ("{{#n.gone#}} {{#gone.text#}} {{#n.object.a.c#}}", "n.gone gone.text n.object.a.c"),
        ("{{#n.file.name#}} {{#n.file#}}|", "cat.png |"),
        ("{{{#n.text#}}}", "{hello}"),
        ("", ""),
    ],
)
def test_references_become_their_values(template: str, text: str):
    assert render(template, POOL) == text


def test_markdown_form_is_for_readers():
    assert render_markdown("{{#n.tags#}}", POOL) == "- x\n- y"
    assert render_markdown("{{#n.file#}}", POOL).startswith("![cat.png](")


def test_log_form_masks_secrets_and_the_plain_form_does_not():
    assert render("key {{#env.KEY#}}", POOL) == "key sk-1234567890"
    assert render_log("key {{#env.KEY#}}", POOL) == "key sk-123************90"


def test_text_of_a_user_is_never_read_as_a_template():
    assert render("{{#sys.query#}}", POOL) == "{{#n.text#}} {{ 7*7 }}"


def test_references_are_in_order_and_repeated():
    assert references("{{#a.b#}}{{#c.d.e#}} {{#a.b#}}") == [("a", "b"), ("c", "d", "e"), ("a", "b")]


@given(st.lists(texts | selectors))
def test_segments_of_a_written_template_are_what_was_written(pieces: list[Any]):
    template = "".join(piece if isinstance(piece, str) else written(piece) for piece in pieces)
    found = segments(template)
    assert "".join(part if isinstance(part, str) else written(part) for part in found) == template
    assert references(template) == [piece for piece in pieces if not isinstance(piece, str)]
    assert "" not in found


@given(st.text())
def test_any_text_joins_back_from_its_segments(text: str):
    assert "".join(part if isinstance(part, str) else written(part) for part in segments(text)) == text


@given(texts)
def test_text_without_references_is_unchanged(text: str):
    assert render(text, POOL) == text


@pytest.mark.parametrize(
    ("template", "renamed", "selectors"),
    [
        ("{% if a %}{{#n.text#}}{% endif %}", "{% if a %}{{ reference0_0 }}{% endif %}", [("n", "text")]),
        ("{# not {{#n.text#}} here #}", "{# not {{#n.text#}} here #}", []),
        ("{{ '{{#n.text#}}' }}", "{{ '{{#n.text#}}' }}", []),
        ("{% set a = '{{#n.text#}}' %}", "{% set a = '{{#n.text#}}' %}", []),
        ("{% raw %}{{#n.text#}}{% endraw %}", "{% raw %}{{#n.text#}}{% endraw %}", []),
        ("{%- raw -%}{{#n.text#}}{%- endraw -%}", "{%- raw -%}{{#n.text#}}{%- endraw -%}", []),
        ("{{#context#}}", "{{#context#}}", []),
        ("reference0_{{#n.text#}}", "reference0_{{ reference1_0 }}", [("n", "text")]),
        ("it's {{#a.b#}} and {{#a.b#}}", "it's {{ reference0_0 }} and {{ reference0_1 }}", [("a", "b"), ("a", "b")]),
    ],
)
def test_references_in_a_jinja_text_become_names_where_jinja_would_print(
    template: str, renamed: str, selectors: list[tuple[str, ...]]
):
    text, names = with_names(template)
    assert text == renamed
    assert list(names.values()) == selectors
