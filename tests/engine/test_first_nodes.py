"""The nodes of a small app at work together: branches, joins, texts, outputs."""

import pytest

from engine.events import NodeFinished
from engine.inputs import parse_inputs
from tests.engine.graphs import document, ended, last, play, said

ROUTED = {
    "start": {"type": "start", "variables": [{"variable": "tone", "type": "text-input", "required": True}]},
    "route": {
        "type": "if-else",
        "cases": [
            {
                "case_id": "loud",
                "conditions": [
                    {"variable_selector": ["start", "tone"], "comparison_operator": "is", "value": "{{#env.LOUD#}}"}
                ],
            }
        ],
    },
    "shout": {
        "type": "template-transform",
        "template": "{{ tone | upper }}!",
        "variables": [{"variable": "tone", "value_selector": ["start", "tone"]}],
    },
    "whisper": {"type": "template-transform", "template": "({{#start.tone#}})"},
    "join": {"type": "variable-aggregator", "variables": [["shout", "output"], ["whisper", "output"]]},
}
EDGES = ["start > route", "route.loud > shout", "route.false > whisper", "shout > join", "whisper > join"]


ENVIRONMENT = [
    {"name": "LOUD", "value_type": "string", "value": "loud"},
    {"name": "KEY", "value_type": "secret", "value": "sk-1234567890"},
]


@pytest.mark.parametrize(("tone", "result", "unused"), [("loud", "LOUD!", "whisper"), ("calm", "(calm)", "shout")])
async def test_workflow_takes_one_branch_and_joins(tone: str, result: str, unused: str):
    end = {"type": "end", "outputs": [{"variable": "result", "value_selector": ["join", "output"]}]}
    doc = document({**ROUTED, "end": end}, [*EDGES, "join > end"]).replace(environment_variables=ENVIRONMENT)
    events = await play(doc, inputs=parse_inputs(doc.start_form, {"tone": tone}))
    assert last(events).outputs == {"result": result}
    assert unused not in ended(events)


async def test_chat_says_literal_text_and_the_joined_value():
    nodes = {**ROUTED, "answer": {"type": "answer", "answer": "You said: {{#join.output#}} ({{#whisper.output#}})"}}
    doc = document(nodes, [*EDGES, "join > answer"], mode="advanced-chat").replace(environment_variables=ENVIRONMENT)
    events = await play(doc, inputs={"tone": "loud"}, query="hi")
    assert said(events) == ["You said: ", "LOUD!", " (", ")"]
    assert last(events).outputs["answer"] == "You said: LOUD! (whisper.output)"


async def test_no_secret_is_in_the_outputs_of_start_nor_in_the_trace_of_a_template():
    text = {"variable": "key", "value_selector": ["env", "KEY"]}
    nodes = {
        "start": {"type": "start"},
        "text": {"type": "template-transform", "template": "{{ key }}", "variables": [text]},
    }
    doc = document(nodes, ["start > text"]).replace(environment_variables=ENVIRONMENT)
    start, template = [event for event in await play(doc) if isinstance(event, NodeFinished)]
    assert "sk-1234567890" not in str(start)
    assert template.inputs == {"key": "sk-123************90"}
    assert template.outputs == {"output": "sk-1234567890"}
