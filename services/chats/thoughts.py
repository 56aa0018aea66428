"""The rounds of an agent app as they are kept with its message."""

from collections.abc import Iterable
from typing import Any

from engine.events import AgentThought, Event
from services.runs.traces import bounded


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
        }
    )
    return dict(kept)
