"""What was out of the ordinary with an agent, for people: each note with a code, its words in English, and the values."""

from collections.abc import Mapping
from typing import Any, Final

NOTES: Final[Mapping[str, str]] = {
    "strategy_changed": "The model cannot call functions, so the agent worked by {used} and not by {asked_for}.",
    "rounds_used_up": "All {rounds} rounds with calls were used up, so the model had to answer.",
    "circling": "The model repeated the same call again and again, so it had to answer.",
    "unreadable": "The model wrote calls that could not be read, twice, so it had to answer.",
    "outgrown": "{count} older messages were left out or cut: the conversation outgrew the model.",
    "refused": "The model's vendor held its answer back.",
}


def note(code: str, **values: Any) -> dict[str, Any]:
    """Return a note as JSON values."""
    return {"code": code, "text": NOTES[code].format(**values), "values": values}
