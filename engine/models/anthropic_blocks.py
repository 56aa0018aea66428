"""Answers of the Anthropic protocol in its own blocks: with signed reasoning they go back unchanged, in their order.

The protocol wants that from the first call of a tool to the answer; earlier reasoning it does not ask for.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from engine.models.base import AsWritten, ChatRequest, Message, ToolCall

_THINKING: Final = ("thinking", "redacted_thinking")
_GROWING: Final = {"text_delta": "text", "thinking_delta": "thinking", "signature_delta": "signature"}

Block = dict[str, Any]


class Blocks:
    """The blocks of one answer, put together as they come."""

    def __init__(self) -> None:
        self._begun: dict[int, Mapping[str, Any]] = {}
        self._more: dict[tuple[int, str], list[str]] = {}  # by block and field

    def begin(self, index: int, block: Mapping[str, Any]) -> None:
        """Take a block as it begins, or a whole one."""
        self._begun[index] = block

    def add(self, index: int, delta: Mapping[str, Any]) -> None:
        """Take more of a block."""
        if name := _GROWING.get(delta.get("type", "")):
            self._more.setdefault((index, name), []).append(delta[name])

    def written(self, provider: str, calls: Mapping[int, ToolCall]) -> AsWritten | None:
        """Return the answer with its calls, by their blocks; None for one without calls or without reasoning."""
        if not calls or not any(block["type"] in _THINKING for block in self._begun.values()):
            return None
        blocks = [self._whole(index, calls.get(index)) for index in sorted(self._begun)]
        return AsWritten(provider, [block for block in blocks if block])

    def _whole(self, index: int, call: ToolCall | None) -> Block | None:
        """Return a block as it is told to the vendor again, None for one that is not."""
        block = dict(self._begun[index])
        if call is not None:
            return call_block(call)
        for name in _GROWING.values():
            if more := self._more.get((index, name)):
                block[name] = "".join([block.get(name) or "", *more])
        return block if block["type"] in _THINKING or block.get("text") else None


def call_block(call: ToolCall) -> Block:
    """Return the block of a call."""
    return {"type": "tool_use", "id": call.id, "name": call.name, "input": call.mapping}


def as_written(message: Message, thinker: str | None) -> list[Block]:
    """Return the blocks of an answer that `thinker` wrote, none for any other message."""
    if message.as_written is None or message.as_written.provider != thinker:
        return []
    return [dict(block) for block in message.as_written.blocks]


def may_think(request: ChatRequest, provider: str) -> bool:
    """Return whether the model is to think: calls that began without its reasoning are ended without, too.

    That is so when another vendor stood in for the first of them. The protocol refuses such a request unless it leaves
    to the model whether it thinks.
    """
    wanted = request.parameters.get("thinking")
    kind = wanted.get("type") if isinstance(wanted, Mapping) else "enabled" if wanted else "disabled"
    if kind != "enabled":
        return kind != "disabled"
    first = next((message for message in _under_way(request.messages) if message.tool_calls), None)
    if first is None:
        return True
    blocks = as_written(first, provider)
    return bool(blocks) and blocks[0]["type"] in _THINKING


def _under_way(messages: Sequence[Message]) -> Sequence[Message]:
    """Return what came after the last word of the user."""
    asked = max((place for place, message in enumerate(messages) if message.role == "user"), default=-1)
    return messages[asked + 1 :]
