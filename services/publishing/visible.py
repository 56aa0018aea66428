"""What visitors see of a run and of a message: what was said to them, never how the app was made to say it.

Prompts, models, ids of knowledge bases, calls of tools and what things cost stay with the app's makers. Where a site
shows the steps, a visitor sees which nodes run, and the outputs of those that speak to visitors anyway.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from engine.errors import EngineError, InvalidInputs
from engine.events import (
    AgentThought,
    ContainerFinished,
    ContainerNext,
    ContainerStarted,
    Event,
    HumanInputExpired,
    HumanInputFilled,
    HumanInputRequired,
    MessageEnd,
    MessageFile,
    MessageReplaced,
    NodeFinished,
    NodeRetried,
    NodeStarted,
    PresetText,
    ReasoningDelta,
    RunError,
    RunFinished,
    RunPaused,
    RunStarted,
    TextDelta,
    Usage,
)
from engine.human_forms import InvalidSubmission
from services.chats.autoplay import SPEECH
from services.errors import AppUnavailable, NoSpeechToText, NotPublished
from services.publishing.budgets import SPENT
from storage.records import Message

FAILED: Final = "The answer could not be finished. Please try again later."
FOR_VISITORS: Final = {"budget_exceeded": SPENT}  # what they are told of faults, by their codes; of others `FAILED`
UNABLE: Final = "This app cannot answer at the moment."
STEP_FAILED: Final = "This step failed."
CITED: Final = ("segment_id", "position", "data_source_type", "document_name", "score", "hit_count", "content")
SPOKEN: Final = {"llm": ("text",), "answer": ("answer",), "end": None}  # kind -> outputs to show, None: all
PLAIN: Final = frozenset(  # told as they are; what is in no list here, is not told
    (
        *(TextDelta, PresetText, MessageFile, MessageReplaced),
        *(HumanInputRequired, HumanInputFilled, HumanInputExpired),
        *SPEECH,
    )
)
STEPS: Final = frozenset((ReasoningDelta,))  # told to those alone who see steps
TOLD_OF_THOUGHTS: Final = frozenset(
    ("id", "chain_id", "message_id", "position", "thought", "tool", "files", "created_at")
)  # of those that are kept with a message
KNOWLEDGE_TOOL: Final = "dataset_"  # what the name of a tool that searches a knowledge base begins with


def seen(event: Event, *, steps: bool) -> Event | None:
    """Return what a visitor learns of an event, None for nothing; `steps`: whether the site shows them."""
    kind = type(event)
    if kind in PLAIN or (steps and kind in STEPS):
        return event
    return _SEEN[kind](event, steps) if kind in _SEEN else None


def is_for_visitors(error: Exception) -> bool:
    """Return whether the text of a refusal says what a visitor can act on, and nothing of how the app is made."""
    if isinstance(error, EngineError):
        return isinstance(error, InvalidInputs | InvalidSubmission)
    return not isinstance(error, AppUnavailable | NotPublished | NoSpeechToText)


def seen_message(message: Message, *, steps: bool) -> Message:
    """Return a stored message as its visitor sees it."""
    thoughts = [_stored_thought(thought, steps) for thought in message.agent_thoughts]
    return replace(
        message,
        error=message.error and FAILED,
        agent_thoughts=thoughts,
        metadata={"retriever_resources": cited(message.metadata.get("retriever_resources") or ())},
        message_tokens=0,
        answer_tokens=0,
        total_price=Decimal(0),
    )


def cited(citations: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return citations without what identifies the knowledge base."""
    return [{name: citation.get(name) for name in CITED} for citation in citations]


def _started(event: RunStarted, _: bool) -> RunStarted:
    return replace(event, inputs={name: value for name, value in event.inputs.items() if not name.startswith("sys.")})


def _node(event: NodeFinished, steps: bool) -> NodeFinished:
    return replace(
        event,
        inputs={},
        process_data={},
        outputs=_spoken(event) if steps else {},
        error=event.error and STEP_FAILED,
        usage=None,
        metadata={},
        assignments=(),
        citations=(),
    )


def _spoken(event: NodeFinished) -> Mapping[str, Any]:
    """Return the outputs that say what a visitor is told: the texts of models and answers, and the results."""
    names = SPOKEN.get(event.kind, ())
    return {name: value for name, value in event.outputs.items() if names is None or name in names}


def _thought(event: AgentThought, steps: bool) -> AgentThought:
    tool = _tools(event.tool) if steps else ""
    labels = {name: label for name, label in event.tool_labels.items() if tool and name in tool.split(";")}
    return replace(
        event, tool=tool, tool_labels=labels, tool_input="", observation="", calls=(), usage=None, elapsed=0.0
    )


def _stored_thought(thought: Mapping[str, Any], steps: bool) -> dict[str, Any]:
    tool = _tools(str(thought.get("tool") or "")) if steps else ""
    told = {name: value for name, value in thought.items() if name in TOLD_OF_THOUGHTS}
    return {**told, "tool": tool, "tool_labels": {}, "tool_input": "", "observation": ""}


def _tools(names: str) -> str:
    """Return the names of called tools, joined by `;`, without those that hold the id of a knowledge base."""
    return ";".join(name for name in names.split(";") if not name.startswith(KNOWLEDGE_TOOL))


def _container(event: ContainerFinished, _: bool) -> ContainerFinished:
    error = event.error and STEP_FAILED
    return replace(event, inputs={}, outputs={}, error=error, usage=None, metadata={}, assignments=(), citations=())


def _finished(event: RunFinished, _: bool) -> RunFinished:
    return replace(event, usage=Usage(), citations=(), error=event.error and FAILED)


def _ended(event: MessageEnd, _: bool) -> MessageEnd:
    return replace(event, usage=Usage(), citations=cited(event.citations), annotation=None)


_SEEN: Final[Mapping[type[Event], Callable[[Any, bool], Event]]] = {
    RunStarted: _started,
    NodeStarted: lambda event, _: replace(event, extras={}, reads={}),
    NodeFinished: _node,
    NodeRetried: _node,
    ContainerStarted: lambda event, _: replace(event, inputs={}),
    ContainerNext: lambda event, _: replace(event, previous_output=None),
    ContainerFinished: _container,
    AgentThought: _thought,
    RunPaused: lambda event, _: replace(event, outputs={}, state={}, tables={}, total_tokens=0),
    RunFinished: _finished,
    MessageEnd: _ended,
    RunError: lambda event, _: replace(event, message=FOR_VISITORS.get(event.code, FAILED)),
}
