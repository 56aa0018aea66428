"""What happens in the rounds of an agent, and who is told."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from engine.events import Usage
from engine.tools.base import ToolResult


def new_id() -> str:
    """Return an id for a step."""
    return str(uuid.uuid4())


@dataclass(slots=True)
class Call:
    """One call of a tool that the model asked for."""

    name: str
    arguments: Any  # an object; what the model wrote where that is none
    call_id: str = ""  # the model's own id of it
    id: str = field(default_factory=new_id)
    label: str = ""
    provider: str = ""
    result: ToolResult = field(default_factory=ToolResult)
    error: str | None = None
    elapsed: float = 0.0  # seconds

    @property
    def observation(self) -> str:
        """Return what the model is told of it."""
        return f"The call failed: {self.error}" if self.error is not None else self.result.observation


@dataclass(slots=True)
class Round:
    """One question to the model, and the calls that it answered with."""

    number: int  # from 1
    id: str = field(default_factory=new_id)
    thought_id: str = field(default_factory=new_id)
    thought: str = ""  # what it wrote, without its reasoning
    calls: list[Call] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)
    elapsed: float = 0.0  # seconds, calls included


class Watcher(Protocol):
    """Is told all that an agent does, as it happens."""

    def say(self, text: str) -> None:
        """Take the next piece of the answer."""
        ...

    def think(self, text: str, is_final: bool) -> None:
        """Take the next piece of the model's reasoning."""
        ...

    def began(self, step: Round) -> None:
        """Hear that the model is about to be asked."""
        ...

    def asked(self, step: Round) -> None:
        """Hear what it wrote, and which calls it wants."""
        ...

    def calling(self, step: Round, call: Call) -> None:
        """Hear that a call begins."""
        ...

    def called(self, step: Round, call: Call) -> None:
        """Hear how a call ended."""
        ...

    def ended(self, step: Round) -> None:
        """Hear that the round is over."""
        ...

    def failed(self, step: Round, error: str) -> None:
        """Hear that the model could not be asked."""
        ...


@dataclass(slots=True)
class AgentAnswer:
    """What an agent came to."""

    text: str
    rounds: Sequence[Round]

    @property
    def usage(self) -> Usage:
        """Return what all questions to the model used up."""
        return sum((step.usage for step in self.rounds), Usage())

    @property
    def results(self) -> list[ToolResult]:
        """Return what the calls gave, in order."""
        return [call.result for step in self.rounds for call in step.calls]

    @property
    def citations(self) -> list[Mapping[str, Any]]:
        """Return the knowledge that tools gave, numbered through."""
        found = [record for result in self.results for record in result.citations]
        return [{**record, "position": place} for place, record in enumerate(found, 1)]
