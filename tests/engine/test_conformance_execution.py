"""Lines of the checklist about execution and streaming that concern real node kinds together."""

from typing import Any

import pytest

from engine.errors import InvalidWorkflow
from engine.events import ContainerFinished, NodeRetried, ReasoningDelta, RunStarted, TextDelta
from engine.models.base import ThinkingPiece
from engine.nodes.base import Node
from engine.resources import Resources
from tests.engine.graphs import KINDS, Probe, document, ended, last, play, said
from tests.engine.models import Scripted

START = {"type": "start", "variables": [{"variable": "l", "type": "json_object", "required": False}]}
RETRY = {"retry_enabled": True, "max_retries": 3, "retry_interval": 0}


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    for kind, node in KINDS.items():
        monkeypatch.setitem(Node.registry, kind, node)
    Probe.gates.clear()
    Probe.tries.clear()


def llm(text: str, **settings: Any) -> dict[str, Any]:
    """Return an llm node that asks one thing."""
    model = {"provider": "p", "name": "m", "mode": "chat"}
    return {"type": "llm", "model": model, "prompt_template": [{"role": "user", "text": text}], **settings}


def iteration(**settings: Any) -> dict[str, Any]:
    """Return an iteration over `start.l` that begins at the node `b`."""
    selectors = {"iterator_selector": ["start", "l"], "output_selector": ["it", "item"]}
    return {"type": "iteration", "start_node_id": "b", **selectors, **settings}


@pytest.mark.parametrize(
    "kind",
    [
        {"type": "list-operator", "variable": ["nobody", "list"]},
        {"type": "document-extractor", "variable_selector": ["nobody", "file"]},
        {
            "type": "if-else",
            "cases": [
                {
                    "case_id": "a",
                    "conditions": [{"variable_selector": ["no", "n"], "comparison_operator": "is", "value": "x"}],
                }
            ],
        },
        {"type": "iteration", "start_node_id": "b", "iterator_selector": ["no", "l"], "output_selector": ["b", "x"]},
    ],
    ids=lambda kind: kind["type"],
)
async def test_retry_settings_of_a_kind_that_does_not_retry_are_ignored(kind):
    nodes = {"start": START, "n": kind | {"retry_config": RETRY}, "b": {"type": "iteration-start"}}
    events = await play(document(nodes, ["start > n"]))
    assert last(events).status == "failed"
    assert not [event for event in events if isinstance(event, NodeRetried)]
    assert last(events).exceptions_count == 1


async def test_tokens_of_a_run_are_those_of_all_calls_in_containers_too():
    loop = {"type": "loop", "start_node_id": "lb", "loop_count": 3, "iteration_id": "it"}
    nodes = {
        "start": START,
        "first": llm("one"),
        "it": iteration(),
        "b": {"type": "iteration-start"},
        "inner": llm("each"),
        "loop": loop,
        "lb": {"type": "loop-start"},
        "deep": llm("round"),
    }
    edges = ["start > first", "first > it", "b > inner", "inner > loop", "lb > deep"]
    events = await play(document(nodes, edges), resources=Resources(models=Scripted()), inputs={"l": ["a", "b"]})
    calls = 1 + 2 * (1 + 3)
    assert last(events).usage.total_tokens == 7 * calls
    totals = {e.node_id: e.metadata["total_tokens"] for e in events if isinstance(e, ContainerFinished)}
    assert totals == {"loop": 7 * 3, "it": 7 * 2 * (1 + 3)}


async def test_an_answer_behind_a_container_is_silent_until_all_its_rounds_are_over():
    nodes = {
        "start": START,
        "it": iteration(),
        "b": {"type": "iteration-start"},
        "n": {"type": "probe", "stream": ["x"]},
        "say": {"type": "answer", "answer": "Done: {{#it.output#}}"},
    }
    doc = document(nodes, ["start > it", "b > n", "it > say"], mode="advanced-chat")
    events = await play(doc, inputs={"l": ["a", "b"]})
    assert said(events) == ["Done: ", "- a\n- b"]
    over = next(i for i, event in enumerate(events) if isinstance(event, ContainerFinished))
    assert [i > over for i, event in enumerate(events) if isinstance(event, TextDelta)] == [True, True]


async def test_a_value_that_does_not_stream_is_one_piece_and_none_an_empty_one():
    nodes = {
        "start": START,
        "n": {"type": "probe", "out": {"text": "a whole text", "nothing": None, "list": ["a", "b"]}},
        "say": {"type": "answer", "answer": "{{#n.text#}}|{{#n.nothing#}}|{{#n.list#}}"},
    }
    events = await play(document(nodes, ["start > n", "n > say"], mode="advanced-chat"))
    pieces = [(event.text, event.selector) for event in events if isinstance(event, TextDelta)]
    literal = ("|", ("say", "answer"))
    assert pieces == [
        ("a whole text", ("n", "text")),
        literal,
        ("", ("n", "nothing")),
        literal,
        ("- a\n- b", ("n", "list")),
    ]


@pytest.mark.parametrize(
    ("shown", "heard"), [("text", True), ("reasoning_content", True), ("usage", False), (None, False)]
)
async def test_reasoning_is_told_only_of_models_that_an_answer_shows(shown, heard):
    answer = "Hi" if shown is None else "{{#n." + shown + "#}}"
    nodes = {"start": START, "n": llm("x", reasoning_format="separated"), "say": {"type": "answer", "answer": answer}}
    doc = document(nodes, ["start > n", "n > say"], mode="advanced-chat")
    model = Scripted(ThinkingPiece("hm"), "yes")
    events = await play(doc, resources=Resources(models=model))
    assert any(isinstance(event, ReasoningDelta) for event in events) is heard
    assert "hm" not in last(events).answer or shown == "reasoning_content"


async def test_error_variables_exist_only_after_a_failure():
    nodes = {
        "start": START,
        "n": {"type": "probe", "error_strategy": "fail-branch"},
        "end": {"type": "end", "outputs": [{"variable": "why", "value_selector": ["n", "error_message"]}]},
    }
    events = await play(document(nodes, ["start > n", "n > end"]))
    assert last(events).outputs == {"why": None}


async def test_a_run_without_an_end_gives_nothing():
    events = await play(document({"start": START, "n": {"type": "probe", "out": {"x": 1}}}, ["start > n"]))
    assert (last(events).status, last(events).outputs) == ("succeeded", {})


async def test_a_later_end_wins_and_texts_named_answer_are_joined():
    ends = [
        {"type": "end", "outputs": [{"variable": name, "value_selector": [node, "x"]} for name in ("same", "answer")]}
        for node in ("p", "q")
    ]
    nodes = {
        "start": START,
        "p": {"type": "probe", "out": {"x": "1"}, "opens": "p"},
        "q": {"type": "probe", "out": {"x": "2"}, "after": "p"},
        "one": ends[0],
        "two": ends[1],
    }
    events = await play(document(nodes, ["start > p", "start > q", "p > one", "q > two"]))
    order = [node for node in ended(events) if node in ("one", "two")]
    assert order == ["one", "two"]
    assert last(events).outputs == {"same": "2", "answer": "12"}


async def test_a_run_tells_its_inputs_and_the_system_variables_but_not_the_conversation():
    (began, *_) = await play(document({"start": START}, [], mode="advanced-chat"), inputs={"l": {}}, query="Hi")
    assert isinstance(began, RunStarted)
    assert began.inputs["l"] == {}
    assert began.inputs["sys.query"] == "Hi"
    assert "sys.conversation_id" not in began.inputs


async def test_a_kind_that_nothing_runs_is_refused_before_the_run():
    with pytest.raises(InvalidWorkflow, match="teleport"):
        await play(document({"start": START, "n": {"type": "teleport"}}, ["start > n"]))


async def test_a_shaped_answer_is_a_variable_with_parts():
    schema = {"type": "object", "properties": {"city": {"type": "string"}}}
    shaped = llm("where?", structured_output_switch_on=True, structured_output={"schema": schema})
    end = {"type": "end", "outputs": [{"variable": "city", "value_selector": ["n", "structured_output", "city"]}]}
    doc = document({"start": START, "n": shaped, "end": end}, ["start > n", "n > end"])
    events = await play(doc, resources=Resources(models=Scripted('{"city": "Rome"}')))
    assert last(events).outputs == {"city": "Rome"}
