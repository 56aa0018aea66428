"""The template node."""

from typing import Any

import pytest

from engine.errors import NodeError
from engine.values import Secret
from tests.engine.alone import node, run_alone
from tests.engine.test_values import CAT

REPORT = """# 文档分析报告

- 分析时间：{{#sys.datetime#}}
- 文档字数：{{#document_stats.word_count#}}
- 分析类型：{{#start.analysis_type#}}

{% if summary %}
## 文档摘要
{{#generate_summary.summary#}}
{% endif %}
{% if key_points %}
## 关键信息
{{#extract.key_points#}}
{% endif %}
## 分析完成
"""
POOL = {
    "sys": {"datetime": "2026-01-02 03:04:05"},
    "start": {"analysis_type": "summary"},
    "document_stats": {"word_count": 1234},
}


def binding(variable: str, *selector: str) -> dict[str, Any]:
    return {"variable": variable, "value_selector": list(selector)}


async def rendered(template: str, pool: Any = POOL, *variables: dict[str, Any]) -> str:
    result = await run_alone("template-transform", pool, template=template, variables=list(variables))
    return str(result.outputs["output"])


async def test_values_arrive_as_they_are():
    pool = {"n": {"rows": [{"name": "Ada"}, {"name": "Bo"}], "count": 2, "file": CAT}}
    template = "{% for row in rows %}{{ row.name }};{% endfor %}{{ count + 1 }} {{ file.filename }}\n"
    bound = [binding(name, "n", name) for name in ("rows", "count", "file")]
    assert await rendered(template, pool, *bound) == "Ada;Bo;3 cat.png"


async def test_missing_and_none_print_none_and_unbound_prints_nothing():
    text = "[{{ gone }}|{{ none }}|{{ unbound }}]"
    assert await rendered(text, {"n": {"none": None}}, binding("gone", "n", "gone"), binding("none", "n", "none")) == (
        "[None|None|]"
    )


async def test_report_without_a_summary():
    assert await rendered(REPORT) == (
        "# 文档分析报告\n\n- 分析时间：2026-01-02 03:04:05\n- 文档字数：1234\n- 分析类型：summary\n\n\n\n## 分析完成"
    )


async def test_report_with_a_summary():
    text = await rendered(REPORT, {**POOL, "generate_summary": {"summary": "短文"}, "extract": {"key_points": ""}})
    assert "## 文档摘要\n短文\n" in text
    assert "关键信息" not in text


async def test_value_behind_a_reference_is_never_read_as_jinja():
    pool = {"n": {"text": "{{ 7*7 }}{% for %}{# {{#sys.datetime#}}", "object": {"a": 1}}}
    assert await rendered("<{{#n.text#}}> {{#n.object#}}", pool) == '<{{ 7*7 }}{% for %}{# {{#sys.datetime#}}> {"a": 1}'


async def test_text_like_a_reference_inside_an_expression_stays():
    assert await rendered("[{{ x }}] {{ '{{#start.s#}}' }}", {"t": {"x": "a"}}, binding("x", "t", "x")) == (
        "[a] {{#start.s#}}"
    )


async def test_bound_names_win_over_last_parts_of_references():
    pool = {"n": {"text": "reference"}, "m": {"text": "bound"}}
    assert await rendered("{{ text }} {{#n.text#}}", pool, binding("text", "m", "text")) == "bound reference"


async def test_template_that_does_not_parse_fails_the_node_with_the_reason():
    with pytest.raises(NodeError, match="the template does not render: unexpected end of template"):
        await rendered("{{ name")


async def test_trace_masks_secrets_that_the_output_has():
    pool = {"env": {"KEY": Secret("sk-1234567890")}}
    result = await run_alone("template-transform", pool, template="{{ k }}", variables=[binding("k", "env", "KEY")])
    assert result.outputs == {"output": "sk-1234567890"}
    assert result.inputs == {"k": "sk-123************90"}


def test_references_are_bindings_and_those_in_the_text():
    template = node("template-transform", template="{{#a.b#}}{# {{#c.d#}} #}", variables=[binding("x", "e", "f")])
    assert template.references() == {("a", "b"), ("e", "f")}
