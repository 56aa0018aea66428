"""How a model is told of tools and how its wishes are read; two ways."""

from collections.abc import Callable, Sequence
from typing import Protocol

from engine.agents.arguments import read_arguments
from engine.agents.offered import OfferedTool
from engine.agents.rounds import Call, Round
from engine.asking.generation import Generation
from engine.asking.reasoning import Separated, Sink
from engine.models.base import Message, ToolSpec

Say = Callable[[str], None]
Think = Callable[[str, bool], None]


class Strategy(Protocol):
    """The conversation with the model of one agent; it grows with every round."""

    name: str
    stop: Sequence[str]
    asked: int  # messages that were there before the first round

    def messages(self, *, is_last: bool) -> list[Message]:
        """Return what the model is sent next."""
        ...

    def specs(self, *, is_last: bool) -> list[ToolSpec]:
        """Return the tools that are offered with the request itself."""
        ...

    def sink(self, say: Say, think: Think) -> Sink:
        """Return what takes the model's pieces and says those that are for people."""
        ...

    def read(self, answer: Generation) -> tuple[str, list[Call]]:
        """Return what the model wrote to people, and the calls that it asks for."""
        ...

    def remember(self, step: Round, answer: Generation) -> None:
        """Add a round to the conversation."""
        ...


class FunctionCalling:
    """Tools go with the request, calls come as such."""

    name = "function_calling"
    stop: Sequence[str] = ()

    def __init__(self, messages: Sequence[Message], tools: Sequence[OfferedTool]) -> None:
        self._messages = list(messages)
        self._tools = tools
        self.asked = len(messages)

    def messages(self, *, is_last: bool) -> list[Message]:
        """Return the conversation."""
        return list(self._messages)

    def specs(self, *, is_last: bool) -> list[ToolSpec]:
        """Return the tools, none in the last round so that the model has to answer."""
        return [] if is_last else [tool.spec for tool in self._tools]

    def sink(self, say: Say, think: Think) -> Sink:
        """Return what says the whole text."""
        return Separated(say, think)

    def read(self, answer: Generation) -> tuple[str, list[Call]]:
        """Return the text and the calls."""
        return answer.text, [_call(call.name, call.arguments, call.id) for call in answer.tool_calls]

    def remember(self, step: Round, answer: Generation) -> None:
        """Add the model's calls and what came of them."""
        self._messages.append(Message("assistant", answer.text, answer.tool_calls, as_written=answer.as_written))
        self._messages += [Message("tool", call.observation, tool_call_id=call.call_id) for call in step.calls]


def _call(name: str, written: str, call_id: str) -> Call:
    arguments, is_mended = read_arguments(written)
    return Call(name, written if arguments is None else arguments, call_id, is_mended)
