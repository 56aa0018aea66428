"""Which way an agent works: by the name that a document gives, and by what the model can do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engine.agents.notes import note
from engine.agents.offered import OfferedTool
from engine.agents.react import ReAct
from engine.agents.strategy import FunctionCalling, Strategy
from engine.errors import NodeError
from engine.models.base import Abilities, Message

FUNCTION_CALLING = ("function_calling", "function_call", "functioncalling")
REACT = ("react", "cot")
STRATEGIES = (FunctionCalling.name, ReAct.name)


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to work; `instead_of` names the one that was asked for where the model cannot do it."""

    name: str
    instead_of: str | None = None

    def begin(self, messages: Sequence[Message], tools: Sequence[OfferedTool]) -> Strategy:
        """Return the conversation that begins with `messages`."""
        return FunctionCalling(messages, tools) if self.name == FunctionCalling.name else ReAct(messages, tools)

    @property
    def notes(self) -> list[dict[str, Any]]:
        """Return what people are told of the choice, if it is not the one that was made."""
        if self.instead_of is None:
            return []
        return [note("strategy_changed", used=self.name, asked_for=self.instead_of)]

    def as_metadata(self) -> dict[str, str]:
        """Return the way for the trace."""
        return {
            "agent_strategy": self.name,
            **({"agent_strategy_asked_for": self.instead_of} if self.instead_of else {}),
        }


def chosen(name: str, abilities: Abilities) -> Choice:
    """Return the way that `name` means; ReAct in place of function calling for models without tool calls.

    Raises:
        NodeError: there is no such way.
    """
    if name.lower() in REACT:
        return Choice(ReAct.name)
    if name.lower() not in FUNCTION_CALLING:
        raise NodeError(
            f"the agent strategy {name!r} is not installed here; there are {' and '.join(STRATEGIES)}",
            error_type="AgentStrategyNotFoundError",
        )
    return Choice(FunctionCalling.name) if abilities.tools else Choice(ReAct.name, FunctionCalling.name)


def chosen_for_chat(strategy: str, abilities: Abilities) -> Choice:
    """Return the way of an agent app; one of an unknown name goes by what the model can do."""
    if strategy.lower() in (*FUNCTION_CALLING, *REACT):
        return chosen(strategy, abilities)
    return Choice(FunctionCalling.name if abilities.tools else ReAct.name)
