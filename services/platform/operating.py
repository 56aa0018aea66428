"""What the operator of the server decided, as people may see it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from config import Settings, limits, names_of

if TYPE_CHECKING:
    from services.runtime import Runtime


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A number that bounds something, and the setting that changes it."""

    section: str
    setting: str  # the name in the environment
    value: float
    default: float
    description: str


def limits_in_force(rt: "Runtime") -> list[Limit]:
    """Return all limits with their values, in the order of the settings."""
    return [_limit(rt, section, field) for section, fields in limits() for field in fields]


def _limit(rt: "Runtime", section: str, field: str) -> Limit:
    about = Settings.model_fields[field]
    return Limit(
        section=section,
        setting=names_of(field)[0],
        value=getattr(rt.settings, field),
        default=about.default,
        description=about.description or "",
    )
