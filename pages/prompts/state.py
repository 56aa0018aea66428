"""What the comparison of prompts remembers in one browser tab; the columns themselves are stored."""

from dataclasses import dataclass, field

from pages.tracing.model import RunPicture
from services.chats.comparisons import Comparison


@dataclass(slots=True)
class CompareState:
    """The comparison of one app: as it was stored last, and how the runs of its columns stand, by their ids."""

    app_id: str = ""
    comparison: Comparison | None = None
    pictures: dict[str, RunPicture] = field(default_factory=dict)
    round: int = 0  # grows whenever the fields must forget what they hold
    notice: str = ""
