"""The rounds of an agent as a tree of log entries."""

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine.agents.rounds import Call, Round
from engine.events import AgentLog, Usage
from engine.models.base import ChatModel
from engine.nodes.base import Context
from engine.values import as_plain


class LogWatcher:
    """Emits an entry for each round, and below it one for the question and one for every call.

    `entries` holds them as they ended, in the order in which they began.
    """

    def __init__(self, ctx: Context, model: ChatModel) -> None:
        self._ctx = ctx
        self._model = model
        self._entries: dict[str, AgentLog] = {}

    @property
    def entries(self) -> list[dict[str, Any]]:
        """Return the entries as JSON values."""
        return [_as_mapping(entry) for entry in self._entries.values()]

    def say(self, text: str) -> None:
        """Stream a piece of the answer."""
        self._ctx.stream_text(text)

    def think(self, text: str, is_final: bool) -> None:
        """Stream a piece of reasoning."""
        self._ctx.stream_reasoning(text, is_final=is_final)

    def began(self, step: Round) -> None:
        """Begin the entries of the round and of the question."""
        self._begin(step.id, f"ROUND {step.number}")
        self._begin(step.thought_id, f"{self._model.name} Thought", step.id, provider=self._model.provider)

    def asked(self, step: Round) -> None:
        """End the entry of the question."""
        self._ctx.spent(step.usage)
        calls = [{"name": call.name, "args": call.arguments} for call in step.calls]
        data = {"output": step.thought, "tool_name": ";".join(call.name for call in step.calls), "tool_input": calls}
        self._end(step.thought_id, data=data, metadata={**_spent(step.usage), **_said(step)})

    def calling(self, step: Round, call: Call) -> None:
        """Begin the entry of a call."""
        data = {"tool_call_name": call.name, "tool_call_args": call.arguments}
        self._begin(call.id, f"CALL {call.name}", step.id, data=data, provider=call.provider)

    def called(self, step: Round, call: Call) -> None:
        """End the entry of a call."""
        data = {"tool_call_name": call.name, "tool_call_input": call.arguments, "output": call.observation}
        mended = {"arguments_mended": True} if call.is_mended else {}
        runs = {"runs": call.runs} if call.runs else {}
        self._end(call.id, data={**data, **runs}, error=call.error, metadata=mended)

    def ended(self, step: Round) -> None:
        """End the entry of the round."""
        responses = [{"tool_call_name": call.name, "tool_response": call.observation} for call in step.calls]
        data = {"action_name": ";".join(call.name for call in step.calls), "tool_responses": responses}
        notes = {"notes": step.notes} if step.notes else {}
        self._end(step.id, data={"output": step.thought, **data, **notes}, metadata=_spent(step.usage))

    def failed(self, step: Round, error: str) -> None:
        """End with the error all of the round that is still under way."""
        under_way = {step.thought_id: {"output": step.thought}, **{call.id: None for call in step.calls}}
        for entry_id, data in under_way.items():
            if entry_id in self._entries and self._entries[entry_id].status == "start":
                self._end(entry_id, data=data, error=error)
        self._end(step.id, data={"output": step.thought}, error=error, metadata=_spent(step.usage))

    def _begin(
        self, entry_id: str, label: str, parent: str | None = None, *, data: Any = None, provider: str = ""
    ) -> None:
        entry = AgentLog(
            node_execution_id=self._ctx.execution_id,
            node_id=self._ctx.node_id,
            id=entry_id,
            label=label,
            parent_id=parent,
            status="start",
            data=data or {},
            metadata={"started_at": time.time(), **({"provider": provider} if provider else {})},
        )
        self._tell(entry)

    def _end(
        self, entry_id: str, *, data: Any = None, metadata: Mapping[str, Any] | None = None, error: str | None = None
    ) -> None:
        begun = self._entries[entry_id]
        now = time.time()
        times = {"finished_at": now, "elapsed_time": round(now - begun.metadata["started_at"], 6)}
        entry = replace(
            begun,
            at=now,
            status="success" if error is None else "error",
            error=error,
            data=data or begun.data,
            metadata={**begun.metadata, **times, **(metadata or {})},
        )
        self._tell(entry)

    def _tell(self, entry: AgentLog) -> None:
        self._entries[entry.id] = entry
        self._ctx.emit(entry)


def _spent(usage: Usage) -> dict[str, Any]:
    return {
        "total_tokens": usage.total_tokens,
        "total_price": str(usage.total_price),
        "currency": usage.currency,
    }


def _said(step: Round) -> dict[str, Any]:
    """Return what is known of an answer besides its text."""
    facts = {"finish_reason": step.finish_reason, "answered_by": step.answered_by}
    return {name: fact for name, fact in facts.items() if fact}


def _as_mapping(entry: AgentLog) -> dict[str, Any]:
    return {
        "id": entry.id,
        "node_id": entry.node_id,
        "parent_id": entry.parent_id,
        "label": entry.label,
        "status": entry.status,
        "error": entry.error,
        "data": as_plain(entry.data),
        "metadata": dict(entry.metadata),
    }
