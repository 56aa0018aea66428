"""The rounds of an agent app as thoughts, which is how chats show them."""

import json
from typing import Any

from engine.agents.rounds import Call, Round, new_id
from engine.events import AgentThought, MessageFile
from engine.nodes.base import Context


class ThoughtWatcher:
    """Emits a thought when its round begins, when it is known, and when its calls have ended."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._thoughts: dict[str, AgentThought] = {}

    @property
    def thoughts(self) -> list[dict[str, Any]]:
        """Return the thoughts as JSON values, in order."""
        return [_as_mapping(thought) for thought in self._thoughts.values()]

    def say(self, text: str) -> None:
        """Stream a piece of the answer."""
        self._ctx.stream_text(text)

    def think(self, text: str, is_final: bool) -> None:
        """Stream a piece of reasoning."""
        self._ctx.stream_reasoning(text, is_final=is_final)

    def began(self, step: Round) -> None:
        """Emit an empty thought."""
        self._tell(step)

    def asked(self, step: Round) -> None:
        """Emit what the model thought and wants to call."""
        self._ctx.spent(step.usage)
        self._tell(step)

    def calling(self, step: Round, call: Call) -> None:
        """Emit nothing: the thought names its calls already."""

    def called(self, step: Round, call: Call) -> None:
        """Emit the files that the call made."""
        for file in call.result.files:
            self._ctx.emit(MessageFile(id=file.id or file.related_id or new_id(), file=file))

    def ended(self, step: Round) -> None:
        """Emit the thought with what its calls gave."""
        if step.calls:
            self._tell(step, observed=True)

    def failed(self, step: Round, error: str) -> None:
        """Emit how far the round came, if it did anything."""
        if step.thought or step.calls:
            self._tell(step, observed=True)

    def _tell(self, step: Round, *, observed: bool = False) -> None:
        inputs = {key: call.arguments for key, call in step.keyed()}
        observations = {key: call.observation for key, call in step.keyed() if observed and call.has_ended}
        thought = AgentThought(
            id=step.id,
            position=step.number,
            thought=step.thought,
            tool=";".join(call.name for call in step.calls),
            tool_labels={call.name: _labels(call) for call in step.calls},
            tool_input=_json(inputs),
            observation=_json(observations),
            files=[file for call in step.calls for file in call.result.files],
            calls=[_as_call(key, call) for key, call in step.keyed()],
            usage=step.usage if step.finish_reason else None,
            elapsed=step.elapsed,
        )
        self._thoughts[step.id] = thought
        self._ctx.emit(thought)


def _labels(call: Call) -> dict[str, str]:
    return dict.fromkeys(("en_US", "zh_Hans"), call.label or call.name)


def _as_call(key: str, call: Call) -> dict[str, Any]:
    """Return a call as our pages show it."""
    facts = {"error": call.error, "elapsed": round(call.elapsed, 6), "is_mended": call.is_mended, "runs": call.runs}
    return {
        "name": key,
        "label": call.label or call.name,
        "input": call.arguments,
        "observation": call.observation,
        **{name: fact for name, fact in facts.items() if fact},
    }


def _json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False) if values else ""


def _as_mapping(thought: AgentThought) -> dict[str, Any]:
    return {
        "id": thought.id,
        "position": thought.position,
        "thought": thought.thought,
        "tool": thought.tool,
        "tool_labels": dict(thought.tool_labels),
        "tool_input": thought.tool_input,
        "observation": thought.observation,
        "files": list(thought.files),
        "created_at": int(thought.at),
        "calls": list(thought.calls),
        "usage": thought.usage.as_mapping() if thought.usage else None,
        "elapsed": round(thought.elapsed, 6),
    }
