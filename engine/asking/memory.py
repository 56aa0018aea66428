"""What a model remembers of its conversation: as many of the last turns as are asked for and fit."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from engine.asking.files import FileParts
from engine.asking.model_settings import RolePrefix, Window
from engine.models.base import ChatModel, Message, ToolCall
from engine.resources import Turn
from engine.values import File

_RESERVE = 1024  # tokens left for an answer whose length is not limited
_BYTES_OF_A_PART = 4000  # more tokens than a picture or the frame of a message takes


async def history(
    turns: Sequence[Turn], window: Window, files: FileParts | None, *, with_calls: bool = False
) -> list[list[Message]]:
    """Return the messages of the turns inside the window, oldest first.

    `files` shows their files, too; `with_calls` the calls of agents and what they gave, as function calls.
    """
    inside = turns[-window.size :] if window.enabled and window.size else turns
    return [await _turn(turn, files, with_calls=with_calls) for turn in inside]


def fitting(
    turns: Sequence[list[Message]], fixed: Sequence[Message], model: ChatModel, parameters: Mapping[str, Any]
) -> list[Message]:
    """Return the messages of the last turns that leave room for `fixed` and the answer."""
    everything = [message for turn in turns for message in turn]
    room, is_small = room_for([*everything, *fixed], model, parameters)
    if is_small:
        return everything
    room -= model.count_tokens(fixed)
    kept: list[Message] = []
    for turn in reversed(turns):
        room -= model.count_tokens(turn)
        if room < 0:
            break
        kept = [*turn, *kept]
    return kept


def room_for(messages: Sequence[Message], model: ChatModel, parameters: Mapping[str, Any]) -> tuple[int, bool]:
    """Return how many tokens a prompt may have beside the answer, and whether these messages are surely fewer."""
    limit = parameters.get("max_tokens")
    reserve = int(limit) if isinstance(limit, int | float) else min(_RESERVE, model.abilities.context_size // 4)
    room = model.abilities.context_size - reserve
    return room, _bytes(messages) <= room


def as_lines(messages: Sequence[Message], prefix: RolePrefix) -> str:
    """Return a conversation as one text, a line for each message."""
    names = {"user": prefix.user or "Human", "assistant": prefix.assistant or "Assistant"}
    return "\n".join(f"{names[message.role]}: {message.text}" for message in messages if message.role in names)


async def _turn(turn: Turn, files: FileParts | None, *, with_calls: bool) -> list[Message]:
    shown = [file for file in turn.files if isinstance(file, File)] if files else []
    parts = await files.of(shown) if files else []
    asked = Message("user", [*parts, turn.query] if parts else turn.query)
    calls = [message for step in turn.steps for message in _calls_of(step)] if with_calls else []
    last = str(turn.steps[-1].get("thought") or "") if calls and not turn.steps[-1].get("tool") else ""
    return [asked, *calls, Message("assistant", last or turn.answer)]


def _calls_of(step: Mapping[str, Any]) -> list[Message]:
    """Return a round of an agent as function calls and their results; nothing of one without calls."""
    made = [call for call in step.get("calls") or () if isinstance(call.get("input"), Mapping)]
    if not made:
        return []
    ids = [f"{step.get('id', 'step')}-{number}" for number, _ in enumerate(made)]
    wanted = [
        ToolCall(call_id, str(call["name"]).partition(" (")[0], json.dumps(call["input"], ensure_ascii=False))
        for call_id, call in zip(ids, made, strict=True)
    ]
    results = [
        Message("tool", str(call.get("observation") or ""), tool_call_id=call_id)
        for call_id, call in zip(ids, made, strict=True)
    ]
    return [Message("assistant", str(step.get("thought") or ""), tool_calls=wanted), *results]


def _bytes(messages: Sequence[Message]) -> int:
    """Return a number that is not smaller than that of the tokens: every token has at least a byte."""
    return sum(len(message.text.encode()) + 16 + _BYTES_OF_A_PART * _parts(message) for message in messages)


def _parts(message: Message) -> int:
    return 0 if isinstance(message.content, str) else len(message.content)
