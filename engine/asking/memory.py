"""What a model remembers of its conversation: as many of the last turns as are asked for and fit."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.asking.files import FileParts
from engine.asking.model_settings import RolePrefix, Window
from engine.models.base import ChatModel, Message
from engine.resources import Turn
from engine.values import File

_RESERVE = 1024  # tokens left for an answer whose length is not limited
_BYTES_OF_A_PART = 4000  # more tokens than a picture or the frame of a message takes


async def history(turns: Sequence[Turn], window: Window, files: FileParts | None) -> list[list[Message]]:
    """Return the messages of the turns inside the window, oldest first; `files` shows their files, too."""
    inside = turns[-window.size :] if window.enabled and window.size else turns
    return [await _turn(turn, files) for turn in inside]


def fitting(
    turns: Sequence[list[Message]], fixed: Sequence[Message], model: ChatModel, parameters: Mapping[str, Any]
) -> list[Message]:
    """Return the messages of the last turns that leave room for `fixed` and the answer."""
    limit = parameters.get("max_tokens")
    reserve = int(limit) if isinstance(limit, int | float) else min(_RESERVE, model.abilities.context_size // 4)
    room = model.abilities.context_size - reserve
    if _bytes([message for turn in turns for message in turn]) + _bytes(fixed) <= room:
        return [message for turn in turns for message in turn]
    room -= model.count_tokens(fixed)
    kept: list[Message] = []
    for turn in reversed(turns):
        room -= model.count_tokens(turn)
        if room < 0:
            break
        kept = [*turn, *kept]
    return kept


def as_lines(messages: Sequence[Message], prefix: RolePrefix) -> str:
    """Return a conversation as one text, a line for each message."""
    names = {"user": prefix.user or "Human", "assistant": prefix.assistant or "Assistant"}
    return "\n".join(f"{names[message.role]}: {message.text}" for message in messages if message.role in names)


async def _turn(turn: Turn, files: FileParts | None) -> list[Message]:
    shown = [file for file in turn.files if isinstance(file, File)] if files else []
    parts = await files.of(shown) if files else []
    return [Message("user", [*parts, turn.query] if parts else turn.query), Message("assistant", turn.answer)]


def _bytes(messages: Sequence[Message]) -> int:
    """Return a number that is not smaller than that of the tokens: every token has at least a byte."""
    return sum(len(message.text.encode()) + 16 + _BYTES_OF_A_PART * _parts(message) for message in messages)


def _parts(message: Message) -> int:
    return 0 if isinstance(message.content, str) else len(message.content)
