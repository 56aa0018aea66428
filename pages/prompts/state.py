"""What the comparison of prompts remembers in one browser tab; the columns themselves are stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pages.tracing.model import RunPicture
from services.chats.comparisons import Comparison
from storage.records import Message


@dataclass(frozen=True, slots=True)
class Turns:
    """What was said in a conversation before the run `before`."""

    before: str
    messages: Sequence[Message]


@dataclass(slots=True)
class CompareState:
    """The comparison of one app: as it was stored last, and how the runs of its columns stand, by their ids."""

    app_id: str = ""
    comparison: Comparison | None = None
    pictures: dict[str, RunPicture] = field(default_factory=dict)
    turns: dict[str, Turns] = field(default_factory=dict)  # by the ids of conversations
    round: int = 0  # grows whenever the fields must forget what they hold
    notice: str = ""
