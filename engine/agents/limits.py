"""How much an agent may do at once, and how much of what it learns it is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

LIMITS: Final = "agent_limits"  # the key of `Resources.extras` under which others come in


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentLimits:
    """Bounds of every agent."""

    rounds: int = 99  # whatever an app says
    calls_at_once: int = 8  # of one round
    observation_chars: int = 20_000  # of what one call gave

    @classmethod
    def among(cls, extras: Mapping[str, Any]) -> "AgentLimits":
        """Return the limits that came in with a run's resources, the usual ones without any."""
        found = extras.get(LIMITS)
        return found if isinstance(found, cls) else cls()


def cut(text: str, most: int) -> str:
    """Return an observation of at most about `most` characters: its beginning, and a note of what was left out."""
    if len(text) <= most:
        return text
    return (
        f"{text[:most]}\n[Cut: these are the first {most:,} of {len(text):,} characters. Ask for less, or for a part.]"
    )
