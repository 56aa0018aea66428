"""What of an agent's conversation fits its model: old turns go first, then what old calls gave."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from engine.asking.memory import room_for
from engine.models.base import ChatModel, Message, ToolSpec

KEPT: Final = 200  # characters of an observation that makes room
_OBSERVED: Final = "Observation:"


def within(
    messages: Sequence[Message],
    asked: int,
    model: ChatModel,
    parameters: Mapping[str, Any],
    specs: Sequence[ToolSpec] = (),
) -> tuple[list[Message], int]:
    """Return the messages that leave room for an answer, and how many were left out or cut.

    The first `asked` of them are what the agent began with: system messages, turns that it remembers, the question.
    `specs` go with them and take room, too.
    """
    sent = [*messages, *(Message("system", f"{spec.name} {spec.description} {spec.parameters}") for spec in specs)]
    room, is_small = room_for(sent, model, parameters)
    if is_small:
        return list(messages), 0
    over = model.count_tokens(sent) - room
    kept: list[Message | None] = list(messages)
    for place in _remembered(messages, asked):
        if over <= 0:
            break
        message = messages[place]
        over -= model.count_tokens([message])
        kept[place] = None
    for place in range(asked, len(messages) - 1):
        if over <= 0:
            break
        shorter = _shorter(messages[place])
        if shorter is not None:
            over -= model.count_tokens([messages[place]]) - model.count_tokens([shorter])
            kept[place] = shorter
    changed = sum(new is not old for new, old in zip(kept, messages, strict=True))
    return [message for message in kept if message is not None], changed


def _remembered(messages: Sequence[Message], asked: int) -> range:
    """Return the places of the turns that the agent remembers, oldest first."""
    first = next((place for place, message in enumerate(messages) if message.role != "system"), 0)
    return range(first, max(first, asked - 1))


def _shorter(message: Message) -> Message | None:
    """Return what an old call gave in a few words, None for a message that is something else or short already."""
    is_observation = message.role == "tool" or message.text.startswith(_OBSERVED)
    if not is_observation or len(message.text) <= 2 * KEPT:
        return None
    note = f"[{len(message.text):,} characters, left out to make room. They began:]"
    label = f"{_OBSERVED} " if message.role != "tool" else ""
    return replace(message, content=f"{label}{note}\n{message.text.removeprefix(label)[:KEPT]}")
