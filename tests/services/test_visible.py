"""What visitors see of events and messages: of every kind something is decided, and the makers' own is never told."""

from typing import Any

import pytest

import engine.events
from engine.events import (
    AgentLog,
    AgentThought,
    ContainerFinished,
    Event,
    MessageEnd,
    ModelAnswered,
    NodeCutOff,
    NodeFinished,
    NodeStarted,
    NodeStatus,
    RunError,
    RunFinished,
    RunStarted,
    RunStatus,
    Usage,
)
from services.publishing import visible
from services.publishing.visible import seen, seen_message
from storage.records import Message

OWN = "lighthouse"
UNTOLD = {AgentLog, ModelAnswered, NodeCutOff}
NODE: dict[str, Any] = {"execution_id": "x", "node_id": "n", "title": "Think", "started_at": 0.0}
CITATION = {
    "document_name": "Ferries",
    "content": "At noon.",
    "dataset_id": OWN,
    "dataset_name": OWN,
    "document_id": OWN,
}
HIDDEN: dict[str, Any] = {"inputs": {"p": OWN}, "process_data": {"model_name": OWN}, "metadata": {"tool": OWN}}
EVENTS: list[Event] = [
    RunStarted(run_id="r", workflow_id="w", inputs={"topic": "sea", "sys.app_id": OWN}),
    NodeStarted(execution_id="x", node_id="n", kind="llm", title="Think", extras={"icon": OWN}, reads={"#a#": OWN}),
    NodeFinished(**NODE, **HIDDEN, kind="code", status=NodeStatus.SUCCEEDED, outputs={"result": OWN}),
    NodeFinished(**NODE, **HIDDEN, kind="llm", status=NodeStatus.FAILED, outputs={"usage": OWN}, error=OWN),
    ContainerFinished(**NODE, kind="loop", status=NodeStatus.FAILED, inputs={"x": OWN}, outputs={"x": OWN}, error=OWN),
    AgentThought(id="t", position=1, tool=f"dataset_{OWN}", tool_labels={f"dataset_{OWN}": OWN}, observation=OWN),
    AgentThought(id="t", position=1, tool="clock", tool_input=OWN, observation=OWN),
    AgentLog(node_execution_id="x", node_id="n", id="l", label=OWN, status="success", data={"prompt": OWN}),
    RunFinished(run_id="r", workflow_id="w", status=RunStatus.FAILED, started_at=0, error=OWN, citations=[CITATION]),
    MessageEnd(usage=Usage(prompt_tokens=7), citations=[CITATION], annotation={"account": {"name": OWN}}),
    RunError(code="completion_request_error", message=OWN),
]


@pytest.mark.parametrize("steps", [True, False])
@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_an_event_does_not_tell_what_is_the_makers(event: Event, steps: bool) -> None:
    shown = seen(event, steps=steps)
    assert OWN not in repr(shown)


def test_of_every_kind_of_event_it_is_decided_what_visitors_see() -> None:
    kinds = {item for item in vars(engine.events).values() if isinstance(item, type) and issubclass(item, Event)}
    abstract = {Event, engine.events.NodeEvent}
    assert kinds - abstract - UNTOLD <= visible.PLAIN | visible.STEPS | visible._SEEN.keys()


def test_steps_show_what_models_say_and_nothing_of_other_nodes() -> None:
    said = NodeFinished(**NODE, kind="llm", status=NodeStatus.SUCCEEDED, outputs={"text": "At noon.", "usage": {}})
    with_steps, without = seen(said, steps=True), seen(said, steps=False)
    assert isinstance(with_steps, NodeFinished)
    assert isinstance(without, NodeFinished)
    assert (dict(with_steps.outputs), dict(without.outputs)) == ({"text": "At noon."}, {})


def test_a_stored_message_does_not_tell_what_is_the_makers() -> None:
    thought = {"id": "t", "thought": "Hm", "tool": f"dataset_{OWN};clock", "tool_input": OWN, "observation": OWN}
    stored = Message(
        workspace_id="w",
        app_id="a",
        query="When?",
        answer="At noon.",
        error=OWN,
        agent_thoughts=[{**thought, "tool_labels": {OWN: OWN}}],
        metadata={"retriever_resources": [CITATION], "usage": {"model": OWN}, "annotation_reply": {"name": OWN}},
    )
    shown = seen_message(stored, steps=True)
    assert OWN not in repr(shown)
    assert (shown.answer, shown.agent_thoughts[0]["tool"]) == ("At noon.", "clock")
