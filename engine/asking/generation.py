"""One call of a chat model from a node: what it writes goes on at once, the whole comes back."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import cast

from engine.asking.reasoning import Sink
from engine.events import Usage
from engine.models.base import AsWritten, ChatModel, ChatRequest, Finished, Piece, TextPiece, ThinkingPiece, ToolCall


@dataclass(slots=True)
class Generation:
    """A whole answer."""

    text: str
    reasoning: str
    finish_reason: str
    usage: Usage = field(default_factory=Usage)
    tool_calls: Sequence[ToolCall] = ()
    answered_by: str = ""  # provider and model, when another one than that which was asked has answered
    as_written: AsWritten | None = None  # what the vendor wants to see again with the results of the calls

    @property
    def substitute(self) -> dict[str, str]:
        """Return what a trace says of a model that stood in for the one that was asked."""
        return {"answered_by": self.answered_by} if self.answered_by else {}


async def generate(model: ChatModel, request: ChatRequest, sink: Sink) -> Generation:
    """Return the model's answer; `sink` is told every piece as it comes.

    Raises:
        ModelError: the call failed.
    """
    calls: list[ToolCall] = []
    end = Finished("stop", Usage())
    async with aclosing(cast(AsyncGenerator[Piece], model.stream(request))) as pieces:
        async for piece in pieces:
            if isinstance(piece, TextPiece):
                sink.text(piece.text)
            elif isinstance(piece, ThinkingPiece):
                sink.thinking(piece.text)
            elif isinstance(piece, ToolCall):
                calls.append(piece)
            else:
                end = piece
    sink.finish()
    return Generation(sink.answer, sink.reasoning, end.reason, end.usage, calls, end.answered_by, end.as_written)
