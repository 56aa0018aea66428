"""What happens in the rounds of an agent, and who is told."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from engine.events import Usage
from engine.tools.base import ToolResult
from engine.values import File

STOPPED = "stopped"  # the error of what was under way when the run was ended


def new_id() -> str:
    """Return an id for a step."""
    return str(uuid.uuid4())


@dataclass(slots=True)
class Call:
    """One call of a tool that the model asked for."""

    name: str
    arguments: Any  # an object; what the model wrote where that is none
    call_id: str = ""  # the model's own id of it
    is_mended: bool = False  # its arguments were broken JSON
    id: str = field(default_factory=new_id)
    label: str = ""
    provider: str = ""
    result: ToolResult = field(default_factory=ToolResult)
    error: str | None = None
    is_repeat: bool = False  # it was not made: it gave the same too often
    observation: str = ""  # what the model is told of it, once it has ended
    elapsed: float = 0.0  # seconds
    has_ended: bool = False

    @property
    def is_readable(self) -> bool:
        """Return whether the model wrote arguments at all."""
        return isinstance(self.arguments, Mapping)

    @property
    def runs(self) -> list[dict[str, Any]]:
        """Return the runs of other apps that did the work, as JSON values."""
        return [run.as_mapping() for run in self.result.runs]


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
    finish_reason: str = ""  # the model's: stop, length, tool or content_filter
    answered_by: str = ""  # provider and model, where another one stood in
    notes: list[dict[str, Any]] = field(default_factory=list)  # what was out of the ordinary, see `engine.agents.notes`

    def break_off(self, error: str) -> None:
        """Let what has not ended be known as broken off."""
        for call in self.calls:
            if not call.has_ended:
                call.error = error

    def keyed(self) -> list[tuple[str, Call]]:
        """Return the calls with names of their own: the second one of a tool has a number behind its name."""
        counts: dict[str, int] = {}
        keyed = []
        for call in self.calls:
            counts[call.name] = number = counts.get(call.name, 0) + 1
            keyed.append((call.name if number == 1 else f"{call.name} ({number})", call))
        return keyed


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
        """Hear what it wrote, and which calls it wants: before any of them begins."""
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
        """Hear that the round broke off: the model could not be asked, or the run was ended."""
        ...


@dataclass(slots=True)
class AgentAnswer:
    """What an agent came to; of one that failed or was stopped, how far it came."""

    text: str
    rounds: Sequence[Round]

    @property
    def usage(self) -> Usage:
        """Return what all questions to the model used up."""
        return sum((step.usage for step in self.rounds), Usage())

    @property
    def calls(self) -> list[Call]:
        """Return all calls, in order."""
        return [call for step in self.rounds for call in step.calls]

    @property
    def results(self) -> list[ToolResult]:
        """Return what the calls gave, in order."""
        return [call.result for call in self.calls if call.error is None]

    @property
    def files(self) -> list[File]:
        """Return the files that the calls made."""
        return [file for result in self.results for file in result.files]

    @property
    def notes(self) -> list[dict[str, Any]]:
        """Return what was out of the ordinary, for people; see `engine.agents.notes`."""
        return [note for step in self.rounds for note in step.notes]

    @property
    def runs(self) -> list[dict[str, Any]]:
        """Return the runs of other apps that the calls were, as JSON values."""
        return [run for call in self.calls for run in call.runs]

    @property
    def citations(self) -> list[Mapping[str, Any]]:
        """Return the knowledge that tools gave, numbered through."""
        found = [record for result in self.results for record in result.citations]
        return [{**record, "position": place} for place, record in enumerate(found, 1)]
