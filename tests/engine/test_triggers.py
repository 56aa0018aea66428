"""Triggers in a run: it starts at one of them, the others and what only they lead to take no part."""

from typing import Any

import pytest

from engine.errors import InvalidWorkflow
from engine.events import NodeFinished, RunStarted
from engine.graph import validate
from engine.nodes.trigger_plugin import TriggerPlugin
from tests.engine.alone import node
from tests.engine.graphs import document, ended, last, play, started


def end(name: str, *selector: str) -> dict[str, Any]:
    return {"type": "end", "outputs": [{"variable": name, "value_selector": list(selector), "value_type": "string"}]}


TEXT = {"type": "template-transform", "variables": []}
TWO = document(
    {
        "hook": {"type": "trigger-webhook", "body": [{"name": "who", "type": "string"}]},
        "clock": {"type": "trigger-schedule", "mode": "cron", "cron_expression": "0 9 * * *"},
        "greet": {**TEXT, "template": "hello"},
        "wake": {**TEXT, "template": "wake up"},
        "both": {
            "type": "variable-aggregator",
            "output_type": "string",
            "variables": [["greet", "output"], ["wake", "output"]],
        },
        "end": end("said", "both", "output"),
    },
    ["hook > greet", "clock > wake", "greet > both", "wake > both", "both > end"],
)


@pytest.mark.parametrize(
    ("root", "path", "said"),
    [("hook", ["hook", "greet", "both", "end"], "hello"), ("clock", ["clock", "wake", "both", "end"], "wake up")],
)
async def test_a_run_starts_at_one_trigger_and_the_join_of_all_runs(root: str, path: list[str], said: str) -> None:
    events = await play(TWO, root=root, inputs={"who": "Ann"} if root == "hook" else {})
    assert started(events) == path
    assert set(ended(events).values()) == {"succeeded"}
    assert last(events).outputs == {"said": said}


async def test_a_run_that_names_no_root_starts_at_the_start_node() -> None:
    doc = document(
        {
            "clock": {"type": "trigger-schedule"},
            "start": {"type": "start", "variables": []},
            "end": end("x", "sys", "timestamp"),
        },
        ["clock > end", "start > end"],
    )
    assert started(await play(doc)) == ["start", "end"]
    assert started(await play(doc, root="clock")) == ["clock", "end"]


async def test_a_run_cannot_start_at_a_node_that_is_not_there() -> None:
    with pytest.raises(InvalidWorkflow, match="'nowhere': no such node"):
        await play(TWO, root="nowhere")


async def test_a_webhook_gives_what_the_run_is_given() -> None:
    doc = document(
        {"hook": {"type": "trigger-webhook", "params": [{"name": "a"}, {"name": "b"}]}, "end": end("a", "hook", "a")},
        ["hook > end"],
    )
    events = await play(doc, inputs={"a": "1", "_webhook_raw": {"method": "POST"}, "undeclared": 1})
    finished = next(event for event in events if isinstance(event, NodeFinished))
    assert finished.outputs == {"a": "1", "b": None, "_webhook_raw": {"method": "POST"}}
    assert last(events).outputs == {"a": "1"}


async def test_a_schedule_gives_nothing_but_the_time_of_the_run() -> None:
    events = await play(TWO, root="clock")
    assert isinstance(events[0], RunStarted)
    assert isinstance(events[0].inputs["sys.timestamp"], int)
    assert node("trigger-schedule").declared_outputs() == {}


def test_the_outputs_of_a_webhook_are_known_before_it_runs() -> None:
    hook = node(
        "trigger-webhook",
        content_type="multipart/form-data",
        headers=[{"name": "X-Id"}],
        params=[{"name": "page", "type": "number"}],
        body=[{"name": "paper", "type": "file"}],
    )
    assert hook.declared_outputs() == {"X_Id": "string", "page": "number", "paper": "file", "_webhook_raw": "object"}
    whole = node("trigger-webhook", content_type="application/octet-stream", body=[{"name": "blob"}])
    assert whole.declared_outputs()["blob"] == "file"


SCHEMA = {
    "type": "object",
    "properties": {
        "message": {"type": "object"},
        "update_id": {"type": "integer"},
        "names": {"type": "array", "items": {"type": "string"}},
        "odd": {},
    },
}


async def test_a_plugin_event_has_the_parts_that_its_schema_names() -> None:
    plugin = node("trigger-plugin", output_schema=SCHEMA)
    assert isinstance(plugin, TriggerPlugin)
    assert plugin.declared_outputs() == {
        "message": "object",
        "update_id": "number",
        "names": "array[string]",
        "odd": "any",
    }
    doc = document(
        {"event": {"type": "trigger-plugin", "output_schema": SCHEMA}, "end": end("text", "event", "message", "text")},
        ["event > end"],
    )
    events = await play(doc, inputs={"message": {"text": "Hi"}, "update_id": 1, "undeclared": 2})
    assert last(events).outputs == {"text": "Hi"}


async def test_a_plugin_event_without_a_schema_is_given_whole() -> None:
    doc = document({"event": {"type": "trigger-plugin"}, "end": end("x", "event", "x")}, ["event > end"])
    assert last(await play(doc, inputs={"x": [1]})).outputs == {"x": [1]}


def test_oddities_of_triggers_are_told() -> None:
    two = document(
        {"a": {"type": "trigger-schedule"}, "b": {"type": "trigger-schedule"}, "e": end("x", "sys", "timestamp")},
        ["a > e", "b > e"],
    )
    assert ["in Dify only the first" in problem.message for problem in validate(two)] == [True]
    chat = document(
        {"s": {"type": "start"}, "h": {"type": "trigger-webhook"}, "a": {"type": "answer", "answer": "x"}},
        ["s > a", "h > a"],
        mode="advanced-chat",
    )
    assert [(problem.node_id, problem.severity) for problem in validate(chat)] == [("h", "warning")]
