"""The nodes where a run begins and where it speaks."""

from typing import Any

import pytest

from tests.engine.alone import node, run_alone
from tests.engine.test_values import CAT, PAPER

POOL: dict[str, dict[str, Any]] = {
    "n": {"text": "hello", "count": 3, "tags": ["x"], "object": {"a": 1}, "none": None, "file": CAT, "files": [PAPER]},
    "env": {"API_KEY": "secret"},
    "sys": {"query": "q", "files": []},
}


async def test_start_gives_its_variables_and_the_system_ones_but_no_environment():
    variables = [{"variable": "topic", "type": "paragraph"}, {"variable": "left", "type": "number"}]
    result = await run_alone("start", {**POOL, "node": {"topic": "Tea", "other": 1}}, variables=variables)
    assert result.outputs == {"topic": "Tea", "left": None, "sys.query": "q", "sys.files": []}


def test_start_declares_what_its_form_asks_for():
    start = node("start", variables=[{"variable": "n", "type": "number"}, {"variable": "docs", "type": "file-list"}])
    assert start.declared_outputs() == {"n": "number", "docs": "array[file]"}


async def test_answer_is_for_readers_and_carries_the_files_it_names():
    text = "{{#n.text#}} {{#n.object#}} {{#n.file#}}\n{{#n.files#}}{{#n.none#}}"
    result = await run_alone("answer", POOL, answer=text, variables=[])
    pictures = "![cat.png](https://files.test/cat.png?sign=1)\n[a.pdf](https://x.test/a.pdf)"
    assert result.outputs == {"answer": f'hello {{\n  "a": 1\n}} {pictures}', "files": [CAT, PAPER]}


async def test_answer_shows_the_selector_of_what_was_never_written():
    result = await run_alone("answer", POOL, answer="[{{#n.gone#}}|{{#n.text#}}]")
    assert result.outputs["answer"] == "[n.gone|hello]"


def test_answer_speaks_its_segments_in_order():
    answer = node("answer", answer="A {{#n.text#}}{{#sys.query#}}")
    assert answer.segments() == ["A ", ("n", "text"), ("sys", "query")]
    assert answer.references() == {("n", "text"), ("sys", "query")}


async def test_end_keeps_types_and_gives_none_for_what_was_never_written():
    outputs = [
        {"variable": "count", "value_selector": ["n", "count"], "value_type": "string"},
        {"variable": "deep", "value_selector": ["n", "object", "a"]},
        {"variable": "gone", "value_selector": ["n", "gone"]},
        {"variable": "file", "value_selector": ["n", "file"]},
        {"variable": "bare"},
    ]
    result = await run_alone("end", POOL, outputs=outputs)
    assert result.outputs == {"count": 3, "deep": 1, "gone": None, "file": CAT, "bare": None}


@pytest.mark.parametrize(
    ("value", "output"),
    [
        ({"text": "{{#n.text#}}", "count": "{{#n.count#}}"}, {"text": "hello", "count": 3}),
        ({"gone": "{{#n.gone#}}", "note": "{{#n.count#}} words"}, {"gone": None, "note": "3 words"}),
        ({"picked": ["n", "count"], "in": {"side": "{{#n.tags#}}"}}, {"picked": 3, "in": {"side": ["x"]}}),
        ("{{#n.count#}}", 3),
        ("{{#n.count#}} of {{#n.gone#}}", "3 of n.gone"),
        ("plain", "plain"),
        ({"constant": 5}, {"constant": 5}),
    ],
)
async def test_end_makes_objects_and_texts_of_several_variables(value: Any, output: Any):
    result = await run_alone("end", POOL, outputs=[{"variable": "result", "value": value}])
    assert result.outputs == {"result": output}


def test_end_speaks_its_variables_in_lines():
    outputs: list[dict[str, Any]] = [
        {"variable": "a", "value_selector": ["n", "text"]},
        {"variable": "b", "value": {"x": "{{#n.count#}}!", "y": ["n", "tags"]}},
        {"variable": "c", "value_selector": ["n", "none"]},
    ]
    end = node("end", outputs=outputs)
    assert end.segments() == [("n", "text"), "\n", ("n", "count"), "!", "\n", ("n", "tags"), "\n", ("n", "none")]
    assert end.references() == {("n", "text"), ("n", "count"), ("n", "tags"), ("n", "none")}
    assert node("end").segments() == []
