"""What rendering a Jinja template may use up; one for the process, as the children that render are."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateLimits:
    """Bounds of one rendering, and how many children render at the same time."""

    characters: int = 400_000  # of the text
    seconds: int = 2  # of computing
    memory: int = 256 * 2**20  # bytes of address space
    processes: int = 2
