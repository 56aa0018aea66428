"""The rounds of an agent app as they are kept with its message: what callers are told of them, and what pages show."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from engine.events import AgentThought, Event, MessageFile
from engine.values import File
from services.runs.traces import bounded, plain

OURS: Final = frozenset(("calls", "usage", "elapsed"))  # fields that callers of the service API are not told


def told(thought: Mapping[str, Any]) -> dict[str, Any]:
    """Return a kept round as callers of the service API know it."""
    return {name: value for name, value in thought.items() if name not in OURS}


def files_made(events: Iterable[Event]) -> list[File]:
    """Return the files that calls of an agent made for the answer of its turn, each once."""
    made = {event.id: event.file for event in events if isinstance(event, MessageFile)}
    return list(made.values())


def thoughts_of(events: Iterable[Event], message_id: str) -> list[dict[str, Any]]:
    """Return what a turn thought and called, in order, as JSON values; very long observations are cut."""
    began: dict[str, float] = {}
    last: dict[str, AgentThought] = {}
    for event in events:
        if isinstance(event, AgentThought):
            began.setdefault(event.id, event.at)
            last[event.id] = event
    return [_kept(thought, message_id, began[thought.id]) for thought in last.values()]


def _kept(thought: AgentThought, message_id: str, began: float) -> dict[str, Any]:
    kept, _ = bounded(
        {
            "id": thought.id,
            "chain_id": None,
            "message_id": message_id,
            "position": thought.position,
            "thought": thought.thought,
            "tool": thought.tool,
            "tool_labels": dict(thought.tool_labels),
            "tool_input": thought.tool_input,
            "observation": thought.observation,
            "files": [file.related_id or file.id for file in thought.files],
            "created_at": int(began),
            "calls": plain(list(thought.calls)),
            "usage": thought.usage.as_mapping() if thought.usage else None,
            "elapsed": round(thought.elapsed, 6),
        }
    )
    return dict(kept)
