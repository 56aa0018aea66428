"""What the wire protocols share: prompts as text, answers in pieces, counted tokens."""

import json
import re
from typing import Any

_PIECE = re.compile(r"\S{1,6}\s?|\s")


def pieces(text: str) -> list[str]:
    """Return `text` cut as a model would send it, a word or a few characters each."""
    return _PIECE.findall(text)


def tokens(text: str) -> int:
    """Return how many tokens `text` counts as here: its pieces."""
    return len(pieces(text))


def prompt_of(body: Any) -> str:
    """Return all text of a request, whatever protocol it is in."""
    if not isinstance(body, dict):
        return ""
    parts = [_text(body.get(key)) for key in ("system", "messages", "prompt", "input", "query", "contents")]
    return "\n".join(filter(None, parts))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n".join(_text(item) for item in value)
    if isinstance(value, dict):
        return _text(value.get("content", value.get("text", value.get("parts")))) or json.dumps(
            value, ensure_ascii=False
        )
    return str(value)


def event(value: Any, name: str | None = None) -> bytes:
    """Return one event of an event stream."""
    data = f"data: {json.dumps(value, ensure_ascii=False, separators=(',', ':'))}\n\n"
    return (f"event: {name}\n{data}" if name else data).encode()
